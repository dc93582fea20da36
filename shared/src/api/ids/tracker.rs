//! The receipt's number.

use isoloir_ballot::ballot;
use isoloir_ballot::bytes::Bytes32;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a voter keeps of a ballot: the start of its SHA-256. It says nothing of its grades; anyone who has it can ask
/// whether the ballot is counted. Twenty-four characters of Crockford's base 32 in groups of four: `7KQM-2XVT-…`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Tracker(pub String);

impl Tracker {
    /// Of a ballot, by its SHA-256.
    pub fn of(hash: &Bytes32) -> Self {
        Self(ballot::Tracker::of(hash).to_string())
    }

    /// As somebody typed it: case, spaces and hyphens are free, O reads 0, I and L read 1.
    /// None if it can be no tracker.
    pub fn parse(typed: &str) -> Option<Self> {
        typed.parse::<ballot::Tracker>().ok().map(|it| Self(it.to_string()))
    }

    /// Is that ballot meant?
    pub fn is(&self, hash: &Bytes32) -> bool {
        Self::parse(&self.0) == Some(Self::of(hash))
    }
}

impl fmt::Display for Tracker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Tracker;
    use isoloir_ballot::bytes::Fixed;

    #[test]
    fn typed_carelessly_reads_the_same() {
        let hash = Fixed(std::array::from_fn(|n| u8::try_from(n * 37 % 256).unwrap()));
        let tracker = Tracker::of(&hash);
        assert_eq!(tracker.0, "00JM-MVWM-Q7F0-6A2D-EABV-SR86");
        let careless = tracker.0.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(Tracker::parse(&careless), Some(tracker.clone()));
        assert!(tracker.is(&hash) && !tracker.is(&Fixed([0; 32])));
    }

    #[test]
    fn what_is_no_tracker_is_refused() {
        for typed in ["", "7KQM", "7KQM-2XVT-7KQM-2XVT-7KQM-7KQU", "7KQM-2XVT-7KQM-2XVT-7KQM-7KQM-2", "é"] {
            assert_eq!(Tracker::parse(typed), None, "{typed}");
        }
    }
}
