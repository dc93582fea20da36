#!/usr/bin/env python3
"""Holds verify.py against the examples, against archives given as arguments, and against damaged copies of them.

usage: vectors.py FOLDER-OF-VECTORS [ARCHIVE…] [--damaged N]
"""
import io, json, pathlib, random, sys

import verify as v


def load(folder, name):
    return json.loads((folder / name).read_text())


def hashes(folder):
    one = load(folder, "hashes.json")
    label, data = one["label"], bytes.fromhex(one["data"])
    assert v.H(label, data).hex() == one["wide"]
    assert v.S(label, data).to_bytes(32, "little").hex() == one["scalar"]
    assert v.encode(v.hash_to_point(label, data)).hex() == one["point"]
    points = [one["generators"]["H0"], *one["generators"]["G"]]
    for n, point in enumerate(points):
        assert v.encode(v.hash_to_point("isoloir/1 generator", v.u(32, n))).hex() == point


def proofs(folder):
    both = load(folder, "proofs.json")
    x = lambda text: bytes.fromhex(text)
    one = both["possession"]
    v.possession(x(one["ceremony"]), one["trustee"], one["role"], x(one["key"]), x(one["proof"]))
    one = both["equality"]
    points = [v.decode(x(one[name])) for name in ("key", "base", "product")]
    assert v.equality(x(one["context"]), one["trustee"], one["place"], *points, x(one["proof"]))
    assert not v.equality(x(one["context"]), one["trustee"], one["place"] + 1, *points, x(one["proof"]))


class Like:
    """What a ballot needs of its election."""

    def __init__(self, one, data):
        self.hash, self.key, self.columns = data[1:33], bytes.fromhex(one["key"]), data[79]
        self.h = v.hash_to_point("isoloir/1 generator", v.u(32, 0))
        self.g = [v.hash_to_point("isoloir/1 generator", v.u(32, i + 1)) for i in range(data[78] * data[79])]


def a_ballot(folder):
    one = load(folder, "ballot.json")
    data = bytes.fromhex(one["ballot"])
    election = Like(one, data)
    ballot = v.Ballot(data, election)
    ballot.check(election)
    assert ballot.hash.hex() == one["sha256"] and v.tracker(ballot.hash) == one["tracker"]
    shown = bytes.fromhex(one["opening"])
    v.opening(ballot, election, shown)
    refused(lambda: v.opening(ballot, election, shown[:-1] + bytes([shown[-1] ^ 1])))


def board(folder):
    one = load(folder, "board.json")
    leaves, tree = [v.sha(bytes([n])) for n in range(7)], v.Tree()
    for size, root in enumerate(one["roots"]):
        assert tree.root().hex() == root
        if size < 7:
            tree.push(leaves[size])
    path = [bytes.fromhex(node) for node in one["inclusion_of_4_in_7"]]
    # Leaf 4 of 7: beside it 5, then 6 alone, then the first four.
    here = v.sha(b"\1", leaves[4], path[0])
    here = v.sha(b"\1", here, path[1])
    assert v.sha(b"\1", path[2], here).hex() == one["roots"][7]
    hash_, size, time, root, signature = v.pin(one["checkpoint"])
    like = type("Like", (), {"hash": hash_, "board": v.b64(one["board"], 32)})
    v.check_checkpoint(like, hash_, size, time, root, signature)
    refused(lambda: v.check_checkpoint(like, hash_, size, time + 1, root, signature))


def refused(what):
    try:
        what()
    except v.Wrong as wrong:
        return str(wrong)
    raise AssertionError("a false thing was accepted")


def damaged(path, times):
    """Copies with a flipped bit, a cut, a lost or doubled line: each must be refused for a reason, never by a crash.
    (A checkpoint in between may be missing or stand there twice: any number of them may.)"""
    good, chance = path.read_bytes(), random.Random(path.name)
    lines = good.splitlines(keepends=True)
    for n in range(times):
        bad, some = bytearray(good), chance.randrange(len(lines))
        while lines[some].startswith(b'{"checkpoint"'):
            some = chance.randrange(len(lines))
        if n % 4 == 0:
            del bad[chance.randrange(len(bad)) :]
        elif n % 4 == 1:
            bad = b"".join(lines[:some] + lines[some + 1 :])
        elif n % 4 == 2:
            bad = b"".join(lines[: some + 1] + lines[some:])
        else:
            bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
        refused(lambda: v.verify(io.BytesIO(bad)))


def main(args):
    times = 12
    if "--damaged" in args:
        at = args.index("--damaged")
        times = int(args[at + 1])
        del args[at : at + 2]
    folder, *archives = map(pathlib.Path, args)
    for check in (hashes, proofs, a_ballot, board):
        check(folder)
    for path in [*sorted(folder.glob("archive-*.jsonl")), *archives]:
        with path.open("rb") as file:
            assert v.verify(file)["result_checked"], path
        damaged(path, times)
    print("the examples hold, and nothing that was damaged does")


if __name__ == "__main__":
    main(sys.argv[1:])
