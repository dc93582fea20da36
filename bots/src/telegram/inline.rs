//! Inline mode: in any chat, `@BOT name` offers candidates' cards and published results to share. Only what everybody may
//! read, so no session is needed, and Telegram may show one answer to all.

use super::group::link;
use super::line::{Line, Refused};
use super::say::{NO_PREVIEW, short};
use crate::chat::defused;
use isoloir_shared::api::client::Client;
use isoloir_shared::api::types::{
    CandidateOrder, CandidateQuery, CandidateSummary, Lang, PrimaryView, ResultView, Round,
};
use isoloir_shared::api::{Call, Reply};
use isoloir_shared::text::{Key, Msg, key};
use std::fmt::Write as _;
use teloxide::payloads::AnswerInlineQuerySetters as _;
use teloxide::requests::Requester as _;
use teloxide::types::{
    InlineKeyboardButton, InlineKeyboardMarkup, InlineQuery, InlineQueryResult, InlineQueryResultArticle,
    InputMessageContent, InputMessageContentText, ParseMode,
};
use teloxide::utils::html::escape;

/// Rows offered at once (Telegram takes fifty).
const ROWS: u32 = 20;
/// Candidates named in a shared result.
const NAMED: usize = 10;
/// How long Telegram may give the same answer again, in seconds.
const CACHED: u32 = 60;

/// What can be shared: read from the platform as somebody without an account.
#[derive(Clone)]
pub(super) struct Shelf(pub Client);

impl Shelf {
    /// Offers what fits the words.
    pub(super) async fn answer(&self, line: &Line, me: &str, query: &InlineQuery) -> Result<(), Refused> {
        let lang = super::heard::lang(&query.from).unwrap_or(Lang::Fr);
        let mut offers = Vec::new();
        if query.query.trim().is_empty() {
            for round in [Round::Final, Round::Preselection] {
                offers.extend(self.result(round, me, lang).await);
            }
        }
        offers.extend(self.candidates(&query.query, me, lang).await);
        // What the platform cannot say now is not kept for a minute.
        let cached = if offers.is_empty() { 1 } else { CACHED };
        let request = line.bot.answer_inline_query(query.id.clone(), offers).cache_time(cached).is_personal(false);
        match line.soon(request).await {
            Ok(_) | Err(Refused::Late) => Ok(()),
            Err(refused) => Err(refused),
        }
    }

    async fn candidates(&self, words: &str, me: &str, lang: Lang) -> Vec<InlineQueryResult> {
        let q = Some(words.trim().chars().take(200).collect::<String>()).filter(|it| !it.is_empty());
        // Without words: in the order of names, which favours nobody by their supports.
        let query = CandidateQuery { q, order: CandidateOrder::Name, limit: Some(ROWS), ..CandidateQuery::default() };
        match self.0.call(&Call::Candidates(query)).await {
            Ok(Reply::Candidates(page)) => page.items.iter().filter_map(|it| card(it, me, lang)).collect(),
            _ => Vec::new(),
        }
    }

    async fn result(&self, round: Round, me: &str, lang: Lang) -> Option<InlineQueryResult> {
        let Ok(Reply::Results(result)) = self.0.call(&Call::Results(round)).await else { return None };
        let Ok(Reply::Primary(primary)) = self.0.call(&Call::Primary).await else { return None };
        shared_result(&result, &primary, me, lang)
    }
}

/// What a link to a round's results carries.
pub(super) fn results_payload(round: Round) -> &'static str {
    match round {
        Round::Final => "r_final",
        Round::Preselection => "r_preselection",
    }
}

fn say(key: Key, lang: Lang) -> String {
    Msg::new(key).resolve(lang)
}

fn card(candidate: &CandidateSummary, me: &str, lang: Lang) -> Option<InlineQueryResult> {
    let name = defused(&candidate.name);
    let slogan = candidate.slogan.as_deref().map(defused).filter(|it| !it.trim().is_empty());
    let supports = Msg::new(key::CANDIDATE_SUPPORTS).with("n", candidate.supports).resolve(lang);
    let mut html = format!("<b>{}</b>", escape(&short(&name, 200)));
    if let Some(slogan) = &slogan {
        let _ = write!(html, "\n<i>{}</i>", escape(&short(slogan, 500)));
    }
    let _ = write!(html, "\n{}", escape(&supports));
    let id = format!("c_{}", candidate.id.0);
    let open = (say(key::TELEGRAM_INLINE_CANDIDATE, lang), id.clone());
    article(&id, &name, slogan.as_deref().unwrap_or(&supports), html, open, me)
}

fn shared_result(result: &ResultView, primary: &PrimaryView, me: &str, lang: Lang) -> Option<InlineQueryResult> {
    let title = say(if result.round == Round::Final { key::RESULTS_FINAL } else { key::RESULTS_PRESELECTION }, lang);
    let title = format!("{title} · {}", defused(primary.name.get(lang)));
    let mut html = format!("<b>{}</b>", escape(&short(&title, 300)));
    for standing in result.candidates.iter().take(NAMED) {
        let grade =
            primary.scale.iter().find(|it| it.value == standing.majority_grade).map_or("", |it| it.name.get(lang));
        let name = escape(&short(&defused(&standing.name), 120));
        let _ = write!(html, "\n{}. {name} · {}", standing.rank, escape(grade));
    }
    let more = result.candidates.len().saturating_sub(NAMED);
    if more > 0 {
        let _ = write!(html, "\n{}", escape(&Msg::new(key::TELEGRAM_INLINE_MORE).with("n", more).resolve(lang)));
    }
    let payload = results_payload(result.round);
    let open = (say(key::TELEGRAM_INLINE_RESULTS, lang), payload.to_owned());
    let about = result.candidates.first().map(|it| defused(&it.name)).unwrap_or_default();
    article(payload, &title, &about, html, open, me)
}

fn article(
    id: &str,
    title: &str,
    about: &str,
    html: String,
    (open, payload): (String, String),
    me: &str,
) -> Option<InlineQueryResult> {
    let content = InputMessageContentText::new(html).parse_mode(ParseMode::Html).link_preview_options(NO_PREVIEW);
    let button = InlineKeyboardButton::url(open, link(me, Some(&payload))?);
    let title = if title.trim().is_empty() { "…" } else { title };
    let article = InlineQueryResultArticle::new(id, short(title, 100), InputMessageContent::Text(content))
        .description(short(about, 200))
        .reply_markup(InlineKeyboardMarkup::new([[button]]));
    Some(InlineQueryResult::Article(article))
}
