//! Keys and pastes change the view, or become something to ask of the core.

use super::stop::{intent_of, primary_stop};
use super::{Ask, Overlay, Palette, Stop, View};
use crate::input::{Command, Press};
use crate::render::help_rows;
use crossterm::event::KeyCode;
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::{Action, Block, InputKind, Intent, ScreenId, Weight};

impl View {
    /// Takes a key.
    pub fn press(&mut self, press: Press) -> Vec<Ask> {
        self.hint = None;
        let asks = match &self.overlay {
            Some(_) => self.press_over(press),
            None => self.press_on(press),
        };
        self.settle();
        asks
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) -> Vec<Ask> {
        if self.focus() != Some(Stop::Input) {
            return Vec::new();
        }
        self.editor.paste(text);
        self.settle();
        vec![Ask::Typed(self.editor.value().to_owned())]
    }

    fn press_on(&mut self, press: Press) -> Vec<Ask> {
        let command = self.keys.command(press, self.on_ballot());
        // Looking at the help or changing colours is no choice of where to stand.
        self.touched |= !matches!(
            command,
            Some(Command::Help | Command::Palette | Command::Theme | Command::Redraw | Command::Suspend)
        );
        if self.focus() == Some(Stop::Input) {
            let edits = press.writes().is_some()
                || !matches!(
                    command,
                    Some(Command::Quit | Command::Suspend | Command::Redraw | Command::Submit | Command::NextPhase)
                ) && !matches!(press.code, KeyCode::Esc | KeyCode::Up | KeyCode::Down)
                    && !matches!(press.code, KeyCode::Enter if !self.editor.multiline());
            let before = self.editor.value().to_owned();
            if edits && self.editor.press(press) {
                let now = self.editor.value();
                return if now == before { Vec::new() } else { vec![Ask::Typed(now.to_owned())] };
            }
        }
        command.map_or_else(Vec::new, |command| self.command(command))
    }

    fn command(&mut self, command: Command) -> Vec<Ask> {
        let last = self.stops.len().saturating_sub(1);
        match command {
            Command::Up if self.at == 0 => self.scroll = self.scroll.saturating_sub(1),
            Command::Up => self.stand(self.at - 1),
            Command::Down if self.reads_on() => self.scroll += 1,
            Command::Down => self.stand((self.at + 1).min(last)),
            Command::First => {
                self.scroll = 0;
                self.stand(0);
            }
            Command::Last => self.stand(last),
            Command::PageDown => self.page(true),
            Command::PageUp => self.page(false),
            Command::Next => self.part(true),
            Command::Previous => self.part(false),
            Command::Left => self.slide(false),
            Command::Right => self.slide(true),
            Command::Choose => return self.choose(),
            Command::Details => return self.details(),
            Command::Grade(at) => return self.grade(usize::from(at)),
            Command::Digit(digit) if self.on_ballot() => return self.grade(usize::from(digit).wrapping_sub(1)),
            Command::Digit(digit) => return self.action(usize::from(digit).wrapping_sub(1)),
            Command::Search => self.focus_input(),
            Command::Submit => return self.submit(),
            Command::Help => self.overlay = Some(Overlay::Help { scroll: 0 }),
            Command::Palette => self.overlay = Some(Overlay::Palette(Palette::new(&self.screen, self.lang))),
            Command::Theme => self.next_theme(),
            Command::Back => return self.back(),
            Command::Leave => return vec![Ask::Intent(Intent::Leave)],
            Command::NextPhase if self.demo => return vec![Ask::Intent(Intent::DemoNextPhase)],
            Command::NextPhase => {}
            Command::Quit => return vec![Ask::Quit],
            Command::Suspend => return vec![Ask::Suspend],
            Command::Redraw => return vec![Ask::Redraw],
        }
        Vec::new()
    }

    fn press_over(&mut self, press: Press) -> Vec<Ask> {
        let command = self.keys.command(press, false);
        match (&mut self.overlay, command) {
            (_, Some(Command::Quit)) => return vec![Ask::Quit],
            (_, Some(Command::Suspend)) => return vec![Ask::Suspend],
            (_, Some(Command::Redraw)) => return vec![Ask::Redraw],
            (Some(Overlay::Palette(palette)), _) => match (press.code, press.writes()) {
                (KeyCode::Esc, _) => self.overlay = None,
                (KeyCode::Enter, _) => {
                    let intent = palette.intent();
                    self.overlay = None;
                    let action = |intent| self.screen.actions.iter().position(|action| action.intent == intent);
                    return match (intent.and_then(action), intent) {
                        (Some(at), _) => self.action(at),
                        (None, intent) => intent.map(Ask::Intent).into_iter().collect(),
                    };
                }
                (KeyCode::Up, _) | (KeyCode::BackTab, _) => palette.step(false),
                (KeyCode::Down, _) | (KeyCode::Tab, _) => palette.step(true),
                (KeyCode::Backspace, _) => palette.type_in(None),
                (_, Some(c)) => palette.type_in(Some(c)),
                _ => {}
            },
            (Some(Overlay::Help { scroll }), command) => {
                let by = match command {
                    Some(Command::Down) => 1,
                    Some(Command::PageDown) => 10,
                    Some(Command::Up) => -1,
                    Some(Command::PageUp) => -10,
                    _ => {
                        self.overlay = None;
                        return Vec::new();
                    }
                };
                let next = scroll.saturating_add_signed(by);
                let room = usize::from(self.size().1).saturating_sub(6);
                let most = help_rows(self).0.len().saturating_sub(room);
                self.overlay = Some(Overlay::Help { scroll: next.min(most) });
            }
            (None, _) => {}
        }
        Vec::new()
    }

    /// Moves the focus. On a ballot the answer's column follows what is chosen there.
    pub(super) fn stand(&mut self, at: usize) {
        self.at = at;
        self.column = None;
        if let Some(Stop::Row { block, row }) = self.focus()
            && let Some(Block::Ballot(ballot)) = self.screen.body.get(block)
        {
            self.column = ballot.rows.get(row).and_then(|row| row.choices.iter().position(|choice| choice.chosen));
        }
    }

    /// Lines below what is seen.
    fn below(&self) -> usize {
        self.document.height().saturating_sub(self.scroll + usize::from(self.regions.body.height))
    }

    /// Text without stops is read to its end before the focus moves on.
    fn reads_on(&self) -> bool {
        self.below() > 0 && self.focus() != Some(Stop::Input) && !self.stops.iter().any(|stop| stop.in_body())
    }

    fn page(&mut self, down: bool) {
        let room = usize::from(self.regions.body.height).max(2) - 1;
        match self.focus() {
            Some(stop) if stop.in_body() => {
                let target = self.document.lines_of(stop).map_or(0, |lines| lines.start);
                let wanted = if down { target + room } else { target.saturating_sub(room) };
                let line = |stop: &Stop| self.document.lines_of(*stop).map_or(usize::MAX, |lines| lines.start);
                let body = self.stops.iter().position(|stop| stop.in_body()).unwrap_or(0);
                let end = self.stops.iter().rposition(|stop| stop.in_body()).unwrap_or(0);
                let found = self.stops[body..=end].partition_point(|stop| line(stop) < wanted);
                let past = down && self.at == end && end + 1 < self.stops.len();
                if past {
                    // The text below the last row is read from the actions: there nothing holds the page.
                    self.scroll += room;
                }
                self.stand(if past { end + 1 } else { (body + found).min(end) });
            }
            _ if down => self.scroll += room,
            _ => self.scroll = self.scroll.saturating_sub(room),
        }
    }

    /// To the next part: body, input, actions, and round again.
    fn part(&mut self, forward: bool) {
        let kind = |stop: &Stop| match stop {
            Stop::Input => 1,
            Stop::Action(_) => 2,
            _ => 0,
        };
        let Some(here) = self.focus().map(|stop| kind(&stop)) else { return };
        let starts: Vec<usize> =
            (0..self.stops.len()).filter(|&at| at == 0 || kind(&self.stops[at]) != kind(&self.stops[at - 1])).collect();
        let Some(now) = starts.iter().position(|&at| kind(&self.stops[at]) == here) else { return };
        let next = if forward { (now + 1) % starts.len() } else { (now + starts.len() - 1) % starts.len() };
        self.stand(starts[next]);
    }

    fn slide(&mut self, right: bool) {
        let Some(Stop::Row { block, row }) = self.focus() else { return };
        let Some(Block::Ballot(ballot)) = self.screen.body.get(block) else { return };
        let last = ballot.rows.get(row).map_or(0, |row| row.choices.len()).saturating_sub(1);
        self.column = Some(match (self.column, right) {
            (None, true) => 0,
            (None, false) => last,
            (Some(at), true) => (at + 1).min(last),
            (Some(at), false) => at.saturating_sub(1),
        });
    }

    fn choose(&mut self) -> Vec<Ask> {
        match self.focus() {
            Some(Stop::Input) => return self.submit(),
            Some(Stop::Row { .. }) if !self.read_only() && self.column.is_none() => {
                self.hint = Some(Msg::new(key::KEYS_PICK));
                return Vec::new();
            }
            Some(Stop::Action(at)) => return self.action(at),
            _ => {}
        }
        let intent = self.focus().and_then(|stop| intent_of(&self.screen, stop, self.column.unwrap_or(0)));
        intent.map(Ask::Intent).into_iter().collect()
    }

    fn action(&mut self, at: usize) -> Vec<Ask> {
        match self.screen.actions.get(at) {
            // What is promised is read to its end before anybody agrees to it.
            Some(action)
                if self.screen.id == ScreenId::Promise && action.intent == Intent::Understood && self.below() > 0 =>
            {
                self.scroll += usize::from(self.regions.body.height).max(2) - 1;
                if let Some(stop) = self.stops.iter().position(|stop| *stop == Stop::Action(at)) {
                    self.stand(stop);
                }
                Vec::new()
            }
            Some(action) if action.enabled.is_ok() => vec![Ask::Intent(action.intent)],
            Some(action) => {
                self.hint = action.enabled.clone().err();
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn details(&self) -> Vec<Ask> {
        let Some(Stop::Row { block, row }) = self.focus() else { return Vec::new() };
        match self.screen.body.get(block) {
            Some(Block::Ballot(ballot)) => ballot.rows.get(row).map(|row| Ask::Intent(row.open)).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// Gives the focused candidate a grade and goes on to the next; after the last one, to what comes next.
    fn grade(&mut self, at: usize) -> Vec<Ask> {
        let Some(Stop::Row { block, row }) = self.focus() else { return Vec::new() };
        let Some(Block::Ballot(ballot)) = self.screen.body.get(block) else { return Vec::new() };
        if ballot.read_only {
            return Vec::new();
        }
        let Some(choices) = ballot.rows.get(row).map(|row| &row.choices) else { return Vec::new() };
        // 0 is "no opinion", where it is an answer.
        let choice =
            if at == usize::MAX { choices.iter().find(|choice| choice.grade.is_none()) } else { choices.get(at) };
        let Some(intent) = choice.map(|choice| choice.intent) else { return Vec::new() };
        let next = self.at + 1;
        if self.stops.get(next).is_some_and(|stop| matches!(stop, Stop::Row { .. })) {
            self.stand(next);
        } else if ballot.graded + 1 >= ballot.rows.len() {
            self.stand(primary_stop(&self.screen, &self.stops).unwrap_or(next.min(self.stops.len().saturating_sub(1))));
        }
        vec![Ask::Intent(intent)]
    }

    fn focus_input(&mut self) {
        if let Some(at) = self.stops.iter().position(|stop| *stop == Stop::Input) {
            self.stand(at);
        }
    }

    fn submit(&mut self) -> Vec<Ask> {
        match &self.screen.input {
            // A search is done while it is typed: its end is the first row found.
            Some(input) if input.kind == InputKind::Search => {
                if let Some(at) = self.stops.iter().position(|stop| stop.in_body()) {
                    self.stand(at);
                }
                vec![Ask::Submitted(self.editor.value().to_owned())]
            }
            Some(_) => vec![Ask::Submitted(self.editor.value().to_owned())],
            // Nothing is typed here: on to the thing to do, which is done by choosing it; or why it cannot be done yet.
            None => match primary_stop(&self.screen, &self.stops) {
                Some(at) => {
                    self.stand(at);
                    Vec::new()
                }
                None => {
                    let waits = |it: &Action| it.weight == Weight::Primary;
                    self.screen.actions.iter().position(waits).map_or_else(Vec::new, |at| self.action(at))
                }
            },
        }
    }

    /// Out of the search first, then to where one came from.
    fn back(&mut self) -> Vec<Ask> {
        if self.above() && self.focus() == Some(Stop::Input) {
            self.part(true);
            return Vec::new();
        }
        vec![Ask::Intent(Intent::Back)]
    }
}
