//! Health and measures over HTTP, on an address of their own.

use super::Measures;
use crate::engine::Engine;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// What it tells of.
#[derive(Clone)]
pub struct Ops {
    /// The engine.
    pub engine: Engine,
    /// Its measures.
    pub measures: Arc<Measures>,
}

/// Serves until `stop`.
///
/// # Errors
/// If the listener fails.
pub async fn serve(listener: TcpListener, ops: Ops, stop: CancellationToken) -> std::io::Result<()> {
    let router = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(measures))
        .with_state(ops);
    axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await
}

/// Whether people are served: the store can be written and the platform answered last time.
async fn ready(State(ops): State<Ops>) -> Response {
    match (ops.engine.reaches_store().await, ops.engine.reaches_platform()) {
        (true, true) => (StatusCode::OK, "ready\n").into_response(),
        (false, _) => (StatusCode::SERVICE_UNAVAILABLE, "store\n").into_response(),
        (true, false) => (StatusCode::SERVICE_UNAVAILABLE, "platform\n").into_response(),
    }
}

async fn measures(State(ops): State<Ops>) -> Response {
    let text = ops.measures.text(ops.engine.busy());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}
