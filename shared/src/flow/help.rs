//! Help, by topic.

use super::Flow;
use crate::core::Ctx;
use crate::text::{Key, key};
use crate::view::{Action, Intent, Place, Screen, ScreenId, Topic};
use serde::{Deserialize, Serialize};

/// One topic.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Help(pub Topic);

impl Flow for Help {
    fn place(&self) -> Option<Place> {
        Some(Place::Help(self.0))
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let others = Topic::ALL.iter().filter(|topic| **topic != self.0);
        let mut screen = Screen::new(ScreenId::Help, title(self.0));
        for paragraph in text(self.0) {
            screen = screen.say(where_kept(*paragraph, ctx));
        }
        screen.actions.extend(others.map(|it| Action::new(Intent::Open(Place::Help(*it)), title(*it))));
        screen
    }
}

fn title(topic: Topic) -> Key {
    match topic {
        Topic::Start => key::HELP_START_TITLE,
        Topic::MajorityJudgment => key::HELP_MJ_TITLE,
        Topic::Lots => key::HELP_LOTS_TITLE,
        Topic::Receipts => key::HELP_RECEIPTS_TITLE,
        Topic::Privacy => key::HELP_PRIVACY_TITLE,
    }
}

fn text(topic: Topic) -> &'static [Key] {
    match topic {
        Topic::Start => &[key::HELP_START_1, key::HELP_START_2, key::HELP_START_3],
        Topic::MajorityJudgment => &[key::HELP_MJ_1, key::HELP_MJ_2, key::HELP_MJ_3],
        Topic::Lots => &[key::HELP_LOTS_1, key::HELP_LOTS_2, key::HELP_LOTS_3],
        Topic::Receipts => &[key::HELP_RECEIPTS_1, key::HELP_RECEIPTS_2, key::HELP_RECEIPTS_3],
        Topic::Privacy => &[key::HELP_PRIVACY_1, key::HELP_PRIVACY_2, key::HELP_PRIVACY_3],
    }
}

/// What this device keeps is said as it is here.
fn where_kept(paragraph: Key, ctx: &Ctx) -> Key {
    match (paragraph, ctx.channel.is_chat()) {
        (key::HELP_START_3, true) => key::HELP_START_CHAT,
        (key::HELP_PRIVACY_3, true) => key::HELP_PRIVACY_CHAT,
        (key::HELP_START_3 | key::HELP_PRIVACY_3, false) if !ctx.lasts => key::HELP_DEMO_GONE,
        _ => paragraph,
    }
}
