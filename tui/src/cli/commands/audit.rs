//! The audit log, page by page.

use super::organise::ask;
use crate::cli::CliError;
use crate::cli::context::Context;
use isoloir_shared::api::types::{AuditEntry, AuditHead};
use isoloir_shared::api::{OrganiseCall, OrganiseReply};

/// All of the log, and where it ended when its last page was read.
pub async fn all_of_the_log(context: &Context<'_>) -> Result<(Vec<AuditEntry>, Option<AuditHead>), CliError> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let OrganiseReply::Audit(page) = ask(context, OrganiseCall::Audit(cursor)).await? else {
            return Err(CliError::Garbled);
        };
        // A page that does not go on would be asked for for ever.
        let went_on = !page.items.is_empty();
        all.extend(page.items);
        cursor = page.next.filter(|_| went_on);
        if cursor.is_none() {
            return Ok((all, Some(page.head)));
        }
    }
}
