//! Matrix for journeys: a real homeserver (Synapse) and people with a real encrypting client (matrix-nio).

mod homeserver;
mod person;
mod seen;

pub use homeserver::{Account, Homeserver};
pub use person::Person;
pub use seen::Seen;

/// Python with Synapse and matrix-nio.
pub fn python() -> std::path::PathBuf {
    crate::python::with("matrix/requirements.txt")
}
