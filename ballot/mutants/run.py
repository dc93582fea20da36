#!/usr/bin/env python3
"""Breaks each check of the crate once, and looks whether a test fails: a mutation run. See README.md.

usage: run.py FOLDER [NAME…]   FOLDER takes all that is made; NAME: only mutants whose description has one of these in it
needs: cargo install cargo-mutants
"""
import collections, json, os, pathlib, resource, subprocess, sys, time

HERE = pathlib.Path(__file__).resolve().parent
# What matters most comes first.
ORDER = "verify/ board/ ballot/ proofs/ tally trustees/ manifest archive/ credential bytes group hash logs elgamal".split()
SECONDS = 30  # of processor, for one mutant
MEMORY = 4 << 30  # bytes of address space
PATIENCE = 10 * SECONDS  # by the clock: threads that wait for each other use no processor


def sh(*args, cwd=None, **more):
    return subprocess.run(args, cwd=cwd, check=True, text=True, stdout=subprocess.PIPE, **more).stdout


def compiled(tree, environment):
    """The test program, or what the compiler says."""
    args = ["cargo", "test", "--quiet", "--lib", "--no-run", "--message-format=json"]
    done = subprocess.run(args, cwd=tree, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    programs = [message["executable"] for message in messages if message.get("executable")]
    errors = [message["message"] for message in messages if message["reason"] == "compiler-message"]
    return programs, [error for error in errors if error["level"] == "error"]


def culprits(errors, places):
    """Mutants that do not compile."""
    found, lost = set(), []
    for error in errors:
        spans = [span for span in error["spans"] if span["is_primary"]] or error["spans"]
        hits = {
            number
            for span in spans
            for file, number, start, end in places
            if file.endswith(span["file_name"]) and start < span["byte_end"] and span["byte_start"] < end
        }
        found |= hits
        if not hits and spans:
            lost.append(error["rendered"])
    return found, lost


def build(folder):
    environment = {**os.environ, "CARGO_TARGET_DIR": str(folder / "target")}
    tool = {**os.environ, "CARGO_TARGET_DIR": str(folder / "tool")}
    sh("cargo", "build", "--quiet", "--manifest-path", str(HERE / "Cargo.toml"), env=tool)
    tree, mutants, skip = folder / "tree", folder / "mutants.json", folder / "skip"
    # As the crate is now, whatever is done to it meanwhile.
    sh(str(HERE / "tree.sh"), str(tree))
    sources = {path: path.read_bytes() for path in tree.glob("ballot/src/**/*.rs")}
    mutants.write_text(sh("cargo", "mutants", "--list", "--json", cwd=tree))
    # A function that gives some iterator cannot give one of two.
    listed = json.loads(mutants.read_text())
    skipped = {number for number, mutant in enumerate(listed, 1) if "::iter::" in mutant["replacement"]}
    # What did not compile the last time.
    uncompiled = folder / "uncompiled"
    known = set(uncompiled.read_text().splitlines()) if uncompiled.exists() else None
    while True:
        for path, source in sources.items():
            path.write_bytes(source)
        skip.write_text("".join(f"{number}\n" for number in sorted(skipped)))
        made = json.loads(sh(str(folder / "tool/debug/isoloir-ballot-mutants"), str(tree), str(mutants), str(skip)))
        names = [mutant["name"] for mutant in listed] + made["own"]
        if known:
            skipped, known = skipped | {number for number, name in enumerate(names, 1) if name in known}, None
            continue
        sh("sh", "-c", f"cat {HERE / 'switch.rs'} > ballot/src/mutant.rs; echo 'mod mutant;' >> ballot/src/lib.rs", cwd=tree)
        programs, errors = compiled(tree, environment)
        if programs and not errors:
            uncompiled.write_text("".join(f"{names[number - 1]}\n" for number in sorted(skipped)))
            return names, skipped, programs[-1], tree
        new, lost = culprits(errors, made["places"])
        print(f"{len(errors)} errors, {len(new)} mutants left out", file=sys.stderr, flush=True)
        if not new - skipped:
            sys.exit("\n".join(lost[:8]))
        skipped |= new


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def outcome(program, tree, number):
    environment = {**os.environ, "MUTANT": str(number), "RUST_BACKTRACE": "0"}
    try:
        done = subprocess.run(
            [program, "--test-threads=2"], cwd=tree / "ballot", env=environment, preexec_fn=limit, timeout=PATIENCE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return "killed, by its time"
    return "survived" if done.returncode == 0 else "killed" if done.returncode > 0 else "killed, by its time"


def main(folder, names):
    folder.mkdir(parents=True, exist_ok=True)
    mutants, skipped, program, tree = build(folder)
    assert outcome(program, tree, 0) == "survived", "the tests fail without any mutant"
    rank = lambda name: next((n for n, part in enumerate(ORDER) if f"src/{part}" in name), len(ORDER))
    chosen = [(rank(name), number, name) for number, name in enumerate(mutants, 1)]
    chosen = [one for one in sorted(chosen) if not names or any(name in one[2] for name in names)]
    counts, chunk, started = collections.Counter(), None, time.time()
    for place, number, name in chosen:
        if chunk not in (None, place):
            print(f"# {ORDER[chunk]}: {dict(counts)} so far", flush=True)
        chunk = place
        found = "not compiled" if number in skipped else outcome(program, tree, number)
        counts[found] += 1
        if found != "killed":
            print(f"{found}: {name}", flush=True)
    print(f"# {sum(counts.values())} mutants, {dict(counts)}, {time.time() - started:.0f} s")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:])
