//! Takes updates in: what people do goes to the engine, in order; groups, inline queries and stray presses are answered
//! here, beside it.

use super::heard::{Heard, heard};
use super::inline::Shelf;
use super::line::Line;
use super::{group, say};
use crate::engine::{Doing, Engine, HearError, Unreadable};
use futures::stream::{self, StreamExt};
use isoloir_shared::text::key;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use teloxide::net::Download;
use teloxide::requests::Requester;
use teloxide::types::{FileId, Update};
use tokio::sync::Semaphore;

/// How many pictures are fetched at once; how long one may take.
const FETCHED: (usize, Duration) = (16, Duration::from_secs(8));
/// How many answers beside the engine are under way at once; more are left out.
const BESIDE: usize = 64;
/// How many of their updates are remembered, so that one delivered twice is answered once.
const REMEMBERED: usize = 1000;

/// Takes updates in. Cheap to clone.
#[derive(Clone)]
pub(super) struct Taker(Arc<Inner>);

struct Inner {
    line: Line,
    engine: Engine,
    me: String,
    shelf: Option<Shelf>,
    beside: Arc<Semaphore>,
    recent: Mutex<VecDeque<u32>>,
}

impl Taker {
    pub(super) fn new(line: Line, engine: Engine, me: String, shelf: Option<Shelf>) -> Self {
        let (beside, recent) = (Arc::new(Semaphore::new(BESIDE)), Mutex::default());
        Self(Arc::new(Inner { line, engine, me, shelf, beside, recent }))
    }

    /// Resolves once all of them are on disk.
    ///
    /// # Errors
    /// If they are to be brought again.
    pub(super) async fn take(&self, updates: Vec<Update>) -> Result<(), HearError> {
        // Pictures come first, several at a time; then each update in the order in which it was brought.
        let mut ready = stream::iter(updates).map(|update| self.ready(update)).buffered(FETCHED.0);
        let mut noted = Vec::new();
        while let Some((id, heard)) = ready.next().await {
            match heard {
                Heard::Person(update) | Heard::Picture(update, _) => noted.push(self.0.engine.hear(update).await?),
                Heard::Nothing => {}
                other => self.beside(id, other),
            }
        }
        for done in futures::future::join_all(noted).await {
            done?;
        }
        Ok(())
    }

    async fn ready(&self, update: Update) -> (u32, Heard) {
        let id = update.id.0;
        // A fault of ours in reading one update would come again with it, and keep everybody else's from being taken.
        let read = catch_unwind(AssertUnwindSafe(|| heard(update, &self.0.me))).unwrap_or(Heard::Nothing);
        let heard = match read {
            Heard::Picture(mut update, file) => {
                let bytes = tokio::time::timeout(FETCHED.1, self.fetch(file)).await;
                update.doing = match bytes {
                    Ok(Some(bytes)) => Doing::Photo(bytes),
                    _ => Doing::Unreadable(Unreadable::Kind),
                };
                Heard::Person(update)
            }
            other => other,
        };
        (id, heard)
    }

    async fn fetch(&self, file: FileId) -> Option<Vec<u8>> {
        let file = self.0.line.soon(self.0.line.bot.get_file(file)).await.ok()?;
        let mut bytes = Vec::new();
        self.0.line.bot.download_file(&file.path, &mut bytes).await.ok()?;
        Some(bytes)
    }

    /// Answers what no person's session is about. Too much of it at once is left out: it slows nobody's vote.
    fn beside(&self, id: u32, heard: Heard) {
        {
            let mut recent = self.0.recent.lock().unwrap_or_else(PoisonError::into_inner);
            if recent.contains(&id) {
                return;
            }
            recent.push_back(id);
            if recent.len() > REMEMBERED {
                recent.pop_front();
            }
        }
        let Ok(slot) = self.0.beside.clone().try_acquire_owned() else { return };
        let it = self.clone();
        tokio::spawn(async move {
            it.answer(heard).await;
            drop(slot);
        });
    }

    async fn answer(&self, heard: Heard) {
        let Inner { line, me, shelf, .. } = &*self.0;
        let done = match heard {
            Heard::Group(command) => group::answer(line, me, &command).await,
            Heard::Inline(query) => match shelf {
                Some(shelf) => shelf.answer(line, me, &query).await,
                None => Ok(()),
            },
            Heard::Stray { press, lang } => say::word(line, &press, Some(&key::TELEGRAM_STRAY.into()), lang).await,
            Heard::Person(_) | Heard::Picture(..) | Heard::Nothing => Ok(()),
        };
        if let Err(refused) = done {
            tracing::debug!(?refused, "an answer beside the conversations was not sent");
        }
    }
}
