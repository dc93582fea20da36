//! A screen in sentences.

use super::choices;
use isoloir_config::text::{Key, span};
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Arg, Msg, clean_line, clean_text, key};
use isoloir_shared::view::{BallotView, Block, Choice, InputKind, Screen, Tone};

/// Rows of a list that are said at once.
pub const PAGE: usize = 20;

/// A screen in lines; of long lists only the rows from `from` on, a page of them.
pub fn speak(screen: &Screen, lang: Lang, from: usize) -> Vec<String> {
    let mut speaker = Speaker { lang, lines: Vec::new(), number: 0, from };
    if from == 0 {
        speaker.line(&screen.title);
        if let Some(toast) = &screen.toast {
            speaker.toned(toast.tone, &toast.text);
        }
        if screen.offline {
            speaker.key(key::KEYS_OFFLINE);
        }
        if screen.busy {
            speaker.key(key::KEYS_BUSY);
        }
    }
    for block in &screen.body {
        speaker.block(block);
    }
    if from == 0 {
        speaker.input(screen);
    }
    speaker.actions(screen);
    speaker.lines
}

struct Speaker {
    lang: Lang,
    lines: Vec<String>,
    /// The number said last.
    number: usize,
    from: usize,
}

impl Speaker {
    fn say(&self, msg: &Msg) -> String {
        clean_text(&msg.resolve(self.lang))
    }

    fn line(&mut self, msg: &Msg) {
        let text = self.say(msg);
        self.lines.extend(text.lines().map(str::to_owned));
    }

    fn key(&mut self, key: Key) {
        self.line(&Msg::new(key));
    }

    fn toned(&mut self, tone: Tone, text: &Msg) {
        let tone = match tone {
            Tone::Info => key::PLAIN_TONE_INFO,
            Tone::Good => key::PLAIN_TONE_GOOD,
            Tone::Warning => key::PLAIN_TONE_WARNING,
            Tone::Bad => key::PLAIN_TONE_BAD,
        };
        self.pair(&Msg::new(tone), text.clone());
    }

    fn pair(&mut self, label: &Msg, value: impl Into<Arg>) {
        let pair = Msg::new(key::KEYS_PAIR).with("label", label.clone()).with("value", value);
        self.line(&pair);
    }

    fn next(&mut self) -> usize {
        self.number += 1;
        self.number
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::List(list) => return self.list(list),
            Block::Ballot(ballot) => return self.ballot(ballot),
            Block::Profiles(profiles) => {
                for profile in profiles {
                    let number = profile.why.map(|_| self.next());
                    if self.from > 0 {
                        continue;
                    }
                    let place = Msg::new(key::PLAIN_RANK).with("rank", u64::from(profile.rank));
                    let mut text =
                        format!("{} {}, {}.", self.say(&place), self.say(&profile.name), self.say(&profile.majority));
                    if profile.elected {
                        text.push_str(&format!(" {}", self.say(&Msg::new(key::PLAIN_ELECTED))));
                    }
                    text.push_str(&format!(" {}", self.say(&profile.sentence)));
                    if let Some(number) = number {
                        text.push_str(&format!(" {}", self.say(&Msg::new(key::PLAIN_WHY).with("number", number))));
                    }
                    self.lines.push(clean_line(&text));
                }
                return;
            }
            _ if self.from > 0 => return,
            _ => {}
        }
        match block {
            Block::Heading(text) => {
                self.lines.push(String::new());
                self.line(text);
            }
            Block::Paragraph(text) => self.line(text),
            Block::Notice { tone, text } => self.toned(*tone, text),
            Block::Facts(facts) => {
                for fact in facts {
                    self.pair(&fact.label, fact.value.clone());
                }
            }
            Block::Countdown { label, until, now } => {
                let left = u64::try_from(until.as_second() - now.as_second()).unwrap_or(0);
                self.pair(label, span(self.lang.code(), left).as_str());
            }
            Block::Verbatim { label, text } => self.pair(label, text.as_str()),
            Block::Progress { label, done, total: Some(total) } => {
                let position = Msg::new(key::KEYS_POSITION).with("at", *done).with("of", *total);
                self.pair(label, position);
            }
            Block::Progress { label, total: None, .. } => self.line(label),
            Block::Timeline(rows) => {
                for row in rows {
                    let parts = [&row.label, &row.days, &row.status].map(|part| self.say(part));
                    self.lines.push(parts.join(", "));
                }
            }
            Block::Photo { alt, .. } => self.line(alt),
            Block::List(_) | Block::Ballot(_) | Block::Profiles(_) => {}
        }
    }

    fn list(&mut self, list: &isoloir_shared::view::ListView) {
        if self.from == 0 {
            // A heading that says the same is not said twice.
            if self.lines.last() == Some(&self.say(&list.label)) {
                self.lines.truncate(self.lines.len().saturating_sub(2));
            }
            self.lines.push(String::new());
            // What is still coming has no number yet.
            if list.loading && list.items.is_empty() {
                self.line(&list.label);
            } else {
                let heading = Msg::new(key::PLAIN_LIST).with("label", list.label.clone()).with("n", list.items.len());
                self.line(&heading);
            }
            if list.items.is_empty() {
                if list.loading { self.key(key::KEYS_LOADING) } else { self.line(&list.empty) }
            }
        }
        let end = self.from + PAGE;
        for (at, item) in list.items.iter().enumerate() {
            let number = item.intent.map(|_| self.next());
            if at < self.from || at >= end {
                continue;
            }
            let mut parts = vec![self.say(&item.title)];
            if item.marked {
                parts.push(self.say(&Msg::new(key::PLAIN_MARKED)));
            }
            parts.extend(item.details.iter().map(|detail| self.say(detail)));
            let text = clean_line(&parts.join(", "));
            self.lines.push(match number {
                Some(number) => format!("{number}. {text}"),
                None => text,
            });
        }
        if list.items.len() > end {
            let rest = list.items.len() - end;
            self.line(&Msg::new(key::PLAIN_MORE).with("n", rest));
        }
    }

    fn ballot(&mut self, ballot: &BallotView) {
        let row = ballot.rows.first();
        if self.from == 0 && !ballot.read_only {
            let grade = |choice: &Choice| format!("{} {}", choice.letter, self.say(&choice.label));
            let grades: Vec<String> = row.iter().flat_map(|row| &row.choices).map(grade).collect();
            let grades = grades.join(", ");
            self.lines.push(String::new());
            self.pair(&Msg::new(key::PLAIN_GRADES), grades.as_str());
            self.key(key::PLAIN_GRADE_HOW);
        }
        for row in &ballot.rows {
            let number = self.next();
            if self.from > 0 {
                continue;
            }
            let chosen = row.choices.iter().find(|choice| choice.chosen);
            let grade = chosen.map_or_else(|| Msg::new(key::KEYS_UNGRADED), |choice| choice.label.clone());
            let mut parts = vec![self.say(&row.name), self.say(&grade)];
            parts.extend(row.about.iter().map(|about| self.say(about)));
            self.lines.push(clean_line(&format!("{number}. {}", parts.join(", "))));
        }
    }

    fn input(&mut self, screen: &Screen) {
        let Some(input) = &screen.input else { return };
        self.lines.push(String::new());
        if let Some(error) = &input.error {
            self.toned(Tone::Bad, error);
        }
        if input.value.is_empty() {
            self.line(&input.label);
        } else {
            self.pair(&input.label, input.value.as_str());
        }
        if let Some(hint) = &input.hint {
            self.line(hint);
        }
        self.key(match input.kind {
            InputKind::Search => key::PLAIN_TYPE_SEARCH,
            InputKind::Text => key::PLAIN_TYPE_TEXT,
            _ => key::PLAIN_TYPE,
        });
    }

    fn actions(&mut self, screen: &Screen) {
        if screen.actions.is_empty() {
            return;
        }
        self.lines.push(String::new());
        self.number = choices(screen).len() - screen.actions.iter().filter(|action| action.enabled.is_ok()).count();
        for action in &screen.actions {
            let label = self.say(&action.label);
            let text = match &action.enabled {
                Ok(()) => format!("{}. {label}", self.next()),
                Err(reason) => {
                    let not = Msg::new(key::PLAIN_DISABLED)
                        .with("label", action.label.clone())
                        .with("reason", reason.clone());
                    self.say(&not)
                }
            };
            self.lines.push(clean_line(&text));
        }
    }
}
