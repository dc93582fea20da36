//! Something that the platform told, and when: of two tellings the later one holds.

use jiff::Timestamp;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

/// What was told, shared by all who know it.
#[derive(Debug)]
pub(crate) struct Dated<T: ?Sized> {
    /// When it was learnt, by the clock of this device.
    pub at: Timestamp,
    value: Arc<T>,
}

impl<T: ?Sized> Dated<T> {
    /// As it was learnt.
    pub fn new(at: Timestamp, value: impl Into<Arc<T>>) -> Self {
        Self { at, value: value.into() }
    }

    /// Holds against another telling: it is later, or came in the same instant after it.
    pub fn beats(&self, other: Option<&Self>) -> bool {
        other.is_none_or(|other| self.at > other.at || self.at == other.at && !Arc::ptr_eq(&self.value, &other.value))
    }

    /// The value itself, to be passed on.
    pub fn shared(&self) -> Arc<T> {
        self.value.clone()
    }
}

impl<T: ?Sized> Clone for Dated<T> {
    fn clone(&self) -> Self {
        Self { at: self.at, value: self.value.clone() }
    }
}

impl<T: ?Sized> Deref for Dated<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

/// Takes theirs where it is newer.
pub(super) fn newer<T: ?Sized>(mine: &mut Option<Dated<T>>, theirs: &Option<Dated<T>>) {
    if theirs.as_ref().is_some_and(|it| it.beats(mine.as_ref())) {
        mine.clone_from(theirs);
    }
}

/// As many things as fit; the one learnt longest ago makes room.
#[derive(Debug)]
pub(crate) struct Shelf<K, T: ?Sized> {
    most: usize,
    things: BTreeMap<K, Dated<T>>,
}

impl<K: Copy + Ord, T: ?Sized> Shelf<K, T> {
    /// Room for at most so many.
    pub fn new(most: usize) -> Self {
        Self { most, things: BTreeMap::new() }
    }

    /// One of them.
    pub fn get(&self, key: K) -> Option<&Dated<T>> {
        self.things.get(&key)
    }

    /// Puts something there, in the place of what was known before.
    pub fn put(&mut self, key: K, thing: Dated<T>) {
        self.things.insert(key, thing);
        while self.things.len() > self.most {
            let oldest =
                self.things.iter().filter(|(it, _)| **it != key).min_by_key(|(_, it)| it.at).map(|(it, _)| *it);
            match oldest {
                Some(oldest) => drop(self.things.remove(&oldest)),
                None => break,
            }
        }
    }

    /// Takes theirs where it is newer.
    pub fn newer(&mut self, theirs: &Self) {
        for (key, thing) in &theirs.things {
            if thing.beats(self.get(*key)) {
                self.put(*key, thing.clone());
            }
        }
    }
}

impl<K: Clone, T: ?Sized> Clone for Shelf<K, T> {
    fn clone(&self) -> Self {
        Self { most: self.most, things: self.things.clone() }
    }
}
