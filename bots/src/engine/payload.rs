//! What a link carries: `t.me/BOT?start=PAYLOAD`, or the same words typed in a room. At most 64 letters, digits, `-` and
//! `_`, as Telegram allows. Untrusted.

use isoloir_shared::api::types::Round;
use isoloir_shared::view::Place;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// Nowhere in particular.
    Nothing,
    /// A place that anybody may look at: `c_<id>` a candidate, `l` a lot, `r_<round>` a result.
    Place(Place),
    /// Perhaps a code that links an account: 128 random bits, or more.
    Code(String),
    /// Nothing that is known here.
    Unknown,
}

/// Letters of a code: 128 bits in base64. No place's payload is as long; longer codes are those of a later platform.
const CODE: usize = 22;
/// The most that a link carries.
const MOST: usize = 64;

impl Payload {
    /// Reads what came with a link.
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        let good = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if text.is_empty() {
            return Self::Nothing;
        }
        if text.len() > MOST || !text.chars().all(good) {
            return Self::Unknown;
        }
        // A code may begin as anything else does, and nothing else is as long: it comes first.
        if text.len() == CODE {
            return Self::Code(text.to_owned());
        }
        match text.split_once('_') {
            Some(("c", id)) => id.parse().map_or(Self::Unknown, |id| Self::Place(Place::Candidate(id))),
            Some(("r", "preselection")) => Self::Place(Place::Results(Round::Preselection)),
            Some(("r", "final")) => Self::Place(Place::Results(Round::Final)),
            _ if text == "l" => Self::Place(Place::Lot),
            _ if text.len() > CODE => Self::Code(text.to_owned()),
            _ => Self::Unknown,
        }
    }

    /// The payload of a link to a place, if there is one.
    pub fn of(place: Place) -> Option<String> {
        let payload = match place {
            Place::Candidate(id) => format!("c_{id}"),
            Place::Results(Round::Preselection) => "r_preselection".into(),
            Place::Results(Round::Final) => "r_final".into(),
            Place::Lot => "l".into(),
            _ => return None,
        };
        Some(payload)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use isoloir_shared::api::ids::CandidateId;

    #[test]
    fn links_lead_where_they_say() {
        let places = [
            Place::Candidate(CandidateId(12)),
            Place::Lot,
            Place::Results(Round::Preselection),
            Place::Results(Round::Final),
        ];
        for place in places {
            let payload = Payload::of(place).unwrap();
            assert!(payload.len() <= MOST);
            assert_eq!(Payload::read(&payload), Payload::Place(place));
        }
        assert_eq!(Payload::of(Place::Account), None);
        assert_eq!(Payload::read(" "), Payload::Nothing);
        let code = "AbCdEfGhIjKlMnOpQrStUv";
        // However it begins.
        for code in [code, "c_CdEfGhIjKlMnOpQrStUv", "r_CdEfGhIjKlMnOpQrStUv", "l_CdEfGhIjKlMnOpQrStU-"] {
            assert_eq!(code.len(), CODE);
            assert_eq!(Payload::read(code), Payload::Code(code.into()));
        }
        let longest = Payload::of(Place::Candidate(CandidateId(u32::MAX))).unwrap();
        assert!(longest.len() < CODE && "r_preselection".len() < CODE);
        let long = "x".repeat(65);
        for bad in ["c_", "c_-1", "c_99999999999999999999999", "r_x", "hello", "c_1; DROP", "\u{202e}", long.as_str()] {
            assert_eq!(Payload::read(bad), Payload::Unknown, "{bad}");
        }
    }
}
