//! `isoloir links`

use crate::cli::CliError;
use crate::cli::context::{Context, fresh, word};
use clap::Args;
use isoloir_config::text::instant;
use isoloir_shared::api::ids::LinkId;
use isoloir_shared::api::types::{LinkConfirmationRequest, LinkOfferView, LinkView};
use isoloir_shared::api::{Call, Reply};
use isoloir_shared::text::{Msg, key};

/// Chats that act for the account.
#[derive(Debug, Args)]
pub struct Links {
    /// Offer a code for another one.
    #[arg(long, conflicts_with_all = ["confirm", "cut"])]
    pub offer: bool,
    /// Confirm the chat that claims this link first: look at the list before.
    #[arg(long, value_name = "ID", conflicts_with = "cut")]
    pub confirm: Option<LinkId>,
    /// Refuse or cut this one first.
    #[arg(long, value_name = "ID")]
    pub cut: Option<LinkId>,
}

impl Links {
    /// Lists them, those that ask to be confirmed among them.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        if self.offer {
            let Reply::LinkOffered(offer) = context.call(Call::OfferLink(fresh())).await? else {
                return Err(CliError::Garbled);
            };
            return offered(&offer, context).await;
        }
        if let Some(id) = self.confirm {
            let rows = rows(context).await?;
            let row = rows.into_iter().find(|row| row.id == id);
            let Some((channel, label)) = row.and_then(|row| row.channel.zip(row.label)) else {
                return Err(CliError::Usage(Msg::new(key::CLI_LINKS_NOBODY)));
            };
            context.call(Call::ConfirmLink(fresh(), id, LinkConfirmationRequest { channel, label })).await?;
        }
        if let Some(id) = self.cut {
            context.call(Call::CutLink(fresh(), id)).await?;
        }
        let rows = rows(context).await?;
        if context.out.json {
            return context.out.document("links", &rows);
        }
        if rows.is_empty() {
            context.out.note(&Msg::new(key::LINKS_NONE));
            return Ok(());
        }
        let zone = context.primary().await?.zone;
        for row in rows {
            let at = instant(context.out.lang.code(), row.at, &zone);
            let status = context.named("cli-link", &word(&row.status));
            let network = row.channel.map(|it| word(&it)).unwrap_or_default();
            context.row(&[row.id.to_string(), status, network, row.label.unwrap_or_default(), at])?;
        }
        Ok(())
    }
}

async fn rows(context: &Context<'_>) -> Result<Vec<LinkView>, CliError> {
    match context.call(Call::Links).await? {
        Reply::Links(rows) => Ok(rows),
        _ => Err(CliError::Garbled),
    }
}

/// The code, and where to give it.
async fn offered(offer: &LinkOfferView, context: &Context<'_>) -> Result<(), CliError> {
    if context.out.json {
        return context.out.document("link", offer);
    }
    context.row(&[offer.code.clone(), offer.link.to_string()])?;
    let bots = context.primary().await?.bots;
    if let Some(bot) = bots.telegram {
        context.out.line(&format!("https://t.me/{bot}?start={}", offer.code))?;
    }
    if let Some(bot) = bots.matrix {
        context.out.line(&bot)?;
    }
    Ok(())
}
