//! What the targets share: the tests' small election, and choices read from the fuzzer's bytes.

#[path = "../../tests/world/mod.rs"]
pub mod world;

pub mod seeds;

use isoloir_ballot::archive::Line;
use isoloir_ballot::board::Kind;
use isoloir_ballot::bytes::{Fixed, from_json, to_json};
use isoloir_ballot::verify::{Options, Report, Stage, VerifyError, verify};
use serde::{Deserialize, Serialize};
use std::fmt::Debug;
use std::sync::LazyLock;
use world::{Plan, World, bytes};

pub use serde_json::Value;

/// A board's leaves after the manifest.
pub type Leaves = Vec<(Kind, Vec<u8>)>;

/// Choices from the fuzzer's bytes; zeros when there are no more.
pub struct Choices<'a>(pub &'a [u8]);

impl Choices<'_> {
    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// Below `count`, which is not 0.
    pub fn below(&mut self, count: usize) -> usize {
        (usize::from(self.byte()) << 16 | usize::from(self.byte()) << 8 | usize::from(self.byte())) % count
    }

    /// Some bytes.
    pub fn some<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.byte())
    }

    /// Are there any more?
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }
}

/// What an election gave.
pub struct Over {
    pub world: World,
    pub leaves: Leaves,
    pub archive: Vec<u8>,
    pub counts: Vec<Vec<u64>>,
}

impl Over {
    fn new(mut world: World, mut leaves: Leaves, by: &[u16]) -> Self {
        let counts = world.count(&mut leaves, by).counts;
        let archive = bytes(&world.lines(&leaves));
        Self { world, leaves, archive, counts }
    }
}

/// A final vote: all trustees, a changed vote, a spoiled ballot.
pub static ALL: LazyLock<Over> = LazyLock::new(|| {
    let mut world = World::new(&Plan { candidates: 2, grades: 2, voters: 4, trustees: (2, 2), ..Plan::default() });
    let mut leaves: Leaves = Vec::new();
    for (voter, sequence, choices) in [(0, 1, [0, 1]), (2, 1, [1, 1]), (0, 2, [1, 0])] {
        leaves.push((Kind::Ballot, world.ballot(voter, sequence, &choices)));
    }
    leaves.insert(1, (Kind::Spoiled, vec![7; 32]));
    Over::new(world, leaves, &[1, 2])
});

/// A vote with lots: a threshold, one lot that went back, somebody admitted late.
pub static LOTS: LazyLock<Over> = LazyLock::new(|| {
    let plan = Plan { candidates: 3, grades: 2, voters: 3, trustees: (2, 1), lots: Some((2, 1)), ..Plan::default() };
    let mut world = World::new(&plan);
    world.lots.push(Line::LotExpired(6));
    let mut leaves: Leaves = vec![(Kind::Admitted, vec![9; 32])];
    for voter in 0..2 {
        let place = world.place(voter, voter as u64 + 1, 1);
        leaves.push((Kind::Ballot, world.ballot_at(&place, voter, &[0, 1])));
    }
    Over::new(world, leaves, &[2])
});

/// One of the two.
pub fn over(choices: &mut Choices<'_>) -> &'static Over {
    if choices.byte() & 1 == 0 { &ALL } else { &LOTS }
}

/// What the verifier says; it must not fail otherwise.
pub fn verified(archive: &[u8], stage: Stage) -> Option<Report> {
    let options = Options { stage, threads: std::num::NonZeroUsize::MIN, pinned: Vec::new() };
    match verify(|| Ok(archive), &options, &mut ()) {
        Ok(report) => Some(report),
        Err(VerifyError::Wrong(wrong)) => {
            let _ = wrong.to_string();
            None
        }
        Err(VerifyError::Io(error)) => panic!("{error}"),
    }
}

/// Whatever was done to the archive of an election: a result that is called checked is that election's.
pub fn no_other_result(archive: &[u8], was: &Over) {
    for stage in [Stage::Counted, Stage::Open] {
        let Some(report) = verified(archive, stage) else { continue };
        if report.result_checked() {
            assert_eq!(report.election.hash(), was.world.election.hash());
            assert_eq!(report.counts.map(|counts| counts.counts).as_ref(), Some(&was.counts));
        }
    }
}

/// What is read is written again as it was.
pub fn one_spelling<'a, T: Serialize + Deserialize<'a> + PartialEq + Debug>(bytes: &'a [u8]) -> Option<T> {
    let value: T = from_json(bytes).ok()?;
    assert_eq!(to_json(&value), bytes);
    Some(value)
}

/// Replaces a part of a value by something else of its kind: a number, a text, a piece of another place.
pub fn edit(value: &mut Value, pool: &[Value], choices: &mut Choices<'_>) {
    let count = size(value);
    let place = choices.below(count);
    let Some(part) = part(value, &mut { place }) else { return };
    let how = choices.byte() % 8;
    match (how, &mut *part) {
        (0, Value::Array(items)) if !items.is_empty() => drop(items.remove(choices.below(items.len()))),
        (1, Value::Array(items)) if !items.is_empty() => items.push(items[choices.below(items.len())].clone()),
        (2, Value::Array(items)) if items.len() > 1 => {
            let (one, other) = (choices.below(items.len()), choices.below(items.len()));
            items.swap(one, other);
        }
        (0..=3, Value::Number(number)) => {
            let old = number.as_u64().unwrap_or(0);
            let new = [old.wrapping_add(1), old.wrapping_sub(1), 0, u64::MAX, u64::from(choices.byte())];
            *part = new[choices.below(new.len())].into();
        }
        (0..=4, Value::String(text)) if !text.is_empty() => {
            let letters = b"AB_-zQgw=+ 0\"\\";
            let mut bytes = text.clone().into_bytes();
            let place = choices.below(bytes.len());
            bytes[place] = letters[choices.below(letters.len())];
            *text = String::from_utf8_lossy(&bytes).into_owned();
        }
        (5, _) => {
            *part = [Value::Null, true.into(), 0.into(), "".into(), Value::Array(vec![])][choices.below(5)].clone()
        }
        _ => {
            let other = &pool[choices.below(pool.len())];
            let place = choices.below(size(other));
            if let Some(found) = self::part(&mut other.clone(), &mut { place }) {
                *part = found.clone();
            }
        }
    }
}

fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(fields) => fields.values().map(size).sum(),
        _ => 0,
    }
}

fn part<'a>(value: &'a mut Value, place: &mut usize) -> Option<&'a mut Value> {
    if *place == 0 {
        return Some(value);
    }
    *place -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| part(item, place)),
        Value::Object(fields) => fields.values_mut().find_map(|item| part(item, place)),
        _ => None,
    }
}

/// 32 bytes: anything, or what a forger would put there.
pub fn piece(choices: &mut Choices<'_>, near: &[u8]) -> [u8; 32] {
    use isoloir_ballot::group::{Element, G, Scalar};
    let known = |start: usize| near.get(start..start + 32).and_then(|part| part.try_into().ok()).unwrap_or([0; 32]);
    match choices.byte() % 6 {
        0 => [0; 32],
        1 => *Element::new(G * Scalar::from(u64::from(choices.byte()))).bytes(),
        2 => Scalar::from(u64::from(choices.byte())).to_bytes(),
        3 => known(choices.below(near.len().max(1))),
        4 => {
            let bytes = known(32 * choices.below(near.len() / 32 + 1) + near.len() % 32);
            let moved = Element::decode(&bytes).map(|element| *Element::new(element.point() + G).bytes());
            moved.unwrap_or_else(|_| (Scalar::from_bytes_mod_order(bytes) + Scalar::ONE).to_bytes())
        }
        _ => Fixed::<32>(choices.some()).0,
    }
}
