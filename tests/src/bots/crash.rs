//! Processes that die: at a chosen moment nothing of them happens any more, as after `kill -9`.

use async_trait::async_trait;
use isoloir_bots::engine::{ChatKey, Network};
use isoloir_bots::outbox::{
    Announcement, Claim, Order, Outcome, Parcel, Progress, Rule, Running, Shelf, Slot, Subscription,
};
use isoloir_bots::seal::{KeyId, Sealed};
use isoloir_bots::store::{
    Committed, Noticed, PersonId, PersonRow, Run, Seals, Standing, Store, StoreError, Swapped, TurnRow,
};
use isoloir_bots::witness::{Minutes, Statement};
use isoloir_shared::api::types::Round;
use isoloir_shared::core::TimerId;
use jiff::Timestamp;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::sync::watch;

/// Burns with every write and every page, before it and after it; at its end the process is dead.
#[derive(Clone)]
pub struct Fuse {
    left: Arc<AtomicI64>,
    dead: watch::Sender<bool>,
}

impl Fuse {
    /// Dies at the moment number `moment`, from 1.
    pub fn at(moment: i64) -> Self {
        Self { left: Arc::new(AtomicI64::new(moment)), dead: watch::Sender::new(false) }
    }

    /// Never dies.
    pub fn never() -> Self {
        Self::at(i64::MAX)
    }

    /// Another moment; the last one never ends.
    pub async fn burn(&self) {
        if self.left.fetch_sub(1, Ordering::SeqCst) <= 1 {
            self.dead.send_replace(true);
        }
        if *self.dead.borrow() {
            pending::<()>().await;
        }
    }

    /// Tells when the process dies.
    pub fn watch(&self) -> watch::Receiver<bool> {
        self.dead.subscribe()
    }

    /// The process is dead.
    pub fn is_out(&self) -> bool {
        *self.dead.borrow()
    }
}

/// A store as a process sees it that dies.
pub struct Doomed {
    /// The store.
    pub store: Arc<dyn Store>,
    /// When.
    pub fuse: Fuse,
}

impl Doomed {
    async fn alive(&self) {
        if self.fuse.is_out() {
            pending::<()>().await;
        }
    }
}

/// Reads look whether the process is alive; writes burn the fuse.
macro_rules! doomed {
    (
        $trait:ident
        reads { $($read:ident($($rarg:ident: $rtype:ty),*) -> $rout:ty;)* }
        writes { $($write:ident($($warg:ident: $wtype:ty),*) -> $wout:ty;)* }
        also { $($also:tt)* }
    ) => {
        #[async_trait]
        impl $trait for Doomed {
            $(async fn $read(&self, $($rarg: $rtype),*) -> Result<$rout, StoreError> {
                self.alive().await;
                let answer = self.store.$read($($rarg),*).await;
                self.alive().await;
                answer
            })*

            $(async fn $write(&self, $($warg: $wtype),*) -> Result<$wout, StoreError> {
                self.fuse.burn().await;
                let answer = self.store.$write($($warg),*).await;
                self.fuse.burn().await;
                answer
            })*

            $($also)*
        }
    };
}

doomed! {
    Store
    reads {
        person(chat: &ChatKey) -> Option<PersonRow>;
        person_by_id(id: PersonId) -> Option<PersonRow>;
        due(now: Timestamp, most: u32) -> Vec<(ChatKey, TimerId)>;
        waiting(before: Timestamp, most: u32) -> Vec<ChatKey>;
        behind(before: Timestamp, most: u32) -> Vec<ChatKey>;
        following(network: Network, from: Timestamp, before: Timestamp, most: u32) -> Vec<ChatKey>;
        sealed_otherwise(key: KeyId, after: PersonId, most: u32) -> Vec<PersonRow>;
        purse(id: PersonId) -> Option<Sealed>;
        position(name: &str) -> Option<String>;
        seals() -> Vec<KeyId>;
        people() -> u64;
        ping() -> ();
    }
    writes {
        commit(turn: TurnRow) -> Committed;
        note(network: Network, id: &str, at: Timestamp) -> bool;
        show(id: PersonId, version: i64, shown: Option<Sealed>, over: bool) -> Standing;
        reach(id: PersonId, reachable: bool) -> ();
        notices(now: Timestamp, again: Timestamp, most: u32) -> Vec<Noticed>;
        noticed(id: i64) -> ();
        begin_renewal(id: PersonId, run: Run, now: Timestamp, until: Timestamp) -> Option<Option<Sealed>>;
        end_renewal(id: PersonId, run: Run, tokens: Option<Sealed>) -> ();
        swap_purse(id: PersonId, before: Option<Sealed>, after: Sealed) -> Swapped;
        set_position(name: &str, value: &str) -> ();
        move_position(name: &str, before: Option<&str>, after: &str) -> bool;
        reseal(before: Seals, after: Seals) -> ();
        prune(before: Timestamp) -> ();
    }
    also {
        async fn close(&self) {
            self.store.close().await;
        }
    }
}

doomed! {
    Shelf
    reads {
        subscription(chat: &ChatKey) -> Option<Subscription>;
        running(now: Timestamp) -> Vec<Running>;
        subscribers(network: Network) -> u64;
        recent(since: Timestamp) -> Vec<(i64, bool)>;
        progress(announcement: i64, network: Network, now: Timestamp) -> Progress;
        unposted(room: &str, now: Timestamp, since: Timestamp) -> Vec<Announcement>;
    }
    writes {
        subscribe(chat: &ChatKey, what: Subscription, at: Timestamp) -> bool;
        unsubscribe(chat: &ChatKey) -> bool;
        post(announcement: &Announcement) -> bool;
        fill(announcement: i64, now: Timestamp, most: u32) -> bool;
        order(announcement: i64, order: Order) -> ();
        claim(announcement: &Announcement, claim: Claim) -> Vec<Parcel>;
        finish(parcel: &Parcel, outcome: Outcome) -> ();
        settle(announcement: i64) -> bool;
        posted(announcement: i64, room: &str, event: &str) -> ();
        slots(network: Network, rule: Rule, now: Timestamp, most: u32) -> Vec<Slot>;
        answered(network: Network, rule: Rule, slot: Slot, excess: i64) -> ();
        shut(network: Network, until: Timestamp) -> ();
    }
    also {}
}

doomed! {
    Minutes
    reads {
        newest(election: &str) -> Option<Statement>;
        newest_of(round: Round) -> Option<Statement>;
        troubles() -> Vec<Statement>;
        unsaid(place: &str, now: Timestamp, since: Timestamp) -> Vec<Statement>;
        standing(place: &str, election: &str, since: Timestamp) -> Option<String>;
    }
    writes {
        state(statement: &Statement) -> bool;
        take_up(id: i64, place: &str, now: Timestamp, until: Timestamp) -> bool;
        written(id: i64, place: &str, message: &str) -> ();
    }
    also {}
}
