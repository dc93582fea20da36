//! A conversation as bytes, before they are sealed.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A conversation as it is put away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// `Session::keep`.
    pub session: Vec<u8>,
    /// Which part of the screen the person looks at.
    pub view: String,
    /// Which part of the screens below it they looked at, by the numbers of [`isoloir_shared::core::Session::trail`]: a
    /// step back leads to the page that one came from.
    pub views: BTreeMap<u64, String>,
    /// The turn in which the person last wrote; what was shown before it lies above that.
    pub wrote: i64,
    /// The message that they wrote then, where the network tells which of two messages stands below the other.
    pub written: String,
}

/// Version of the few bytes before a session's own. The first one knew only the part in view.
const FORMAT: u8 = 2;
const FIRST: u8 = 1;

/// What stands before a session.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Head {
    #[serde(skip_serializing_if = "String::is_empty")]
    view: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    views: BTreeMap<u64, String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    written: String,
}

impl Kept {
    pub(super) fn write(&self) -> Vec<u8> {
        let head = Head { view: self.view.clone(), views: self.views.clone(), written: self.written.clone() };
        let head = serde_json::to_vec(&head).ok().filter(|it| it.len() <= usize::from(u16::MAX)).unwrap_or_default();
        let length = u16::try_from(head.len()).unwrap_or(0);
        let mut bytes = Vec::with_capacity(head.len() + self.session.len() + 11);
        bytes.push(FORMAT);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(&self.wrote.to_be_bytes());
        bytes.extend_from_slice(&head);
        bytes.extend_from_slice(&self.session);
        bytes
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (length, rest) = match bytes {
            [FORMAT, high, low, rest @ ..] => (u16::from_be_bytes([*high, *low]), rest),
            [FIRST, length, rest @ ..] => (u16::from(*length), rest),
            _ => return None,
        };
        let (wrote, rest) = rest.split_first_chunk::<8>()?;
        let (head, session) = rest.split_at_checked(usize::from(length))?;
        let Head { view, views, written } = match bytes.first() {
            Some(&FIRST) => Head { view: String::from_utf8(head.to_vec()).ok()?, ..Head::default() },
            _ if head.is_empty() => Head::default(),
            _ => serde_json::from_slice(head).ok()?,
        };
        Some(Self { session: session.to_vec(), view, views, wrote: i64::from_be_bytes(*wrote), written })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_away_comes_back() {
        let views = [(3, "p.2".to_owned())].into();
        let kept = Kept { session: b"{\"v\":1}".to_vec(), view: "p.é".into(), views, wrote: 7, written: "57".into() };
        assert_eq!(Kept::read(&kept.write()), Some(kept));
        let long = Kept { view: "x".repeat(70_000), ..Kept::default() };
        assert_eq!(Kept::read(&long.write()), Some(Kept::default()));
        // As the first version wrote it.
        let first = Kept { session: b"{}".to_vec(), view: "p.1".into(), wrote: 7, ..Kept::default() };
        assert_eq!(Kept::read(b"\x01\x03\0\0\0\0\0\0\0\x07p.1{}"), Some(first));
        for bytes in
            [&b""[..], b"\x03\0\0", b"\x01\0\0", b"\x01\x05\0\0\0\0\0\0\0\0abc", b"\x02\0\x05\0\0\0\0\0\0\0\0abc"]
        {
            assert_eq!(Kept::read(bytes), None);
        }
    }
}
