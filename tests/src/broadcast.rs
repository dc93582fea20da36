//! Announcements to many: a clock that runs faster, subscribers that are there at once, copies that are counted.

use crate::bots::KEY;
use crate::platform::TestPlatform;
use crate::setup;
use crate::telegram::bot::{Bot, Setup, free_address};
use crate::telegram::{Flood, Person, Telegram};
use futures::stream::{self, StreamExt as _};
use isoloir_bots::engine::{ChatKey, Clock, Network};
use isoloir_bots::outbox::{Announcement, Progress, Shelf as _, Subscription};
use isoloir_bots::seal::{Keyring, Sealed};
use isoloir_bots::store::{Change, Run, SqliteStore, Store as _, TurnRow, Who};
use isoloir_shared::api::types::{Audience, Lang, Localized, PhaseKind};
use jiff::{SignedDuration, Timestamp};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A clock that runs so many times as fast as ours.
#[derive(Clone, Copy, Debug)]
pub struct Fast {
    begun: Instant,
    from: Timestamp,
    speed: f64,
}

impl Fast {
    /// Begins at noon of a day.
    pub fn new(speed: f64) -> Self {
        Self { begun: Instant::now(), from: noon(), speed }
    }

    /// The same clock in another process: began so many microseconds after 1970.
    ///
    /// # Panics
    /// If that is to come.
    pub fn begun_at(micros: i64, speed: f64) -> Self {
        let (instant, now) = now();
        let passed = Duration::from_micros((now - micros).try_into().expect("it began"));
        Self { begun: instant.checked_sub(passed).expect("not before this machine"), from: noon(), speed }
    }

    /// When it began (microseconds since 1970), and how fast it runs: for [`Self::begun_at`].
    ///
    /// # Panics
    /// If this machine's clock is beyond all years.
    pub fn origin(&self) -> (i64, f64) {
        let (instant, now) = now();
        let passed = instant.duration_since(self.begun).as_micros();
        (now - i64::try_from(passed).expect("a test is short"), self.speed)
    }
}

/// The same moment by both clocks of this machine (the other in microseconds since 1970). A busy machine may stop between
/// the two looks, and a clock that is wrong by that would be another's: the nearest two of many.
fn now() -> (Instant, i64) {
    let look = |_| {
        let before = Instant::now();
        let now = Timestamp::now().as_microsecond();
        (before.elapsed(), before, now)
    };
    let (_, instant, now) = (0..20).map(look).min_by_key(|it| it.0).expect("twenty looks");
    (instant, now)
}

impl Clock for Fast {
    fn now(&self) -> Timestamp {
        let passed = self.begun.elapsed().mul_f64(self.speed);
        self.from + SignedDuration::try_from(passed).expect("a test is short")
    }

    fn real(&self, span: SignedDuration) -> Duration {
        span.unsigned_abs().div_f64(self.speed)
    }
}

fn noon() -> Timestamp {
    "2027-01-04T12:00:00+01:00".parse().expect("an instant")
}

/// A Telegram, a platform and a store, whose clocks all run as fast.
pub struct Stage {
    /// The platform.
    pub platform: TestPlatform,
    /// The network.
    pub telegram: Telegram,
    /// What the instances share.
    pub store: SqliteStore,
    /// Their clock.
    pub clock: Fast,
    /// Where its instances keep what they keep.
    pub folder: TempDir,
    /// Where they take updates.
    pub addresses: [SocketAddr; 2],
    /// How often is looked how far it is.
    pub look: Duration,
    speed: f64,
}

impl Stage {
    /// With Telegram's patience.
    ///
    /// # Panics
    /// If it cannot be set up.
    pub async fn new(speed: f64) -> Self {
        let (platform, telegram) = (TestPlatform::start("lots").await, Telegram::start().await);
        let folder = tempfile::tempdir().expect("a folder");
        let store = SqliteStore::open(&folder.path().join("bots.db")).await.expect("the bots' store opens");
        let addresses = [free_address(), free_address()];
        telegram.balance(&addresses);
        telegram.flood(Some(Flood { speed, ..Flood::TELEGRAM }));
        let (clock, look) = (Fast::new(speed), Duration::from_millis(20));
        Self { platform, telegram, store, clock, folder, addresses, look, speed }
    }

    /// One of the two instances.
    pub async fn instance(&self, which: usize) -> Bot {
        let url = self.platform.url();
        let mut setup = Setup::new(&self.telegram, &url, self.folder.path());
        setup.webhook = Some(self.addresses[which]);
        setup.clock = Arc::new(self.clock);
        setup.start().await
    }

    /// How far an announcement is.
    ///
    /// # Panics
    /// If the store does not tell.
    pub async fn progress(&self, id: i64) -> Progress {
        self.store.progress(id, Network::Telegram, self.clock.now()).await.expect("the store works")
    }

    /// Looks until it is as far as wanted. A broadcast that stands still for a minute has failed.
    ///
    /// # Panics
    /// If it never is.
    pub async fn until(&self, id: i64, wanted: impl Fn(&Progress) -> bool) -> Progress {
        let mut last = Progress::default();
        let mut stuck = Instant::now();
        let mut look = tokio::time::interval(self.look);
        loop {
            look.tick().await;
            let progress = self.progress(id).await;
            if wanted(&progress) {
                return progress;
            }
            if progress != last {
                (last, stuck) = (progress, Instant::now());
            }
            assert!(stuck.elapsed() < Duration::from_secs(60), "nothing moves: {progress:?}");
        }
    }

    /// Looks until so much has passed by their clock: for what must not happen meanwhile.
    pub async fn passes(&self, seconds: i64) {
        passes(self.clock, seconds).await;
    }

    /// So many people who have cast a ballot of the pre-selection and look at its receipt, and as many who look around.
    /// An instance must run. Telegram is not impatient with them before they are there.
    ///
    /// # Panics
    /// If they are led elsewhere.
    pub async fn people(&self, many: usize) -> (Vec<Person>, Vec<Person>) {
        self.telegram.flood(None);
        setup::confirmed(&self.platform, &["Ada", "Ben", "Cléo", "Dan", "Eve", "Flo"]).await;
        self.platform.enter(PhaseKind::Preselection).await;
        let (mut voters, mut askers) = (Vec::new(), Vec::new());
        for number in 0..many {
            let voter = self.telegram.person("Voter", "fr");
            voter.start();
            voter.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
            voter.signs_in(&format!("voter{number}@citoyen.example")).await;
            voter.writes("/accueil").await;
            voter.registers().await;
            voter.writes("/lot").await;
            voter.sees("Avant de voter").await;
            voter.taps("J’ai compris").await;
            voter.grades_and_casts(&["Bien"; 5]).await;
            voters.push(voter);
            let asker = self.telegram.person("Asker", "fr");
            asker.start();
            asker.until("a page", |it| !it.buttons.is_empty()).await;
            askers.push(asker);
        }
        // What they were sent is more than a second old when it counts again.
        self.passes(2).await;
        self.telegram.flood(Some(Flood { speed: self.speed, ..Flood::TELEGRAM }));
        (voters, askers)
    }
}

/// Changes a ballot again and again: edits, which no pace holds back.
pub async fn vote(voter: Person, clock: Fast, ballots: Arc<AtomicUsize>) {
    for grade in ["Passable", "Bien"].into_iter().cycle() {
        voter.taps("Modifier ce bulletin").await;
        voter.grades_and_casts(&[grade; 5]).await;
        ballots.fetch_add(1, Ordering::Relaxed);
        passes(clock, 2).await;
    }
}

/// Asks for help again and again: new messages, which take slots of the pace before what is announced.
pub async fn ask(asker: Person, clock: Fast) {
    loop {
        asker.writes("/aide").await;
        passes(clock, 2).await;
    }
}

async fn passes(clock: Fast, seconds: i64) {
    let end = clock.now() + SignedDuration::from_secs(seconds);
    let mut look = tokio::time::interval(Duration::from_millis(20));
    while clock.now() < end {
        look.tick().await;
    }
}

/// What is announced.
pub fn announcement(id: i64) -> Announcement {
    let both = |fr: &str, en: &str| Localized { fr: fr.into(), en: en.into() };
    Announcement {
        id,
        title: both("La présélection est ouverte", "The pre-selection is open"),
        body: both("Vous avez jusqu’à dimanche.", "You have until Sunday."),
        sender: Some("Ada Lovelace".into()),
        primary: both("LaPrimaire", "LaPrimaire"),
        zone: "Europe/Paris".into(),
        urgent: false,
        send_at: noon(),
        audience: Some(Audience::Everyone),
    }
}

/// So many people who wrote to the bot a day ago and asked to be told.
///
/// # Panics
/// If they cannot be kept.
pub async fn subscribers(telegram: &Telegram, store: &SqliteStore, many: usize) -> Vec<Person> {
    let people: Vec<Person> = (0..many).map(|_| telegram.person("P", "fr")).collect();
    for person in &people {
        person.greets();
    }
    // A session that nobody opens: these people only listen.
    let key = Keyring::parse(KEY).expect("a key").current().expect("a key");
    let before = noon() - SignedDuration::from_hours(24);
    let kept = stream::iter(people.iter().map(|person| person.id)).map(|id| async move {
        let chat = ChatKey::telegram(id);
        let turn = TurnRow {
            who: Who::New(chat.clone()),
            session: Sealed { key, bytes: vec![0; 1_500] },
            waits: false,
            follows: false,
            rests: false,
            run: Run(0),
            at: before,
            update: None,
            fired: Vec::new(),
            timers: Vec::new(),
            room: Some(id.to_string()),
            tokens: Change::Same,
            account: Change::Same,
            tell: None,
            here: true,
            forget: false,
        };
        let committed = store.commit(turn).await.expect("the store works");
        if let isoloir_bots::store::Committed::Done(person, version) = committed {
            store.show(person, version, None, false).await.expect("the store works");
        }
        let what = Subscription { lang: Lang::Fr, quiet: None };
        assert!(store.subscribe(&chat, what, before).await.expect("the store works"));
    });
    kept.buffer_unordered(256).collect::<Vec<()>>().await;
    people
}

/// How often somebody got it.
pub fn copies(person: &Person) -> usize {
    person.all().iter().filter(|it| it.text.contains("Vous avez jusqu’à dimanche.")).count()
}
