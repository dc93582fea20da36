//! Writes lines. The order is the caller's: manifest, credentials, lots, then leaves with checkpoints between them.

use super::{CREDENTIALS_A_LINE, Line, LotsRoot};
use crate::board::{Frontier, Node};
use crate::bytes::{Bytes32, Fixed, to_json};
use crate::hash::sha256;
use std::io::{self, Write};

/// An archive on its way out.
pub struct Writer<W> {
    output: W,
}

impl<W: Write> Writer<W> {
    /// Begins.
    pub fn new(output: W) -> Self {
        Self { output }
    }

    /// One line.
    pub fn line(&mut self, line: &Line) -> io::Result<()> {
        self.output.write_all(&to_json(line))?;
        self.output.write_all(b"\n")
    }

    /// The credentials of the opening, which are sorted.
    pub fn credentials(&mut self, sorted: &[Bytes32]) -> io::Result<()> {
        sorted.chunks(CREDENTIALS_A_LINE).try_for_each(|chunk| self.line(&Line::Credentials(chunk.to_vec())))
    }

    /// The output.
    pub fn finish(mut self) -> io::Result<W> {
        self.output.flush()?;
        Ok(self.output)
    }
}

/// A tree over bytes: each leaf is SHA-256 of a byte 0 and the bytes.
pub(crate) fn bytes_leaf(bytes: &[u8]) -> Node {
    sha256(&[&[0], bytes])
}

/// The root over the credentials of the opening, which are sorted.
pub fn credential_root(sorted: &[Bytes32]) -> Bytes32 {
    let mut tree = Frontier::default();
    sorted.iter().for_each(|credential| tree.push(bytes_leaf(&credential.0)));
    Fixed(tree.root())
}

/// The tree over the lots' lines, as they come.
#[derive(Clone, Debug, Default)]
pub struct LotsTree(Frontier);

impl LotsTree {
    /// What they were drawn with first, then lots, and lots that went back.
    pub fn push(&mut self, line: &Line) {
        self.0.push(bytes_leaf(&to_json(line)));
    }

    /// The root.
    pub fn root(&self) -> LotsRoot {
        LotsRoot { count: self.0.size(), root: Fixed(self.0.root()) }
    }
}

/// The root over the lots' lines: what they were drawn with, lots, and lots that went back.
pub fn lots_root<'a>(lines: impl IntoIterator<Item = &'a Line>) -> LotsRoot {
    let mut tree = LotsTree::default();
    lines.into_iter().for_each(|line| tree.push(line));
    tree.root()
}

#[cfg(test)]
mod tests {
    use super::super::Reader;
    use super::*;

    #[test]
    fn credentials_come_in_lines_of_a_thousand() {
        let all: Vec<Bytes32> = (0..2_500_u32).map(|n| Fixed(sha256(&[&n.to_be_bytes()]))).collect();
        let mut writer = Writer::new(Vec::new());
        writer.credentials(&all).unwrap();
        let bytes = writer.finish().unwrap();
        let mut reader = Reader::new(&bytes[..]);
        for some in [&all[..1_000], &all[1_000..2_000], &all[2_000..]] {
            assert_eq!(reader.next_line().unwrap(), Some(Line::Credentials(some.to_vec())));
        }
        assert!(reader.next_line().unwrap().is_none());
    }

    #[test]
    fn nothing_is_left_behind() {
        struct Flushed(bool);
        impl Write for Flushed {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                self.0 = true;
                Ok(())
            }
        }
        assert!(Writer::new(Flushed(false)).finish().unwrap().0);
    }
}
