//! What most flows need: something being loaded, a field being filled, words for errors and grades.

use crate::api::types::{CandidateState, CandidateSummary, CandidateView, ChangeCause};
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::text::{Key, Msg, clean_line, clean_text, key};
use crate::view::{Action, Block, Input, InputKind, Intent, Place, Screen, Tone};
use jiff::SignedDuration;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Something that is asked of the platform.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(serialize = "T: Serialize", deserialize = "T: DeserializeOwned"))]
pub(crate) struct Remote<T> {
    /// What came, also while it is asked again.
    #[serde(with = "crate::core::kept::maybe", skip_serializing_if = "Option::is_none", default)]
    pub value: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    asked: Option<ReqId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    error: Option<ApiError>,
}

/// What an answer was to somebody who waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// Somebody else's.
    Other,
    /// The value that was asked for.
    Value,
    /// An error.
    Failed,
}

impl<T> Default for Remote<T> {
    fn default() -> Self {
        Self { value: None, asked: None, error: None }
    }
}

impl<T> Remote<T> {
    /// Asks, unless an answer is awaited.
    pub fn ask(&mut self, ctx: &mut Ctx, call: Call) {
        if self.asked.is_none() {
            self.error = None;
            self.asked = Some(ctx.ask(call));
        }
    }

    /// Asks after a while, unless an answer is awaited.
    pub fn ask_after(&mut self, ctx: &mut Ctx, call: Call, after: SignedDuration) {
        if self.asked.is_none() {
            self.error = None;
            self.asked = Some(ctx.ask_soon(call, after));
        }
    }

    /// Takes the answer if it is this one's.
    pub fn take(
        &mut self,
        id: ReqId,
        result: &Result<Reply, ApiError>,
        pick: impl FnOnce(&Reply) -> Option<T>,
    ) -> Taken {
        if self.asked != Some(id) {
            return Taken::Other;
        }
        self.asked = None;
        match result.as_ref().map(pick) {
            Ok(Some(value)) => {
                self.value = Some(value);
                return Taken::Value;
            }
            Ok(None) => self.error = Some(ApiError::Garbled),
            Err(error) => self.error = Some(error.clone()),
        }
        Taken::Failed
    }

    /// Takes the answer to something written, and tells why where it was not done. True: it is done.
    pub fn done(
        &mut self,
        id: ReqId,
        result: &Result<Reply, ApiError>,
        ctx: &mut Ctx,
        pick: impl FnOnce(&Reply) -> Option<T>,
    ) -> bool {
        let taken = self.take(id, result, pick);
        if let (Taken::Failed, Some(error)) = (taken, &self.error) {
            ctx.toast(Tone::Bad, error_text(error));
        }
        taken == Taken::Value
    }

    /// An answer is awaited.
    pub fn waiting(&self) -> bool {
        self.asked.is_some()
    }

    /// Nobody has asked for it yet.
    pub fn untouched(&self) -> bool {
        self.asked.is_none() && self.error.is_none() && self.value.is_none()
    }

    /// Why none came.
    pub fn error(&self) -> Option<&ApiError> {
        self.error.as_ref()
    }

    /// What to show in the place of what is not there.
    pub fn notice(&self) -> Option<Block> {
        match (&self.error, &self.value) {
            (Some(error), _) => Some(Block::Notice { tone: Tone::Bad, text: error_text(error) }),
            (None, None) => Some(loading()),
            (None, Some(_)) => None,
        }
    }
}

/// Something is being loaded.
pub(crate) fn loading() -> Block {
    Block::Progress { label: key::LOADING.into(), done: 0, total: None }
}

/// What went wrong, in words: the platform's own where it has some, in the language that was asked.
pub(crate) fn error_text(error: &ApiError) -> Msg {
    match error {
        ApiError::Problem(problem) => {
            let words = problem.detail.as_deref().filter(|it| !it.trim().is_empty()).unwrap_or(&problem.title);
            Msg::Words(clean_line(words).chars().take(200).collect())
        }
        ApiError::Unreachable => key::ERROR_UNREACHABLE.into(),
        ApiError::Garbled => key::ERROR_GARBLED.into(),
        ApiError::Alarm(fault) => Msg::new(key::ALARM).with("why", fault.text()),
        ApiError::NotKept => key::ERROR_NOT_KEPT.into(),
        ApiError::Incomplete(_) => key::ERROR_INCOMPLETE.into(),
        ApiError::NoSeal => key::ERROR_NO_SEAL.into(),
        ApiError::KeyCode(why) => why.text(),
    }
}

/// A field being filled.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Field {
    /// What stands in it.
    pub value: String,
    /// Why it was not taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Msg>,
}

impl Field {
    /// With something in it from before.
    pub fn of(value: impl Into<String>) -> Self {
        Self { value: value.into(), error: None }
    }

    /// The person is typing.
    pub fn typed(&mut self, text: &str, max: usize) {
        self.value = text.chars().filter(|c| !c.is_control() || *c == '\n').take(max).collect();
        self.error = None;
    }

    /// The person has typed: cleaned, on one line.
    pub fn line(&mut self, text: &str, max: usize) -> String {
        self.typed(&clean_line(text), max);
        self.value.clone()
    }

    /// The same, on several lines.
    pub fn text(&mut self, text: &str, max: usize) -> String {
        self.typed(&clean_text(text), max);
        self.value.clone()
    }

    /// Refuses what was typed.
    pub fn refuse(&mut self, why: impl Into<Msg>) {
        self.error = Some(why.into());
    }

    /// As it is shown.
    pub fn input(&self, label: impl Into<Msg>, kind: InputKind, max: usize) -> Input {
        Input { label: label.into(), hint: None, value: self.value.clone(), kind, max, error: self.error.clone() }
    }
}

impl Input {
    /// With an example or a rule.
    #[must_use]
    pub(crate) fn hint(self, hint: impl Into<Msg>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// Where a candidate stands, in words.
pub(crate) fn state_name(state: CandidateState) -> Key {
    match state {
        CandidateState::Nominated => key::STATE_NOMINATED,
        CandidateState::Declared => key::STATE_DECLARED,
        CandidateState::Qualified => key::STATE_QUALIFIED,
        CandidateState::Confirmed => key::STATE_CONFIRMED,
        CandidateState::Finalist => key::STATE_FINALIST,
        CandidateState::Winner => key::STATE_WINNER,
        CandidateState::Withdrawn => key::STATE_WITHDRAWN,
        CandidateState::Refused => key::STATE_REFUSED,
        CandidateState::Lapsed => key::STATE_LAPSED,
        CandidateState::Disqualified => key::STATE_DISQUALIFIED,
    }
}

/// Where a candidate stands, and for somebody who did not go on, why.
pub(crate) fn standing(page: &CandidateView) -> Msg {
    let state = page.summary.state;
    let last = page.history.iter().rev().find(|it| it.state == state);
    match (state, last) {
        (CandidateState::Lapsed, Some(last)) => Msg::new(key::STATE_BECAUSE)
            .with("state", state_name(state))
            .with("cause", cause(last.cause, page.summary.charter)),
        _ => state_name(state).into(),
    }
}

/// Why a state changed. With the charter signed, only supports can have been missing.
pub(crate) fn cause(cause: ChangeCause, charter: bool) -> Key {
    match cause {
        ChangeCause::Nomination => key::CAUSE_NOMINATION,
        ChangeCause::Declaration => key::CAUSE_DECLARATION,
        ChangeCause::Threshold => key::CAUSE_THRESHOLD,
        ChangeCause::Deadline if charter => key::CAUSE_TOO_FEW,
        ChangeCause::Deadline => key::CAUSE_DEADLINE,
        ChangeCause::Confirmation => key::CAUSE_CONFIRMATION,
        ChangeCause::Refusal => key::CAUSE_REFUSAL,
        ChangeCause::Silence => key::CAUSE_SILENCE,
        ChangeCause::Vote => key::CAUSE_VOTE,
        ChangeCause::Withdrawal => key::CAUSE_WITHDRAWAL,
        ChangeCause::Organisers => key::CAUSE_ORGANISERS,
        ChangeCause::Import => key::CAUSE_IMPORT,
    }
}

/// How many support a candidate.
pub(crate) fn supports(row: &CandidateSummary) -> Msg {
    Msg::new(key::CANDIDATE_SUPPORTS).with("n", row.supports)
}

/// The way to take part, for somebody who cannot yet: sign in, or get on the roll.
pub(crate) fn way_in(screen: Screen, ctx: &Ctx) -> Screen {
    match &ctx.known.account {
        None => screen.act(Action::new(Intent::Open(Place::SignIn), key::ACTION_SIGN_IN).primary()),
        Some(account) if !account.registered => {
            screen.act(Action::new(Intent::Open(Place::Register), key::ACTION_REGISTER).primary())
        }
        Some(_) => screen.act(Action::new(Intent::Open(Place::Calendar), key::ACTION_CALENDAR)),
    }
}
