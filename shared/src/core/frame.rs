//! What every screen has: a way back, a way home, help, the last word, and whether something is under way.

use super::calls::Owner;
use super::{Ctx, FlowId};
use crate::view::{Action, Intent, Place, Screen, ScreenId, Tone, Topic};
use isoloir_config::text::key;

/// Completes a flow's screen.
pub(super) fn frame(mut screen: Screen, flow: FlowId, depth: usize, ctx: &Ctx) -> Screen {
    // A chat has no program to quit: one stops it, and is asked whether it is to be forgotten.
    let leave = if ctx.channel.is_chat() { key::ACTION_STOP } else { key::ACTION_LEAVE };
    let help = Intent::Open(Place::Help(topic(screen.id)));
    let ways = [
        (depth > 1, Action::new(Intent::Back, key::ACTION_BACK)),
        (depth > 2, Action::new(Intent::Open(Place::Home), key::ACTION_HOME)),
        (screen.id != ScreenId::Help, Action::new(help, key::ACTION_HELP)),
        (depth == 1, Action::new(Intent::Leave, leave)),
    ];
    for (offered, way) in ways {
        if offered && !screen.actions.iter().any(|it| it.intent == way.intent) {
            screen.actions.push(way.quiet());
        }
    }
    screen.time_moves = ctx.time_moves();
    if screen.time_moves && matches!(screen.id, ScreenId::Receipt | ScreenId::Results) {
        screen.actions.push(Action::new(Intent::DemoNextPhase, key::HOME_NEXT_PHASE).quiet());
    }
    // At the base the session itself asks: who I am, where the primary stands.
    let asks = depth == 1 && ctx.calls.any(Owner::Session);
    screen.busy = asks || ctx.calls.any(Owner::Flow(flow)) || !ctx.saved.outbox.is_empty();
    screen.offline = ctx.calls.offline;
    if screen.offline {
        let text = if ctx.saved.outbox.is_empty() { key::OFFLINE } else { key::OFFLINE_CAST };
        screen.body.insert(0, crate::view::Block::Notice { tone: Tone::Warning, text: text.into() });
        if !screen.actions.iter().any(|it| it.intent == Intent::Retry) {
            screen.actions.push(Action::new(Intent::Retry, key::ACTION_RETRY));
        }
    }
    screen.toast.clone_from(&ctx.toast);
    screen
}

/// The help that belongs to a screen.
fn topic(id: ScreenId) -> Topic {
    match id {
        ScreenId::Results | ScreenId::Why | ScreenId::Final | ScreenId::Review => Topic::MajorityJudgment,
        ScreenId::Lot | ScreenId::WhyLot => Topic::Lots,
        ScreenId::Receipt | ScreenId::Receipts | ScreenId::Tracker | ScreenId::Alarm => Topic::Receipts,
        ScreenId::Verification | ScreenId::Sealed | ScreenId::Spoiled | ScreenId::VotingKey => Topic::Receipts,
        ScreenId::Promise | ScreenId::Account | ScreenId::Sessions | ScreenId::Erase => Topic::Privacy,
        ScreenId::Links | ScreenId::LinkCode | ScreenId::LinkClaim => Topic::Privacy,
        ScreenId::Join | ScreenId::JoinWait | ScreenId::ThisChat => Topic::Privacy,
        ScreenId::Stopped | ScreenId::Forget => Topic::Privacy,
        _ => Topic::Start,
    }
}
