//! Connections, from the one that is accepted to the last answer.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower_service::Service;

/// Serves until `stop`; comes back once the answers under way have gone out. A client has `patience` for the head of
/// its next request, so that ten thousand who never finish one hold no connection. (`axum::serve` sets no such limit.)
pub(crate) async fn serve(mut listener: TcpListener, router: Router, patience: Duration, stop: CancellationToken) {
    let connections = TaskTracker::new();
    loop {
        let (stream, peer) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = stop.cancelled() => break,
        };
        connections.spawn(connection(stream, peer, router.clone(), patience, stop.clone()));
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, patience: Duration, stop: CancellationToken) {
    // An answer is one write; waiting to fill a packet only delays it.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request.map(Body::new))
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    let mut serving = pin!(http.serve_connection(TokioIo::new(stream), service));
    let over = tokio::select! {
        over = serving.as_mut() => over,
        () = stop.cancelled() => {
            serving.as_mut().graceful_shutdown();
            serving.await
        }
    };
    if let Err(error) = over {
        tracing::debug!(%error, "a connection ended badly");
    }
}
