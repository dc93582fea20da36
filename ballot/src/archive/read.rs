//! Reads lines in bounded memory, and refuses every spelling but one.

use super::Line;
use crate::bytes::from_json;
use std::io::{self, BufRead, Read};

/// Longest line: the decryption of the largest tally fits.
pub const MAX_LINE: u64 = 16 << 20;

/// Why a line cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum LineFault {
    /// The reader failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The last line does not end: something is missing.
    #[error("the archive ends within a line")]
    Cut,
    /// Longer than any line can be.
    #[error("the line is too long")]
    Long,
    /// Not a line of an archive in its one spelling.
    #[error("not a line of an archive")]
    Spelling,
}

/// The lines of an archive, one after another.
pub struct Reader<R> {
    input: R,
    buffer: Vec<u8>,
    number: u64,
}

impl<R: BufRead> Reader<R> {
    /// From its start.
    pub fn new(input: R) -> Self {
        Self { input, buffer: Vec::new(), number: 0 }
    }

    /// The number of the line that was read last, from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The bytes of the line that was read last, without its end.
    pub fn bytes(&self) -> &[u8] {
        &self.buffer
    }

    /// The next line's bytes, without its end; nothing after the last.
    pub fn next_bytes(&mut self) -> Result<Option<&[u8]>, LineFault> {
        self.buffer.clear();
        self.number += 1;
        let read = (&mut self.input).take(MAX_LINE + 1).read_until(b'\n', &mut self.buffer)?;
        if read == 0 {
            return Ok(None);
        }
        if self.buffer.pop() != Some(b'\n') {
            return Err(if read as u64 > MAX_LINE { LineFault::Long } else { LineFault::Cut });
        }
        Ok(Some(&self.buffer))
    }

    /// The next line; nothing after the last.
    pub fn next_line(&mut self) -> Result<Option<Line>, LineFault> {
        match self.next_bytes()? {
            None => Ok(None),
            Some(bytes) => from_json(bytes).map(Some).map_err(|_| LineFault::Spelling),
        }
    }
}
