//! The state of the interface: what is focused, what is typed, what lies over the screen. It changes on events
//! and is drawn as it is; everything else is the core's.

mod core;
mod deliver;
mod editor;
mod keys;
mod palette;
mod press;
mod run;
mod stop;
mod terminal;
mod view;

pub use core::Core;
pub(crate) use deliver::{submitted, write_new};
pub use editor::Editor;
pub use palette::Palette;
pub use run::{Ending, Signals, run};
pub use stop::{Stop, stops};
pub use terminal::Terminal;
pub use view::{Overlay, View};

use isoloir_shared::view::Intent;

/// What a key or a paste asks of the program.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Of the core.
    Intent(Intent),
    /// What stands in the input now.
    Typed(String),
    /// The input is finished.
    Submitted(String),
    /// Leave at once.
    Quit,
    /// Back to the shell for a while.
    Suspend,
    /// Draw everything again.
    Redraw,
}
