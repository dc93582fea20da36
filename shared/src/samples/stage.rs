//! A session on a stage: its calls are answered from canned data, at once, with no network and no clock.

use super::fixtures;
use crate::api::ids::{LotId, SessionId};
use crate::api::types::*;
use crate::api::{ApiError, Call, Reply};
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
    /// What the owner of the account says to a chat that claims a link.
    pub owner_says: LinkAnswer,
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
    lots: u64,
    open_lot: Option<LotView>,
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
            silent: false,
            failing: None,
            supports: vec![1, 4],
            candidacy: None,
            links: Vec::new(),
            owner_says: LinkAnswer::Waiting,
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
        self
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
        self.tell(Event::Start(start))
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

    fn answer(&mut self, call: &Call) -> Result<Reply, ApiError> {
        let now = self.now;
        Ok(match call {
            Call::Primary => Reply::Primary(fixtures::primary(now)),
            Call::CalendarChanges => Reply::CalendarChanges(page(vec![CalendarChangeView {
                at: now - SignedDuration::from_hours(500),
                phase: PhaseKind::Preselection,
                before: "2016-10-24/2016-11-04".into(),
                after: "2016-10-26/2016-11-06".into(),
                reason: "Deux week-ends entiers pour voter".into(),
            }])),
            Call::Counts => Reply::Counts(fixtures::counts()),
            Call::RequestCode(..) => {
                Reply::CodeSent(CodeSentView { expires_in: 600, demo_code: Some("123456".into()) })
            }
            Call::SignIn(..) => Reply::SignedIn(self.account()),
            Call::SignOut(_) | Call::Revoke(..) | Call::Erase(_) => Reply::Done,
            Call::Account | Call::Preferences(..) => Reply::Account(self.account()),
            Call::Register(..) => {
                self.registered = true;
                Reply::Account(self.account())
            }
            Call::Sessions => Reply::Sessions(sessions(now)),
            Call::Links => Reply::Links(self.links.clone()),
            Call::OfferLink(_) => {
                self.links.push(fixtures::link(LinkStatus::Offered, now));
                Reply::LinkOffered(LinkOfferView {
                    link: fixtures::link(LinkStatus::Offered, now).id,
                    code: "q3Zt0mV8xW1yB5nK7rD2Lg".into(),
                    expires_in: 600,
                })
            }
            Call::ConfirmLink(_, id, _) => {
                let chat = self.links.iter_mut().find(|it| it.id == *id);
                chat.into_iter().for_each(|it| it.status = LinkStatus::Confirmed);
                Reply::Done
            }
            Call::CutLink(_, id) => {
                self.links.retain(|it| it.id != *id);
                Reply::Done
            }
            Call::ClaimLink(..) => Reply::LinkClaimed(600),
            Call::OpenLink(_) => match self.owner_says {
                LinkAnswer::Linked => Reply::SignedIn(self.account()),
                pending => Reply::LinkPending(pending),
            },
            Call::Export => Reply::Export(b"{}".to_vec()),
            Call::Candidates(query) => Reply::Candidates(self.candidates(query)),
            Call::Candidate(id) => Reply::Candidate(Box::new(fixtures::candidate_page(id.0, now))),
            Call::Photo(_) => Reply::Photo(PIXEL.into()),
            Call::Supports => Reply::Supports(fixtures::supports(&self.supports)),
            Call::Support(_, id, request) => {
                if self.supports.len() >= 5 && request.replaces.is_none() {
                    return Err(self.limit());
                }
                self.supports.retain(|it| Some(*it) != request.replaces.map(|it| it.0));
                self.supports.push(id.0);
                Reply::Supports(fixtures::supports(&self.supports))
            }
            Call::WithdrawSupport(_, id) | Call::WithdrawNomination(_, id) => {
                self.supports.retain(|it| *it != id.0);
                Reply::Supports(fixtures::supports(&self.supports))
            }
            Call::Nominate(..) => Reply::Supports(fixtures::supports(&self.supports)),
            Call::Candidacy
            | Call::Declare(..)
            | Call::PutPhoto(..)
            | Call::WithdrawCandidacy(_)
            | Call::Confirm(..)
            | Call::AnswerDisqualification(..) => self.candidacy(call)?,
            Call::DrawLot(_) => {
                if self.open_lot.as_ref().is_none_or(|lot| lot.expires_at <= now) {
                    self.lots += 1;
                    self.open_lot = Some(fixtures::lot(self.lots, now));
                }
                Reply::Lot(self.open_lot.clone().unwrap_or_else(|| fixtures::lot(self.lots, now)))
            }
            Call::Lot(id) => match self.open_lot.clone().filter(|lot| lot.id == *id) {
                Some(lot) => Reply::Lot(lot),
                None => Reply::Lot(LotView {
                    status: LotStatus::Cast,
                    receipt: Some(fixtures::receipt(Some(*id), now, ReceiptStatus::Recorded)),
                    ..fixtures::lot(id.0, now)
                }),
            },
            Call::Lots(_) => Reply::Lots(page(vec![fixtures::lot(1, now)])),
            Call::Final => {
                Reply::Final(FinalView { candidates: [3, 1, 5, 2, 4].map(fixtures::candidate).into(), receipt: None })
            }
            Call::CastLot(_, lot, _) => {
                self.open_lot = None;
                Reply::Receipt(fixtures::receipt(Some(*lot), now, ReceiptStatus::Recorded))
            }
            Call::CastFinal(..) => Reply::Receipt(fixtures::receipt(None, now, ReceiptStatus::Recorded)),
            Call::Receipts(_) => Reply::Receipts(page(vec![
                fixtures::receipt(None, now, ReceiptStatus::Recorded),
                fixtures::receipt(Some(LotId(2)), now - SignedDuration::from_hours(30), ReceiptStatus::Counted),
                fixtures::receipt(Some(LotId(1)), now - SignedDuration::from_hours(40), ReceiptStatus::Replaced),
            ])),
            Call::Tracker(tracker) => {
                let (round, status) = (Round::Preselection, ReceiptStatus::Counted);
                Reply::Tracker(TrackerView { tracker: tracker.clone(), round, status })
            }
            Call::Results(round) => Reply::Results(Box::new(fixtures::result(*round, now))),
            Call::Organise(_) => return Err(problem(ProblemCode::Forbidden, "Action non permise")),
        })
    }

    fn candidates(&self, query: &CandidateQuery) -> Page<CandidateSummary> {
        let from = query.cursor.as_ref().and_then(|it| it.parse().ok()).unwrap_or(0u32);
        let to = (from + query.limit.unwrap_or(50)).min(self.candidates);
        Page {
            items: (from..to).map(|n| fixtures::candidate(n + 1)).collect(),
            next: (to < self.candidates).then(|| to.to_string()),
            total: Some(u64::from(self.candidates)),
        }
    }

    fn candidacy(&mut self, call: &Call) -> Result<Reply, ApiError> {
        if matches!(call, Call::Declare(..)) {
            let candidate = fixtures::candidate_page(2, self.now);
            self.candidacy = Some(CandidacyView { candidate, confirm_by: None, moderation: Vec::new() });
        }
        match &self.candidacy {
            Some(mine) => Ok(Reply::Candidacy(Box::new(mine.clone()))),
            None => Err(problem(ProblemCode::NotFound, "Aucune candidature")),
        }
    }

    fn account(&self) -> AccountView {
        AccountView { email: self.email.clone(), ..fixtures::account(self.registered) }
    }

    fn limit(&self) -> ApiError {
        let ApiError::Problem(mut it) = problem(ProblemCode::LimitReached, "Vous avez déjà cinq soutiens") else {
            return ApiError::Garbled;
        };
        it.current = self.supports.iter().map(|id| fixtures::candidate(*id)).collect();
        ApiError::Problem(it)
    }
}

/// A problem of the platform.
pub fn problem(code: ProblemCode, title: &str) -> ApiError {
    ApiError::Problem(Box::new(Problem {
        kind: "about:blank".into(),
        title: title.into(),
        status: 409,
        detail: None,
        code,
        deadline: None,
        phase: None,
        current: Vec::new(),
        field: None,
        rule: None,
        retry_after: None,
    }))
}

/// A PNG of one pixel.
const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0,
    0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x68, 0, 0, 0, 0x82, 0, 0x81, 0x77,
    0xcd, 0x72, 0xb6, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

fn page<T>(items: Vec<T>) -> Page<T> {
    Page { items, next: None, total: None }
}

fn sessions(now: Timestamp) -> Vec<SessionView> {
    let session = |n: u128, device: &str, current| SessionView {
        channel: None,
        id: SessionId(uuid::Uuid::from_u128(n)),
        device: device.into(),
        created_at: now - SignedDuration::from_hours(100),
        seen_at: now,
        current,
    };
    vec![session(1, "Terminal, bureau", true), session(2, "Terminal, portable", false)]
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
