//! One person's worker: takes what lies on their desk in order, one turn after the other, and brings what they see up
//! to date. It goes when nothing is left to do; nothing of the person stays in memory.

use super::call::{Answered, Asking};
use super::desks::{Heard, Job};
use super::display::{Outgoing, Showing};
use super::inner::Inner;
use super::turn::{Cause, Now, Taken, TurnError};
use super::{ChatKey, Doing, HearError, Update, Word};
use crate::chat::announcement;
use crate::outbox::{Quiet, Subscription};
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::{Effect, TimerId};
use isoloir_shared::text::key;
use std::future::pending;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::mpsc::UnboundedReceiver;

/// How often what the platform answered is offered to a store that is not there.
const PATIENCE: u32 = 20;

/// A worker.
pub(super) struct Worker {
    pub inner: Arc<Inner>,
    pub chat: ChatKey,
    /// How the person stands, as far as this worker knows.
    pub now: Option<Now>,
    /// What they see is not what it should be, since then.
    pub owed: Option<Owed>,
    /// The message whose button was pressed last, until a page is shown there. A page of another turn may be on its
    /// way to another message meanwhile.
    pub looks: Option<String>,
    /// Lines and files that go before the next page.
    pub outgoing: Vec<Outgoing>,
    /// Some of it went out, and the page did not yet: what is to be seen of that stands above.
    pub below: bool,
    /// The person was told that their page was refused, and has done nothing since.
    pub told: bool,
    /// Calls of this worker under way.
    asked: usize,
    showing: Option<Showing>,
    /// After a failure the network is left alone until then.
    pub rest: Option<tokio::time::Instant>,
    pub failures: u32,
}

/// A page is owed.
#[derive(Clone, Copy)]
pub(super) struct Owed {
    /// Since.
    since: tokio::time::Instant,
    /// The update that waits for it, for the measure of how long that took.
    pub heard: Option<Instant>,
}

/// Until nothing is left to do for this person.
pub(super) async fn work(inner: Arc<Inner>, chat: ChatKey, mut jobs: UnboundedReceiver<Job>) {
    let mut worker = Worker {
        inner,
        chat,
        now: None,
        owed: None,
        looks: None,
        outgoing: Vec::new(),
        below: false,
        told: false,
        asked: 0,
        showing: None,
        rest: None,
        failures: 0,
    };
    let mut next = None;
    loop {
        let job = match next.take() {
            Some(job) => Some(job),
            None => worker.wait(&mut jobs).await,
        };
        if let Some(job) = job {
            next = worker.take(job, &mut jobs).await;
        }
        if next.is_none() && worker.idle() && worker.inner.desks.leave(&worker.chat, &jobs) {
            return;
        }
    }
}

impl Worker {
    fn idle(&self) -> bool {
        self.asked == 0 && self.showing.is_none() && self.owed.is_none() && self.outgoing.is_empty()
    }

    /// The next job, if one comes before something else is to be done here.
    async fn wait(&mut self, jobs: &mut UnboundedReceiver<Job>) -> Option<Job> {
        let ready = self.ready(jobs.is_empty());
        tokio::select! {
            biased;
            job = jobs.recv() => job,
            ended = async { match &mut self.showing { Some(showing) => showing.ended().await, None => pending().await } } => {
                self.showing = None;
                self.shown(ended).await;
                None
            }
            () = async { match ready { Some(at) => tokio::time::sleep_until(at).await, None => pending().await } } => {
                self.showing = self.show();
                None
            }
        }
    }

    /// When the page is to be shown: once the platform has answered, or has taken too long; not while it changes.
    fn ready(&self, quiet: bool) -> Option<tokio::time::Instant> {
        let pace = &self.inner.pace;
        if self.showing.is_some() || (self.owed.is_none() && self.outgoing.is_empty()) {
            return None;
        }
        let at = match self.owed {
            Some(owed) if self.asked > 0 || !quiet => owed.since + pace.settle,
            _ => tokio::time::Instant::now(),
        };
        Some(self.rest.map_or(at, |rest| rest.max(at)))
    }

    /// Takes a job, and with an answer or a timer those that lie behind it. What is left over comes back.
    async fn take(&mut self, job: Job, jobs: &mut UnboundedReceiver<Job>) -> Option<Job> {
        match job {
            Job::Update => {
                if let Some(heard) = self.inner.desks.next(&self.chat) {
                    self.update(*heard).await;
                }
                None
            }
            Job::Answered(first) => {
                let mut answers = vec![*first];
                let mut left = None;
                while let Ok(job) = jobs.try_recv() {
                    match job {
                        Job::Answered(answer) => answers.push(*answer),
                        other => {
                            left = Some(other);
                            break;
                        }
                    }
                }
                self.answers(answers).await;
                left
            }
            Job::Timer(timer) => {
                self.timer(timer).await;
                None
            }
            Job::TakeUp => {
                self.take_up().await;
                None
            }
            Job::Wake => {
                match self.inner.turn(&self.chat, &Cause::Wake).await {
                    Ok(taken) => self.taken(taken, None),
                    Err(error) => self.failed(&error),
                }
                None
            }
        }
    }

    async fn update(&mut self, heard: Heard) {
        let Heard { update, noted, at, room } = heard;
        if update.doing == Doing::Gone {
            self.gone().await;
        }
        let outcome = self.inner.turn(&self.chat, &Cause::Update(&update)).await;
        drop(room);
        self.looks = match &update.doing {
            Doing::Press { message, .. } => Some(message.clone()),
            _ => None,
        };
        self.subscribe(&update, &outcome).await;
        // Whoever asked may be gone: then the update comes again, and is known.
        let _ = noted.send(match &outcome {
            Ok(_) => Ok(()),
            Err(TurnError::Vault(_) | TurnError::Crowded) => Err(HearError::Store),
            // Nothing that comes again would change it.
            Err(TurnError::Kept(_)) => Ok(()),
            // It would be one again, and keep everybody else's from being taken.
            Err(TurnError::Fault) => self.note(&update).await,
        });
        let word = match &outcome {
            Err(TurnError::Fault) => Some((key::CHAT_FAULT.into(), self.lang(&update))),
            Ok(Taken::Now(now)) => match &now.word {
                Some(Word::Say(text)) => Some((text.clone(), now.lang)),
                _ => now.screen.toast.as_ref().map(|toast| (toast.text.clone(), now.lang)),
            },
            _ => None,
        };
        if let Ok(Taken::Now(now)) = &outcome
            && now.effects.contains(&Effect::TakeBack)
        {
            // Where a message has no name of its own, it is the update's.
            let message = update.message.as_ref().unwrap_or(&update.id);
            self.take_back(now.room.clone(), message.clone());
        }
        if let Doing::Press { press, .. } = &update.doing {
            self.answer_press(press.clone(), word);
        } else if let (Err(TurnError::Fault), Some((word, lang))) = (&outcome, word) {
            self.tell(update.room.clone(), format!("isoloir-fault-{}", update.id), word, lang);
        }
        match outcome {
            // Whoever handled it may have died before anything came of it.
            Ok(Taken::Already) => self.take_up().await,
            Ok(taken) => self.taken(taken, Some(at)),
            Err(error) => self.failed(&error),
        }
    }

    /// An update that nothing comes of is not to come again.
    async fn note(&self, update: &Update) -> Result<(), HearError> {
        let inner = &self.inner;
        Ok(inner.vault.store().note(update.chat.network, &update.id, inner.now()).await.map(drop)?)
    }

    fn lang(&self, update: &Update) -> Lang {
        self.now.as_ref().map(|now| now.lang).or(update.lang).unwrap_or_default()
    }

    /// Keeps who wants to be told what is announced: before the network is told that the update is noted, and again if
    /// it comes again, which changes nothing.
    async fn subscribe(&self, update: &Update, outcome: &Result<Taken, TurnError>) {
        let Doing::Text(text) = &update.doing else { return };
        let lang = match outcome {
            Ok(Taken::Now(now)) => now.lang,
            Ok(Taken::Already) => self.lang(update),
            _ => return,
        };
        let store = self.inner.vault.store();
        let kept = match announcement::asked(text) {
            Some(true) => {
                store.subscribe(&self.chat, Subscription { lang, quiet: Some(Quiet::NIGHT) }, self.inner.now()).await
            }
            Some(false) => store.unsubscribe(&self.chat).await,
            None => return,
        };
        if let Err(error) = kept {
            tracing::error!(%error, "who wants announcements cannot be kept");
        }
    }

    /// Looks after what the person sees, and after calls that nobody carries.
    async fn take_up(&mut self) {
        match self.inner.turn(&self.chat, &Cause::TakeUp { orphaned: self.asked == 0 }).await {
            Ok(taken) => self.taken(taken, None),
            Err(error) => self.failed(&error),
        }
    }

    async fn answers(&mut self, answers: Vec<Answered>) {
        self.asked = self.asked.saturating_sub(answers.len());
        for tries in 0..PATIENCE {
            match self.inner.turn(&self.chat, &Cause::Answers(&answers)).await {
                Ok(taken) => return self.taken(taken, None),
                Err(error @ (TurnError::Kept(_) | TurnError::Fault)) => return self.failed(&error),
                Err(error) => self.failed(&error),
            }
            tokio::time::sleep(self.inner.pace.again(tries)).await;
        }
        // The sweep finds the person waiting, and asks again.
    }

    async fn timer(&mut self, timer: TimerId) {
        match self.inner.turn(&self.chat, &Cause::Timers(&[timer])).await {
            Ok(taken) => self.taken(taken, None),
            // The timer is still there: it comes again.
            Err(error) => self.failed(&error),
        }
    }

    /// A turn is on disk: what it wished is carried out.
    fn taken(&mut self, taken: Taken, heard: Option<Instant>) {
        let Taken::Now(mut now) = taken else { return };
        if heard.is_some() {
            self.told = false;
        } else if self.now.is_none() {
            self.told = now.shown.as_ref().is_some_and(|shown| shown.refused);
        }
        let mut tokens = now.tokens.clone();
        let mut sent = 0;
        // The same for the same turn, whoever sends it.
        let mut key = |now: &Now| {
            sent += 1;
            format!("isoloir-{}-{}-out-{sent}", now.person.0, now.version)
        };
        for effect in std::mem::take(&mut now.effects) {
            match effect {
                Effect::Api(id, call) => {
                    self.asked += 1;
                    let (person, chat, lang) = (now.person, self.chat.clone(), now.lang);
                    self.inner.ask(Asking { person, chat, lang, tokens: tokens.clone(), id, call });
                }
                Effect::ForgetTokens => tokens = None,
                Effect::Notify(text) => self.outgoing.push(Outgoing::Say(key(&now), text)),
                Effect::Deliver(document) => self.outgoing.push(Outgoing::File(key(&now), document)),
                Effect::Trial(said) => self.outgoing.push(Outgoing::Trial(key(&now), said)),
                // Kept whole with the turn; set with the turn; told with each call.
                Effect::Save(_) | Effect::Schedule(..) | Effect::Speak(_) => {}
                // Done with the turn itself, or beside it; nobody leaves a chat as one quits a program.
                Effect::Forget | Effect::Leave | Effect::TakeBack => {}
                // Another platform, a demonstration.
                _ => tracing::warn!("a wish that has no place in a chat"),
            }
        }
        if let Some(before) = &self.now
            && (self.showing.is_some() || before.shown_version > now.shown_version)
        {
            // What this worker shows, or has just shown, is newer than what the turn read.
            now.shown = before.shown.clone();
            now.shown_version = before.shown_version;
        }
        if heard.is_none()
            && let Some(before) = &mut self.now
        {
            // A word that nobody has seen yet stays, until the person does something else.
            now.word = now.word.or(before.word.take());
        }
        let heard = self.owed.and_then(|owed| owed.heard).or(heard);
        if now.shown_version < now.version || now.word.is_some() {
            let since = self.owed.map_or_else(tokio::time::Instant::now, |owed| owed.since);
            self.owed = Some(Owed { since, heard });
        }
        if heard.is_some() {
            // The person is there again, and has waited long enough for a network that had to rest.
            self.failures = 0;
        }
        self.now = Some(*now);
    }

    /// Blocked, left: nothing is shown, nothing is forgotten.
    pub async fn gone(&mut self) {
        (self.owed, self.outgoing) = (None, Vec::new());
        let known = match &self.now {
            Some(now) => Ok(Some(now.person)),
            None => self.inner.vault.store().person(&self.chat).await.map(|row| row.map(|row| row.id)),
        };
        let kept = match known {
            Ok(Some(person)) => self.inner.vault.store().reach(person, false).await,
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        if let Err(error) = kept {
            tracing::warn!(%error, "it cannot be kept that somebody is not to be reached");
        }
    }

    /// Whoever forgets a page that is owed finds it again here.
    pub fn owe(&mut self, heard: Option<Instant>) {
        self.owed.get_or_insert(Owed { since: tokio::time::Instant::now(), heard });
    }

    fn failed(&self, error: &TurnError) {
        self.inner.measures.failed(self.chat.network);
        tracing::error!(%error, network = %self.chat.network, "a turn could not be taken");
    }
}
