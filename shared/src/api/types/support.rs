//! Supports and nominations: each citizen has a few of both, and moves them at will while the phase is open.

use super::CandidateSummary;
use crate::api::ids::CandidateId;
use serde::{Deserialize, Serialize};

/// `GET /v1/me/supports`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupportsView {
    /// Candidates I support.
    pub supports: Vec<CandidateSummary>,
    /// Citizens I nominated.
    pub nominations: Vec<CandidateSummary>,
    /// How many supports I may have.
    pub supports_limit: u32,
    /// How many nominations I may have.
    pub nominations_limit: u32,
}

/// `PUT /v1/me/supports/{candidate}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupportRequest {
    /// Withdrawn in the same step: for a citizen at the limit.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub replaces: Option<CandidateId>,
}

/// `POST /v1/me/nominations`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NominationRequest {
    /// Who: somebody already on the list…
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub candidate: Option<CandidateId>,
    /// … or a new name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// Withdrawn in the same step.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub replaces: Option<CandidateId>,
}
