//! A wire that misbehaves: stands between a client and a platform, and for each request cuts, loses, halves,
//! replaces or rewrites what comes back, as the test tells it.

pub mod hostile;
mod http;
mod proxy;

pub use http::{Request, Response};
pub use proxy::{Fault, Proxy};
