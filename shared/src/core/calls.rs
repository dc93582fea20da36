//! Calls under way: who asked, and when to try again. The same call goes out again, with its key, until there is an
//! answer; an answer that nobody waits for is dropped.

use super::{Effect, ReqId, TimerId};
use crate::api::ids::IdempotencyKey;
use crate::api::types::ProblemCode;
use crate::api::{ApiError, Call, Reply};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Owner {
    /// What the session itself knows: the primary, the account, the list of candidates.
    Session,
    /// One flow of the stack.
    Flow(FlowId),
    /// A cast, which outlives its screen and the program.
    Outbox,
    /// A chat that waits to be linked.
    Link,
}

/// A flow on the stack; never reused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FlowId(pub u64);

#[derive(Debug)]
struct Open {
    call: Call,
    owner: Owner,
    failures: u32,
    /// Waits for this timer instead of an answer.
    waits: Option<(TimerId, Timestamp)>,
}

/// Calls under way, as they are written down.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct KeptCalls {
    pub last: u64,
    #[serde(default)]
    offline: bool,
    open: Vec<KeptOpen>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptOpen {
    id: ReqId,
    call: KeptCall,
    owner: Owner,
    #[serde(default)]
    failures: u32,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    waits: Option<(TimerId, Timestamp)>,
}

#[derive(Debug, Serialize, Deserialize)]
enum KeptCall {
    Whole(Call),
    /// The cast of this key, which stands in the outbox.
    Cast(IdempotencyKey),
}

/// Calls under way.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    last: u64,
    open: BTreeMap<ReqId, Open>,
    /// The last answer was that there is no answer.
    pub offline: bool,
}

/// What becomes of an answer.
pub(crate) enum Settled {
    /// Nobody waits for it.
    Stale,
    /// No use of it: the call goes out again when the timer comes.
    Later(TimerId, Timestamp),
    /// It is for them.
    For(Owner, Call, Box<Result<Reply, ApiError>>),
}

impl Calls {
    /// Notes a call.
    pub fn add(&mut self, owner: Owner, call: Call) -> ReqId {
        self.last += 1;
        let id = ReqId(self.last);
        self.open.insert(id, Open { call, owner, failures: 0, waits: None });
        id
    }

    /// An answer came. `spread` gives a number for a timer, the same for the same one: see [`wait`].
    pub fn settle(
        &mut self,
        id: ReqId,
        result: Result<Reply, ApiError>,
        now: Timestamp,
        spread: impl Fn(u64) -> u64,
    ) -> Settled {
        let Some(open) = self.open.get_mut(&id).filter(|open| open.waits.is_none()) else { return Settled::Stale };
        self.offline = matches!(result, Err(ApiError::Unreachable));
        open.failures = open.failures.saturating_add(1);
        if let Err(error) = &result
            && let Some(wait) = wait(error, open, spread(self.last + 1))
        {
            self.last += 1;
            let timer = TimerId(self.last);
            let at = now.checked_add(wait).unwrap_or(now);
            open.waits = Some((timer, at));
            return Settled::Later(timer, at);
        }
        match self.open.remove(&id) {
            Some(open) => Settled::For(open.owner, open.call, Box::new(result)),
            None => Settled::Stale,
        }
    }

    /// The calls to send again: those of this timer, or all that wait.
    pub fn due(&mut self, timer: Option<TimerId>) -> Vec<(ReqId, Call)> {
        let due = self.open.iter_mut().filter(|(_, it)| {
            it.waits.is_some() && timer.is_none_or(|timer| it.waits.is_some_and(|(id, _)| id == timer))
        });
        due.map(|(id, open)| {
            open.waits = None;
            (*id, open.call.clone())
        })
        .collect()
    }

    /// Forgets the reads of a flow that is gone. Its writes go on: the person asked for them.
    pub fn abandon(&mut self, flow: FlowId) {
        self.open.retain(|_, it| it.owner != Owner::Flow(flow) || it.call.key().is_some());
    }

    /// It goes out at an instant only.
    pub fn delay(&mut self, id: ReqId, at: Timestamp) -> Option<TimerId> {
        let timer = TimerId(self.last + 1);
        self.open.get_mut(&id)?.waits = Some((timer, at));
        self.last += 1;
        Some(timer)
    }

    /// Somebody waits for an answer. Who only means to ask later does not.
    pub fn any(&self, owner: Owner) -> bool {
        self.open.values().any(|it| it.owner == owner && (it.waits.is_none() || it.failures > 0))
    }

    /// Nobody wants these answers any more.
    pub fn forget(&mut self, owner: Owner) {
        self.open.retain(|_, it| it.owner != owner);
    }

    /// The answer to such a question is on its way.
    pub fn asks(&self, such: impl Fn(&Call) -> bool) -> bool {
        self.open.values().any(|it| such(&it.call))
    }

    /// The first answer to such a question is on its way: nothing says yet that it will not come.
    pub fn awaits(&self, such: impl Fn(&Call) -> bool) -> bool {
        self.open.values().any(|it| it.waits.is_none() && it.failures == 0 && such(&it.call))
    }

    /// Forgets the casts under way: they are kept, and go out again when their voter is back.
    pub fn hold_casts(&mut self) {
        self.open.retain(|_, it| it.owner != Owner::Outbox);
    }

    /// To be written down.
    pub fn keep(&self) -> KeptCalls {
        let open = self.open.iter().map(|(id, it)| {
            let call = match (it.owner, it.call.key()) {
                (Owner::Outbox, Some(key)) => KeptCall::Cast(key),
                _ => KeptCall::Whole(it.call.clone()),
            };
            KeptOpen { id: *id, call, owner: it.owner, failures: it.failures, waits: it.waits }
        });
        KeptCalls { last: self.last, offline: self.offline, open: open.collect() }
    }

    /// As they were written down, with the casts of the outbox. A cast that is not there is not under way.
    pub fn resume(kept: KeptCalls, outbox: &[Call]) -> Self {
        let open = kept.open.into_iter().filter_map(|it| {
            let call = match it.call {
                KeptCall::Whole(call) => call,
                KeptCall::Cast(key) => outbox.iter().find(|cast| cast.key() == Some(key))?.clone(),
            };
            Some((it.id, Open { call, owner: it.owner, failures: it.failures, waits: it.waits }))
        });
        Self { last: kept.last, offline: kept.offline, open: open.collect() }
    }

    /// What was wished of each: the call, or the timer that it waits for.
    pub fn under_way(&self) -> Vec<Effect> {
        let wish = |(id, open): (&ReqId, &Open)| match open.waits {
            None => Effect::Api(*id, open.call.clone()),
            Some((timer, at)) => Effect::Schedule(timer, at),
        };
        self.open.iter().map(wish).collect()
    }

    /// Forgets everything: another platform, another person.
    pub fn clear(&mut self) {
        self.open.clear();
        self.offline = false;
    }
}

/// How long to wait before trying again; none where the answer is final. Up to half as long again, by `spread`: what
/// fails for everybody at once is not tried by everybody at once.
fn wait(error: &ApiError, open: &Open, spread: u64) -> Option<SignedDuration> {
    let wait = least_wait(error, open)?;
    let most = u64::try_from(wait.as_millis() / 2).unwrap_or_default();
    Some(wait + SignedDuration::from_millis(i64::try_from(spread % (most + 1)).unwrap_or_default()))
}

fn least_wait(error: &ApiError, open: &Open) -> Option<SignedDuration> {
    let backoff =
        SignedDuration::from_secs(1 << open.failures.saturating_sub(1).min(5)).min(SignedDuration::from_secs(30));
    // A cast is never given up. Other calls are: behind a platform's fault stands a person who can choose again.
    let cast = open.owner == Owner::Outbox;
    let patient = cast || open.failures < 3;
    match error {
        ApiError::Unreachable => Some(backoff),
        ApiError::Garbled => patient.then_some(backoff),
        // Somebody must know of it now; trying again would not make it hold.
        ApiError::Alarm(_) | ApiError::NotKept | ApiError::Incomplete(_) | ApiError::NoSeal | ApiError::KeyCode(_) => {
            None
        }
        ApiError::Problem(problem) => match problem.code {
            ProblemCode::Unavailable | ProblemCode::Internal => patient.then_some(backoff),
            ProblemCode::TooManyRequests if cast || open.call.key().is_none() => {
                Some(problem.retry_after.map_or(backoff, |wait| SignedDuration::from_secs(i64::from(wait.max(1)))))
            }
            _ => None,
        },
    }
}
