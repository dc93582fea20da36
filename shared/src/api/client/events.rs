//! `GET /v1/events`: server-sent events, one connection after another; the last id seen is asked to go on from.

use super::Client;
use crate::api::ids::EventId;
use crate::api::types::{Lang, PlatformEvent};
use std::time::Duration;

/// Longest line of the stream, in bytes.
const LINE: usize = 256 * 1024;
/// A stream that has been silent for this long (platforms send a comment every few seconds) is cut.
const SILENCE: Duration = Duration::from_secs(60);

/// Why a stream ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StreamEnd {
    /// No connection, or cut.
    #[error("the stream of events was cut")]
    Cut,
    /// The platform has none, or nonsense.
    #[error("the platform has no stream of events")]
    Refused,
}

/// One connection to the stream.
pub struct EventStream {
    response: reqwest::Response,
    lines: Lines,
    /// What to go on from.
    pub last: Option<EventId>,
}

impl Client {
    /// Listens to public events, from after `last` on.
    ///
    /// # Errors
    /// If there is no connection.
    pub async fn events(&self, last: Option<EventId>) -> Result<EventStream, StreamEnd> {
        let url = self.base().join("v1/events").map_err(|_| StreamEnd::Refused)?;
        let http = self.http().map_err(|_| StreamEnd::Cut)?;
        let mut request =
            http.get(url).header("Accept", "text/event-stream").header("Accept-Language", Lang::Fr.code());
        if let Some(last) = last {
            request = request.header("Last-Event-ID", last.to_string());
        }
        let response = tokio::time::timeout(SILENCE, request.send()).await.map_err(|_| StreamEnd::Cut)?;
        let response = response.map_err(|_| StreamEnd::Cut)?;
        match response.status() {
            status if status.is_success() => Ok(EventStream { response, lines: Lines::default(), last }),
            status if status.is_server_error() => Err(StreamEnd::Cut),
            _ => Err(StreamEnd::Refused),
        }
    }
}

impl EventStream {
    /// The next event. What this program does not know is passed over.
    ///
    /// # Errors
    /// When the stream ends.
    pub async fn next(&mut self) -> Result<PlatformEvent, StreamEnd> {
        loop {
            while let Some(line) = self.lines.next() {
                if let Some(event) = event(&line) {
                    self.last = Some(event.id);
                    return Ok(event);
                }
            }
            let chunk = tokio::time::timeout(SILENCE, self.response.chunk()).await.map_err(|_| StreamEnd::Cut)?;
            match chunk {
                Ok(Some(chunk)) => self.lines.add(&chunk).map_err(|()| StreamEnd::Refused)?,
                _ => return Err(StreamEnd::Cut),
            }
        }
    }
}

/// The `data` of this API is on one line and carries id and kind itself.
fn event(line: &[u8]) -> Option<PlatformEvent> {
    super::clean::read(line.strip_prefix(b"data:")?)
}

/// Bytes as they come, lines as they are complete.
#[derive(Default)]
struct Lines {
    bytes: Vec<u8>,
}

impl Lines {
    fn add(&mut self, chunk: &[u8]) -> Result<(), ()> {
        self.bytes.extend_from_slice(chunk);
        if self.bytes.len() > LINE { Err(()) } else { Ok(()) }
    }

    fn next(&mut self) -> Option<Vec<u8>> {
        let end = self.bytes.iter().position(|byte| *byte == b'\n')?;
        let mut line: Vec<u8> = self.bytes.drain(..=end).collect();
        line.truncate(line.trim_ascii_end().len());
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::types::EventKind;

    #[test]
    fn events_come_whole_however_they_are_cut() {
        let stream = b": hello\n\nid: 7\nevent: counts\ndata: {\"id\":7,\"at\":\"2016-11-01T00:00:00Z\",\"event\":\"counts\",\"registered\":3,\"supports\":0,\"lots_issued\":0,\"lots_cast\":0,\"final_ballots\":0}\n\n";
        for size in [1, 3, 17, 1000] {
            let mut lines = Lines::default();
            let mut events = Vec::new();
            for chunk in stream.chunks(size) {
                lines.add(chunk).expect("short lines");
                while let Some(line) = lines.next() {
                    events.extend(event(&line));
                }
            }
            assert_eq!(events.len(), 1);
            assert!(matches!(&events[0].kind, EventKind::Counts(counts) if counts.registered == 3));
        }
    }
}
