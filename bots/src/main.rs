//! Isoloir in a chat.

fn main() {}
