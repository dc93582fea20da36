//! `isoloir-platform`: serves a primary.

fn main() {}
