//! A screen as lines in reading order, the same for both networks: what is said, and which choice stands where.

mod blocks;

use super::choices::{Choice, choices};
use super::said::{Line, Style, cut};
use super::view::View;
use super::{Options, say};
use isoloir_config::text::Key;
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, clean_text, key};
use isoloir_shared::view::{Input, InputKind, Screen, Tone};

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
            let how = if self.form == Form::Buttons { key::CHAT_GREETING_BUTTONS } else { key::CHAT_GREETING_LINES };
            self.text(Style::Plain, &format!("{} {}", self.word(key::CHAT_GREETING), self.word(how)));
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
        let how = match (&screen.input, self.form) {
            (Some(input), _) if input.kind != InputKind::Photo => key::CHAT_HELP_INPUT,
            (_, Form::Buttons) => key::CHAT_HELP_BUTTONS,
            (_, Form::Lines) => key::CHAT_HELP_LINES,
        };
        self.text(Style::Soft, &self.word(how));
    }
}

/// How an answer is given.
fn how(input: &Input) -> Key {
    match input.kind {
        InputKind::Search => key::CHAT_TYPE_SEARCH,
        InputKind::Text => key::CHAT_TYPE_TEXT,
        InputKind::Code | InputKind::Secret => key::CHAT_TYPE_CODE,
        InputKind::Line | InputKind::Email => key::CHAT_TYPE,
        InputKind::Photo => key::CHAT_SEND_PHOTO,
    }
}
