//! Grades and the scale they belong to. A scale is data: 2016 announced six grades and voted with five.

use crate::api::types::{GradeView, Localized};
use isoloir_config::primary::Primary;

/// A grade by its place on the scale: 0 is the worst, a greater one is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade(pub u8);

impl Grade {
    /// The worst grade of any scale.
    pub const WORST: Self = Self(0);

    /// Its place in counts that go from the worst to the best.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// Most grades a scale may have: one letter each.
pub const MAX_GRADES: usize = 26;

/// The names of the grades, worst first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    names: Vec<Name>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    key: String,
    words: Localized,
}

impl Scale {
    /// The scale of a primary (whose file has the best grade first).
    pub fn of(primary: &Primary) -> Self {
        let name = |grade: &isoloir_config::primary::GradeName| Name {
            key: grade.key.clone(),
            words: Localized { fr: grade.fr.clone(), en: grade.en.clone() },
        };
        Self { names: primary.scale.iter().rev().map(name).collect() }
    }

    /// A scale from names in one language, worst first, as result files of other programs have it.
    pub fn from_names(worst_first: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let name = |name: String| Name { key: name.clone(), words: Localized { fr: name.clone(), en: name } };
        Self { names: worst_first.into_iter().map(Into::into).map(name).collect() }
    }

    /// The scale that a platform shows, its grades worst first.
    pub fn from_views(worst_first: &[GradeView]) -> Self {
        let name = |view: &GradeView| Name { key: view.key.clone(), words: view.name.clone() };
        Self { names: worst_first.iter().map(name).collect() }
    }

    /// How many grades.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Has no grade at all (a checked primary never does).
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The grade of that number, if the scale has it.
    pub fn grade(&self, value: u8) -> Option<Grade> {
        (usize::from(value) < self.len()).then_some(Grade(value))
    }

    /// All grades, best first, as ballots show them.
    pub fn best_first(&self) -> impl Iterator<Item = Grade> + '_ {
        (0..self.len()).rev().filter_map(|value| u8::try_from(value).ok().map(Grade))
    }

    /// The grade's letter: `A` is the best of the scale; `?` for a grade that is not on it.
    pub fn letter(&self, grade: Grade) -> char {
        let from_best = self.len().checked_sub(1 + grade.index());
        from_best.and_then(|n| u8::try_from(n).ok()).filter(|n| *n < 26).map_or('?', |n| char::from(b'A' + n))
    }

    /// The grade's name; nothing for a grade that is not on the scale.
    pub fn name(&self, grade: Grade) -> Option<&Localized> {
        self.names.get(grade.index()).map(|name| &name.words)
    }

    /// The grade's stable key.
    pub fn key(&self, grade: Grade) -> Option<&str> {
        self.names.get(grade.index()).map(|name| name.key.as_str())
    }

    /// The grade that has this key or this name in either language, whatever the case and accents.
    pub fn find(&self, text: &str) -> Option<Grade> {
        let wanted = super::search::fold(text);
        let place = self.names.iter().position(|name| {
            [&name.key, &name.words.fr, &name.words.en].into_iter().any(|words| super::search::fold(words) == wanted)
        });
        place.and_then(|place| u8::try_from(place).ok()).map(Grade)
    }

    /// As the API shows it: best first.
    pub fn views(&self) -> Vec<GradeView> {
        let view = |grade: Grade| {
            let name = self.names.get(grade.index())?;
            Some(GradeView {
                value: grade.0,
                key: name.key.clone(),
                letter: self.letter(grade).to_string(),
                name: name.words.clone(),
            })
        };
        self.best_first().filter_map(view).collect()
    }
}
