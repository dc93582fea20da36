//! The load script of the Telegram bot: one command gives all figures, beside the bound (the same library, the same
//! emulator, a bot that only edits a message).
//!
//! ```sh
//! cargo bench -p isoloir-tests --bench telegram          # all of it, some minutes
//! cargo bench -p isoloir-tests --bench telegram -- 10000 # with 10,000 known people instead of 100,000
//! ```
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a load script")]
#![allow(missing_docs, reason = "a program")]

use isoloir_tests::binary;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::telegram::{Person, TOKEN, Telegram};
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

fn main() {
    let known = std::env::args().skip(1).find_map(|it| it.parse().ok()).unwrap_or(100_000);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        println!("the bound: the library's own echo over the emulator");
        bound().await;
        println!("\nisoloir-bots telegram, beside its platform and the emulator on the same machine");
        bots(known).await;
    });
}

/// A bare bot: answers the press, edits the message.
async fn bound() {
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
    measures(&telegram, &people).await;
    echo.abort();
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

async fn bots(known: usize) {
    let platform = TestPlatform::start("lots").await;
    let (telegram, folder, url) = (Telegram::start().await, tempfile::tempdir().unwrap(), platform.url());
    telegram.measure();
    let first = telegram.person("First", "fr");
    first.start();
    let begun = Instant::now();
    let bot = Shipped::start(&telegram, &url, folder.path());
    first.until("the first page", |it| !it.buttons.is_empty()).await;
    println!("start to first answered update   {:>8.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    println!("memory, one person               {:>8.1} MB", bot.memory());
    let people = met(&telegram, PRESSING).await;
    measures(&telegram, &people).await;
    println!("memory after that                {:>8.1} MB", bot.memory());
    let begun = Instant::now();
    drop(met(&telegram, known.saturating_sub(PRESSING + 1)).await);
    println!("{known} people met in            {:>8.1} s", begun.elapsed().as_secs_f64());
    println!("memory, {known} known people     {:>8.1} MB", bot.memory());
    drop(bot);
    let begun = Instant::now();
    let late = telegram.person("Late", "fr");
    late.start();
    let _bot = Shipped::start(&telegram, &url, folder.path());
    late.until("the first page", |it| !it.buttons.is_empty()).await;
    println!("start to first answer, {known}   {:>8.0} ms", begun.elapsed().as_secs_f64() * 1e3);
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

async fn measures(telegram: &Telegram, people: &[Person]) {
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
    let (median, p99) = spread(telegram.latencies());
    println!("updates, as fast as it goes      {rate:>8.0} /s   median {median:.1} ms, p99 {p99:.1} ms");

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
    let (median, p99) = spread(telegram.latencies());
    println!("update to answer at {QUIET} /s      median {median:.1} ms, p99 {p99:.1} ms");
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
