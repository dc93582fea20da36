//! Where the terminal keeps things, and the settings it finds there.

use super::{CliError, Globals, output};
use crate::input::{KeyError, KeyMap};
use crate::render::Styles;
use directories::ProjectDirs;
use isoloir_config::keys::line_of;
use isoloir_config::terminal::TerminalSettings;
use isoloir_config::theme::{BUILT_IN, Theme};
use isoloir_shared::api::parse_address;
use isoloir_shared::driver::Device;
use isoloir_shared::text::{Msg, key};
use std::io;
use std::path::{Path, PathBuf};
use url::Url;

/// Folders and settings of one run.
#[derive(Clone, Debug)]
pub struct Folders {
    /// Tokens and drafts.
    pub data: PathBuf,
    /// Settings, keys and themes.
    pub config: PathBuf,
    /// What the settings file says.
    pub settings: TerminalSettings,
}

impl Folders {
    /// As the flags and the system say.
    pub fn find(globals: &Globals) -> Result<Self, CliError> {
        let system = ProjectDirs::from("", "", "isoloir");
        let here = || PathBuf::from(".isoloir");
        let data = globals.data.clone().or_else(|| system.as_ref().map(|dirs| dirs.data_dir().to_owned()));
        let file = globals.config.clone().unwrap_or_else(|| {
            let config = system.as_ref().map_or_else(here, |dirs| dirs.config_dir().to_owned());
            config.join("config.toml")
        });
        let settings = match optional(&file, globals.config.is_some())? {
            Some(text) => TerminalSettings::parse(&text).map_err(|error| refused(&file, &text, &error))?,
            None => TerminalSettings::default(),
        };
        let config = file.parent().map(Path::to_owned).unwrap_or_default();
        Ok(Self { data: data.unwrap_or_else(here), config, settings })
    }

    /// What this device keeps.
    pub fn device(&self) -> Device {
        Device::at(&self.data)
    }

    /// The platform: a flag or the environment, the settings, the one that was used last.
    pub fn platform(&self, globals: &Globals, device: &Device) -> Result<Option<Url>, CliError> {
        let named = globals.platform.as_deref().or(self.settings.platform.as_deref());
        let Some(typed) = named else { return Ok(device.platform()) };
        let url = parse_address(typed).map_err(|error| CliError::address(&error))?;
        Ok(Some(url))
    }

    /// Keeps the platform that a flag named for the next time. Only one that has answered: a mistyped address must
    /// not take the place of a good one.
    pub fn remember(&self, globals: &Globals, device: &Device, url: &Url) -> Result<(), CliError> {
        if globals.platform.is_none() {
            return Ok(());
        }
        device.set_platform(url).map_err(|source| CliError::File { path: self.data.clone(), source })
    }

    /// The keys, with one's own (`keys.toml` beside the settings).
    pub fn keys(&self) -> Result<KeyMap, CliError> {
        let refuse = |error: KeyError| CliError::Settings {
            path: error.file.clone().into(),
            line: error.line,
            reason: error.reason,
        };
        let path = self.config.join("keys.toml");
        match optional(&path, false)? {
            Some(text) => KeyMap::with_file(&path.display().to_string(), &text).map_err(refuse),
            None => KeyMap::built_in().map_err(refuse),
        }
    }

    /// The theme: a flag or the environment, the settings, the default. Without colour it is the one that has none.
    pub fn styles(&self, globals: &Globals) -> Result<Styles, CliError> {
        let color = !globals.colorless();
        let named = globals.theme.as_deref().or(self.settings.theme.as_deref());
        let name = if color { named.unwrap_or(BUILT_IN[0].0) } else { "mono" };
        let theme = match Theme::built_in(name) {
            Some(theme) => theme,
            None => self.own_theme(name)?,
        };
        Ok(Styles::new(theme, color))
    }

    fn own_theme(&self, name: &str) -> Result<Theme, CliError> {
        let unknown = || {
            let known = BUILT_IN.map(|(name, _)| name).join(", ");
            CliError::Usage(Msg::new(key::CLI_ERROR_THEME).with("name", name).with("known", known.as_str()))
        };
        if name.contains(['/', '\\', '.']) {
            return Err(unknown());
        }
        let path = self.config.join("themes").join(format!("{name}.toml"));
        let text = optional(&path, false)?.ok_or_else(unknown)?;
        Theme::parse(&text).map_err(|error| refused(&path, &text, &error))
    }
}

/// A file's text; none where it does not exist and nobody asked for it by name.
fn optional(path: &Path, asked: bool) -> Result<Option<String>, CliError> {
    match output::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(CliError::File { source, .. }) if !asked && source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn refused(path: &Path, text: &str, error: &toml::de::Error) -> CliError {
    CliError::Settings {
        path: path.to_owned(),
        line: line_of(text, error.span().map_or(0, |span| span.start)),
        reason: reason(error.message()),
    }
}

/// The library's reason in the person's language, as far as it is one of the usual mistakes.
fn reason(message: &str) -> Msg {
    // "unknown field `x`, expected one of `a`, `b`": every second part stands between the marks.
    let mut quoted = message.split('`').skip(1).step_by(2);
    let kind = match message {
        _ if message.starts_with("unknown field") => key::CLI_SETTINGS_FIELD,
        _ if message.starts_with("unknown variant") => key::CLI_SETTINGS_VALUE,
        _ if message.starts_with("invalid") => return Msg::new(key::CLI_SETTINGS_KIND).with("what", message),
        _ => return Msg::new(key::CLI_SETTINGS_FORM).with("what", message),
    };
    let what = quoted.next().unwrap_or_default();
    let allowed = quoted.collect::<Vec<_>>().join(", ");
    Msg::new(kind).with("what", what).with("allowed", allowed.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use isoloir_shared::api::types::Lang;
    use rstest::rstest;

    #[rstest]
    #[case("couleur = 1", "« couleur » n’est pas un réglage. Les réglages sont : platform, lang, theme, plain, photos")]
    #[case(
        "photos = \"sixle\"",
        "« sixle » n’est pas possible ici. Valeurs possibles : kitty, iterm2, sixel, blocks, none"
    )]
    #[case("plain = 3", "Cette valeur n’est pas de la sorte attendue (invalid type: integer `3`, expected a boolean).")]
    #[case("plain", "Ce n’est pas écrit comme un réglage, nom = valeur (key with no value, expected `=`).")]
    fn a_setting_that_cannot_be_says_what_can(#[case] text: &str, #[case] said: &str) {
        let error = TerminalSettings::parse(text).unwrap_err();
        assert_eq!(reason(error.message()).resolve(Lang::Fr).replace('\u{a0}', " "), said);
    }
}
