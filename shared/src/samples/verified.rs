//! A result that is verified before one's eyes: every state of it.

use super::Stage;
use crate::api::ApiError;
use crate::api::types::{AuditHead, Lang, PhaseKind, Round};
use crate::core::{Channel, Event, Verification};
use crate::text::{Msg, key};
use crate::verify::draws::Verified;
use crate::verify::{
    Ballots, Facts, Found, LotFacts, Mine, MineStatus, Outcome, Progress, Seen, Told, TrusteeFacts, Verdict,
};
use crate::view::Place;

/// Adds them.
pub(super) fn add(lang: Lang, add: &mut impl FnMut(&'static str, &Stage)) {
    let stage = |channel| {
        let mut stage = Stage::during(PhaseKind::Result);
        stage.channel = channel;
        stage.start(lang, true, true)
    };
    let round = Round::Final;
    let tell = |news| Event::Verification(round, news);
    let mut here = stage(Channel::Terminal);
    add("verify-loading", here.open(Place::Results(round)).open(Place::Verification(round)));
    let progress = Progress { done: 41, total: 130 };
    add("verify-checking", here.tell(tell(Verification::Checking(progress))));
    add("verify-holds", here.tell(tell(Verification::Done(Box::new(told(true))))));
    let mut wrong = stage(Channel::Terminal);
    wrong.open(Place::Verification(round));
    add("verify-fault", wrong.tell(tell(Verification::Done(Box::new(told(false))))));
    let mut offline = stage(Channel::Terminal);
    offline.open(Place::Verification(round));
    add("verify-offline", offline.tell(tell(Verification::Failed(ApiError::Unreachable))));
    add("chat-verify", stage(Channel::Telegram).open(Place::Verification(round)));
}

/// A verdict in words: it holds, or a ballot does not.
pub fn told(holds: bool) -> Told {
    let facts = Facts {
        election: "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".into(),
        primary: "laprimaire-2016".into(),
        round: "final".into(),
        stage: "counted",
        checkpoint: "isoloir/1 3q2-7w 32728 1483225200 Y2hlY2s c2lnbmF0dXJl".into(),
        time: 1_483_225_200,
        leaves: 32_728,
        checkpoints: 128,
        credentials: 90_000,
        admitted: 1_204,
        ballots: 32_700,
        missing: 0,
        spoiled: 3,
        counted: Some(Ballots { ballots: 32_685, voters: 32_685, own: 30_000, assisted: 2_685 }),
        lots: Some(LotFacts {
            replayed: Some(Verified { issued: 10_677, expired: 31, shown: [3_334, 3_336] }),
            source: Some("system".into()),
        }),
        trustees: TrusteeFacts {
            names: ["Ada", "Bela", "Carla"].map(String::from).to_vec(),
            threshold: 2,
            decrypted: vec![1, 3],
            local: Some(false),
        },
        seen: Seen { elsewhere: 0, device: 2, older: false },
        others: 0,
        live: Some(true),
        left: Vec::new(),
        audit: Some(AuditHead { seq: 41, hash: String::new() }),
        mine: vec![Mine {
            tracker: "7KQM-2XVT-9H4C-PDW3-8R02-6TYB".into(),
            leaf: Some(12),
            status: MineStatus::Counts,
            receipt: true,
        }],
    };
    if holds {
        let told = Verdict { fault: None, facts: Some(Box::new(facts)), recount: None }.told();
        let result = vec![Msg::new(key::RESULTS_WINNER).with("name", "Charlotte Marchandise")];
        return Told { outcome: Outcome::Holds, headline: key::VERIFY_HOLDS.into(), result, ..told };
    }
    let fault = Found {
        code: "ballot_proof",
        text: key::VERIFY_FAULT_PROOF.into(),
        reason: "the proof does not hold".into(),
        line: Some(1_734),
        leaf: Some(1_642),
        tracker: Some("7KQM-2XVT-9H4C-PDW3-8R02-6TYB".into()),
    };
    Verdict { fault: Some(fault), facts: None, recount: None }.told()
}
