//! How meaning looks: a theme's colours, or none. Without colour everything is still said by marks and letters.

use isoloir_config::theme::Theme;
use isoloir_shared::view::{Tone, Weight};
use ratatui::style::{Color, Modifier, Style};

/// Styles of one theme.
#[derive(Clone, Debug)]
pub struct Styles {
    theme: Theme,
    color: bool,
}

impl Styles {
    /// A theme, with or without colour.
    pub fn new(theme: Theme, color: bool) -> Self {
        let color = color && !theme.grades.is_empty();
        Self { theme, color }
    }

    /// Colour is used.
    pub fn color(&self) -> bool {
        self.color
    }

    /// The theme's name.
    pub fn name(&self) -> &str {
        &self.theme.name
    }

    fn role(&self, role: &str) -> Style {
        let word = self.theme.roles.get(role).map_or("plain", String::as_str);
        match word {
            "bold" => Style::new().add_modifier(Modifier::BOLD),
            "dim" => Style::new().add_modifier(Modifier::DIM),
            "reverse" => Style::new().add_modifier(Modifier::REVERSED),
            _ if !self.color => Style::new(),
            word => word.parse::<Color>().map_or(Style::new(), |color| Style::new().fg(color)),
        }
    }

    /// Names a screen or a part of it.
    pub fn title(&self) -> Style {
        self.role("title")
    }

    /// The focused row.
    pub fn focus(&self) -> Style {
        if self.color { self.role("focus") } else { Style::new().add_modifier(Modifier::BOLD) }
    }

    /// Beside the point.
    pub fn dim(&self) -> Style {
        self.role("dim")
    }

    /// Stands out.
    pub fn accent(&self) -> Style {
        self.role("accent")
    }

    /// A tone.
    pub fn tone(&self, tone: Tone) -> Style {
        self.role(match tone {
            Tone::Info => "info",
            Tone::Good => "good",
            Tone::Warning => "warning",
            Tone::Bad => "bad",
        })
    }

    /// An action.
    pub fn weight(&self, weight: Weight) -> Style {
        match weight {
            Weight::Primary => self.accent().add_modifier(Modifier::BOLD),
            Weight::Normal => Style::new(),
            Weight::Quiet => self.dim(),
            Weight::Danger => self.tone(Tone::Bad),
        }
    }

    /// A grade, `at` from the best of `of`: its letter is readable on its colour.
    pub fn grade(&self, at: usize, of: usize) -> Style {
        match self.theme.grade(at, of) {
            Some(index) if self.color => Style::new().bg(Color::Indexed(index)).fg(ink(index)),
            _ => Style::new(),
        }
    }
}

/// The mark of a tone: said without colour too.
pub fn mark(tone: Tone) -> &'static str {
    match tone {
        Tone::Info => "·",
        Tone::Good => "✓",
        Tone::Warning => "!",
        Tone::Bad => "×",
    }
}

/// Black or white, whichever reads better on one of the 256 colours.
fn ink(index: u8) -> Color {
    let (r, g, b) = match index {
        16..=231 => {
            let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * u32::from(n) };
            let n = index - 16;
            (level(n / 36), level(n / 6 % 6), level(n % 6))
        }
        232..=255 => {
            let grey = 8 + 10 * u32::from(index - 232);
            (grey, grey, grey)
        }
        _ => (0, 0, 0),
    };
    // Perceived lightness, of 255,000.
    if 299 * r + 587 * g + 114 * b > 128_000 { Color::Indexed(16) } else { Color::Indexed(231) }
}
