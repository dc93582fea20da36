//! Which failures of SQLite pass by themselves.

use crate::store::StoreError;
use isoloir_shared::api::types::ProblemCode;

/// Primary result codes of SQLite that say "not now": nothing is wrong with the statement.
/// 5 busy, 6 locked, 7 no memory, 8 read-only, 10 IO error, 13 disk full, 14 cannot open.
const NOT_NOW: [i64; 7] = [5, 6, 7, 8, 10, 13, 14];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let not_now = match &error {
            sqlx::Error::Database(e) => {
                e.code().and_then(|code| code.parse::<i64>().ok()).is_some_and(|code| NOT_NOW.contains(&(code & 0xff)))
            }
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                true
            }
            _ => false,
        };
        // What a trigger says no to, and why.
        if matches!(&error, sqlx::Error::Database(e) if e.message().starts_with("neutrality")) {
            return Self::Refused(ProblemCode::Neutrality);
        }
        // SQLite's messages name columns and never hold values.
        if not_now { Self::Unavailable(error.to_string()) } else { Self::Broken(error.to_string()) }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Broken(error.to_string())
    }
}

/// The insert broke a uniqueness or foreign-key constraint (a limit, a double).
pub fn is_constraint(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(e) if e.is_unique_violation() || e.is_foreign_key_violation())
}
