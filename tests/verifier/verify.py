#!/usr/bin/env python3
"""Verifies the archive of an encrypted election, with nothing but Python's standard library.

usage: verify.py ARCHIVE [--stage open|closed|counted] [--pin 'isoloir/1 …']…

Written from docs/ballot-format.md alone: small and slow, so that the format has two verifiers. Prints what it found as one
line of JSON and ends with 0; or prints the first thing that is wrong, and ends with 1.
"""
import base64, hashlib, json, re, sys

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)
MAX_LINE = 16 << 20


class Wrong(Exception):
    pass


def need(true, what):
    if not true:
        raise Wrong(what)


# Hashes ------------------------------------------------------------------------------------------------------------


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def labelled(label, data):
    return bytes([len(label)]) + label.encode() + data


def H(label, data):
    return hashlib.sha512(labelled(label, data)).digest()


def S(label, data):
    return int.from_bytes(H(label, data), "little") % L


def u(size, n):
    return n.to_bytes(size // 8, "big")


# The curve: points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z ---------------------------------------------------

ZERO = (0, 1, 1, 0)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * D * p[3] * q[3] % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def neg(p):
    return (-p[0] % P, p[1], p[2], -p[3] % P)


def sum_of(terms):
    """The sum of scalar · point, in windows of four bits."""
    tables = []
    for scalar, point in terms:
        table = [ZERO]
        for _ in range(15):
            table.append(add(table[-1], point))
        tables.append((scalar % L, table))
    total = ZERO
    for shift in range(252, -4, -4):
        for _ in range(4):
            total = add(total, total)
        for scalar, table in tables:
            digit = scalar >> shift & 15
            if digit:
                total = add(total, table[digit])
    return total


def mul(scalar, point):
    return sum_of([(scalar, point)])


def even(x):
    """Of x and −x the one that is even: RFC 9496's absolute value."""
    x %= P
    return P - x if x & 1 else x


def ratio(a, b):
    """(was a/b a square, the even root of a/b or of i·a/b): RFC 9496, 4.2."""
    r = a * pow(b, 3, P) * pow(a * pow(b, 7, P), (P - 5) // 8, P) % P
    check = b * r * r % P
    correct, flipped = check == a % P, check == -a % P
    flipped_i = check == -a * I % P
    if flipped or flipped_i:
        r = r * I % P
    return correct or flipped, even(r)


INVSQRT_A_MINUS_D = even(ratio(1, (-1 - D) % P)[1])
SQRT_AD_MINUS_ONE = 25063068953384623474111414158702152701244531502492656460079210482610430750235


def equal(p, q):
    """The same element: RFC 9496, 4.3.3."""
    return (p[0] * q[1] - p[1] * q[0]) % P == 0 or (p[1] * q[1] - p[0] * q[0]) % P == 0


def decode(data, neutral=False):
    s = int.from_bytes(data, "little")
    need(len(data) == 32 and s < P and s & 1 == 0, "a point is not canonical")
    u1, u2 = (1 - s * s) % P, (1 + s * s) % P
    v = (-D * u1 * u1 - u2 * u2) % P
    square, root = ratio(1, v * u2 * u2 % P)
    dx = root * u2 % P
    x, y = even(2 * s * dx), u1 * root * dx * v % P
    t = x * y % P
    need(square and t & 1 == 0 and y != 0, "a point is not canonical")
    need(neutral or s != 0, "a point is neutral")
    return (x, y, 1, t)


def encode(p):
    x0, y0, z0, t0 = p
    u1, u2 = (z0 + y0) * (z0 - y0) % P, x0 * y0 % P
    root = ratio(1, u1 * u2 * u2 % P)[1]
    d1, d2 = root * u1 % P, root * u2 % P
    z_inv = d1 * d2 * t0 % P
    if t0 * z_inv % P & 1:
        x, y, den = y0 * I % P, x0 * I % P, d1 * INVSQRT_A_MINUS_D % P
    else:
        x, y, den = x0, y0, d2
    if x * z_inv % P & 1:
        y = -y % P
    return even(den * (z0 - y)).to_bytes(32, "little")


def elligator(t):
    r = I * t * t % P
    a = (r + 1) * (1 - D * D) % P
    c, b = -1, (-1 - r * D) * (r + D) % P
    square, s = ratio(a, b)
    if not square:
        s, c = -even(s * t) % P, r
    n = (c * (r - 1) * (D - 1) * (D - 1) - b) % P
    w0, w1, w2, w3 = 2 * s * b, n * SQRT_AD_MINUS_ONE, 1 - s * s, 1 + s * s
    return (w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P)


def hash_to_point(label, data):
    h = H(label, data)
    low = (1 << 255) - 1
    halves = [int.from_bytes(half, "little") & low for half in (h[:32], h[32:])]
    return add(elligator(halves[0] % P), elligator(halves[1] % P))


def edwards(data):
    """An Ed25519 point in its one encoding, not of small order."""
    y, sign = int.from_bytes(data, "little") & ((1 << 255) - 1), data[31] >> 7
    square, x = ratio((y * y - 1) % P, (D * y * y + 1) % P)
    need(y < P and square, "not an Ed25519 point")
    x = even(x)
    need(x or not sign, "not an Ed25519 point")
    x = -x % P if sign else x
    point = (x, y, 1, x * y % P)
    eight = point
    for _ in range(3):
        eight = add(eight, eight)
    need(eight[0] % P, "an Ed25519 point of small order")
    return point


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = edwards(BASE_Y.to_bytes(32, "little"))
G = BASE


def check_signature(key, label, message, signature):
    a, r, s = edwards(key), signature[:32], int.from_bytes(signature[32:], "little")
    edwards(r)
    need(s < L, "a signature's scalar is not canonical")
    k = int.from_bytes(hashlib.sha512(r + key + labelled(label, message)).digest(), "little") % L
    x, y, z, _ = sum_of([(s, BASE), (k, neg(a))])
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    need((y | (x & 1) << 255).to_bytes(32, "little") == r, "a signature is wrong")


def scalar(data):
    n = int.from_bytes(data, "little")
    need(len(data) == 32 and n < L, "a scalar is not canonical")
    return n


def possession(ceremony, trustee, role, key, proof):
    c, z, k = scalar(proof[:32]), scalar(proof[32:]), decode(key)
    t = sum_of([(z, G), (-c, k)])
    need(
        c == S("isoloir/1 possession", ceremony + u(16, trustee) + u(8, role) + key + encode(t)),
        f"trustee {trustee} does not show possession of a key",
    )
    return k


def equality(context, trustee, place, key, base, product, proof):
    c, z = scalar(proof[:32]), scalar(proof[32:])
    one = sum_of([(z, G), (-c, key)])
    two = sum_of([(z, base), (-c, product)])
    points = b"".join(encode(point) for point in (key, base, product, one, two))
    return c == S("isoloir/1 equality", context + u(16, trustee) + u(32, place) + points)


# The one spelling of JSON -------------------------------------------------------------------------------------------


def b64(text, size=None):
    need(type(text) is str and re.fullmatch("[A-Za-z0-9_-]*", text), "not base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) if len(text) % 4 != 1 else b""
    need(base64.urlsafe_b64encode(data).decode().rstrip("=") == text, "not the one spelling of base64url")
    need(size is None or len(data) == size, "not the right number of bytes")
    return data


def spelled(data):
    try:
        value = json.loads(data.decode("utf-8"))
        again = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise Wrong("not JSON") from None
    need(again == data, "not the one spelling")
    return value


def fields(value, *names):
    need(type(value) is dict and list(value) == list(names), f"not the fields {names}")
    return list(value.values())


def number(value, bits):
    need(type(value) is int and 0 <= value < 2**bits, "not a number of its size")
    return value


def text(value):
    need(type(value) is str, "not a text")
    return value


def true(value):
    need(type(value) is bool, "neither true nor false")
    return value


def items(value):
    need(type(value) is list, "not a list")
    return value


# Trees --------------------------------------------------------------------------------------------------------------


class Tree:
    """The roots of the complete subtrees of a growing log, largest first."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def push(self, leaf):
        size = self.size
        while size & 1:
            leaf, size = sha(b"\1", self.peaks.pop(), leaf), size >> 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self):
        if not self.peaks:
            return sha()
        root = self.peaks[-1]
        for left in reversed(self.peaks[:-1]):
            root = sha(b"\1", left, root)
        return root


# The manifest -------------------------------------------------------------------------------------------------------


class Election:
    def __init__(self, data):
        (
            form, primary, round_, rules, opens, closes, candidates, scale, no_opinion, change, lots, credentials,
            trustees, key, board,
        ) = fields(
            spelled(data), "format", "primary", "round", "rules", "opens", "closes", "candidates", "scale",
            "no_opinion", "change", "lots", "credentials", "trustees", "key", "board",
        )  # fmt: skip
        self.hash = sha(data)
        need(number(form, 32) == 1, "not format 1")
        text(primary), text(round_), b64(rules, 32)
        self.closes = number(closes, 64)
        need(number(opens, 64) <= self.closes, "closes before it opens")
        self.candidates = []
        for candidate in items(candidates):
            id_, name = fields(candidate, "id", "name")
            self.candidates.append(number(id_, 32)), text(name)
        self.rows = {id_: row for row, id_ in enumerate(self.candidates)}
        need(1 <= len(self.rows) == len(self.candidates) <= 5000, "the candidates cannot be")
        names = [text(name) for name in items(scale)]
        self.columns = len(names) + true(no_opinion)
        need(2 <= len(names) == len(set(names)) and self.columns <= 27, "the scale cannot be")
        self.change, self.lots, size = true(change), None, len(self.rows)
        if lots is not None:
            size, per_voter, commitment = fields(lots, "size", "per_voter", "commitment")
            self.lots = number(size, 32), number(per_voter, 32), b64(commitment, 32)
            need(size and per_voter and size <= len(self.rows), "the lots cannot be")
        need(size <= 100, "the ballot is too long")
        count, root, late = fields(credentials, "count", "root", "late")
        self.credentials = number(count, 64), b64(root, 32)
        self.late = true(late)
        self.board = b64(board, 32)
        edwards(self.board)
        self.trustees(*fields(trustees, "ceremony", "threshold", "members", "dealings"))
        self.key = b64(key, 32)
        need(equal(decode(self.key), self.sum), "the key is not the trustees'")
        self.h = hash_to_point("isoloir/1 generator", u(32, 0))
        self.g = [hash_to_point("isoloir/1 generator", u(32, i + 1)) for i in range(size * self.columns)]

    def trustees(self, ceremony, threshold, members, dealings):
        ceremony, self.threshold = b64(ceremony, 32), number(threshold, 16)
        need(1 <= len(items(members)) <= 50 and 1 <= self.threshold <= len(members), "the trustees cannot be")
        need(len(items(dealings)) in (0, len(members)), "the dealings cannot be")
        self.dealt, self.keys, constants, polynomials = bool(dealings), [], [], []
        need(self.dealt or self.threshold == len(members), "the threshold cannot be")
        for i, dealing in enumerate(dealings, 1):
            coefficients, proof = fields(dealing, "coefficients", "possession")
            need(len(items(coefficients)) == self.threshold, "a dealing cannot be")
            constants.append(possession(ceremony, i, 1, b64(coefficients[0], 32), b64(proof, 64)))
            polynomials.append([decode(b64(c, 32)) for c in coefficients])
        for j, member in enumerate(members, 1):
            name, key, proof = fields(member, "name", "key", "possession")
            text(name)
            self.keys.append(possession(ceremony, j, 0, b64(key, 32), b64(proof, 64)))
            given = sum_of([(j**k, c) for polynomial in polynomials for k, c in enumerate(polynomial)])
            need(not self.dealt or equal(given, self.keys[-1]), f"the key of trustee {j} is not what was dealt")
        self.sum = sum_of([(1, key) for key in (constants if self.dealt else self.keys)])

    def factor(self, j, among):
        if not self.dealt:
            return 1
        top = bottom = 1
        for m in among:
            if m != j:
                top, bottom = top * m % L, bottom * (m - j) % L
        return top * pow(bottom, L - 2, L) % L


# A ballot -----------------------------------------------------------------------------------------------------------


class Ballot:
    def __init__(self, data, election):
        rest = memoryview(data)

        def take(n):
            nonlocal rest
            need(len(rest) >= n, "the ballot is too short")
            head, rest = rest[:n], rest[n:]
            return bytes(head)

        self.data, self.hash = data, sha(data)
        need(take(1) == b"\1", "not version 1")
        need(take(32) == election.hash, "made for another election")
        self.credential = take(32)
        self.lot, self.sequence = int.from_bytes(take(8), "big"), int.from_bytes(take(4), "big")
        self.channel, rows, columns = take(3)
        need(self.channel < 2, "an unknown channel")
        need(1 <= rows <= 100 and columns == election.columns, "the shape is not the election's")
        self.candidates = [int.from_bytes(take(4), "big") for _ in range(rows)]
        self.start = 80 + 4 * rows
        self.cells, self.rows, self.columns = rows * columns, rows, columns
        self.statement = self.start + 64 * self.cells
        self.ciphertexts = take(64 * self.cells)
        self.proof = take(192 + 32 * rows * (columns - 1) + 96)
        self.signature = take(64)
        need(not rest, "the ballot is too long")

    def check(self, election):
        """Signature and proof; gives the ciphertexts as points."""
        check_signature(self.credential, "isoloir/1 ballot signature", self.data[:-64], self.signature)
        raw = [self.ciphertexts[i : i + 32] for i in range(0, len(self.ciphertexts), 32)]
        points = [decode(one) for one in raw]
        a_, b_ = points[::2], points[1::2]
        big = [decode(self.proof[i : i + 32]) for i in range(0, 192, 32)]
        B, A, C, D_, T, U = big
        scalars = [scalar(self.proof[i : i + 32]) for i in range(192, len(self.proof), 32)]
        z, w, v = scalars[-3:]
        q = S("isoloir/1 ballot link", election.key + self.data[: self.statement + 128])
        x = S("isoloir/1 ballot challenge", election.key + self.data[: self.statement + 192])
        f = []
        for row in range(self.rows):
            some = scalars[row * (self.columns - 1) : (row + 1) * (self.columns - 1)]
            f += some + [(x - sum(some)) % L]
        power, tied, first, second = 1, 0, [], []
        for fi, a, b in zip(f, a_, b_):
            first.append((x * power, a)), second.append((x * power, b))
            tied, power = tied + power * fi, power * q % L
        g, y = election.g, decode(election.key)
        com = lambda values, r: [(-value, base) for value, base in zip(values, g)] + [(-r, election.h)]
        sums = [
            [(x, B), (1, A)] + com(f, z),
            [(x, C), (1, D_)] + com([fi * (x - fi) % L for fi in f], w),
            [(1, T), (-v, G)] + first,
            [(1, U), (-tied, G), (-v, y)] + second,
        ]
        for n, terms in enumerate(sums, 1):
            need(equal(sum_of(terms), ZERO), f"the proof does not hold ({n})")
        return list(zip(a_, b_))


def opening(ballot, election, shown):
    """Does a ballot hold what an opening (seed, then choices) says?"""
    seed, choices, key = shown[:32], shown[32:], decode(election.key)
    need(len(choices) == ballot.rows and all(c < ballot.columns for c in choices), "not choices for this ballot")
    for i in range(ballot.cells):
        r = S("isoloir/1 ballot secret", seed + ballot.data[: ballot.start] + choices + u(32, i))
        bit = choices[i // ballot.columns] == i % ballot.columns
        pair = encode(mul(r, G)) + encode(sum_of([(int(bit), G), (r, key)]))
        need(pair == ballot.ciphertexts[64 * i : 64 * i + 64], "the ballot does not hold what the opening says")


# The archive --------------------------------------------------------------------------------------------------------


class Archive:
    def __init__(self, pins):
        self.pins, self.election, self.board, self.listed = pins, None, Tree(), []
        self.credentials, self.lot_tree, self.lots = Tree(), Tree(), {}
        self.known, self.admitted, self.spoiled, self.hashes, self.copies = set(), set(), set(), set(), set()
        self.last, self.lots_cast, self.missing, self.ballots = {}, {}, 0, 0
        self.close = self.result = self.checkpoint = None
        self.decryptions, self.here, self.ended = {}, None, False

    def line(self, data):
        value = spelled(data)
        need(type(value) is dict and len(value) == 1, "not a line of an archive")
        (kind, value), = value.items()
        if self.election is None:
            need(kind == "leaf", "the manifest comes first")
        start = self.board.size == 1 and self.checkpoint is None
        if kind == "leaf":
            self.leaf(*fields(value, "index", "kind", "body"))
        elif kind == "checkpoint":
            self.check_start()
            self.sign(value)
        elif kind == "credentials" and start and not self.lot_tree.size:
            for one in (b64(one, 32) for one in items(value)):
                need(not self.listed or self.listed[-1] < one, "the credentials are not sorted")
                self.listed.append(one)
                self.known.add(one)
                self.credentials.push(sha(b"\0", one))
        elif kind in ("draws", "lot", "lot_expired") and start and self.election.lots:
            self.lot_line(kind, value, data)
        else:
            raise Wrong("a line that cannot stand here")

    def lot_line(self, kind, value, data):
        need((kind == "draws") == (self.lot_tree.size == 0), "what lots were drawn with comes first, once")
        size, _, commitment = self.election.lots
        if kind == "draws":
            secret, randomness, source = fields(value, "secret", "randomness", "source")
            need(sha(b64(secret, 32)) == commitment, "not the lots' secret")
            b64(randomness, 32), text(source)
        elif kind == "lot":
            n, credential, draw, candidates, mark = fields(
                value, "number", "credential", "draw", "candidates", "commitment"
            )
            number(draw, 32), b64(mark, 32)
            known = [number(c, 32) in self.election.rows for c in items(candidates)]
            need(number(n, 64) and n not in self.lots, "a lot's number cannot be")
            need(all(known) and len(candidates) == len(set(candidates)) == size, "a lot's candidates cannot be")
            self.lots[n] = b64(credential, 32), candidates
        else:
            need(self.lots.get(number(value, 64)), "a lot that cannot go back")
            self.lots[value] = None
        self.lot_tree.push(sha(b"\0", data))

    def check_start(self):
        count, root = self.election.credentials
        need(len(self.listed) == count and self.credentials.root() == root, "not the manifest's credentials")

    def sign(self, value):
        election, size, time, root, signature = fields(value, "election", "size", "time", "root", "signature")
        check_checkpoint(self.election, b64(election, 32), number(size, 64), number(time, 64), b64(root, 32),
                         b64(signature, 64))  # fmt: skip
        need(size == self.board.size and b64(root, 32) == self.board.root(), "the checkpoint has another root")
        need(self.checkpoint is None or self.checkpoint <= time, "the checkpoints' time goes back")
        self.checkpoint = time

    def leaf(self, index, kind, body):
        need(number(index, 64) == self.board.size, "not the next leaf")
        need(type(body) is dict and list(body) in (["whole"], ["hash"]), "neither a body nor its hash")
        (form, data), = body.items()
        data = b64(data) if form == "whole" else b64(data, 32)
        hash_ = sha(data) if form == "whole" else data
        kinds = ["manifest", "ballot", "spoiled", "admitted", "close", "decryption", "result"]
        need(kind in kinds, "an unknown kind")
        need(form == "whole" or kind == "ballot", "a body is missing")
        need((kind == "manifest") == (self.election is None), "the manifest is leaf 0")
        if kind == "manifest":
            self.election = Election(data)
        else:
            self.check_start()
            need((kind in kinds[5:]) == bool(self.close) and not self.result, "a leaf that cannot stand here")
            if kind == "ballot":
                self.here = f"leaf {index}, ballot {tracker(hash_)}"
            if kind == "ballot":
                self.on_ballot(data, hash_, form)
            else:
                getattr(self, "on_" + kind)(data)
            self.here = None
        self.board.push(sha(b"\0", bytes([kinds.index(kind)]), hash_))
        for pin in self.pins:
            if pin[1] == self.board.size:
                check_checkpoint(self.election, *pin)
                need(pin[3] == self.board.root(), "the board does not pass through a pinned checkpoint")

    def on_ballot(self, data, hash_, form):
        self.ballots += 1
        need(hash_ not in self.spoiled, "the ballot was opened")
        need(hash_ not in self.hashes, "the same ballot again")
        self.hashes.add(hash_)
        if form == "hash":
            self.missing += 1
            return
        election, ballot = self.election, Ballot(data, self.election)
        voter = ballot.credential
        if election.lots:
            lot = self.lots.get(ballot.lot)
            need(lot and lot[0] == voter, "not a lot of this credential")
            candidates, most = lot[1], election.lots[1]
        else:
            need(ballot.lot == 0, "there are no lots")
            candidates, most = election.candidates, 1
        need(ballot.candidates == candidates, "not these candidates in this order")
        need(voter in self.admitted or voter in self.known, "the credential is not on the list")
        copy = sha(ballot.ciphertexts)
        need(copy not in self.copies, "a copy of another ballot")
        self.copies.add(copy)
        earlier = self.last.get((voter, ballot.lot))
        if earlier:
            need(election.change, "a second ballot where none may be changed")
            need(earlier[0] < ballot.sequence, "an older ballot after a newer one")
        else:
            self.lots_cast[voter] = self.lots_cast.get(voter, 0) + 1
            need(self.lots_cast[voter] <= most, "too many lots")
        self.last[voter, ballot.lot] = ballot.sequence, ballot.channel, candidates, ballot.check(election)

    def on_spoiled(self, data):
        need(len(data) == 32 and data not in self.hashes, "a spoiled ballot that was cast")
        self.spoiled.add(data)

    def on_admitted(self, data):
        need(len(data) == 32 and self.election.late, "nobody may be admitted")
        need(data not in self.admitted and data not in self.known, "admitted already")
        self.admitted.add(data)

    def on_close(self, data):
        time, ballots, lots = fields(spelled(data), "time", "ballots", "lots")
        need(number(time, 64) >= self.election.closes, "closed too early")
        need(number(ballots, 64) == self.ballots, "the close counts other ballots")
        need((lots is None) == (self.election.lots is None), "the close has not the lots")
        if lots:
            need(self.lot_tree.size, "what lots were drawn with is missing")
            count, root = fields(lots, "count", "root")
            same = number(count, 64) == self.lot_tree.size and b64(root, 32) == self.lot_tree.root()
            need(same, "the lots are not those of the close")
        self.close = True

    def on_decryption(self, data):
        trustee, shares = fields(spelled(data), "trustee", "shares")
        need(0 < number(trustee, 16) <= len(self.election.keys), "no such trustee")
        need(trustee not in self.decryptions, "a trustee decrypted twice")
        shares = [fields(share, "point", "proof") for share in items(shares)]
        self.decryptions[trustee] = [(b64(point, 32), b64(proof, 64)) for point, proof in shares]

    def on_result(self, data):
        self.result = spelled(data)
        names = "ballots", "voters", "own", "assisted", "counts"
        *numbers, counts = fields(self.result, *names)
        for n in numbers + [n for row in items(counts) for n in items(row)]:
            number(n, 64)

    def end(self, stage):
        need(self.ended, "the archive does not end with a checkpoint of its board")
        self.check_start()
        reached = "counted" if self.result else "closed" if self.close else "open"
        stages = ["open", "closed", "counted"]
        need(stages.index(reached) >= stages.index(stage), "the archive stops before the stage asked for")
        need(all(0 < pin[1] <= self.board.size for pin in self.pins), "the board is shorter than a pinned checkpoint")
        assisted = sum(channel for _, channel, *_ in self.last.values())
        report = {
            "stage": reached, "leaves": self.board.size, "ballots": self.ballots, "missing": self.missing,
            "result_checked": reached == "counted" and not self.missing,
        }  # fmt: skip
        if not self.missing and self.close:
            counts = {"ballots": len(self.last), "voters": len(self.lots_cast), "own": len(self.last) - assisted,
                      "assisted": assisted}  # fmt: skip
            sums = self.sums()
            products = {j: self.shares(j, sums, shares) for j, shares in self.decryptions.items()}
            if self.result:
                counts["counts"] = self.count(sums, products)
                need(counts == self.result, "the announced counts are not what the ballots give")
                report["counts"] = counts["counts"]
        return report

    def sums(self):
        columns = self.election.columns
        sums = [(ZERO, ZERO)] * (columns * len(self.election.candidates))
        for _, _, candidates, ciphertexts in self.last.values():
            for i, (a, b) in enumerate(ciphertexts):
                k = self.election.rows[candidates[i // columns]] * columns + i % columns
                sums[k] = add(sums[k][0], a), add(sums[k][1], b)
        return sums

    def shares(self, j, sums, shares):
        need(len(shares) == len(sums), f"trustee {j} did not decrypt each sum once")
        products = []
        for k, ((base, _), (point, proof)) in enumerate(zip(sums, shares)):
            products.append(decode(point, neutral=True))
            right = equality(self.election.hash, j, k, self.election.keys[j - 1], base, products[k], proof)
            need(right, f"the decryption of trustee {j} is wrong at cell {k}")
        return products

    def count(self, sums, products):
        need(len(products) >= self.election.threshold, "too few trustees decrypted")
        among = list(products)[: self.election.threshold]
        known, point = {}, ZERO
        for n in range(len(self.last) + 1):
            known[encode(point)] = n
            point = add(point, G)
        counts = []
        for k, (_, b) in enumerate(sums):
            terms = [(-self.election.factor(j, among), products[j][k]) for j in among]
            n = known.get(encode(add(b, sum_of(terms))))
            need(n is not None, f"cell {k} decrypts to no possible count")
            counts.append(n)
        columns = self.election.columns
        return [counts[i : i + columns] for i in range(0, len(counts), columns)]


def check_checkpoint(election, hash_, size, time, root, signature):
    need(hash_ == election.hash, "a checkpoint of another election")
    check_signature(election.board, "isoloir/1 checkpoint", hash_ + u(64, size) + u(64, time) + root, signature)


def tracker(hash_):
    bits = int.from_bytes(hash_[:15], "big")
    digits = ["0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> shift & 31] for shift in range(115, -5, -5)]
    return "-".join("".join(digits[i : i + 4]) for i in range(0, 24, 4))


def pin(line):
    name, election, size, time, root, signature = line.split()
    need(name == "isoloir/1", "not a checkpoint")
    return b64(election, 32), int(size), int(time), b64(root, 32), b64(signature, 64)


def verify(file, stage="counted", pins=()):
    archive, n = Archive(list(pins)), 0
    try:
        while line := file.readline(MAX_LINE + 1):
            n += 1
            need(line.endswith(b"\n"), "the archive ends within a line, or the line is too long")
            archive.line(line[:-1])
            archive.ended = line.startswith(b'{"checkpoint":')
        need(archive.election, "there is nothing")
        n = 0
        return archive.end(stage)
    except Wrong as wrong:
        where = "".join(f"{part}: " for part in (n and f"line {n}", archive.here) if part)
        raise Wrong(where + str(wrong)) from None


def main(args):
    path, stage, pins = None, "counted", []
    while args:
        arg = args.pop(0)
        if arg == "--stage":
            stage = args.pop(0)
        elif arg == "--pin":
            pins.append(pin(args.pop(0)))
        else:
            path = arg
    if path is None:
        sys.exit(__doc__)
    try:
        with open(path, "rb") as file:
            print(json.dumps(verify(file, stage, pins)))
    except Wrong as wrong:
        print(f"WRONG: {wrong}")
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
