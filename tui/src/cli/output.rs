//! What a command says: data on stdout, everything else on stderr.

use super::{CliError, Globals};
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, tame_json};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::process::ExitCode;

/// The version of the JSON that commands write. It grows when a field changes its meaning or goes.
pub const JSON_VERSION: u32 = 1;

/// Where a command writes, and how.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// JSON was asked for.
    pub json: bool,
    /// Colour may be used on stdout.
    pub color: bool,
    /// The language of words.
    pub lang: Lang,
}

impl Output {
    /// As the flags and the environment say.
    pub fn new(globals: &Globals, lang: Lang) -> Self {
        Self { json: globals.json, color: !globals.colorless() && io::stdout().is_terminal(), lang }
    }

    /// One document on stdout: `{"version":1, NAME: value}`. Text that people wrote steers no terminal from there either.
    pub fn document(&self, name: &str, value: &impl Serialize) -> Result<(), CliError> {
        self.data(document(name, value).map_err(|_| CliError::Garbled)?.as_bytes())
    }

    /// Bytes on stdout. A reader that went away (`| head`) is no error.
    pub fn data(&self, bytes: &[u8]) -> Result<(), CliError> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(CliError::File { path: "stdout".into(), source: error })
            }
            _ => Ok(()),
        }
    }

    /// A line on stdout.
    pub fn line(&self, text: &str) -> Result<(), CliError> {
        self.data(format!("{text}\n").as_bytes())
    }

    /// A word on stderr for the person; programs that read JSON get none.
    pub fn note(&self, msg: &Msg) {
        if !self.json {
            let _ = writeln!(io::stderr(), "{}", msg.resolve(self.lang));
        }
    }

    /// The reason on stderr (JSON where it was asked for), and the code.
    pub fn fail(&self, error: &CliError) -> ExitCode {
        let words = error.say(self.lang);
        let text = if self.json {
            let error = json!({ "version": JSON_VERSION, "error": { "code": error.name(), "message": words } });
            tame_json(&error.to_string())
        } else {
            format!("isoloir: {words}")
        };
        let _ = writeln!(io::stderr(), "{text}");
        ExitCode::from(error.code())
    }
}

fn document(name: &str, value: &impl Serialize) -> serde_json::Result<String> {
    let mut document = Map::new();
    document.insert("version".to_owned(), JSON_VERSION.into());
    document.insert(name.to_owned(), serde_json::to_value(value)?);
    let mut text = serde_json::to_string_pretty(&Value::Object(document))?;
    text.push('\n');
    Ok(tame_json(&text))
}

/// A file's bytes, or which file and why not.
pub fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    std::fs::read(path).map_err(|source| CliError::File { path: path.to_owned(), source })
}

/// A file's name and bytes; `-` is standard input.
pub fn open(path: &Path) -> Result<(String, Vec<u8>), CliError> {
    if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        let read = io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(|source| CliError::File { path: "stdin".into(), source })?;
        return Ok(("stdin".to_owned(), bytes));
    }
    Ok((path.display().to_string(), read(path)?))
}

/// A line from standard input.
pub fn typed_line() -> Result<String, CliError> {
    let mut line = String::new();
    io::stdin().read_line(&mut line).map_err(|source| CliError::File { path: "stdin".into(), source })?;
    Ok(line)
}

/// The same, not shown while it is typed at a terminal: whoever looks on could vote with it.
pub fn typed_secret() -> Result<String, CliError> {
    if io::stdin().is_terminal() {
        return rpassword::read_password().map_err(|source| CliError::File { path: "stdin".into(), source });
    }
    typed_line()
}

/// Writes a file, or says which and why not.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    std::fs::write(path, bytes).map_err(|source| CliError::File { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_steers_no_terminal_and_says_the_same() {
        let nasty = "a\u{9b}31m\u{202e}b\u{200b}c\u{7f}\u{e0041}\\\u{1b}\n é漢";
        let text = document("words", &nasty).unwrap();
        assert!(text.chars().all(|c| !c.is_control() || c == '\n'), "{text}");
        assert!(text.contains("\\u009b31m\\u202eb\\u200bc\\u007f\\udb40\\udc41"), "{text}");
        assert!(text.contains(" é漢"), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["words"], nasty);
    }
}
