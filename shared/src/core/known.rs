//! What the session has learnt from the platform and more than one screen shows.

use super::Public;
use crate::api::ids::CandidateId;
use crate::api::types::*;
use crate::api::{OrganiseReply, Reply};
use crate::text::Msg;
use isoloir_config::text::key;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::ops::Deref;
use std::sync::Arc;

/// What is known: what everyone may know, and what is mine.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Known {
    /// What everyone may know: shared between sessions, so it is not written down with one of them.
    #[serde(skip)]
    pub public: Arc<Public>,
    /// Who I am; none: not signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountView>,
    /// What I am here, if I have a role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffView>,
    /// My supports and nominations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supports: Option<SupportsView>,
    /// My candidacy; the inner none: I have none.
    #[serde(with = "super::kept::maybe", skip_serializing_if = "Option::is_none")]
    pub candidacy: Option<Option<CandidacyView>>,
    /// The lot that was drawn last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot: Option<LotView>,
    /// How many lots I have cast; none: not known, or too many for one answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lots_cast: Option<usize>,
    /// Announcements that I have not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unread: Option<u64>,
    /// The final, with my receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_vote: Option<FinalView>,
}

/// What everyone may know is read like the rest.
impl Deref for Known {
    type Target = Public;
    fn deref(&self) -> &Public {
        &self.public
    }
}

impl Known {
    /// Takes in an answer, whoever asked for it.
    pub fn learn(&mut self, reply: &Reply, now: Timestamp) {
        self.public.learn(reply, now);
        match reply {
            Reply::SignedIn(account) | Reply::Account(account) => self.account = Some(account.clone()),
            Reply::Organise(OrganiseReply::Staff(staff)) => self.staff = Some(staff.clone()),
            Reply::Supports(supports) => self.supports = Some(supports.clone()),
            Reply::Candidacy(mine) => self.candidacy = Some(Some((**mine).clone())),
            Reply::Inbox(inbox) => self.unread = Some(inbox.unread),
            Reply::Lot(lot) => self.lot = Some(lot.clone()),
            Reply::Final(view) => self.final_vote = Some(view.clone()),
            Reply::Receipt(receipt) => self.learn_receipt(receipt),
            _ => {}
        }
    }

    /// A candidate's photo.
    pub fn learn_photo(&mut self, id: CandidateId, bytes: &Arc<[u8]>, now: Timestamp) {
        self.public.learn_photo(id, bytes, now);
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

    /// Forgets the person, keeps what is public.
    pub fn forget_person(&mut self) {
        self.account = None;
        self.staff = None;
        self.supports = None;
        self.candidacy = None;
        self.lot = None;
        self.lots_cast = None;
        self.final_vote = None;
        self.unread = None;
    }

    /// An instant of this device, by the platform's clock.
    pub fn platform_time(&self, device: Timestamp) -> Timestamp {
        device.checked_add(self.offset()).unwrap_or(device)
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
