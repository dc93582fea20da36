//! A session during a turn: what the person did and what the platform answered, as events of the core; what they look at
//! meanwhile.

use super::payload::Payload;
use super::{Doing, Meaning, Shown, Word};
use crate::chat;
use isoloir_shared::core::{Effect, Event, Session, Start};
use isoloir_shared::text::{Key, key};
use isoloir_shared::view::{Intent, Place, Screen};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// A turn that is being taken.
pub(super) struct Taking {
    pub session: Session,
    pub effects: Vec<Effect>,
    pub view: String,
    pub views: BTreeMap<u64, String>,
    /// The turn in which the person last wrote.
    pub wrote: i64,
    /// The message that they wrote then, where the network names it.
    pub written: String,
    pub word: Option<Word>,
    /// Something of it has to be kept.
    pub changed: bool,
}

impl Taking {
    /// Somebody begins.
    pub fn new(start: Start) -> Self {
        let mut session = Session::new();
        let effects = session.handle(Event::Start(start));
        let (view, views) = (String::new(), BTreeMap::new());
        Self { session, effects, view, views, wrote: 0, written: String::new(), word: None, changed: true }
    }

    /// Something happens. Who is led to another screen looks at its beginning; who comes back, at what they looked at.
    pub fn tell(&mut self, event: Event) {
        self.changed = true;
        let left = self.session.trail().last().copied();
        self.effects.extend(self.session.handle(event));
        let trail = self.session.trail();
        let here = trail.last().copied();
        if left != here {
            let view = here.and_then(|it| self.views.remove(&it)).unwrap_or_default();
            let view = std::mem::replace(&mut self.view, view);
            self.views.extend(left.filter(|_| !view.is_empty()).map(|it| (it, view)));
            self.views.retain(|flow, _| trail.contains(flow));
        }
    }

    pub fn tick(&mut self, now: Timestamp) {
        let effects = self.session.handle(Event::Tick(now));
        self.changed |= !effects.is_empty();
        self.effects.extend(effects);
    }

    pub fn say(&mut self, text: Key) {
        self.word = Some(Word::Say(text.into()));
    }

    /// The person chose or typed something: they look at the beginning of what comes of it, where they stay on a screen
    /// and did not just ask for more of it.
    pub fn act(&mut self, event: Event) {
        let (before, more) = (self.session.trail(), matches!(event, Event::Intent(Intent::More)));
        self.tell(event);
        if before.last() == self.session.trail().last() && !more {
            self.view.clear();
        }
    }

    /// Comes by a link, or just begins.
    pub fn start(&mut self, payload: &str, new: bool) {
        if new {
            self.word = Some(Word::Greet);
        }
        match Payload::read(payload) {
            Payload::Nothing if new => {}
            Payload::Nothing => self.act(Event::Intent(Intent::Open(Place::Home))),
            Payload::Place(place) => self.act(Event::Intent(Intent::Open(place))),
            Payload::Code(code) => self.act(Event::Code(code)),
            Payload::Unknown => {
                self.act(Event::Intent(Intent::Open(Place::Home)));
                self.say(key::BOTS_UNKNOWN_LINK);
            }
        }
    }

    /// False: nothing at all.
    pub fn mean(&mut self, meaning: Meaning) -> bool {
        match meaning {
            Meaning::Do(intent) => self.act(Event::Intent(intent)),
            Meaning::Submit(text) => {
                self.act(Event::Typed(text.clone()));
                self.act(Event::Submitted(text));
            }
            Meaning::Look(view) => self.view = view,
            Meaning::Word(word) => self.word = Some(word),
            Meaning::Again => {}
            Meaning::Start(payload) => self.start(&payload, false),
            Meaning::Nothing => return false,
        }
        true
    }
}

/// A number was typed, and the numbers that the person saw stood for something else than those of the screen now.
/// `below`: the page came only after it was typed.
pub(super) fn renumbered(doing: &Doing, screen: &Screen, shown: &Shown, below: bool) -> bool {
    let seen = if below { shown.before } else { shown.numbers };
    matches!(doing, Doing::Text(text) if chat::by_number(screen, text))
        && seen.is_some_and(|seen| seen != chat::numbers(screen, &shown.view))
}
