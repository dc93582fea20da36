//! The loop: keys, resizes, signals and what the core tells arrive in one place; a frame is drawn when something
//! changed and nothing more waits.

use super::terminal::Terminal;
use super::{Ask, View};
use crate::input::Press;
use crossterm::event::{Event as Input, EventStream, KeyEventKind};
use futures::{FutureExt, StreamExt};
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::{Document, Event};
use isoloir_shared::text::Msg;
use isoloir_shared::view::Screen;
use std::io;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

/// What the core tells a front end.
#[derive(Debug)]
pub enum Told {
    /// What is to be seen now, and in which language.
    Screen(Box<Screen>, Lang),
    /// A file for the person.
    Document(Document),
    /// Look here.
    Notify(Msg),
    /// The person leaves.
    Leave,
}

/// Both ends of the line to the core.
pub struct Link {
    /// What it tells.
    pub told: UnboundedReceiver<Told>,
    /// What it is told.
    pub events: UnboundedSender<Event>,
}

/// How the interface ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The person left.
    Left,
    /// A signal, by its number.
    Signal(i32),
}

/// Runs the interface in a terminal that was taken, until the person leaves.
pub async fn run(terminal: &mut Terminal, view: &mut View, mut link: Link) -> io::Result<Ending> {
    let mut input = Some(EventStream::new());
    let mut signals = Signals::new()?;
    let mut dirty = true;
    loop {
        if dirty {
            terminal.draw(view)?;
            dirty = false;
        }
        let Some(stream) = input.as_mut() else { return Ok(Ending::Left) };
        tokio::select! {
            biased;
            signal = signals.next() => match signal {
                Signal::Resumed => {
                    terminal.redraw()?;
                    dirty = true;
                }
                Signal::End(number) => return Ok(Ending::Signal(number)),
            },
            event = stream.next() => {
                let mut next = event;
                // What waits already is taken before the next frame.
                while let Some(event) = next {
                    for ask in view.happened(event?) {
                        match ask {
                            Ask::Intent(intent) => { let _ = link.events.send(Event::Intent(intent)); }
                            Ask::Typed(text) => { let _ = link.events.send(Event::Typed(text)); }
                            Ask::Submitted(text) => { let _ = link.events.send(Event::Submitted(text)); }
                            Ask::Quit => return Ok(Ending::Left),
                            Ask::Redraw => terminal.redraw()?,
                            Ask::Suspend => {
                                // Nobody else may read keys while the shell does.
                                input = None;
                                terminal.suspend()?;
                                let (columns, lines) = Terminal::size();
                                view.resize(columns, lines);
                            }
                        }
                    }
                    let Some(stream) = input.as_mut() else { break };
                    next = stream.next().now_or_never().flatten();
                }
                if input.is_none() {
                    input = Some(EventStream::new());
                }
                dirty = true;
            }
            told = link.told.recv() => {
                let mut next = told;
                if next.is_none() {
                    return Ok(Ending::Left);
                }
                while let Some(told) = next {
                    match told {
                        Told::Screen(screen, lang) => view.show(*screen, lang),
                        Told::Document(document) => view.deliver(&document),
                        Told::Notify(text) => {
                            view.hint(text);
                            terminal.bell()?;
                        }
                        Told::Leave => return Ok(Ending::Left),
                    }
                    next = link.told.try_recv().ok();
                }
                dirty = true;
            }
        }
    }
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

#[cfg(unix)]
struct Signals {
    term: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
    resumed: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
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

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> Signal {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Signal::End(2),
            Err(_) => std::future::pending().await,
        }
    }
}
