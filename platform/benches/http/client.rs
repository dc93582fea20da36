//! A client that costs little: one keep-alive connection each, HTTP/1.1 by hand, so that the server is what is measured.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

/// A request, ready to be written.
#[derive(Clone)]
pub struct Request(Vec<u8>);

impl Request {
    pub fn get(path: &str, token: Option<&str>) -> Self {
        Self::new("GET", path, token, "", "")
    }

    pub fn post(path: &str, token: &str) -> Self {
        Self::new("POST", path, Some(token), &key(), "")
    }

    pub fn put(path: &str, token: &str, body: &str) -> Self {
        Self::new("PUT", path, Some(token), &key(), body)
    }

    /// Writes it.
    pub async fn send(&self, stream: &mut TcpStream) -> io::Result<()> {
        stream.write_all(&self.0).await
    }

    fn new(method: &str, path: &str, token: Option<&str>, key: &str, body: &str) -> Self {
        let token = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
        let length = body.len();
        let text = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\n{token}{key}Content-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        );
        Self(text.into_bytes())
    }
}

fn key() -> String {
    format!("Idempotency-Key: {}\r\n", Uuid::new_v4())
}

/// What was measured.
pub struct Figures {
    pub per_second: f64,
    /// Milliseconds.
    pub p50: f64,
    pub p99: f64,
    pub most: f64,
}

/// Sends all requests over that many connections; each must be answered with a success.
pub async fn load(address: SocketAddr, connections: usize, requests: Vec<Request>) -> io::Result<Figures> {
    let (requests, next) = (Arc::new(requests), Arc::new(AtomicUsize::new(0)));
    let start = Instant::now();
    let mut work = tokio::task::JoinSet::new();
    for _ in 0..connections {
        work.spawn(connection(address, requests.clone(), next.clone()));
    }
    let mut times = Vec::with_capacity(requests.len());
    while let Some(done) = work.join_next().await {
        times.extend(done??);
    }
    let elapsed = start.elapsed();
    times.sort_unstable();
    let at = |share: f64| times.get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1)));
    let ms = |time: Option<&Duration>| time.map_or(0.0, |time| time.as_secs_f64() * 1000.0);
    Ok(Figures {
        per_second: times.len() as f64 / elapsed.as_secs_f64(),
        p50: ms(at(0.5)),
        p99: ms(at(0.99)),
        most: ms(times.last()),
    })
}

async fn connection(
    address: SocketAddr,
    requests: Arc<Vec<Request>>,
    next: Arc<AtomicUsize>,
) -> io::Result<Vec<Duration>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut times, mut buffer) = (Vec::new(), Vec::with_capacity(8192));
    while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
        let start = Instant::now();
        request.send(&mut stream).await?;
        answer(&mut stream, &mut buffer).await?;
        times.push(start.elapsed());
    }
    Ok(times)
}

/// Reads one answer whole; anything but a success is an error.
pub async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<Vec<u8>> {
    buffer.clear();
    let head = loop {
        if stream.read_buf(buffer).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok());
    while buffer.len() < head + length.unwrap_or_default() {
        if stream.read_buf(buffer).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    if !text.starts_with("http/1.1 2") {
        return Err(io::Error::other(String::from_utf8_lossy(buffer).into_owned()));
    }
    Ok(buffer.split_off(head))
}
