//! What everyone may see of a round's vote: its manifest, its board, its archive.

use super::{Path, Query};
use crate::app::App;
use crate::problem::Problem;
use crate::store::{ArchiveSource, ElectionRow};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use isoloir_ballot::board::Checkpoint;
use isoloir_ballot::bytes::{Blob, Fixed};
use isoloir_shared::api::types::{ConsistencyView, ElectionState, ElectionView, ProblemCode, Round};
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this resource.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read))
        .routes(routes!(checkpoint))
        .routes(routes!(consistency))
        .routes(routes!(archive))
}

async fn row(app: &App, round: Round) -> Result<ElectionRow, Problem> {
    Ok(app.store.election(round).await?.ok_or(ProblemCode::NotFound)?)
}

/// The election of a round: what is encrypted to what, and where it stands. There is none before the round opens.
#[utoipa::path(get, path = "/v1/elections/{round}", tag = "results",
    params(("round" = Round, Path, description = "The round")),
    responses((status = 200, body = ElectionView)))]
async fn read(State(app): State<App>, Path(round): Path<Round>) -> Result<Json<ElectionView>, Problem> {
    let row = row(&app, round).await?;
    let state = match (row.closed_at, row.counted) {
        (_, true) => ElectionState::Counted,
        (Some(_), false) => ElectionState::Closed,
        (None, false) => ElectionState::Open,
    };
    Ok(Json(ElectionView {
        round,
        manifest: Blob(row.election.manifest().to_bytes()),
        local: row.local,
        state,
        decrypted: row.decrypted,
        checkpoint: row.checkpoint,
    }))
}

/// The newest checkpoint of a round's board.
#[utoipa::path(get, path = "/v1/elections/{round}/checkpoint", tag = "results",
    params(("round" = Round, Path, description = "The round")),
    responses((status = 200, body = Object)))]
async fn checkpoint(State(app): State<App>, Path(round): Path<Round>) -> Result<Json<Checkpoint>, Problem> {
    Ok(Json(row(&app, round).await?.checkpoint))
}

/// Two sizes of a board.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sizes {
    from: u64,
    to: u64,
}

/// That a round's board of `from` leaves grew to that of `to` (RFC 9162, 2.1.4).
#[utoipa::path(get, path = "/v1/elections/{round}/consistency", tag = "results",
    params(("round" = Round, Path, description = "The round"),
           ("from" = u64, Query, description = "Leaves of the smaller board"),
           ("to" = u64, Query, description = "Leaves of the larger one")),
    responses((status = 200, body = ConsistencyView)),
    extensions(("x-problems" = json!(["invalid"]))))]
async fn consistency(
    State(app): State<App>,
    Path(round): Path<Round>,
    Query(sizes): Query<Sizes>,
) -> Result<Json<ConsistencyView>, Problem> {
    row(&app, round).await?;
    let path = app.store.consistency(round, sizes.from, sizes.to).await?;
    Ok(Json(ConsistencyView { path: path.into_iter().map(Fixed).collect() }))
}

/// The archive of a round (`docs/ballot-format.md`): lines of JSON, up to the newest checkpoint. While the vote is open
/// it holds the ballots' hashes; from the close on all of it.
#[utoipa::path(get, path = "/v1/elections/{round}/archive", tag = "results",
    params(("round" = Round, Path, description = "The round")),
    responses((status = 200, content_type = "application/jsonl", body = String)))]
async fn archive(State(app): State<App>, Path(round): Path<Round>) -> Result<Response, Problem> {
    let source = app.store.archive(round).await?;
    let pieces = futures::stream::try_unfold(source, |mut source: Box<dyn ArchiveSource>| async move {
        let piece = source.next().await.map_err(|error| {
            tracing::error!(%error, "an archive could not be read to its end");
            std::io::Error::other("the archive could not be read to its end")
        })?;
        Ok::<_, std::io::Error>(piece.map(|piece| (Bytes::from(piece), source)))
    });
    Ok(([(header::CONTENT_TYPE, "application/jsonl")], Body::from_stream(pieces)).into_response())
}
