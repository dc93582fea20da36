//! A key press, as a file writes it (`ctrl-s`, `pageup`, `é`) and as people read it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use isoloir_config::text::Key;
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::Msg;

/// A key press. Shift is part of the character, never apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Press {
    /// Which key.
    pub code: KeyCode,
    /// With Control.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
}

const NAMES: [(&str, KeyCode); 16] = [
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("space", KeyCode::Char(' ')),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
];

impl Press {
    /// As crossterm reports it.
    pub fn of(event: &KeyEvent) -> Self {
        Self {
            code: event.code,
            ctrl: event.modifiers.contains(KeyModifiers::CONTROL),
            alt: event.modifiers.contains(KeyModifiers::ALT),
        }
    }

    /// As a file writes it; none for a name that is no key.
    pub fn parse(text: &str) -> Option<Self> {
        let (mut rest, mut ctrl, mut alt) = (text, false, false);
        loop {
            if let Some(after) = rest.strip_prefix("ctrl-").filter(|after| !after.is_empty()) {
                (rest, ctrl) = (after, true);
            } else if let Some(after) = rest.strip_prefix("alt-").filter(|after| !after.is_empty()) {
                (rest, alt) = (after, true);
            } else {
                break;
            }
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) => KeyCode::Char(c),
            _ => named(rest)?,
        };
        Some(Self { code, ctrl, alt })
    }

    /// It writes this character in a text.
    pub fn writes(&self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            // AltGr arrives as Control and Alt together on some terminals.
            KeyCode::Char(c) if self.ctrl && self.alt => Some(c),
            _ => None,
        }
    }

    /// As people read it: `Entrée`, `Ctrl-S`, `é`.
    pub fn show(&self, lang: Lang) -> String {
        let mut out = String::new();
        if self.ctrl {
            out.push_str("Ctrl-");
        }
        if self.alt {
            out.push_str("Alt-");
        }
        match (self.code, NAMES.iter().find(|(_, code)| *code == self.code)) {
            (_, Some((name, _))) => {
                let words = Key::find(&format!("keys-name-{name}")).map(|key| Msg::new(key).resolve(lang));
                out.push_str(&words.unwrap_or_else(|| (*name).to_owned()));
            }
            (KeyCode::Char(c), None) if self.ctrl => out.extend(c.to_uppercase()),
            (KeyCode::Char(c), None) => out.push(c),
            (KeyCode::F(n), None) => out.push_str(&format!("F{n}")),
            (other, None) => out.push_str(&other.to_string()),
        }
        out
    }
}

fn named(text: &str) -> Option<KeyCode> {
    if let Some((_, code)) = NAMES.iter().find(|(name, _)| *name == text) {
        return Some(*code);
    }
    let n: u8 = text.strip_prefix('f')?.parse().ok()?;
    (1..=12).contains(&n).then_some(KeyCode::F(n))
}
