//! All phases, and the public log of changes to the calendar.

use super::Flow;
use super::parts::Remote;
use crate::api::types::{CalendarChangeView, PhaseStatus, PhaseView};
use crate::api::{ApiError, Call, Reply};
use crate::core::{Ctx, ReqId};
use crate::flow::Outcome;
use crate::text::{Msg, key, phase_name};
use crate::view::{Action, Block, Intent, Place, Screen, ScreenId, TimelineRow};
use serde::{Deserialize, Serialize};

/// The calendar.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Calendar {
    changes: Remote<()>,
}

impl Flow for Calendar {
    fn place(&self) -> Option<Place> {
        Some(Place::Calendar)
    }

    fn follows_phases(&self, _ctx: &Ctx) -> bool {
        true
    }

    fn enter(&mut self, ctx: &mut Ctx) -> super::Outcome {
        self.changes.ask(ctx, Call::CalendarChanges);
        Outcome::Continue
    }

    fn reads(&self) -> Vec<Call> {
        vec![Call::CalendarChanges]
    }

    fn reply(&mut self, id: ReqId, result: &Result<Reply, ApiError>, _ctx: &mut Ctx) -> Outcome {
        self.changes.take(id, result, |reply| matches!(reply, Reply::CalendarChanges(_)).then_some(()));
        Outcome::Continue
    }

    fn screen(&self, ctx: &Ctx) -> Screen {
        let screen = Screen::new(ScreenId::Calendar, key::CALENDAR_TITLE);
        let Some(primary) = &ctx.known.primary else { return screen.with(super::parts::loading()) };
        let now =
            Msg::new(key::CALENDAR_ZONE).with("at", ctx.at(ctx.platform_now())).with("zone", primary.zone.as_str());
        // Each is told whole: a row of a list could cut its dates.
        let changes: Vec<Block> = match ctx.known.changes.as_ref().filter(|it| !it.is_empty()) {
            Some(changes) => changes.iter().map(|it| Block::Paragraph(change(it))).collect(),
            None if self.changes.waiting() => vec![super::parts::loading()],
            None => vec![Block::Paragraph(key::CALENDAR_NO_CHANGES.into())],
        };
        let screen = screen
            .say(now)
            .with(Block::Timeline(primary.phases.iter().map(row).collect()))
            .with_all(self.changes.notice().filter(|_| self.changes.error().is_some()))
            .with(Block::Heading(key::CALENDAR_CHANGES.into()))
            .with_all(changes);
        match ctx.time_moves() {
            true => screen.act(Action::new(Intent::DemoNextPhase, key::HOME_NEXT_PHASE)),
            false => screen,
        }
    }
}

pub(super) fn row(phase: &PhaseView) -> TimelineRow {
    let status = match phase.status {
        PhaseStatus::Upcoming => key::PHASE_UPCOMING,
        PhaseStatus::Open => key::PHASE_OPEN,
        PhaseStatus::Closed => key::PHASE_CLOSED,
        PhaseStatus::Skipped => key::PHASE_SKIPPED,
    };
    let days = match phase.to {
        Some(to) => Msg::new(key::DAYS_FROM_TO).with("from", phase.from).with("to", to),
        None => Msg::new(key::DAYS_FROM).with("from", phase.from),
    };
    let current = phase.status == PhaseStatus::Open;
    TimelineRow { label: phase_name(phase.kind).into(), days, status: status.into(), current }
}

fn change(change: &CalendarChangeView) -> Msg {
    Msg::new(key::CALENDAR_CHANGED)
        .with("phase", phase_name(change.phase))
        .with("at", change_day(change))
        .with("before", days(&change.before))
        .with("after", days(&change.after))
        .with("reason", Msg::words(&change.reason))
}

fn change_day(change: &CalendarChangeView) -> jiff::civil::Date {
    change.at.to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// `2016-10-26/2016-11-06` in words; as it is where it cannot be read.
fn days(text: &str) -> Msg {
    let mut dates = text.split('/').map(str::parse::<jiff::civil::Date>);
    match (dates.next(), dates.next()) {
        (Some(Ok(from)), Some(Ok(to))) => Msg::new(key::DAYS_FROM_TO).with("from", from).with("to", to),
        (Some(Ok(from)), _) => Msg::new(key::DAYS_FROM).with("from", from),
        _ => Msg::words(text),
    }
}
