//! The command line.
//!
//! A network is plugged in by three functions of its own module: `run` (until `stop`; it makes its `Hands`, attaches
//! them to the engine, then hands in updates), `check` (what an operator has to mend) and, for Matrix, `setup`.

/// Why a network does not run, in words for an operator: no secret, nothing that people wrote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NetworkError(pub String);
