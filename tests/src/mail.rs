//! A mail server of the journeys' own, with TLS, a login, and certificates that nobody else trusts.

use crate::python;
use serde::Deserialize;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// The account on it.
pub const USER: &str = "isoloir";
/// Its password.
pub const PASSWORD: &str = "correct-horse-battery";
/// Nothing takes longer unless it is stuck.
const PATIENCE: Duration = Duration::from_secs(60);

/// What it listens on.
#[derive(Debug, Deserialize)]
struct Ports {
    starttls: u16,
    implicit: u16,
    plain: u16,
    ca: PathBuf,
}

/// A letter that it took.
#[derive(Clone, Debug, Deserialize)]
pub struct Letter {
    /// Addresses.
    pub to: Vec<String>,
    /// As it came.
    pub text: String,
    /// The connection was protected.
    pub tls: bool,
    /// Who sent it had signed in.
    pub signed_in: bool,
}

/// A mail server that runs; its name is `localhost`.
pub struct Post {
    process: Child,
    /// It ends with this.
    _input: Option<ChildStdin>,
    ports: Ports,
    letters: Receiver<Letter>,
}

impl Post {
    /// Starts it, with its certificates in a folder.
    ///
    /// # Panics
    /// Where Python or its packages cannot be had.
    pub fn start(folder: &Path) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("mail/server.py");
        let mut process = Command::new(python::with("mail/requirements.txt"))
            .arg(script)
            .arg(folder)
            .args([USER, PASSWORD])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the mail server starts");
        let mut lines = BufReader::new(process.stdout.take().expect("piped")).lines();
        let first = lines.next().expect("the mail server says where it is").expect("text");
        let ports = serde_json::from_str(&first).expect("ports");
        let (send, letters) = channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let letter = serde_json::from_str(&line).expect("a letter");
                if send.send(letter).is_err() {
                    return;
                }
            }
        });
        let input = process.stdin.take();
        Self { process, _input: input, ports, letters }
    }

    /// The port for a way of protection, as `--smtp-tls` names it.
    ///
    /// # Panics
    /// Where there is no such way.
    pub fn port(&self, tls: &str) -> u16 {
        match tls {
            "starttls" => self.ports.starttls,
            "implicit" => self.ports.implicit,
            "none" => self.ports.plain,
            other => panic!("{other}"),
        }
    }

    /// The certificate of its authority.
    pub fn authority(&self) -> &Path {
        &self.ports.ca
    }

    /// The next letter.
    ///
    /// # Panics
    /// If none comes.
    pub fn next(&self) -> Letter {
        self.letters.recv_timeout(PATIENCE).expect("a letter")
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
