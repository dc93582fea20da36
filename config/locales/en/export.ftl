# What the export of an account says of itself.
export-about = Everything that the platform keeps about you.
export-ballots = Your ballots are kept with their grades and count in the result. Your receipts say whether they are counted; this document shows no grade, so that nobody can make you prove how you voted.
export-erasure = Erasing the account erases the address, sessions, supports and nominations. Ballots that were cast still count and belong to nobody from then on; if you have voted, a keyed fingerprint of the address stays, so that nobody votes twice.
export-network = Your network address is neither kept nor logged.
