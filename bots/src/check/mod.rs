//! What is missing before the bots can run, found out by asking: each finding in plain words.

use isoloir_shared::text::Msg;
use serde::Serialize;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// A short name that stays, for scripts: `telegram.token`.
    pub name: &'static str,
    /// How it stands.
    pub state: State,
    /// What was found.
    pub what: Msg,
    /// What to do about it.
    pub how: Option<Msg>,
}

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it should be.
    Good,
    /// Runs, but somebody will miss something.
    Doubtful,
    /// Does not run like this.
    Missing,
}

impl Finding {
    /// Something as it should be.
    pub fn good(name: &'static str, what: impl Into<Msg>) -> Self {
        Self { name, state: State::Good, what: what.into(), how: None }
    }

    /// Something to think about.
    pub fn doubtful(name: &'static str, what: impl Into<Msg>, how: impl Into<Msg>) -> Self {
        Self { name, state: State::Doubtful, what: what.into(), how: Some(how.into()) }
    }

    /// Something without which nothing runs.
    pub fn missing(name: &'static str, what: impl Into<Msg>, how: impl Into<Msg>) -> Self {
        Self { name, state: State::Missing, what: what.into(), how: Some(how.into()) }
    }
}
