//! The loop: keys, resizes, signals and what the core tells arrive in one place; a frame is drawn when something
//! changed and nothing more waits.

use super::terminal::Terminal;
use super::{Ask, Core, View, submitted};
use crate::input::Press;
use crossterm::event::{Event as Input, EventStream, KeyEventKind};
use futures::StreamExt;
use isoloir_shared::core::{Effect, Event};
use isoloir_shared::view::Intent;
use std::io;
use std::task::Poll;

/// How the interface ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The person left.
    Left,
    /// A signal, by its number.
    Signal(i32),
}

/// Runs the interface in a terminal that was taken, until the person leaves. `wishes`: what the core asked at its start.
pub async fn run(
    terminal: &mut Terminal,
    view: &mut View,
    core: &mut impl Core,
    wishes: Vec<Effect>,
    signals: &mut Signals,
) -> io::Result<Ending> {
    let mut input = EventStream::new();
    let mut dirty = true;
    view.show(core.screen(), core.lang());
    if fulfil(terminal, view, wishes)? {
        return Ok(Ending::Left);
    }
    loop {
        if dirty {
            terminal.draw(view)?;
        }
        tokio::select! {
            biased;
            signal = signals.next() => match signal {
                Signal::Resumed => terminal.redraw()?,
                Signal::End(number) => return Ok(Ending::Signal(number)),
            },
            event = input.next() => {
                // A terminal that is gone reads as its end: the person left.
                let Some(event) = event else { return Ok(Ending::Left) };
                let mut next = Some(event);
                // What waits already is taken before the next frame.
                while let Some(event) = next {
                    for ask in view.happened(event?) {
                        let event = match ask {
                            Ask::Intent(intent) => {
                                view.demo |= intent == Intent::StartDemo;
                                Event::Intent(intent)
                            }
                            Ask::Typed(text) => Event::Typed(text),
                            Ask::Submitted(text) => submitted(&core.screen(), text),
                            Ask::Quit => return Ok(Ending::Left),
                            Ask::Redraw => {
                                terminal.redraw()?;
                                continue;
                            }
                            Ask::Suspend => {
                                // Nobody else may read keys while the shell does.
                                drop(input);
                                terminal.suspend()?;
                                input = EventStream::new();
                                let (columns, lines) = Terminal::size();
                                view.resize(columns, lines);
                                continue;
                            }
                        };
                        let wishes = core.handle(event);
                        view.show(core.screen(), core.lang());
                        if fulfil(terminal, view, wishes)? {
                            return Ok(Ending::Left);
                        }
                    }
                    next = waiting(&mut input).await;
                }
            }
            event = core.next_event() => {
                let wishes = core.handle(event);
                let changed = view.show(core.screen(), core.lang());
                let wished = !wishes.is_empty();
                if fulfil(terminal, view, wishes)? {
                    return Ok(Ending::Left);
                }
                dirty = changed || wished;
                continue;
            }
        }
        dirty = true;
    }
}

/// The event that waits already, if one does. The stream wakes whoever asked it first, so it must be this task that
/// asks: after `now_or_never`, which asks for nobody, the next key would wait for something else to happen.
async fn waiting(input: &mut EventStream) -> Option<io::Result<Input>> {
    std::future::poll_fn(|task| match input.poll_next_unpin(task) {
        Poll::Ready(event) => Poll::Ready(event),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

/// Does what only a front end can; true where the person leaves.
fn fulfil(terminal: &mut Terminal, view: &mut View, wishes: Vec<Effect>) -> io::Result<bool> {
    for wish in wishes {
        match wish {
            Effect::Leave => return Ok(true),
            Effect::Deliver(document) => view.deliver(&document),
            Effect::Notify(text) => {
                view.hint(text);
                terminal.bell()?;
            }
            _ => {}
        }
    }
    Ok(false)
}

impl View {
    /// Takes what the terminal reports.
    pub fn happened(&mut self, event: Input) -> Vec<Ask> {
        match event {
            Input::Key(key) if key.kind != KeyEventKind::Release => self.press(Press::of(&key)),
            Input::Paste(text) => self.paste(&text),
            Input::Resize(columns, lines) => {
                self.resize(columns, lines);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}

enum Signal {
    Resumed,
    End(i32),
}

/// The signals that end or wake the interface. Made before the terminal is taken, so that none finds it taken and
/// nobody to give it back. Needs a runtime.
#[cfg(unix)]
pub struct Signals {
    term: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
    resumed: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// Listens from now on.
    pub fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            term: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            resumed: signal(SignalKind::from_raw(signal_hook::consts::SIGCONT))?,
        })
    }

    async fn next(&mut self) -> Signal {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        tokio::select! {
            _ = self.term.recv() => Signal::End(SIGTERM),
            _ = self.hangup.recv() => Signal::End(SIGHUP),
            _ = self.interrupt.recv() => Signal::End(SIGINT),
            _ = self.resumed.recv() => Signal::Resumed,
        }
    }
}

/// The signals that end the interface.
#[cfg(not(unix))]
pub struct Signals;

#[cfg(not(unix))]
impl Signals {
    /// Listens from now on.
    pub fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> Signal {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Signal::End(2),
            Err(_) => std::future::pending().await,
        }
    }
}
