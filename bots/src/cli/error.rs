//! Why the bots do not run, said to whoever runs them: what is wrong, and what to do about it.

use crate::check::{OpenError, opening};
use crate::config::SettingsError;
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, key};
use std::fmt;

/// Why a network does not run, in words for an operator: no secret, nothing that people wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkError {
    what: Msg,
    how: Option<Msg>,
}

impl NetworkError {
    /// What is wrong, and what to do.
    pub fn new(what: impl Into<Msg>, how: impl Into<Msg>) -> Self {
        Self { what: what.into(), how: Some(how.into()) }
    }

    /// What the system or a library says, word by word, and what to do.
    pub fn said(words: impl fmt::Display, how: impl Into<Msg>) -> Self {
        Self::new(Msg::new(key::BOTS_FAILED).with("why", words.to_string().as_str()), how)
    }

    /// For a terminal: what is wrong, and on the next line what to do.
    pub fn text(&self, lang: Lang) -> String {
        let mut text = format!("isoloir-bots: {}\n", self.what.resolve(lang));
        if let Some(how) = &self.how {
            let how = Msg::new(key::BOTS_CHECK_HOW).with("how", how.clone());
            text.push_str(&format!("    {}\n", how.resolve(lang)));
        }
        text
    }
}

/// For a log.
impl fmt::Display for NetworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what.resolve(Lang::En))
    }
}

impl std::error::Error for NetworkError {}

impl From<OpenError> for NetworkError {
    fn from(error: OpenError) -> Self {
        let finding = opening(&error);
        Self { what: finding.what, how: finding.how }
    }
}

impl From<SettingsError> for NetworkError {
    fn from(error: SettingsError) -> Self {
        let what = Msg::new(key::BOTS_CHECK_SETTINGS).with("why", error.to_string().as_str());
        Self::new(what, key::BOTS_CHECK_SETTINGS_HOW)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::VaultError;

    #[test]
    fn each_is_told_in_both_languages_with_what_to_do() {
        let errors: [NetworkError; 5] = [
            OpenError::NoPlatform.into(),
            OpenError::KeyLost.into(),
            OpenError::from(VaultError::WrongKey(vec!["0a".into()])).into(),
            SettingsError::Unreadable("line 3".into()).into(),
            NetworkError::said("address in use", key::BOTS_LISTEN_HOW),
        ];
        for error in errors {
            let (fr, en) = (error.text(Lang::Fr), error.text(Lang::En));
            assert!(fr.contains("À faire") && en.contains("To do"), "{fr}{en}");
            assert_ne!(fr, en);
        }
    }
}
