//! What can be done from home: the most useful thing now comes first, what cannot be done now is last, with the reason.

use crate::api::Call;
use crate::api::types::{PhaseKind, PhaseStatus, Round};
use crate::core::{Ctx, Paper};
use crate::flow::organise;
use crate::text::{Msg, key};
use crate::view::{Action, Intent, Place, Screen, Weight};

/// Before the platform has said anything.
pub(super) fn without_primary(screen: Screen, ctx: &Ctx) -> Screen {
    let screen = screen.act(Action::new(Intent::Retry, key::ACTION_RETRY));
    let connect = Action::new(Intent::Open(Place::Connect), key::HOME_OTHER_PLATFORM).quiet();
    // A bot speaks with one platform.
    if ctx.channel.is_chat() { screen } else { screen.act(connect) }
        .act(Action::new(Intent::Open(Place::Language), key::LANGUAGE_TITLE).quiet())
}

/// Adds all actions; the first that is useful now is the primary one.
pub(super) fn add(mut screen: Screen, ctx: &Ctx) -> Screen {
    let mut all = urgent(ctx);
    all.extend(of_phases(ctx));
    all.extend(always(ctx));
    // What comes first depends on who this is: it would change under the finger that chooses it. In a chat a number
    // keeps what it stood for when it was read.
    if ctx.known.account.is_none() && !ctx.channel.is_chat() && ctx.calls.awaits(|call| *call == Call::Account) {
        screen.actions = all.into_iter().map(|it| it.when(Err(key::WHY_LOADING.into()))).collect();
        return screen;
    }
    // A stable sort: what can be done keeps its order.
    all.sort_by_key(|it| (it.enabled.is_err(), it.weight == Weight::Quiet));
    if let Some(first) = all.first_mut().filter(|it| it.enabled.is_ok()) {
        first.weight = Weight::Primary;
    }
    screen.actions = all;
    screen
}

fn open(place: Place, label: impl Into<Msg>) -> Action {
    Action::new(Intent::Open(place), label)
}

/// What cannot wait: to sign in, to get on the roll, to answer when asked.
fn urgent(ctx: &Ctx) -> Vec<Action> {
    match &ctx.known.account {
        // Nobody is sent to sign in while the platform is about to say who this is.
        None if ctx.calls.asks(|call| *call == Call::Account) => Vec::new(),
        None if ctx.channel.is_chat() => {
            vec![open(Place::Join, key::THIS_CHAT_LINK), open(Place::SignIn, key::JOIN_BY_MAIL)]
        }
        None => vec![open(Place::SignIn, key::ACTION_SIGN_IN)],
        Some(account) if !account.registered => vec![open(Place::Register, key::ACTION_REGISTER)],
        Some(_) => match &ctx.known.candidacy {
            Some(Some(mine)) if mine.confirm_by.is_some() => vec![open(Place::Candidacy, key::HOME_CONFIRM)],
            _ => Vec::new(),
        },
    }
}

/// What belongs to a phase.
fn of_phases(ctx: &Ctx) -> Vec<Action> {
    let identification = ctx.may(PhaseKind::Identification);
    let candidacy = match &ctx.known.candidacy {
        Some(Some(_)) => open(Place::Candidacy, key::CANDIDACY_TITLE),
        _ => open(Place::Declare, key::DECLARE_TITLE).when(identification.clone()),
    };
    let mut all = vec![lot(ctx)];
    all.extend(last_round(ctx));
    all.extend(
        [(Round::Final, key::RESULTS_FINAL), (Round::Preselection, key::RESULTS_PRESELECTION)]
            .map(|(round, label)| open(Place::Results(round), label).when(published(round, ctx))),
    );
    // Candidates come before one's own supports: one supports somebody one has read.
    all.push(open(Place::Candidates, key::CANDIDATES_TITLE));
    all.push(open(Place::Supports, key::SUPPORTS_TITLE).when(ctx.known.citizen()));
    all.push(open(Place::Nominate, key::NOMINATE_TITLE).when(identification));
    all.push(candidacy);
    all
}

fn lot(ctx: &Ctx) -> Action {
    // What is on its way to the platform is no longer being graded.
    let sent = ctx.casting(Round::Preselection);
    let begun =
        ctx.saved.drafts.iter().find(|it| {
            matches!(it.paper, Paper::Lot(_)) && sent != Some(it.paper) && !it.recast && !it.answers.is_empty()
        });
    let label = match begun {
        Some(draft) => Msg::new(key::HOME_LOT_GO_ON).with("n", draft.answers.len()).with("total", draft.size),
        None => key::HOME_LOT.into(),
    };
    open(Place::Lot, label).when(ctx.may(PhaseKind::Preselection))
}

fn last_round(ctx: &Ctx) -> Option<Action> {
    let cast = ctx.known.final_vote.as_ref().is_some_and(|view| view.receipt.is_some());
    let label = if cast { key::HOME_FINAL_DONE } else { key::HOME_FINAL };
    let may = ctx.may(PhaseKind::FinalVote);
    // A receipt is not something that was possible until a day: it is among "My receipts".
    let over = cast && may.is_err();
    let action = open(Place::Final, label).when(may);
    (!over).then(|| if cast { action.quiet() } else { action })
}

/// Whether a round's result is out: its phase is over.
pub(crate) fn published(round: Round, ctx: &Ctx) -> Result<(), Msg> {
    let kind = match round {
        Round::Preselection => PhaseKind::Preselection,
        Round::Final => PhaseKind::FinalVote,
    };
    let Some(primary) = &ctx.known.primary else { return Err(key::WHY_LOADING.into()) };
    let phase = primary.phase(kind).ok_or(key::WHY_NO_PHASE)?;
    match (phase.status, phase.to) {
        (PhaseStatus::Skipped, _) => Err(key::WHY_SKIPPED.into()),
        (_, Some(last)) if phase.closes_at.is_some_and(|end| end > ctx.platform_now()) => {
            Err(Msg::new(key::WHY_NOT_YET).with("date", last))
        }
        _ => Ok(()),
    }
}

/// What can be done at any time.
fn always(ctx: &Ctx) -> Vec<Action> {
    let unread = ctx.known.unread.unwrap_or_default();
    let mut all: Vec<Action> = Vec::new();
    if organise::insider(ctx) {
        all.push(open(Place::Organise, key::ORGANISE_TITLE));
    }
    if unread > 0 {
        all.push(open(Place::Inbox, Msg::new(key::HOME_UNREAD).with("n", unread)));
    }
    all.extend([
        open(Place::Receipts, key::RECEIPTS_TITLE).when(ctx.known.citizen()),
        open(Place::Tracker, key::TRACKER_TITLE).quiet(),
        open(Place::Calendar, key::CALENDAR_TITLE).quiet(),
    ]);
    all.push(match ctx.known.account {
        Some(_) => open(Place::Account, key::ACCOUNT_TITLE).quiet(),
        None => open(Place::Language, key::LANGUAGE_TITLE).quiet(),
    });
    if ctx.channel.is_chat() {
        all.push(open(Place::ThisChat, key::THIS_CHAT_TITLE).quiet());
    }
    if ctx.time_moves() {
        all.push(Action::new(Intent::DemoNextPhase, key::HOME_NEXT_PHASE).quiet());
    }
    all
}
