"""Just enough of the language server protocol to ask what an editor would offer."""

import json
import queue
import subprocess
import threading
import time


class Server:
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
