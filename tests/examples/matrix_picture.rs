//! Everything for a look at a real client: a platform in its final vote, Synapse, the bot, and somebody whose account is
//! linked as soon as their chat gives the code. `tests/matrix/picture.sh` then plays that person in nheko under Xvfb and
//! leaves pictures. For eyes, so no test: it needs nheko, Xvfb, xdotool and ImageMagick.
//!
//! use: cargo build --workspace --bins && cargo run -p isoloir-tests --example matrix_picture -- FOLDER
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]
#![allow(clippy::print_stdout, reason = "it tells who asked where to look")]

use isoloir_platform::clock::Clock;
use isoloir_shared::api::types::PhaseKind;
use isoloir_shared::view::{Intent, Place, ScreenId};
use isoloir_tests::citizen::Citizen;
use isoloir_tests::matrix::{Bot, Homeserver};
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::setup;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::process::Command;

const NAMES: [&str; 7] = [
    "Charlotte Marchandise",
    "Michael Pettini",
    "Roxane Revon",
    "Nicolas Bernabeu",
    "Michel Bourgeois",
    "Valentine Cessieux",
    "Pierre-Éric Fleury",
];

#[tokio::main]
async fn main() {
    let pictures = PathBuf::from(std::env::args().nth(1).expect("a folder for the pictures"));
    let platform = TestPlatform::start("lots").await;
    let candidates = setup::confirmed(&platform, &NAMES).await;
    platform.enter(PhaseKind::Preselection).await;
    setup::crowd(&platform, 12).await;
    setup::to_the_final(&platform, &candidates).await;
    let mut home = Citizen::start(&platform.url(), "ada", platform.clock.now()).await;
    home.join("ada@citoyen.example").await;
    home.choose(Intent::Open(Place::Links)).await;
    home.choose(Intent::OfferLink).await;
    let code = home.verbatim().into_iter().find(|text| text.len() == 22).unwrap();
    let server = Homeserver::start_for_old_clients().await;
    let mut bot = Bot::start(&server, &platform.url()).await;
    let ada = server.register("ada").await;
    let mut script = Command::new("bash")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("matrix/picture.sh"))
        .env("HOMESERVER", server.url())
        .env("PERSON", &ada.user)
        .env("PASSWORD", &ada.password)
        .env("BOT", &bot.account.user)
        .env("CODE", code)
        .env("PICTURES", &pictures)
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let yes = async {
        let mut second = tokio::time::interval(Duration::from_secs(1));
        while home.screen().id != ScreenId::LinkClaim {
            home.wait().await;
            second.tick().await;
        }
        let yes = home.screen().intents().into_iter().find(|it| matches!(it, Intent::ConfirmLink(_))).unwrap();
        home.choose(yes).await;
        std::future::pending::<()>().await;
    };
    let ended = tokio::select! {
        ended = script.wait() => ended.unwrap(),
        () = yes => unreachable!("it waits for ever"),
    };
    assert!(ended.success(), "{ended}");
    bot.stop().await;
    println!("look at {}", pictures.display());
}
