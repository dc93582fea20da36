//! Trustees on machines of their own: how their ceremony stands, and what they send. The messages are those of
//! `docs/ballot-format.md` ("Trustees").

use super::Round;
use isoloir_ballot::bytes::Bytes32;
use isoloir_ballot::trustees::{Complaint, Deal, Hello, TrusteeKey};
use serde::{Deserialize, Serialize};

/// `GET /v1/trustees/{round}`: the ceremony of a round's trustees. There is none where the platform holds the keys itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CeremonyView {
    /// Of which round.
    pub round: Round,
    /// 32 bytes that name it.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub ceremony: Bytes32,
    /// How many trustees are needed to decrypt. All of them: each makes a key alone. Fewer: they deal shares.
    pub threshold: u16,
    /// Where it stands.
    pub step: CeremonyStep,
    /// Who dealt a share that does not fit: the ceremony begins anew without them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub culprit: Option<u16>,
    /// The trustees in their order, which numbers them from 1.
    pub trustees: Vec<TrusteeView>,
}

/// Where a ceremony stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CeremonyStep {
    /// Waits for hellos.
    Hello,
    /// Waits for deals.
    Deal,
    /// Waits for keys.
    Key,
    /// Broken by the culprit: whoever runs the platform begins another.
    Broken,
    /// Finished: the round can open.
    Finished,
    /// The round is open, or was: these are its trustees.
    Used,
}

/// What is there of a trustee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrusteeView {
    /// Who.
    pub name: String,
    /// Their hello.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hello: Option<Hello>,
    /// Their deal.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub deal: Option<Deal>,
    /// Their complaint about somebody's deal.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub complaint: Option<Complaint>,
    /// Their key.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub key: Option<TrusteeKey>,
}

impl CeremonyView {
    /// Shares are dealt: fewer than all trustees suffice.
    pub fn is_dealt(&self) -> bool {
        usize::from(self.threshold) < self.trustees.len()
    }

    /// All hellos; none while one is missing.
    pub fn hellos(&self) -> Option<Vec<Hello>> {
        self.trustees.iter().map(|trustee| trustee.hello.clone()).collect()
    }

    /// All deals; none while one is missing.
    pub fn deals(&self) -> Option<Vec<Deal>> {
        self.trustees.iter().map(|trustee| trustee.deal.clone()).collect()
    }

    /// All keys with their names; none while one is missing.
    pub fn keys(&self) -> Option<Vec<(String, TrusteeKey)>> {
        self.trustees.iter().map(|trustee| Some((trustee.name.clone(), trustee.key?))).collect()
    }
}

/// The token of a trustee, as the operator hands it out: `ROUND.NUMBER.SECRET`.
pub fn trustee_token_seat(token: &str) -> Option<(Round, u16)> {
    let mut parts = token.split('.');
    let (round, number, secret) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || secret.len() < 32 {
        return None;
    }
    let round = serde_json::from_value(round.into()).ok()?;
    number.parse().ok().filter(|number| *number > 0).map(|number| (round, number))
}
