//! Files for the person: written beside where they are, readable by them alone, over nothing that exists.

use super::View;
use isoloir_shared::core::Document;
use isoloir_shared::text::{Msg, key};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Beyond so many of the same name, something is wrong.
const MOST: u32 = 1000;

impl View {
    /// Writes a file for the person, and says where it is.
    pub(super) fn deliver(&mut self, document: &Document) {
        let said = match write_new(Path::new("."), &document.name, &document.bytes) {
            Ok(path) => Msg::new(key::KEYS_SAVED).with("path", path.display().to_string().as_str()),
            Err(error) => Msg::new(key::KEYS_NOT_SAVED).with("reason", error.to_string().as_str()),
        };
        self.hint(said);
    }

    /// Says something beside the core's own toast, until the next key.
    pub(super) fn hint(&mut self, text: Msg) {
        self.hint = Some(text);
        self.settle();
    }
}

/// Writes a new file of that name, or of that name with a number; gives its path.
pub(crate) fn write_new(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    // A name comes from the core, yet a path that leaves the folder is never followed.
    let name = Path::new(name).file_name().and_then(|name| name.to_str()).unwrap_or("isoloir");
    let (stem, ext) = name.rsplit_once('.').map_or((name, ""), |(stem, ext)| (stem, ext));
    let dot = if ext.is_empty() { "" } else { "." };
    for n in 1..=MOST {
        let path = match n {
            1 => folder.join(name),
            n => folder.join(format!("{stem}-{n}{dot}{ext}")),
        };
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Ok(mut file) => {
                file.write_all(bytes)?;
                file.sync_all()?;
                return Ok(std::path::absolute(&path).unwrap_or(path));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}
