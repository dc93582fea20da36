//! Everything for a look at a real client: a platform in its final vote, Synapse, the bot, and somebody whose account is
//! linked as soon as their chat gives the code. `tests/matrix/picture.sh` then plays that person in nheko under Xvfb and
//! leaves pictures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_platform::clock::Clock;
use isoloir_shared::api::types::PhaseKind;
use isoloir_shared::view::{Intent, Place, ScreenId};
use isoloir_tests::citizen::Citizen;
use isoloir_tests::matrix::{Bot, Homeserver};
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::setup;
use std::path::Path;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "for eyes: needs nheko, Xvfb, xdotool and ImageMagick; run it by name, then look at the pictures"]
async fn a_ballot_and_a_result_in_nheko() {
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
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nheko");
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
        while home.screen().id != ScreenId::LinkClaim {
            home.wait().await;
            tokio::time::sleep(Duration::from_secs(1)).await;
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
