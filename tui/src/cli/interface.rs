//! `isoloir`: opens the interface, or the dialogue line by line, on a session.

use super::folders::Folders;
use super::{CliError, Globals};
use crate::app::{Ending, Signals, Terminal, View, run};
use crate::plain;
use crate::render::Photos;
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::Event;
use isoloir_shared::driver::{DemoHandle, Device, Driver, Setup};
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::{Block, Intent, Screen, ScreenId};
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::sync::Arc;

/// What to open, and where.
pub(super) struct Opening {
    pub folders: Folders,
    pub device: Device,
    pub lang: Lang,
    pub demo: Arc<dyn DemoHandle>,
    /// The demonstration begins at once.
    pub at_once: bool,
}

/// Opens it; the code says how it ended.
pub(super) fn open(globals: &Globals, opening: Opening) -> Result<ExitCode, CliError> {
    let Opening { folders, device, lang, demo, at_once } = opening;
    let lines = globals.plain || folders.settings.plain || no_screen();
    let url = if at_once { None } else { folders.platform(globals, &device)? };
    let keys = folders.keys()?;
    let styles = folders.styles(globals)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(terminal_error)?;
    // The screen opens before anything else is made: what comes after fills it.
    let mut screen = None;
    if !lines {
        let _inside = runtime.enter();
        let signals = Signals::new().map_err(terminal_error)?;
        let mut view = View::new(opening_screen(at_once), lang, styles, keys, Terminal::size());
        view.demo = at_once;
        let mut terminal = Terminal::take().map_err(terminal_error)?;
        terminal.draw(&view).map_err(terminal_error)?;
        view.photos = Photos::detect(!globals.colorless(), folders.settings.photos);
        screen = Some((terminal, view, signals));
    }
    let ending = runtime.block_on(async {
        let client = match &url {
            Some(url) => Some(device.client(url).map_err(|error| CliError::address(&error))?),
            None => None,
        };
        let setup = Setup { lang, client, device: device.clone(), demo: Some(demo) };
        let (mut driver, mut wishes) = Driver::start(setup);
        if at_once {
            wishes.extend(driver.handle(Event::Intent(Intent::StartDemo)));
        }
        let ending = match &mut screen {
            Some((terminal, view, signals)) => {
                run(terminal, view, &mut driver, wishes, signals).await.map_err(terminal_error)
            }
            None => plain::run(&mut driver, wishes, at_once).await.map_err(terminal_error),
        };
        let answered = !driver.screen().offline;
        driver.finish().await;
        if let (Some(url), true) = (&url, answered) {
            folders.remember(globals, &device, url)?;
        }
        ending
    });
    drop(screen);
    runtime.shutdown_background();
    match ending? {
        Ending::Left => Ok(ExitCode::SUCCESS),
        Ending::Signal(number) => Ok(ExitCode::from(128 + u8::try_from(number).unwrap_or(0))),
    }
}

/// Nothing to draw on: a pipe, a file, a terminal that says it is dumb.
fn no_screen() -> bool {
    !io::stdout().is_terminal() || std::env::var("TERM").is_ok_and(|term| term == "dumb")
}

fn terminal_error(source: io::Error) -> CliError {
    CliError::File { path: "terminal".into(), source }
}

/// What is seen until the core says something: it never waits for a network.
fn opening_screen(demo: bool) -> Screen {
    let said = if demo { key::KEYS_DEMO_STARTING } else { key::KEYS_LOADING };
    Screen {
        id: ScreenId::Welcome,
        title: Msg::new(key::APP_NAME),
        body: vec![Block::Paragraph(Msg::new(said))],
        actions: Vec::new(),
        input: None,
        toast: None,
        busy: true,
        offline: false,
        time_moves: false,
    }
}
