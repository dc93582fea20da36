//! Receipts as people read them.

use isoloir_shared::api::ids::Tracker;

/// The tracker that a text shows (`7KQM-2XVT-9H4C-PDW3-8R00`; one in two thousand has no digit).
pub fn written(text: &str) -> Option<String> {
    let like = |word: &&str| word.len() == 24 && word.matches('-').count() == 4 && Tracker::parse(word).is_some();
    text.split_whitespace().find(like).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tracker_is_found_whatever_it_is_made_of() {
        for tracker in ["XMNN-AFHJ-DYGH-CPDR-CMBX", "0123-4567-8900-1122-3344"] {
            assert_eq!(written(&format!("A voté !\n\nNuméro de reçu : {tracker}\nfin")).as_deref(), Some(tracker));
        }
        assert_eq!(written("aujourd’hui-même, il est vingt-deux-heures"), None);
    }
}
