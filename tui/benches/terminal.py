#!/usr/bin/env python3
"""How fast the terminal is, as whoever sits before it sees it: the whole program in a pseudo-terminal.

1. The demonstration: start of the process to its first frame (bound: 50 ms), and the memory it holds.
2. A platform with 5,000 candidates in a process of its own: key to frame on their list (bound: 5 ms), and the memory
   of the terminal alone (bound: 40 MB). A frame is over when nothing more has come for 30 ms; its time is that of its
   last byte.

use: cargo build --release --locked && cargo build --release --locked -p isoloir-platform --example many
     tui/benches/terminal.py [DIR [DIR]]     where the terminal and the platform were built (default: target/release)
"""
import fcntl, os, pty, select, signal, statistics, struct, subprocess, sys, tempfile, termios, time

BIN = sys.argv[1] if len(sys.argv) > 1 else "target/release"
PLATFORM = sys.argv[2] if len(sys.argv) > 2 else BIN


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, rows, columns, *args):
        home = tempfile.mkdtemp()
        self.begin = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(HOME=home, TERM="xterm-256color")
            for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
                os.environ.pop(name, None)
            os.execv(f"{BIN}/isoloir", ["isoloir", "--lang", "en", *args])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.seen = b""

    def read(self, wait):
        """What comes within that time; empty for nothing."""
        if not select.select([self.fd], [], [], wait)[0]:
            return b""
        data = os.read(self.fd, 1 << 20)
        self.seen += data
        return data

    def until(self, *texts):
        end = time.perf_counter() + 20
        while not any(text.encode() in self.seen for text in texts):
            if time.perf_counter() > end:
                sys.exit(f"{texts} never came; the screen's bytes end with {self.seen[-2000:]!r}")
            self.read(0.01)
        return time.perf_counter() - self.begin

    def quiet(self, wait=0.5):
        while self.read(wait):
            pass

    def press(self, key):
        """Milliseconds from a key to the last byte of its frame."""
        begin = last = time.perf_counter()
        os.write(self.fd, key)
        while self.read(0.03 if last > begin else 1):
            last = time.perf_counter()
        if last == begin:
            sys.exit(f"nothing changed at {key!r}; the screen's bytes end with {self.seen[-2000:]!r}")
        return (last - begin) * 1000

    def memory(self):
        with open(f"/proc/{self.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def row(what, times):
    print(f"| {what} | {min(times):.1f} ms | {statistics.median(times):.1f} ms | {max(times):.1f} ms |")


def first_frames(runs=20):
    times, memory = [], []
    for _ in range(runs):
        terminal = Terminal(24, 80, "demo")
        # The rule under the title: a frame is whole on the screen, not only the terminal taken.
        times.append(terminal.until("─") * 1000)
        terminal.quiet()
        memory.append(terminal.memory())
        terminal.close()
    row("start of the process to the first frame", times)
    return max(memory)


def keys(count=5000):
    platform = subprocess.Popen([f"{PLATFORM}/examples/many", str(count)], stdout=subprocess.PIPE, text=True)
    try:
        terminal = Terminal(40, 140, "--platform", platform.stdout.readline().strip())
        terminal.until("─")
        terminal.quiet()
        # The palette finds every action by its name.
        for key in (b":", b"candidates", b"\r"):
            terminal.press(key)
        terminal.quiet(2)
        if b"Nom-Compos" not in terminal.seen:
            sys.exit(f"the list of candidates never came; the screen's bytes end with {terminal.seen[-3000:]!r}")
        pages = [terminal.press(b"\x1b[6~") for _ in range(50)]
        row(f"a page further among {count} candidates", pages)
        ends = [terminal.press(key) for _ in range(20) for key in (b"\x1b[F", b"\x1b[H")]
        row("to the last one, or to the first", ends)
        terminal.press(b"/")
        word = (b"n", b"o", b"m", b"4", b"\x7f", b"\x7f", b"\x7f", b"\x7f")
        row("a letter of a search, typed or taken back", [terminal.press(key) for _ in range(10) for key in word])
        memory = terminal.memory()
        terminal.close()
        return memory
    finally:
        platform.kill()


def main():
    print("| what | least | median | most |\n|---|---|---|---|")
    demo = first_frames()
    print(f"| memory with 5,000 candidates | | | {keys():.1f} MB |")
    print(f"| memory of the demonstration, its platform included | | | {demo:.1f} MB |")


main()
