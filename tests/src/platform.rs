//! A platform of its own for each test: in this process, on a free port, in a temporary folder, with a clock that the test moves.

use crate::raw::Raw;
use isoloir_platform::clock::ManualClock;
use isoloir_platform::limits::LimitSettings;
use isoloir_platform::{Platform, Settings};
use isoloir_shared::api::types::{PhaseKind, PrimaryView};
use jiff::{SignedDuration, Timestamp};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A primary of `tests/primaries`.
///
/// # Panics
/// If there is none of that name, or it is no primary.
pub fn primary(name: &str) -> Arc<isoloir_config::primary::Primary> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("primaries").join(format!("{name}.toml"));
    let text = std::fs::read_to_string(&path).expect(name);
    Arc::new(isoloir_config::primary::Primary::from_toml(name, &text).expect(name))
}

/// A running platform. Ends with its value.
pub struct TestPlatform {
    /// Its clock.
    pub clock: ManualClock,
    /// The platform itself.
    pub platform: Platform,
    address: SocketAddr,
    end: CancellationToken,
    task: Option<JoinHandle<std::io::Result<()>>>,
    folder: TempDir,
}

impl TestPlatform {
    /// Starts one that holds `tests/primaries/<name>.toml`, on the morning of its first day.
    pub async fn start(name: &str) -> Self {
        Self::start_with(name, |_| {}).await
    }

    /// The same, with other settings.
    pub async fn start_with(name: &str, change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut settings = Settings::new(folder.path(), primary(name));
        settings.demo = true;
        settings.limits = LimitSettings::OFF;
        change(&mut settings);
        let clock = ManualClock::new("2027-01-04T08:00:00+01:00".parse().expect("an instant"));
        let platform = Platform::open(settings, Arc::new(clock.clone())).await.expect("the platform opens");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let end = CancellationToken::new();
        let (serving, stop) = (platform.clone(), end.clone());
        let task = tokio::spawn(async move { serving.serve(listener, stop.cancelled_owned()).await });
        Self { clock, platform, address, end, task: Some(task), folder }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where clients connect.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The primary as it shows it.
    pub async fn primary(&self) -> PrimaryView {
        let answer = reqwest::get(format!("{}/v1/primary", self.url())).await.expect("the platform answers");
        answer.json().await.expect("a primary")
    }

    /// Moves the clock to the morning of the first day of a phase, and waits until the platform is in it.
    pub async fn enter(&self, kind: PhaseKind) {
        let opens = self.primary().await.phase(kind).expect("the primary has that phase").opens_at;
        self.clock.set(opens + SignedDuration::from_hours(8));
        self.until(|primary| primary.current == Some(kind)).await;
    }

    /// Waits until the ballots of a round are verified and counted, which happens beside everything else.
    ///
    /// # Panics
    /// If they never are.
    pub async fn counted(&self, round: &str) {
        let (anybody, path) = (Raw::new(self.url()), format!("/v1/elections/{round}"));
        for _ in 0..100_000 {
            if anybody.get(&path).await.ok()["state"] == "counted" {
                return;
            }
        }
        panic!("the {round} is not counted");
    }

    /// Moves the clock, and waits until the platform tells that time.
    pub async fn at(&self, instant: Timestamp) {
        self.clock.set(instant);
        self.until(|primary| primary.now >= instant).await;
    }

    /// Waits until the platform shows what was due by its clock.
    ///
    /// # Panics
    /// If it never does.
    pub async fn until(&self, done: impl Fn(&PrimaryView) -> bool) -> PrimaryView {
        // Each look is a request, which gives the platform its turn: bounded by looks, not by a clock.
        for _ in 0..10_000 {
            let primary = self.primary().await;
            if done(&primary) {
                return primary;
            }
        }
        panic!("the platform does not move on: {:?}", self.primary().await);
    }

    /// Stops it as an operator would, and waits for its end.
    pub async fn stop(mut self) {
        self.end.cancel();
        if let Some(task) = self.task.take() {
            task.await.expect("it does not panic").expect("it ends well");
        }
    }
}

impl Drop for TestPlatform {
    fn drop(&mut self) {
        self.end.cancel();
    }
}
