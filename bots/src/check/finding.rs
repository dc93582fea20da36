//! One thing that was looked at.

use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, key};
use serde::Serialize;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq)]
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

impl State {
    fn word(self) -> Msg {
        Msg::new(match self {
            Self::Good => key::BOTS_CHECK_GOOD,
            Self::Doubtful => key::BOTS_CHECK_DOUBTFUL,
            Self::Missing => key::BOTS_CHECK_MISSING,
        })
    }
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

/// Findings for a person.
pub fn words(findings: &[Finding], lang: Lang) -> String {
    let mut text = String::new();
    for finding in findings {
        text.push_str(&format!("[{}] {}\n", finding.state.word().resolve(lang), finding.what.resolve(lang)));
        if let Some(how) = &finding.how {
            let how = Msg::new(key::BOTS_CHECK_HOW).with("how", how.clone());
            text.push_str(&format!("    {}\n", how.resolve(lang)));
        }
    }
    let missing = findings.iter().any(|finding| finding.state == State::Missing);
    let end = if missing { key::BOTS_CHECK_NOT_READY } else { key::BOTS_CHECK_READY };
    text.push_str(&format!("{}\n", Msg::new(end).resolve(lang)));
    text
}

/// Findings for a program: a list of `{"name", "state", "what", "how"}`.
pub fn json(findings: &[Finding], lang: Lang) -> String {
    #[derive(Serialize)]
    struct Told {
        name: &'static str,
        state: State,
        what: String,
        how: Option<String>,
    }
    let told = findings.iter().map(|it| Told {
        name: it.name,
        state: it.state,
        what: it.what.resolve(lang),
        how: it.how.as_ref().map(|how| how.resolve(lang)),
    });
    let text = serde_json::to_string_pretty(&told.collect::<Vec<_>>()).unwrap_or_default();
    format!("{text}\n")
}
