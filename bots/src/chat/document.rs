//! A screen as lines in reading order, the same for both networks: what is said, and which choice stands where.

use super::choices::{Choice, choices};
use super::said::{Line, Style, cut};
use super::view::{Focus, View};
use super::{Options, say};
use isoloir_config::text::{Key, span};
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, clean_text, key};
use isoloir_shared::view::{BallotView, Block, Fact, Input, InputKind, ListView, ProfileView, Screen, Tone};

/// A line and how it stands among the others.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub line: Line,
    /// An empty line before it.
    pub gap: bool,
    /// It names what follows, and stays with it.
    pub keep: bool,
    /// It stands back: what cannot be done now.
    pub aside: bool,
    /// The row that can be chosen here.
    pub choice: Option<Choice>,
}

/// A screen in lines.
pub(super) struct Document {
    /// Above each page but the first, which has it in full.
    pub title: Line,
    /// In reading order; cut to pages.
    pub units: Vec<Unit>,
    /// Below each page: what is asked.
    pub foot: Vec<Unit>,
    /// Actions with their numbers.
    pub actions: Vec<Choice>,
}

/// Which network is spoken to: what is a button in one is a line in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Actions and grades are buttons.
    Buttons,
    /// Actions and grades are lines with a number or a letter.
    Lines,
}

/// All that a screen says.
pub(super) fn document(screen: &Screen, lang: Lang, options: &Options<'_>, form: Form) -> Document {
    let view = View::kept(options.view);
    let (rows, actions) = choices(screen, view).into_iter().partition(|it| it.weight.is_none());
    let rows: Vec<Choice> = rows;
    let title = say(&screen.title, lang);
    let mut writer = Writer { lang, title, form, view, units: Vec::new(), rows: rows.into_iter(), apart: false };
    writer.opening(screen, options);
    for block in &screen.body {
        writer.block(block);
    }
    let foot = writer.asked(screen);
    writer.not_now(screen);
    if options.help {
        writer.help(screen);
    }
    let title = Line::of(Style::Strong, cut(&say(&screen.title, lang), 120));
    Document { title, units: writer.units, foot, actions }
}

/// Most characters of facts that share a line: more breaks on a phone.
const SHORT: usize = 46;

struct Writer {
    lang: Lang,
    title: String,
    form: Form,
    view: View,
    units: Vec<Unit>,
    rows: std::vec::IntoIter<Choice>,
    /// The next line stands apart from what came before.
    apart: bool,
}

impl Writer {
    fn say(&self, msg: &Msg) -> String {
        say(msg, self.lang)
    }

    fn word(&self, key: Key) -> String {
        self.say(&Msg::new(key))
    }

    fn put(&mut self, line: Line) {
        if !line.is_empty() {
            let gap = std::mem::take(&mut self.apart);
            self.units.push(Unit { line, gap, keep: false, aside: false, choice: None });
        }
    }

    /// After an empty line.
    fn part(&mut self, line: Line) {
        self.put(line);
        if let Some(unit) = self.units.last_mut() {
            unit.gap = true;
        }
    }

    /// Words of several lines, after an empty one.
    fn text(&mut self, style: Style, words: &str) {
        for (at, line) in words.lines().filter(|line| !line.trim().is_empty()).enumerate() {
            let line = Line::of(style, line);
            if at == 0 { self.part(line) } else { self.put(line) }
        }
    }

    /// What comes before the screen's own blocks.
    fn opening(&mut self, screen: &Screen, options: &Options<'_>) {
        if options.greet {
            self.text(Style::Plain, &self.word(key::CHAT_GREETING));
        }
        if let Some(word) = options.word {
            self.text(Style::Soft, &self.say(word));
        }
        if let Some(toast) = &screen.toast {
            self.toned(toast.tone, &toast.text);
        }
        let title = self.say(&screen.title);
        self.part(Line::of(Style::Strong, title));
        if screen.busy {
            self.put(Line::of(Style::Soft, self.word(key::CHAT_BUSY)));
        }
    }

    /// The words first, the mark after them.
    fn toned(&mut self, tone: Tone, text: &Msg) {
        let mark = match tone {
            Tone::Info => "",
            Tone::Good => " ✅",
            Tone::Warning => " ⚠️",
            Tone::Bad => " ❌",
        };
        let words = self.say(text);
        let mut lines = words.lines().peekable();
        let mut first = true;
        while let Some(words) = lines.next() {
            let line = Line::of(if tone == Tone::Info { Style::Soft } else { Style::Plain }, words);
            let line = if lines.peek().is_none() { line.plain(mark) } else { line };
            if first {
                self.part(line)
            } else {
                self.put(line)
            }
            first = false;
        }
    }

    /// `Soutiens : `, with the space that each language has.
    fn label(&self, label: &Msg) -> String {
        self.say(&Msg::new(key::CHAT_LABEL).with("label", label.clone())) + " "
    }

    fn pair(&self, label: &Msg, value: &str) -> Line {
        Line::of(Style::Plain, self.label(label)).and(Style::Strong, value)
    }

    fn block(&mut self, block: &Block) {
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

    /// What is asked, and what was wrong with the last answer. What is long of it is part of the pages.
    fn asked(&mut self, screen: &Screen) -> Vec<Unit> {
        let Some(input) = &screen.input else { return Vec::new() };
        if let Some(error) = &input.error {
            self.toned(Tone::Bad, error);
        }
        if !input.value.is_empty() {
            let value = super::defused(&clean_text(&input.value));
            let mut lines = value.lines();
            let first = self.pair(&input.label, lines.next().unwrap_or_default());
            self.part(first);
            for line in lines {
                self.put(Line::of(Style::Strong, line));
            }
        }
        if let Some(hint) = &input.hint {
            self.text(Style::Soft, &self.say(hint));
        }
        let asks =
            Line::of(Style::Strong, cut(&self.say(&input.label), 120)).plain(format!(" – {}", self.word(how(input))));
        vec![Unit { line: asks, gap: true, keep: false, aside: false, choice: None }]
    }

    /// What cannot be done now, by its reason.
    fn not_now(&mut self, screen: &Screen) {
        let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
        for action in &screen.actions {
            let Err(reason) = &action.enabled else { continue };
            let (reason, label) = (self.say(reason), self.say(&action.label));
            match reasons.iter_mut().find(|(it, _)| *it == reason) {
                Some((_, labels)) => labels.push(label),
                None => reasons.push((reason, vec![label])),
            }
        }
        if reasons.is_empty() {
            return;
        }
        let from = self.units.len();
        if reasons.len() > 1 {
            self.put(Line::of(Style::Soft, self.word(key::CHAT_NOT_NOW)));
        }
        for (reason, labels) in reasons {
            let label = self.label(&Msg::Words(labels.join(", ")));
            self.put(Line::of(Style::Plain, format!("{label}{reason}")));
        }
        for (at, unit) in self.units[from..].iter_mut().enumerate() {
            unit.aside = true;
            unit.gap = at == 0;
            unit.keep = unit.line.0.iter().all(|it| it.style == Style::Soft);
        }
    }

    /// What can be typed here.
    fn help(&mut self, screen: &Screen) {
        self.text(Style::Soft, &self.word(if screen.input.is_some() { key::CHAT_HELP_INPUT } else { key::CHAT_HELP }));
    }
}

/// How an answer is given.
fn how(input: &Input) -> Key {
    match input.kind {
        InputKind::Search => key::CHAT_TYPE_SEARCH,
        InputKind::Text => key::CHAT_TYPE_TEXT,
        InputKind::Code => key::CHAT_TYPE_CODE,
        InputKind::Line | InputKind::Email => key::CHAT_TYPE,
    }
}
