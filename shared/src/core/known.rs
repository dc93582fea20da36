//! What the session has learnt from the platform and more than one screen shows.

use super::roll::Roll;
use crate::api::Reply;
use crate::api::types::*;
use crate::text::Msg;
use isoloir_config::text::key;
use jiff::{SignedDuration, Timestamp};

/// What is known, and how far the platform's clock is from this device's.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// The primary and its phases.
    pub primary: Option<PrimaryView>,
    /// Who I am; none: not signed in.
    pub account: Option<AccountView>,
    /// My supports and nominations.
    pub supports: Option<SupportsView>,
    /// My candidacy; the inner none: I have none.
    pub candidacy: Option<Option<CandidacyView>>,
    /// Public totals.
    pub counts: Option<CountsView>,
    /// The lot that was drawn last.
    pub lot: Option<LotView>,
    /// How many lots I have cast; none: not known, or too many for one answer.
    pub lots_cast: Option<usize>,
    /// The final, with my receipt.
    pub final_vote: Option<FinalView>,
    /// The last announcement.
    pub announcement: Option<(Localized, Localized)>,
    /// All candidates.
    pub roll: Roll,
    /// Published results, which change no more.
    pub results: Vec<ResultView>,
    offset: SignedDuration,
}

impl Known {
    /// Takes in an answer, whoever asked for it.
    pub fn learn(&mut self, reply: &Reply, now: Timestamp) {
        match reply {
            Reply::Primary(primary) => {
                self.offset = primary.now.duration_since(now);
                self.primary = Some(primary.clone());
            }
            Reply::SignedIn(account) | Reply::Account(account) => self.account = Some(account.clone()),
            Reply::Supports(supports) => {
                for row in supports.supports.iter().chain(&supports.nominations) {
                    self.roll.update(row);
                }
                self.supports = Some(supports.clone());
            }
            Reply::Candidate(candidate) => self.roll.update(&candidate.summary),
            Reply::Candidacy(mine) => self.candidacy = Some(Some((**mine).clone())),
            Reply::Counts(counts) => self.counts = Some(counts.clone()),
            Reply::Lot(lot) => self.lot = Some(lot.clone()),
            Reply::Final(view) => self.final_vote = Some(view.clone()),
            Reply::Receipt(receipt) => self.learn_receipt(receipt),
            Reply::Results(result) => {
                self.results.retain(|it| it.round != result.round);
                self.results.push((**result).clone());
            }
            _ => {}
        }
    }

    fn learn_receipt(&mut self, receipt: &ReceiptView) {
        match receipt.round {
            Round::Final => {
                if let Some(view) = &mut self.final_vote {
                    view.receipt = Some(receipt.clone());
                }
            }
            Round::Preselection => {
                if let Some(lot) = self.lot.as_mut().filter(|lot| Some(lot.id) == receipt.lot) {
                    lot.status = LotStatus::Cast;
                    lot.receipt = Some(receipt.clone());
                }
            }
        }
    }

    /// The published result of a round.
    pub fn result(&self, round: Round) -> Option<&ResultView> {
        self.results.iter().find(|it| it.round == round)
    }

    /// Forgets the person, keeps what is public.
    pub fn forget_person(&mut self) {
        self.account = None;
        self.supports = None;
        self.candidacy = None;
        self.lot = None;
        self.lots_cast = None;
        self.final_vote = None;
    }

    /// An instant of this device, by the platform's clock.
    pub fn platform_time(&self, device: Timestamp) -> Timestamp {
        device.checked_add(self.offset).unwrap_or(device)
    }

    /// The phase that is open: as the platform said, as long as the clock agrees.
    pub fn current(&self, now: Timestamp) -> Option<&PhaseView> {
        let primary = self.primary.as_ref()?;
        let phase = primary.phase(primary.current?)?;
        phase.closes_at.is_none_or(|end| self.platform_time(now) < end).then_some(phase)
    }

    /// Whether something of this phase can be done now; else the reason why not.
    pub fn gate(&self, kind: PhaseKind, now: Timestamp) -> Result<(), Msg> {
        let Some(primary) = &self.primary else { return Err(Msg::new(key::WHY_LOADING)) };
        if self.current(now).is_some_and(|phase| phase.kind == kind) {
            return Ok(());
        }
        let Some(phase) = primary.phase(kind) else { return Err(Msg::new(key::WHY_NO_PHASE)) };
        Err(match (phase.status, phase.to) {
            (PhaseStatus::Skipped, _) => Msg::new(key::WHY_SKIPPED),
            (PhaseStatus::Upcoming, _) => Msg::new(key::WHY_UPCOMING).with("date", phase.from),
            (_, Some(last)) => Msg::new(key::WHY_CLOSED).with("date", last),
            (_, None) => Msg::new(key::WHY_NO_PHASE),
        })
    }

    /// Whether I can take part; else the reason why not.
    pub fn citizen(&self) -> Result<(), Msg> {
        match &self.account {
            None => Err(Msg::new(key::WHY_SIGNED_OUT)),
            Some(account) if !account.registered => Err(Msg::new(key::WHY_NOT_REGISTERED)),
            Some(_) => Ok(()),
        }
    }

    /// The name of a grade.
    pub fn grade(&self, value: u8) -> Msg {
        let scale = self.primary.iter().flat_map(|primary| &primary.scale);
        scale
            .clone()
            .find(|grade| grade.value == value)
            .map_or(Msg::Words(value.to_string()), |it| it.name.clone().into())
    }
}
