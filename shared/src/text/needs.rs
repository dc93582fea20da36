//! What a phase depends on, in words.

use super::{Arg, Msg};
use crate::api::types::Need;
use isoloir_config::text::key;
use jiff::Timestamp;

/// In a sentence; `at` makes an argument of an instant.
pub fn need_words(need: &Need, at: impl Fn(Timestamp) -> Arg) -> Msg {
    match *need {
        Need::Qualified { count, threshold } => {
            Msg::new(key::CLI_NEED_QUALIFIED).with("n", count).with("threshold", threshold)
        }
        Need::ChartersMissing { count } => Msg::new(key::CLI_NEED_CHARTERS).with("n", count),
        Need::Invited { count } => Msg::new(key::CLI_NEED_INVITED).with("n", count),
        Need::Unconfirmed { count, until } => {
            let until = until.map_or_else(|| Arg::Words("…".into()), at);
            Msg::new(key::CLI_NEED_UNCONFIRMED).with("n", count).with("until", until)
        }
        Need::Preselection { confirmed, above, held } => {
            let key = if held { key::CLI_NEED_PRESELECTION_HELD } else { key::CLI_NEED_PRESELECTION_SKIPPED };
            Msg::new(key).with("n", confirmed).with("above", above)
        }
        Need::Finalists { count } => Msg::new(key::CLI_NEED_FINALISTS).with("n", count),
    }
}
