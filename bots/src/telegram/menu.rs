//! What Telegram shows of the bot before anybody writes: commands and descriptions, for each language and scope.

use super::line::{Line, Refused};
use super::say::short;
use crate::chat::{announcement, commands};
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::{Intent, Place};
use teloxide::payloads::{SetMyCommandsSetters as _, SetMyDescriptionSetters as _, SetMyShortDescriptionSetters as _};
use teloxide::requests::Requester as _;
use teloxide::types::{BotCommand, BotCommandScope};

/// Languages, with the code that Telegram knows; none: whoever speaks no other.
const LANGS: [(Lang, Option<&str>); 3] = [(Lang::Fr, None), (Lang::Fr, Some("fr")), (Lang::En, Some("en"))];

/// Sets all of it. Done at each start: what is there already stays as it is.
pub(super) async fn set(line: &Line) -> Result<(), Refused> {
    for (lang, code) in LANGS {
        let say = |key| Msg::new(key).resolve(lang);
        // In groups there is one thing to do: get the link to the private chat.
        let scopes = [(BotCommandScope::AllPrivateChats, false), (BotCommandScope::AllGroupChats, true)];
        for (scope, group) in scopes {
            let mut request = line.bot.set_my_commands(menu(lang, group)).scope(scope);
            if let Some(code) = code {
                request = request.language_code(code);
            }
            line.soon(request).await?;
        }
        let mut about = line.bot.set_my_description().description(short(&say(key::TELEGRAM_DESCRIPTION), 512));
        let mut word = line.bot.set_my_short_description().short_description(short(&say(key::TELEGRAM_SHORT), 120));
        if let Some(code) = code {
            (about, word) = (about.language_code(code), word.language_code(code));
        }
        line.soon(about).await?;
        line.soon(word).await?;
    }
    Ok(())
}

fn menu(lang: Lang, group: bool) -> Vec<BotCommand> {
    let all = commands().iter().filter(|it| !group || it.intent == Intent::Open(Place::Home));
    let told = (!group).then(|| announcement::command(lang));
    let all = all.map(|it| (it.name(lang), it.about(lang))).chain(told);
    all.map(|(name, about)| BotCommand::new(name, short(&about, 256))).collect()
}
