//! The screens of voting.

use super::sheet::Sheet;
use super::{Vote, Wanted};
use crate::api::types::{ReceiptStatus, ReceiptView, Round};
use crate::core::{Ctx, Draft};
use crate::flow::home::published;
use crate::flow::parts;
use crate::text::{Msg, key};
use crate::view::{Action, Block, Fact, Intent, Place, Screen, ScreenId, Tone, Topic};

fn id(vote: &Vote) -> ScreenId {
    if vote.wanted == Wanted::Final { ScreenId::Final } else { ScreenId::Lot }
}

pub(super) fn title(sheet: Option<&Sheet<'_>>) -> Msg {
    match sheet.map(|sheet| sheet.draw) {
        Some(Some(draw)) => Msg::new(key::LOT_TITLE).with("n", draw),
        Some(None) => key::FINAL_TITLE.into(),
        None => key::BALLOT_TITLE.into(),
    }
}

/// No paper yet: it is being fetched, or there is a reason why not.
pub(super) fn loading(vote: &Vote, ctx: &Ctx) -> Screen {
    let screen = Screen::new(id(vote), title(None));
    match ctx.may(vote.phase()) {
        _ if vote.load.waiting() => screen.with(parts::loading()),
        Ok(()) => {
            let failed = vote.load.error().is_some();
            let screen = screen.with_all(vote.load.notice());
            if failed { screen.act(Action::new(Intent::Retry, key::ACTION_RETRY).primary()) } else { screen }
        }
        Err(why) => parts::way_in(screen.notice(Tone::Warning, why), ctx),
    }
}

/// The ballot.
pub(super) fn grade(vote: &Vote, ctx: &Ctx) -> Screen {
    let Some((sheet, primary)) = Sheet::of(vote.wanted, ctx).zip(ctx.known.primary.as_ref()) else {
        return loading(vote, ctx);
    };
    let draft = ctx.saved.draft_of(sheet.paper);
    let hindrance = vote.hindrance(ctx);
    let done = draft.map_or(0, |draft| draft.answers.len());
    let mut screen = Screen::new(id(vote), title(Some(&sheet)));
    if let Err(why) = &hindrance {
        screen = screen.notice(Tone::Warning, too_late(draft, why));
    } else if sheet.receipt.is_some() {
        screen = screen.notice(Tone::Info, key::BALLOT_CHANGING);
    } else {
        screen = screen.say(Msg::new(if sheet.draw.is_some() { key::LOT_TEXT } else { key::FINAL_TEXT }));
    }
    screen = screen.with(Block::Progress {
        label: key::BALLOT_PROGRESS.into(),
        done: done as u64,
        total: Some(sheet.candidates.len() as u64),
    });
    screen = screen.with(Block::Ballot(sheet.view(draft, primary, hindrance.is_err())));
    if let (Some(until), Ok(())) = (sheet.expires_at, &hindrance) {
        screen = screen.with(Block::Countdown { label: key::LOT_EXPIRES.into(), until, now: ctx.platform_now() });
    }
    let late = hindrance.is_err();
    let missing = sheet.candidates.len() - done.min(sheet.candidates.len());
    let complete = if missing > 0 { Err(Msg::new(key::BALLOT_MISSING).with("n", missing)) } else { Ok(()) };
    let rev = draft.map_or(0, |draft| draft.rev);
    let review = Action::new(Intent::Review { rev }, key::BALLOT_REVIEW).when(hindrance.and(complete));
    screen = screen.act(if late { review } else { review.primary() });
    if sheet.draw.is_some() {
        if late {
            screen = screen.act(Action::new(Intent::NextLot, key::LOT_NEXT).primary().when(ctx.may(vote.phase())));
        }
        screen = screen.act(Action::new(Intent::Open(Place::WhyLot), key::WHY_LOT_TITLE));
    }
    ask_mj(screen, ctx)
}

/// Why it is too late, and what becomes of the grades: of a lot that the platform calls expired none stays.
fn too_late(draft: Option<&Draft>, why: &Msg) -> Msg {
    let said = if draft.is_some() { key::BALLOT_TOO_LATE } else { key::BALLOT_TOO_LATE_GONE };
    Msg::new(said).with("why", why.clone())
}

/// In a chat the question has a button of its own; elsewhere it is one key away, in the help.
pub(super) fn ask_mj(screen: Screen, ctx: &Ctx) -> Screen {
    if !ctx.channel.is_chat() {
        return screen;
    }
    screen.act(Action::new(Intent::Open(Place::Help(Topic::MajorityJudgment)), key::ASK_MJ))
}

/// All answers once more.
pub(super) fn review(vote: &Vote, ctx: &Ctx) -> Screen {
    let Some((sheet, primary)) = Sheet::of(vote.wanted, ctx).zip(ctx.known.primary.as_ref()) else {
        return loading(vote, ctx);
    };
    let draft = ctx.saved.draft_of(sheet.paper);
    let hindrance = vote.hindrance(ctx);
    let rev = draft.map_or(0, |it: &Draft| it.rev);
    let screen = Screen::new(ScreenId::Review, key::REVIEW_TITLE);
    let screen = match &hindrance {
        Err(why) => screen.notice(Tone::Warning, too_late(draft, why)),
        Ok(()) if primary.rules.change_ballot => screen.say(key::REVIEW_TEXT_CHANGE),
        Ok(()) => screen.say(key::REVIEW_TEXT_FINAL),
    };
    screen
        .with(Block::Ballot(sheet.view(draft, primary, true)))
        // Casting is a move of its own: what comes first is harmless.
        .act(Action::new(Intent::Cancel, key::REVIEW_CHANGE).when(hindrance.clone()))
        .act(Action::new(Intent::Cast { rev }, key::BALLOT_CAST).primary().when(hindrance.clone()))
        .act(Action::new(Intent::Seal { rev }, key::SEAL).quiet().when(hindrance))
}

/// On its way.
pub(super) fn sent(vote: &Vote, ctx: &Ctx) -> Screen {
    let sheet = Sheet::of(vote.wanted, ctx);
    let draft = vote.paper.and_then(|paper| ctx.saved.draft_of(paper));
    Screen::new(id(vote), title(sheet.as_ref()))
        .notice(Tone::Info, if ctx.channel.is_chat() { key::BALLOT_SENDING_CHAT } else { key::BALLOT_SENDING })
        .with_all(
            sheet.zip(ctx.known.primary.as_ref()).map(|(it, primary)| Block::Ballot(it.view(draft, primary, true))),
        )
}

/// What was refused, and why; what was graded stays in sight.
pub(super) fn refused(vote: &Vote, why: &Msg, ctx: &Ctx) -> Screen {
    let sheet = Sheet::of(vote.wanted, ctx);
    let draft = vote.paper.and_then(|paper| ctx.saved.draft_of(paper));
    let late = Msg::new(key::BALLOT_TOO_LATE).with("why", why.clone());
    let screen = Screen::new(id(vote), title(sheet.as_ref()))
        .notice(Tone::Bad, if draft.is_some() { late } else { why.clone() })
        .with_all(
            sheet
                .filter(|_| draft.is_some())
                .zip(ctx.known.primary.as_ref())
                .map(|(it, primary)| Block::Ballot(it.view(draft, primary, true))),
        );
    match vote.wanted {
        Wanted::Final => screen,
        _ => screen.act(Action::new(Intent::NextLot, key::LOT_NEXT).primary().when(ctx.may(vote.phase()))),
    }
}

/// Cast: the receipt.
pub(super) fn receipt(vote: &Vote, receipt: &ReceiptView, ctx: &Ctx) -> Screen {
    let change = ctx.may(vote.phase()).and_then(|()| match &ctx.known.primary {
        Some(primary) if primary.rules.change_ballot => Ok(()),
        _ => Err(key::WHY_NO_CHANGE.into()),
    });
    // What was true when it was cast stays on the screen while the vote closes.
    let (round, results) = match vote.wanted {
        Wanted::Final => (Round::Final, key::RESULTS_FINAL),
        _ => (Round::Preselection, key::RESULTS_PRESELECTION),
    };
    let over = published(round, ctx).is_ok();
    let stands = match receipt.status {
        ReceiptStatus::Recorded if over => key::RECEIPT_CLOSED.into(),
        known => status(known),
    };
    let title = if vote.fresh { key::RECEIPT_TITLE } else { key::RECEIPT_TITLE_OLD };
    let screen = Screen::new(ScreenId::Receipt, title)
        .notice(Tone::Good, stands)
        .with(Block::Verbatim { label: key::RECEIPT_TRACKER.into(), text: receipt.tracker.0.clone() })
        .with(Block::Facts(vec![Fact {
            label: key::RECEIPT_CAST_AT.into(),
            value: Msg::new(key::AT).with("at", ctx.at(receipt.cast_at)),
        }]))
        .with_all(vote.fresh.then(|| Block::Paragraph(key::RECEIPT_CHECKED.into())))
        .say(key::RECEIPT_TEXT);
    let screen = match vote.wanted {
        Wanted::NextLot => {
            screen.act(Action::new(Intent::NextLot, key::LOT_NEXT).primary().when(ctx.may(vote.phase())))
        }
        _ => screen,
    };
    screen
        .act(Action::new(Intent::Open(Place::Results(round)), results).when(published(round, ctx)))
        .act(Action::new(Intent::Open(Place::Receipts), key::RECEIPTS_TITLE))
        // Last: a key pressed once too often opens no ballot again.
        .act(Action::new(Intent::ChangeBallot, key::BALLOT_CHANGE).when(change))
}

/// Whether a ballot is counted, in a word.
pub(crate) fn short_status(status: ReceiptStatus) -> Msg {
    match status {
        ReceiptStatus::Recorded => key::RECEIPT_SHORT_RECORDED,
        ReceiptStatus::Counted => key::RECEIPT_SHORT_COUNTED,
        ReceiptStatus::Replaced => key::RECEIPT_SHORT_REPLACED,
    }
    .into()
}

/// Whether a ballot is counted, in words.
pub(crate) fn status(status: ReceiptStatus) -> Msg {
    match status {
        ReceiptStatus::Recorded => key::RECEIPT_RECORDED,
        ReceiptStatus::Counted => key::RECEIPT_COUNTED,
        ReceiptStatus::Replaced => key::RECEIPT_REPLACED,
    }
    .into()
}
