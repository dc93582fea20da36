#!/usr/bin/env python3
"""How long from the start of the process to its first frame, and how much memory it holds: the whole program in a
pseudo-terminal. Bounds: 50 ms, 40 MB.

use: first_frame.py [RUNS] -- PROGRAM ARGS...      (default: 20 runs of target/release/isoloir demo)
Prints the least and the median time to the first frame, and the resident memory when the screen says something
that the platform told (or after five seconds).
"""
import fcntl, os, pty, select, signal, statistics, struct, sys, tempfile, termios, time


def run(command):
    home = tempfile.mkdtemp()
    begin = time.perf_counter()
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update(HOME=home, TERM="xterm-256color")
        os.execvp(command[0], command)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen, first, told = b"", None, time.perf_counter() + 5
    while time.perf_counter() < told:
        if not select.select([fd], [], [], 0.05)[0]:
            continue
        seen += os.read(fd, 65536)
        # The rule under the title: a frame is whole on the screen, not only the terminal taken.
        if first is None and "─".encode() in seen:
            first = time.perf_counter() - begin
        if b"97" in seen and b"2016" in seen:
            break
    memory = 0
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmRSS"):
                memory = int(line.split()[1])
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(fd)
    return first, memory


def main():
    args = sys.argv[1:]
    runs = int(args.pop(0)) if args and args[0].isdigit() else 20
    command = args[args.index("--") + 1:] if "--" in args else ["target/release/isoloir", "demo"]
    results = [run(command) for _ in range(runs)]
    times = [first * 1000 for first, _ in results if first is not None]
    print(f"first frame: least {min(times):.1f} ms, median {statistics.median(times):.1f} ms, {len(times)} of {runs} runs")
    print(f"memory: {max(memory for _, memory in results) / 1024:.1f} MB")


main()
