//! A hundred thousand subscribers, two instances, the clock of the whole compressed: how long it takes beside the
//! permitted rate, what voters wait for meanwhile, and what twenty kills do.
//!
//! ```sh
//! cargo bench --workspace --bench broadcast                     # 100,000 people: 56 minutes in 11, twice
//! cargo bench --workspace --bench broadcast -- 100000 5 quiet   # the first half alone
//! cargo bench --workspace --bench broadcast -- 100000 5 kills   # the second
//! cargo bench --workspace --bench broadcast -- 6000 5           # so many people, so much faster: to try it
//! ```
//!
//! The instances are processes of their own (this program, called by itself: nothing else has to be built), and a kill is
//! `SIGKILL`. Faster than five times, this machine's own unevenness (a millisecond or two) is more than the slack of the
//! pace and slows it down, which no clock of life does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a load script")]
#![allow(missing_docs, reason = "a program")]
#![allow(clippy::cast_precision_loss, reason = "figures for people")]

use isoloir_bots::outbox::{Progress, Shelf as _, Tempo};
use isoloir_tests::broadcast::{Fast, Stage, announcement, ask, copies, subscribers, vote};
use isoloir_tests::telegram::Person;
use isoloir_tests::telegram::bot::Setup;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Kills, wherever the instances are after as many messages.
const KILLS: usize = 20;
/// People who change their ballot, and people who ask for help, all the while.
const BUSY: usize = 5;
/// Called with it, this program is an instance.
const INSTANCE: &str = "instance";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    if arguments.first().is_some_and(|it| it == INSTANCE) {
        return runtime.block_on(serve(&arguments[1..]));
    }
    isoloir_tests::matrix::tls();
    let mut given = arguments.iter().filter_map(|it| it.parse::<f64>().ok());
    let (many, speed) = (given.next().unwrap_or(100_000.0), given.next().unwrap_or(5.0));
    let only = |half: &str| arguments.iter().any(|it| it == half);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    let many = many as usize;
    let kept = runtime.block_on(async {
        let mut kept = true;
        if !only("kills") {
            println!("undisturbed, {speed} times as fast as life");
            kept &= broadcast(many, speed, 0).await;
        }
        if !only("quiet") {
            println!("\n{KILLS} kills, {speed} times as fast as life");
            kept &= broadcast(many, speed, KILLS).await;
        }
        kept
    });
    if !kept {
        println!("\na bound was not kept");
        std::process::exit(1);
    }
}

/// An instance, until it is killed.
async fn serve(arguments: &[String]) {
    isoloir_tests::matrix::tls();
    let [telegram, platform, folder, address, begun, speed] = arguments else { panic!("{arguments:?}") };
    let mut setup = Setup::at(telegram.clone(), platform, Path::new(folder));
    setup.webhook = Some(address.parse().unwrap());
    setup.clock = Arc::new(Fast::begun_at(begun.parse().unwrap(), speed.parse().unwrap()));
    let _bot = setup.start().await;
    std::future::pending().await
}

/// Ends with its value.
struct Instance(Child);

impl Instance {
    fn start(stage: &Stage, which: usize) -> Self {
        let (begun, speed) = stage.clock.origin();
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([INSTANCE, &stage.telegram.url(), &stage.platform.url()]).arg(stage.folder.path());
        command.args([stage.addresses[which].to_string(), begun.to_string(), speed.to_string()]);
        Self(command.spawn().unwrap())
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// True if every bound was kept.
async fn broadcast(many: usize, speed: f64, kills: usize) -> bool {
    let mut stage = Stage::new(speed).await;
    // A look counts all rows: once a second, it is no load.
    stage.look = Duration::from_secs(1);
    stage.telegram.measure();
    let people = subscribers(&stage.telegram, &stage.store, many).await;
    let mut bots = [0, 1].map(|which| Some(Instance::start(&stage, which)));
    // Spans are of our clock.
    let ballots = Arc::new(AtomicUsize::new(0));
    let mut busy = JoinSet::new();
    if kills == 0 {
        let (voters, askers) = stage.people(BUSY).await;
        for voter in voters {
            busy.spawn(vote(voter, stage.clock, ballots.clone()));
        }
        for asker in askers {
            busy.spawn(ask(asker, stage.clock));
        }
    }
    stage.telegram.latencies();
    let before = stage.telegram.sent().len();
    stage.store.post(&announcement(1)).await.unwrap();
    let begun = Instant::now();
    let mut chance = 0x9e37_79b9_u64;
    for kill in 0..kills {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // One in each twentieth, wherever in it.
        let part = (many / (kills + 1)).max(1) as u64;
        let point = part * kill as u64 + (chance >> 33) % part;
        stage.until(1, |it| it.delivered >= point).await;
        drop(bots[kill % 2].take());
        bots[kill % 2] = Some(Instance::start(&stage, kill % 2));
    }
    stage.until(1, |it| it.filled && it.waiting * 50 < many as u64).await;
    stage.look = Duration::from_millis(100);
    let done = stage.until(1, |it| it.filled && it.waiting == 0).await;
    let took = begun.elapsed().as_secs_f64() * speed;
    let seconds = stage.telegram.sent().split_off(before);
    let stopped = std::iter::from_fn(|| busy.try_join_next()).count();
    busy.abort_all();
    let told = Told { many, seconds, speed, kills, took, stopped, ballots: ballots.load(Ordering::Relaxed) };
    told.tell(&stage, &people, &done)
}

/// What one of them came to.
struct Told {
    many: usize,
    /// Messages in each second, with the answers that were new ones.
    seconds: Vec<usize>,
    speed: f64,
    kills: usize,
    took: f64,
    stopped: usize,
    ballots: usize,
}

impl Told {
    fn tell(&self, stage: &Stage, people: &[Person], done: &Progress) -> bool {
        let copies: Vec<usize> = people.iter().map(copies).collect();
        let missed = copies.iter().filter(|it| **it == 0).count();
        let doubles = copies.iter().sum::<usize>() + missed - self.many;
        let (refused, impatient) = stage.telegram.floods();
        let mut answers = stage.telegram.latencies();
        answers.sort_unstable();
        // Answers that are new messages are of the same thirty, and go first.
        let sent: usize = self.seconds.iter().sum();
        let permitted = sent as f64 / 30.0;
        let over = (self.took / permitted - 1.0) * 100.0;
        let bound = self.kills * Tempo::default().held;
        let mut rows = vec![
            row("recipients", "", format!("{} ({} delivered)", self.many, done.delivered), true),
            row("missed", "0", missed.to_string(), missed == 0),
            row("got it twice", &format!("<= {}", done.repeated), doubles.to_string(), doubles as u64 <= done.repeated),
            row(
                "could have been repeated, as told",
                &format!("<= {bound}"),
                done.repeated.to_string(),
                done.repeated <= bound as u64,
            ),
            row("429 answered", "0", refused.to_string(), refused == 0),
            row("of these, to a bot told to wait", "0", impatient.to_string(), impatient == 0),
            row("messages, with answers", "", sent.to_string(), true),
            row("these at thirty a second", "", format!("{permitted:.0} s"), true),
            // A kill leaves what it held for a lease of ninety seconds: the bound is that of an undisturbed one.
            row(
                "took, by its clock",
                if self.kills == 0 { "+2 %" } else { "" },
                format!("{:.0} s ({over:+.2} %)", self.took),
                self.kills > 0 || over <= 2.0,
            ),
        ];
        if self.kills == 0 {
            let at = |part: usize| answers.get(answers.len() * part / 100).copied().unwrap_or_default();
            let (median, p99) = (at(50), at(99));
            let ms = |it: Duration| format!("{:.1} ms of ours", it.as_secs_f64() * 1e3);
            rows.push(row("ballots cast meanwhile", "> 0", self.ballots.to_string(), self.ballots > 0));
            rows.push(row("people who gave up", "0", self.stopped.to_string(), self.stopped == 0));
            rows.push(row("answers meanwhile", "", answers.len().to_string(), true));
            rows.push(row("an answer, median", "", ms(median), true));
            // The wait for a slot is by its clock, which is faster than ours: a second of its own is less of ours.
            let theirs = p99.mul_f64(self.speed);
            let told = format!("{} = {:.2} s of its clock", ms(p99), theirs.as_secs_f64());
            rows.push(row("an answer, p99", "< 1 s", told, p99 < Duration::from_secs(1)));
        }
        println!("| {:<34} | {:>8} | {:>38} |      |", "what", "bound", "measured");
        println!("|{:-<36}|{:->10}|{:->40}|------|", "", "", "");
        for Row(what, bound, measured, kept) in &rows {
            println!("| {what:<34} | {bound:>8} | {measured:>38} | {} |", if *kept { "    " } else { "MISS" });
        }
        let kept = rows.iter().all(|it| it.3);
        if !kept {
            self.gaps(stage);
        }
        kept
    }
}

impl Told {
    /// Where time was lost.
    fn gaps(&self, stage: &Stage) {
        let idle = self.seconds.iter().enumerate().filter(|(_, sent)| **sent < 28);
        let told: Vec<String> = idle.map(|(second, sent)| format!("{second}: {sent}")).collect();
        for refusal in stage.telegram.refusals().iter().take(20) {
            println!("{refusal}");
        }
        println!("\nseconds of {} with fewer than 28 messages: {}", self.seconds.len(), told.len());
        println!("{}", told.join(", "));
    }
}

/// What, its bound, what was measured, whether the bound was kept.
struct Row(String, String, String, bool);

fn row(what: &str, bound: &str, measured: String, kept: bool) -> Row {
    Row(what.into(), bound.into(), measured, kept)
}
