#!/usr/bin/env python3
"""Counts the ballots of ballot/vectors/oracle.json with Debian's belenios-tool: another program, another group, other
proofs. Its counts must be those that our encrypted tally of the same choices gave.

usage: belenios.py [ORACLE.json]        needs: apt-get install belenios-tool (2.0)
"""
import json, os, pathlib, subprocess, sys, tempfile

GROUP = ["--group", os.environ.get("BELENIOS_GROUP", "BELENIOS-2048")]


def main(path):
    oracle = json.loads(path.read_text())
    with tempfile.TemporaryDirectory() as folder:
        counts = count(pathlib.Path(folder), oracle)
    assert counts == oracle["counts"], f"belenios-tool counts {counts}, ours are {oracle['counts']}"
    votes = len(oracle["ballots"])
    print(f"belenios-tool counts the same: {votes} ballots, {len(counts)} candidates, {oracle['trustees']} trustees")


def count(folder, oracle):
    def tool(*args, stdin=""):
        environment = {**os.environ, "BELENIOS_USE_URANDOM": "1"}
        done = subprocess.run(
            ["belenios-tool", *args], cwd=folder, env=environment, input=stdin, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(f"belenios-tool {' '.join(args)}: {done.stderr}")
        return done.stdout

    def event(kind, stdin=""):
        tool("archive", "add-event", f"--type={kind}", stdin=stdin)

    uuid = ["--uuid", tool("setup", "generate-token").strip()]
    voters = [f"voter{n}@example.com,voter{n}" for n in range(len(oracle["ballots"]))]
    (folder / "voters.txt").write_text("\n".join(voters) + "\n")
    tool("setup", "generate-credentials", *uuid, *GROUP, "--file", "voters.txt")
    next(folder.glob("*.pubcreds")).rename(folder / "public_creds.json")
    private = next(folder.glob("*.privcreds")).read_text()
    # Plain lines, or one object, from one version to another.
    try:
        credentials = list(json.loads(private).values())
    except ValueError:
        credentials = [line.split()[1] for line in private.splitlines()]
    for _ in range(oracle["trustees"]):
        tool("setup", "generate-trustee-key", *GROUP)
    (folder / "public_keys.jsons").write_text("".join(key.read_text() for key in sorted(folder.glob("*.pubkey"))))
    tool("setup", "make-trustees")
    (folder / "public_keys.jsons").unlink()
    # One question for each candidate, of which exactly one answer is chosen.
    grades = [f"grade {n}" for n in range(oracle["grades"])]
    questions = [{"answers": grades, "min": 1, "max": 1, "question": f"candidate {n}"} for n in range(oracle["candidates"])]
    template = {"description": "", "name": "oracle", "questions": questions, "administrator": "a", "credential_authority": "c"}
    (folder / "template.json").write_text(json.dumps(template))
    tool("setup", "make-election", *uuid, *GROUP, "--template", "template.json")
    tool("archive", "init")
    for name in ("election.json", "trustees.json", "public_creds.json"):
        (folder / name).unlink()
    for credential, choices in zip(credentials, oracle["ballots"], strict=True):
        (folder / "credential").write_text(credential + "\n")
        vote = [[int(n == choice) for n in range(oracle["grades"])] for choice in choices]
        (folder / "vote").write_text(json.dumps(vote))
        event("Ballot", tool("election", "generate-ballot", "--privcred", "credential", "--ballot", "vote"))
    event("EndBallots")
    event("EncryptedTally", tool("election", "compute-encrypted-tally"))
    for number, key in enumerate(sorted(folder.glob("*.privkey")), 1):
        event("PartialDecryption", tool("election", "decrypt", "--privkey", key.name, "--trustee-id", str(number)))
    result = tool("election", "compute-result")
    event("Result", result)
    tool("election", "verify")
    return [[int(n) for n in question] for question in json.loads(result)["result"]]


if __name__ == "__main__":
    here = pathlib.Path(__file__).resolve().parent
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here / "../../ballot/vectors/oracle.json")
