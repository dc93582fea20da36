//! A whole primary in small, through the client core alone: from the first support to the winner. Ten citizens; two
//! supports each; three supports qualify; lots of three; two in the final.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_shared::api::ids::{CandidateId, Tracker};
use isoloir_shared::api::types::{CandidateState, Lang, PhaseKind, Round};
use isoloir_shared::view::{Block, Intent, Place, ScreenId};
use isoloir_tests::citizen::Citizen;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::Raw;

struct Primary {
    platform: TestPlatform,
    citizens: Vec<Citizen>,
}

impl Primary {
    async fn start() -> Self {
        let platform = TestPlatform::start("whole").await;
        let now = platform.primary().await.now;
        let mut citizens = Vec::new();
        for number in 0..10 {
            let mut citizen = Citizen::start(&platform.url(), &format!("citizen {number}"), now).await;
            citizen.join(&format!("c{number}@citoyen.example")).await;
            citizens.push(citizen);
        }
        Self { platform, citizens }
    }

    /// To the first morning of a phase, on the platform and on every device.
    async fn enter(&mut self, phase: PhaseKind) {
        self.platform.enter(phase).await;
        let now = self.platform.primary().await.now;
        for citizen in &mut self.citizens {
            citizen.clock(now).await;
        }
    }

    /// Everybody whom anybody can see on the list.
    async fn list(&self) -> Vec<(CandidateId, String, CandidateState, u64)> {
        let list = Raw::new(self.platform.url()).get("/v1/candidates?limit=200").await.ok();
        let row = |row: &serde_json::Value| {
            let state = serde_json::from_value(row["state"].clone()).unwrap();
            let id = CandidateId(u32::try_from(row["id"].as_u64().unwrap()).unwrap());
            (id, row["name"].as_str().unwrap().to_owned(), state, row["supports"].as_u64().unwrap())
        };
        list["items"].as_array().unwrap().iter().map(row).collect()
    }

    async fn find(&self, name: &str) -> (CandidateId, CandidateState, u64) {
        let found = self.list().await.into_iter().find(|row| row.1 == name);
        let (id, _, state, supports) = found.unwrap_or_else(|| panic!("{name} is not on the list"));
        (id, state, supports)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_the_first_support_to_the_winner() {
    let mut primary = Primary::start().await;
    let ids = identification(&mut primary).await;
    preparation(&mut primary, &ids).await;
    let mut trackers = preselection(&mut primary, &ids).await;
    finalists(&mut primary, &ids).await;
    trackers.extend(last_round(&mut primary, &ids).await);
    result(&mut primary, &ids, trackers).await;
}

/// Six declare, one citizen is put forward, supports are given and moved.
async fn identification(primary: &mut Primary) -> Vec<CandidateId> {
    for number in 0..6 {
        primary.citizens[number].declare(&format!("Candidate {number}")).await;
    }
    primary.citizens[9].nominate("Zoé Nommée").await;
    assert_eq!(primary.find("Zoé Nommée").await.1, CandidateState::Nominated);
    let mut ids = Vec::new();
    for number in 0..6 {
        let (id, state, supports) = primary.find(&format!("Candidate {number}")).await;
        assert_eq!((state, supports), (CandidateState::Declared, 0));
        ids.push(id);
    }
    // Everybody supports two; the sixth candidate gets two supports in all, too few.
    for number in 0..10 {
        for turn in 0..2 {
            primary.citizens[number].support(ids[(number * 2 + turn) % 5], None).await;
        }
    }
    // At the limit the citizen is shown their two and puts the new one in the place of one.
    let citizen = &mut primary.citizens[0];
    citizen.support(ids[5], Some(ids[0])).await;
    primary.citizens[5].support(ids[5], Some(ids[1])).await;
    let supports: Vec<u64> = {
        let list = primary.list().await;
        ids.iter().map(|id| list.iter().find(|row| row.0 == *id).unwrap().3).collect()
    };
    assert_eq!(supports, [3, 3, 4, 4, 4, 2]);
    // Their own screen says the same.
    primary.citizens[0].choose(Intent::Open(Place::Supports)).await;
    let shown = primary.citizens[0].shown();
    assert!(
        shown.contains("Candidate 5") && shown.contains("Candidate 1") && !shown.contains("Candidate 0"),
        "{shown}"
    );
    ids
}

/// Five qualify and are asked; four confirm, one says nothing.
async fn preparation(primary: &mut Primary, ids: &[CandidateId]) {
    primary.enter(PhaseKind::Preparation).await;
    let states = |list: Vec<(CandidateId, String, CandidateState, u64)>| -> Vec<CandidateState> {
        ids.iter().map(|id| list.iter().find(|row| row.0 == *id).unwrap().2).collect()
    };
    let now = states(primary.list().await);
    assert_eq!(now[..5], [CandidateState::Qualified; 5], "{now:?}");
    assert_ne!(now[5], CandidateState::Qualified);
    for number in 0..4 {
        assert!(primary.citizens[number].answer(true).await, "{}", primary.citizens[number].shown());
    }
    assert!(!primary.citizens[5].answer(true).await, "who did not qualify is not asked");
    primary.enter(PhaseKind::Preselection).await;
    let now = states(primary.list().await);
    assert_eq!(now[..4], [CandidateState::Confirmed; 4], "{now:?}");
    assert_eq!(now[4], CandidateState::Lapsed, "silence is a refusal");
}

/// Everybody grades a lot; one closes the terminal in the middle, one changes a ballot that was cast.
async fn preselection(primary: &mut Primary, ids: &[CandidateId]) -> Vec<Tracker> {
    // The first candidate is loved, the second liked, the others not.
    let grade = |id: CandidateId| {
        if id == ids[0] {
            5
        } else if id == ids[1] {
            4
        } else {
            2
        }
    };
    let mut trackers = Vec::new();
    for (number, citizen) in primary.citizens.iter_mut().enumerate() {
        if number == 3 {
            citizen.grade(Place::Lot, grade).await;
            citizen.restart().await;
            citizen.choose(Intent::Open(Place::Lot)).await;
            let ballot = citizen.ballot().unwrap_or_else(|| panic!("{}", citizen.shown()));
            assert_eq!(ballot.graded, ballot.rows.len(), "what was graded survives the terminal being closed");
            citizen.cast().await;
            trackers.push(citizen.tracker());
            continue;
        }
        let tracker = citizen.vote(Place::Lot, grade).await;
        if number == 4 {
            citizen.choose(Intent::ChangeBallot).await;
            citizen.cast_again(grade).await;
            let changed = citizen.tracker();
            trackers.push(changed);
            continue;
        }
        trackers.push(tracker);
    }
    let counts = Raw::new(primary.platform.url()).get("/v1/counts").await.ok();
    assert_eq!((counts["lots_issued"].as_u64(), counts["lots_cast"].as_u64()), (Some(10), Some(10)), "{counts}");
    trackers
}

/// The two that stand first are asked once more; both confirm.
async fn finalists(primary: &mut Primary, ids: &[CandidateId]) {
    primary.enter(PhaseKind::Finalists).await;
    let citizen = &mut primary.citizens[7];
    citizen.choose(Intent::Open(Place::Results(Round::Preselection))).await;
    let order: Vec<String> = profiles(citizen);
    assert_eq!(order[..2], ["Candidate 0", "Candidate 1"], "{order:?}");
    assert!(primary.citizens[0].answer(true).await, "{}", primary.citizens[0].shown());
    assert!(primary.citizens[1].answer(true).await);
    assert!(!primary.citizens[2].answer(true).await, "who is no finalist is not asked");
    let list = primary.list().await;
    let finalists = list.iter().filter(|row| row.2 == CandidateState::Finalist).map(|row| row.0).collect::<Vec<_>>();
    assert_eq!(finalists.len(), 2, "{list:?}");
    assert!(finalists.contains(&ids[0]) && finalists.contains(&ids[1]));
}

fn profiles(citizen: &Citizen) -> Vec<String> {
    citizen.expect(ScreenId::Results);
    let profiles = citizen.screen().body.into_iter().filter_map(|block| match block {
        Block::Profiles(rows) => Some(rows),
        _ => None,
    });
    profiles.flatten().map(|row| row.name.resolve(Lang::Fr)).collect()
}

async fn last_round(primary: &mut Primary, ids: &[CandidateId]) -> Vec<Tracker> {
    primary.enter(PhaseKind::FinalVote).await;
    let mut trackers = Vec::new();
    for citizen in &mut primary.citizens {
        trackers.push(citizen.vote(Place::Final, |id| if id == ids[1] { 5 } else { 3 }).await);
    }
    trackers
}

async fn result(primary: &mut Primary, ids: &[CandidateId], trackers: Vec<Tracker>) {
    primary.enter(PhaseKind::Result).await;
    assert_eq!(primary.find("Candidate 1").await.1, CandidateState::Winner);
    assert_eq!(primary.find("Candidate 0").await.1, CandidateState::Finalist);
    let citizen = &mut primary.citizens[2];
    citizen.choose(Intent::Open(Place::Results(Round::Final))).await;
    assert_eq!(profiles(citizen), ["Candidate 1", "Candidate 0"]);
    citizen.choose(Intent::Open(Place::Why(Round::Final, ids[1], ids[0]))).await;
    citizen.expect(ScreenId::Why);
    assert_eq!(trackers.len(), 20);
    let anyone = Raw::new(primary.platform.url());
    for tracker in trackers {
        let shown = anyone.get(&format!("/v1/receipts/{tracker}")).await.ok();
        assert_eq!(shown["status"], "counted", "{shown}");
    }
}
