//! What the session asks on its own: who, what phase, what changed. Flows find it in `Known`.

use super::calls::Owner;
use super::{Ctx, DemoCall, Effect, Paper, TimerId};
use crate::api::ids::LotId;
use crate::api::types::*;
use crate::api::{ApiError, Call, Reply};
use crate::text::{Msg, phase_name};
use crate::view::Tone;
use isoloir_config::text::key;
use jiff::SignedDuration;

/// Rows of one page while the list of candidates loads.
const PAGE: u32 = 200;

impl Ctx {
    /// The program starts.
    pub fn begin(&mut self, signed_in: bool) {
        // Buttons of the last run are old.
        self.saved.renew_drafts();
        self.wish(Effect::Speak(self.lang));
        if self.connected {
            self.learn_all(signed_in);
            self.resume_linking();
        }
    }

    /// Asks everything that the first screen shows.
    pub fn learn_all(&mut self, signed_in: bool) {
        for call in [Call::Primary, Call::Counts] {
            if !self.known.has(&call) {
                self.ask_for(Owner::Session, call);
            }
        }
        if signed_in {
            self.ask_for(Owner::Session, Call::Account);
        }
    }

    /// Somebody has signed in.
    pub fn signed_in(&mut self) {
        self.claim();
        self.mine_is_old();
    }

    /// What is mine has changed, or may have.
    pub fn mine_is_old(&mut self) {
        self.mine_old = true;
    }

    /// Asks for what is mine where it is old, or of another phase. Which questions make sense depends on the phase, so an
    /// answer about that is waited for.
    pub fn catch_up(&mut self) {
        let registered = self.known.account.as_ref().is_some_and(|account| account.registered);
        let Some(primary) = self.known.primary.as_ref().filter(|_| registered) else { return };
        let now_of = primary.current;
        if (self.mine_old || self.mine_of != now_of) && !self.calls.asks(|call| *call == Call::Primary) {
            (self.mine_old, self.mine_of) = (false, now_of);
            self.learn_mine();
        }
    }

    /// It is known who this is, and where: what they left unfinished is taken up.
    fn claim(&mut self) {
        let (Some(primary), Some(account)) = (&self.known.primary, &self.known.account) else { return };
        if self.saved.claim(&primary.id, &account.email) {
            self.calls.hold_casts();
            self.save();
        }
        self.send_outbox();
    }

    /// The platform no longer knows who this is.
    pub fn signed_out(&mut self) {
        self.known.forget_person();
        self.calls.hold_casts();
        self.wish(Effect::ForgetTokens);
    }

    /// Casts that an earlier run, or an expired session, left without an answer.
    fn send_outbox(&mut self) {
        if self.calls.any(Owner::Outbox) {
            return;
        }
        for call in self.saved.outbox.clone() {
            self.ask_for(Owner::Outbox, call);
        }
    }

    /// What belongs to me and stands on the first screen.
    fn learn_mine(&mut self) {
        for call in [Call::Supports, Call::Candidacy, Call::Inbox] {
            self.ask_for(Owner::Session, call);
        }
        if self.phase() == Some(PhaseKind::FinalVote) {
            self.ask_for(Owner::Session, Call::Final);
        }
        if self.phase() == Some(PhaseKind::Preselection) {
            self.count_lots();
        }
        for draft in self.saved.drafts.clone() {
            if let Paper::Lot(lot) = draft.paper {
                self.ask_for(Owner::Session, Call::Lot(lot));
            }
        }
    }

    /// Asks how many lots I have cast: my receipts tell.
    pub fn count_lots(&mut self) {
        self.ask_for(Owner::Session, Call::Receipts(None));
    }

    /// An answer to one of the session's own questions.
    pub fn answered(&mut self, call: &Call, result: &Result<Reply, ApiError>) {
        match (call, result) {
            (Call::Account, Ok(Reply::Account(_))) => self.signed_in(),
            (Call::Primary, Ok(Reply::Primary(_))) => self.claim(),
            (Call::Candidacy, Err(ApiError::Problem(it))) if it.code == ProblemCode::NotFound => {
                self.known.candidacy = Some(None);
            }
            (Call::Candidates(_), Ok(Reply::Candidates(page))) => match &page.next {
                Some(cursor) => self.ask_page(Some(cursor.clone())),
                None => {
                    self.roll_old = None;
                    self.known.public.learn_end(self.now);
                }
            },
            (Call::Photo(id), Ok(Reply::Photo(bytes))) => self.known.public.learn_photo(*id, bytes, self.now),
            (Call::Receipts(None), Ok(Reply::Receipts(page))) => {
                let counts = |it: &&ReceiptView| it.lot.is_some() && it.status != ReceiptStatus::Replaced;
                let n = page.items.iter().filter(counts).count();
                self.known.lots_cast = page.next.is_none().then_some(n);
            }
            (Call::Lot(lot), Ok(Reply::Lot(view))) if view.status == LotStatus::Expired => self.draft_expired(*lot),
            _ => {}
        }
    }

    fn draft_expired(&mut self, lot: LotId) {
        if self.saved.draft_of(Paper::Lot(lot)).is_some_and(|draft| !draft.answers.is_empty()) {
            let open = self.phase() == Some(PhaseKind::Preselection);
            self.toast(Tone::Warning, if open { key::TOAST_DRAFT_EXPIRED } else { key::TOAST_DRAFT_CLOSED });
        }
        self.saved.drop_draft(Paper::Lot(lot));
        self.save();
    }

    /// Loads the list of candidates, unless it is there or on its way.
    pub fn need_roll(&mut self) {
        let here = self.known.roll.complete().is_some() && self.roll_old.is_none();
        if !here && !self.loads_roll() {
            self.ask_page(None);
        }
    }

    fn ask_page(&mut self, cursor: Option<String>) {
        let query = CandidateQuery {
            seed: self.order.unwrap_or_default(),
            cursor,
            limit: Some(PAGE),
            ..CandidateQuery::default()
        };
        self.ask_for(Owner::Session, Call::Candidates(query));
    }

    /// Asks for something that everyone may know, and that was known here before.
    pub fn ask_unless_known(&mut self, call: Call) {
        match call {
            _ if self.known.has(&call) => {}
            Call::Candidates(_) => self.need_roll(),
            call if self.calls.asks(|it| *it == call) => {}
            call => drop(self.ask_for(Owner::Session, call)),
        }
    }

    /// Something happened that everyone is told.
    pub fn hear(&mut self, event: &PlatformEvent) {
        match &event.kind {
            EventKind::Counts(counts) => self.known.public.learn_counts(counts, self.now),
            EventKind::Phase { phase, status } => {
                let text = match status {
                    PhaseStatus::Open => Some(key::TOAST_PHASE_OPEN),
                    PhaseStatus::Closed => Some(key::TOAST_PHASE_CLOSED),
                    PhaseStatus::Upcoming | PhaseStatus::Skipped => None,
                };
                if let Some(text) = text {
                    let said = Msg::new(text).with("phase", phase_name(*phase));
                    self.wish(Effect::Notify(said.clone()));
                    self.toast(Tone::Info, said);
                }
                self.refresh();
            }
            EventKind::Calendar { .. } => self.refresh(),
            EventKind::Announcement { title, body, .. } => {
                self.known.public.learn_announcement(title, body, self.now);
                self.wish(Effect::Notify(title.clone().into()));
                self.look_into_inbox();
            }
            EventKind::AnnouncementState { .. } | EventKind::Inbox { .. } => self.look_into_inbox(),
        }
    }

    /// Something may have been announced to me.
    pub fn look_into_inbox(&mut self) {
        if self.known.account.is_some() && !self.calls.asks(|call| *call == Call::Inbox) {
            self.ask_for(Owner::Session, Call::Inbox);
        }
    }

    /// The calendar moved: everything that depends on it may have.
    fn refresh(&mut self) {
        self.ask_for(Owner::Session, Call::Primary);
        if self.known.roll.complete().is_some() {
            self.roll_is_old();
            self.need_roll();
        }
        self.mine_is_old();
    }

    /// A phase opened or closed by the clock: the platform is asked, at most every few seconds.
    pub fn follow_clock(&mut self) {
        let Some(primary) = &self.known.primary else { return };
        let now = self.platform_now();
        let passed = |at: Option<jiff::Timestamp>| at.is_some_and(|at| at <= now);
        let moved = primary.phases.iter().any(|phase| match phase.status {
            PhaseStatus::Open => passed(phase.closes_at),
            PhaseStatus::Upcoming => passed(Some(phase.opens_at)),
            PhaseStatus::Closed | PhaseStatus::Skipped => false,
        });
        if moved && self.asked.is_none_or(|at| self.now.duration_since(at).abs() >= SignedDuration::from_secs(5)) {
            self.asked = Some(self.now);
            self.refresh();
        }
    }

    /// Another platform: nothing that is known holds there.
    pub fn connect(&mut self, address: &str) {
        self.wish(Effect::Connect(address.to_owned()));
        self.calls.clear();
        self.known = Default::default();
        (self.mine_of, self.mine_old, self.roll_old) = (None, false, None);
        self.connected = true;
        self.steers = false;
        self.learn_all(true);
    }

    /// Everything about this person is gone on the platform: it goes here, too.
    pub fn erased(&mut self) {
        self.signed_out();
        self.saved.drafts.clear();
        self.saved.outbox.clear();
        self.saved.declaration = Default::default();
        self.saved.owner = None;
        self.save();
    }

    /// Sends again what waits: for this timer, or everything. How much that was.
    pub fn send_again(&mut self, timer: Option<TimerId>) -> usize {
        let due = self.calls.due(timer);
        let n = due.len();
        due.into_iter().for_each(|(id, call)| self.wish(Effect::Api(id, call)));
        n
    }

    /// The person wants to know now: what waits goes out, or at least one question that shows whether anybody answers.
    pub fn try_again(&mut self) {
        if self.send_again(None) == 0 {
            self.ask_for(Owner::Session, Call::Primary);
        }
    }

    /// In a demonstration time is a button.
    pub fn next_phase(&mut self) {
        self.wish(Effect::Demo(DemoCall::NextPhase));
        self.refresh();
    }

    /// Another language, here and in the platform's mails.
    pub fn speak(&mut self, lang: Lang) {
        self.lang = lang;
        self.wish(Effect::Speak(lang));
        self.saved.lang = Some(lang);
        self.save();
        if self.known.account.is_some() {
            let key = self.key();
            self.ask_for(Owner::Session, Call::Preferences(key, PreferencesRequest { lang }));
        }
    }

    /// A ballot has answers and was not cast.
    pub fn unsaved(&self) -> bool {
        let sent = |draft: &super::Draft| self.casting(draft.paper.round()) == Some(draft.paper);
        self.saved.drafts.iter().any(|draft| !draft.answers.is_empty() && !sent(draft))
    }
}
