//! The platform's API: its types, the calls there are, and the HTTP client that makes them.

mod call;
pub mod client;
pub mod ids;
pub mod types;

pub use call::{ApiError, Call, Reply};
