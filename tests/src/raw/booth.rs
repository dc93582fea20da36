//! Its booth: a voter's keys, and ballots encrypted by the format's own library, without the client's booth.

use super::{Answer, Raw};
use isoloir_ballot::ballot::{Channel, Opening, Place, Seed, make};
use isoloir_ballot::bytes::{Blob, Fixed};
use isoloir_ballot::credential::Credential;
use isoloir_ballot::hash::sha256;
use isoloir_ballot::manifest::Election;
use rand::RngExt;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// A key, and what is voted on once it was asked for.
type Held = (Credential, Option<Arc<Election>>);

/// What a voter holds, by round: clients that share it are one voter's.
#[derive(Clone, Default)]
pub(super) struct Keys(Arc<Mutex<BTreeMap<&'static str, Held>>>);

/// 32 bytes that nobody knows.
fn fresh() -> [u8; 32] {
    rand::rng().random()
}

fn id(row: &Value) -> u64 {
    let row = if row["candidate"].is_object() { &row["candidate"] } else { row };
    row["id"].as_u64().expect("a candidate's number")
}

impl Raw {
    /// The same voter's other device: it was given the voting keys.
    #[must_use]
    pub fn with_keys_of(mut self, other: &Self) -> Self {
        self.keys = other.keys.clone();
        self
    }

    /// The voter's key for a round, made if there is none; the platform knows its public half.
    pub async fn key(&self, round: &'static str) -> Credential {
        let known = self.keys.0.lock().expect("no panic holds it").get(round).map(|(key, _)| key.clone());
        if let Some(key) = known {
            return key;
        }
        let key = Credential::from_secret(&fresh());
        let asked = json!({"credential": key.public().to_string()});
        self.put(&format!("/v1/me/credentials/{round}"), asked).await.ok();
        let mut keys = self.keys.0.lock().expect("no panic holds it");
        keys.entry(round).or_insert((key, None)).0.clone()
    }

    /// What is voted on.
    pub async fn election(&self, round: &'static str) -> Arc<Election> {
        let known = self.keys.0.lock().expect("no panic holds it").get(round).and_then(|(_, it)| it.clone());
        if let Some(known) = known {
            return known;
        }
        let view = self.get(&format!("/v1/elections/{round}")).await.ok();
        let manifest: Blob = serde_json::from_value(view["manifest"].clone()).expect("a manifest");
        let election = Arc::new(Election::read(&manifest.0).expect("a manifest that holds"));
        if let Some((_, kept)) = self.keys.0.lock().expect("no panic holds it").get_mut(round) {
            *kept = Some(election.clone());
        }
        election
    }

    /// Draws a lot.
    pub async fn draw(&self) -> Answer {
        self.key("preselection").await;
        self.post("/v1/me/lots", json!({})).await
    }

    /// The body of a cast: an encrypted ballot with these grades (0 the worst). `lot` is none in the final.
    pub async fn sealed(&self, lot: Option<&Value>, sequence: u32, grade: impl Fn(u64) -> u8) -> Value {
        let round = if lot.is_some() { "preselection" } else { "final" };
        let (key, election) = (self.key(round).await, self.election(round).await);
        let candidates = match lot {
            Some(lot) => {
                let rows = lot["candidates"].as_array().expect("candidates").iter();
                rows.map(|row| u32::try_from(id(row)).expect("a number")).collect()
            }
            None => election.candidates(),
        };
        let place = Place {
            election: *election.hash(),
            credential: key.public(),
            lot: lot.map_or(0, |lot| lot["id"].as_u64().expect("a number")),
            sequence,
            channel: Channel::Own,
            columns: election.columns(),
            candidates,
        };
        let choices = place.candidates.iter().map(|id| grade(u64::from(*id))).collect();
        let opening = Opening::new(Seed::new(fresh()), choices);
        let ballot = make(&place, &opening, &key, election.key(), election.generators()).expect("a ballot");
        json!({"ballot": Blob(ballot)})
    }

    /// Casts the ballot of a lot.
    pub async fn cast_lot(&self, lot: &Value, grade: impl Fn(u64) -> u8) -> Answer {
        let sequence = u32::try_from(lot["sequence"].as_u64().expect("a sequence")).expect("a sequence");
        let body = self.sealed(Some(lot), sequence, grade).await;
        self.put(&format!("/v1/me/lots/{}/ballot", lot["id"]), body).await
    }

    /// Casts the ballot of the final.
    pub async fn cast_final(&self, grade: impl Fn(u64) -> u8) -> Answer {
        let view = self.get("/v1/me/final").await.ok();
        let sequence = u32::try_from(view["sequence"].as_u64().expect("a sequence")).expect("a sequence");
        let body = self.sealed(None, sequence, grade).await;
        self.put("/v1/me/final/ballot", body).await
    }
}

/// The SHA-256 of the ballot in the body of a cast.
pub fn hash(body: &Value) -> String {
    let ballot: Blob = serde_json::from_value(body["ballot"].clone()).expect("a ballot");
    Fixed(sha256(&[&ballot.0])).to_string()
}
