//! Pieces of what is sent.

use super::line::{Line, Refused};
use isoloir_shared::api::types::Lang;
use isoloir_shared::text::Msg;
use teloxide::payloads::AnswerCallbackQuerySetters as _;
use teloxide::requests::Requester as _;
use teloxide::types::{CallbackQueryId, LinkPreviewOptions};

/// Longest word over the chat, in UTF-16 units.
const BUBBLE: usize = 200;

/// No previews: a link in somebody's presentation fetches nothing.
pub(super) const NO_PREVIEW: LinkPreviewOptions = LinkPreviewOptions {
    is_disabled: true,
    url: None,
    prefer_small_media: false,
    prefer_large_media: false,
    show_above_text: false,
};

/// Answers a press. One that waited too long for it is no error: its person has gone on.
pub(super) async fn word(line: &Line, press: &str, word: Option<&Msg>, lang: Lang) -> Result<(), Refused> {
    let request = line.bot.answer_callback_query(CallbackQueryId(press.to_owned()));
    let request = match word {
        Some(word) => request.text(short(&isoloir_shared::text::clean_line(&word.resolve(lang)), BUBBLE)),
        None => request,
    };
    match line.soon(request).await {
        Ok(_) | Err(Refused::Late) => Ok(()),
        Err(refused) => Err(refused),
    }
}

/// At most that many UTF-16 units.
pub(super) fn short(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut left = most - 1;
    let fits = text.chars().take_while(|c| {
        let fits = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        fits
    });
    let cut: String = fits.collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn what_is_long_is_cut_in_utf16_units() {
        assert_eq!(short("bonjour", 7), "bonjour");
        assert_eq!(short("bonjour", 6), "bonjo…");
        let faces = short(&"😀".repeat(101), 200);
        assert!(faces.encode_utf16().count() <= 200 && faces.ends_with("😀…"), "{faces}");
    }
}
