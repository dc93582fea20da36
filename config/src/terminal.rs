//! The settings file of the terminal: most of it can also be said by the environment or a flag, which win.

use serde::Deserialize;

/// `config.toml`, as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TerminalSettings {
    /// The platform's address.
    #[serde(default)]
    pub platform: Option<String>,
    /// `fr` or `en`; else the language of the system.
    #[serde(default)]
    pub lang: Option<String>,
    /// A built-in theme, or the name of a file under `themes/` beside the settings.
    #[serde(default)]
    pub theme: Option<String>,
    /// Always the dialogue line by line.
    #[serde(default)]
    pub plain: bool,
    /// How photos are drawn; none: as the terminal says of itself.
    #[serde(default)]
    pub photos: Option<PhotoStyle>,
}

/// How a terminal draws photos.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoStyle {
    /// Kitty's graphics, with placeholders (kitty 0.28, Ghostty).
    Kitty,
    /// iTerm2's, WezTerm's.
    Iterm2,
    /// Sixels (foot, xterm with `-ti vt340`).
    Sixel,
    /// Half blocks in colour: any terminal.
    Blocks,
    /// Their words only.
    None,
}

impl TerminalSettings {
    /// From the text of a file; the error says where and why.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }
}
