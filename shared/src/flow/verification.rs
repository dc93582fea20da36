//! The verification of a result before one's eyes. In a chat, the command to do it elsewhere: a bot's word that it holds
//! would be worth nothing more than the platform's.

use super::home::published;
use super::{Flow, Outcome, error_text};
use crate::api::types::Round;
use crate::core::{Ctx, Effect, Verification};
use crate::text::{Key, Msg, key};
use crate::verify::{Outcome as Ended, Progress, Told};
use crate::view::{Action, Block, Intent, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// Verifies a round.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Verify {
    round: Round,
    state: State,
}

/// How far it is.
#[derive(Debug, Default, Serialize, Deserialize)]
enum State {
    /// Not begun.
    #[default]
    Before,
    /// The archive is coming; so many bytes are here.
    Loading(u64),
    /// It is being checked.
    Checking(Progress),
    /// It is over.
    Told(Box<Told>),
    /// The archive did not come: why.
    Failed(Msg),
}

impl Verify {
    /// Of this round.
    pub fn new(round: Round) -> Self {
        Self { round, state: State::Before }
    }

    fn runs(&self) -> bool {
        matches!(self.state, State::Loading(_) | State::Checking(_))
    }
}

impl Flow for Verify {
    fn place(&self) -> Option<Place> {
        Some(Place::Verification(self.round))
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        let idle = matches!(self.state, State::Before | State::Failed(_));
        if idle && !ctx.channel.is_chat() && published(self.round, ctx).is_ok() {
            self.state = State::Loading(0);
            ctx.wish(Effect::Verify(self.round));
        }
        Outcome::Continue
    }

    fn learnt(&mut self, ctx: &mut Ctx) {
        if matches!(self.state, State::Before) {
            self.enter(ctx);
        }
    }

    fn verification(&mut self, news: Verification, _ctx: &mut Ctx) -> Outcome {
        // What comes after it was over is of an earlier one.
        if self.runs() {
            self.state = match news {
                Verification::Loaded(bytes) => State::Loading(bytes),
                Verification::Checking(progress) => State::Checking(progress),
                Verification::Done(told) => State::Told(told),
                Verification::Failed(error) => State::Failed(error_text(&error)),
                Verification::NoRoom => State::Failed(key::VERIFY_NO_ROOM.into()),
            };
        }
        Outcome::Continue
    }

    fn gone(&mut self, ctx: &mut Ctx) {
        if self.runs() {
            ctx.wish(Effect::StopVerifying);
        }
    }

    fn follows_phases(&self, ctx: &Ctx) -> bool {
        published(self.round, ctx).is_err()
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = Screen::new(ScreenId::Verification, key::VERIFY_TITLE);
        if let Err(why) = published(self.round, ctx) {
            return screen.notice(Tone::Info, why);
        }
        if ctx.channel.is_chat() {
            return elsewhere(screen, self.round);
        }
        match &self.state {
            State::Before => screen.say(key::VERIFY_HERE),
            State::Loading(bytes) => screen.say(key::VERIFY_HERE).with(Block::Progress {
                label: Msg::new(key::VERIFY_LOADING).with("n", bytes / 1000),
                done: 0,
                total: None,
            }),
            State::Checking(Progress { done, total }) => screen.say(key::VERIFY_HERE).with(Block::Progress {
                label: key::VERIFY_CHECKING.into(),
                // In hundredths: bytes of two walks would mean nothing to anybody.
                done: u64::try_from(u128::from(*done) * 100 / u128::from((*total).max(1))).unwrap_or(100),
                total: Some(100),
            }),
            State::Told(told) => verdict(screen, told),
            State::Failed(error) => {
                screen.notice(Tone::Bad, error.clone()).act(Action::new(Intent::Retry, key::ACTION_RETRY).primary())
            }
        }
    }
}

fn verdict(screen: Screen, told: &Told) -> Screen {
    let tone = match told.outcome {
        Ended::Holds => Tone::Good,
        Ended::Partial => Tone::Warning,
        Ended::Fault => Tone::Bad,
    };
    let mut screen = screen.notice(tone, told.headline.clone());
    for fault in &told.fault {
        screen = screen.say(fault.clone());
    }
    for (heading, lines) in [
        (key::VERIFY_RESULT, &told.result),
        (key::VERIFY_CHECKED, &told.checked),
        (key::VERIFY_NOT_CHECKED, &told.unchecked),
    ] {
        screen = screen.with_all(section(heading, lines));
    }
    let line = told.checkpoint.clone();
    screen.with_all(line.map(|text| Block::Verbatim { label: key::VERIFY_CHECKPOINT.into(), text }))
}

fn section(heading: Key, lines: &[Msg]) -> Vec<Block> {
    if lines.is_empty() {
        return Vec::new();
    }
    let head = std::iter::once(Block::Heading(heading.into()));
    head.chain(lines.iter().cloned().map(Block::Paragraph)).collect()
}

/// What to do on a computer of one's own.
fn elsewhere(screen: Screen, round: Round) -> Screen {
    let word = match round {
        Round::Preselection => "preselection",
        Round::Final => "final",
    };
    screen
        .say(key::VERIFY_CHAT)
        .with(Block::Verbatim {
            label: key::VERIFY_CHAT_COMMAND.into(),
            text: format!("isoloir verify --live --round {word}"),
        })
        .with(Block::Verbatim { label: key::VERIFY_CHAT_ARCHIVE.into(), text: format!("/v1/elections/{word}/archive") })
        .say(key::VERIFY_CHAT_OTHER)
}
