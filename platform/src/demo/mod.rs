//! A demonstration: an embedded platform that holds the primary of 2016, with citizens who are played.

mod clock;
mod crowd;
mod folder;
mod live;
mod past;
mod story;
mod year2016;

pub use clock::DemoClock;

use crate::app::{OpenError, Platform};
use crate::clock::Clock;
use crate::limits::LimitSettings;
use crate::settings::Settings;
use crate::store::StoreError;
use folder::Folder;
use isoloir_config::primary::{Primary, PrimaryError};
use isoloir_shared::api::types::{PhaseKind, TokensView};
use jiff::{SignedDuration, Timestamp};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use story::Story;
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Time between two votes of citizens who are played, where somebody looks.
pub const PACE: SignedDuration = SignedDuration::from_millis(400);

/// Where a demonstration begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DemoPhase {
    /// Citizens support candidates.
    Identification,
    /// Lots are graded.
    #[default]
    Preselection,
    /// Finalists are graded.
    Final,
    /// All is over.
    Result,
}

/// What a demonstration is asked for.
#[derive(Clone, Debug, Default)]
pub struct DemoOptions {
    /// Where it begins.
    pub phase: DemoPhase,
    /// A folder that is kept, and taken up again next time; none: a temporary one, gone at the end.
    pub data: Option<PathBuf>,
    /// Time between two votes of citizens who are played, so that counts move ([`PACE`]); none: they vote only while time
    /// is moved.
    pub pace: Option<SignedDuration>,
}

/// Why there is no demonstration.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The primary or the published data of 2016.
    #[error("the data of the demonstration cannot be read: {0}")]
    Data(String),
    /// The folder or the port.
    #[error("the demonstration cannot start: {0}")]
    Io(#[from] std::io::Error),
    /// The platform.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// What is kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<PrimaryError> for DemoError {
    fn from(error: PrimaryError) -> Self {
        Self::Data(error.to_string())
    }
}

impl From<serde_json::Error> for DemoError {
    fn from(error: serde_json::Error) -> Self {
        Self::Data(error.to_string())
    }
}

/// A demonstration that runs. Dropped, it stops; [`DemoHandle::stop`] waits for the end.
pub struct DemoHandle {
    /// Where it listens: `http://127.0.0.1:PORT`.
    pub url: String,
    /// The address of the account that is yours.
    pub email: String,
    /// Its tokens; they outlast every jump in time.
    pub tokens: TokensView,
    story: Arc<Mutex<Story>>,
    clock: Arc<DemoClock>,
    stop: CancellationToken,
    work: TaskTracker,
    path: PathBuf,
    folder: Option<Folder>,
}

/// Starts demonstrations.
#[derive(Clone, Copy, Debug)]
pub struct Demo;

impl Demo {
    /// Starts one: ready when this comes back.
    pub async fn start(options: DemoOptions) -> Result<DemoHandle, DemoError> {
        let folder = if options.data.is_none() { Some(Folder::new()?) } else { None };
        let path = options.data.or_else(|| folder.as_ref().map(|f| f.path().to_owned())).unwrap_or_default();
        std::fs::create_dir_all(&path)?;
        let none = || DemoError::Data("the primary of 2016 is missing".into());
        let primary = Primary::built_in("laprimaire-2016").ok_or_else(none)??;
        let mut settings = Settings::new(&path, Arc::new(primary));
        settings.demo = true;
        settings.limits = LimitSettings::OFF;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        settings.public_url.clone_from(&url);

        let kept = story::kept(&path)?;
        let clock = Arc::new(DemoClock::new(kept.as_ref().map_or_else(story::begins, |k| k.now)));
        let platform = Platform::open(settings, clock.clone()).await?;
        let story = match kept {
            Some(kept) => Story::resume(platform.clone(), clock.clone(), path.clone(), kept).await?,
            None => Story::play(platform.clone(), clock.clone(), path.clone(), options.phase).await?,
        };
        let (email, tokens) = (story.email().to_owned(), story.tokens());
        let story = Arc::new(Mutex::new(story));

        let (stop, work) = (CancellationToken::new(), TaskTracker::new());
        let stopped = stop.clone().cancelled_owned();
        if let Some(pace) = options.pace {
            work.spawn(live::run(platform.app().clone(), Arc::clone(&story), pace, stop.clone()));
        }
        work.spawn(async move {
            if let Err(error) = platform.serve(listener, stopped).await {
                tracing::error!(%error, "the demonstration stopped serving");
            }
        });
        work.close();
        Ok(DemoHandle { url, email, tokens, story, clock, stop, work, path, folder })
    }
}

impl DemoHandle {
    /// What time it is there.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Where its data are.
    pub fn folder(&self) -> &Path {
        &self.path
    }

    /// Moves time to the opening of the next phase; what happens in between is played. None after the last.
    pub async fn next_phase(&self) -> Result<Option<PhaseKind>, DemoError> {
        self.story.lock().await.next_phase().await
    }

    /// Stops it and waits until it has: a temporary folder is gone then.
    pub async fn stop(mut self) {
        self.stop.cancel();
        self.work.wait().await;
        if let Err(error) = self.story.lock().await.keep() {
            tracing::warn!(%error, "the demonstration's place in time is not kept");
        }
        if let Some(folder) = self.folder.take()
            && let Err(error) = folder.close()
        {
            tracing::warn!(%error, "the demonstration's folder is still there");
        }
    }
}

impl Drop for DemoHandle {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
