//! What any store must hold, whatever keeps it: written over the traits, run on each implementation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of it is test code")]

mod contract;
mod links;
mod organise;

use isoloir_platform::secrets::ServerKey;
use isoloir_platform::store::sqlite::SqliteStore;
use std::sync::Arc;

/// Runs each contract as a test of its own on a store that `$open` makes.
macro_rules! holds {
    ($kind:ident, $open:expr, $($contract:ident),+ $(,)?) => {
        mod $kind {
            use super::*;
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $contract() {
                    let folder = tempfile::tempdir().unwrap();
                    let store = Arc::new($open(folder.path().join("isoloir.db")).await.unwrap());
                    all::$contract(store).await;
                }
            )+
        }
    };
}

async fn sqlite(path: std::path::PathBuf) -> Result<SqliteStore, isoloir_platform::store::StoreError> {
    SqliteStore::open(&path, ServerKey::random()).await
}

/// The same for contracts that seal something with the server's key.
macro_rules! holds_sealed {
    ($kind:ident, $($contract:ident),+ $(,)?) => {
        mod $kind {
            use super::*;
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $contract() {
                    let (folder, server) = (tempfile::tempdir().unwrap(), ServerKey::random());
                    let path = folder.path().join("isoloir.db");
                    let store = Arc::new(SqliteStore::open(&path, server.clone()).await.unwrap());
                    organise::$contract(store, server).await;
                }
            )+
        }
    };
}

holds_sealed!(
    organise_on_sqlite,
    a_decision_is_taken_once_and_by_another,
    a_code_of_the_second_factor_is_good_once,
    nothing_is_done_without_role_and_proof,
    the_log_is_one_chain_under_concurrency,
    an_appeal_is_heard_by_another_under_concurrency,
);

/// Every contract there is.
mod all {
    pub use crate::contract::*;
    pub use crate::links::*;
}

holds!(
    on_sqlite,
    sqlite,
    a_key_is_one_write,
    a_key_is_one_write_under_concurrency,
    a_refusal_leaves_nothing_behind,
    a_code_opens_one_session_under_concurrency,
    a_wrong_code_costs_a_try_under_concurrency,
    the_limit_holds_under_concurrency,
    a_lowered_limit_holds_for_everybody_else,
    counts_are_those_of_the_supports,
    an_erased_account_leaves_only_what_is_public,
    what_is_old_is_forgotten,
    a_code_links_one_chat_under_concurrency,
    a_link_opens_one_session_under_concurrency,
    so_many_links_are_under_way_under_concurrency,
    a_link_ends_with_its_session_or_its_account,
);
