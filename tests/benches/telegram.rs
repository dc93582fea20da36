//! The load script of the Telegram bot: one command gives all figures in one table, beside the bound (the same library,
//! the same emulator, a bot that only edits a message). It builds the program itself, and takes some minutes.
//!
//! ```sh
//! cargo bench --workspace --bench telegram          # with 100,000 known people
//! cargo bench --workspace --bench telegram -- 10000 # with 10,000
//! ```
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a load script")]
#![allow(missing_docs, reason = "a program")]

use isoloir_platform::clock::Clock;
use isoloir_shared::core::{Channel, Resume, Session};
use isoloir_shared::view::{Intent, Place};
use isoloir_tests::binary;
use isoloir_tests::citizen::Citizen;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::setup;
use isoloir_tests::telegram::{Person, TOKEN, Telegram};
use jiff::Timestamp;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use teloxide::payloads::GetUpdatesSetters as _;
use teloxide::requests::{Request as _, Requester as _};
use teloxide::types::{ChatId, InlineKeyboardButton, InlineKeyboardMarkup, UpdateKind};

/// People who press at once.
const PRESSING: usize = 1000;
/// Updates of each measure.
const UPDATES: usize = 20_000;
/// Presses a second of the quiet measure: half of the target.
const QUIET: usize = 1000;
/// Times that a session is put away and taken up.
const KEPT: u32 = 20_000;

fn main() {
    let known = std::env::args().skip(1).find_map(|it| it.parse().ok()).unwrap_or(100_000);
    built();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let begun = Instant::now();
        let bound = bound().await;
        let (mut rows, measured) = bots(known).await;
        let rate = |it: &Measured| format!("{:.0} /s", it.rate);
        let ms = |it: f64| format!("{it:.1} ms");
        let measures = [
            row("updates handled, as fast as it goes", "2,000 /s", rate(&measured), rate(&bound)),
            row("update to answer then, median", "–", ms(measured.busy.0), ms(bound.busy.0)),
            row("update to answer then, p99", "–", ms(measured.busy.1), ms(bound.busy.1)),
            row(&format!("update to answer at {QUIET} /s, median"), "–", ms(measured.quiet.0), ms(bound.quiet.0)),
            row(&format!("update to answer at {QUIET} /s, p99"), "50 ms", ms(measured.quiet.1), ms(bound.quiet.1)),
        ];
        rows.splice(0..0, measures);
        rows.extend(kept().await);
        println!("| {:<44} | {:>8} | {:>12} | {:>18} |", "what", "target", "measured", "the library's echo");
        println!("|{:-<46}|{:->10}|{:->14}|{:->20}|", "", "", "", "");
        for Row(what, target, measured, bound) in rows {
            println!("| {what:<44} | {target:>8} | {measured:>12} | {bound:>18} |");
        }
        println!("in {:.0} s", begun.elapsed().as_secs_f64());
    });
}

/// What, its target, what was measured, the bound.
struct Row(String, String, String, String);

fn row(what: &str, target: &str, measured: String, bound: String) -> Row {
    Row(what.into(), target.into(), measured, bound)
}

fn alone(what: &str, target: &str, measured: String) -> Row {
    row(what, target, measured, "–".into())
}

/// Builds the program that is measured, as this was built.
fn built() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let build = ["build", "--quiet", "--release", "--locked", "--workspace", "--bins"];
    let done = Command::new(cargo).args(build).status().expect("cargo");
    assert!(done.success(), "isoloir-bots is not built");
}

/// What a session costs that is put away and taken up, without store and seal: in a turn it happens once.
async fn kept() -> Vec<Row> {
    let platform = TestPlatform::start("lots").await;
    let names: Vec<_> = (0..12).map(|n| format!("Candidate {n}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    setup::confirmed(&platform, &names).await;
    platform.enter(isoloir_shared::api::types::PhaseKind::Preselection).await;
    let mut ada = Citizen::start(&platform.url(), "ada", platform.clock.now()).await;
    ada.join("ada@example.org").await;
    let mut rows = Vec::new();
    for (what, place) in [("home", Place::Home), ("the list of 12", Place::Candidates), ("a ballot", Place::Lot)] {
        ada.choose(Intent::Open(place)).await;
        if ada.screen().intents().contains(&Intent::Understood) {
            ada.choose(Intent::Understood).await;
        }
        let (mut bytes, public) = (ada.session().keep(), ada.session().public().clone());
        let (size, begun) = (bytes.len(), Instant::now());
        for _ in 0..KEPT {
            let (now, lang, channel) = (Timestamp::now(), isoloir_shared::api::types::Lang::Fr, Channel::Telegram);
            let resume = Resume { now, lang, seed: [7; 32], channel, public: public.clone() };
            let (session, _) = Session::resume(&bytes, resume).unwrap();
            bytes = session.keep();
        }
        let each = begun.elapsed().as_secs_f64() * 1e6 / f64::from(KEPT);
        rows.push(alone(&format!("keep and resume, {what} ({size} bytes)"), "–", format!("{each:.0} µs")));
    }
    rows
}

/// What was measured: updates a second, and median and p99 in milliseconds.
struct Measured {
    rate: f64,
    busy: (f64, f64),
    quiet: (f64, f64),
}

/// A bare bot: answers the press, edits the message.
async fn bound() -> Measured {
    let telegram = Telegram::start().await;
    telegram.measure();
    let bot = teloxide::Bot::new(TOKEN).set_api_url(telegram.url().parse().unwrap());
    let echo = tokio::spawn(async move {
        let mut offset = 0;
        loop {
            let request = bot.get_updates().offset(offset).timeout(10).limit(100);
            for update in request.send().await.unwrap_or_default() {
                offset = i32::try_from(update.id.0).unwrap() + 1;
                let bot = bot.clone();
                tokio::spawn(async move {
                    match update.kind {
                        UpdateKind::Message(message) => drop(shows(&bot, message.chat.id, None, 0).await),
                        UpdateKind::CallbackQuery(press) => {
                            let message = press.message.unwrap();
                            let turn = press.data.and_then(|it| it.parse().ok()).unwrap_or(0);
                            let edits = shows(&bot, message.chat().id, Some(message.id()), turn);
                            drop(tokio::join!(bot.answer_callback_query(press.id).send(), edits));
                        }
                        _ => {}
                    }
                });
            }
        }
    });
    let people = met(&telegram, PRESSING).await;
    let measured = measures(&telegram, &people).await;
    echo.abort();
    measured
}

async fn shows(
    bot: &teloxide::Bot,
    chat: ChatId,
    message: Option<teloxide::types::MessageId>,
    turn: usize,
) -> Result<(), teloxide::RequestError> {
    use teloxide::payloads::{EditMessageTextSetters as _, SendMessageSetters as _};
    let label = if turn.is_multiple_of(2) { "Aide" } else { "Retour" };
    let keyboard = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback(label, (turn + 1).to_string())]]);
    let text = format!("page {turn}");
    match message {
        None => bot.send_message(chat, text).reply_markup(keyboard).await.map(drop),
        Some(message) => bot.edit_message_text(chat, message, text).reply_markup(keyboard).await.map(drop),
    }
}

/// The program that is shipped.
struct Shipped(Child);

impl Shipped {
    fn start(telegram: &Telegram, platform: &str, folder: &Path) -> Self {
        let mut command: Command = binary::command("isoloir-bots");
        command.args(["telegram", "--api-url", &telegram.url(), "--platform", platform, "--data"]).arg(folder);
        command.env("ISOLOIR_TELEGRAM_TOKEN", TOKEN).env("ISOLOIR_LOG", "warn");
        Self(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().expect("it starts"))
    }

    /// Memory that is its own, in MB.
    fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim().trim_end_matches("kB").trim().parse::<f64>().unwrap_or_default() / 1024.0
    }
}

impl Drop for Shipped {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

async fn bots(known: usize) -> (Vec<Row>, Measured) {
    let platform = TestPlatform::start("lots").await;
    let (telegram, folder, url) = (Telegram::start().await, tempfile::tempdir().unwrap(), platform.url());
    telegram.measure();
    let first = telegram.person("First", "fr");
    first.start();
    let mut rows = Vec::new();
    let begun = Instant::now();
    let bot = Shipped::start(&telegram, &url, folder.path());
    first.until("the first page", |it| !it.buttons.is_empty()).await;
    let ms = |begun: Instant| format!("{:.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    rows.push(alone("start to the first answered update, empty", "–", ms(begun)));
    rows.push(alone("memory, one person", "–", format!("{:.1} MB", bot.memory())));
    let people = met(&telegram, PRESSING).await;
    let measured = measures(&telegram, &people).await;
    rows.push(alone("memory after the measures", "–", format!("{:.1} MB", bot.memory())));
    let begun = Instant::now();
    drop(met(&telegram, known.saturating_sub(PRESSING + 1)).await);
    rows.push(alone(&format!("{known} people met"), "–", format!("{:.1} s", begun.elapsed().as_secs_f64())));
    rows.push(alone(&format!("memory, {known} known people"), "150 MB", format!("{:.1} MB", bot.memory())));
    drop(bot);
    let late = telegram.person("Late", "fr");
    late.start();
    let begun = Instant::now();
    let _bot = Shipped::start(&telegram, &url, folder.path());
    late.until("the first page", |it| !it.buttons.is_empty()).await;
    rows.push(alone(&format!("start to the first answer, {known} known"), "–", ms(begun)));
    (rows, measured)
}

/// New people, each of whom has been shown a first page; a thousand at a time.
async fn met(telegram: &Telegram, many: usize) -> Vec<Person> {
    let mut all = Vec::with_capacity(many);
    while all.len() < many {
        let some: Vec<_> = (0..PRESSING.min(many - all.len())).map(|_| telegram.person("P", "fr")).collect();
        for person in &some {
            person.start();
        }
        for person in &some {
            person.until("the first page", |it| it.offers("Aide")).await;
        }
        all.extend(some);
    }
    telegram.latencies();
    all
}

async fn measures(telegram: &Telegram, people: &[Person]) -> Measured {
    // As fast as it goes: who is answered presses again.
    let left = Arc::new(AtomicUsize::new(UPDATES));
    let begun = Instant::now();
    let pressing = people.iter().map(|person| {
        let (person, left) = (person.clone(), left.clone());
        tokio::spawn(async move {
            while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).is_ok() {
                turns(&person).await;
            }
        })
    });
    for task in pressing.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    #[allow(clippy::cast_precision_loss, reason = "a figure for people")]
    let rate = UPDATES as f64 / begun.elapsed().as_secs_f64();
    let busy = spread(telegram.latencies());

    // Half of the target, whatever the answers do.
    let mut tick = tokio::time::interval(Duration::from_millis(10));
    let (mut next, mut tasks) = (0, Vec::new());
    while next < UPDATES / 2 {
        tick.tick().await;
        for _ in 0..QUIET / 100 {
            let person = people[next % people.len()].clone();
            next += 1;
            tasks.push(tokio::spawn(async move { turns(&person).await }));
        }
    }
    for task in tasks {
        task.await.unwrap();
    }
    Measured { rate, busy, quiet: spread(telegram.latencies()) }
}

/// To the help and back.
async fn turns(person: &Person) {
    let label = if person.last().is_some_and(|it| it.offers("Retour")) { "Retour" } else { "Aide" };
    person.taps(label).await;
}

/// Median and 99th of a hundred, in milliseconds.
fn spread(mut all: Vec<Duration>) -> (f64, f64) {
    all.sort_unstable();
    let at = |share: usize| all.get((all.len() * share / 100).min(all.len().saturating_sub(1))).copied();
    let ms = |share| at(share).unwrap_or_default().as_secs_f64() * 1e3;
    (ms(50), ms(99))
}
