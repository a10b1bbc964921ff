"""How long the program takes from start to end, beside a program in Rust that only says hello.

    cargo build --release -p closer-cli && python3 benches/start.py target/release/closer

Both run in turn, many times; what is printed are medians, and the median of the ratios of neighbouring runs.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 300
HELLO = 'fn main() { println!("Hello, world!"); }'


def run(command):
    begun = time.perf_counter()
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - begun) * 1000


def main():
    closer = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        source, hello = os.path.join(folder, "hello.rs"), os.path.join(folder, "hello")
        with open(source, "w", encoding="utf-8") as file:
            file.write(HELLO)
        subprocess.run(["rustc", "-O", "-C", "panic=abort", "-C", "strip=symbols", source, "-o", hello], check=True)
        commands = {
            "hello": [hello],
            "closer --version": [closer, "--version"],
            "closer suggest --went-well --level mid": [closer, "suggest", "--went-well", "--level", "mid"],
        }
        times = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, command in commands.items():
                times[name].append(run(command))
        for name, taken in times.items():
            ratio = statistics.median(a / b for a, b in zip(taken, times["hello"]))
            print(f"{statistics.median(taken):7.2f} ms  {ratio:5.2f} times hello  {name}")
        print(f"{os.path.getsize(closer) / 1e6:.1f} MB in {closer}")


main()
