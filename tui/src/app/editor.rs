//! What is being typed.

use crate::input::Press;
use crate::render::text::typed;
use crossterm::event::KeyCode;
use isoloir_shared::view::{Input as View, InputKind};
use tui_input::{Input, InputRequest};

/// A field that is being filled in.
#[derive(Clone, Debug, Default)]
pub struct Editor {
    input: Input,
    kind: Option<InputKind>,
    max: usize,
}

impl Editor {
    /// Follows the screen: its value is taken over unless it is what stands here already.
    pub fn follow(&mut self, view: Option<&View>) {
        let Some(view) = view else {
            *self = Self::default();
            return;
        };
        if self.kind != Some(view.kind) || self.value() != view.value {
            self.input = Input::new(view.value.clone());
        }
        (self.kind, self.max) = (Some(view.kind), view.max);
    }

    /// What has been typed.
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// Characters before the cursor.
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// Several lines may be typed.
    pub fn multiline(&self) -> bool {
        self.kind == Some(InputKind::Text)
    }

    /// Takes a key; false where it is none that edits.
    pub fn press(&mut self, press: Press) -> bool {
        let request = match (press.code, press.writes()) {
            (_, Some(c)) => return self.insert(c),
            (KeyCode::Enter, _) if self.multiline() => return self.insert('\n'),
            (KeyCode::Backspace, _) if press.ctrl || press.alt => InputRequest::DeletePrevWord,
            (KeyCode::Backspace, _) => InputRequest::DeletePrevChar,
            (KeyCode::Delete, _) => InputRequest::DeleteNextChar,
            (KeyCode::Left, _) if press.ctrl => InputRequest::GoToPrevWord,
            (KeyCode::Right, _) if press.ctrl => InputRequest::GoToNextWord,
            (KeyCode::Left, _) => InputRequest::GoToPrevChar,
            (KeyCode::Right, _) => InputRequest::GoToNextChar,
            (KeyCode::Home, _) => InputRequest::GoToStart,
            (KeyCode::End, _) => InputRequest::GoToEnd,
            (KeyCode::Char('a'), _) if press.ctrl => InputRequest::GoToStart,
            (KeyCode::Char('e'), _) if press.ctrl => InputRequest::GoToEnd,
            (KeyCode::Char('w'), _) if press.ctrl => InputRequest::DeletePrevWord,
            (KeyCode::Char('u'), _) if press.ctrl => InputRequest::DeleteLine,
            (KeyCode::Char('k'), _) if press.ctrl => InputRequest::DeleteTillEnd,
            _ => return false,
        };
        self.input.handle(request);
        true
    }

    fn insert(&mut self, c: char) -> bool {
        if self.value().chars().count() < self.max {
            self.input.handle(InputRequest::InsertChar(c));
        }
        true
    }

    /// Takes pasted text: steering characters are left out, line ends become spaces where one line is asked for.
    pub fn paste(&mut self, text: &str) {
        for (at, line) in text.lines().take(self.max + 1).enumerate() {
            if at > 0 {
                self.insert(if self.multiline() { '\n' } else { ' ' });
            }
            for c in typed(line).chars().take(self.max + 1) {
                self.insert(c);
            }
        }
    }
}
