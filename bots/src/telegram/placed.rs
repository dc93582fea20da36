//! Which messages are ours on somebody's screen: the page, and the picture above it.

use crate::engine::Shown;
use teloxide::types::MessageId;

/// Which messages are ours.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Placed {
    /// The page.
    pub message: Option<MessageId>,
    /// The picture above it, with its name. Number 0: it could not be shown, and is not tried again for the same page.
    pub picture: Option<(MessageId, String)>,
}

impl Placed {
    /// As it was kept.
    pub(super) fn of(shown: &Shown) -> Self {
        let picture =
            shown.memo.split_once(' ').and_then(|(id, name)| Some((MessageId(id.parse().ok()?), name.to_owned())));
        Self { message: shown.message.parse().ok().map(MessageId), picture }
    }

    /// As it is to be kept.
    pub(super) fn shown(&self, page: u64, view: &str) -> Shown {
        Shown {
            message: self.message.map(|it| it.0.to_string()).unwrap_or_default(),
            page,
            view: view.to_owned(),
            numbers: None,
            before: None,
            buried: false,
            refused: false,
            secret: false,
            memo: self.picture.as_ref().map(|(id, name)| format!("{} {name}", id.0)).unwrap_or_default(),
        }
    }

    pub(super) fn picture_name(&self) -> Option<&str> {
        self.picture.as_ref().map(|(_, name)| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back() {
        let with = Placed { message: Some(MessageId(12)), picture: Some((MessageId(11), "photo-ab".into())) };
        let without = Placed { message: Some(MessageId(12)), picture: None };
        for placed in [with, without, Placed::default()] {
            assert_eq!(Placed::of(&placed.shown(7, "p.1")), placed);
        }
    }
}
