//! What an operator has to mend, found out by asking Telegram.

use super::line::{Line, Refused, secret};
use crate::check::Finding;
use crate::config::TelegramSettings;
use isoloir_shared::text::{Msg, key};
use teloxide::requests::Requester as _;
use teloxide::types::{Me, WebhookInfo};

/// What is missing.
pub async fn check(settings: &TelegramSettings) -> Vec<Finding> {
    let line = match Line::new(settings) {
        Ok(line) => line,
        Err(_) => {
            return vec![Finding::missing(
                "telegram.token",
                key::CHECK_TELEGRAM_NO_TOKEN,
                key::CHECK_TELEGRAM_NO_TOKEN_HOW,
            )];
        }
    };
    let me = match line.send(line.bot.get_me()).await {
        Ok(me) => me,
        Err(Refused::Unreachable | Refused::Later(_)) => {
            return vec![Finding::missing("telegram.reach", key::CHECK_TELEGRAM_REACH, key::CHECK_TELEGRAM_REACH_HOW)];
        }
        Err(_) => {
            return vec![Finding::missing("telegram.token", key::CHECK_TELEGRAM_TOKEN, key::CHECK_TELEGRAM_TOKEN_HOW)];
        }
    };
    let name = me.user.username.clone().unwrap_or_default();
    let mut found = vec![Finding::good("telegram.token", Msg::new(key::CHECK_TELEGRAM_IS).with("name", name.as_str()))];
    found.extend(rights(&me));
    if let Ok(info) = line.send(line.bot.get_webhook_info()).await {
        found.extend(webhook(settings, &info));
    }
    found
}

fn rights(me: &Me) -> Vec<Finding> {
    let mut found = Vec::new();
    if !me.supports_inline_queries {
        let (what, how) = (key::CHECK_TELEGRAM_INLINE, key::CHECK_TELEGRAM_INLINE_HOW);
        found.push(Finding::doubtful("telegram.inline", what, how));
    }
    if me.can_read_all_group_messages {
        let (what, how) = (key::CHECK_TELEGRAM_PRIVACY, key::CHECK_TELEGRAM_PRIVACY_HOW);
        found.push(Finding::doubtful("telegram.privacy", what, how));
    }
    found
}

fn webhook(settings: &TelegramSettings, info: &WebhookInfo) -> Vec<Finding> {
    let set = info.url.as_ref();
    match (&settings.webhook, set) {
        (None, Some(_)) => {
            let (what, how) = (key::CHECK_TELEGRAM_HOOKED, key::CHECK_TELEGRAM_HOOKED_HOW);
            vec![Finding::doubtful("telegram.webhook", what, how)]
        }
        (Some(ours), set) => {
            let mut found = Vec::new();
            let given = secret(ours.secret.as_ref(), ours.secret_file.as_deref());
            if !matches!(given, Ok(Some(_))) {
                let (what, how) = (key::CHECK_TELEGRAM_SECRET, key::CHECK_TELEGRAM_SECRET_HOW);
                found.push(Finding::missing("telegram.secret", what, how));
            }
            if ours.public_url.scheme() != "https" {
                let (what, how) = (key::CHECK_TELEGRAM_HTTPS, key::CHECK_TELEGRAM_HTTPS_HOW);
                found.push(Finding::missing("telegram.webhook", what, how));
            } else if set.is_some_and(|it| *it != ours.public_url) {
                let (what, how) = (key::CHECK_TELEGRAM_ELSEWHERE, key::CHECK_TELEGRAM_ELSEWHERE_HOW);
                found.push(Finding::doubtful("telegram.webhook", what, how));
            } else if info.last_error_message.is_some() && info.pending_update_count > 0 {
                let (what, how) = (key::CHECK_TELEGRAM_UNHEARD, key::CHECK_TELEGRAM_UNHEARD_HOW);
                found.push(Finding::doubtful("telegram.webhook", what, how));
            }
            found
        }
        (None, None) => Vec::new(),
    }
}
