//! The blocks of a screen as lines.

use super::{Form, SHORT, Writer};
use crate::chat::said::{Line, Style};
use crate::chat::view::Focus;
use isoloir_config::text::span;
use isoloir_shared::text::{Msg, clean_text, key};
use isoloir_shared::view::{BallotView, Block, Fact, ListView, ProfileView};

impl Writer {
    /// A block, in reading order.
    pub(super) fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => {
                self.part(Line::of(Style::Strong, self.say(text)));
                if let Some(unit) = self.units.last_mut() {
                    unit.keep = true;
                }
            }
            Block::Paragraph(text) => {
                let under = self.units.last().is_some_and(|it| it.keep);
                let from = self.units.len();
                self.text(Style::Plain, &self.say(text));
                if let Some(unit) = self.units.get_mut(from) {
                    unit.gap = !under;
                }
            }
            Block::Notice { tone, text } => self.toned(*tone, text),
            Block::Facts(facts) => {
                let under = self.units.last().is_some_and(|it| it.keep);
                for (at, line) in self.facts(facts).into_iter().enumerate() {
                    if at == 0 && !under { self.part(line) } else { self.put(line) }
                }
            }
            Block::List(list) => self.list(list),
            Block::Ballot(ballot) if ballot.read_only => self.answers(ballot),
            Block::Ballot(ballot) => {
                self.ballot(ballot);
                self.apart = true;
            }
            Block::Profiles(profiles) => self.profiles(profiles),
            Block::Countdown { label, until, now } => {
                let left = u64::try_from(until.as_second() - now.as_second()).unwrap_or(0);
                self.put(self.pair(label, &span(self.lang.code(), left)));
            }
            Block::Verbatim { label, text } => {
                let label = self.label(label);
                self.part(Line::of(Style::Plain, label).and(Style::Code, clean_text(text)));
            }
            Block::Progress { label, done, total: Some(total) } => {
                let position = Msg::new(key::KEYS_POSITION).with("at", *done).with("of", *total);
                self.put(self.pair(label, &self.say(&position)));
            }
            Block::Progress { label, total: None, .. } => self.put(Line::of(Style::Soft, self.say(label))),
            Block::Timeline(rows) => {
                for (at, row) in rows.iter().enumerate() {
                    let style = if row.current { Style::Strong } else { Style::Plain };
                    let line = Line::of(style, self.say(&row.label))
                        .plain(format!(" · {} · ", self.say(&row.days)))
                        .and(style, self.say(&row.status));
                    if at == 0 { self.part(line) } else { self.put(line) }
                }
            }
            // Where there is a picture it is sent, with the same words.
            Block::Photo { alt, .. } => self.put(Line::of(Style::Soft, self.say(alt))),
        }
    }

    /// Short facts share a line.
    fn facts(&self, facts: &[Fact]) -> Vec<Line> {
        let mut lines: Vec<(usize, Line)> = Vec::new();
        for fact in facts {
            let line = self.pair(&fact.label, &self.say(&fact.value));
            let length = line.text().chars().count();
            match lines.last_mut().filter(|(before, _)| *before + length <= SHORT) {
                Some((before, last)) => {
                    *before += length;
                    *last = std::mem::take(last).plain(" · ");
                    last.0.extend(line.0);
                }
                None => lines.push((length, line)),
            }
        }
        lines.into_iter().map(|(_, line)| line).collect()
    }

    fn list(&mut self, list: &ListView) {
        // What the screen is called already need not be said twice.
        let label = self.say(&list.label);
        self.apart = label == self.title;
        if !self.apart {
            self.part(Line::of(Style::Strong, label));
            if let Some(unit) = self.units.last_mut() {
                unit.keep = true;
            }
        }
        if list.items.is_empty() {
            let words = if list.loading { self.word(key::KEYS_LOADING) } else { self.say(&list.empty) };
            self.put(Line::of(Style::Soft, words));
        }
        for item in &list.items {
            let choice = item.intent.and_then(|_| self.rows.next());
            let number = choice.as_ref().map(|it| format!("{}. ", it.number)).unwrap_or_default();
            let style = if choice.is_some() { Style::Strong } else { Style::Plain };
            let mut line = Line::of(Style::Plain, number).and(style, self.say(&item.title));
            if item.marked {
                line = line.plain(format!(" · {} ✅", self.word(key::PLAIN_MARKED)));
            }
            for detail in &item.details {
                line = line.plain(format!(" · {}", self.say(detail)));
            }
            self.put(line);
            if let Some(unit) = self.units.last_mut() {
                unit.choice = choice;
            }
        }
    }

    /// A ballot to read.
    fn answers(&mut self, ballot: &BallotView) {
        let mut first = true;
        for row in &ballot.rows {
            let choice = self.rows.next();
            let number = choice.as_ref().map(|it| format!("{}. ", it.number)).unwrap_or_default();
            let answer = row.choices.iter().find(|it| it.chosen);
            let answer = answer.map_or_else(|| self.word(key::KEYS_UNGRADED), |it| self.say(&it.label));
            let name = self.label(&row.name);
            let line = Line::of(Style::Plain, format!("{number}{name}")).and(Style::Strong, answer);
            if first {
                self.part(line)
            } else {
                self.put(line)
            }
            first = false;
            if let Some(unit) = self.units.last_mut() {
                unit.choice = choice;
            }
        }
    }

    /// A ballot to answer: where it stands in short, then the candidate in view.
    fn ballot(&mut self, ballot: &BallotView) {
        let focus = self.view.focus(ballot);
        let mut first = true;
        for (at, row) in ballot.rows.iter().enumerate() {
            let choice = self.rows.next();
            let name = format!("{}. {}", at + 1, self.say(&row.name));
            let here = focus == Focus::Row(at);
            let line = match row.choices.iter().find(|it| it.chosen) {
                Some(answer) => Line::of(if here { Style::Strong } else { Style::Plain }, name)
                    .plain(format!(" · {} ✅", self.say(&answer.label))),
                None if here => Line::of(Style::Strong, name),
                None => Line::of(Style::Plain, name).plain(format!(" · {}", self.word(key::KEYS_UNGRADED))),
            };
            if first {
                self.part(line)
            } else {
                self.put(line)
            }
            first = false;
            if let Some(unit) = self.units.last_mut() {
                // Under the candidate in view stand its grades; the others are buttons where all are shown.
                unit.choice = choice.filter(|_| focus == Focus::Whole);
            }
        }
        let Focus::Row(at) = focus else {
            self.text(
                Style::Soft,
                &self.word(if ballot.graded < ballot.rows.len() { key::CHAT_PICK } else { key::CHAT_ALL_GRADED }),
            );
            return;
        };
        let Some(row) = ballot.rows.get(at) else { return };
        let asks = Msg::new(key::CHAT_WHICH_GRADE).with("name", row.name.clone());
        self.part(Line::of(Style::Strong, self.say(&asks)));
        if let Some(about) = &row.about {
            self.put(Line::of(Style::Soft, self.say(about)));
        }
        if self.form == Form::Lines {
            for (at, choice) in row.choices.iter().enumerate() {
                let line = Line::of(Style::Strong, clean_text(&choice.letter))
                    .plain(format!(" · {}", self.say(&choice.label)));
                let line = if choice.chosen { line.plain(" ✅") } else { line };
                if at == 0 { self.part(line) } else { self.put(line) }
            }
            self.text(Style::Soft, &self.word(key::CHAT_GRADE_HOW));
        }
    }

    fn profiles(&mut self, profiles: &[ProfileView]) {
        for profile in profiles {
            let choice = profile.why.and_then(|_| self.rows.next());
            let line = Line::of(Style::Strong, format!("{}. {}", profile.rank, self.say(&profile.name)))
                .plain(format!(" · {}", self.say(&profile.majority)));
            let line = if profile.elected { line.plain(format!(" · {}", self.word(key::CHAT_ELECTED))) } else { line };
            self.part(line);
            if let Some(unit) = self.units.last_mut() {
                unit.keep = true;
            }
            self.put(Line::of(Style::Plain, self.say(&profile.sentence)));
            if self.form == Form::Lines
                && let Some(choice) = &choice
            {
                let why = Msg::new(key::CHAT_WHY_HOW).with("why", choice.label.clone()).with("n", choice.number);
                self.put(Line::of(Style::Soft, self.say(&why)));
            }
            if let Some(unit) = self.units.last_mut() {
                unit.choice = choice;
            }
        }
    }
}
