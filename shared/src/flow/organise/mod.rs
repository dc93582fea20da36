//! For whoever runs the primary: where it stands, what two decide together, the calendar, moderation, signals, the log.
//! The platform decides who may do what; these screens show it beforehand, and nothing to anybody else.

mod accuse;
mod announce;
mod audit;
mod dates;
mod deed;
mod factor;
mod flags;
mod logged;
mod moderated;
mod moving;
mod paged;
mod proposal;
mod proposals;
mod propose;
mod queue;
mod status;
mod typed;
mod watched;
mod words;

pub(crate) use accuse::Accuse;
pub(super) use accuse::label as accuses;
pub(super) use announce::preview;
pub(crate) use announce::{Announcements, Compose, Delivery};
pub(crate) use audit::Audit;
pub(crate) use dates::Dates;
pub(crate) use factor::Factor;
pub(crate) use flags::{Flag, Flags};
pub(crate) use moderated::Moderated;
pub(crate) use moving::Move;
pub(crate) use proposal::Proposal;
pub(crate) use proposals::Proposals;
pub(crate) use propose::Propose;
pub(crate) use queue::Queue;
pub(crate) use status::Organise;
pub(super) use words::{because, moderated};

use super::parts::{Remote, loading, way_in};
use crate::api::Call;
use crate::api::types::Role;
use crate::core::Ctx;
use crate::text::{Msg, key};
use crate::view::{Action, Intent, Screen, Tone};

/// What a role is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Duty {
    /// Organisers: the calendar, and what two decide together.
    Decide,
    /// Moderators and organisers: texts, photos, names, signals.
    Judge,
}

/// Who this is has a role here.
pub(super) fn insider(ctx: &Ctx) -> bool {
    ctx.known.account.as_ref().is_some_and(|it| !it.roles.is_empty())
}

/// Who this is may propose and decide.
pub(super) fn organiser(ctx: &Ctx) -> bool {
    has(Role::Organiser, ctx)
}

fn has(role: Role, ctx: &Ctx) -> bool {
    ctx.known.account.as_ref().is_some_and(|it| it.roles.contains(&role))
}

/// Whether somebody may do this here; else why not.
fn may(duty: Duty, ctx: &Ctx) -> Result<(), Msg> {
    let moderator = has(Role::Moderator, ctx);
    match duty {
        _ if has(Role::Organiser, ctx) => {}
        Duty::Judge if moderator => {}
        Duty::Decide if moderator => return Err(key::WHY_ORGANISERS_ONLY.into()),
        _ => return Err(key::WHY_OBSERVER.into()),
    }
    // The seed of a second factor would lie in the chat for good: it is set up elsewhere.
    let bare = ctx.channel.is_chat() && ctx.known.staff.as_ref().is_some_and(|it| !it.enrolled);
    if bare { Err(key::WHY_NO_FACTOR.into()) } else { Ok(()) }
}

/// A screen of theirs; to anybody else it says that it is none.
fn theirs(screen: Screen, ctx: &Ctx, show: impl FnOnce(Screen) -> Screen) -> Screen {
    match &ctx.known.account {
        Some(account) if !account.roles.is_empty() => show(screen),
        Some(_) => screen.notice(Tone::Warning, key::ORGANISE_CLOSED),
        None if ctx.calls.asks(|call| *call == Call::Account) => screen.with(loading()),
        None => way_in(screen.notice(Tone::Warning, key::WHY_SIGNED_OUT), ctx),
    }
}

/// Above a list: why the last answer did not come.
fn failed<T>(screen: Screen, remote: &Remote<T>) -> Screen {
    screen.with_all(remote.notice().filter(|_| remote.error().is_some()))
}

/// Asks the platform again: where it failed, and where others decide meanwhile.
fn again(screen: Screen, failed: bool) -> Screen {
    match failed {
        true => screen.act(Action::new(Intent::Retry, key::ACTION_RETRY)),
        false => screen.act(Action::new(Intent::Retry, key::ORGANISE_REFRESH).quiet()),
    }
}

/// While it is loaded, or where that failed: what to show in its place or above it.
fn awaited<T>(screen: Screen, remote: &Remote<T>) -> Screen {
    let screen = screen.with_all(remote.notice());
    match remote.error() {
        Some(_) => screen.act(Action::new(Intent::Retry, key::ACTION_RETRY)),
        None => screen,
    }
}
