//! `isoloir organise announcements [ID [--pause | --resume | --cancel]]`

use super::ask;
use crate::cli::CliError;
use crate::cli::context::{Context, fresh, word};
use clap::Args;
use isoloir_config::text::instant;
use isoloir_shared::api::ids::{AnnouncementId, DraftId};
use isoloir_shared::api::types::{
    AnnouncementOrder, AnnouncementOrderRequest, AnnouncementProgressView, AnnouncementView, DraftView,
};
use isoloir_shared::api::{OrganiseCall, OrganiseReply};
use isoloir_shared::text::{Msg, key};

/// What the calendar suggests to announce.
#[derive(Debug, Args)]
pub struct Drafts {
    /// Let this one go first.
    #[arg(long, value_name = "ID")]
    pub drop: Option<DraftId>,
}

impl Drafts {
    /// Shows them, newest first.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        if let Some(id) = self.drop {
            ask(context, OrganiseCall::DropDraft(fresh(), id)).await?;
        }
        let drafts = drafts(context).await?;
        if context.out.json {
            return context.out.document("drafts", &drafts);
        }
        let (lang, zone) = (context.out.lang, context.primary().await?.zone);
        for draft in drafts {
            let at = instant(lang.code(), draft.at, &zone);
            context.row(&[draft.id.to_string(), at, draft.title.get(lang).to_owned()])?;
        }
        Ok(())
    }
}

async fn drafts(context: &Context<'_>) -> Result<Vec<DraftView>, CliError> {
    match ask(context, OrganiseCall::Drafts).await? {
        OrganiseReply::Drafts(drafts) => Ok(drafts),
        _ => Err(CliError::Garbled),
    }
}

/// One of them.
pub async fn draft(context: &Context<'_>, id: DraftId) -> Result<DraftView, CliError> {
    let found = drafts(context).await?.into_iter().find(|draft| draft.id == id);
    found.ok_or_else(|| CliError::Usage(Msg::new(key::CLI_MISTAKE_VALUE).with("what", id.to_string().as_str())))
}

/// What is announced, and how far it is.
#[derive(Debug, Args)]
pub struct Announcements {
    /// Which; without it, all of them.
    pub id: Option<AnnouncementId>,
    /// Hold it first.
    #[arg(long, requires = "id", conflicts_with_all = ["resume", "cancel"])]
    pub pause: bool,
    /// Let it go on first.
    #[arg(long, requires = "id", conflicts_with = "cancel")]
    pub resume: bool,
    /// Let it go for good first.
    #[arg(long, requires = "id")]
    pub cancel: bool,
}

impl Announcements {
    /// Shows them.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        let Some(id) = self.id else { return list(context).await };
        let orders = [
            (self.pause, AnnouncementOrder::Pause),
            (self.resume, AnnouncementOrder::Resume),
            (self.cancel, AnnouncementOrder::Cancel),
        ];
        let call = match orders.into_iter().find(|(given, _)| *given) {
            Some((_, order)) => OrganiseCall::OrderAnnouncement(fresh(), id, AnnouncementOrderRequest { order }),
            None => OrganiseCall::Announcement(id),
        };
        let OrganiseReply::Announcement(view) = ask(context, call).await? else { return Err(CliError::Garbled) };
        if context.out.json {
            return context.out.document("announcement", &view);
        }
        progress(&view, context).await
    }
}

async fn list(context: &Context<'_>) -> Result<(), CliError> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let reply = ask(context, OrganiseCall::Announcements(cursor)).await?;
        let OrganiseReply::Announcements(page) = reply else { return Err(CliError::Garbled) };
        all.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    if context.out.json {
        return context.out.document("announcements", &all);
    }
    let zone = context.primary().await?.zone;
    all.iter().try_for_each(|told| row(told, &zone, context))
}

fn row(told: &AnnouncementView, zone: &str, context: &Context<'_>) -> Result<(), CliError> {
    let lang = context.out.lang;
    let state = context.named("cli-announcement", &word(&told.state));
    let at = instant(lang.code(), told.send_at, zone);
    context.row(&[told.id.to_string(), state, at, told.title.get(lang).to_owned()])
}

async fn progress(view: &AnnouncementProgressView, context: &Context<'_>) -> Result<(), CliError> {
    let (lang, zone) = (context.out.lang, context.primary().await?.zone);
    row(&view.announcement, &zone, context)?;
    for by in &view.deliveries {
        let told = &by.deliveries;
        let words = Msg::new(key::CLI_DELIVERIES)
            .with("delivered", told.delivered)
            .with("waiting", told.waiting)
            .with("unreachable", told.unreachable + told.refused)
            .with("unsubscribed", told.unsubscribed)
            .with("unknown", told.unknown)
            .with("repeated", told.repeated);
        let ends = told
            .ends_at
            .map(|at| Msg::new(key::CLI_DELIVERIES_END).with("at", instant(lang.code(), at, &zone).as_str()));
        let ends = ends.map(|ends| ends.resolve(lang)).unwrap_or_default();
        context.row(&[context.named("cli-carrier", &word(&by.carrier)), words.resolve(lang), ends])?;
    }
    if let Some(done_at) = view.done_at {
        let at = instant(lang.code(), done_at, &zone);
        context.out.note(&Msg::new(key::CLI_ANNOUNCEMENT_DONE_AT).with("at", at.as_str()));
    }
    if view.deliveries.is_empty() {
        context.out.note(&Msg::new(key::CLI_DELIVERIES_NONE));
    }
    Ok(())
}
