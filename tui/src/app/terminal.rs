//! The terminal, taken and given back: whatever happens, the shell gets it as it was.

use super::View;
use crate::render;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use ratatui::backend::{Backend, CrosstermBackend};
use std::io::{self, BufWriter, Stdout, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// It is taken now: restoring twice would eat the shell's lines.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// A terminal that was taken. Dropping it gives it back.
pub struct Terminal {
    inner: ratatui::Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

impl Terminal {
    /// Takes the terminal.
    pub fn take() -> io::Result<Self> {
        restore_on_panic();
        enter()?;
        // One write for each frame.
        let writer = BufWriter::with_capacity(64 * 1024, io::stdout());
        Ok(Self { inner: ratatui::Terminal::new(CrosstermBackend::new(writer))? })
    }

    /// Columns and lines; 80×24 where the terminal does not say.
    pub fn size() -> (u16, u16) {
        match crossterm::terminal::size() {
            Ok((columns, lines)) if columns > 0 && lines > 0 => (columns, lines),
            _ => (80, 24),
        }
    }

    /// Draws a view; the real cursor stands on what is focused.
    pub fn draw(&mut self, view: &View) -> io::Result<()> {
        let _ = execute!(self.inner.backend_mut(), BeginSynchronizedUpdate);
        let drawn = self
            .inner
            .draw(|frame| {
                if let Some(at) = render::draw(view, frame.buffer_mut()) {
                    frame.set_cursor_position(at);
                }
            })
            .map(|_| ());
        let _ = execute!(self.inner.backend_mut(), EndSynchronizedUpdate);
        drawn
    }

    /// Forgets what was drawn: the next frame is drawn whole.
    pub fn redraw(&mut self) -> io::Result<()> {
        // Not `inner.clear()`: it asks the terminal where its cursor is, and the answer would go to who reads the keys.
        self.inner.backend_mut().clear()?;
        self.inner.swap_buffers();
        Ok(())
    }

    /// A bell, where the terminal has one.
    pub fn bell(&mut self) -> io::Result<()> {
        self.inner.backend_mut().write_all(b"\x07")?;
        io::Write::flush(self.inner.backend_mut())
    }

    /// Gives the terminal back, stops until the shell goes on with us, and takes it again.
    #[cfg(unix)]
    pub fn suspend(&mut self) -> io::Result<()> {
        restore();
        signal_hook::low_level::raise(signal_hook::consts::SIGTSTP)?;
        enter()?;
        self.redraw()
    }

    /// There is no stopping here.
    #[cfg(not(unix))]
    pub fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, Hide)
}

/// Gives the terminal back, once.
fn restore() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(io::stdout(), Show, DisableBracketedPaste, LeaveAlternateScreen);
        let _ = disable_raw_mode();
    }
}

/// A panic is told on the terminal that the shell knows, not on the one that is about to go.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            restore();
            before(info);
        }));
    });
}
