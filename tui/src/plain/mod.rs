//! The dialogue line by line, for screen readers and pipes: full words, numbered choices, no boxes and no bars.

mod answer;
mod choices;
mod run;
mod speak;

pub use answer::{Answer, understand};
pub use choices::{Chosen, choices};
pub use run::run;
pub use speak::{PAGE, speak};
