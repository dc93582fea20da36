//! The shapes that travel between the platform and its clients, one file for each resource.
//! Names end in `View` (what is read), `Request` (what is asked) or say what they are.
//! Instants are RFC 3339 in UTC; dates are ISO 8601 in the primary's zone.

/// What holds a secret is shown by its name alone.
macro_rules! secret_debug {
    ($($name:ident),*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), " { … }"))
            }
        }
    )*};
}

mod account;
mod announcement;
mod audit;
mod ballot;
mod candidate;
mod election;
mod event;
mod link;
mod moderation;
mod organise;
mod page;
mod primary;
mod problem;
mod result;
mod support;
mod trustee;

pub use account::*;
pub use announcement::*;
pub use audit::*;
pub use ballot::*;
pub use candidate::*;
pub use election::*;
pub use event::*;
pub use link::*;
pub use moderation::*;
pub use organise::*;
pub use page::*;
pub use primary::*;
pub use problem::*;
pub use result::*;
pub use support::*;
pub use trustee::*;
