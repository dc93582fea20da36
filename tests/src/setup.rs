//! Brings a platform to where a journey begins, through its API.

use crate::platform::TestPlatform;
use crate::raw::Raw;
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::PhaseKind;
use serde_json::json;

/// Somebody who stands for election.
pub struct Candidate {
    /// On the list.
    pub id: CandidateId,
    /// As they write it.
    pub name: String,
    /// Their own client.
    pub client: Raw,
}

/// They declare themselves, with the charter, and support themselves.
pub async fn declare(platform: &TestPlatform, name: &str) -> Candidate {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let email = format!("{letters}@candidat.example");
    let client = Raw::citizen(&platform.url(), &email).await;
    let page = json!({"name": name, "slogan": "", "presentation": "", "link": "", "charter": true});
    let candidacy = client.put("/v1/me/candidacy", page).await.ok();
    let id = u32::try_from(candidacy["candidate"]["id"].as_u64().expect("an id")).expect("an id");
    client.put(&format!("/v1/me/supports/{id}"), json!({})).await.ok();
    Candidate { id: CandidateId(id), name: name.to_owned(), client }
}

/// Each answers yes, if asked.
pub async fn confirm(candidates: &[Candidate]) {
    for candidate in candidates {
        let asked = candidate.client.get("/v1/me/candidacy").await.ok();
        if !asked["confirm_by"].is_null() {
            candidate.client.put("/v1/me/candidacy/confirmation", json!({"accept": true})).await.ok();
        }
    }
}

/// All declare, qualify and confirm; the clock stands in the pre-selection, or in the final vote where it is left out.
pub async fn confirmed(platform: &TestPlatform, names: &[&str]) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for name in names {
        candidates.push(declare(platform, name).await);
    }
    platform.enter(PhaseKind::Preparation).await;
    confirm(&candidates).await;
    candidates
}

/// From the pre-selection (or its absence) to the final vote, each finalist saying yes.
pub async fn to_the_final(platform: &TestPlatform, candidates: &[Candidate]) {
    platform.enter(PhaseKind::Finalists).await;
    confirm(candidates).await;
    platform.enter(PhaseKind::FinalVote).await;
}

/// Citizens who each cast a lot, so that there is something to count.
pub async fn crowd(platform: &TestPlatform, citizens: usize) {
    for number in 0..citizens {
        let voter = Raw::citizen(&platform.url(), &format!("foule{number}@citoyen.example")).await;
        let lot = voter.draw().await.ok();
        let ids: Vec<u64> = lot["candidates"]
            .as_array()
            .expect("candidates")
            .iter()
            .filter_map(|row| row["candidate"]["id"].as_u64())
            .collect();
        let grade = |id| ids.iter().zip([5, 4, 3, 2, 4]).find(|(one, _)| **one == id).map_or(0, |(_, grade)| grade);
        voter.cast_lot(&lot, grade).await.ok();
    }
}
