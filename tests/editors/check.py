"""Runs the schemas through the tools that editors use: Tombi (linter and language server) and check-jsonschema.

    python3 tests/editors/check.py TOMBI CHECK_JSONSCHEMA

The shipped pack, the examples of overlays and a pack that `closer new` has just written must pass without a word, every mistake in `mistakes.toml` must be
rejected by both tools while what is right in its place is not, and completion must offer what may be written. Standard library only; `closer` is run with cargo.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib

sys.dont_write_bytecode = True

from server import Server  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent


def run(folder, *command):
    """Runs a command in a folder; hands back its exit code and what it says, without colours."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=folder)
    return done.returncode, re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


def closer(folder, *args):
    cargo = ("cargo", "run", "--quiet", "--locked", "--manifest-path", PROJECT / "Cargo.toml", "-p", "closer-cli", "--")
    code, said = run(folder, *cargo, *args)
    if code != 0:
        sys.exit(f"closer {' '.join(map(str, args))}:\n{said}")


class Tools:
    """The two tools. Each says which of several files it rejects by the schemas in their first lines, and why."""

    def __init__(self, root, tombi, check_jsonschema):
        self.root, self.tombi, self.check_jsonschema = root, tombi, check_jsonschema

    def rejected(self, files, complaints="Error"):
        """For each tool the files that it rejects, and what it says. Of what Tombi says, `complaints` count."""
        files = list(files)
        return {"tombi": self.by_tombi(files, complaints), "check-jsonschema": self.by_check_jsonschema(files)}

    def by_tombi(self, files, complaints):
        rejected, said = set(), ""
        for folder in {self.root / file.relative_to(self.root).parts[0] for file in files}:
            # Called there, so that the settings there count, and no others.
            these = [file for file in files if file.is_relative_to(folder)]
            code, answer = run(folder, self.tombi, "lint", "--offline", *these)
            # A complaint stands on one line, its place on the next.
            lines = answer.splitlines()
            places = [after for line, after in zip(lines, lines[1:]) if line.strip().startswith(complaints)]
            found = {file for file in these if any(file.name in place for place in places)}
            if code != 0 and not found:
                sys.exit(f"tombi: {answer}")
            rejected, said = rejected | found, said + answer
        return rejected, said

    def by_check_jsonschema(self, files):
        rejected, said = set(), ""
        for schema in {schema_of(file) for file in files}:
            these = [file for file in files if schema_of(file) == schema]
            _, answer = run(self.root, self.check_jsonschema, "--output-format", "json", "--schemafile", schema, *these)
            report = json.loads(answer)
            errors = report.get("errors", [])
            if report["status"] != "ok" and not errors:
                sys.exit(f"check-jsonschema: {answer}")
            rejected |= {pathlib.Path(error["filename"]) for error in errors}
            said += "".join(f"{error['filename']} {error['path']}: {error['message'][:200]}\n" for error in errors)
        return rejected, said


def schema_of(file):
    """The schema that a file names in its first line."""
    line = file.read_text("utf-8").splitlines()[0]
    return (file.parent / line.removeprefix("#:schema ")).resolve()


def name_schema(file, schema):
    """Makes a file name another schema."""
    _, rest = file.read_text("utf-8").split("\n", 1)
    file.write_text(f"#:schema {schema}\n{rest}", "utf-8")


def filled(snippet, lines, without):
    """A snippet with these lines, which take the place of its own lines with the same key."""
    def key(line):
        return line.split("=")[0].strip()

    replaced = {key(line) for line in lines.splitlines() if "=" in line} | {without}
    kept = [line for line in snippet.splitlines() if key(line) not in replaced]
    return "\n".join([*kept, *lines.splitlines(), ""])


def plant(root):
    """Writes each mistake, and what is right, into copies beside the files they are about: pairs of what it is and the copy."""
    all_of_them = tomllib.loads((HERE / "mistakes.toml").read_text("utf-8"))
    right, wrong = [], []
    for number, mistake in enumerate(all_of_them["mistakes"]):
        snippet = all_of_them["snippets"][mistake["in"]]
        path = root / snippet["file"]
        sound = path.read_text("utf-8")

        def copy(kind, text):
            planted = path.with_name(f"{kind}-{number:03}-{path.name}")
            planted.write_text(text, "utf-8")
            return mistake["about"], planted

        if "find" in mistake:
            if mistake["find"] not in sound:
                sys.exit(f"{mistake['about']}: `{mistake['find']}` is not in {snippet['file']}")
            wrong.append(copy("wrong", sound.replace(mistake["find"], mistake["wrong"], 1)))
            continue
        for kind, copies in (("right", right), ("wrong", wrong)):
            lines = filled(snippet.get("text", ""), mistake[kind], mistake.get("without"))
            copies.append(copy(kind, f"{sound}\n{lines}"))
    return right, wrong


# What is offered where the mark `|` stands: the file that it is typed into, the text, and one of the things that must be offered.
COMPLETED = [
    ("rules/closing/questions.toml", "[[rule]]\nwhen.level = |", "mid"),
    ("rules/closing/questions.toml", "[[rule]]\nwhen = { level = | }", "mid"),
    ("rules/closing/questions.toml", "[[rule]]\nwhen = { level = { at_least = | } }", "mid"),
    ("rules/closing/questions.toml", "[[rule]]\nwhen.|", "salary_topic"),
    ("rules/closing/questions.toml", "[[rule]]\nsuggest = |", "ask-next-steps"),
    ("rules/closing/questions.toml", "[[rule]]\nsources = [|]", "editorial"),
    ("rules/closing/questions.toml", "[[rule]]\n|", "because"),
    ("rules/closing/questions.toml", "[actions.new]\nmoment = |", "parting"),
    ("rules/closing/questions.test.toml", "[[test]]\n|", "known_gap"),
    ("rules/closing/questions.test.toml", "[[test]]\ngiven = { level = | }", "mid"),
    ("rules/closing/questions.test.toml", "[[test]]\nmatrix = { level = [|] }", "mid"),
    ("rules/closing/questions.test.toml", "[[test]]\nsilent = [|]", "ask-for-card"),
    ("rules/closing/questions.de.lang.toml", "[rules.|", "few-say-thank-you"),
    ("rules/closing/questions.de.lang.toml", "[facts.level]\ntitles = { | }", "mid"),
    ("examples/overlays/graduate.toml", "[override.rule.|", "few-say-thank-you"),
    ("examples/overlays/graduate.toml", "[override.fact.level]\nassume = |", "trainee"),
    ("examples/overlays/graduate.toml", "[override.rule.few-say-thank-you]\nremove = [|]", "when"),
    ("examples/overlays/graduate.toml", "[extend.fact.level]\nlast = { after = | }", "executive"),
    ("examples/overlays/graduate.toml", "[disable]\nactions = [|]", "give-own-card"),
    ("my-rules/questions.toml", "[[rule]]\nwhen = { went = | }", "well"),
]


def main(tombi, check_jsonschema):
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        shutil.copytree(PROJECT / "rules", root / "rules")
        shutil.copytree(PROJECT / "examples", root / "examples")
        closer(root, "new", "my-rules")
        overlays = root / "examples" / "overlays"
        files = sorted([*(root / "rules" / "closing").glob("*.toml"), *overlays.glob("*.toml"), *(root / "my-rules").glob("*.toml")])
        tools = Tools(root, tombi, check_jsonschema)

        def must_pass(these, what):
            for tool, (rejected, said) in tools.rejected(these, ("Error", "Warning")).items():
                if rejected:
                    names = ", ".join(sorted(file.name for file in rejected))
                    wrong.append(f"{tool} rejects {what} in {names}:\n{said[:4000]}")

        must_pass(files, "sound files")
        # The same by schemas that know no names, and overlays by schemas that do.
        own = {file: file.read_text("utf-8").splitlines()[0] for file in files}
        for file in files:
            language = ".language" if file.name.endswith(".lang.toml") else ""
            name_schema(file, root / "rules" / f"closer{language}.schema.json")
        must_pass(files, "sound files by schemas for any pack")
        for file in files:
            name_schema(file, own[file].removeprefix("#:schema "))
        for overlay in ("graduate", "executive-search"):
            closer(overlays, "schema", "--rules", f"{overlay}.toml", "-o", f"{overlay}.schema.json")
            for file in overlays.glob(f"{overlay}*.toml"):
                name_schema(file, f"{overlay}.schema.json")
        must_pass(overlays.glob("*.toml"), "overlays by schemas of their own")

        right, planted = plant(root)
        for tool, (rejected, said) in tools.rejected(file for _, file in right).items():
            wrong += [f"{tool} rejects what is right in place of {about}: {file.name}\n{said[:4000]}" for about, file in right if file in rejected]
        for tool, (rejected, _) in tools.rejected(file for _, file in planted).items():
            wrong += [f"{tool} does not reject {about}: {file.name}" for about, file in planted if file not in rejected]

        server = Server([str(tombi), "lsp", "--offline"], root)
        for number, (file, typed, expected) in enumerate(COMPLETED):
            file = root / file
            head = file.read_text("utf-8").splitlines()[0]
            pack = 'pack = "closing"\n' if ".test." in file.name else ""
            offered = server.offered(file.with_name(f"typed-{number}.toml"), f"{head}\n{pack}{typed}\n", expected)
            if expected not in offered:
                wrong.append(f"completion does not offer `{expected}` in `{typed}`: {offered}")
        server.stop()
    for complaint in wrong:
        print(complaint, file=sys.stderr)
    if wrong:
        return 1
    print(f"{len(files)} files accepted, {len(planted)} mistakes rejected by both tools, {len(COMPLETED)} completions as they should be")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
