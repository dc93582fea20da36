//! A small election, cast through the store as the routes cast it.

use crate::common::{
    IDENTIFICATION, candidates, cast_order, citizens, draw_order, go_to, key, open, primary, register,
};
use isoloir_ballot::board::Checkpoint;
use isoloir_ballot::verify::{Options, Report, Stage, verify};
use isoloir_config::primary::Primary;
use isoloir_platform::clock::ManualClock;
use isoloir_platform::store::{AccountId, TransitionOrder};
use isoloir_platform::{App, Platform};
use isoloir_shared::api::types::{PhaseKind, ReceiptView, Round};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

/// Six candidates, who draw lots of five.
pub const CANDIDATES: usize = 6;

/// It, with what a witness writes down.
pub struct Poll {
    pub platform: Platform,
    pub clock: Arc<ManualClock>,
    pub folder: tempfile::TempDir,
    pub voters: Vec<AccountId>,
    /// Every checkpoint that a voter was given.
    pub seen: Vec<Checkpoint>,
    /// Judgments that count, by candidate and column, as they were meant.
    pub meant: BTreeMap<u32, Vec<u64>>,
}

/// In the pre-selection, before anybody drew.
pub async fn poll(voters: usize) -> Poll {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::new(IDENTIFICATION.parse().unwrap()));
    let platform = open(folder.path(), rules(), clock.clone()).await;
    let app = platform.app();
    candidates(app, CANDIDATES).await;
    let voters = citizens(app, "voter", voters).await;
    // The first is on the list of the opening, the others are admitted later.
    go_to(app, &clock, PhaseKind::Preparation).await;
    register(app, Round::Preselection, voters[0]).await;
    go_to(app, &clock, PhaseKind::Preselection).await;
    Poll { platform, clock, folder, voters, seen: vec![], meant: BTreeMap::new() }
}

fn rules() -> Primary {
    let mut primary = primary();
    primary.ballots.challenge_days = 3;
    primary
}

impl Poll {
    pub fn app(&self) -> &App {
        self.platform.app()
    }

    /// A lot is drawn and cast, each candidate with that grade.
    pub async fn lot(&mut self, voter: usize, grade: u8) -> ReceiptView {
        let (app, who) = (self.platform.app(), self.voters[voter]);
        register(app, Round::Preselection, who).await;
        let id = app.store.draw_lot(key(app, who), draw_order(app, who)).await.unwrap();
        let lot = app.store.lot(id).await.unwrap().unwrap();
        let order = cast_order(app, who, Some(&lot), grade).await;
        let ids: Vec<u32> = lot.places.iter().map(|place| place.candidate.0).collect();
        let receipt = app.store.cast(key(app, who), order).await.unwrap();
        ids.iter().for_each(|id| self.judge(*id, grade, 1));
        self.note(receipt)
    }

    /// The final is graded; `before` is the grade of a ballot that this one replaces.
    pub async fn finale(&mut self, voter: usize, grade: u8, before: Option<u8>) -> ReceiptView {
        let (app, who) = (self.platform.app(), self.voters[voter]);
        register(app, Round::Final, who).await;
        let order = cast_order(app, who, None, grade).await;
        let ids = order.ballot.place().candidates.clone();
        let receipt = app.store.cast(key(app, who), order).await.unwrap();
        for id in ids {
            before.into_iter().for_each(|grade| self.judge(id, grade, -1));
            self.judge(id, grade, 1);
        }
        self.note(receipt)
    }

    fn judge(&mut self, candidate: u32, grade: u8, step: i64) {
        let columns = self.platform.app().primary.scale.len();
        let row = self.meant.entry(candidate).or_insert_with(|| vec![0; columns]);
        let cell = &mut row[usize::from(grade)];
        *cell = cell.checked_add_signed(step).unwrap();
    }

    fn note(&mut self, receipt: ReceiptView) -> ReceiptView {
        self.seen.push(receipt.board.as_ref().unwrap().checkpoint.clone());
        receipt
    }

    /// Moves to the close of the phase under way and carries only that out, as if the process were gone right after.
    pub async fn close(&self) -> Timestamp {
        let (app, now) = (self.app(), self.clock_now());
        let transition = app.calendar.get().next_transition(now).unwrap();
        self.clock.set(transition.at);
        let (primary, calendar, server) = (app.primary.clone(), app.calendar.get(), app.key.clone());
        app.store.expire_lots(app.clock.clone()).await.unwrap();
        app.store.apply(TransitionOrder { transition, now: transition.at, primary, calendar, server }).await.unwrap();
        transition.at
    }

    pub fn clock_now(&self) -> Timestamp {
        self.app().clock.now()
    }

    /// The process is gone, and another one opens the folder.
    pub async fn restart(&mut self) {
        self.app().store.close().await;
        self.platform = open(self.folder.path(), rules(), self.clock.clone()).await;
    }

    /// The archive as anyone downloads it.
    pub async fn archive(&self, round: Round) -> Vec<u8> {
        let (mut source, mut all) = (self.app().store.archive(round).await.unwrap(), vec![]);
        while let Some(piece) = source.next().await.unwrap() {
            all.extend(piece);
        }
        all
    }

    /// Verifies it, against every checkpoint that was noted.
    pub async fn verified(&self, round: Round, stage: Stage) -> Report {
        let archive = self.archive(round).await;
        let options = Options { stage, pinned: self.seen.clone(), ..Options::default() };
        let report = verify(|| Ok(Cursor::new(archive.as_slice())), &options, &mut ()).unwrap();
        assert_eq!((report.stage, report.pinned), (stage, self.seen.len() as u64));
        report
    }

    /// What is in the files of the database.
    pub fn files(&self) -> Vec<u8> {
        ["isoloir.db", "isoloir.db-wal"]
            .iter()
            .flat_map(|name| std::fs::read(self.folder.path().join(name)).unwrap_or_default())
            .collect()
    }

    /// A number from the database's file.
    pub async fn number(&self, query: &'static str) -> i64 {
        let file = format!("sqlite:{}/isoloir.db", self.folder.path().display());
        let file = sqlx::SqlitePool::connect(&file).await.unwrap();
        let number = sqlx::query_scalar(query).fetch_one(&file).await.unwrap();
        file.close().await;
        number
    }

    /// The published counts are those that were meant.
    pub async fn check_result(&self, round: Round) {
        let result = self.app().store.result(round).await.unwrap().unwrap();
        for row in &result.candidates {
            let meant = self.meant.get(&row.id.0).cloned().unwrap_or_else(|| vec![0; row.counts.len()]);
            assert_eq!(row.counts, meant, "{}", row.name);
        }
    }
}

/// Whether some bytes are among others.
pub fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
