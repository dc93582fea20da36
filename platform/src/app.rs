//! One platform: what its routes share, and how it opens, serves and stops.

use crate::clock::Clock;
use crate::confirmations;
use crate::connections;
use crate::events::{self, Hub};
use crate::housekeeping;
use crate::letters;
use crate::limits::Limits;
use crate::mail::{MailError, Mailer, ScreenMailer, SmtpMailer};
use crate::observe::Measures;
use crate::phases::{self, LiveCalendar, Scheduler};
use crate::published::Published;
use crate::roster::Roster;
use crate::secrets::ServerKey;
use crate::sessions::SessionCache;
use crate::settings::Settings;
use crate::store::sqlite::SqliteStore;
use crate::store::{Store, StoreError, transition_name};
use isoloir_ballot::verify::Report;
use isoloir_config::{files, primary::Primary};
use isoloir_shared::api::types::{BotsView, Round};
use isoloir_shared::domain::calendar::{Calendar, CalendarError, phase_kind};
use std::future::Future;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, Notify, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Why a platform cannot open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder of its data, or the key in it.
    #[error("the data folder {0} cannot be used: {1}")]
    Data(std::path::PathBuf, std::io::Error),
    /// A database without the key that its addresses are sealed with.
    #[error(
        "the database is there, but its key {0} is not: put the key back from the backup (a new one could read no address)"
    )]
    KeyMissing(std::path::PathBuf),
    /// The key of another database.
    #[error("{0} is not the key that this database was made with: put the right one back from the backup")]
    KeyDiffers(std::path::PathBuf),
    /// The database.
    #[error("the database cannot be opened: {0}")]
    Store(#[from] StoreError),
    /// The primary's file was edited where it is fixed.
    #[error(
        "the primary's file cannot be used: `{rule}` is fixed since its phase opened; it was {was}, the file says {says}"
    )]
    Frozen {
        /// The setting.
        rule: String,
        /// What it was, as JSON.
        was: String,
        /// What the file says now, as JSON; nothing if it is gone.
        says: String,
    },
    /// The primary's calendar.
    #[error("the primary's calendar: {0}")]
    Calendar(#[from] CalendarError),
    /// What the operator said of the bots.
    #[error("{0}")]
    Bots(String),
    /// Letters cannot be sent.
    #[error("{0}")]
    Mail(#[from] MailError),
    /// Nobody could sign in.
    #[error(
        "no mail server is set: codes could not be sent (give --smtp-host and --smtp-from; a demonstration, --demo, shows them instead)"
    )]
    NoMail,
}

/// What the routes share.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// The parts of an [`App`].
pub struct Shared {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// The rules' numbers.
    pub primary: Arc<Primary>,
    /// What the operator decided.
    pub settings: Settings,
    /// The server's key.
    pub key: ServerKey,
    /// Who is signed in.
    pub sessions: SessionCache,
    /// What sends letters.
    pub mailer: Arc<dyn Mailer>,
    /// Rate limits.
    pub limits: Limits,
    /// The bots, as published.
    pub bots: BotsView,
    /// The list of candidates.
    pub roster: Roster,
    /// Held while the organisers change the calendar: one change at a time.
    pub calendar_edits: Mutex<()>,
    /// Somebody may have been asked to confirm: see [`crate::confirmations`].
    pub asked: Notify,
    /// Held while those letters are written.
    pub asking: Mutex<()>,
    /// Something may have been announced: see [`crate::letters`].
    pub announced: Notify,
    /// When what can be done.
    pub calendar: LiveCalendar,
    /// What carries out the changes of phase.
    pub scheduler: Scheduler,
    /// Held while a photo is unpacked: one at a time, whatever arrives.
    pub photos: Arc<Semaphore>,
    /// Held while a ballot is checked: as many at once as there are cores.
    pub checks: Arc<Semaphore>,
    /// The last closed round that was verified, for what its trustees send: see [`crate::tally`].
    pub closed: Mutex<Option<(Round, Arc<Report>)>>,
    /// The public stream of events.
    pub events: Hub,
    /// Copies of what everybody reads.
    pub published: Published,
    /// What operators see.
    pub measures: Measures,
    /// Told when the platform stops: who listens to events is let go.
    pub stop: CancellationToken,
}

impl Deref for App {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    /// Reads the organisers' changes of the calendar again.
    pub async fn reload_calendar(&self) -> Result<(), OpenError> {
        self.calendar.replace(changed_calendar(&self.primary, self.store.as_ref()).await?);
        let applied = self.store.applied().await?;
        for transition in self.calendar.get().transitions() {
            let name = transition_name(&transition);
            if applied.iter().any(|applied| applied.skipped && applied.name == name) {
                self.calendar.skip(transition.phase);
            }
        }
        Ok(())
    }
}

/// A platform, open.
#[derive(Clone)]
pub struct Platform {
    app: App,
}

impl Platform {
    /// Opens the data folder (made if there is none), migrates the database, and is ready to serve.
    pub async fn open(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        let mailer: Arc<dyn Mailer> = match &settings.smtp {
            Some(smtp) => Arc::new(SmtpMailer::new(smtp)?),
            None if settings.demo => Arc::new(ScreenMailer),
            None => return Err(OpenError::NoMail),
        };
        Self::open_with(settings, clock, mailer).await
    }

    /// The same with another way to send letters.
    pub async fn open_with(
        settings: Settings,
        clock: Arc<dyn Clock>,
        mailer: Arc<dyn Mailer>,
    ) -> Result<Self, OpenError> {
        let bots = settings.bots.view().map_err(OpenError::Bots)?;
        let (key, store) = open_data(&settings.data).await?;
        let primary = settings.primary.clone();
        let frozen = store.freeze(phases::frozen::identity(&primary)).await?;
        if let Some((rule, was, says)) = phases::frozen::first_edit(&frozen, &primary) {
            store.close().await;
            return Err(OpenError::Frozen { rule, was, says });
        }
        store.set_moderation(primary.moderation.before).await?;
        store.set_limits(primary.limits.supports, primary.limits.nominations).await?;
        let limits = Limits::new(&settings.limits, &settings.bots.addresses, &clock);
        let sessions = SessionCache::default();
        let calendar = LiveCalendar::new(changed_calendar(&primary, store.as_ref()).await?);
        let shared = Shared {
            store,
            clock,
            primary,
            settings,
            key,
            sessions,
            mailer,
            limits,
            bots,
            roster: Roster::default(),
            calendar_edits: Mutex::default(),
            asked: Notify::new(),
            asking: Mutex::default(),
            announced: Notify::new(),
            calendar,
            scheduler: Scheduler::default(),
            photos: Arc::new(Semaphore::new(1)),
            checks: Arc::new(Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from))),
            closed: Mutex::default(),
            events: Hub::default(),
            published: Published::default(),
            measures: Measures::default(),
            stop: CancellationToken::new(),
        };
        let app = App(Arc::new(shared));
        phases::resume(&app).await?;
        Ok(Self { app })
    }

    /// What its routes share.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// All routes.
    pub fn router(&self) -> axum::Router {
        crate::routes::router(self.app.clone())
    }

    /// Serves until `shutdown` comes; requests under way are answered first, if that takes no longer than the drain
    /// of the settings: a client that never ends its request does not keep the platform from closing its store.
    pub async fn serve(
        &self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> std::io::Result<()> {
        let stop = self.app.stop.clone();
        let work = TaskTracker::new();
        work.spawn(phases::run(self.app.clone(), stop.clone()));
        work.spawn(events::run(self.app.clone(), stop.clone()));
        work.spawn(confirmations::run(self.app.clone(), stop.clone()));
        work.spawn(letters::run(self.app.clone(), stop.clone()));
        work.spawn(housekeeping::run(self.app.clone(), stop.clone()));
        work.close();
        let stopping = async {
            shutdown.await;
            stop.cancel();
            tokio::time::sleep(self.app.settings.drain).await;
        };
        let patience = self.app.settings.patience;
        tokio::select! {
            () = connections::serve(listener, self.router(), patience, stop.clone()) => {}
            () = stopping => tracing::warn!("some requests were not over in time"),
        }
        self.app.stop.cancel();
        work.wait().await;
        self.app.store.close().await;
        Ok(())
    }
}

/// The server's key and the store of a data folder; both are made if there are none, never one without the other.
pub async fn open_data(folder: &Path) -> Result<(ServerKey, Arc<dyn Store>), OpenError> {
    let data = |e| OpenError::Data(folder.to_owned(), e);
    files::private_folder(folder).map_err(data)?;
    let (at, database) = (folder.join("server.key"), folder.join("isoloir.db"));
    let key = match ServerKey::read(&at).map_err(data)? {
        Some(key) => key,
        None if database.try_exists().map_err(data)? => return Err(OpenError::KeyMissing(at)),
        None => ServerKey::make(&at).map_err(data)?,
    };
    files::private_database(&database).map_err(data)?;
    let store = SqliteStore::open(&database, key.clone()).await?;
    if !store.has_key(key.check_value()).await? {
        store.close().await;
        return Err(OpenError::KeyDiffers(at));
    }
    Ok((key, Arc::new(store)))
}

/// The primary's calendar with the changes that organisers made since.
async fn changed_calendar(primary: &Primary, store: &dyn Store) -> Result<Calendar, OpenError> {
    let changed = store.changed_days().await?;
    let days = primary.phases.iter().map(|phase| {
        let kind = phase_kind(phase.kind);
        let now = changed.iter().find(|(changed, _, _)| *changed == kind);
        now.copied().unwrap_or((kind, phase.from, phase.to))
    });
    Ok(Calendar::new(primary, days)?)
}
