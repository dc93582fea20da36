//! One thing of theirs that the platform keeps, and what is decided of it: asked for when its screen opens, or as soon as
//! it is known that whoever looks has a role.

use super::deed::Deed;
use super::insider;
use crate::api::{Call, OrganiseCall};
use crate::core::Ctx;
use crate::flow::parts::Remote;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// It, and a write about it. Kept beside what else its flow keeps.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(serialize = "T: Serialize", deserialize = "T: DeserializeOwned"))]
pub(super) struct Watched<T> {
    pub it: Remote<T>,
    pub deed: Deed,
}

impl<T> Default for Watched<T> {
    fn default() -> Self {
        Self { it: Remote::default(), deed: Deed::default() }
    }
}

impl<T> Watched<T> {
    /// Asks for it (again), by this call.
    pub fn load(&mut self, call: OrganiseCall, ctx: &mut Ctx) {
        if insider(ctx) {
            self.it.ask(ctx, Call::Organise(call));
        }
    }

    /// Its screen is there (again).
    pub fn enter(&mut self, call: OrganiseCall, ctx: &mut Ctx) {
        self.load(call, ctx);
        self.deed.entered(ctx);
    }

    /// The session learnt something: perhaps who this is.
    pub fn learnt(&mut self, call: OrganiseCall, ctx: &mut Ctx) {
        if self.it.untouched() {
            self.load(call, ctx);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::organise::{Delivery, Flag, Moderated, Proposal};
    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    fn same<T: Serialize + DeserializeOwned>(kept: &Value) {
        let read: T = serde_json::from_value(kept.clone()).expect("it is read");
        assert_eq!(serde_json::to_value(read).expect("written"), *kept);
    }

    /// As each of them was kept before they shared this.
    #[test]
    fn what_was_kept_before_is_read_and_written_the_same() {
        let deed = json!({"writing": {}, "waits": false});
        let at = "2016-06-01T12:00:00Z";
        let flag = json!({"id": 1, "kind": "burst", "about": "4", "count": 212, "at": at, "state": "open"});
        same::<Flag>(&json!({"id": 1, "it": {"value": [flag]}, "deed": deed}));
        same::<Flag>(&json!({"id": 1, "it": {}, "deed": deed}));
        same::<Delivery>(&json!({"id": 3, "it": {}, "deed": deed, "sure": true}));
        same::<Proposal>(&json!({"id": 2, "it": {}, "page": {}, "deed": deed, "sure": false}));
        let note = json!({"value": ""});
        same::<Moderated>(&json!({"id": 7, "it": {}, "photo": {}, "step": "Look", "note": note, "deed": deed}));
    }
}
