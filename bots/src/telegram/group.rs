//! In a group: a command gets a link to the private chat, and nothing else. Nothing that a person did is shown there.

use super::heard::GroupCommand;
use super::line::{Line, Refused};
use super::say::NO_PREVIEW;
use crate::chat::commands;
use isoloir_shared::api::types::Lang;
use isoloir_shared::domain::search::fold;
use isoloir_shared::text::{Msg, key};
use isoloir_shared::view::{Intent, Place};
use teloxide::payloads::SendMessageSetters as _;
use teloxide::requests::Requester as _;
use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};
use url::Url;

/// Answers a command.
pub(super) async fn answer(line: &Line, me: &str, command: &GroupCommand) -> Result<(), Refused> {
    let words = |key| Msg::new(key).resolve(command.lang);
    let Some(url) = link(me, payload(&command.command).as_deref()) else { return Ok(()) };
    let button = InlineKeyboardButton::url(words(key::TELEGRAM_GROUP_OPEN), url);
    let mut request = line
        .bot
        .send_message(command.group, words(key::TELEGRAM_GROUP))
        .link_preview_options(NO_PREVIEW)
        .reply_markup(InlineKeyboardMarkup::new([[button]]));
    if let Some(thread) = command.thread {
        request = request.message_thread_id(thread);
    }
    line.send(request).await.map(drop)
}

/// `https://t.me/BOT?start=PAYLOAD`.
pub(super) fn link(me: &str, payload: Option<&str>) -> Option<Url> {
    let mut url = Url::parse("https://t.me/").ok()?;
    url.set_path(me);
    if let Some(payload) = payload {
        url.query_pairs_mut().append_pair("start", payload);
    }
    Some(url)
}

/// What the link carries, so that the private chat begins where the command wanted to go.
fn payload(command: &str) -> Option<String> {
    let command = fold(command);
    let of = |lang| commands().iter().find(|it| fold(&it.name(lang)) == command);
    match of(Lang::Fr).or_else(|| of(Lang::En))?.intent {
        Intent::Open(Place::Lot) => Some("l".into()),
        Intent::Open(Place::Results(round)) => Some(super::inline::results_payload(round).into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_leads_where_it_wanted_to_go() {
        let leads = |command: &str| link("IsoloirBot", payload(command).as_deref()).unwrap().to_string();
        assert_eq!(leads("lot"), "https://t.me/IsoloirBot?start=l");
        assert_eq!(leads("resultats"), "https://t.me/IsoloirBot?start=r_final");
        assert_eq!(leads("stop"), "https://t.me/IsoloirBot");
        assert_eq!(leads("<script>"), "https://t.me/IsoloirBot");
    }
}
