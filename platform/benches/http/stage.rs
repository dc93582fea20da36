//! A platform in the pre-selection, on a real disk, with citizens who are signed in.

use super::client::Request;
use crate::booth;
use isoloir_ballot::credential::Credential;
use isoloir_config::primary::Primary;
use isoloir_platform::clock::Clock;
use isoloir_platform::demo::DemoClock;
use isoloir_platform::email::Address;
use isoloir_platform::limits::LimitSettings;
use isoloir_platform::phases::apply_due;
use isoloir_platform::secrets::{random, token_hash};
use isoloir_platform::store::{
    AccountId, CredentialOrder, ImportedCandidate, ImportedCitizen, ImportedSession, WriteKey,
};
use isoloir_platform::{Platform, Settings, voting};
use isoloir_shared::api::ids::{LotId, SessionId};
use isoloir_shared::api::types::{CredentialRequest, Lang, PhaseKind, Round};
use isoloir_shared::domain::lots::hex;
use jiff::{SignedDuration, Timestamp};
use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use uuid::Uuid;

/// What is measured.
pub struct Stage {
    pub address: SocketAddr,
    pub tokens: Vec<String>,
    platform: Platform,
    clock: Arc<DemoClock>,
    voters: Vec<AccountId>,
    keys: Vec<Credential>,
    lots: Vec<LotId>,
    _folder: tempfile::TempDir,
}

impl Stage {
    /// Sets it with that many citizens.
    pub async fn set(citizens: usize) -> Result<Self, Box<dyn Error>> {
        // Not the system's temporary folder, which may be in memory.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let mut primary = Primary::built_in("laprimaire-2016").ok_or("the primary is missing")??;
        primary.qualification.threshold = 0;
        primary.preselection.lot_minutes = 600;
        let mut settings = Settings::new(folder.path(), Arc::new(primary));
        settings.demo = true;
        settings.limits = LimitSettings::OFF;
        let clock = Arc::new(DemoClock::new("2016-07-01T10:00:00Z".parse()?));
        let platform = Platform::open(settings, clock.clone()).await?;
        let app = platform.app();
        let candidate =
            |n| ImportedCandidate { name: format!("Candidate {n}"), presentation: String::new(), at: clock.now() };
        app.store.import_candidates((1..=12).map(candidate).collect()).await?;
        for day in ["2016-08-01T10:00:00Z", "2016-10-27T10:00:00Z"] {
            clock.set(day.parse()?);
            apply_due(app).await?;
            let asked = app.store.awaited_answers().await?;
            app.store.import_answers(asked.into_iter().map(|id| (id, true)).collect(), clock.now()).await?;
            if day.starts_with("2016-08") {
                clock.set("2016-10-25T10:00:00Z".parse()?);
            }
        }
        let until: Timestamp = "2017-01-01T00:00:00Z".parse()?;
        let mut tokens = Vec::with_capacity(citizens);
        let citizen = |n: usize| {
            let email = Address::parse(&format!("citizen-{n}@bench.invalid"))?.keep(&app.key)?;
            let token = hex(&random::<32>());
            tokens.push(token.clone());
            let session = ImportedSession {
                id: SessionId(Uuid::new_v4()),
                device: "bench".into(),
                access: (token_hash(&token), until),
                refresh: (random(), until),
            };
            Some(ImportedCitizen { email, lang: Lang::Fr, place: "Orsay".into(), session: Some(session) })
        };
        let citizens = (0..citizens).filter_map(citizen).collect();
        let voters = app.store.import_citizens(citizens, clock.now()).await?;
        let keys: Vec<Credential> = voters.iter().map(|_| booth::fresh_key()).collect();
        let window = voting::window(app, PhaseKind::Preselection).map_err(|problem| format!("{problem:?}"))?;
        let registered = voters.iter().zip(&keys).map(|(voter, key)| {
            let request = CredentialRequest { credential: key.public(), replace: false };
            let order = CredentialOrder { voter: *voter, round: Round::Preselection, request, window: window.clone() };
            let write =
                WriteKey { scope: voter.0, session: None, key: Uuid::new_v4(), fingerprint: random(), at: clock.now() };
            app.store.register_key(write, order)
        });
        for done in futures::future::join_all(registered).await {
            done?;
        }
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let served = platform.clone();
        tokio::spawn(async move { served.serve(listener, std::future::pending()).await });
        Ok(Self { address, tokens, platform, clock, voters, keys, lots: Vec::new(), _folder: folder })
    }

    /// The ballot of each citizen's lot.
    pub async fn casts(&mut self) -> Result<Vec<Request>, Box<dyn Error>> {
        let store = &self.platform.app().store;
        let election = store.election(Round::Preselection).await?.ok_or("no election")?.election;
        let mut blanks = Vec::with_capacity(self.voters.len());
        for (voter, key) in self.voters.iter().zip(&self.keys) {
            let lot = store.lots_of(*voter, None, 1).await?.pop().ok_or("no lot was drawn")?;
            let candidates = lot.places.iter().map(|place| place.candidate.0).collect();
            let grades = lot.places.iter().zip(lot.id.0..).filter_map(|(_, n)| u8::try_from(n % 6).ok()).collect();
            self.lots.push(lot.id);
            blanks.push((key.clone(), booth::place(&election, key, lot.id.0, candidates), grades));
        }
        let ballots = booth::seal_all(&election, &blanks);
        let cast = |((ballot, token), lot): ((Vec<u8>, &String), &LotId)| {
            Request::put(&format!("/v1/me/lots/{lot}/ballot"), token, &booth::body(ballot).to_string())
        };
        Ok(ballots.into_iter().zip(&self.tokens).zip(&self.lots).map(cast).collect())
    }

    /// Every ballot that was acknowledged is there.
    pub async fn check_casts(&self, casts: usize) -> Result<(), Box<dyn Error>> {
        let counts = self.platform.app().store.counts().await?;
        if counts.lots_cast == casts as u64 { Ok(()) } else { Err(format!("{counts:?} of {casts}").into()) }
    }

    /// Readings of lots, each by its voter.
    pub fn readings(&self, count: usize) -> Vec<Request> {
        let lots = self.lots.iter().zip(&self.tokens).cycle().take(count);
        lots.map(|(lot, token)| Request::get(&format!("/v1/me/lots/{lot}"), Some(token))).collect()
    }

    /// Closes the pre-selection: its result is published.
    pub async fn close(&self) -> Result<(), Box<dyn Error>> {
        let closes_at = self.platform.app().calendar.get().phase(PhaseKind::Preselection).and_then(|p| p.closes_at);
        self.clock.set(closes_at.ok_or("no end")?.checked_add(SignedDuration::from_secs(1))?);
        Ok(apply_due(self.platform.app()).await.map(|_| ())?)
    }
}
