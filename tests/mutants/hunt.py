#!/usr/bin/env python3
"""Looks for mutants of the two libraries that no test notices: all that `cargo mutants` knows, in one program.

    cargo install --locked cargo-mutants
    pip install tree-sitter tree-sitter-rust
    python3 tests/mutants/hunt.py FOLDER [PREFIX]      # such as crates/closer-core/src/text

`cargo mutants` builds the program once for each mutant, which would take days. Here what it names is put beside what it replaces, behind a switch that the environment
sets (`switch.rs`), in a copy of the sources in FOLDER; what then does not compile is left out, and so is what stands in constants. Each mutant meets only the tests
that reach it, those that noticed its neighbours first, then the quick ones, with few cases a property, for a few seconds. So "not noticed" means "look here": it
may take more cases to notice it, or it may be that nobody could. FOLDER/result.json holds what became of each.
"""

import collections
import json
import os
import pathlib
import queue
import re
import signal
import subprocess
import sys
import threading
import time

import tree_sitter
import tree_sitter_rust

PROJECT = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = ["closer-core", "closer-verify"]
CASES = os.environ.get("CASES", "12")
SECONDS = float(os.environ.get("SECONDS_EACH", "8"))
SWITCH = "crate::mutant_switch::on"
EITHER = "crate::mutant_switch::Either"
PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_rust.language()))


STRENGTHS = [["||"], ["&&"], ["==", "!=", "<", ">", "<=", ">="], ["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]]


def strength(operator):
    """How strongly an operator binds; those that assign have nothing beside them."""
    return next((at for at, operators in enumerate(STRENGTHS) if operator.strip() in operators), None)


def within(node):
    yield node
    for child in node.children:
        yield from within(child)


class File:
    """A source file with its mutants behind switches."""

    def __init__(self, text, mutants):
        self.text = text.encode()
        self.nodes = list(within(PARSER.parse(self.text).root_node))
        self.starts = [0]
        for line in self.text.split(b"\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.places = collections.defaultdict(list)  # (start, end, kind) -> mutants
        self.left_out = set()
        for mutant in mutants:
            found = self.place(mutant)
            if found is None:
                self.left_out.add(mutant["number"])
            else:
                node, kind = found
                mutant["node"] = node
                self.places[(node.start_byte, node.end_byte, kind)].append(mutant)
        self.order = sorted(self.places, key=lambda place: (place[0], -place[1], place[2]))

    def offset(self, point):
        start = self.starts[point["line"] - 1]
        line = self.text[start : self.starts[point["line"]] - 1].decode()
        return start + len(line[: point["column"] - 1].encode())

    def place(self, mutant):
        start, end = self.offset(mutant["span"]["start"]), self.offset(mutant["span"]["end"])
        mutant["span_bytes"] = (start, end)
        around = [node for node in self.nodes if node.start_byte <= start and end <= node.end_byte]
        around.sort(key=lambda node: node.end_byte - node.start_byte)

        def first(fits):
            return next((node for node in around if fits(node)), None)

        genre = mutant["genre"]
        if genre == "FnValue":
            node = first(lambda node: node.type == "block" and node.parent.type == "function_item")
            returns = any(part.type == "return_expression" for part in within(node)) if node else False
            hidden = "impl " in mutant["function"]["return_type"]
            return None if node is None or (hidden and returns) else (node, "a function")
        if genre == "BinaryOperator":
            node = first(lambda node: node.type in ("binary_expression", "compound_assignment_expr"))
            # What `let` binds is there only where nothing stands around it.
            bound = node and any(part.type in ("let_condition", "let_chain") for part in within(node))
            if node is None or bound:
                return None
            chain = node
            while chain.parent.type == "binary_expression":
                chain = chain.parent
            alone = chain == node and not any(child.type == "binary_expression" for child in node.children)
            if alone or strength(self.text[start:end].decode()) == strength(mutant["replacement"]):
                return node, "c operator"
            return chain, "b chain"
        if genre == "UnaryOperator":
            node = first(lambda node: node.type == "unary_expression")
            return node and (node, "d sign")
        if genre in ("MatchArm", "MatchArmGuard"):
            arm = first(lambda node: node.type == "match_arm" or node.type == "match_pattern")
            if arm is not None and arm.type == "match_arm":
                arm = next(child for child in arm.children if child.type == "match_pattern")
            bound = arm and any(part.type in ("let_condition", "let_chain") for part in within(arm))
            return None if arm is None or bound else (arm, "b arm")
        if genre == "StructField":
            node = first(lambda node: node.type == "struct_expression")
            return node and (node, "c fields")
        return None

    def draw(self, start, end, inside=()):
        """The text from `start` to `end`, with every mutant in it behind its switch."""
        drawn, at = [], start
        for place in self.order:
            if place in inside or place[0] < at or place[1] > end:
                continue
            drawn += [self.text[at : place[0]].decode(), self.draw_place(place, inside + (place,))]
            at = place[1]
        return "".join(drawn) + self.text[at:end].decode()

    def draw_place(self, place, inside):
        start, end, kind = place
        mutants = self.places[place]
        node = mutants[0]["node"]

        def draw(part):
            return self.draw(part.start_byte, part.end_byte, inside)

        def switched(mutant, text):
            return f"if {SWITCH}({mutant['number']}) {{ /*<{mutant['number']}*/ {text} /*{mutant['number']}>*/ }}"

        def choice(drawn, otherwise):
            ways = "".join(f"{switched(mutant, text)} else " for mutant, text in zip(mutants, drawn))
            numbers = ",".join(str(mutant["number"]) for mutant in mutants)
            return f"/*[{numbers}*/({{ {ways}{{ {otherwise} }} }})/*{numbers}]*/"

        if kind == "a function" and "impl " in mutants[0]["function"]["return_type"]:
            # Of all that may be returned the type is one.
            ways, wrap = [], "{}"
            for mutant in mutants:
                instead = wrap.format(f"{EITHER}::Left({mutant['replacement']})")
                ways.append(switched(mutant, f"return {instead};"))
                wrap = wrap.format(f"{EITHER}::Right({{}})")
            return "{ " + " ".join(ways) + wrap.format(self.draw(start, end, inside)) + "}"
        if kind == "a function":
            ways = " ".join(switched(mutant, f"return {mutant['replacement']};") for mutant in mutants)
            return "{ " + ways + self.draw(start, end, inside)[1:]
        if kind == "b chain":
            # Another operator may bind its neighbours otherwise, so all of it is written anew.
            drawn = []
            for mutant in mutants:
                first, last = mutant["span_bytes"]
                drawn.append(self.text[start:first].decode() + mutant["replacement"] + self.text[last:end].decode())
            return choice(drawn, self.draw(start, end, inside))
        if kind == "c operator":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            operator = self.text[left.end_byte : right.start_byte].decode().strip()
            if node.type == "compound_assignment_expr":
                drawn = [f"{draw(left)} {mutant['replacement']} {draw(right)};" for mutant in mutants]
                return choice(drawn, f"{draw(left)} {operator} {draw(right)};")
            one = mutants[0]
            on = f"{SWITCH}({one['number']})"
            # These need each side once: copies within copies would grow without end.
            if len(mutants) == 1 and (operator, one["replacement"]) == ("&&", "||"):
                return f"({{ if ({draw(left)}) != {on} {{ {draw(right)} }} else {{ {on} }} }})"
            if len(mutants) == 1 and (operator, one["replacement"]) == ("||", "&&"):
                return f"({{ if ({draw(left)}) == {on} {{ {draw(right)} }} else {{ !{on} }} }})"
            if len(mutants) == 1 and {operator, one["replacement"]} == {"==", "!="}:
                return f"((({draw(left)}) {operator} ({draw(right)})) != {on})"
            drawn = [f"({draw(left)}) {mutant['replacement']} ({draw(right)})" for mutant in mutants]
            return choice(drawn, f"({draw(left)}) {operator} ({draw(right)})")
        if kind == "d sign":
            operator, operand = node.children[0], draw(node.children[-1])
            drawn = [f"{mutant['replacement'].strip()} ({operand})" for mutant in mutants]
            return choice(drawn, f"{self.text[operator.start_byte : operator.end_byte].decode()}({operand})")
        if kind == "b arm":
            guard = node.child_by_field_name("condition")
            pattern, drawn = self.text[start:end].decode(), None
            if guard is not None:
                pattern = self.text[start : guard.start_byte].decode().rstrip().removesuffix("if")
                drawn = draw(guard)
            for mutant in mutants:
                on = f"{SWITCH}({mutant['number']})"
                if mutant["genre"] == "MatchArmGuard" and mutant["replacement"].strip() == "true":
                    drawn = f"({on} || ({drawn}))"
                else:
                    drawn = f"(!{on} && ({drawn}))" if drawn else f"!{on}"
            return f"{pattern} if {drawn}"
        fields = []
        for mutant in mutants:
            first, last = mutant["span_bytes"]
            fields.append(self.text[start:first].decode() + self.text[last:end].decode().lstrip().removeprefix(","))
        return choice(fields, self.draw(start, end, inside))

    def switched(self):
        return self.draw(0, len(self.text))


def run(command, **more):
    return subprocess.run(command, capture_output=True, text=True, **more)


def write(path, content):
    """Leaves alone what is as it should be, so that it need not be built again."""
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def copied(folder, later):
    files = run(["git", "ls-files", "-z"], cwd=PROJECT, check=True).stdout.split("\0")
    for name in filter(None, files):
        text = (PROJECT / name).read_bytes()
        if name.endswith(".rs") and "/tests/" in name or name.endswith("_tests.rs"):
            few = rb'with_cases((\1).min(std::env::var("PROPTEST_CASES").map_or(u32::MAX, |few| few.parse().unwrap())))'
            text = re.sub(rb"with_cases\(([^()]*)\)", few, text)
        if any(name == f"crates/{package}/src/lib.rs" for package in PACKAGES):
            text = re.sub(rb"(?m)^((pub )?mod )", rb"pub(crate) mod mutant_switch;\n\1", text, count=1)
        if name not in later:
            write(folder / name, text)
    for package in PACKAGES:
        switch = (PROJECT / "tests/mutants/switch.rs").read_bytes()
        write(folder / "crates" / package / "src/mutant_switch.rs", switch)


def blamed(message, folder):
    """The mutants on account of which something does not compile."""
    spans = sorted(message["spans"], key=lambda span: not span["is_primary"])
    for pattern in (rb"/\*<(?P<open>\d+)\*/|/\*(?P<close>\d+)>\*/", rb"/\*\[(?P<open>[\d,]+)\*/|/\*(?P<close>[\d,]+)\]\*/"):
        for span in spans:
            path = folder / span["file_name"]
            if not span["file_name"].startswith("crates"):
                continue
            opened, around = [], []
            for mark in re.finditer(pattern, path.read_bytes()):
                if mark["open"]:
                    opened.append(mark.start())
                else:
                    first = opened.pop()
                    if first <= span["byte_start"] and span["byte_end"] <= mark.end():
                        around.append((mark.end() - first, mark["close"]))
            if around:
                return {int(number) for number in min(around)[1].split(b",")}
    for span in spans:
        path = folder / span["file_name"]
        if span["file_name"].startswith("crates"):
            # Arms have no marks; theirs are the guards that follow.
            text = path.read_bytes()[span["byte_start"] : max(span["byte_end"], span["byte_start"] + 1500)]
            numbers = re.findall(rb"mutant_switch::on\((\d+)\)", text)
            if numbers:
                return {int(number) for number in numbers[:4]}
    return set()


def built(folder, mutants, environment):
    """Writes the sources until they compile; the numbers of the mutants that are in them, and the tests."""
    out, constant = set(), set()
    by_file = collections.defaultdict(list)
    for mutant in mutants:
        by_file[mutant["file"]].append(mutant)
    while True:
        for name, all_of_it in by_file.items():
            file = File((PROJECT / name).read_text(), [one for one in all_of_it if one["number"] not in out])
            out |= file.left_out
            # What is called at run time need not be constant, and a switch is not.
            text = re.sub(r"\bconst fn (\w+)", lambda found: found[0] if found[1] in constant else f"fn {found[1]}", file.switched())
            write(folder / name, text.encode())
        libraries = [argument for package in PACKAGES for argument in ("-p", package)]
        command = ["cargo", "check", "--all-features", "--message-format=json", *libraries]
        told = run(command, cwd=folder, env=environment).stdout
        messages = [json.loads(line) for line in told.splitlines() if '"compiler-message"' in line]
        errors = [one["message"] for one in messages if one["message"]["level"] == "error"]
        called = [re.search(r"non-const .*?(\w+)(?:::<.*>)?` in", error["message"]) for error in errors]
        needed = {found[1] for found in called if found} - {"on"}
        more = set().union(*(blamed(error, folder) for error, found in zip(errors, called) if not found or found[1] == "on")) - out
        print(f"{len(mutants) - len(out)} mutants, {len(errors)} errors", flush=True)
        if not errors:
            break
        if not more and needed <= constant:
            sys.exit(errors[0]["rendered"])
        constant |= needed
        out |= more
    command = ["cargo", "test", "--workspace", "--exclude", "closer-benches", "--tests", "--no-run", "--message-format=json"]
    told = run(command, cwd=folder, env=environment)
    if told.returncode:
        sys.exit(told.stderr)
    tests = []
    for line in told.stdout.splitlines():
        artifact = json.loads(line)
        if artifact.get("executable") and artifact["profile"]["test"]:
            at = os.path.dirname(artifact["manifest_path"])
            listed = run([artifact["executable"], "--list", "--format", "terse"], cwd=at, env=environment).stdout
            for name in listed.splitlines():
                if name.endswith(": test"):
                    tests.append({"program": artifact["executable"], "at": at, "name": name.removesuffix(": test")})
    return {mutant["number"] for mutant in mutants} - out, tests


def tried(test, environment, seconds):
    """How a test ends."""
    process = subprocess.Popen(
        [test["program"], "--exact", test["name"], "--test-threads", "1"], cwd=test["at"],
        env={**environment, "CARGO_MANIFEST_DIR": test["at"]}, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        return "passed" if process.wait(timeout=seconds) == 0 else "noticed"
    except subprocess.TimeoutExpired:
        return "never ends"
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()


def on_all_cores(work, items):
    waiting = queue.Queue()
    for item in items:
        waiting.put(item)

    def worker():
        while True:
            try:
                work(waiting.get_nowait())
            except queue.Empty:
                return

    threads = [threading.Thread(target=worker) for _ in range(os.cpu_count() or 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def recorded(tests, folder, environment):
    """Notes of each test how long it takes and which mutants it reaches; those that fail by themselves are no use."""

    def record(numbered):
        number, test = numbered
        path = folder / f"reached-{number}"
        path.unlink(missing_ok=True)
        began = time.monotonic()
        test["use"] = tried(test, {**environment, "MUTANTS_REACHED": str(path)}, 300) == "passed"
        test["seconds"] = time.monotonic() - began
        test["reaches"] = {int(line) for line in path.read_text().split()} if path.exists() else set()
        path.unlink(missing_ok=True)

    on_all_cores(record, list(enumerate(tests)))
    return [test for test in tests if test["use"]]


def hunted(mutants, numbers, tests, environment):
    noticed_by = collections.defaultdict(list)  # by file, the latest first
    results, lock = {}, threading.Lock()

    def hunt(mutant):
        number = mutant["number"]
        reaching = [test for test in tests if number in test["reaches"]]
        reaching.sort(key=lambda test: test["seconds"] * len(test["reaches"]) ** 0.5)
        with lock:
            known = [test for test in noticed_by[mutant["file"]][:8] if number in test["reaches"]]
        began, end = time.monotonic(), "not noticed" if reaching else "not reached"
        for test in known + [test for test in reaching if test not in known]:
            if time.monotonic() - began > SECONDS:
                break
            if test["seconds"] > SECONDS:
                continue
            ends = tried(test, {**environment, "MUTANT": str(number)}, 3 + 8 * test["seconds"])
            if ends != "passed":
                end = ends
                with lock:
                    noticed_by[mutant["file"]] = [test] + [one for one in noticed_by[mutant["file"]] if one is not test]
                break
        results[number] = end

    on_all_cores(hunt, [mutant for mutant in mutants if mutant["number"] in numbers])
    return results


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    prefix = sys.argv[2] if len(sys.argv) > 2 else ""
    copy = folder / "copy"
    copy.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ, "CARGO_TARGET_DIR": str(folder / "target"), "CARGO_INCREMENTAL": "0", "CARGO_PROFILE_DEV_DEBUG": "0",
        "PROPTEST_CASES": CASES, "RUST_BACKTRACE": "0",
    }  # fmt: skip
    command = ["cargo", "mutants", "--list", "--json", *(word for package in PACKAGES for word in ("-p", package))]
    mutants = json.loads(run(command, cwd=PROJECT, check=True).stdout)
    for number, mutant in enumerate(mutants, 1):
        mutant["number"] = number
    mutants = [mutant for mutant in mutants if mutant["file"].startswith(prefix)]
    copied(copy, {mutant["file"] for mutant in mutants})
    numbers, tests = built(copy, mutants, environment)
    tests = recorded(tests, folder, environment)
    print(f"{len(tests)} tests, {sum(test['seconds'] for test in tests):.0f} s together", flush=True)
    results = hunted(mutants, numbers, tests, environment)
    ends = {mutant["name"]: results.get(mutant["number"], "left out") for mutant in mutants}
    (folder / "result.json").write_text(json.dumps(ends, indent=1))
    for name, end in ends.items():
        if end.startswith("not "):
            print(f"{end}: {name}")
    print(", ".join(f"{count} {end}" for end, count in collections.Counter(ends.values()).most_common()))


if __name__ == "__main__":
    main()
