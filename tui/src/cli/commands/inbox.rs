//! `isoloir inbox [--read ID]`, `isoloir notices [--email on|off] [--candidates on|off] [--quiet FROM-TO|never]`

use crate::cli::CliError;
use crate::cli::context::{Context, fresh};
use clap::{Args, ValueEnum};
use isoloir_config::text::instant;
use isoloir_shared::api::ids::AnnouncementId;
use isoloir_shared::api::types::{InboxView, NoticesView, QuietHours};
use isoloir_shared::api::{Call, Reply};
use isoloir_shared::text::{Msg, key};

/// What was announced to me.
#[derive(Debug, Args)]
pub struct Inbox {
    /// Show this one whole: it is read then.
    #[arg(long, value_name = "ID")]
    pub read: Option<AnnouncementId>,
}

impl Inbox {
    /// Lists them, unread ones first; or shows one.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let call = match self.read {
            Some(id) => Call::ReadAnnouncement(fresh(), id),
            None => Call::Inbox,
        };
        let Reply::Inbox(inbox) = context.call(call).await? else { return Err(CliError::Garbled) };
        if context.out.json {
            return context.out.document("inbox", &inbox);
        }
        match self.read {
            Some(id) => one(&inbox, id, context),
            None => list(&inbox, context).await,
        }
    }
}

async fn list(inbox: &InboxView, context: &Context<'_>) -> Result<(), CliError> {
    if inbox.items.is_empty() {
        context.out.note(&Msg::new(key::CLI_INBOX_EMPTY));
        return Ok(());
    }
    let (lang, zone) = (context.out.lang, context.primary().await?.zone);
    for item in &inbox.items {
        let told = &item.announcement;
        let read = if item.read { key::CLI_INBOX_IS_READ } else { key::CLI_INBOX_IS_NEW };
        let at = instant(lang.code(), told.send_at, &zone);
        context.row(&[told.id.to_string(), context.say(read), at, told.title.get(lang).to_owned()])?;
    }
    Ok(())
}

fn one(inbox: &InboxView, id: AnnouncementId, context: &Context<'_>) -> Result<(), CliError> {
    let lang = context.out.lang;
    let item = inbox.items.iter().find(|item| item.announcement.id == id).ok_or(CliError::Garbled)?;
    let told = &item.announcement;
    let sender = told.sender.clone().unwrap_or_else(|| context.say(key::ANNOUNCEMENT_ORGANISERS));
    for line in [told.title.get(lang), ""].into_iter().chain(told.body.get(lang).lines()).chain(["", &sender]) {
        context.out.line(line)?;
    }
    Ok(())
}

/// What I ask to be told.
#[derive(Debug, Args)]
pub struct Notices {
    /// Announcements by e-mail, or not.
    #[arg(long, value_enum, value_name = "on|off")]
    pub email: Option<Switch>,
    /// Candidates whom I support may write to me, or not.
    #[arg(long, value_enum, value_name = "on|off")]
    pub candidates: Option<Switch>,
    /// Hours in which nothing comes, unless it is urgent: 21:00-08:00, or never.
    #[arg(long, value_name = "FROM-TO", value_parser = hours)]
    pub quiet: Option<Hours>,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// Yes.
    On,
    /// No.
    Off,
}

/// Quiet hours; none: never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours(Option<QuietHours>);

fn hours(text: &str) -> Result<Hours, String> {
    if text == "never" {
        return Ok(Hours(None));
    }
    let minute = |text: &str| {
        let (hour, minute) = text.split_once(':')?;
        let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
        (hour < 24 && minute < 60).then_some(hour * 60 + minute)
    };
    let both = text.split_once('-').and_then(|(from, to)| Some((minute(from)?, minute(to)?)));
    both.map(|(from, to)| Hours(Some(QuietHours { from, to }))).ok_or_else(|| text.to_owned())
}

impl Notices {
    /// Changes what is given, and shows what is asked for then.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let Reply::Notices(mut notices) = context.call(Call::Notices).await? else { return Err(CliError::Garbled) };
        if self.email.is_some() || self.candidates.is_some() || self.quiet.is_some() {
            if let Some(email) = self.email {
                notices.email = email == Switch::On;
            }
            if let Some(candidates) = self.candidates {
                notices.candidates = candidates == Switch::On;
            }
            if let Some(Hours(quiet)) = self.quiet {
                notices.quiet = quiet;
            }
            let Reply::Notices(kept) = context.call(Call::AskNotices(fresh(), notices)).await? else {
                return Err(CliError::Garbled);
            };
            notices = kept;
        }
        if context.out.json {
            return context.out.document("notices", &notices);
        }
        show(&notices, context)
    }
}

fn show(notices: &NoticesView, context: &Context<'_>) -> Result<(), CliError> {
    let email = if notices.email { key::CLI_NOTICES_BY_EMAIL } else { key::CLI_NOTICES_NO_EMAIL };
    context.out.line(&context.say(email))?;
    let candidates = if notices.candidates { key::CLI_NOTICES_BY_CANDIDATES } else { key::CLI_NOTICES_NO_CANDIDATES };
    context.out.line(&context.say(candidates))?;
    let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let quiet = match notices.quiet {
        Some(QuietHours { from, to }) => {
            let (from, to) = (time(from), time(to));
            Msg::new(key::CLI_NOTICES_QUIET_HOURS).with("from", from.as_str()).with("to", to.as_str())
        }
        None => Msg::new(key::CLI_NOTICES_ANY_HOUR),
    };
    context.out.line(&quiet.resolve(context.out.lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        assert_eq!(hours("21:00-8:00"), Ok(Hours(Some(QuietHours { from: 1260, to: 480 }))));
        assert_eq!(hours("never"), Ok(Hours(None)));
        for text in ["", "21-8", "24:00-08:00", "21:60-08:00", "21:00", "-1:00-2:00"] {
            assert_eq!(hours(text), Err(text.to_owned()));
        }
    }
}
