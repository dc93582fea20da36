//! A program in a pseudo-terminal, and what stands on its screen. Waiting is for what is seen, never for a time.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// Longer than the slowest machine takes; only a failure waits so long.
const PATIENCE: Duration = Duration::from_secs(60);

struct Seen {
    parser: vt100::Parser,
    ended: bool,
}

fn some(n: u16) -> NonZero<u16> {
    NonZero::new(n).unwrap()
}

/// A program and its terminal.
pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    _home: tempfile::TempDir,
}

impl Pty {
    /// The real program, with nothing of this machine's settings.
    pub fn isoloir(args: &[&str], columns: u16, lines: u16) -> Self {
        // Journeys of other packages name the program themselves.
        let Some(program) = option_env!("CARGO_BIN_EXE_isoloir") else {
            panic!("not a test of the terminal's own crate")
        };
        Self::run(program, args, columns, lines)
    }

    /// Any program.
    pub fn run(program: &str, args: &[&str], columns: u16, lines: u16) -> Self {
        let size = PtySize { rows: lines, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let home = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        command.cwd(home.path());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let parser = vt100::Parser::new(some(lines), some(columns), 0);
        let seen = Arc::new((Mutex::new(Seen { parser, ended: false }), Condvar::new()));
        let told = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            loop {
                let read = reader.read(&mut bytes).unwrap_or(0);
                let mut seen = told.0.lock().unwrap();
                seen.parser.process(&bytes[..read]);
                seen.ended |= read == 0;
                told.1.notify_all();
                if read == 0 {
                    return;
                }
            }
        });
        Self { master: pair.master, child, writer, seen, _home: home }
    }

    /// Types.
    pub fn key(&mut self, bytes: &str) {
        self.writer.write_all(bytes.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until this is on the screen.
    pub fn until(&mut self, text: &str) {
        self.wait(text, |screen| screen.contains(text));
    }

    /// Waits until this is on the screen no more.
    pub fn gone(&mut self, text: &str) {
        self.wait(text, |screen| !screen.contains(text));
    }

    fn wait(&mut self, what: &str, fits: impl Fn(&str) -> bool) {
        let end = Instant::now() + PATIENCE;
        let mut seen = self.seen.0.lock().unwrap();
        while !fits(&seen.parser.screen().contents()) {
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero() && !seen.ended, "waited for {what:?}:\n{}", seen.parser.screen().contents());
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// What stands there now.
    #[allow(dead_code, reason = "not every test reads what it cannot know beforehand")]
    pub fn contents(&self) -> String {
        self.seen.0.lock().unwrap().parser.screen().contents()
    }

    /// Another program writes over the screen.
    pub fn garble(&mut self) {
        self.seen.0.lock().unwrap().parser.process(b"\x1b[2J\x1b[5;5Hgarbled");
    }

    /// The terminal has another size.
    pub fn resize(&mut self, columns: u16, lines: u16) {
        self.seen.0.lock().unwrap().parser.screen_mut().set_size(some(lines), some(columns));
        self.master.resize(PtySize { rows: lines, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// Sends a signal by its name.
    pub fn signal(&mut self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        let done = std::process::Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap();
        assert!(done.success());
    }

    /// Ends it as a power cut does.
    pub fn kill(mut self) {
        self.signal("KILL");
        self.child.wait().unwrap();
    }

    /// Waits for its end; its exit code.
    pub fn end(&mut self) -> u32 {
        let code = self.child.wait().unwrap().exit_code();
        let mut seen = self.seen.0.lock().unwrap();
        while !seen.ended {
            seen = self.seen.1.wait_timeout(seen, PATIENCE).unwrap().0;
        }
        code
    }

    /// The shell's own screen, its cursor, and no bracketed paste.
    pub fn is_restored(&self) {
        let seen = self.seen.0.lock().unwrap();
        let screen = seen.parser.screen();
        assert!(!screen.alternate_screen(), "the alternate screen was left on");
        assert!(!screen.hide_cursor(), "the cursor was left hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste was left on");
    }
}
