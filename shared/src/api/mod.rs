//! The platform's API: its types, the calls there are, and the HTTP client that makes them.

mod address;
mod call;
pub mod client;
pub mod ids;
pub mod types;

pub use address::{AddressError, check_address, parse_address};
pub use call::{ApiError, Call, Reply};
