//! A web server of a few lines that answers what it is told to, and misbehaves on command.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// How a request is answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The connection is cut before a word.
    Cut,
    /// Half of the body comes.
    Half(String),
    /// A status and a body; more header lines.
    Status(u16, String, Vec<(&'static str, String)>),
    /// A body that never ends.
    Endless,
}

/// A success with JSON.
pub fn json(body: serde_json::Value) -> Answer {
    Answer::Status(200, body.to_string(), Vec::new())
}

/// A problem of the platform.
pub fn problem(status: u16, code: &str) -> Answer {
    let body = serde_json::json!({"type": "about:blank", "title": "Non", "status": status, "code": code});
    Answer::Status(status, body.to_string(), Vec::new())
}

/// What a request said.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// `GET /v1/primary`
    pub line: String,
    /// Header lines, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Seen {
    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }
}

type Chooses = dyn Fn(&Seen) -> Option<Answer> + Send + Sync;

/// A running server.
#[derive(Clone)]
pub struct Server {
    script: Arc<Mutex<VecDeque<Answer>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    chooses: Arc<Chooses>,
    /// Where it listens.
    pub url: Url,
}

impl Server {
    /// Answers in the order of a script; after its end, every connection is cut.
    pub async fn scripted(answers: impl IntoIterator<Item = Answer>) -> Self {
        let server = Self::choosing(|_| None).await;
        server.then(answers);
        server
    }

    /// Answers by what is asked; where it has no answer, by the script.
    pub async fn choosing(chooses: impl Fn(&Seen) -> Option<Answer> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("an address")).parse().expect("a URL");
        let server = Self { script: Arc::default(), seen: Arc::default(), chooses: Arc::new(chooses), url };
        let running = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(running.clone().serve(stream));
            }
        });
        server
    }

    /// More answers.
    pub fn then(&self, answers: impl IntoIterator<Item = Answer>) {
        self.script.lock().expect("script").extend(answers);
    }

    /// All requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("seen").clone()
    }

    async fn serve(self, mut stream: TcpStream) {
        let Some(request) = read(&mut stream).await else { return };
        self.seen.lock().expect("seen").push(request.clone());
        let next = || self.script.lock().expect("script").pop_front();
        let answer = (self.chooses)(&request).or_else(next).unwrap_or(Answer::Cut);
        // A client that has gone is no failure of the server.
        let _ = write(&mut stream, answer).await;
    }
}

async fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let end = loop {
        let mut chunk = [0; 4096];
        let n = stream.read(&mut chunk).await.ok().filter(|n| *n > 0)?;
        bytes.extend_from_slice(&chunk[..n]);
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let line = lines.next()?.trim_end_matches(" HTTP/1.1").to_owned();
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
    let headers: Vec<_> = lines.filter_map(header).collect();
    let length =
        headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, n)| n.parse().ok()).unwrap_or(0);
    let mut body = bytes.split_off(end);
    while body.len() < length {
        let mut chunk = [0; 4096];
        let n = stream.read(&mut chunk).await.ok().filter(|n| *n > 0)?;
        body.extend_from_slice(&chunk[..n]);
    }
    Some(Seen { line, headers, body })
}

async fn write(stream: &mut TcpStream, answer: Answer) -> std::io::Result<()> {
    match answer {
        Answer::Cut => Ok(()),
        Answer::Half(body) => {
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(&body.as_bytes()[..body.len() / 2]).await
        }
        Answer::Status(status, body, headers) => {
            let more: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
            let head =
                format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n{more}\r\n", body.len());
            stream.write_all(head.as_bytes()).await?;
            stream.write_all(body.as_bytes()).await
        }
        Answer::Endless => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n\"").await?;
            loop {
                stream.write_all(&[b'a'; 65_536]).await?;
            }
        }
    }
}
