//! Rooms in which the bot shows its screens as they are.

use super::Fuse;
use async_trait::async_trait;
use isoloir_bots::chat::{Does, View, choices};
use isoloir_bots::engine::{Doing, Hands, HandsError, Look, Meaning, Network, Shown, Word};
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::Document;
use isoloir_shared::text::Msg;
use isoloir_shared::view::Screen;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// What one person sees.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// The newest page.
    pub screen: Option<Screen>,
    /// The word beside it.
    pub word: Option<Word>,
    /// Which part of it.
    pub view: String,
    /// The message that it stands in.
    pub message: String,
    /// Messages that were taken away.
    pub gone: Vec<String>,
    /// Messages that pages were sent in.
    pub messages: usize,
    /// Edits of them.
    pub edits: usize,
    /// Lines beside the pages, in words.
    pub lines: Vec<String>,
    /// Files.
    pub files: Vec<Document>,
    /// Answers to presses, in words.
    pub answers: Vec<Option<String>>,
}

/// All rooms of a network.
#[derive(Clone)]
pub struct Rooms(Arc<State>);

struct State {
    seen: Mutex<HashMap<String, Seen>>,
    failures: Mutex<HashMap<String, Vec<HandsError>>>,
    changes: watch::Sender<u64>,
}

impl Default for Rooms {
    fn default() -> Self {
        let (seen, failures, changes) = (Mutex::default(), Mutex::default(), watch::Sender::new(0));
        Self(Arc::new(State { seen, failures, changes }))
    }
}

impl Rooms {
    /// What somebody sees.
    pub fn seen(&self, room: &str) -> Seen {
        self.0.seen.lock().expect("no panic").get(room).cloned().unwrap_or_default()
    }

    /// Changes with everything that anybody sees.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.0.changes.subscribe()
    }

    /// The next pages of a room fail like this, the first first.
    pub fn fail(&self, room: &str, failures: Vec<HandsError>) {
        self.0.failures.lock().expect("no panic").insert(room.into(), failures);
    }

    fn change(&self, room: &str, change: impl FnOnce(&mut Seen)) {
        change(self.0.seen.lock().expect("no panic").entry(room.to_owned()).or_default());
        self.0.changes.send_modify(|n| *n += 1);
    }

    fn failure(&self, room: &str) -> Option<HandsError> {
        let mut failures = self.0.failures.lock().expect("no panic");
        let failures = failures.get_mut(room).filter(|it| !it.is_empty())?;
        Some(failures.remove(0))
    }
}

/// One instance's hands in these rooms.
pub struct Phone {
    /// The rooms.
    pub rooms: Rooms,
    /// Where this instance dies.
    pub fuse: Fuse,
}

#[async_trait]
impl Hands for Phone {
    fn network(&self) -> Network {
        Network::Telegram
    }

    fn read(&self, doing: &Doing, screen: &Screen, _: Lang, _: Option<&Shown>) -> Meaning {
        match doing {
            Doing::Press { code, .. } => match (code.strip_prefix("view "), code.parse()) {
                (Some(view), _) => Meaning::Look(view.to_owned()),
                (None, Ok(intent)) => Meaning::Do(intent),
                (None, Err(_)) => Meaning::Again,
            },
            // A number of the choices, as both networks take it: `!2`.
            Doing::Text(text) if text.starts_with('!') => {
                let number = text.trim_start_matches('!').parse().unwrap_or(0);
                let choice = choices(screen, View::First).into_iter().find(|it| it.number == number);
                match choice.map(|it| it.does) {
                    Some(Does::Intent(intent)) => Meaning::Do(intent),
                    _ => Meaning::Word(Word::Unknown),
                }
            }
            Doing::Text(text) if screen.input.is_some() => Meaning::Submit(text.clone()),
            _ => Meaning::Word(Word::Unknown),
        }
    }

    async fn show(&self, look: &Look<'_>) -> Result<Shown, HandsError> {
        self.fuse.burn().await;
        if let Some(failure) = self.rooms.failure(look.room) {
            return Err(failure);
        }
        let old = look.shown.filter(|shown| !shown.buried && !shown.message.is_empty());
        let message = old.map_or_else(|| look.key.to_owned(), |shown| shown.message.clone());
        self.rooms.change(look.room, |seen| {
            seen.message.clone_from(&message);
            match old {
                Some(_) => seen.edits += 1,
                None => seen.messages += 1,
            }
            seen.screen = Some(look.screen.clone());
            seen.word = look.word.cloned();
            seen.view = look.view.to_owned();
        });
        self.fuse.burn().await;
        Ok(Shown { message, view: look.view.to_owned(), ..Shown::default() })
    }

    async fn take_back(&self, room: &str, message: &str) -> Result<(), HandsError> {
        self.rooms.change(room, |seen| seen.gone.push(message.to_owned()));
        Ok(())
    }

    async fn deliver(&self, room: &str, _: &str, document: &Document) -> Result<(), HandsError> {
        self.rooms.change(room, |seen| seen.files.push(document.clone()));
        Ok(())
    }

    async fn say(&self, room: &str, _: &str, text: &Msg, lang: Lang) -> Result<(), HandsError> {
        self.rooms.change(room, |seen| seen.lines.push(text.resolve(lang)));
        Ok(())
    }

    async fn answer(&self, press: &str, word: Option<&Msg>, lang: Lang) -> Result<(), HandsError> {
        let room = press.split('/').next().unwrap_or_default();
        self.rooms.change(room, |seen| seen.answers.push(word.map(|word| word.resolve(lang))));
        Ok(())
    }
}
