"""Talks to `closer ask` in a real terminal, as tmux gives one.

    python3 tests/terminal/check.py CLOSER

Standard library only; tmux must be there.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

PATIENCE = 30


class Terminal:
    """A shell in a terminal of its own."""

    def __init__(self, closer, width, **environment):
        self.socket = pathlib.Path(tempfile.mkdtemp()) / "tmux"
        settings = {"CLOSER_LANG": "en", "PS1": "", "TERM": "xterm-256color", **environment}
        words = ["env", "-i", f"PATH={os.environ['PATH']}", *(f"{name}={value}" for name, value in settings.items())]
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(width), "-y", "200", *words, "sh", "-i")
        self.type(f"PS1='ready$ '; alias closer={closer}; clear", "Enter")
        # The typed line itself holds these words, so they must be all there is.
        self.until(lambda screen: screen.strip() == "ready$", "an empty screen")

    def tmux(self, *words):
        done = subprocess.run(["tmux", "-S", self.socket, *words], capture_output=True, text=True, check=True)
        return done.stdout

    def type(self, *keys):
        self.tmux("send-keys", *keys)

    def screen(self, *options):
        return self.tmux("capture-pane", "-p", *options).rstrip("\n")

    def wait(self, *words):
        """Waits until all of this is on the screen."""
        return self.until(lambda screen: all(word in screen for word in words), words)

    def until(self, holds, what):
        """Waits until the screen is so."""
        end = time.monotonic() + PATIENCE
        while not holds(screen := self.screen()):
            if time.monotonic() > end:
                sys.exit(f"waited in vain for {what}:\n{screen}")
            time.sleep(0.05)
        return screen

    def close(self):
        self.tmux("kill-server")


def expect(what, holds, screen):
    if not holds:
        sys.exit(f"{what}:\n{screen}")
    print(f"ok: {what}")


def in_full(closer, width):
    """From the first question to the advice, with a slip, a step back and a skip."""
    terminal = Terminal(closer, width)
    terminal.type("closer ask", "Enter")
    terminal.wait("Where are you just now?", "\n>")
    terminal.type("b", "Enter")
    terminal.wait("This is the first question.")
    terminal.type("7", "Enter")
    terminal.wait("I do not understand")
    terminal.type("2", "Enter")
    first = terminal.wait("Have they hinted at the outcome?", "no hint")
    expect(f"{width} columns: a slip is asked again, then the next question comes", first.count("\n>") >= 4, first)
    terminal.type("Enter")
    terminal.wait("How is the interview held?")
    terminal.type("b", "Enter")
    end = time.monotonic() + PATIENCE
    while terminal.screen().count("Have they hinted") < 2 and time.monotonic() < end:
        time.sleep(0.05)
    expect(f"{width} columns: b goes back", terminal.screen().count("Have they hinted") == 2, terminal.screen())
    terminal.type("d", "Enter")
    screen = terminal.wait("The same again, without questions:", "--phase at_close", "ready$")
    expect(f"{width} columns: d shows the advice", "Say thank you for their time" in screen, screen)
    # As they were printed, before the terminal wrapped them.
    printed = terminal.screen("-J").splitlines()
    lines = [line.rstrip() for line in printed if not line.startswith("closer suggest")]
    expect(f"{width} columns: no line is too wide", max(map(len, lines)) <= width, screen)
    expect(f"{width} columns: the command is in one piece", len(printed) > len(lines), screen)
    terminal.close()


def stopped(closer):
    """Ctrl-C in the middle of a question leaves a terminal that can be used."""
    terminal = Terminal(closer, 80)
    terminal.type("closer ask", "Enter")
    terminal.wait("Where are you just now?", "\n>")
    terminal.type("C-c")
    terminal.wait("ready$")
    terminal.type("echo code=$?", "Enter")
    screen = terminal.wait("code=130")
    expect("Ctrl-C ends with 130, and what is typed can be seen", "echo code=$?" in screen, screen)
    visible = terminal.tmux("display-message", "-p", "#{cursor_flag}").strip()
    expect("the cursor can be seen", visible == "1", screen)
    terminal.close()


def ended(closer):
    """Ctrl-D is the end of the answers."""
    terminal = Terminal(closer, 80)
    terminal.type("closer ask", "Enter")
    terminal.wait("Where are you just now?", "\n>")
    terminal.type("C-d")
    screen = terminal.wait("The same again, without questions:", "ready$")
    expect("Ctrl-D shows the advice", "Say thank you for their time" in screen, screen)
    terminal.close()


def without_colour(closer):
    """NO_COLOR is kept to, and without it there is some."""
    for environment, wanted in ({"NO_COLOR": "1"}, False), ({}, True):
        terminal = Terminal(closer, 80, **environment)
        terminal.type("closer ask", "Enter")
        terminal.wait("Where are you just now?", "\n>")
        screen = terminal.screen("-e")
        expect(f"{environment or 'else'}: colour is {wanted}", ("\x1b[" in screen) == wanted, screen)
        terminal.type("C-c")
        terminal.close()


def main():
    closer = pathlib.Path(sys.argv[1]).resolve()
    for width in 80, 40:
        in_full(closer, width)
    stopped(closer)
    ended(closer)
    without_colour(closer)


main()
