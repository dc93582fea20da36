//! A platform in the pre-selection, on a real disk, with citizens who are signed in.

use super::client::Request;
use isoloir_config::primary::Primary;
use isoloir_platform::clock::Clock;
use isoloir_platform::demo::DemoClock;
use isoloir_platform::email::Address;
use isoloir_platform::limits::LimitSettings;
use isoloir_platform::phases::apply_due;
use isoloir_platform::secrets::{random, token_hash};
use isoloir_platform::store::{AccountId, ImportedCandidate, ImportedCitizen, ImportedSession};
use isoloir_platform::{Platform, Settings};
use isoloir_shared::api::ids::{LotId, SessionId};
use isoloir_shared::api::types::{Lang, PhaseKind};
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
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let served = platform.clone();
        tokio::spawn(async move { served.serve(listener, std::future::pending()).await });
        Ok(Self { address, tokens, platform, clock, voters, lots: Vec::new(), _folder: folder })
    }

    /// The ballot of each citizen's lot.
    pub async fn casts(&mut self) -> Result<Vec<Request>, Box<dyn Error>> {
        let mut requests = Vec::with_capacity(self.voters.len());
        for (voter, token) in self.voters.iter().zip(&self.tokens) {
            let lot = self.platform.app().store.lots_of(*voter, None, 1).await?.pop().ok_or("no lot was drawn")?;
            let answers: Vec<String> = lot
                .places
                .iter()
                .zip(0..)
                .map(|(place, n)| format!(r#"{{"candidate":{},"grade":{}}}"#, place.candidate, (lot.id.0 + n) % 6))
                .collect();
            let body = format!(r#"{{"answers":[{}]}}"#, answers.join(","));
            self.lots.push(lot.id);
            requests.push(Request::put(&format!("/v1/me/lots/{}/ballot", lot.id), token, &body));
        }
        Ok(requests)
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
