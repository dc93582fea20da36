//! The dialogue: a screen is said when nothing is under way any more; then a line is read.

use super::{Answer, PAGE, choices, speak, understand};
use crate::app::{Core, Ending};
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::{Effect, Event};
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::{Block, InputKind, Screen};
use std::io::{self, BufRead, Write};
use std::path::Path;
use std::time::Duration;
use tokio::sync::mpsc;

/// A request that takes longer is told, so that nobody waits before silence.
const PATIENCE: Duration = Duration::from_secs(2);
/// The end of a text of several lines.
const END_OF_TEXT: &str = ".";

/// Runs the dialogue until the person leaves or there are no more lines.
pub async fn run(core: &mut impl Core, wishes: Vec<Effect>, demo: bool) -> io::Result<Ending> {
    let mut lines = lines();
    if fulfil(core.lang(), wishes)? {
        return Ok(Ending::Left);
    }
    let help = if demo { key::PLAIN_HELP_DEMO } else { key::PLAIN_HELP };
    say(&[Msg::new(help).resolve(core.lang())])?;
    let mut from = 0;
    let mut text: Vec<String> = Vec::new();
    // What was said last of which screen: of the same screen only what is new is said again.
    let mut said: Option<(Screen, Vec<String>)> = None;
    loop {
        if settle(core).await? {
            return Ok(Ending::Left);
        }
        let (screen, lang) = (core.screen(), core.lang());
        let lines_now = speak(&screen, lang, from);
        match &said {
            Some((before, lines)) if before.id == screen.id && before.title == screen.title => {
                let new = lines_now.iter().filter(|line| !line.is_empty() && !lines.contains(line));
                say(&new.cloned().collect::<Vec<_>>())?;
            }
            _ => {
                say(&[String::new()])?;
                say(&lines_now)?;
            }
        }
        said = Some((screen.clone(), lines_now));
        let Some(line) = hear(core, &mut lines).await? else { return Ok(Ending::Left) };
        let several = screen.input.as_ref().is_some_and(|input| input.kind == InputKind::Text);
        let answer = if several && !line.starts_with(':') && line != END_OF_TEXT {
            text.push(line);
            continue;
        } else if several && line == END_OF_TEXT {
            Answer::Submitted(std::mem::take(&mut text).join("\n"))
        } else {
            text.clear();
            understand(&screen, &line, lang)
        };
        let before = from;
        from = 0;
        let events = match answer {
            Answer::Again => {
                said = None;
                Vec::new()
            }
            Answer::More => {
                from = if before + PAGE < longest(&screen) { before + PAGE } else { 0 };
                Vec::new()
            }
            Answer::Help => {
                say(&[Msg::new(help).resolve(lang)])?;
                continue;
            }
            Answer::Unknown => {
                say(&[Msg::new(key::PLAIN_UNKNOWN).with("n", choices(&screen).len()).resolve(lang)])?;
                continue;
            }
            Answer::Intent(intent) => vec![Event::Intent(intent)],
            Answer::Submitted(text) => vec![Event::Typed(text.clone()), crate::app::submitted(&screen, text)],
        };
        for event in events {
            let wishes = core.handle(event);
            if fulfil(core.lang(), wishes)? {
                return Ok(Ending::Left);
            }
        }
    }
}

/// Until nothing is under way; true where the person leaves.
async fn settle(core: &mut impl Core) -> io::Result<bool> {
    let mut told = false;
    while core.screen().busy {
        let event = match tokio::time::timeout(PATIENCE, next_change(core)).await {
            Ok(event) => event,
            Err(_) if told => return Ok(false),
            Err(_) => {
                say(&[Msg::new(key::KEYS_BUSY).resolve(core.lang())])?;
                told = true;
                continue;
            }
        };
        let wishes = core.handle(event);
        if fulfil(core.lang(), wishes)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The next event that is more than a second gone by.
async fn next_change(core: &mut impl Core) -> Event {
    loop {
        let event = core.next_event().await;
        if !matches!(event, Event::Tick(_)) {
            return event;
        }
        core.handle(event);
    }
}

/// The next line; what happens meanwhile goes on happening. None at the end of the lines.
async fn hear(core: &mut impl Core, lines: &mut mpsc::UnboundedReceiver<String>) -> io::Result<Option<String>> {
    loop {
        tokio::select! {
            biased;
            line = lines.recv() => return Ok(line),
            event = core.next_event() => {
                let wishes = core.handle(event);
                if fulfil(core.lang(), wishes)? {
                    return Ok(None);
                }
            }
        }
    }
}

/// Does what only a front end can; true where the person leaves.
fn fulfil(lang: Lang, wishes: Vec<Effect>) -> io::Result<bool> {
    for wish in wishes {
        match wish {
            Effect::Leave => return Ok(true),
            Effect::Notify(text) => say(&[text.resolve(lang)])?,
            Effect::Deliver(document) => {
                let said = match crate::app::write_new(Path::new("."), &document.name, &document.bytes) {
                    Ok(path) => Msg::new(key::KEYS_SAVED).with("path", path.display().to_string().as_str()),
                    Err(error) => {
                        Msg::new(key::KEYS_NOT_SAVED).with("reason", crate::cli::system_reason(&error, lang).as_str())
                    }
                };
                say(&[said.resolve(lang)])?;
            }
            _ => {}
        }
    }
    Ok(false)
}

fn say(lines: &[String]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in lines {
        writeln!(out, "{line}")?;
    }
    out.flush()
}

fn longest(screen: &Screen) -> usize {
    let rows = |block: &Block| match block {
        Block::List(list) => list.items.len(),
        _ => 0,
    };
    screen.body.iter().map(rows).max().unwrap_or(0)
}

/// Lines of standard input. Reading blocks, so it has a thread of its own.
fn lines() -> mpsc::UnboundedReceiver<String> {
    let (send, receive) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            let Ok(line) = line else { return };
            if send.send(line).is_err() {
                return;
            }
        }
    });
    receive
}
