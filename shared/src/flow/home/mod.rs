//! Home: the phase, the time left, what I can still do, first things first.

mod actions;

pub(crate) use actions::published;

use super::Flow;
use super::parts::loading;
use crate::api::types::{PhaseKind, PhaseStatus, PhaseView, PrimaryView};
use crate::core::Ctx;
use crate::text::{Msg, key, phase_name};
use crate::view::{Block, Fact, Place, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};

/// Where everything starts.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Home;

impl Flow for Home {
    fn place(&self) -> Option<Place> {
        Some(Place::Home)
    }

    fn follows_phases(&self, _ctx: &Ctx) -> bool {
        true
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let Some(primary) = &ctx.known.primary else {
            return actions::without_primary(Screen::new(ScreenId::Home, key::HOME_TITLE).with(loading()), ctx);
        };
        let mut screen = Screen::new(ScreenId::Home, primary.name.clone());
        if primary.demo {
            screen = screen.notice(Tone::Info, if ctx.steers { key::HOME_DEMO } else { key::HOME_DEMO_ELSEWHERE });
        }
        if let Some(said) = &ctx.known.announcement {
            let (title, body) = &**said;
            let text = Msg::new(key::HOME_ANNOUNCEMENT).with("title", Msg::from(title.clone()));
            screen = screen.notice(Tone::Info, text.with("body", Msg::from(body.clone())));
        }
        screen = phase(screen, primary, ctx);
        if !ctx.saved.outbox.is_empty() {
            screen = screen.notice(Tone::Warning, key::HOME_SENDING);
        }
        let mine = mine(ctx);
        if !mine.is_empty() {
            screen = screen.with(Block::Facts(mine));
        }
        let totals = totals(ctx);
        if !totals.is_empty() {
            screen = screen.with(Block::Heading(key::HOME_TOTALS.into())).with(Block::Facts(totals));
        }
        actions::add(screen, ctx)
    }
}

/// The phase that is open, or the next one, and the time until it changes.
fn phase(screen: Screen, primary: &PrimaryView, ctx: &Ctx) -> Screen {
    let now = ctx.platform_now();
    if let Some(open) = ctx.known.current(ctx.now) {
        let screen = screen.with(Block::Heading(phase_name(open.kind).into())).say(about(open.kind));
        let screen = match open.closes_at {
            Some(until) => screen.with(Block::Countdown { label: key::HOME_CLOSES.into(), until, now }),
            None => screen,
        };
        // A chat folds what cannot be done yet: what comes next is said before that.
        return match next(primary, ctx).filter(|_| ctx.channel.is_chat()) {
            Some(next) => {
                screen.say(Msg::new(key::HOME_NEXT).with("phase", phase_name(next.kind)).with("date", next.from))
            }
            None => screen,
        };
    }
    match next(primary, ctx) {
        Some(next) => screen.say(key::HOME_BETWEEN).with(Block::Countdown {
            label: Msg::new(key::HOME_OPENS).with("phase", phase_name(next.kind)),
            until: next.opens_at,
            now,
        }),
        None => screen.say(key::HOME_OVER),
    }
}

/// The phase that opens next.
fn next<'a>(primary: &'a PrimaryView, ctx: &Ctx) -> Option<&'a PhaseView> {
    let now = ctx.platform_now();
    primary.phases.iter().find(|it| it.status == PhaseStatus::Upcoming && it.opens_at > now)
}

/// What this phase is for.
fn about(kind: PhaseKind) -> Msg {
    match kind {
        PhaseKind::Identification => key::ABOUT_IDENTIFICATION,
        PhaseKind::ProvisionalList => key::ABOUT_PROVISIONAL_LIST,
        PhaseKind::Preparation => key::ABOUT_PREPARATION,
        PhaseKind::Preselection => key::ABOUT_PRESELECTION,
        PhaseKind::Finalists => key::ABOUT_FINALISTS,
        PhaseKind::FinalVote => key::ABOUT_FINAL_VOTE,
        PhaseKind::Result => key::ABOUT_RESULT,
    }
    .into()
}

/// What I have done so far.
fn mine(ctx: &Ctx) -> Vec<Fact> {
    let mut facts = Vec::new();
    if ctx.known.account.is_none() {
        return facts;
    }
    // Supports matter while they can be given; later the list of them is enough.
    if let Some(mine) = ctx.known.supports.as_ref().filter(|_| ctx.phase() == Some(PhaseKind::Identification)) {
        let used = |n: usize, of: u32| Msg::new(key::USED_OF).with("n", n).with("total", of);
        let supports = used(mine.supports.len(), mine.supports_limit);
        let nominations = used(mine.nominations.len(), mine.nominations_limit);
        facts.push(Fact { label: key::HOME_MY_SUPPORTS.into(), value: supports });
        facts.push(Fact { label: key::HOME_MY_NOMINATIONS.into(), value: nominations });
    }
    if let Some(Some(candidacy)) = &ctx.known.candidacy {
        let state = super::parts::standing(&candidacy.candidate);
        facts.push(Fact { label: key::HOME_MY_CANDIDACY.into(), value: state });
    }
    facts.extend(voted(ctx).map(|value| Fact { label: key::HOME_MY_VOTES.into(), value }));
    for draft in ctx.saved.drafts.iter().filter(|draft| !draft.answers.is_empty()) {
        let value = Msg::new(key::GRADED_OF).with("n", draft.answers.len()).with("total", draft.size);
        facts.push(Fact { label: key::HOME_DRAFT.into(), value });
    }
    facts
}

/// That I have voted in this round.
fn voted(ctx: &Ctx) -> Option<Msg> {
    match ctx.phase()? {
        PhaseKind::Preselection => {
            let lots = ctx.known.lots_cast.filter(|n| *n > 0)?;
            Some(Msg::new(key::HOME_LOTS_CAST).with("n", lots))
        }
        PhaseKind::FinalVote => {
            ctx.known.final_vote.as_ref()?.receipt.as_ref()?;
            Some(key::HOME_VOTED.into())
        }
        _ => None,
    }
}

/// What everyone may see.
fn totals(ctx: &Ctx) -> Vec<Fact> {
    let Some(counts) = &ctx.known.counts else { return Vec::new() };
    let fact = |label, n: u64| Fact { label: Msg::new(label), value: Msg::new(key::NUMBER).with("n", n) };
    let all = [
        (key::TOTAL_REGISTERED, counts.registered),
        (key::TOTAL_SUPPORTS, counts.supports),
        (key::TOTAL_LOTS, counts.lots_cast),
        (key::TOTAL_FINAL, counts.final_ballots),
    ];
    all.into_iter().filter(|(_, n)| *n > 0).map(|(label, n)| fact(label, n)).collect()
}
