//! The platform's API: its types, the calls there are, and the HTTP client that makes them.

mod address;
mod call;
pub mod client;
pub mod ids;
mod organise;
pub mod types;

pub use address::{AddressError, check_address, parse_address};
pub use call::{ApiError, Call, Reply};
pub use organise::{OrganiseCall, OrganiseReply};
