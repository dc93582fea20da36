//! Clients who take their time: they hold nothing that others need.

use crate::harness::{IDENTIFICATION, primary};
use isoloir_platform::clock::ManualClock;
use isoloir_platform::{Platform, Settings};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A platform that waits no longer than it must.
async fn impatient() -> (SocketAddr, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings::new(folder.path(), primary());
    settings.demo = true;
    settings.patience = Duration::from_millis(50);
    let clock = Arc::new(ManualClock::new(IDENTIFICATION.parse().unwrap()));
    let platform = Platform::open(settings, clock).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { platform.serve(listener, std::future::pending()).await });
    (address, folder)
}

/// Sends this and no more; everything that comes back until the platform closes the connection.
async fn answer(to: SocketAddr, sent: &str) -> String {
    let mut client = TcpStream::connect(to).await.unwrap();
    client.write_all(sent.as_bytes()).await.unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn a_head_that_never_ends_is_not_waited_for() {
    let (address, _folder) = impatient().await;
    assert_eq!(answer(address, "GET /v1/primary HTTP/1.1\r\nHost: x\r\nX-Slow:").await, "");
}

#[tokio::test]
async fn a_body_that_never_ends_is_refused_in_words() {
    let (address, _folder) = impatient().await;
    let head = "POST /v1/auth/codes HTTP/1.1\r\nHost: x\r\nIdempotency-Key: 9f0c1f7e-0f1b-4d55-8f4e-6a1b2c3d4e5f\r\n\
                Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
    let answer = answer(address, head).await;
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(answer.contains("application/problem+json"), "{answer}");
}
