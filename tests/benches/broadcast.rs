//! A hundred thousand subscribers, two instances, the clock of the whole compressed.
//!
//! ```sh
//! cargo bench --workspace --bench broadcast               # 100,000 people: 56 minutes in six, twice
//! cargo bench --workspace --bench broadcast -- 20000 5    # so many people, so much faster
//! ```
//!
//! The instances are processes of their own (this program, called by itself), and a kill is `SIGKILL`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a load script")]
#![allow(missing_docs, reason = "a program")]
#![allow(clippy::cast_precision_loss, reason = "figures for people")]

use isoloir_bots::outbox::{Shelf as _, Tempo};
use isoloir_tests::broadcast::{Fast, Stage, announcement, copies, subscribers};
use isoloir_tests::telegram::bot::Setup;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Kills, wherever the instances are after as many messages.
const KILLS: usize = 20;
/// Called with it, this program is an instance.
const INSTANCE: &str = "instance";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    if arguments.first().is_some_and(|it| it == INSTANCE) {
        return runtime.block_on(serve(&arguments[1..]));
    }
    let mut given = arguments.iter().filter_map(|it| it.parse::<f64>().ok());
    let (many, speed) = (given.next().unwrap_or(100_000.0), given.next().unwrap_or(10.0));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    runtime.block_on(async {
        println!("undisturbed");
        broadcast(many as usize, speed, 0).await;
        println!("\n{KILLS} kills");
        broadcast(many as usize, speed, KILLS).await;
    });
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

async fn broadcast(many: usize, speed: f64, kills: usize) {
    let stage = Stage::new(speed).await;
    stage.telegram.measure();
    let people = subscribers(&stage.telegram, &stage.store, many).await;
    let mut bots = [0, 1].map(|which| Some(Instance::start(&stage, which)));
    // Somebody who asks for pages all the while: what answers take beside it. Spans are of our clock.
    let voter = stage.telegram.person("Voter", "fr");
    voter.start();
    voter.until("a page", |it| !it.buttons.is_empty()).await;
    stage.telegram.latencies();
    let asking = tokio::spawn({
        let voter = voter.clone();
        async move {
            let mut tick = tokio::time::interval(Duration::from_millis(20));
            loop {
                tick.tick().await;
                let label = if voter.last().is_some_and(|it| it.offers("Retour")) { "Retour" } else { "Aide" };
                voter.taps(label).await;
            }
        }
    });
    stage.store.post(&announcement(1)).await.unwrap();
    let begun = Instant::now();
    let permitted = many as f64 / 30.0;
    for kill in 0..kills {
        let point = (many * (kill + 1) / (kills + 1)) as u64;
        stage.until(1, |it| it.delivered >= point).await;
        drop(bots[kill % 2].take());
        bots[kill % 2] = Some(Instance::start(&stage, kill % 2));
    }
    let done = stage.until(1, |it| it.waiting == 0 && it.total() == many as u64).await;
    let took = begun.elapsed().as_secs_f64() * speed;
    asking.abort();
    let copies: Vec<usize> = people.iter().map(copies).collect();
    let missed = copies.iter().filter(|it| **it == 0).count();
    let doubles = copies.iter().sum::<usize>() + missed - many;
    let (refused, impatient) = stage.telegram.floods();
    let mut answers = stage.telegram.latencies();
    answers.sort_unstable();
    let p99 = answers.get(answers.len() * 99 / 100).copied().unwrap_or_default();
    println!("recipients                       {many:>8}   delivered {}, missed {missed}", done.delivered);
    println!(
        "time at the permitted rate       {permitted:>8.0} s   took {took:.0} s: {:+.2} %",
        (took / permitted - 1.0) * 100.0
    );
    println!("429 answered                     {refused:>8}   to a bot that was told to wait: {impatient}");
    let bound = kills * Tempo::default().held;
    println!("could have been repeated         {:>8}   were: {doubles}, at most {bound}", done.repeated);
    println!("answers meanwhile                {:>8}   p99 {:.1} ms of ours", answers.len(), p99.as_secs_f64() * 1e3);
}
