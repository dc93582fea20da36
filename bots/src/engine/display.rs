//! What a person sees, brought up to date: one page at a time for each person, the newest one.

use super::worker::Worker;
use super::{Hands, HandsError, Look, Shown, Word};
use crate::chat;
use futures::FutureExt;
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::Document;
use isoloir_shared::text::{Announced, Msg, key};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// The longest rest after failures of a network.
const LONGEST_REST: Duration = Duration::from_secs(60);
/// Longer than any request of a network's library: a page that hangs for another reason is begun again.
const LONGEST_SHOW: Duration = Duration::from_secs(120);
/// After so many failures the page is left to the sweep.
const GIVE_UP: u32 = 8;
/// How often a line beside a page is tried.
const TELLS: u32 = 5;

/// Something that goes out beside the page.
#[derive(Clone, Debug)]
pub(super) enum Outgoing {
    Say(String, Msg),
    File(String, Document),
    Trial(String, Announced),
}

/// A page on its way.
pub(super) struct Showing(oneshot::Receiver<Ended>);

/// How that ended.
pub(super) struct Ended {
    /// What could not be sent, the first of it failed.
    left: Vec<Outgoing>,
    /// Some of it was.
    below: bool,
    result: Result<Shown, HandsError>,
    version: i64,
    heard: Option<Instant>,
    /// The word of the page, if that is not there: it is said with the next one.
    word: Option<Word>,
    /// It holds a secret.
    secret: bool,
    /// A message with a secret that stood there before.
    stood: Option<String>,
}

impl Showing {
    pub async fn ended(&mut self) -> Ended {
        match (&mut self.0).await {
            Ok(ended) => ended,
            // The program ends.
            Err(_) => {
                let (left, result) = (Vec::new(), Err(HandsError::Unreachable));
                Ended { left, below: false, result, version: 0, heard: None, word: None, secret: false, stood: None }
            }
        }
    }
}

/// One page, with what goes before it.
struct Page {
    hands: Arc<dyn Hands>,
    now: PageOf,
    outgoing: Vec<Outgoing>,
    /// Something was sent below the page that was there.
    below: bool,
}

struct PageOf {
    room: String,
    lang: Lang,
    version: i64,
    person: i64,
}

impl Worker {
    /// Begins to show.
    pub fn show(&mut self) -> Option<Showing> {
        let hands = self.inner.hands(self.chat.network);
        let (Some(now), Some(hands)) = (&mut self.now, hands) else {
            // Another process serves this network.
            (self.owed, self.outgoing) = (None, Vec::new());
            return None;
        };
        if !now.reachable {
            (self.owed, self.outgoing) = (None, Vec::new());
            return None;
        }
        let owed = self.owed.take();
        let outgoing = std::mem::take(&mut self.outgoing);
        let word = now.word.take();
        if let Some(message) = self.looks.take() {
            now.looks_at(&message);
        }
        let mut shown = now.shown.clone();
        let secret = chat::holds_secret(&now.screen);
        if let Some(shown) = &mut shown {
            let wrote = now.wrote > now.shown_version && !hands.below(&shown.message, &now.written);
            // Where what was edited can still be read, a secret has a message of its own, which goes whole.
            let apart = hands.keeps_edits() && (shown.secret || secret);
            shown.buried = wrote || self.below || !outgoing.is_empty() || apart;
        }
        let stood = shown.as_ref().filter(|it| it.secret).map(|it| it.message.clone());
        let page = PageOf { room: now.room.clone(), lang: now.lang, version: now.version, person: now.person.0 };
        let (screen, view, inner, heard) =
            (now.screen.clone(), now.view.clone(), self.inner.clone(), owed.and_then(|owed| owed.heard));
        let (tell, told) = oneshot::channel();
        self.inner.tasks.spawn(async move {
            let mut page = Page { hands, now: page, outgoing, below: false };
            let version = page.now.version;
            let key = page.key();
            let shows = async {
                let refused = page.before().await?.map(Word::Say);
                let (room, lang, now) = (page.now.room.as_str(), page.now.lang, inner.now());
                let (word, shown) = (refused.as_ref().or(word.as_ref()), shown.as_ref());
                let look = Look { room, screen: &screen, lang, now, shown, view: &view, word, key: &key };
                let before = shown.and_then(|it| it.numbers);
                let numbers = Some(chat::numbers(&screen, &view));
                page.hands.show(&look).await.map(|shown| Shown { numbers, before, ..shown })
            };
            let result = tokio::select! {
                // A fault of ours on a page refuses that page.
                shown = tokio::time::timeout(LONGEST_SHOW, AssertUnwindSafe(shows).catch_unwind()) => match shown {
                    Ok(Ok(shown)) => shown,
                    Ok(Err(_)) => Err(HandsError::Failed("a fault of this program".into())),
                    Err(_) => Err(HandsError::Unreachable),
                },
                () = inner.ended.cancelled() => return,
            };
            let (left, below) = (page.outgoing, page.below);
            drop(tell.send(Ended { left, below, result, version, heard, word, secret, stood }));
        });
        Some(Showing(told))
    }

    /// A page is there, or is not.
    pub async fn shown(&mut self, ended: Ended) {
        let Ended { left, below, result, version, heard, word, secret, stood } = ended;
        self.outgoing.splice(0..0, left);
        self.below |= below;
        let network = self.chat.network;
        match result {
            Ok(shown) => {
                (self.rest, self.failures, self.below, self.told) = (None, 0, false, false);
                if let Some(heard) = heard {
                    self.inner.measures.handled(network, heard.elapsed());
                }
                let room = self.now.as_ref().map(|now| now.room.clone());
                if let Some((stood, room)) = stood.filter(|it| *it != shown.message).zip(room) {
                    self.take_back(room, stood);
                }
                self.keep_shown(version, Shown { buried: false, refused: false, secret, ..shown }).await;
            }
            Err(HandsError::Gone) => {
                tracing::info!(%network, "somebody cannot be written to any more");
                if let Some(now) = &mut self.now {
                    now.reachable = false;
                }
                self.gone().await;
            }
            Err(HandsError::Failed(why)) => {
                tracing::error!(%network, why, "a page was refused");
                self.inner.measures.refused(network);
                // The same page would be refused again; the next one begins a new message.
                self.refused(version).await;
            }
            Err(error @ (HandsError::Later(_) | HandsError::Unreachable)) => {
                self.inner.measures.retry(network);
                self.failures += 1;
                let rest = match error {
                    HandsError::Later(rest) => rest,
                    _ => Duration::from_secs(1 << self.failures.min(6)).min(LONGEST_REST),
                };
                if self.failures > GIVE_UP {
                    // The store knows that it is owed; the sweep comes back to it.
                    (self.owed, self.outgoing) = (None, Vec::new());
                } else {
                    self.rest = Some(tokio::time::Instant::now() + rest);
                    if let Some(now) = &mut self.now {
                        now.word = now.word.take().or(word);
                    }
                    self.owe(heard);
                }
            }
        }
    }

    /// Says so, once: a page that goes on changing by itself would say it without end.
    async fn refused(&mut self, version: i64) {
        self.outgoing.clear();
        let Some(now) = &self.now else { return };
        let old = now.shown.clone().unwrap_or_default();
        // What they see is still the page before: a number is meant for that.
        let (numbers, view) = (old.numbers.or(Some(0)), old.view);
        let (key, room, lang) = (format!("isoloir-{}-{version}-refused", now.person.0), now.room.clone(), now.lang);
        if !std::mem::replace(&mut self.told, true) {
            self.tell(room, key, key::CHAT_NOT_SHOWN.into(), lang);
        }
        self.keep_shown(version, Shown { numbers, view, refused: true, ..Shown::default() }).await;
    }

    /// Says a line beside the page, a few times if the network cannot take it now.
    pub fn tell(&self, room: String, key: String, text: Msg, lang: Lang) {
        let Some(hands) = self.inner.hands(self.chat.network) else { return };
        let (network, inner) = (self.chat.network, self.inner.clone());
        self.inner.tasks.spawn(async move {
            for tries in 0..TELLS {
                let rest = match hands.say(&room, &key, &text, lang).await {
                    Ok(()) | Err(HandsError::Gone) => return,
                    Err(HandsError::Failed(why)) => return tracing::warn!(%network, why, "a line was refused"),
                    Err(HandsError::Later(rest)) => rest.min(LONGEST_REST),
                    Err(HandsError::Unreachable) => Duration::from_secs(1 << tries),
                };
                tokio::select! {
                    () = tokio::time::sleep(rest) => {}
                    () = inner.stopping.cancelled() => return,
                }
            }
        });
    }

    async fn keep_shown(&mut self, version: i64, shown: Shown) {
        let Some(now) = &mut self.now else { return };
        let (person, newest) = (now.person, now.version);
        match self.inner.vault.show(&self.chat, person, version, Some(&shown)).await {
            Ok(standing) => {
                (now.shown, now.shown_version) = (Some(shown), version);
                if standing.painted_over {
                    // Another process had shown a later turn: that is to be seen.
                    self.paint_again();
                } else if version < newest {
                    self.owe(None);
                }
            }
            Err(error) => {
                (now.shown, now.shown_version) = (Some(shown), version);
                tracing::warn!(%error, "what was shown cannot be kept");
            }
        }
    }

    fn paint_again(&mut self) {
        self.now = None;
        self.inner.put(&self.chat, super::desks::Job::TakeUp);
    }

    /// Takes away a message that holds a secret, beside everything else. If it cannot be done it stays: what it held is
    /// used up.
    pub fn take_back(&self, room: String, message: String) {
        let Some(hands) = self.inner.hands(self.chat.network) else { return };
        let inner = self.inner.clone();
        self.inner.tasks.spawn(async move {
            for tries in 0..GIVE_UP {
                let rest = match hands.take_back(&room, &message).await {
                    Ok(()) => return,
                    Err(HandsError::Later(rest)) => rest,
                    Err(HandsError::Unreachable) => Duration::from_secs(1 << tries),
                    Err(error) => return tracing::debug!(%error, "a message that holds a secret stays"),
                };
                tokio::select! {
                    () = tokio::time::sleep(rest) => {}
                    () = inner.ended.cancelled() => return,
                }
            }
        });
    }

    /// Answers a press, beside everything else: the person waits with their finger on it.
    pub fn answer_press(&self, press: String, word: Option<(Msg, Lang)>) {
        let Some(hands) = self.inner.hands(self.chat.network) else { return };
        self.inner.tasks.spawn(async move {
            let (text, lang) = word.map_or((None, Lang::Fr), |(text, lang)| (Some(text), lang));
            if let Err(error) = hands.answer(&press, text.as_ref(), lang).await {
                tracing::debug!(%error, "a press was not answered");
            }
        });
    }
}

impl Page {
    /// A transaction id: the same for the same turn, whoever shows it.
    fn key(&self) -> String {
        format!("isoloir-{}-{}-page", self.now.person, self.now.version)
    }

    /// What goes before it. What was sent is taken away; what is refused too, and the word about that goes onto the page.
    async fn before(&mut self) -> Result<Option<Msg>, HandsError> {
        let mut refused = None;
        while let Some(next) = self.outgoing.first() {
            let (sent, word) = match next {
                Outgoing::Say(key, text) => (self.hands.say(&self.now.room, key, text, self.now.lang).await, None),
                Outgoing::File(key, file) => {
                    (self.hands.deliver(&self.now.room, key, file).await, Some(key::CHAT_FILE_REFUSED.into()))
                }
                Outgoing::Trial(key, said) => {
                    let said = self.hands.announce(&self.now.room, key, said, self.now.lang).await;
                    (said, Some(key::CHAT_TRIAL_REFUSED.into()))
                }
            };
            match sent {
                Ok(()) => self.below = true,
                Err(HandsError::Failed(why)) => {
                    tracing::error!(why, "what goes beside a page was refused");
                    refused = word.or(refused);
                }
                Err(error) => return Err(error),
            }
            self.outgoing.remove(0);
        }
        Ok(refused)
    }
}
