//! The rules of the primary, as LaPrimaire.org published them in 2016 ("seed") and as we decided what it left
//! open ("ours"). Nothing here reads a file, a clock or the network: the same input gives the same answer anywhere.

pub mod audit;
pub mod ballot;
pub mod calendar;
pub mod candidate;
pub mod count;
pub mod explain;
pub mod fill;
pub mod grade;
pub mod lots;
pub mod needs;
pub mod order;
pub mod profile;
pub mod qualification;
pub mod quiet;
pub mod ranking;
pub mod search;
pub mod support;
