#!/usr/bin/env python3
"""Draws the lots of an election again, with nothing but Python's standard library.

usage: verify_lots.py FILE      (what a platform publishes at the close as open data `draws.json`,
                                or shared/tests/fixtures/lots/golden.json)

Written from docs/lots.md alone, so that the rules of a draw have two implementations.
"""
import hashlib, hmac, itertools, json, struct, sys

MASK = 0xFFFFFFFF


def rotate(x, n):
    return ((x << n) | (x >> (32 - n))) & MASK


def chacha20(key):
    """32-bit words of the ChaCha20 key stream, nonce and counter zero."""
    start = list(struct.unpack("<4I", b"expand 32-byte k")) + list(struct.unpack("<8I", key))
    for counter in itertools.count():
        state = start + [counter & MASK, counter >> 32, 0, 0]
        w = state[:]

        def quarter(a, b, c, d):
            for x, y, z, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                w[x] = (w[x] + w[y]) & MASK
                w[z] = rotate(w[z] ^ w[x], n)

        for _ in range(10):
            for i in range(4):
                quarter(i, i + 4, i + 8, i + 12)
            for i in range(4):
                quarter(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
        yield from ((x + y) & MASK for x, y in zip(w, state))


def main(path):
    with open(path, encoding="utf-8") as file:
        election = json.load(file)
    secret = bytes.fromhex(election["secret"])
    assert hashlib.sha256(secret).hexdigest() == election["commitment"], "not the committed secret"
    seed = hashlib.sha256(secret + bytes.fromhex(election["randomness"])).digest()
    ids, size = election["candidates"], election["lot_size"]
    everyone = range(len(ids))
    shown = [0 for _ in everyone]
    pairs = [[0 for _ in everyone] for _ in everyone]
    places = [[0] * size for _ in everyone]
    lots = {}

    def count(order, step):
        for place, who in enumerate(order):
            shown[who] += step
            places[who][place] += step
            for other in order:
                pairs[who][other] += step if other != who else 0

    for line, entry in enumerate(election["log"], 1):
        if entry["entry"] == "expired":
            count(lots.pop(entry["lot"]), -1)
            continue
        credential = bytes.fromhex(entry["credential"])
        key = hmac.new(seed, credential + struct.pack(">I", entry["draw"]), hashlib.sha256).digest()
        words = chacha20(key)

        def below(bound):
            limit = 2**32 - 2**32 % bound
            return next(word for word in words if word < limit) % bound if bound > 1 else 0

        level = sorted(shown)[size - 1]
        chosen = [who for who in everyone if shown[who] < level]
        open_ = [who for who in everyone if shown[who] == level]
        while len(chosen) < size:
            met = {who: sum(pairs[who][other] for other in chosen) for who in open_}
            least = [who for who in open_ if met[who] == min(met.values())]
            who = least[below(len(least))]
            open_.remove(who)
            chosen.append(who)
        orders = list(itertools.permutations(sorted(chosen)))
        cost = [sum(places[who][place] for place, who in enumerate(order)) for order in orders]
        best = [order for order, sum_ in zip(orders, cost) if sum_ == min(cost)]
        order = best[below(len(best))]
        drawn = [ids[who] for who in order]
        assert drawn == entry["candidates"], f"line {line}: the draw gives {drawn}"
        text = b"isoloir lot 1" + struct.pack(">Q", entry["lot"]) + b"".join(struct.pack(">I", i) for i in drawn)
        assert hmac.new(key, text, hashlib.sha256).hexdigest() == entry["commitment"], f"line {line}: commitment"
        lots[entry["lot"]] = order
        count(order, 1)
    print(f"{len(election['log'])} lines replayed: the same lots, bit for bit")


main(sys.argv[1])
