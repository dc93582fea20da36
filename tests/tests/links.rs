//! A chat is linked to an account, over a real platform, by the real sessions of both sides.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_platform::clock::Clock;
use isoloir_shared::api::client::Client;
use isoloir_shared::core::{Channel, Event};
use isoloir_shared::view::{Block, Intent, Place, ScreenId};
use isoloir_tests::citizen::Citizen;
use isoloir_tests::platform::TestPlatform;

/// The text of the verbatim block that fits.
fn verbatim(citizen: &Citizen, fits: impl Fn(&str) -> bool) -> Option<String> {
    citizen.screen().body.into_iter().find_map(|block| match block {
        Block::Verbatim { text, .. } if fits(&text) => Some(text),
        _ => None,
    })
}

async fn chat(platform: &TestPlatform, channel: Channel) -> Citizen {
    let client = Client::new(platform.url().parse().unwrap()).unwrap();
    let mut chat = Citizen::through(channel, client, "chat", platform.clock.now()).await;
    chat.happens(Event::Called("Ada (@ada)".into())).await;
    chat
}

#[tokio::test]
async fn a_chat_is_linked_votes_for_the_account_and_is_cut() {
    let platform =
        TestPlatform::start_with("lots", |settings| settings.bots.telegram = Some("IsoloirBot".into())).await;
    let mut home = Citizen::start(&platform.url(), "ada", platform.clock.now()).await;
    home.join("ada@citoyen.example").await;
    let mut chat = chat(&platform, Channel::Telegram).await;

    home.choose(Intent::Open(Place::Links)).await;
    home.choose(Intent::OfferLink).await;
    home.expect(ScreenId::LinkCode);
    let address = verbatim(&home, |text| text.starts_with("https://t.me/IsoloirBot?start=")).expect("an address");
    let code = address.rsplit_once('=').unwrap().1;
    assert!(verbatim(&home, |text| text == code).is_some(), "the code alone too");

    chat.happens(Event::Code(code.to_owned())).await;
    chat.expect(ScreenId::JoinWait);
    chat.wait().await;
    chat.expect(ScreenId::JoinWait);
    home.wait().await;
    home.expect(ScreenId::LinkClaim);
    assert!(home.shown().contains("Ada (@ada)"), "{}", home.shown());
    let yes = home.screen().intents().into_iter().find(|it| matches!(it, Intent::ConfirmLink(_))).unwrap();
    home.choose(yes).await;
    chat.wait().await;
    chat.expect(ScreenId::Join);
    assert!(chat.shown().contains("ada@citoyen.example"), "{}", chat.shown());
    home.wait().await;
    home.expect(ScreenId::Links);
    assert!(home.shown().contains("Ada (@ada)"));

    // The chat is the account's: it sees its devices, the other side among them.
    chat.choose(Intent::Open(Place::Sessions)).await;
    assert!(chat.shown().contains("network-telegram"), "{}", chat.shown());

    let cut = home.screen().intents().into_iter().find(|it| matches!(it, Intent::CutLink(_))).unwrap();
    home.choose(cut).await;
    chat.choose(Intent::Open(Place::Account)).await;
    chat.choose(Intent::Open(Place::Sessions)).await;
    chat.expect(ScreenId::SignIn);
    assert!(chat.shown().contains("toast-chat-ended"), "{}", chat.shown());
}

#[tokio::test]
async fn a_chat_is_refused_and_told() {
    let platform = TestPlatform::start("lots").await;
    let mut home = Citizen::start(&platform.url(), "ada", platform.clock.now()).await;
    home.join("ada@citoyen.example").await;
    let mut chat = chat(&platform, Channel::Matrix).await;
    home.choose(Intent::Open(Place::Links)).await;
    home.choose(Intent::OfferLink).await;
    let code = verbatim(&home, |text| text.len() == 22).expect("a code");
    chat.choose(Intent::Open(Place::Join)).await;
    chat.submit(&code).await;
    home.wait().await;
    let no = home.screen().intents().into_iter().find(|it| matches!(it, Intent::CutLink(_))).unwrap();
    home.choose(no).await;
    chat.wait().await;
    chat.expect(ScreenId::Join);
    assert!(chat.shown().contains("join-refused"), "{}", chat.shown());
}
