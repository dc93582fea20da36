//! A screen as it is looked at.

use super::stop::{first_stop, has_ballot, stops};
use super::{Editor, Palette, Stop};
use crate::input::KeyMap;
use crate::render::text::wrap;
use crate::render::{
    ActionLine, Document, Need, Photos, Regions, Setting, Styles, action_lines, actions_width, body_width, divide,
    full_width, input_lines,
};
use isoloir_config::theme::{BUILT_IN, Theme};
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Key, Msg, key};
use isoloir_shared::view::{Action, Block, InputKind, Screen, ScreenId, Tone};
use std::collections::HashMap;

/// What lies over a screen for a moment.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// What can be done here, and with which keys.
    Help {
        /// Lines above the first one shown.
        scroll: usize,
    },
    /// All actions, by name.
    Palette(Palette),
}

/// A screen as it is looked at: everything that drawing needs.
pub struct View {
    /// What the core says.
    pub screen: Screen,
    /// In which language.
    pub lang: Lang,
    /// How meaning looks.
    pub styles: Styles,
    /// Which key does what.
    pub keys: KeyMap,
    /// What is being typed.
    pub editor: Editor,
    /// What lies over the screen.
    pub overlay: Option<Overlay>,
    /// This is a demonstration.
    pub demo: bool,
    /// How the terminal shows photos.
    pub photos: Photos,
    pub(crate) document: Document,
    pub(crate) regions: Regions,
    pub(crate) stops: Vec<Stop>,
    pub(crate) at: usize,
    pub(crate) column: Option<usize>,
    pub(crate) scroll: usize,
    pub(crate) action_lines: Vec<ActionLine>,
    pub(crate) first_line: usize,
    pub(crate) hint: Option<Msg>,
    pub(super) touched: bool,
    color: bool,
    size: (u16, u16),
    been: HashMap<ScreenId, (usize, usize, usize)>,
}

impl View {
    /// A screen in a terminal of so many columns and lines.
    pub fn new(screen: Screen, lang: Lang, styles: Styles, keys: KeyMap, size: (u16, u16)) -> Self {
        let color = styles.color();
        let mut view = Self {
            screen,
            lang,
            styles,
            keys,
            editor: Editor::default(),
            overlay: None,
            demo: false,
            photos: Photos::default(),
            document: Document::default(),
            regions: Regions::default(),
            stops: Vec::new(),
            at: 0,
            column: None,
            scroll: 0,
            action_lines: Vec::new(),
            first_line: 0,
            hint: None,
            touched: false,
            color,
            size,
            been: HashMap::new(),
        };
        view.open();
        view
    }

    /// The core says something now; false where it is what it said before.
    pub fn show(&mut self, screen: Screen, lang: Lang) -> bool {
        if self.screen == screen && self.lang == lang {
            return false;
        }
        let other = self.screen.id != screen.id || self.screen.title != screen.title;
        let leaving = self.screen.id;
        let (count, focus) = (self.stops.len(), self.focus());
        let had_body = self.stops.iter().any(|stop| *stop == Stop::Input || stop.in_body());
        let asked = match focus {
            Some(Stop::Action(at)) => self.screen.actions.get(at),
            _ => None,
        };
        let could = asked.is_some_and(|action| action.enabled.is_ok());
        let asked = asked.map(|action| action.intent);
        if other {
            self.been.insert(leaving, (count, self.at, self.scroll));
        }
        self.screen = screen;
        self.lang = lang;
        if other {
            self.open();
            return true;
        }
        self.lay_out();
        // The same stop, wherever it stands now: an action by what it asks for, the others by their place.
        let wanted = match (focus, asked) {
            (Some(Stop::Action(_)), Some(asked)) => {
                // One that can no longer be done is not held on to.
                let still = |action: &Action| action.intent == asked && (action.enabled.is_ok() || !could);
                self.screen.actions.iter().position(still).map(Stop::Action)
            }
            _ => focus,
        };
        let kept = wanted.and_then(|focus| self.stops.iter().position(|stop| *stop == focus));
        // Who has touched nothing yet stands where the next thing to do is, as the screen fills.
        self.at = kept.filter(|_| self.touched).unwrap_or_else(|| first_stop(&self.screen, &self.stops));
        // Rows that came in while there was nothing but actions to stand on: the next thing to do is among them.
        if !had_body && self.stops.iter().any(|stop| stop.in_body()) {
            self.at = first_stop(&self.screen, &self.stops);
        }
        self.settle();
        true
    }

    /// The terminal has another size.
    pub fn resize(&mut self, columns: u16, lines: u16) {
        self.size = (columns, lines);
        self.lay_out();
        self.settle();
    }

    /// Other colours.
    pub fn restyle(&mut self, styles: Styles) {
        self.styles = styles;
        self.lay_out();
        self.settle();
    }

    /// Columns and lines of the terminal.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// What the focus stands on.
    pub fn focus(&self) -> Option<Stop> {
        self.stops.get(self.at).copied()
    }

    /// The screen shows a ballot.
    pub fn on_ballot(&self) -> bool {
        has_ballot(&self.screen)
    }

    /// The input stands above the body.
    pub fn above(&self) -> bool {
        self.screen.input.as_ref().is_some_and(|input| input.kind == InputKind::Search)
    }

    /// What is said about what just happened.
    pub fn toast(&self) -> Option<(Tone, String)> {
        let hint = self.hint.as_ref().map(|hint| (Tone::Info, hint.resolve(self.lang)));
        hint.or_else(|| self.screen.toast.as_ref().map(|toast| (toast.tone, toast.text.resolve(self.lang))))
    }

    /// Opens the screen: the focus goes to where it stood here before, or to where the next thing to do is.
    fn open(&mut self) {
        self.overlay = None;
        self.hint = None;
        self.touched = false;
        self.column = None;
        self.scroll = 0;
        self.first_line = 0;
        self.editor = Editor::default();
        self.lay_out();
        self.at = first_stop(&self.screen, &self.stops);
        if let Some((count, at, scroll)) = self.been.get(&self.screen.id).copied()
            && count == self.stops.len()
            && self.stops.get(at).is_some_and(|stop| stop.in_body())
            && graded(&self.screen) != Some(0)
        {
            (self.at, self.scroll) = (at, scroll);
        }
        self.settle();
    }

    fn lay_out(&mut self) {
        self.photos.prepare(&self.screen);
        self.editor.follow(self.screen.input.as_ref());
        self.stops = stops(&self.screen);
        let width = body_width(self.size.0);
        let setting =
            Setting { width: usize::from(width), photo: self.photos.height(), lang: self.lang, styles: &self.styles };
        self.document = Document::new(&self.screen, setting);
    }

    /// After each event: the regions follow what they hold, and what is focused is seen.
    pub(super) fn settle(&mut self) {
        let (columns, lines) = self.size;
        let width = usize::from(body_width(columns));
        let input = self.screen.input.as_ref();
        let toast =
            self.toast().map_or(0, |(_, text)| wrap(&text, usize::from(full_width(columns)).saturating_sub(2)).len());
        self.action_lines = action_lines(&self.screen.actions, self.lang, usize::from(actions_width(columns)));
        let need = Need {
            body: self.document.height(),
            actions: self.action_lines.len(),
            input: input.map_or(0, |input| input_lines(input, self.editor.value(), width, self.lang)),
            search: self.above(),
            toast,
        };
        self.regions = divide(columns, lines, need);
        let room = usize::from(self.regions.body.height).max(1);
        if let Some(lines) = self.focus().and_then(|stop| self.document.lines_of(stop)) {
            // The first stop shows what stands above it too, as far as there is room.
            let first = self.stops.iter().position(|stop| stop.in_body()) == Some(self.at);
            let top = if first && lines.end <= room { 0 } else { lines.start };
            // The last one shows what stands below it.
            let last = self.stops.iter().rposition(|stop| stop.in_body()) == Some(self.at);
            let end = if last { self.document.height().max(lines.end) } else { lines.end };
            self.scroll =
                self.scroll.min(top).max(end.saturating_sub(room).min(lines.start)).max(lines.end.saturating_sub(room));
        }
        self.scroll = self.scroll.min(self.document.height().saturating_sub(room));
        let shown = usize::from(self.regions.actions.height).max(1);
        if let Some(Stop::Action(at)) = self.focus() {
            let start = self.action_lines.partition_point(|line| line.action < at);
            let end = self.action_lines.partition_point(|line| line.action <= at);
            self.first_line = self.first_line.max(end.saturating_sub(shown)).min(start);
        }
        self.first_line = self.first_line.min(self.action_lines.len().saturating_sub(shown));
    }
}

fn graded(screen: &Screen) -> Option<usize> {
    screen.body.iter().find_map(|block| match block {
        Block::Ballot(ballot) => Some(ballot.graded),
        _ => None,
    })
}

impl View {
    /// The next built-in theme.
    pub(super) fn next_theme(&mut self) {
        let names: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
        let now = names.iter().position(|name| *name == self.styles.name()).unwrap_or(0);
        let next = names[(now + 1) % names.len()];
        if let Some(theme) = Theme::built_in(next) {
            self.restyle(Styles::new(theme, self.color));
            self.hint = Some(Msg::new(key::KEYS_THEME_NOW).with("name", theme_name(next)));
        }
    }
}

/// A theme's colours in words.
fn theme_name(name: &str) -> Msg {
    Key::find(&format!("theme-{name}")).map_or_else(|| Msg::words(name), Msg::new)
}
