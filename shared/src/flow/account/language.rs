//! The language of everything.

use crate::api::types::Lang;
use crate::core::Ctx;
use crate::flow::Flow;
use crate::text::key;
use crate::view::{Block, Intent, Item, ListView, Place, Screen, ScreenId};
use serde::{Deserialize, Serialize};

/// Which language?
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Language;

impl Flow for Language {
    fn place(&self) -> Option<Place> {
        Some(Place::Language)
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let item = |(lang, name): (Lang, crate::text::Key)| Item {
            title: name.into(),
            details: Vec::new(),
            marked: ctx.lang == lang,
            intent: Some(Intent::SetLang(lang)),
        };
        let list = ListView {
            label: key::LANGUAGE_TITLE.into(),
            items: [(Lang::Fr, key::WELCOME_FRENCH), (Lang::En, key::WELCOME_ENGLISH)].map(item).into(),
            empty: key::NOTHING.into(),
            loading: false,
        };
        Screen::new(ScreenId::Language, key::LANGUAGE_TITLE).with(Block::List(list))
    }
}
