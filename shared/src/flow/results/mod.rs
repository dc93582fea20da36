//! The result of a round: merit profiles, turnout, counts.

mod shares;
mod why;

pub(crate) use why::Why;

use super::home::published;
use super::parts::{Remote, loading, way_in};
use super::{Flow, Outcome};
use crate::api::types::{Localized, PrimaryView, ResultView, Round, StandingView, TurnoutView};
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::text::{Key, Msg, key};
use crate::view::{Action, Block, Fact, Intent, Item, ListView, Place, ProfileView, Screen, ScreenId, Tone};
use serde::{Deserialize, Serialize};
use shares::share;

/// The result of a round.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Results {
    round: Round,
    result: Remote<()>,
}

impl Results {
    pub fn new(round: Round) -> Self {
        Self { round, result: Remote::default() }
    }
}

impl Flow for Results {
    fn place(&self) -> Option<Place> {
        Some(Place::Results(self.round))
    }

    fn enter(&mut self, ctx: &mut Ctx) -> Outcome {
        // Published once, it changes no more.
        if ctx.known.result(self.round).is_none() && published(self.round, ctx).is_ok() {
            self.result.ask(ctx, Call::Results(self.round));
        }
        Outcome::Continue
    }

    fn learnt(&mut self, ctx: &mut Ctx) {
        if self.result.error().is_none() && !self.result.waiting() && self.result.value.is_none() {
            self.enter(ctx);
        }
    }

    fn follows_phases(&self, ctx: &Ctx) -> bool {
        published(self.round, ctx).is_err()
    }

    fn reads(&self) -> Vec<Call> {
        vec![Call::Results(self.round)]
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        self.result.take(id, result, |reply| matches!(reply, Reply::Results(_)).then_some(()));
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = Screen::new(ScreenId::Results, title(self.round));
        if let Err(why) = published(self.round, ctx) {
            let screen = screen.notice(Tone::Info, why);
            // Who asks for "the results" while only the other round has some.
            let other = other(self.round);
            let screen = match published(other, ctx) {
                Ok(()) => screen.act(Action::new(Intent::Open(Place::Results(other)), title(other)).primary()),
                Err(_) => screen,
            };
            return screen.act(Action::new(Intent::Open(Place::Calendar), key::ACTION_CALENDAR));
        }
        let Some((result, primary)) = ctx.known.result(self.round).zip(ctx.known.primary.as_ref()) else {
            let failed = self.result.error().is_some();
            let screen = screen.with_all(self.result.notice().or_else(|| Some(loading())));
            return if failed {
                way_in(screen, ctx).act(Action::new(Intent::Retry, key::ACTION_RETRY))
            } else {
                screen
            };
        };
        screen
            .with_all(headline(result))
            .with(Block::Profiles(profiles(result, primary)))
            .say(legend(primary))
            .with(Block::Heading(key::RESULTS_TURNOUT.into()))
            .with(Block::Facts(turnout(&result.turnout, self.round)))
            .with_all(lots(result))
            .say(match (ctx.channel.is_chat(), self.round) {
                (true, _) => key::RESULTS_OPEN_DATA_CHAT.into(),
                (false, round) => Msg::new(key::RESULTS_OPEN_DATA).with("round", word(round)),
            })
            .act(Action::new(Intent::Open(Place::Verification(self.round)), key::VERIFY_TITLE))
            .act(Action::new(Intent::Open(Place::Receipts), key::RECEIPTS_TITLE).when(ctx.known.citizen()))
            .act(
                Action::new(Intent::Open(Place::Results(other(self.round))), title(other(self.round)))
                    .when(published(other(self.round), ctx)),
            )
    }
}

/// What the letters of the profiles stand for, best first.
fn legend(primary: &PrimaryView) -> Msg {
    let words = |name: fn(&Localized) -> &String| {
        let grades = primary.scale.iter().map(|it| format!("{} {}", it.letter, name(&it.name)));
        grades.collect::<Vec<_>>().join(" · ")
    };
    Msg::Both(Localized { fr: words(|it| &it.fr), en: words(|it| &it.en) })
}

fn title(round: Round) -> Key {
    match round {
        Round::Preselection => key::RESULTS_PRESELECTION,
        Round::Final => key::RESULTS_FINAL,
    }
}

/// As the command line names it.
fn word(round: Round) -> &'static str {
    match round {
        Round::Preselection => "preselection",
        Round::Final => "final",
    }
}

fn other(round: Round) -> Round {
    match round {
        Round::Preselection => Round::Final,
        Round::Final => Round::Preselection,
    }
}

/// Who won, or how many go on.
fn headline(result: &ResultView) -> Option<Block> {
    let elected: Vec<_> = result.candidates.iter().filter(|it| it.elected).collect();
    let text = match (result.round, elected.as_slice()) {
        (_, []) => return None,
        (Round::Final, [winner]) => Msg::new(key::RESULTS_WINNER).with("name", winner.name.as_str()),
        (Round::Final, several) => Msg::new(key::RESULTS_WINNERS).with("n", several.len()),
        (Round::Preselection, several) => Msg::new(key::RESULTS_FINALISTS).with("n", several.len()),
    };
    Some(Block::Notice { tone: Tone::Good, text })
}

fn profiles(result: &ResultView, primary: &PrimaryView) -> Vec<ProfileView> {
    let next = result.candidates.iter().skip(1).map(Some).chain([None]);
    let with_next = result.candidates.iter().zip(next);
    with_next.map(|(standing, next)| profile(standing, next, result.round, primary)).collect()
}

fn profile(standing: &StandingView, next: Option<&StandingView>, round: Round, primary: &PrimaryView) -> ProfileView {
    // The scale is listed best first; counts are worst first.
    let count = |value: u8| standing.counts.get(usize::from(value)).copied().unwrap_or_default();
    let sum = |fits: &dyn Fn(u8) -> bool| -> u64 {
        primary.scale.iter().filter(|grade| fits(grade.value)).map(|grade| count(grade.value)).sum()
    };
    let majority = standing.majority_grade;
    let total = sum(&|_| true);
    let (above, below) = (sum(&|it| it > majority), sum(&|it| it < majority));
    let at = primary.scale.iter().position(|grade| grade.value == majority).unwrap_or_default();
    let grade: Msg = primary.scale.get(at).map_or_else(|| Msg::Words(String::new()), |it| it.name.clone().into());
    let signed = match above.cmp(&below) {
        std::cmp::Ordering::Greater => Msg::new(key::GRADE_PLUS).with("grade", grade.clone()),
        std::cmp::Ordering::Less => Msg::new(key::GRADE_MINUS).with("grade", grade.clone()),
        std::cmp::Ordering::Equal => grade.clone(),
    };
    let sentence = Msg::new(key::RESULTS_SENTENCE)
        .with("n", total)
        .with("share", share(total - below, total))
        .with("grade", grade);
    ProfileView {
        rank: standing.rank,
        name: Msg::words(&standing.name),
        counts: primary.scale.iter().map(|grade| (grade.letter.clone(), count(grade.value))).collect(),
        majority: signed,
        majority_at: at,
        sentence,
        elected: standing.elected,
        why: next.map(|next| Intent::Open(Place::Why(round, standing.id, next.id))),
    }
}

fn turnout(turnout: &TurnoutView, round: Round) -> Vec<Fact> {
    let number = |label: Key, n: u64| Fact { label: label.into(), value: Msg::new(key::NUMBER).with("n", n) };
    let voters =
        Msg::new(key::TURNOUT_OF).with("n", turnout.voters).with("share", share(turnout.voters, turnout.registered));
    let ballots = if round == Round::Final { key::TURNOUT_BALLOTS } else { key::TURNOUT_LOTS };
    vec![
        number(key::TOTAL_REGISTERED, turnout.registered),
        Fact { label: key::TURNOUT_VOTERS.into(), value: voters },
        number(ballots, turnout.ballots),
        number(key::TURNOUT_OWN, turnout.own),
        number(key::TURNOUT_ASSISTED, turnout.assisted),
    ]
}

/// How often each candidate was drawn and graded.
fn lots(result: &ResultView) -> Option<Block> {
    let name = |id| result.candidates.iter().find(|it| it.id == id).map(|it| Msg::words(&it.name));
    let row = |count: &crate::api::types::LotCountView| {
        let details = Msg::new(key::LOTS_COUNT)
            .with("cast", count.cast)
            .with("issued", count.issued)
            .with("expired", count.expired);
        Some(Item { title: name(count.candidate)?, details: vec![details], marked: false, intent: None })
    };
    let items: Vec<_> = result.turnout.lots.iter().filter_map(row).collect();
    (!items.is_empty()).then(|| {
        Block::List(ListView {
            label: key::LOTS_PER_CANDIDATE.into(),
            items,
            empty: key::NOTHING.into(),
            loading: false,
        })
    })
}
