//! Ballots that were opened to check a program: on the board, so that they are never cast.

use super::phases::check_window;
use super::{accounts, board, credentials, encode};
use crate::secrets::ServerKey;
use crate::store::{BallotRule, SpoilOrder, StoreError};
use isoloir_ballot::board::Kind;
use isoloir_shared::api::types::{ProblemCode, SpoiledView};
use sqlx::SqliteConnection;

/// Opened ballots that one voter may put on a board: enough to check a program, too few to fill it.
const MOST: i64 = 20;

/// Puts it there.
pub(super) async fn spoil(
    conn: &mut SqliteConnection,
    server: &ServerKey,
    order: &SpoilOrder,
) -> Result<SpoiledView, StoreError> {
    accounts::may_vote(conn, order.voter).await?;
    let now = check_window(conn, &order.window).await?;
    let credential = credentials::needed(conn, order.voter, order.round).await?;
    let word = encode(&order.round)?;
    let (cast, leaf): (bool, Option<i64>) = sqlx::query_as(
        "SELECT EXISTS (SELECT 1 FROM ballots WHERE round = ?1 AND hash = ?2),
                (SELECT leaf FROM board WHERE round = ?1 AND kind = 2 AND body = ?2)",
    )
    .bind(&word)
    .bind(order.ballot.0.as_slice())
    .fetch_one(&mut *conn)
    .await?;
    if cast {
        return Err(BallotRule::Cast.into());
    }
    // It is there, whoever put it: that is all that is asked.
    if let Some(leaf) = leaf {
        let newest: String =
            sqlx::query_scalar("SELECT checkpoint FROM elections WHERE round = ?").bind(word).fetch_one(conn).await?;
        let checkpoint = serde_json::from_str(&newest).map_err(|e| StoreError::Broken(e.to_string()))?;
        return Ok(SpoiledView { leaf: leaf.unsigned_abs(), checkpoint });
    }
    let counted =
        sqlx::query("UPDATE credentials SET spoiled = spoiled + 1 WHERE round = ? AND credential = ? AND spoiled < ?")
            .bind(&word)
            .bind(credential.0.as_slice())
            .bind(MOST)
            .execute(&mut *conn)
            .await?;
    if counted.rows_affected() == 0 {
        return Err(ProblemCode::TooManyRequests.into());
    }
    let added = board::append(conn, server, order.round, Kind::Spoiled, &order.ballot.0, now).await?;
    Ok(SpoiledView { leaf: added.leaf, checkpoint: added.checkpoint })
}
