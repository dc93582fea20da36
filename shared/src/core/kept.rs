//! How a session is written down: JSON, with a version in front.
//!
//! Fields may come and go within a version: what is missing reads as its default, what is unknown is passed over.
//! Where that is not enough, the version rises and a step of [`STEPS`] turns what the version before wrote into what
//! this one reads.

use super::calls::KeptCalls;
use super::known::Known;
use super::saved::Saved;
use super::{FlowId, KeptError};
use crate::api::Call;
use crate::api::types::{Lang, PhaseKind};
use crate::flow::AnyFlow;
use crate::view::Toast;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What this program writes.
pub(super) const VERSION: u32 = 1;

/// From each version to the next, beginning with version 1.
const STEPS: [Step; VERSION as usize - 1] = [];

type Step = fn(&mut Value);

/// A session as it is read. [`Written`] is the same as it is written.
#[derive(Debug, Deserialize)]
pub(super) struct Kept {
    pub ctx: KeptCtx,
    #[serde(default)]
    pub known: Known,
    pub saved: Saved,
    pub calls: KeptCalls,
    #[serde(default)]
    pub toast: Option<Toast>,
    pub stack: Vec<(FlowId, AnyFlow)>,
    pub flows: u64,
    #[serde(default)]
    pub knew: Vec<Call>,
}

/// A session as it is written.
#[derive(Serialize)]
pub(super) struct Written<'a> {
    pub v: u32,
    pub ctx: KeptCtx,
    pub known: &'a Known,
    /// Drafts and casts on their way stand here and nowhere else.
    pub saved: &'a Saved,
    pub calls: KeptCalls,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub toast: Option<&'a Toast>,
    pub stack: &'a [(FlowId, AnyFlow)],
    pub flows: u64,
    /// Questions to the platform whose answers everyone may know, and which the screen shows: a process that does not
    /// know them asks.
    pub knew: Vec<Call>,
}

/// What else a session remembers. The clock and the channel come with `Resume`; wishes are carried out before a session is
/// put away.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct KeptCtx {
    /// None in what was written before it was kept.
    #[serde(default)]
    pub lang: Option<Lang>,
    pub connected: bool,
    pub lasts: bool,
    pub demo_lasts: bool,
    #[serde(default)]
    pub steers: bool,
    /// The seed of the viewer's order of lists.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub order: Option<u64>,
    /// The number of the last key.
    pub key: u64,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub asked: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub mine_of: Option<PhaseKind>,
    #[serde(default)]
    pub mine_old: bool,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub roll_old: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Version {
    v: u32,
}

impl Kept {
    /// Reads what this program or an older one wrote.
    pub fn read(bytes: &[u8]) -> Result<Self, KeptError> {
        let kept: Self = match serde_json::from_slice::<Version>(bytes)?.v {
            VERSION => serde_json::from_slice(bytes)?,
            v => serde_json::from_value(lift(serde_json::from_slice(bytes)?, v, &STEPS)?)?,
        };
        if kept.sound() { Ok(kept) } else { Err(KeptError::Unreadable("numbers that were never given out".into())) }
    }

    /// Numbers that count on are far from their ends.
    fn sound(&self) -> bool {
        let numbers = [self.flows, self.ctx.key, self.saved.keys, self.calls.last];
        numbers.iter().all(|n| *n < u64::MAX / 2)
    }
}

/// Step by step from version `v` to the one after all of `steps`.
fn lift(mut value: Value, v: u32, steps: &[Step]) -> Result<Value, KeptError> {
    let known = u32::try_from(steps.len()).unwrap_or(u32::MAX).saturating_add(1);
    match v {
        0 => Err(KeptError::Unreadable("version 0".into())),
        v if v > known => Err(KeptError::Newer { found: v, known }),
        v => {
            steps.iter().skip(v as usize - 1).for_each(|step| step(&mut value));
            Ok(value)
        }
    }
}

/// `Option<T>` as a list of at most one: JSON has one `null` only, and `Some(())` and `Some(None)` are not `None`.
pub(crate) mod maybe {
    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Writes none or one.
    pub fn serialize<S: Serializer, T: Serialize>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(value)
    }

    /// Reads none or one.
    pub fn deserialize<'de, D: Deserializer<'de>, T: DeserializeOwned>(reader: D) -> Result<Option<T>, D::Error> {
        Ok(Vec::<T>::deserialize(reader)?.pop())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TWO: [Step; 2] = [|it| it["name"] = it["title"].take(), |it| it["n"] = json!(3)];

    #[test]
    fn each_older_version_is_led_up_step_by_step() {
        let lifted = |v| lift(json!({ "title": "a", "name": "b" }), v, &TWO);
        assert_eq!(lifted(1).ok(), Some(json!({ "title": null, "name": "a", "n": 3 })));
        assert_eq!(lifted(2).ok(), Some(json!({ "title": "a", "name": "b", "n": 3 })));
        assert_eq!(lifted(3).ok(), Some(json!({ "title": "a", "name": "b" })));
        assert!(matches!(lifted(4), Err(KeptError::Newer { found: 4, known: 3 })));
        assert!(matches!(lifted(0), Err(KeptError::Unreadable(_))));
    }
}
