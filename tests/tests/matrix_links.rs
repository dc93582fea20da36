//! Chats are linked to an account by a code typed in an encrypted room: offered by a terminal, then by the first chat;
//! confirmed on the other side, listed, told of, and cut.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_platform::clock::Clock;
use isoloir_shared::view::{Intent, Place, ScreenId};
use isoloir_tests::citizen::Citizen;
use isoloir_tests::matrix::{Bot, Homeserver, Person};
use isoloir_tests::platform::TestPlatform;

/// The code on a screen of the terminal.
fn code_of(home: &Citizen) -> String {
    let mut texts = home.verbatim().into_iter();
    texts.rfind(|text| text.len() == 22 && !text.contains(['@', ':'])).expect("a code")
}

/// The code on a page.
fn code_on(page: &str) -> String {
    page.lines().find_map(|line| line.strip_prefix("Code : ")).expect("a code").trim().to_owned()
}

/// The terminal's screen until something on it fits.
async fn until(home: &mut Citizen, fits: impl Fn(&Citizen) -> bool) {
    for _ in 0..500 {
        if fits(home) {
            return;
        }
        home.wait().await;
    }
    panic!("never seen: {}", home.shown());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_typed_in_a_room_links_it_once_its_owner_says_yes() {
    let platform =
        TestPlatform::start_with("lots", |settings| settings.bots.matrix = Some("@isoloir:localhost".into())).await;
    let server = Homeserver::start().await;
    let mut bot = Bot::start(&server, &platform.url()).await;
    let (mut ada, mut bob) = (Person::arrive(&server, "ada").await, Person::arrive(&server, "bob").await);
    let mut home = Citizen::start(&platform.url(), "ada", platform.clock.now()).await;
    home.join("ada@citoyen.example").await;
    home.choose(Intent::Open(Place::Links)).await;
    home.choose(Intent::OfferLink).await;
    home.expect(ScreenId::LinkCode);
    let code = code_of(&home);

    // Typed in the room, wherever the conversation stands.
    ada.meet(&bot.account.user, None).await;
    ada.reads("Bonjour").await;
    ada.say(&code).await;
    ada.reads("Confirmez de l’autre côté").await;
    until(&mut home, |it| it.screen().id == ScreenId::LinkClaim).await;
    assert!(home.shown().contains("@ada:localhost"), "who asks is said: {}", home.shown());
    let yes = home.screen().intents().into_iter().find(|it| matches!(it, Intent::ConfirmLink(_))).unwrap();
    home.choose(yes).await;
    ada.reads("Cette discussion est liée à ada").await;
    // Confirmed at once; listed once the chat has come for its access.
    until(&mut home, |it| it.screen().id == ScreenId::Links && it.shown().contains("@ada:localhost")).await;

    // The chat is the account's now: it offers a code itself, to another chat.
    ada.say("/compte").await;
    ada.reads("Compte créé le").await;
    ada.takes("Mes discussions liées", "liée le").await;
    let offer = ada.takes("Lier une discussion", "Code :").await;
    let second = code_on(&offer.body);
    bob.meet(&bot.account.user, None).await;
    bob.reads("Bonjour").await;
    // The first code is used up.
    bob.say(&code).await;
    let refused = bob.reads("❌").await;
    assert!(!refused.body.contains("Confirmez de l’autre côté"), "{}", refused.body);
    bob.say(&second).await;
    bob.reads("Confirmez de l’autre côté").await;
    let claim = ada.reads("Est-ce bien vous").await;
    assert!(claim.body.contains("bob"), "{}", claim.body);
    ada.takes("Oui, c’est moi", "").await;
    bob.reads("Cette discussion est liée à ada").await;
    // Whoever had a chat already is told there, beside the conversation.
    let told = ada.until(|seen| seen.kind == "message" && seen.body.contains("relié à une autre discussion")).await;
    assert!(told.msgtype == "m.text" && told.replaces.is_none() && told.encrypted, "{told:?}");

    // The account lists both, and cuts one: it can do nothing any more, and says so.
    ada.say("/compte").await;
    ada.reads("Compte créé le").await;
    ada.takes("Mes discussions liées", "liée le").await;
    let list = ada.page.body.clone();
    assert!(list.contains("bob") && list.contains("ada") && list.contains("cette discussion"), "{list}");
    ada.takes("Couper", "La liaison est coupée").await;
    bob.say("/compte").await;
    bob.reads("Compte créé le").await;
    bob.takes("Mes appareils", "n’est plus liée").await;

    // Told no from the terminal, a chat is told so too.
    home.choose(Intent::Open(Place::Home)).await;
    home.choose(Intent::Open(Place::Links)).await;
    home.choose(Intent::OfferLink).await;
    let third = code_of(&home);
    bob.say(&third).await;
    bob.reads("Confirmez de l’autre côté").await;
    until(&mut home, |it| it.screen().id == ScreenId::LinkClaim).await;
    let no = home.screen().intents().into_iter().find(|it| matches!(it, Intent::CutLink(_))).unwrap();
    home.choose(no).await;
    bob.reads("La liaison a été refusée").await;
    bot.stop().await;
    for secret in [&code, &second, &third] {
        assert!(!bot.log().contains(secret.as_str()), "a code is in the log");
    }
    ada.keep(env!("CARGO_TARGET_TMPDIR"), "matrix-links-ada");
    bob.keep(env!("CARGO_TARGET_TMPDIR"), "matrix-links-bob");
}
