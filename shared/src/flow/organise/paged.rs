//! A list that the platform gives page by page.

use super::{again, failed};
use crate::api::types::Page;
use crate::api::{ApiError, Call, OrganiseCall, OrganiseReply, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::parts::{Remote, Taken};
use crate::text::{Key, Msg, key};
use crate::view::{Action, Block, Intent, Item, ListView, Screen};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The call for the page that begins there; none: for the first.
type Ask = fn(Option<String>) -> OrganiseCall;

/// Its rows so far.
#[derive(Debug, Serialize, Deserialize)]
#[serde(default, bound(serialize = "R: Serialize", deserialize = "R: DeserializeOwned"))]
pub(super) struct Paged<R> {
    /// Where the next page begins, of the page that came last.
    page: Remote<Option<String>>,
    /// What is kept of each row: what is shown, and no more.
    pub rows: Vec<R>,
}

/// What a list is called, what is said where it is empty, and how the next page is asked for.
#[derive(Clone, Copy)]
pub(super) struct Named {
    pub label: Key,
    pub none: Key,
    pub more: Key,
}

impl<R> Default for Paged<R> {
    fn default() -> Self {
        Self { page: Remote::default(), rows: Vec::new() }
    }
}

impl<R> Paged<R> {
    /// Asks for the first page (again), unless one is awaited. True: it was asked for.
    pub fn load(&mut self, ask: Ask, ctx: &mut Ctx) -> bool {
        if self.page.waiting() {
            return false;
        }
        self.rows.clear();
        self.page.ask(ctx, Call::Organise(ask(None)));
        true
    }

    /// Nobody has asked yet.
    pub fn untouched(&self) -> bool {
        self.page.untouched()
    }

    /// The answer did not come.
    pub fn failed(&self) -> bool {
        self.page.error().is_some()
    }

    /// Asks for the next page, if that is what is wanted and there is one.
    pub fn intent(&mut self, intent: Intent, ask: Ask, ctx: &mut Ctx) {
        if let (Intent::More, Some(Some(next))) = (intent, &self.page.value) {
            let next = next.clone();
            self.page.ask(ctx, Call::Organise(ask(Some(next))));
        }
    }

    /// Takes a page: what is kept of its rows.
    pub fn reply<T>(
        &mut self,
        id: ReqId,
        result: &Result<Reply, ApiError>,
        pick: fn(&OrganiseReply) -> Option<&Page<T>>,
        row: impl Fn(&T) -> R,
    ) {
        let page = |reply: &Reply| match reply {
            Reply::Organise(reply) => pick(reply).map(|page| page.next.clone()),
            _ => None,
        };
        let taken = self.page.take(id, result, page);
        if let (Taken::Value, Ok(Reply::Organise(reply))) = (taken, result) {
            self.rows.extend(pick(reply).into_iter().flat_map(|page| &page.items).map(row));
        }
    }

    /// Shows it, with a way to the next page.
    pub fn show(&self, screen: Screen, named: Named, item: impl Fn(&R) -> Item) -> Screen {
        let list = ListView {
            label: named.label.into(),
            items: self.rows.iter().map(item).collect(),
            empty: if self.page.waiting() { key::LOADING.into() } else { Msg::new(named.none) },
            loading: self.page.waiting(),
        };
        let screen = failed(screen, &self.page).with(Block::List(list));
        match self.page.value {
            Some(Some(_)) if !self.page.waiting() => screen.act(Action::new(Intent::More, named.more)),
            _ => screen,
        }
    }

    /// The same, and a way to ask again, after other actions.
    pub fn again(&self, screen: Screen) -> Screen {
        again(screen, self.failed())
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::organise::{Flags, Proposals, Queue};
    use serde_json::{Value, json};

    /// As each of these lists was kept before they were one.
    #[test]
    fn lists_that_were_kept_before_are_read_and_written_the_same() {
        let at = "2016-06-01T12:00:00Z";
        let flag = json!({"id": 1, "kind": "burst", "about": "4", "count": 212, "at": at, "state": "open"});
        let moderated = json!({"id": 3, "kind": "photo", "candidate": 3, "name": "Ada", "state": "waiting", "at": at});
        let proposal = json!({
            "id": 2, "decision": {"action": "skip"}, "state": "open", "proposed_by": 1, "proposed_at": at,
            "expires_at": at, "own": true,
        });
        let kept = |row: Value| json!({"page": {"value": ["Mg"]}, "rows": [row]});
        let last = json!({"page": {"value": [null]}, "rows": []});
        let flags: Flags = serde_json::from_value(kept(flag.clone())).expect("flags");
        assert_eq!(serde_json::to_value(flags).expect("written"), kept(flag));
        let queue: Queue = serde_json::from_value(kept(moderated.clone())).expect("the queue");
        assert_eq!(serde_json::to_value(queue).expect("written"), kept(moderated));
        let proposals: Proposals = serde_json::from_value(kept(proposal.clone())).expect("proposals");
        assert_eq!(serde_json::to_value(proposals).expect("written"), kept(proposal));
        let proposals: Proposals = serde_json::from_value(last.clone()).expect("an empty list");
        assert_eq!(serde_json::to_value(proposals).expect("written"), last);
        serde_json::from_value::<Flags>(json!({})).expect("one that was never asked for");
    }
}
