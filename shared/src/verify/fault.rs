//! What is wrong, in words, with its place.

use super::draws::replay_msg;
use crate::domain::audit::{Broken, Defect};
use crate::domain::lots::ReplayError;
use crate::text::{Key, Msg, key};
use isoloir_ballot::archive::LineFault;
use isoloir_ballot::ballot::BallotFault;
use isoloir_ballot::board::{Checkpoint, ViewFault};
use isoloir_ballot::tally::TallyFault;
use isoloir_ballot::verify::{Fault, Wrong};

/// The first thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// A stable word for programs.
    pub code: &'static str,
    /// In words.
    pub text: Msg,
    /// More exactly, in English: for a report to whoever can find the cause.
    pub reason: String,
    /// The archive's line, from 1.
    pub line: Option<u64>,
    /// The board's leaf, from 0.
    pub leaf: Option<u64>,
    /// Which ballot.
    pub tracker: Option<String>,
}

impl Found {
    pub(super) fn plain(text: Key, code: &'static str) -> Self {
        let (text, reason) = (Msg::new(text), code.replace('_', " "));
        Self { code, text, reason, line: None, leaf: None, tracker: None }
    }

    /// What the archive's own verification found. `elsewhere`: a checkpoint that was given does not fit.
    pub(super) fn of(wrong: &Wrong, elsewhere: bool) -> Self {
        let (code, text) = words(&wrong.fault, elsewhere);
        Self {
            code,
            text,
            reason: wrong.to_string(),
            line: wrong.line,
            leaf: wrong.leaf,
            tracker: wrong.tracker().map(|it| it.to_string()),
        }
    }

    pub(super) fn of_lot(lot: Option<u64>, error: &ReplayError) -> Self {
        let why = replay_msg(error);
        let text = match lot {
            Some(lot) => Msg::new(key::VERIFY_FAULT_DRAW).with("lot", lot).with("why", why),
            None => why,
        };
        let at = lot.map(|lot| format!("lot {lot}: ")).unwrap_or_default();
        Self { text, reason: format!("{at}{error}"), ..Self::plain(key::VERIFY_FAULT_DRAW, "draw") }
    }

    pub(super) fn of_audit(broken: &Broken) -> Self {
        let why = match broken.defect {
            Defect::Place => key::AUDIT_DEFECT_PLACE,
            Defect::Previous => key::AUDIT_DEFECT_PREVIOUS,
            Defect::Hash => key::AUDIT_DEFECT_HASH,
            Defect::Known => key::AUDIT_DEFECT_KNOWN,
            Defect::Missing => key::AUDIT_DEFECT_MISSING,
        };
        let text = Msg::new(key::AUDIT_BROKEN).with("seq", broken.seq).with("why", Msg::new(why));
        Self { text, reason: format!("the audit log: {broken}"), ..Self::plain(key::AUDIT_BROKEN, "audit") }
    }

    pub(super) fn of_live(text: Key, what: Msg) -> Self {
        let text = Msg::new(text).with("what", what);
        Self { text, ..Self::plain(key::VERIFY_FAULT_SHOWN, "shown_result") }
    }

    pub(super) fn of_ballot(text: Key, code: &'static str, tracker: &str) -> Self {
        Self { tracker: Some(tracker.to_owned()), ..Self::plain(text, code) }
    }

    pub(super) fn other_election(checkpoint: &Checkpoint) -> Self {
        let found = Self::plain(key::VERIFY_FAULT_OTHER_CHECKPOINT, "other_checkpoint");
        Self { reason: format!("a checkpoint of another election: {checkpoint}"), ..found }
    }

    /// The fault and its place, in sentences.
    pub fn lines(&self) -> Vec<Msg> {
        let mut lines = vec![self.text.clone()];
        if let Some(line) = self.line {
            let at = match self.leaf {
                Some(leaf) => Msg::new(key::VERIFY_FAULT_AT_LEAF).with("leaf", leaf),
                None => Msg::new(key::VERIFY_FAULT_AT),
            };
            lines.push(at.with("line", line));
        }
        lines.extend(self.tracker.as_deref().map(|it| Msg::new(key::VERIFY_FAULT_BALLOT).with("tracker", it)));
        lines
    }
}

fn words(fault: &Fault, elsewhere: bool) -> (&'static str, Msg) {
    let (code, key) = match fault {
        Fault::Line(LineFault::Cut) => ("cut", key::VERIFY_FAULT_CUT),
        Fault::Line(_) => ("line", key::VERIFY_FAULT_LINE),
        Fault::Manifest(_) => ("manifest", key::VERIFY_FAULT_MANIFEST),
        Fault::Trustees(_) => ("trustees", key::VERIFY_FAULT_TRUSTEES),
        Fault::Ballot(fault) => ballot(fault),
        Fault::Tally(fault) => return tally(fault),
        Fault::View(ViewFault::Election) => ("other_checkpoint", key::VERIFY_FAULT_OTHER_CHECKPOINT),
        Fault::View(ViewFault::Signature(_)) => ("signature", key::VERIFY_FAULT_SIGNATURE),
        Fault::View(ViewFault::Split | ViewFault::Growth(_)) => ("split", key::VERIFY_FAULT_SPLIT),
        Fault::Order => ("order", key::VERIFY_FAULT_ORDER),
        Fault::Index(_) => ("index", key::VERIFY_FAULT_INDEX),
        Fault::Body => ("body", key::VERIFY_FAULT_BODY),
        Fault::Spelling => ("spelling", key::VERIFY_FAULT_LINE),
        Fault::Root => ("root", key::VERIFY_FAULT_ROOT),
        Fault::Time => ("time", key::VERIFY_FAULT_TIME),
        Fault::End => ("end", key::VERIFY_FAULT_CUT),
        Fault::Unfinished => ("unfinished", key::VERIFY_FAULT_CUT),
        Fault::Pinned(size) => {
            let key = if elsewhere { key::VERIFY_FAULT_SPLIT } else { key::VERIFY_FAULT_SPLIT_DEVICE };
            return ("split", Msg::new(key).with("n", *size));
        }
        Fault::Credentials => ("credentials", key::VERIFY_FAULT_CREDENTIALS),
        Fault::Admitted => ("admitted", key::VERIFY_FAULT_ADMITTED),
        Fault::Unknown => ("unknown", key::VERIFY_FAULT_UNKNOWN),
        Fault::LotSecret => ("lot_secret", key::VERIFY_ERROR_SECRET),
        Fault::Lot => ("lot", key::VERIFY_FAULT_LOT),
        Fault::LotLog => ("lot_log", key::VERIFY_FAULT_LOT_LOG),
        Fault::LotOwner => ("lot_owner", key::VERIFY_FAULT_LOT_OWNER),
        Fault::LotCount => ("lot_count", key::VERIFY_FAULT_LOT_COUNT),
        Fault::Sequence => ("sequence", key::VERIFY_FAULT_SEQUENCE),
        Fault::Change => ("change", key::VERIFY_FAULT_CHANGE),
        Fault::Copy => ("copy", key::VERIFY_FAULT_COPY),
        Fault::Spoiled => ("spoiled", key::VERIFY_FAULT_SPOILED),
        Fault::Close => ("close", key::VERIFY_FAULT_CLOSE),
        Fault::Result => ("result", key::VERIFY_FAULT_RESULT),
        Fault::Changed => ("changed", key::VERIFY_FAULT_CHANGED),
    };
    (code, Msg::new(key))
}

fn ballot(fault: &BallotFault) -> (&'static str, Key) {
    match fault {
        BallotFault::Proof => ("ballot_proof", key::VERIFY_FAULT_PROOF),
        BallotFault::Signature(_) => ("ballot_signature", key::VERIFY_FAULT_BALLOT_SIGNATURE),
        BallotFault::Election => ("ballot_election", key::VERIFY_FAULT_BALLOT_ELECTION),
        BallotFault::Candidates | BallotFault::Shape => ("ballot_shape", key::VERIFY_FAULT_BALLOT_SHAPE),
        BallotFault::Version
        | BallotFault::Channel
        | BallotFault::Length
        | BallotFault::Ciphertext { .. }
        | BallotFault::Encoding(_) => ("ballot_bytes", key::VERIFY_FAULT_BALLOT_BYTES),
    }
}

fn tally(fault: &TallyFault) -> (&'static str, Msg) {
    let of = |code, key, trustee: u16| (code, Msg::new(key).with("n", u64::from(trustee)));
    match fault {
        TallyFault::Trustee(trustee) | TallyFault::Number(trustee) | TallyFault::Twice(trustee) => {
            of("decryption", key::VERIFY_FAULT_DECRYPTION, *trustee)
        }
        TallyFault::Point { trustee, .. } | TallyFault::Proof { trustee, .. } => {
            of("decryption_proof", key::VERIFY_FAULT_DECRYPTION, *trustee)
        }
        TallyFault::Few { .. } => ("decryption_few", Msg::new(key::VERIFY_FAULT_FEW)),
        TallyFault::Count { .. } => ("decryption_count", Msg::new(key::VERIFY_FAULT_COUNT)),
    }
}
