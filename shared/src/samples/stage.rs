//! A session on a stage: its calls are answered from canned data, at once, with no network and no clock.

use super::{Desk, fixtures};
use crate::api::ids::AnnouncementId;
use crate::api::types::*;
use crate::api::{ApiError, Call};
use crate::core::{Channel, Effect, Event, Public, ReqId, Session, Start};
use crate::view::{Intent, Place, Screen};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// A session and what answers it.
pub struct Stage {
    /// The session.
    pub session: Session,
    /// The platform's clock; also this device's.
    pub now: Timestamp,
    /// What carries the conversation.
    pub channel: Channel,
    /// Who signs in.
    pub email: String,
    /// Registered on the roll.
    pub registered: bool,
    /// The platform itself holds the keys of the ballots.
    pub local: bool,
    /// The ballot that was encrypted last.
    pub(super) sealed: Option<BallotRequest>,
    /// No call is answered.
    pub silent: bool,
    /// Every call fails like this.
    pub failing: Option<ApiError>,
    /// Candidates that I support.
    pub supports: Vec<u32>,
    /// My candidacy.
    pub candidacy: Option<CandidacyView>,
    /// My linked chats, and those that would be.
    pub links: Vec<LinkView>,
    /// What I asked to be told.
    pub notices: NoticesView,
    /// Something was announced to me.
    pub announced: bool,
    /// What was announced to me and I have read.
    pub read: Vec<AnnouncementId>,
    /// What the owner of the account says to a chat that claims a link.
    pub owner_says: LinkAnswer,
    /// What I am here beside a citizen, and what the platform says to that.
    pub desk: Desk,
    /// Lists are drawn from the seed, as in life; in samples they are as they are numbered.
    pub drawn: bool,
    /// How many candidates there are.
    pub candidates: u32,
    /// What the process knows of what everyone may know.
    pub public: Arc<Public>,
    /// What was saved last.
    pub saved: Option<Vec<u8>>,
    /// Effects that no platform answers: timers, documents, demo.
    pub others: Vec<Effect>,
    /// Calls that have gone out.
    pub calls: Vec<Call>,
    /// Effects of any kind so far.
    pub effects: usize,
    /// Calls that nobody has answered.
    pub pending: Vec<(ReqId, Call)>,
    /// The same session, put away and taken up again before every event: nothing may tell them apart.
    pub(super) twin: Option<Session>,
    /// Where the keys of writes and the order of lists come from.
    pub seed: [u8; 32],
    /// The clock that the session was told last.
    pub(super) told: Timestamp,
    pub(super) lots: u64,
    pub(super) open_lot: Option<LotView>,
}

impl Stage {
    /// A registered citizen during a phase; nothing has happened yet.
    pub fn during(kind: PhaseKind) -> Self {
        Self {
            session: Session::new(),
            now: fixtures::during(kind),
            channel: Channel::Terminal,
            email: "camille@example.org".into(),
            registered: true,
            local: false,
            sealed: None,
            silent: false,
            failing: None,
            supports: vec![1, 4],
            candidacy: None,
            links: Vec::new(),
            notices: NoticesView::default(),
            announced: false,
            read: Vec::new(),
            owner_says: LinkAnswer::Waiting,
            desk: Desk::of_nobody(),
            drawn: false,
            candidates: 16,
            public: Arc::default(),
            saved: None,
            others: Vec::new(),
            calls: Vec::new(),
            effects: 0,
            pending: Vec::new(),
            twin: cfg!(test).then(Session::new),
            seed: [7; 32],
            told: fixtures::during(kind),
            lots: 2,
            open_lot: None,
        }
    }

    /// Starts, signed in or not.
    #[must_use]
    pub fn start(mut self, lang: Lang, connected: bool, signed_in: bool) -> Self {
        self.tell(Event::Start(Start { lang, connected, signed_in, ..self.begin() }));
        if connected {
            self.steer();
        }
        self
    }

    /// A terminal's demonstration runs in the terminal's program; a chat's is the platform's own.
    fn steer(&mut self) {
        if !self.channel.is_chat() {
            self.session.steer();
            self.twin.iter_mut().for_each(Session::steer);
        }
    }

    fn begin(&self) -> Start {
        let (now, seed, saved) = (self.now, self.seed, self.saved.clone());
        let (channel, public) = (self.channel, self.public.clone());
        let (lang, connected, signed_in, lasts, demo_lasts) = (Lang::Fr, true, true, true, false);
        Start { now, seed, lang, channel, connected, signed_in, lasts, demo_lasts, public, saved }
    }

    /// Tells the session something, and answers what it asks until it asks no more.
    pub fn tell(&mut self, event: Event) -> &mut Self {
        let effects = self.handle(event);
        self.carry_out(effects)
    }

    pub(super) fn carry_out(&mut self, mut effects: Vec<Effect>) -> &mut Self {
        while !effects.is_empty() {
            let mut next = Vec::new();
            self.effects += effects.len();
            for effect in effects {
                match effect {
                    Effect::Api(id, call) => {
                        self.calls.push(call.clone());
                        if self.silent {
                            self.pending.push((id, call));
                        } else {
                            let answer = self.failing.clone().map_or_else(|| self.answer(&call), Err);
                            next.extend(self.handle(Event::Reply(id, Box::new(answer))));
                        }
                    }
                    Effect::Save(bytes) => self.saved = Some(bytes),
                    other => self.others.push(other),
                }
            }
            effects = next;
        }
        self
    }

    /// An answer that was long awaited comes after all.
    pub fn answer_late(&mut self, at: usize) -> &mut Self {
        if self.pending.is_empty() {
            return self;
        }
        let (id, call) = self.pending.remove(at % self.pending.len());
        let answer = self.failing.clone().map_or_else(|| self.answer(&call), Err);
        self.tell(Event::Reply(id, Box::new(answer)))
    }

    /// The program ends without a word and starts again with what was saved.
    pub fn restart(&mut self, signed_in: bool) -> &mut Self {
        self.others.clear();
        self.seed = [9; 32];
        let start = Start { lang: self.session.lang(), signed_in, ..self.begin() };
        self.session = Session::new();
        self.twin = self.twin.take().map(|_| Session::new());
        self.pending.clear();
        self.tell(Event::Start(start));
        self.steer();
        self
    }

    /// Every timer that was set comes.
    pub fn ring(&mut self) -> &mut Self {
        for effect in std::mem::take(&mut self.others) {
            match effect {
                Effect::Schedule(timer, at) => {
                    self.now = self.now.max(at);
                    self.tell(Event::Tick(self.now)).tell(Event::Timer(timer));
                }
                other => self.others.push(other),
            }
        }
        self
    }

    /// The person chooses something.
    pub fn choose(&mut self, intent: Intent) -> &mut Self {
        self.tell(Event::Intent(intent))
    }

    /// The person goes somewhere.
    pub fn open(&mut self, place: Place) -> &mut Self {
        self.choose(Intent::Open(place))
    }

    /// The person types something and ends it.
    pub fn submit(&mut self, text: &str) -> &mut Self {
        self.tell(Event::Submitted(text.into()))
    }

    /// The platform's and this device's clock move on.
    pub fn wait(&mut self, time: SignedDuration) -> &mut Self {
        self.now += time;
        self.tell(Event::Tick(self.now))
    }

    /// Chooses the first intent on the screen that fits.
    pub fn choose_where(&mut self, fits: impl Fn(&Intent) -> bool) -> &mut Self {
        match self.session.screen().intents().into_iter().find(fits) {
            Some(intent) => self.choose(intent),
            None => self,
        }
    }

    /// Grades the first `n` candidates of the ballot on the screen, with grades of all kinds.
    pub fn grade(&mut self, n: usize) -> &mut Self {
        for i in 0..n {
            let intents = self.session.screen().intents();
            let rows = candidates_of(&intents);
            let Some(who) = rows.get(i) else { break };
            let wanted = (4 - i % 4) as u8;
            self.choose_where(
                |it| matches!(it, Intent::Grade { candidate, grade, .. } if candidate == who && *grade == Some(wanted)),
            );
        }
        self
    }

    /// What is to be seen.
    pub fn screen(&self) -> Screen {
        self.session.screen()
    }
}

fn candidates_of(intents: &[Intent]) -> Vec<crate::api::ids::CandidateId> {
    let mut all = Vec::new();
    for intent in intents {
        if let Intent::Grade { candidate, .. } = intent
            && !all.contains(candidate)
        {
            all.push(*candidate);
        }
    }
    all
}
