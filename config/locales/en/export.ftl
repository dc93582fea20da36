# What the export of an account says of itself.
export-about = Everything that the platform keeps about you.
export-ballots = Your ballots are encrypted: the platform keeps no grade of yours, and this document shows none. Your receipts say where your ballots are in the public ballot box. Your voting keys stand here until their link to your account is erased, after the challenge period.
export-erasure = Erasing the account erases the address, sessions, supports and nominations. Ballots that were cast still count and belong to nobody from then on; if you have voted, a keyed fingerprint of the address stays, so that nobody votes twice.
export-network = Your network address is neither kept nor logged.
