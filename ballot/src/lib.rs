//! Ballots that nobody can read and everyone can check.
