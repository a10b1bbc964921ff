"""Runs the schemas through the tools that editors use: Tombi (linter and language server) and check-jsonschema.

    python3 tests/editors/check.py TOMBI CHECK_JSONSCHEMA

Every shipped file must pass without a warning, every planted mistake in `mistakes.toml` must be rejected by both tools, and completion must offer the
values of a fact. Standard library only.
"""

import json
import pathlib
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
RULES = HERE.parent.parent / "rules"
PACK, LANGUAGE = "closing.schema.json", "closing.language.schema.json"


def schema_of(file):
    return LANGUAGE if file.endswith(".lang.toml") else PACK


def run(folder, *command):
    """Runs a command in a folder; hands back its exit code and the beginning of what it says."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=folder)
    return done.returncode, "\n".join((done.stdout + done.stderr).splitlines()[:20])


class Server:
    """Just enough of the language server protocol."""

    def __init__(self, command, root):
        self.process = subprocess.Popen(
            command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.answers, self.number = queue.Queue(), 0
        threading.Thread(target=self.listen, daemon=True).start()
        uri = root.as_uri()
        self.ask("initialize", {
            "processId": None, "rootUri": uri, "workspaceFolders": [{"uri": uri, "name": "rules"}],
            "capabilities": {"textDocument": {"completion": {}}},
        })
        self.tell("initialized", {})

    def write(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method, params):
        self.write({"method": method, "params": params})

    def ask(self, method, params, wait=30):
        self.number += 1
        self.write({"id": self.number, "method": method, "params": params})
        while True:
            answer = self.answers.get(timeout=wait)
            if answer.get("id") == self.number:
                return answer.get("result")

    def listen(self):
        while True:
            length = 0
            while (line := self.process.stdout.readline().strip()):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                return
            body = self.process.stdout.read(length)
            if len(body) < length:
                return
            message = json.loads(body)
            if "method" not in message:
                self.answers.put(message)
            elif "id" in message:
                # The server asks for settings: there are none.
                items = (message.get("params") or {}).get("items")
                self.write({"id": message["id"], "result": [None] * len(items) if items else None})

    def offered(self, path, text, expected):
        """What is offered at the mark `|` in a text. The server reads the text in its own time, so it may be asked again."""
        before = text.split("|")[0]
        uri = path.as_uri()
        self.tell("textDocument/didOpen", {
            "textDocument": {"uri": uri, "languageId": "toml", "version": 1, "text": text.replace("|", "")},
        })
        for _ in range(40):
            items = self.ask("textDocument/completion", {
                "textDocument": {"uri": uri},
                "position": {"line": before.count("\n"), "character": len(before.split("\n")[-1])},
            })
            items = items["items"] if isinstance(items, dict) else items or []
            labels = [item["label"].strip('"') for item in items]
            if expected in labels:
                break
            time.sleep(0.25)
        return labels

    def stop(self):
        self.process.kill()
        self.process.wait()


def main(tombi, check_jsonschema):
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder).resolve()
        shutil.copytree(RULES, folder / "rules")
        pack = folder / "rules" / "closing"

        rules = pack.parent
        code, said = run(rules, tombi, "lint", "--offline", pack)
        if code != 0 or "Warning" in said:
            wrong.append(f"tombi does not accept the shipped pack:\n{said}")
        files = sorted(path.name for path in pack.glob("*.toml"))
        for own in (True, False):
            for schema in (PACK, LANGUAGE):
                against = pack / schema if own else pack.parent / schema.replace("closing", "closer")
                these = [pack / file for file in files if schema_of(file) == schema]
                code, said = run(rules, check_jsonschema, "--schemafile", against, *these)
                if code != 0:
                    wrong.append(f"check-jsonschema does not accept the shipped pack ({against.name}):\n{said}")

        mistakes = tomllib.loads((HERE / "mistakes.toml").read_text("utf-8"))["mistake"]
        for mistake in mistakes:
            path = pack / mistake["file"]
            sound = path.read_text("utf-8")
            planted = sound.replace(mistake["find"], mistake["put"], 1)
            if planted == sound:
                wrong.append(f"{mistake['about']}: `{mistake['find']}` is not in {mistake['file']}")
            path.write_text(planted, "utf-8")
            for tool, command in (
                ("tombi", (tombi, "lint", "--offline", path)),
                ("check-jsonschema", (check_jsonschema, "--schemafile", pack / schema_of(path.name), path)),
            ):
                code, said = run(rules, *command)
                if code == 0:
                    wrong.append(f"{tool} does not reject {mistake['about']} in {mistake['file']}\n{said}")
            path.write_text(sound, "utf-8")

        # As somebody types: a value of a fact, a fact, an action, a key.
        head = f'#:schema {PACK}\n\n[[rule]]\nid = "new"\n'
        server = Server([str(tombi), "lsp", "--offline"], folder / "rules")
        for number, (typed, expected) in enumerate([
            ("when.level = |\n", "mid"),
            ("when = { level = | }\n", "mid"),
            ("when.|\n", "salary_topic"),
            ("suggest = |\n", "ask-next-steps"),
            ("|\n", "because"),
        ]):
            offered = server.offered(pack / f"typed-{number}.toml", head + typed, expected)
            if expected not in offered:
                wrong.append(f"completion does not offer `{expected}` in `{typed.strip()}`: {offered}")
        server.stop()
    for complaint in wrong:
        print(complaint, file=sys.stderr)
    if wrong:
        return 1
    print(f"{len(files)} files accepted, {len(mistakes)} mistakes rejected by both tools, completion as it should be")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
