//! How a platform stops.

use crate::harness::{IDENTIFICATION, primary};
use isoloir_platform::clock::ManualClock;
use isoloir_platform::{Platform, Settings};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[tokio::test]
async fn half_a_request_does_not_keep_the_platform_from_stopping() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = Settings::new(folder.path(), primary());
    settings.demo = true;
    settings.drain = Duration::ZERO;
    let clock = Arc::new(ManualClock::new(IDENTIFICATION.parse().unwrap()));
    let platform = Platform::open(settings, clock).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let served = platform.clone();
    let serving = tokio::spawn(async move { served.serve(listener, async { drop(stopped.await) }).await });
    let mut client = TcpStream::connect(address).await.unwrap();
    // The first answer says that the connection is being served.
    client.write_all(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost:").await.unwrap();
    client.read_u8().await.unwrap();
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
    assert!(platform.app().store.ping().await.is_err(), "the store is closed");
}
