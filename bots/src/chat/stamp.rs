//! Which screen a button belongs to.

use isoloir_shared::text::Msg;
use isoloir_shared::view::{Block, Intent, Screen};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// A short mark of a screen: the same in every language, process and run, and while numbers on it move. A button carries
/// it, so that "yes" to one question is never taken for "yes" to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp(u32);

impl Stamp {
    /// Of a screen: what it is, what it asks, and what can be done on it. Lists, counts, countdowns, the word about what
    /// just happened and whether the platform answers are left out: they move under one and the same question.
    pub fn of(screen: &Screen) -> Self {
        let mut hash = Sha256::new();
        hash.update(format!("{:?}\n", screen.id));
        message(&mut hash, &screen.title);
        for block in &screen.body {
            match block {
                Block::Heading(text) | Block::Paragraph(text) => message(&mut hash, text),
                Block::Verbatim { text, .. } => hash.update(text),
                _ => {}
            }
        }
        if let Some(input) = &screen.input {
            message(&mut hash, &input.label);
        }
        let mut bound: Vec<_> = screen.intents().into_iter().filter(|it| bound(*it)).map(|it| it.to_string()).collect();
        bound.sort_unstable();
        bound.dedup();
        for intent in bound {
            hash.update(intent);
            hash.update("\n");
        }
        let hash = hash.finalize();
        Self(u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]))
    }
}

/// An intent that means something only on its own screen. The others say all by themselves: a place to go, a language,
/// an answer with its ballot's revision. (`Session` still does only what its screen offers.)
pub(super) fn bound(intent: Intent) -> bool {
    !matches!(
        intent,
        Intent::Open(_)
            | Intent::Retry
            | Intent::SetLang(_)
            | Intent::More
            | Intent::Filter(_)
            | Intent::Order(_)
            | Intent::Support(_)
            | Intent::Nominate(_)
            | Intent::Grade { .. }
            | Intent::Review { .. }
            | Intent::Cast { .. }
    )
}

/// A message as it is, in no language.
fn message(hash: &mut Sha256, msg: &Msg) {
    match msg {
        Msg::Words(words) => hash.update(words),
        Msg::Both(both) => hash.update(&both.fr),
        Msg::Key(key, args) => {
            hash.update(key.name());
            for (name, arg) in args {
                hash.update(name);
                // Arguments are plain data: their debug form is all of it.
                hash.update(format!("{arg:?}"));
            }
        }
    }
    hash.update("\n");
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl FromStr for Stamp {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u32::from_str_radix(text, 16).map(Self)
    }
}
