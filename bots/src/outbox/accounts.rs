//! What somebody's own account says before something is brought to their chat: asked with their token, and not kept.

use super::{Announcement, Parcel};
use async_trait::async_trait;
use isoloir_shared::api::types::{AnnouncementView, QuietHours};

/// What it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Own {
    /// No account is linked any more.
    Nobody,
    /// There is one.
    Account {
        /// Not in these hours; none: at any.
        quiet: Option<QuietHours>,
        /// For what is said to some: they are among them, and have not read it.
        told: Option<Box<AnnouncementView>>,
    },
    /// The platform does not answer.
    Later,
}

/// People's own accounts.
#[async_trait]
pub trait Accounts: Send + Sync + 'static {
    /// Asks a person's.
    async fn own(&self, announcement: &Announcement, parcel: &Parcel) -> Own;
}
