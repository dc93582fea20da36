//! What a button carries: the stamp of its screen, then an intent or a part of the screen. At most 64 bytes.
//!
//! ```text
//! 1f00ba44 g.3.4.7     an intent, as the core writes it
//! 1f00ba44-p.2         another part of the same screen
//! ```

use crate::chat::stamp::bound;
use crate::chat::{Does, Meaning, Stamp, View};
use isoloir_shared::view::{Intent, Screen};

/// The text of a button.
pub(super) fn data(stamp: Stamp, does: Does) -> String {
    match does {
        Does::Intent(intent) => format!("{stamp} {intent}"),
        Does::Look(view) => format!("{stamp}-{view}"),
    }
}

/// What a pressed button means now. It is untrusted: what was forged, cut or made for another screen is [`Meaning::Old`],
/// and whether the screen still offers an intent the core decides.
pub fn pressed(screen: &Screen, data: &str) -> Meaning {
    read(screen, data).unwrap_or(Meaning::Old)
}

fn read(screen: &Screen, data: &str) -> Option<Meaning> {
    let (stamp, rest) = data.split_at_checked(8)?;
    let here = stamp.parse::<Stamp>().ok().filter(|it| it.to_string() == stamp)? == Stamp::of(screen);
    if let Some(view) = rest.strip_prefix('-') {
        return view.parse::<View>().ok().filter(|_| here).map(Meaning::Look);
    }
    let intent: Intent = rest.strip_prefix(' ')?.parse().ok()?;
    (here || !bound(intent)).then_some(Meaning::Do(intent))
}
