//! One turn of a conversation: load, resume, handle, keep, commit if nobody was quicker. Only then are the effects
//! carried out. Whatever kills the process on the way leaves either the turn before, whose cause comes again, or the
//! turn whole, whose calls whoever is next sends again with their keys.

use super::call::Answered;
use super::inner::{Inner, channel};
use super::notes::Notes;
use super::taking::{Taking, renumbered};
use super::{ChatKey, Doing, Shown, Unreadable, Update, Word};
use crate::chat::{announcement, holds_secret};
use crate::store::{Change, Committed, Kept, Person, PersonId, Turn, VaultError, Who};
use futures::FutureExt;
use isoloir_shared::api::client::Tokens;
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::{Effect, Event, KeptError, Resume, Session, Start, TimerId};
use isoloir_shared::text::key;
use isoloir_shared::view::Screen;
use jiff::{SignedDuration, Timestamp};
use std::panic::AssertUnwindSafe;

/// How often a turn is taken again when others are quicker: each time somebody else got on.
const TRIES: usize = 50;
/// A longer text is none that anybody typed: no field of the core takes as much.
const LONGEST: usize = 20_000;

/// How long a secret is shown.
const SHOWN: SignedDuration = SignedDuration::from_mins(5);
/// The engine's own timer for that: the core counts its own from one.
const HIDE: TimerId = TimerId(i64::MAX.unsigned_abs());

/// What a turn is about.
pub(super) enum Cause<'a> {
    /// The person did something.
    Update(&'a Update),
    /// The platform answered.
    Answers(&'a [Answered]),
    /// Timers came.
    Timers(&'a [TimerId]),
    /// Look after what they see; and after their calls, if nobody here does.
    TakeUp {
        /// Nobody here carries their calls.
        orphaned: bool,
    },
    /// What they see follows the phases, and one opened or closed.
    Wake,
}

/// How somebody stands after a turn.
pub(super) struct Now {
    pub person: PersonId,
    pub version: i64,
    pub room: String,
    pub screen: Screen,
    pub lang: Lang,
    pub view: String,
    pub wrote: i64,
    pub written: String,
    pub shown: Option<Shown>,
    pub shown_version: i64,
    pub reachable: bool,
    pub tokens: Option<Tokens>,
    pub effects: Vec<Effect>,
    pub word: Option<Word>,
}

impl Now {
    /// The person pressed a button of that message: it is the one that they look at, whichever was shown last (two
    /// instances may each have sent one). What it shows is not known.
    pub fn looks_at(&mut self, message: &str) {
        if let Some(shown) = self.shown.as_mut().filter(|it| !message.is_empty() && it.message != message) {
            message.clone_into(&mut shown.message);
            (shown.page, shown.memo) = (0, String::new());
        }
    }
}

/// What became of a turn.
pub(super) enum Taken {
    /// It is on disk.
    Now(Box<Now>),
    /// The update was handled before, perhaps by a process that died of it.
    Already,
    /// There is nothing to do.
    Nothing,
}

/// Why a turn was not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum TurnError {
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Kept(#[from] KeptError),
    #[error("others were quicker too often")]
    Crowded,
    #[error("a fault of this program")]
    Fault,
}

impl Inner {
    /// Takes a turn.
    pub async fn turn(&self, chat: &ChatKey, cause: &Cause<'_>) -> Result<Taken, TurnError> {
        self.informed().await;
        let _turn = self.turns.acquire().await;
        // A fault of ours is one message's own: it ends nobody's conversation, and nothing of it was kept.
        AssertUnwindSafe(self.tries(chat, cause)).catch_unwind().await.unwrap_or(Err(TurnError::Fault))
    }

    async fn tries(&self, chat: &ChatKey, cause: &Cause<'_>) -> Result<Taken, TurnError> {
        for _ in 0..TRIES {
            if let Some(taken) = self.try_turn(chat, cause).await? {
                return Ok(taken);
            }
            self.measures.conflict(chat.network);
        }
        Err(TurnError::Crowded)
    }

    /// None: somebody was quicker.
    async fn try_turn(&self, chat: &ChatKey, cause: &Cause<'_>) -> Result<Option<Taken>, TurnError> {
        let person = self.vault.person(chat).await?;
        let Some(mut taking) = self.begin(chat, person.as_ref(), cause)? else {
            if let Cause::Update(update) = cause {
                self.vault.store().note(chat.network, &update.id, self.now()).await.map_err(VaultError::from)?;
            }
            return Ok(Some(Taken::Nothing));
        };
        let shown = person.as_ref().and_then(|it| it.shown.as_ref());
        match cause {
            Cause::Update(update) => {
                if !self.hear(&mut taking, update, shown, person.as_ref()) {
                    self.vault.store().note(chat.network, &update.id, self.now()).await.map_err(VaultError::from)?;
                    return Ok(Some(Taken::Nothing));
                }
            }
            Cause::Answers(answers) => {
                for answer in *answers {
                    taking.tell(Event::Reply(answer.id, Box::new(answer.result.clone())));
                }
            }
            Cause::Timers(timers) => timers.iter().for_each(|timer| taking.tell(Event::Timer(*timer))),
            // The session looks by itself at what is known now.
            Cause::TakeUp { .. } => {}
            Cause::Wake => taking.changed = true,
        }
        self.learn(taking.session.public());
        self.keep(chat, person, cause, taking).await
    }

    /// The session as it was, or a new one; none if there is nobody to do this for.
    fn begin(&self, chat: &ChatKey, person: Option<&Person>, cause: &Cause<'_>) -> Result<Option<Taking>, TurnError> {
        let now = self.now();
        let lang = match cause {
            Cause::Update(update) => update.lang.unwrap_or(Lang::Fr),
            _ => Lang::Fr,
        };
        let seed = rand::random();
        let start = |signed_in, saved| {
            let (connected, lasts, demo_lasts) = (true, true, false);
            let (channel, public) = (channel(chat.network), self.public());
            Start { now, seed, channel, lang, connected, signed_in, lasts, demo_lasts, public, saved }
        };
        let Some(person) = person else {
            return Ok(match cause {
                Cause::Update(update) if update.doing != Doing::Gone => Some(Taking::new(start(false, None))),
                _ => None,
            });
        };
        // An answer to somebody who was forgotten and came back is for nobody.
        if matches!(cause, Cause::Answers(answers) if answers.iter().any(|it| it.person != person.id)) {
            return Ok(None);
        }
        let resume = Resume { now, lang, seed, channel: channel(chat.network), public: self.public() };
        let mut taking = match Session::resume(&person.kept.session, resume) {
            Ok((session, effects)) => Taking {
                changed: !effects.is_empty(),
                session,
                effects,
                view: person.kept.view.clone(),
                views: person.kept.views.clone(),
                wrote: person.kept.wrote,
                written: person.kept.written.clone(),
                word: None,
            },
            Err(error @ KeptError::Newer { .. }) => return Err(error.into()),
            Err(error) => {
                tracing::error!(%error, "a conversation cannot be read: it begins again with what can be saved of it");
                Taking::new(start(person.tokens.is_some(), Session::salvage(&person.kept.session)))
            }
        };
        // A code that was shown is shown no more, whatever comes next.
        if holds_secret(&taking.session.screen()) {
            taking.session.hide();
            taking.changed = true;
        }
        let orphaned = match cause {
            Cause::TakeUp { orphaned } => *orphaned,
            // Another process took the last turn. If it lives, its answers and ours are taken once.
            Cause::Update(_) => person.run != self.run,
            Cause::Answers(_) | Cause::Timers(_) | Cause::Wake => false,
        };
        if person.waits && orphaned {
            taking.effects.extend(taking.session.resend());
            taking.changed = true;
        }
        taking.tick(now);
        Ok(Some(taking))
    }

    /// What the person did, as events of the core. False: nothing at all.
    fn hear(&self, taking: &mut Taking, update: &Update, shown: Option<&Shown>, before: Option<&Person>) -> bool {
        if !matches!(update.doing, Doing::Press { .. } | Doing::Reaction { .. }) {
            taking.wrote = before.map_or(1, |it| it.version + 1);
            taking.written = update.message.clone().unwrap_or_default();
        }
        taking.changed = true;
        let new = before.is_none();
        if let Some(called) = &update.called
            && (new || matches!(update.doing, Doing::Start(_)))
        {
            taking.tell(Event::Called(called.clone()));
        }
        match &update.doing {
            Doing::Start(payload) => taking.start(payload, new),
            Doing::Text(text) if text.len() > LONGEST => taking.say(key::BOTS_TOO_LONG),
            Doing::Photo(bytes) if !new && taking.session.asks_for_photo() => taking.act(Event::Photo(bytes.clone())),
            Doing::Photo(_) => taking.say(key::BOTS_UNREADABLE),
            Doing::Unreadable(Unreadable::Kind) => taking.say(key::BOTS_UNREADABLE),
            Doing::Unreadable(Unreadable::Encrypted) => taking.say(key::BOTS_ENCRYPTED),
            Doing::Unreadable(Unreadable::TooLarge) => taking.say(key::BOTS_TOO_LONG),
            Doing::Gone => return false,
            // Beside the conversation: the core knows nothing of it, and the worker keeps it.
            Doing::Text(text) if let Some(wants) = announcement::asked(text) => {
                let lang = taking.session.lang();
                taking.word = Some(Word::Say(announcement::noted(wants, channel(update.chat.network), lang)));
            }
            // Who was never here is shown where they are before anything they say is taken for an answer.
            _ if new => taking.word = Some(Word::Greet),
            doing => {
                let Some(hands) = self.hands(update.chat.network) else { return false };
                let (screen, lang) = (taking.session.screen(), taking.session.lang());
                if let Some(shown) = shown
                    && renumbered(doing, &screen, shown, hands.below(&shown.message, &taking.written))
                {
                    taking.say(key::CHAT_RENUMBERED);
                    return true;
                }
                return taking.mean(hands.read(doing, &screen, lang, shown));
            }
        }
        true
    }

    async fn keep(
        &self,
        chat: &ChatKey,
        person: Option<Person>,
        cause: &Cause<'_>,
        taking: Taking,
    ) -> Result<Option<Taken>, TurnError> {
        let Taking { session, effects, view, views, wrote, written, word, changed } = taking;
        let update = match cause {
            Cause::Update(update) => Some(*update),
            _ => None,
        };
        let kept = session.keep();
        let Notes { tokens, account, tell } = Notes::of(cause, &effects, &kept);
        let held = match &tokens {
            Change::To(tokens) => tokens.clone(),
            Change::Same => person.as_ref().and_then(|it| it.tokens.clone()),
        };
        let quiet = matches!(cause, Cause::TakeUp { .. }) && !changed;
        let room = update.map(|it| it.room.clone());
        let (screen, lang) = (session.screen(), session.lang());
        let (id, version) = match &person {
            Some(person) if quiet => (person.id, person.version),
            _ => {
                let under_way = session.resend();
                let mut timers: Vec<_> = effects.iter().filter_map(timer).collect();
                if holds_secret(&screen) {
                    // The next turn shows it no more, whatever causes it.
                    timers.push((HIDE, self.now() + SHOWN));
                }
                let turn = Turn {
                    who: person.as_ref().map_or_else(|| Who::New(chat.clone()), |it| Who::Known(it.id, it.version)),
                    kept: Kept { session: kept, view: view.clone(), views, wrote, written: written.clone() },
                    waits: under_way.iter().any(|it| matches!(it, Effect::Api(..))),
                    follows: session.follows_phases(),
                    rests: session.rests(),
                    run: self.run,
                    at: self.now(),
                    update: update.map(|it| (chat.network, it.id.clone())),
                    fired: if let Cause::Timers(timers) = cause { timers.to_vec() } else { Vec::new() },
                    timers,
                    room: room.clone(),
                    tokens,
                    account,
                    tell,
                    here: update.is_some(),
                    forget: effects.contains(&Effect::Forget),
                };
                match self.vault.commit(chat, turn).await? {
                    Committed::Done(id, version) => (id, version),
                    Committed::Conflict => return Ok(None),
                    Committed::Already => return Ok(Some(Taken::Already)),
                    Committed::NoTimer => return Ok(Some(Taken::Nothing)),
                }
            }
        };
        let before = person.map(|it| (it.room, it.shown, it.shown_version, it.reachable));
        let (old_room, shown, shown_version, reachable) = before.unwrap_or((String::new(), None, 0, true));
        let (room, reachable) = (room.unwrap_or(old_room), reachable || update.is_some());
        Ok(Some(Taken::Now(Box::new(Now {
            person: id,
            version,
            room,
            screen,
            lang,
            view,
            wrote,
            written,
            shown,
            shown_version,
            reachable,
            tokens: held,
            effects,
            word,
        }))))
    }
}

fn timer(effect: &Effect) -> Option<(TimerId, Timestamp)> {
    match effect {
        Effect::Schedule(timer, at) => Some((*timer, *at)),
        _ => None,
    }
}
