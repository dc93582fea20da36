//! The chain of the audit log. Each entry's hash covers the hash before it and the entry's canonical line, so that
//! nobody changes, takes out or slips in an entry without every later hash telling.
//!
//! The canonical line is a JSON array without white space: `[seq,microseconds,actor,action,subject,data]`, with the
//! names of `data` in order. The hash is SHA-256 of `isoloir audit 1`, a line feed, the previous hash in hexadecimal,
//! a line feed, and the line.

mod verify;

pub use verify::{Broken, Defect, Verifier, verify};

use crate::api::types::AuditEntry;
use sha2::{Digest, Sha256};

/// What stands before the first entry.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The line that a hash covers.
pub fn canonical(entry: &AuditEntry) -> String {
    let AuditEntry { seq, at, actor, action, subject, data, .. } = entry;
    let line = (seq, at.as_microsecond(), actor, action, subject, data);
    // Numbers, strings and a map of strings always are JSON.
    serde_json::to_string(&line).unwrap_or_default()
}

/// The hash that an entry must have after `previous`.
pub fn hash(previous: &str, entry: &AuditEntry) -> String {
    let digest = Sha256::digest(format!("isoloir audit 1\n{previous}\n{}", canonical(entry)));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Puts an entry behind `previous`.
pub fn link(previous: &str, mut entry: AuditEntry) -> AuditEntry {
    entry.previous = previous.to_owned();
    entry.hash = hash(previous, &entry);
    entry
}
