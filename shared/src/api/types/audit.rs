//! The public log of what organisers do: `GET /v1/audit`. Nothing in it is personal.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One entry. Its hash covers all of it and the hash before it; see `domain::audit` and `docs/organising.md`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// Its place, from 1, without gaps.
    pub seq: u64,
    /// When, to the microsecond.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// Who: `organiser:3` (a role and a number that stays a person's own), `operator`, `platform`.
    pub actor: String,
    /// What they did: `proposed`, `calendar_changed`, …
    pub action: String,
    /// To what: `candidate:12`, `proposal:4`, `phase:final_vote`; empty where there is nothing to name.
    pub subject: String,
    /// What else belongs to it.
    pub data: BTreeMap<String, String>,
    /// Hash of the entry before, in hexadecimal; 64 zeros before the first.
    pub previous: String,
    /// SHA-256 of this entry, in hexadecimal.
    pub hash: String,
}

/// Where the log ends: whoever keeps it notices a log that was written anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditHead {
    /// How many entries there are.
    pub seq: u64,
    /// Hash of the last; 64 zeros before the first.
    pub hash: String,
}

/// `GET /v1/audit`: a page, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditView {
    /// The entries of this page.
    pub items: Vec<AuditEntry>,
    /// What to pass as `cursor` for the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next: Option<String>,
    /// Where the log ends now.
    pub head: AuditHead,
}
