//! The words of the grades. A ballot has a grade's place on the scale, and its voter read a name: under another name, a
//! vote would say the contrary of what was meant, with a proof that holds.

use super::BoothFault;
use super::board::alarm;
use crate::api::ApiError;
use crate::api::client::Client;
use crate::api::types::{GradeView, PrimaryView, Round};
use crate::text::clean_line;
use isoloir_config::primary::GradeName;

/// A scale as a person sees it.
pub(crate) fn seen(scale: &[GradeView]) -> Vec<GradeView> {
    let mut scale = scale.to_vec();
    for grade in &mut scale {
        grade.name.fr = clean_line(&grade.name.fr);
        grade.name.en = clean_line(&grade.name.en);
    }
    scale
}

/// Whether a scale is shown as the manifest has it (worst first): best first, lettered from A, and known grades in the
/// words that every program knows. Words of a primary's own are the platform's to say.
pub(super) fn fit(shown: &[GradeView], keys: &[String]) -> bool {
    let places = keys.iter().enumerate().rev().zip(b'A'..=b'Z');
    shown.len() == keys.len()
        && shown.iter().zip(places).all(|(grade, ((value, key), letter))| {
            (usize::from(grade.value), &grade.key) == (value, key)
                && grade.letter == char::from(letter).to_string()
                && GradeName::fits(key, &grade.name.fr, &grade.name.en)
        })
}

impl Client {
    /// The primary is about to be shown: its grades are those of the elections that were checked.
    pub(crate) fn check_grades(&self, primary: &PrimaryView) -> Result<(), ApiError> {
        let shown = seen(&primary.scale);
        let known = [Round::Preselection, Round::Final].into_iter().filter_map(|round| self.known_election(round));
        if known.into_iter().any(|known| known.scale != shown) {
            return Err(alarm(BoothFault::Shown));
        }
        self.note_scale(shown);
        Ok(())
    }
}
