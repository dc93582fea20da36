//! Matrix for journeys: a real homeserver (Synapse) and people with a real encrypting client (matrix-nio).

mod bot;
mod homeserver;
mod jobs;
mod person;
mod seen;

pub use bot::Bot;
pub use homeserver::{Account, Homeserver, escape};
pub use person::Person;
pub use seen::Seen;

/// Python with Synapse and matrix-nio.
pub fn python() -> std::path::PathBuf {
    crate::python::with("matrix/requirements.txt")
}

/// What `main` of the bots does first: says who does TLS.
pub fn tls() {
    // Another test of the same program may have said it already.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
}
