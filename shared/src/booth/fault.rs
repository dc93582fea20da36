//! What does not hold, where the platform said that it does: never passed over.

use crate::text::{Msg, key};
use isoloir_ballot::board::{Checkpoint, ReceiptFault, ViewFault};
use serde::{Deserialize, Serialize};

/// Something that an honest platform does not do. Holds no secret and no grade.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoothFault {
    /// What is voted on is described in a way that does not hold: its keys, its proofs, its dates.
    #[error("the election's manifest does not hold")]
    Manifest,
    /// The manifest is of another primary or round, or its grades or candidates' names are not those that were shown.
    #[error("the election's manifest is not of what is shown")]
    Shown,
    /// Another manifest than the one that this voter saw first.
    #[error("another manifest than the one seen first")]
    OtherElection,
    /// The lot's candidates are none of the manifest's, or not as many as its rules say.
    #[error("a lot that the manifest does not allow")]
    Lot,
    /// The number that the ballot is to have leaves none for later ones.
    #[error("a sequence that would shut out later ballots")]
    Sequence,
    /// The receipt is for another ballot than the one that was cast, or there is none.
    #[error("no receipt for the ballot that was cast")]
    Receipt,
    /// The ballot is not where its receipt says, or no longer where an earlier receipt said.
    #[error("the ballot is not on the board where the receipt says")]
    Place,
    /// What the board says is not signed with its key, or is about another election.
    #[error("not signed with the board's key")]
    Signature,
    /// The board did not grow from what was seen: two statements, both signed, that cannot both be true.
    #[error("the board contradicts what it said before")]
    Split {
        /// What was seen before.
        known: Box<Checkpoint>,
        /// What is shown now.
        shown: Box<Checkpoint>,
    },
}

impl BoothFault {
    /// What is wrong, for the voter.
    pub fn text(&self) -> Msg {
        match self {
            Self::Manifest => key::ALARM_MANIFEST,
            Self::Shown => key::ALARM_SHOWN,
            Self::OtherElection => key::ALARM_OTHER,
            Self::Lot => key::ALARM_LOT,
            Self::Sequence => key::ALARM_SEQUENCE,
            Self::Receipt => key::ALARM_RECEIPT,
            Self::Place => key::ALARM_PLACE,
            Self::Signature => key::ALARM_SIGNATURE,
            Self::Split { .. } => key::ALARM_SPLIT,
        }
        .into()
    }

    /// Of a receipt that does not hold.
    pub(super) fn of_receipt(fault: ReceiptFault) -> Self {
        match fault {
            ReceiptFault::Ballot => Self::Receipt,
            ReceiptFault::Log(_) => Self::Place,
            ReceiptFault::View(fault) => Self::of_view(&fault),
        }
    }

    fn of_view(fault: &ViewFault) -> Self {
        match fault {
            ViewFault::Election => Self::OtherElection,
            _ => Self::Signature,
        }
    }

    /// Of a checkpoint that does not go with one that was seen before.
    pub(super) fn of_growth(fault: ViewFault, known: &Checkpoint, shown: &Checkpoint) -> Self {
        match fault {
            ViewFault::Split | ViewFault::Growth(_) => {
                Self::Split { known: Box::new(known.clone()), shown: Box::new(shown.clone()) }
            }
            other => Self::of_view(&other),
        }
    }
}
