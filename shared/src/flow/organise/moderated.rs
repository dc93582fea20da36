//! One text, photo or name: shown, or hidden with a reason and words that everybody may read.

use super::deed::Became;
use super::watched::Watched;
use super::{Duty, Factor, awaited, may, theirs, words};
use crate::api::ids::ModerationId;
use crate::api::types::{ModeratedKind, ModerationReason, ModerationState, ModerationView, VerdictRequest};
use crate::api::{ApiError, Call, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::{Field, Remote, Taken};
use crate::flow::{Flow, Outcome, Transition};
use crate::text::{Msg, key};
use crate::view::{Action, Block, Fact, Image, InputKind, Intent, Item, ListView, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// Longest words to a decision, in characters.
const NOTE: usize = 500;

const REASONS: [ModerationReason; 6] = [
    ModerationReason::Insult,
    ModerationReason::Hate,
    ModerationReason::Identity,
    ModerationReason::PersonalData,
    ModerationReason::OffTopic,
    ModerationReason::Illegal,
];

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    /// Looking at it.
    #[default]
    Look,
    /// Hide it: why?
    Because,
    /// In what words?
    Note(Option<ModerationReason>),
}

/// What is looked at.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Moderated {
    id: ModerationId,
    #[serde(flatten)]
    seen: Watched<ModerationView>,
    // Kept in memory only, and shown to whoever has a role.
    photo: Remote<()>,
    step: Step,
    note: Field,
}

impl Moderated {
    pub fn new(id: ModerationId) -> Self {
        let (seen, photo, note) = (Watched::default(), Remote::default(), Field::default());
        Self { id, seen, photo, step: Step::Look, note }
    }

    fn call(&self) -> OrganiseCall {
        OrganiseCall::Moderated(self.id)
    }

    fn has_photo(&self) -> bool {
        let photo = |it: &ModerationView| it.kind == ModeratedKind::Photo && it.state != ModerationState::Superseded;
        self.seen.it.value.as_ref().is_some_and(photo)
    }

    fn judge(&mut self, accept: bool, because: Option<ModerationReason>, note: String, ctx: &mut Ctx) {
        let note = Some(note).filter(|it| !it.is_empty());
        let call = OrganiseCall::Judge(ctx.key(), self.id, VerdictRequest { accept, because, note });
        self.step = Step::Look;
        self.seen.deed.wish(call, ctx);
    }

    /// What can be decided of it now.
    fn actions(&self, screen: Screen, it: &ModerationView, ctx: &Ctx) -> Screen {
        use ModerationState as S;
        let mine = it.decided_by.is_some() && it.decided_by == ctx.known.staff.as_ref().map(|it| it.number);
        let may = || match it.state {
            S::Appealed if mine => Err(key::WHY_OWN_DECISION.into()),
            _ => may(Duty::Judge, ctx),
        };
        let show = |label| Action::new(Intent::Show(it.id), Msg::new(label)).when(may());
        let hide = |label| Action::new(Intent::Hide(it.id), Msg::new(label)).when(may());
        match it.state {
            S::Waiting => screen.act(show(key::MODERATED_SHOW)).act(hide(key::MODERATED_HIDE)),
            S::Appealed => screen.act(show(key::MODERATED_GRANT)).act(hide(key::MODERATED_UPHOLD)),
            // What an appeal decided is decided.
            S::Accepted if it.heard_by.is_none() => screen.act(hide(key::MODERATED_HIDE)),
            _ => screen,
        }
    }

    fn shown(&self, screen: Screen, it: &ModerationView, ctx: &Ctx) -> Screen {
        let lines = |screen: Screen, text: &str| {
            text.split('\n').filter(|it| !it.trim().is_empty()).map(Msg::words).fold(screen, Screen::say)
        };
        let mut screen = screen.with(Block::Heading(heading(it))).with(Block::Facts(facts(it, ctx)));
        if self.has_photo() {
            let alt = Msg::new(key::CANDIDATE_PHOTO).with("name", it.name.as_str());
            let bytes = ctx.known.judged(it.id).map(Image);
            screen = screen.with(Block::Photo { candidate: it.candidate, bytes, alt });
        }
        if let Some(body) = &it.body {
            screen = lines(screen, body);
        }
        match &it.appeal {
            Some(appeal) => lines(screen.with(Block::Heading(key::MODERATED_APPEAL.into())), appeal),
            None => screen,
        }
    }
}

fn heading(it: &ModerationView) -> Msg {
    Msg::new(key::QUEUE_ROW).with("kind", words::moderated(it.kind)).with("name", it.name.as_str())
}

fn facts(it: &ModerationView, ctx: &Ctx) -> Vec<Fact> {
    let fact = |label, value: Msg| Fact { label: Msg::new(label), value };
    let mut facts = vec![
        fact(key::PROPOSAL_STATE, words::moderation(it.state).into()),
        fact(key::MODERATED_CAME, Msg::new(key::AT).with("at", ctx.at(it.at))),
    ];
    facts.extend(it.because.map(|why| fact(key::MODERATED_BECAUSE, words::because(why).into())));
    facts.extend(it.note.as_ref().map(|note| fact(key::MODERATED_NOTE, Msg::words(note))));
    if let (Some(by), Some(at)) = (it.decided_by, it.decided_at) {
        let value = Msg::new(key::ORGANISE_BY_AT).with("person", words::person(by)).with("at", ctx.at(at));
        facts.push(fact(key::PROPOSAL_DECIDED, value));
    }
    facts.extend(it.heard_by.map(|by| fact(key::MODERATED_HEARD, words::person(by))));
    facts
}

fn reasons() -> ListView {
    let item = |(n, it): (u8, ModerationReason)| Item {
        title: words::because(it).into(),
        details: Vec::new(),
        marked: false,
        intent: Some(Intent::Choose(n)),
    };
    ListView {
        label: key::MODERATED_WHY.into(),
        items: (0..).zip(REASONS).map(item).collect(),
        empty: key::NOTHING.into(),
        loading: false,
    }
}

impl Flow for Moderated {
    fn place(&self) -> Option<Place> {
        Some(Place::Moderated(self.id))
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        self.seen.enter(self.call(), ctx);
        Outcome::Continue
    }

    fn learnt(&mut self, ctx: &mut Ctx) {
        self.seen.learnt(self.call(), ctx);
    }

    fn reads(&self) -> Vec<Call> {
        self.has_photo().then_some(Call::Organise(OrganiseCall::JudgedPhoto(self.id))).into_iter().collect()
    }

    fn back(&mut self, _ctx: &mut Ctx) -> bool {
        std::mem::take(&mut self.step) != Step::Look
    }

    fn intent(&mut self, intent: Intent, ctx: &mut Ctx) -> Outcome {
        let appealed = self.seen.it.value.as_ref().is_some_and(|it| it.state == ModerationState::Appealed);
        match (intent, self.step) {
            (Intent::Show(_), _) => self.judge(true, None, String::new(), ctx),
            // After an appeal it stays hidden for what it was hidden for.
            (Intent::Hide(_), _) if appealed => self.step = Step::Note(None),
            (Intent::Hide(_), _) => self.step = Step::Because,
            (Intent::Choose(n), Step::Because) => {
                self.note = Field::default();
                self.step = REASONS.get(usize::from(n)).map_or(Step::Look, |it| Step::Note(Some(*it)));
            }
            (Intent::Skip, Step::Note(because)) => self.judge(false, because, String::new(), ctx),
            _ => self.step = Step::Look,
        }
        Outcome::Continue
    }

    fn typed(&mut self, text: &str, _ctx: &mut Ctx) {
        self.note.typed(text, NOTE);
    }

    fn submitted(&mut self, text: &str, ctx: &mut Ctx) -> Outcome {
        let note = self.note.line(text, NOTE);
        if let Step::Note(because) = self.step {
            self.judge(false, because, note, ctx);
        }
        Outcome::Continue
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, ctx: &mut Ctx) -> Outcome {
        let taken = self.seen.it.take(id, result, |reply| match reply {
            Reply::Organise(OrganiseReply::Moderated(it)) => Some((**it).clone()),
            _ => None,
        });
        self.photo
            .take(id, result, |reply| matches!(reply, Reply::Organise(OrganiseReply::JudgedPhoto(..))).then_some(()));
        if taken == Taken::Value && self.has_photo() && self.photo.untouched() {
            self.photo.ask(ctx, Call::Organise(OrganiseCall::JudgedPhoto(self.id)));
        }
        match self.seen.deed.reply(id, result, ctx) {
            Became::Factor => return Outcome::Done(Transition::push(Factor::default())),
            Became::Done => {
                let shown = matches!(result, Ok(Reply::Organise(OrganiseReply::Moderated(it))) if it.state == ModerationState::Accepted);
                ctx.toast(Tone::Good, if shown { key::TOAST_SHOWN } else { key::TOAST_HIDDEN });
                return Outcome::Done(Transition::Back);
            }
            // Somebody else may have decided meanwhile.
            Became::Refused => self.seen.load(self.call(), ctx),
            Became::Other => {}
        }
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        theirs(Screen::new(ScreenId::Moderated, key::MODERATED_TITLE), ctx, |screen| {
            let screen = awaited(screen, &self.seen.it);
            let Some(it) = &self.seen.it.value else { return screen };
            let none = Action::new(Intent::Cancel, key::MODERATED_NOT_YET);
            match self.step {
                Step::Look => {
                    let page = Action::new(Intent::Open(Place::Candidate(it.candidate)), key::ORGANISE_THEIR_PAGE);
                    self.actions(self.shown(screen, it, ctx), it, ctx).act(page.quiet())
                }
                Step::Because => screen.say(heading(it)).with(Block::List(reasons())).act(none),
                Step::Note(because) => screen
                    .with(Block::Heading(heading(it)))
                    .with_all(because.map(|it| Block::Paragraph(words::because(it).into())))
                    .ask(self.note.input(key::MODERATED_NOTE, InputKind::Line, NOTE).hint(key::MODERATED_NOTE_HINT))
                    .act(Action::new(Intent::Skip, key::MODERATED_NO_NOTE))
                    .act(none),
            }
        })
    }
}
