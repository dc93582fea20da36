//! Files for the person: written beside where they are, readable by them alone, over nothing that exists.

use super::View;
use crate::cli::system_reason;
use isoloir_shared::core::{Document, Event};
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::{InputKind, Screen};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Beyond so many of the same name, something is wrong.
const MOST: u32 = 1000;

impl View {
    /// Writes a file for the person, and says where it is.
    pub(super) fn deliver(&mut self, document: &Document) {
        let said = match write_new(Path::new("."), &document.name, &document.bytes) {
            Ok(path) => Msg::new(key::KEYS_SAVED).with("path", path.display().to_string().as_str()),
            Err(error) => Msg::new(key::KEYS_NOT_SAVED).with("reason", system_reason(&error, self.lang).as_str()),
        };
        self.hint(said);
    }

    /// Says something beside the core's own toast, until the next key.
    pub(super) fn hint(&mut self, text: Msg) {
        self.hint = Some(text);
        self.settle();
    }
}

/// Most bytes of a picture that are read: more than any platform takes.
const PICTURE: u64 = 16 << 20;

/// What was typed, finished. Where a picture is asked for it is the path of a file, which is read here; a file that
/// cannot be read is no picture.
pub(crate) fn submitted(screen: &Screen, text: String) -> Event {
    if screen.input.as_ref().is_none_or(|input| input.kind != InputKind::Photo) {
        return Event::Submitted(text);
    }
    let home = std::env::home_dir().unwrap_or_default();
    match picture(&path_of(&text, &home)) {
        Ok(bytes) => Event::Photo(bytes),
        Err(_) => Event::Submitted(text),
    }
}

/// A path as people type it: in quotes, or from their home, as a file dropped on the terminal or a shell writes it.
fn path_of(text: &str, home: &Path) -> PathBuf {
    let text = text.trim();
    let quoted = |mark: char| text.strip_prefix(mark).and_then(|it| it.strip_suffix(mark));
    if let Some(text) = quoted('\'').or_else(|| quoted('"')) {
        return text.into();
    }
    // A dropped file's spaces may come with a backslash before each.
    let text = if cfg!(unix) { text.replace("\\ ", " ") } else { text.to_owned() };
    match text.strip_prefix("~/") {
        Some(rest) => home.join(rest),
        None => text.into(),
    }
}

/// The bytes of a file. Anything else (a pipe, a device) could keep us waiting for ever.
fn picture(path: &Path) -> io::Result<Vec<u8>> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(PICTURE).read_to_end(&mut bytes)?;
    Ok(bytes)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_as_people_type_it() {
        let home = Path::new("/house/ada");
        for (typed, path) in [
            (" photo.png ", "photo.png"),
            ("~/photo.png", "/house/ada/photo.png"),
            ("~photo.png", "~photo.png"),
            ("'/tmp/my photo.png'", "/tmp/my photo.png"),
            ("\"/tmp/my photo.png\"", "/tmp/my photo.png"),
            ("\"", "\""),
        ] {
            assert_eq!(path_of(typed, home), Path::new(path), "{typed}");
        }
        #[cfg(unix)]
        assert_eq!(path_of("/tmp/my\\ photo.png", home), Path::new("/tmp/my photo.png"));
    }

    #[test]
    fn only_files_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("photo.png");
        std::fs::write(&file, b"picture").unwrap();
        assert_eq!(picture(&file).unwrap(), b"picture");
        assert!(picture(folder.path()).is_err() && picture(&folder.path().join("none")).is_err());
        #[cfg(unix)]
        assert!(picture(Path::new("/dev/zero")).is_err(), "it never ends");
    }
}
