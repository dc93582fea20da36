//! What a flow works with: what is known, what is kept, and its wishes.

use super::calls::{Calls, FlowId, Owner, Settled};
use super::kept::KeptCtx;
use super::keys::Keys;
use super::known::Known;
use super::saved::{Paper, Saved};
use super::{Channel, Effect, Event, ReqId, Start, TimerId};
use crate::api::ids::{CandidateId, IdempotencyKey};
use crate::api::types::{Lang, PhaseKind, PhaseStatus, PhaseView, Round};
use crate::api::{ApiError, Call, Reply};
use crate::domain::order;
use crate::text::{Arg, Msg};
use crate::view::{Toast, Tone};
use jiff::{SignedDuration, Timestamp};

/// The session's state under its flows.
#[derive(Debug)]
pub(crate) struct Ctx {
    /// What carries the conversation.
    pub channel: Channel,
    /// Language of the texts.
    pub lang: Lang,
    /// This device's clock at the last event.
    pub now: Timestamp,
    /// There is a platform to talk to.
    pub connected: bool,
    /// What is saved lasts longer than the program.
    pub lasts: bool,
    /// The same for a demonstration that begins here.
    pub demo_lasts: bool,
    /// The demonstration was started from here: its clock is this program's to move.
    pub steers: bool,
    /// What is known.
    pub known: Known,
    /// What outlives the program; call [`Ctx::save`] after a change.
    pub saved: Saved,
    /// Calls under way.
    pub calls: Calls,
    /// A word about what just happened.
    pub toast: Option<Toast>,
    /// Whose turn it is.
    pub flow: FlowId,
    /// When the platform was last asked because a phase should have changed.
    pub(super) asked: Option<Timestamp>,
    /// What is mine was asked in this phase; it may be different in another.
    pub(super) mine_of: Option<PhaseKind>,
    /// What is mine is to be asked (again).
    pub(super) mine_old: bool,
    /// The list of candidates is to be loaded again: it was old at this instant.
    pub(super) roll_old: Option<Timestamp>,
    /// The seed of this viewer's order of lists; none: as the platform numbers them (in samples of screens).
    pub(super) order: Option<u64>,
    keys: Keys,
    effects: Vec<Effect>,
}

impl Ctx {
    /// As the program starts.
    pub fn new(start: Start) -> Self {
        let saved = Saved::read(start.saved.as_deref());
        let keys = Keys::new(start.seed, saved.keys);
        let mut ctx = Self {
            channel: start.channel,
            lang: saved.lang.unwrap_or(start.lang),
            now: start.now,
            connected: start.connected,
            lasts: start.lasts,
            demo_lasts: start.demo_lasts,
            steers: false,
            known: Known { public: start.public, ..Known::default() },
            calls: Calls::default(),
            toast: None,
            flow: FlowId::default(),
            asked: None,
            mine_of: None,
            mine_old: false,
            roll_old: None,
            // Platforms keep it as a signed number.
            order: Some(keys.stable(b"order") >> 1),
            keys,
            effects: Vec::new(),
            saved,
        };
        ctx.reserve_keys();
        ctx
    }

    /// A key for a write.
    pub fn key(&mut self) -> IdempotencyKey {
        self.reserve_keys();
        self.keys.key()
    }

    /// The number of the last key.
    pub(super) fn last_key(&self) -> u64 {
        self.keys.last()
    }

    /// Goes on where it was put away.
    pub(super) fn resume(&mut self, kept: &KeptCtx) {
        self.keys.go_on(kept.key, self.saved.keys);
        self.order = kept.order;
        self.asked = kept.asked;
        self.mine_of = kept.mine_of;
        self.mine_old = kept.mine_old;
        // Somebody else has loaded the list since.
        self.roll_old = kept.roll_old.filter(|old| self.known.roll.complete().is_none_or(|at| at <= *old));
    }

    fn reserve_keys(&mut self) {
        if let Some(bound) = self.keys.reserve() {
            self.saved.keys = bound;
            self.save();
        }
    }

    /// A candidate's place in this viewer's order of lists: sort by it.
    pub fn place_of(&self, id: CandidateId) -> (u64, CandidateId) {
        self.order.map_or((0, id), |seed| order::key(seed, id))
    }

    /// Pages of the list of candidates are on their way.
    pub fn loads_roll(&self) -> bool {
        self.calls.asks(|call| matches!(call, Call::Candidates(_)))
    }

    /// The list of candidates is to be loaded again, and shown meanwhile.
    pub fn roll_is_old(&mut self) {
        self.roll_old = Some(self.now);
    }

    /// Asks on behalf of the flow whose turn it is.
    pub fn ask(&mut self, call: Call) -> ReqId {
        self.ask_for(Owner::Flow(self.flow), call)
    }

    /// Asks on behalf of somebody.
    pub fn ask_for(&mut self, owner: Owner, call: Call) -> ReqId {
        let id = self.calls.add(owner, call.clone());
        self.effects.push(Effect::Api(id, call));
        id
    }

    /// An answer came to a call.
    pub(super) fn settle(&mut self, id: ReqId, result: Result<Reply, ApiError>) -> Settled {
        self.calls.settle(id, result, self.now, |timer| self.keys.number(b"wait", timer))
    }

    /// Asks after a while.
    pub fn ask_after(&mut self, owner: Owner, call: Call, after: SignedDuration) -> ReqId {
        let at = self.now.checked_add(after).unwrap_or(self.now);
        let id = self.calls.add(owner, call);
        if let Some(timer) = self.calls.delay(id, at) {
            self.schedule(timer, at);
        }
        id
    }

    /// The same for the flow whose turn it is.
    pub fn ask_soon(&mut self, call: Call, after: SignedDuration) -> ReqId {
        self.ask_after(Owner::Flow(self.flow), call, after)
    }

    /// Keeps what is saved. Its effect stands before the calls that follow.
    pub fn save(&mut self) {
        self.saved.saves = self.saved.saves.saturating_add(1);
        self.effects.push(Effect::Save(self.saved.bytes()));
    }

    /// Wishes something.
    pub fn wish(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Casts: kept first, then sent, and sent again until there is an answer.
    pub fn cast(&mut self, call: Call) {
        self.saved.outbox.push(call.clone());
        self.save();
        self.ask_for(Owner::Outbox, call);
    }

    /// The ballot of this round that is on its way.
    pub fn casting(&self, round: Round) -> Option<Paper> {
        let paper = |call: &Call| match call {
            Call::CastLot(_, lot, _) => Some(Paper::Lot(*lot)),
            Call::CastFinal(..) => Some(Paper::Final),
            _ => None,
        };
        self.saved.outbox.iter().filter_map(paper).find(|paper| paper.round() == round)
    }

    /// The wishes so far. Of several saves in a row only the last counts.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        let mut effects = std::mem::take(&mut self.effects);
        let mut i = 0;
        while i + 1 < effects.len() {
            if matches!((&effects[i], &effects[i + 1]), (Effect::Save(_), Effect::Save(_))) {
                effects.remove(i);
            } else {
                i += 1;
            }
        }
        effects
    }

    /// Says a word about what just happened.
    pub fn toast(&mut self, tone: Tone, text: impl Into<Msg>) {
        self.toast = Some(Toast { tone, text: text.into() });
    }

    /// Wakes the session at an instant of this device.
    pub fn schedule(&mut self, timer: TimerId, at: Timestamp) {
        self.effects.push(Effect::Schedule(timer, at));
    }

    /// The platform's clock.
    pub fn platform_now(&self) -> Timestamp {
        self.known.platform_time(self.now)
    }

    /// Whether something of this phase can be done now; else why not.
    pub fn gate(&self, kind: PhaseKind) -> Result<(), Msg> {
        self.known.gate(kind, self.now)
    }

    /// Whether I, as a citizen, can do something of this phase now; else why not.
    pub fn may(&self, kind: PhaseKind) -> Result<(), Msg> {
        self.gate(kind).and_then(|()| self.known.citizen())
    }

    /// The platform is a demonstration.
    pub fn demo(&self) -> bool {
        self.known.primary.as_ref().is_some_and(|primary| primary.demo)
    }

    /// The platform is a demonstration that runs in this program, and its time can move on to another phase.
    pub fn time_moves(&self) -> bool {
        let now = self.platform_now();
        let later = |phase: &PhaseView| phase.status == PhaseStatus::Upcoming && phase.opens_at > now;
        self.steers
            && self.known.primary.as_ref().is_some_and(|primary| primary.demo && primary.phases.iter().any(later))
    }

    /// The phase that is open.
    pub fn phase(&self) -> Option<PhaseKind> {
        self.known.current(self.now).map(|phase| phase.kind)
    }

    /// An instant of the platform, as an argument of a message.
    pub fn at(&self, instant: Timestamp) -> Arg {
        Arg::Instant(instant, self.known.primary.as_ref().map_or_else(|| "UTC".into(), |it| it.zone.clone()))
    }
}

/// Events that come from the person: they clear the last word.
pub(crate) fn personal(event: &Event) -> bool {
    matches!(event, Event::Intent(_) | Event::Submitted(_) | Event::Typed(_) | Event::Code(_) | Event::Photo(_))
}
