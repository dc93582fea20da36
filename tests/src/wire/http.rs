//! As much of HTTP/1.1 as the wire needs: one request and one answer a connection, whole and as bytes.

use tokio::io::{self, AsyncRead, AsyncReadExt};

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET`.
    pub method: String,
    /// `/v1/me/lots/7/ballot?x=y`.
    pub target: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status line's number.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// Which operation this is: `PUT /v1/me/lots/{}/ballot`, numbers, identifiers and trackers left out.
    pub fn operation(&self) -> String {
        let path = self.target.split('?').next().unwrap_or_default();
        let parts = path
            .split('/')
            .map(|part| if part.chars().any(|c| c.is_ascii_digit()) && part != "v1" { "{}" } else { part });
        format!("{} {}", self.method, parts.collect::<Vec<_>>().join("/"))
    }

    /// As bytes that ask the server to close the connection after its answer, and not to compress it.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = format!("{} {} HTTP/1.1\r\n", self.method, self.target).into_bytes();
        let dropped = ["connection", "accept-encoding", "content-length", "transfer-encoding"];
        for (name, value) in self.headers.iter().filter(|(name, _)| !dropped.contains(&name.as_str())) {
            out.extend(format!("{name}: {value}\r\n").bytes());
        }
        out.extend(format!("content-length: {}\r\nconnection: close\r\n\r\n", self.body.len()).bytes());
        out.extend(&self.body);
        out
    }
}

impl Response {
    /// An answer of our own.
    pub fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("content-type".to_owned(), media_type.to_owned())], body: body.into() }
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// As bytes, with the true length of its body.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = format!("HTTP/1.1 {} x\r\n", self.status).into_bytes();
        let dropped = ["connection", "content-length", "transfer-encoding"];
        for (name, value) in self.headers.iter().filter(|(name, _)| !dropped.contains(&name.as_str())) {
            out.extend(format!("{name}: {value}\r\n").bytes());
        }
        out.extend(format!("content-length: {}\r\nconnection: close\r\n\r\n", self.body.len()).bytes());
        out.extend(&self.body);
        out
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
}

/// Reads one request; none if the client closed before it sent one.
pub async fn read_request(from: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Request>> {
    let Some((head, rest)) = read_head(from).await? else { return Ok(None) };
    let (first, headers) = parse_head(&head);
    let mut words = first.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let body = read_body(from, &headers, rest, 0).await?;
    Ok(Some(Request { method: method.to_owned(), target: target.to_owned(), headers, body }))
}

/// The head of an answer, with what of its body came along.
pub async fn read_response_head(from: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<(Response, Vec<u8>)>> {
    let Some((head, rest)) = read_head(from).await? else { return Ok(None) };
    let (first, headers) = parse_head(&head);
    let status = first.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Ok(Some((Response { status, headers, body: Vec::new() }, rest)))
}

/// The body after a head. Without a length or chunks it is `otherwise` bytes long: 0 for requests, all that comes for answers.
pub async fn read_body(
    from: &mut (impl AsyncRead + Unpin),
    headers: &[(String, String)],
    mut body: Vec<u8>,
    otherwise: usize,
) -> io::Result<Vec<u8>> {
    if header(headers, "transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
        loop {
            if let Some(whole) = unchunk(&body) {
                return Ok(whole);
            }
            if from.read_buf(&mut body).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
    let length = header(headers, "content-length").and_then(|length| length.parse().ok()).unwrap_or(otherwise);
    while body.len() < length {
        if from.read_buf(&mut body).await? == 0 {
            break;
        }
    }
    Ok(body)
}

/// Bytes up to the empty line, and what was read beyond it.
async fn read_head(from: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = find(&bytes, b"\r\n\r\n") {
            let rest = bytes.split_off(end + 4);
            return Ok(Some((String::from_utf8_lossy(&bytes).into_owned(), rest)));
        }
        if from.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    }
}

fn parse_head(head: &str) -> (String, Vec<(String, String)>) {
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default().to_owned();
    let headers = lines.filter_map(|line| line.split_once(':'));
    (first, headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect())
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// A chunked body in one piece, once its last chunk is there.
fn unchunk(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let line = find(bytes, b"\r\n")?;
        let size = std::str::from_utf8(&bytes[..line]).ok()?.split(';').next()?;
        let size = usize::from_str_radix(size.trim(), 16).ok()?;
        let chunk = bytes.get(line + 2..line + 2 + size)?;
        let rest = bytes.get(line + 2 + size + 2..)?;
        if size == 0 {
            return Some(out);
        }
        out.extend(chunk);
        bytes = rest;
    }
}
