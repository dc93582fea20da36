//! `isoloir lot`

use super::candidates::row;
use crate::cli::CliError;
use crate::cli::context::Context;
use crate::cli::context::fresh;
use clap::Args;
use isoloir_config::text::instant;
use isoloir_shared::api::ids::LotId;
use isoloir_shared::api::{Call, Reply};
use isoloir_shared::text::{Msg, key};

/// The open lot, or a new one.
#[derive(Debug, Args)]
pub struct Lot {
    /// Which lot of mine; nothing: the open one, drawn if there is none.
    pub lot: Option<LotId>,
    /// All lots of mine instead.
    #[arg(long, conflicts_with = "lot")]
    pub list: bool,
}

impl Lot {
    /// Shows or draws it.
    pub async fn run(&self, context: &Context<'_>) -> Result<(), CliError> {
        if self.list {
            let lots = context.client.all_lots().await?;
            if context.out.json {
                return context.out.document("lots", &lots);
            }
            for lot in lots {
                let tracker = lot.receipt.map(|receipt| receipt.tracker.to_string()).unwrap_or_default();
                let status = context.named("cli-lot", &crate::cli::context::word(&lot.status));
                context.row(&[lot.id.to_string(), lot.draw.to_string(), status, tracker])?;
            }
            return Ok(());
        }
        let call = self.lot.map_or_else(|| Call::DrawLot(fresh()), Call::Lot);
        let Reply::Lot(lot) = context.call(call).await? else { return Err(CliError::Garbled) };
        if context.out.json {
            return context.out.document("lot", &lot);
        }
        let zone = context.primary().await?.zone;
        let until = instant(context.out.lang.code(), lot.expires_at, &zone);
        let said = Msg::new(key::CLI_LOT_HEAD).with("id", lot.id.to_string().as_str()).with("until", until.as_str());
        context.out.note(&said);
        lot.candidates.iter().try_for_each(|place| row(context, &place.candidate))
    }
}
