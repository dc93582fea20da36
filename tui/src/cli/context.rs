//! What a command that asks the platform works with.

use super::folders::Folders;
use super::{CliError, Globals, Output};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use isoloir_config::text::Key;
use isoloir_shared::api::client::Client;
use isoloir_shared::api::ids::IdempotencyKey;
use isoloir_shared::api::types::{CandidateState, PhaseKind, PhaseStatus, PrimaryView, ReceiptStatus};
use isoloir_shared::api::{ApiError, Call, Reply};
use isoloir_shared::driver::Device;
use isoloir_shared::text::{Msg, key};
use std::time::Duration;
use url::Url;
use uuid::Uuid;

/// A write that got no answer is repeated with its key after these waits: it is one write however often it arrives.
const WAITS: [Duration; 2] = [Duration::from_millis(300), Duration::from_secs(1)];

/// A platform, and where to write.
pub struct Context<'a> {
    /// The platform.
    pub client: Client,
    /// Where to write.
    pub out: &'a Output,
    folders: Folders,
    device: Device,
    url: Url,
}

impl<'a> Context<'a> {
    /// The platform that the flags, the settings or the last run name.
    pub fn new(globals: &Globals, out: &'a Output) -> Result<Self, CliError> {
        let folders = Folders::find(globals)?;
        let device = folders.device();
        let url = folders.platform(globals, &device)?.ok_or(CliError::Usage(Msg::new(key::CLI_ERROR_NO_PLATFORM)))?;
        let client = device.client(&url).map_err(|error| CliError::address(&error))?;
        client.speak(out.lang);
        Ok(Self { client, out, folders, device, url })
    }

    /// Keeps the platform that a flag named for the next time, now that it has answered.
    pub fn remember(&self, globals: &Globals) -> Result<(), CliError> {
        self.folders.remember(globals, &self.device, &self.url)
    }

    /// Makes a call. One that got no answer is made again: reads change nothing, and a write keeps its key.
    pub async fn call(&self, call: Call) -> Result<Reply, CliError> {
        Ok(self.ask(call).await?)
    }

    /// The same, with the error as the client has it.
    pub async fn ask(&self, call: Call) -> Result<Reply, ApiError> {
        for wait in WAITS {
            match self.client.call(&call).await {
                Err(ApiError::Unreachable) => tokio::time::sleep(wait).await,
                result => return result,
            }
        }
        self.client.call(&call).await
    }

    /// The primary.
    pub async fn primary(&self) -> Result<PrimaryView, CliError> {
        match self.call(Call::Primary).await? {
            Reply::Primary(primary) => Ok(primary),
            _ => Err(CliError::Garbled),
        }
    }

    /// In words.
    pub fn say(&self, msg: impl Into<Msg>) -> String {
        msg.into().resolve(self.out.lang)
    }

    /// A text of the catalogue found by its name: `state-qualified`. A name that has none is shown as it is.
    pub fn named(&self, area: &str, name: &str) -> String {
        let name = name.replace('_', "-");
        Key::find(&format!("{area}-{name}")).map_or(name, |key| self.say(key))
    }

    /// A candidate's state.
    pub fn state(&self, state: CandidateState) -> String {
        self.named("state", &word(&state))
    }

    /// A phase's name.
    pub fn phase(&self, phase: PhaseKind) -> String {
        self.named("phase", &word(&phase))
    }

    /// A phase's status.
    pub fn status(&self, status: PhaseStatus) -> String {
        self.named("cli-status", &word(&status))
    }

    /// A receipt's status.
    pub fn receipt(&self, status: ReceiptStatus) -> String {
        self.named("cli-receipt", &word(&status))
    }

    /// A line of columns, parted by tabs; a text of several lines stands in its column on one.
    pub fn row<S: AsRef<str>>(&self, cells: &[S]) -> Result<(), CliError> {
        let cells: Vec<String> = cells.iter().map(|cell| cell.as_ref().replace(['\n', '\r', '\t'], " ")).collect();
        self.out.line(&cells.join("\t"))
    }

    /// A bar on stderr, on a terminal only.
    pub fn progress(&self) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}") {
            bar.set_style(style.progress_chars("#>."));
        }
        if self.out.json { ProgressBar::hidden() } else { bar }
    }
}

/// The word of an enum on the wire.
pub fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A value from its word on the wire; `-` is as good as `_`.
pub fn from_word<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Allowed> {
    serde_json::from_value(text.replace('-', "_").into()).map_err(|error| {
        let words = error.to_string();
        // "unknown variant `x`, expected one of `a`, `b`": every second part stands between the marks, the first is
        // what was given.
        let quoted = words.split('`').skip(3).step_by(2);
        Allowed(quoted.map(|word| word.replace('_', "-")).collect::<Vec<_>>().join(", "))
    })
}

/// A word that is none of those that there are: these.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Allowed(pub String);

/// A fresh key for a write.
pub fn fresh() -> IdempotencyKey {
    IdempotencyKey(Uuid::new_v4())
}
