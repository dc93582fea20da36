//! What every screen has: a way back, a way home, help, the last word, and whether something is under way.

use super::calls::Owner;
use super::{Ctx, FlowId};
use crate::view::{Action, Intent, Place, Screen, ScreenId, Tone, Topic};
use isoloir_config::text::key;

/// Completes a flow's screen.
pub(super) fn frame(mut screen: Screen, flow: FlowId, depth: usize, ctx: &Ctx) -> Screen {
    if depth > 1 && !screen.actions.iter().any(|it| it.intent == Intent::Back) {
        screen.actions.push(Action::new(Intent::Back, key::ACTION_BACK).quiet());
    }
    if depth > 2 {
        screen.actions.push(Action::new(Intent::Open(Place::Home), key::ACTION_HOME).quiet());
    }
    if screen.id != ScreenId::Help {
        screen.actions.push(Action::new(Intent::Open(Place::Help(topic(screen.id))), key::ACTION_HELP).quiet());
    }
    if depth == 1 {
        screen.actions.push(Action::new(Intent::Leave, key::ACTION_LEAVE).quiet());
    }
    screen.busy = ctx.calls.any(Owner::Flow(flow)) || !ctx.saved.outbox.is_empty();
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
        ScreenId::Receipt | ScreenId::Receipts | ScreenId::Tracker => Topic::Receipts,
        ScreenId::Promise | ScreenId::Account | ScreenId::Sessions | ScreenId::Erase => Topic::Privacy,
        _ => Topic::Start,
    }
}
