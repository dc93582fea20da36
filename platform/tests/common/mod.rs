//! A platform brought to its pre-selection without the network.
#![allow(dead_code, reason = "each test uses its part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of it is test code")]

pub mod booth;

use isoloir_ballot::ballot::Place as BallotPlace;
use isoloir_ballot::credential::Credential;
use isoloir_config::primary::Primary;
use isoloir_platform::clock::ManualClock;
use isoloir_platform::email::Address;
use isoloir_platform::limits::LimitSettings;
use isoloir_platform::phases::apply_due;
use isoloir_platform::secrets::random;
use isoloir_platform::store::{
    AccountId, Booth, CastOrder, CredentialOrder, DrawOrder, ImportedCandidate, ImportedCitizen, LotRow, WriteKey,
};
use isoloir_platform::{App, Platform, Settings, voting};
use isoloir_shared::api::ids::CandidateId;
use isoloir_shared::api::types::{CredentialRequest, Lang, PhaseKind, Round};
use jiff::SignedDuration;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// In the identification of 2016.
pub const IDENTIFICATION: &str = "2016-05-01T10:00:00Z";

/// The primary of 2016 with a threshold that one supporter reaches.
pub fn primary() -> Primary {
    let mut primary = Primary::built_in("laprimaire-2016").unwrap().unwrap();
    primary.qualification.threshold = 1;
    primary
}

/// Opens a platform.
pub async fn open(folder: &Path, primary: Primary, clock: Arc<ManualClock>) -> Platform {
    let mut settings = Settings::new(folder, Arc::new(primary));
    settings.demo = true;
    settings.limits = LimitSettings::OFF;
    Platform::open(settings, clock).await.unwrap()
}

/// Adds candidates, each with a supporter.
pub async fn candidates(app: &App, count: usize) -> Vec<CandidateId> {
    let candidate =
        |n| ImportedCandidate { name: format!("Candidate {n}"), presentation: String::new(), at: app.clock.now() };
    let ids = app.store.import_candidates((1..=count).map(candidate).collect()).await.unwrap();
    let supporters = citizens(app, "supporter", count).await;
    let supports = supporters.into_iter().zip(&ids).map(|(account, id)| (account, 1, *id)).collect();
    app.store.import_supports(supports, app.clock.now()).await.unwrap();
    ids
}

/// Adds citizens.
pub async fn citizens(app: &App, name: &str, count: usize) -> Vec<AccountId> {
    let citizen = |n: usize| ImportedCitizen {
        email: Address::parse(&format!("{name}-{n}@example.org")).unwrap().keep(&app.key).unwrap(),
        lang: Lang::Fr,
        place: "Orsay".into(),
        session: None,
    };
    app.store.import_citizens((0..count).map(citizen).collect(), app.clock.now()).await.unwrap()
}

/// Moves to the opening of a phase; whoever is asked to confirm does.
pub async fn go_to(app: &App, clock: &ManualClock, kind: PhaseKind) {
    let opens_at = app.calendar.get().phase(kind).unwrap().opens_at;
    while let Some(next) = app.calendar.get().next_transition(app.clock.now()).filter(|next| next.at <= opens_at) {
        confirm_all(app).await;
        clock.set(next.at);
        apply_due(app).await.unwrap();
    }
    confirm_all(app).await;
}

pub async fn confirm_all(app: &App) {
    let asked = app.store.awaited_answers().await.unwrap();
    app.store.import_answers(asked.into_iter().map(|id| (id, true)).collect(), app.clock.now()).await.unwrap();
}

/// A key of its own.
pub fn key(app: &App, voter: AccountId) -> WriteKey {
    WriteKey { scope: voter.0, session: None, key: Uuid::new_v4(), fingerprint: random(), at: app.clock.now() }
}

/// A draw by the primary's rules.
pub fn draw_order(app: &App, voter: AccountId) -> DrawOrder {
    DrawOrder {
        voter,
        window: voting::window(app, PhaseKind::Preselection).unwrap(),
        lifetime: SignedDuration::from_mins(app.primary.preselection.lot_minutes.into()),
        max_lots: app.primary.preselection.max_lots,
    }
}

/// The key of a voter in these tests: the same each time.
pub fn voting_key(round: Round, voter: AccountId) -> Credential {
    let mut secret = [u8::from(round == Round::Final); 32];
    secret[..8].copy_from_slice(&voter.0.to_be_bytes());
    Credential::from_secret(&secret)
}

/// Makes it theirs.
pub async fn register(app: &App, round: Round, voter: AccountId) {
    let request = CredentialRequest { credential: voting_key(round, voter).public(), replace: false };
    let window = voting::window(app, voting::phase(round)).unwrap();
    let order = CredentialOrder { voter, round, request, window };
    app.store.register_key(key(app, voter), order).await.unwrap();
}

/// A cast of a ballot whose answers are all the same.
pub async fn cast_order(app: &App, voter: AccountId, lot: Option<&LotRow>, grade: u8) -> CastOrder {
    let booth = lot.map_or(Booth::Final, |lot| Booth::Lot(lot.id));
    let round = booth.round();
    let election = app.store.election(round).await.unwrap().unwrap().election;
    let own = voting_key(round, voter);
    let candidates = match lot {
        Some(lot) => lot.places.iter().map(|place| place.candidate.0).collect(),
        None => election.candidates(),
    };
    let place: BallotPlace = booth::place(&election, &own, lot.map_or(0, |lot| lot.id.0), candidates);
    let choices = vec![grade; place.candidates.len()];
    let ballot = voting::check(&election, booth::seal(&election, &own, &place, choices)).unwrap();
    let (window, change) = (voting::window(app, voting::phase(round)).unwrap(), app.primary.ballots.change);
    CastOrder { voter, session: None, booth, ballot: Arc::new(ballot), window, change }
}
