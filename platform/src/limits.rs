//! Rate limits: so many requests in a while, for an account or an address of the network. Told by the time
//! that passes on the platform's clock: setting the clock neither lifts a limit nor prolongs it.

use crate::clock::Clock;
use crate::problem::Problem;
use crate::secrets::Hash;
use crate::store::AccountId;
use axum::http::{HeaderMap, HeaderValue};
use governor::clock::{Clock as GovernorClock, Reference};
use governor::middleware::{NoOpMiddleware, StateInformationMiddleware};
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use isoloir_shared::api::types::ProblemCode;
use serde::{Deserialize, Serialize};
use std::hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

/// The limits' numbers; 0 is no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitSettings {
    /// Codes sent to one address in an hour.
    pub codes_per_address: u32,
    /// Of them, codes asked from one network address: fewer, so that nobody uses up those of somebody else's address.
    pub codes_per_address_and_ip: u32,
    /// Codes asked from one network address in an hour.
    pub codes_per_ip: u32,
    /// Codes typed for one address from one network address in ten minutes: who guesses runs out of tries before the
    /// owner of the address does.
    pub tries_per_address_and_ip: u32,
    /// Codes typed and tokens renewed from one network address in a minute.
    pub sign_ins_per_ip: u32,
    /// Links that one account offers in an hour.
    pub links_per_account: u32,
    /// Requests of one account in a minute.
    pub requests_per_account: u32,
    /// Requests without a sign-in from one network address in a minute.
    pub requests_per_ip: u32,
}

impl Default for LimitSettings {
    fn default() -> Self {
        Self {
            codes_per_address: 6,
            codes_per_address_and_ip: 3,
            codes_per_ip: 60,
            tries_per_address_and_ip: 6,
            sign_ins_per_ip: 60,
            links_per_account: 30,
            requests_per_account: 300,
            requests_per_ip: 1200,
        }
    }
}

impl LimitSettings {
    /// No limits: demonstrations and load tests.
    pub const OFF: Self = Self {
        codes_per_address: 0,
        codes_per_address_and_ip: 0,
        codes_per_ip: 0,
        tries_per_address_and_ip: 0,
        sign_ins_per_ip: 0,
        links_per_account: 0,
        requests_per_account: 0,
        requests_per_ip: 0,
    };
}

/// The platform's clock as the limiter reads it.
#[derive(Clone)]
struct LimiterClock(Arc<dyn Clock>);

impl GovernorClock for LimiterClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(self.0.elapsed())
    }
}

/// One limit.
pub struct Limit<K: hash::Hash + Eq + Clone> {
    limiter: Option<RateLimiter<K, DashMapStateStore<K>, LimiterClock, StateInformationMiddleware>>,
    clock: LimiterClock,
    /// Its name, requests and window, for the headers.
    policy: (&'static str, u32, Duration),
}

/// What is left of a limit: the `RateLimit` headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// `RateLimit-Policy`.
    pub policy: String,
    /// `RateLimit`.
    pub left: String,
}

impl Left {
    /// Writes the headers.
    pub fn put(&self, headers: &mut HeaderMap) {
        for (name, text) in [("ratelimit-policy", &self.policy), ("ratelimit", &self.left)] {
            if let Ok(value) = HeaderValue::from_str(text) {
                headers.insert(name, value);
            }
        }
    }
}

impl<K: hash::Hash + Eq + Clone> Limit<K> {
    /// `most` requests in a `window`; 0: any number.
    pub fn new(name: &'static str, most: u32, window: Duration, clock: Arc<dyn Clock>) -> Self {
        let clock = LimiterClock(clock);
        let quota = NonZeroU32::new(most)
            .and_then(|most| Quota::with_period(window / most.get()).map(|quota| quota.allow_burst(most)));
        let limiter = quota.map(|quota| {
            RateLimiter::<_, _, _, NoOpMiddleware<Nanos>>::new(quota, DashMapStateStore::default(), clock.clone())
                .with_middleware()
        });
        Self { limiter, clock, policy: (name, most, window) }
    }

    /// Counts one request of `key`.
    pub fn check(&self, key: &K) -> Result<Option<Left>, Problem> {
        let Some(limiter) = &self.limiter else { return Ok(None) };
        match limiter.check_key(key) {
            Ok(state) => Ok(Some(self.left(state.remaining_burst_capacity()))),
            Err(until) => {
                let wait = until.earliest_possible().duration_since(self.clock.now());
                let seconds = Duration::from(wait).as_secs_f64().ceil().max(1.0);
                Err(Problem::new(ProblemCode::TooManyRequests).retry_after(seconds as u32).limit(self.left(0)))
            }
        }
    }

    /// Forgets who has asked nothing for a while.
    pub fn prune(&self) {
        if let Some(limiter) = &self.limiter {
            limiter.retain_recent();
        }
    }

    fn left(&self, remaining: u32) -> Left {
        let (name, most, window) = self.policy;
        let window = window.as_secs();
        Left { policy: format!("\"{name}\";q={most};w={window}"), left: format!("\"{name}\";r={remaining};t={window}") }
    }
}

/// What counts as one address: in IPv6 a whole /64, for that is what one household has.
pub fn household(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() >> 64 << 64).into()),
        v4 => v4,
    }
}

/// All limits of a platform.
pub struct Limits {
    /// Codes sent to one address (by its keyed hash).
    pub codes_per_address: Limit<Hash>,
    /// Codes sent to one address that one network address asked for.
    pub codes_per_address_and_ip: Limit<(Hash, IpAddr)>,
    /// Codes asked from one network address.
    pub codes_per_ip: Limit<IpAddr>,
    /// Codes typed for one address from one network address.
    pub tries_per_address_and_ip: Limit<(Hash, IpAddr)>,
    /// Codes typed and tokens renewed from one network address.
    pub sign_ins_per_ip: Limit<IpAddr>,
    /// Links that one account offers.
    pub links_per_account: Limit<AccountId>,
    /// Requests of one account.
    pub requests_per_account: Limit<AccountId>,
    /// Requests without a sign-in from one network address.
    pub requests_per_ip: Limit<IpAddr>,
    /// Addresses that a whole crowd speaks from: the primary's own bots.
    crowds: Vec<IpAddr>,
}

impl Limits {
    /// The limits of these settings.
    pub fn new(settings: &LimitSettings, crowds: &[IpAddr], clock: &Arc<dyn Clock>) -> Self {
        const MINUTE: Duration = Duration::from_secs(60);
        const HOUR: Duration = Duration::from_secs(3600);
        Self {
            codes_per_address: Limit::new("codes", settings.codes_per_address, HOUR, clock.clone()),
            codes_per_address_and_ip: Limit::new(
                "codes-address-ip",
                settings.codes_per_address_and_ip,
                HOUR,
                clock.clone(),
            ),
            tries_per_address_and_ip: Limit::new(
                "tries",
                settings.tries_per_address_and_ip,
                10 * MINUTE,
                clock.clone(),
            ),
            codes_per_ip: Limit::new("codes-ip", settings.codes_per_ip, HOUR, clock.clone()),
            sign_ins_per_ip: Limit::new("sign-ins", settings.sign_ins_per_ip, MINUTE, clock.clone()),
            links_per_account: Limit::new("links", settings.links_per_account, HOUR, clock.clone()),
            requests_per_account: Limit::new("account", settings.requests_per_account, MINUTE, clock.clone()),
            requests_per_ip: Limit::new("ip", settings.requests_per_ip, MINUTE, clock.clone()),
            crowds: crowds.iter().map(|ip| household(*ip)).collect(),
        }
    }

    /// Counts one request of a network address, unless a crowd speaks from there.
    pub fn of_ip(&self, limit: &Limit<IpAddr>, ip: IpAddr) -> Result<Option<Left>, Problem> {
        if self.crowds.contains(&ip) { Ok(None) } else { limit.check(&ip) }
    }

    /// Forgets who has asked nothing for a while.
    pub fn prune(&self) {
        self.codes_per_address.prune();
        self.codes_per_address_and_ip.prune();
        self.codes_per_ip.prune();
        self.tries_per_address_and_ip.prune();
        self.sign_ins_per_ip.prune();
        self.links_per_account.prune();
        self.requests_per_account.prune();
        self.requests_per_ip.prune();
    }
}
