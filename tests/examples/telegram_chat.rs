//! A chat with the bot and no Telegram: the emulator of the Bot API on this machine, and you as its one person. For
//! trying the bot by hand where no account is at hand, and for reading dialogues as people do.
//!
//! use: cargo run -p isoloir-tests --example telegram_chat [-- fr|en]
//! It says how to start the bot beside it. What you type is sent; `[Label]` presses the button of that name.
#![allow(clippy::print_stdout, reason = "it is a conversation")]

use isoloir_tests::telegram::{Person, TOKEN, Telegram};
use tokio::sync::mpsc;

#[tokio::main]
async fn main() {
    let lang = std::env::args().nth(1).unwrap_or_else(|| "fr".into());
    let telegram = Telegram::start().await;
    let person = telegram.person("Ada", &lang);
    println!("In another terminal, with this as the token:\n\n    {TOKEN}\n");
    println!("    isoloir-bots telegram --api-url {} --platform URL --data DIR\n", telegram.url());
    println!("Then write /start here.\n");
    let mut changes = person.changes();
    let mut told = 0;
    let (type_in, mut lines) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        let typed = std::io::stdin().lines().map_while(Result::ok);
        typed.take_while(|line| type_in.send(line.clone()).is_ok()).for_each(drop);
    });
    loop {
        tokio::select! {
            line = lines.recv() => match line {
                Some(line) => hear(&person, line.trim()).await,
                None => return,
            },
            _ = changes.changed() => {}
        }
        let transcript = person.transcript();
        print!("{}", &transcript[told..]);
        told = transcript.len();
    }
}

/// Sends a line, or presses a button of the newest message that has it.
async fn hear(person: &Person, line: &str) {
    match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(label) => match person.all().into_iter().rev().find(|shown| shown.offers(label)) {
            Some(shown) => println!("   « {} »", person.press_on(&shown, label).await),
            None => println!("   (no such button)"),
        },
        None if line.is_empty() => {}
        None => {
            person.says(line);
        }
    }
}
