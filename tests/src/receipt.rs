//! Receipts as people read them.

use isoloir_shared::api::ids::Tracker;

/// The tracker that a text shows (`00JM-MVWM-Q7F0-6A2D-EABV-SR86`; some have no digit).
pub fn written(text: &str) -> Option<String> {
    let like = |word: &&str| word.len() == 29 && word.matches('-').count() == 5 && Tracker::parse(word).is_some();
    text.split_whitespace().find(like).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tracker_is_found_whatever_it_is_made_of() {
        for tracker in ["XMNN-AFHJ-DYGH-CPDR-CMBX-QRST", "0123-4567-8900-1122-3344-5566"] {
            assert_eq!(written(&format!("A voté !\n\nNuméro de reçu : {tracker}\nfin")).as_deref(), Some(tracker));
        }
        assert_eq!(written("aujourd’hui-même, il est vingt-deux-heures"), None);
    }
}
