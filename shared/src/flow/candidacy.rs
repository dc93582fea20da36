//! My candidacy: what the public sees, an answer when one is asked, and leaving.

use super::address::stands;
use super::candidate::hidden;
use super::organise::moderated;
use super::parts::{Field, Remote, loading, standing};
use super::plea::{appealable, unanswered};
use super::{Flow, Outcome};
use crate::api::types::{CandidacyView, CandidateState, ConfirmationRequest, ModerationView};
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::text::{Msg, key};
use crate::view::{Action, Block, Fact, InputKind, Intent, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// My candidacy.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Candidacy {
    page: Remote<()>,
    writing: Remote<()>,
    /// Asked to say once more that I leave, or refuse.
    sure: Option<Intent>,
    /// A photo is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    photo: Option<Field>,
    /// What is being written is a photo.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    sent_photo: bool,
}

/// Largest photo that a platform takes, in bytes.
const PHOTO: usize = 512 * 1024;
/// Longest path that can be typed.
const PATH: usize = 4096;

impl Candidacy {
    fn actions(&self, screen: Screen, mine: &CandidacyView, ctx: &Ctx) -> Screen {
        if let Some(intent) = self.sure {
            return screen
                .notice(Tone::Warning, key::CANDIDACY_SURE)
                .act(Action::new(Intent::Cancel, key::CANDIDACY_STAY).primary())
                .act(Action::new(intent, key::CANDIDACY_LEAVE_NOW).danger());
        }
        let screen = match mine.confirm_by {
            Some(until) => screen
                .notice(Tone::Warning, key::CANDIDACY_ASKED)
                .with(Block::Countdown { label: key::CANDIDACY_UNTIL.into(), until, now: ctx.platform_now() })
                .act(Action::new(Intent::Confirm(true), key::CANDIDACY_CONFIRM).primary())
                .act(Action::new(Intent::Confirm(false), key::CANDIDACY_REFUSE).danger()),
            None => screen,
        };
        let leave = stands(mine);
        // What was decided against them can be answered here.
        let answer = Action::new(Intent::Open(Place::Answer), key::PLEA_ANSWER_OPEN).primary();
        let screen = if unanswered(mine) { screen.act(answer) } else { screen };
        let appeal = |it: &ModerationView| {
            let label = Msg::new(key::PLEA_APPEAL_OPEN).with("what", moderated(it.kind));
            Action::new(Intent::Open(Place::Appeal(it.id)), label)
        };
        appealable(mine)
            .map(appeal)
            .fold(screen, Screen::act)
            .act(Action::new(Intent::Open(Place::Declare), key::CANDIDACY_EDIT).when(leave.clone()))
            .act(Action::new(Intent::AddPhoto, key::CANDIDACY_PHOTO).when(leave.clone()))
            .act(Action::new(Intent::Open(Place::Address), key::ADDRESS_TITLE).when(leave.clone()))
            .act(Action::new(Intent::Open(Place::Candidate(mine.candidate.summary.id)), key::CANDIDACY_PUBLIC))
            .act(Action::new(Intent::WithdrawCandidacy, key::CANDIDACY_WITHDRAW).danger().when(leave))
    }
}

impl Flow for Candidacy {
    fn place(&self) -> Option<Place> {
        Some(Place::Candidacy)
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        self.page.ask(ctx, Call::Candidacy);
        Outcome::Continue
    }

    fn back(&mut self, _ctx: &mut Ctx) -> bool {
        let inside = self.sure.take().is_some();
        self.photo.take().is_some() || inside
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        if let Some(photo) = &mut self.photo {
            photo.typed(text, PATH);
        }
    }

    /// What was typed instead of a picture: a path at which nothing could be read, or words in a chat.
    fn submitted(&mut self, text: &str, ctx: &mut Ctx) -> Outcome {
        if let Some(photo) = &mut self.photo {
            photo.line(text, PATH);
            photo.refuse(if ctx.channel.is_chat() { key::PHOTO_NO_PICTURE } else { key::PHOTO_NO_FILE });
        }
        Outcome::Continue
    }

    fn photo(&mut self, bytes: Vec<u8>, ctx: &mut Ctx) -> Outcome {
        // Another write is under way: the question stays.
        let Some(photo) = self.photo.as_mut().filter(|_| !self.writing.waiting()) else { return Outcome::Continue };
        if bytes.len() > PHOTO {
            photo.refuse(key::PHOTO_TOO_LARGE);
        } else if !bytes.starts_with(b"\x89PNG") && !bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            photo.refuse(key::PHOTO_UNREAD);
        } else {
            (self.photo, self.sent_photo) = (None, true);
            let call = Call::PutPhoto(ctx.key(), bytes);
            self.writing.ask(ctx, call);
        }
        Outcome::Continue
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        let call = match intent {
            Intent::Confirm(true) => Call::Confirm(ctx.key(), ConfirmationRequest { accept: true }),
            Intent::Confirm(false) if self.sure == Some(intent) => {
                Call::Confirm(ctx.key(), ConfirmationRequest { accept: false })
            }
            Intent::AddPhoto => {
                self.photo = Some(Field::default());
                return Outcome::Continue;
            }
            Intent::WithdrawCandidacy if self.sure == Some(intent) => Call::WithdrawCandidacy(ctx.key()),
            Intent::Confirm(false) | Intent::WithdrawCandidacy => {
                self.sure = Some(intent);
                return Outcome::Continue;
            }
            _ => {
                (self.sure, self.photo) = (None, None);
                return Outcome::Continue;
            }
        };
        (self.sure, self.sent_photo) = (None, false);
        self.writing.ask(ctx, call);
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        let pick = |reply: &Reply| matches!(reply, Reply::Candidacy(_)).then_some(());
        self.page.take(id, result, pick);
        if self.writing.done(id, result, ctx, pick) {
            let photo = std::mem::take(&mut self.sent_photo);
            ctx.toast(Tone::Good, if photo { key::TOAST_PHOTO } else { key::TOAST_CANDIDACY });
        }
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = Screen::new(ScreenId::Candidacy, key::CANDIDACY_TITLE);
        let Some(Some(mine)) = &ctx.known.candidacy else {
            return match self.page.waiting() {
                true => screen.with(loading()),
                false => screen.say(key::CANDIDACY_NONE).act(
                    Action::new(Intent::Open(Place::Declare), key::DECLARE_TITLE)
                        .when(ctx.may(crate::api::types::PhaseKind::Identification)),
                ),
            };
        };
        if let Some(photo) = &self.photo {
            let label = if ctx.channel.is_chat() { key::PHOTO_SEND } else { key::PHOTO_FILE };
            return screen
                .say(key::PHOTO_TEXT)
                .ask(photo.input(label, InputKind::Photo, PATH).hint(key::PHOTO_HINT))
                .act(Action::new(Intent::Cancel, key::PHOTO_NONE));
        }
        let hidden = mine.candidate.hidden.iter().map(|it| Block::Notice { tone: Tone::Warning, text: hidden(it) });
        let screen = screen.with_all(hidden);
        let row = &mine.candidate.summary;
        let charter = if row.charter { key::CHARTER_SIGNED } else { key::CHARTER_NOT_SIGNED };
        let fact = |label, value: Msg| Fact { label: Msg::new(label), value };
        let screen = screen.with(Block::Facts(vec![
            fact(key::DECLARE_NAME, Msg::words(&row.name)),
            fact(key::CANDIDATE_STATE, standing(&mine.candidate)),
            fact(key::CANDIDATE_SUPPORTS_LABEL, Msg::new(key::NUMBER).with("n", row.supports)),
            fact(key::CANDIDATE_CHARTER, charter.into()),
        ]));
        let threshold = ctx.known.primary.as_ref().map_or(0, |primary| primary.rules.threshold);
        let screen = match row.state {
            CandidateState::Declared => screen.with(Block::Progress {
                label: Msg::new(key::CANDIDACY_THRESHOLD),
                done: row.supports,
                total: Some(threshold),
            }),
            _ => screen,
        };
        self.actions(screen, mine, ctx).with_all(super::candidate::share(&mine.candidate, ctx))
    }
}
