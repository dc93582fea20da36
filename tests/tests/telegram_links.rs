//! A chat of Telegram is linked to an account by messages alone: from the terminal's code, from another chat's, by one who
//! should not have it; seen, told of, and cut.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_platform::clock::Clock;
use isoloir_shared::view::{Intent, Place, ScreenId};
use isoloir_tests::citizen::Citizen;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::telegram::bot::{Bot, Setup};
use isoloir_tests::telegram::{BOT_NAME, Person, Telegram};
use tempfile::TempDir;

struct Stage {
    platform: TestPlatform,
    telegram: Telegram,
    folder: TempDir,
    bot: Bot,
}

impl Stage {
    async fn new() -> Self {
        let platform =
            TestPlatform::start_with("lots", |settings| settings.bots.telegram = Some(BOT_NAME.into())).await;
        let (telegram, folder) = (Telegram::start().await, tempfile::tempdir().unwrap());
        let bot = Setup::new(&telegram, &platform.url(), folder.path()).start().await;
        Self { platform, telegram, folder, bot }
    }

    /// Somebody at their terminal, with an account.
    async fn home(&self, email: &str) -> Citizen {
        let mut home = Citizen::start(&self.platform.url(), "home", self.platform.clock.now()).await;
        home.join(email).await;
        home
    }

    /// Somebody on Telegram who has signed in by e-mail.
    async fn signed_in(&self, name: &str, email: &str) -> Person {
        let person = self.telegram.person(name, "fr");
        person.start();
        person.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
        person.signs_in(email).await;
        person
    }

    async fn end(self) {
        self.telegram.assert_clean();
        self.bot.stop().await;
        self.platform.stop().await;
        drop(self.folder);
    }
}

/// The code in a text: 22 letters that stand alone or end an address.
fn code_in(text: &str) -> Option<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    words.into_iter().find(|word| word.len() == 22).map(str::to_owned)
}

/// The code that the terminal shows.
async fn offered(home: &mut Citizen) -> String {
    home.choose(Intent::Open(Place::Links)).await;
    home.choose(Intent::OfferLink).await;
    home.expect(ScreenId::LinkCode);
    let shown = home.shown();
    assert!(shown.contains(&format!("https://t.me/{BOT_NAME}?start=")), "{shown}");
    code_in(shown.split("?start=").nth(1).unwrap()).expect("a code")
}

/// Looks at the terminal until it asks, or shows what is wanted.
async fn sees(home: &mut Citizen, id: ScreenId) {
    until(home, |it| it.screen().id == id).await;
    home.expect(id);
}

/// The same for anything that is on the screen.
async fn until(home: &mut Citizen, fits: impl Fn(&Citizen) -> bool) {
    for _ in 0..20 {
        if fits(home) || !home.wait().await {
            break;
        }
    }
}

fn cut(home: &Citizen) -> Option<Intent> {
    home.screen().intents().into_iter().find(|it| matches!(it, Intent::CutLink(_)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_the_terminals_code_to_the_chat_and_cut_again() {
    let stage = Stage::new().await;
    let mut home = stage.home("ada@citoyen.example").await;
    let ada = stage.telegram.person("Ada Nouvelle", "fr");
    let code = offered(&mut home).await;
    ada.follows(&code);
    ada.sees("Confirmez de l’autre côté").await;
    // Pressed twice, it is one claim.
    ada.follows(&code);
    ada.sees("Confirmez de l’autre côté").await;
    sees(&mut home, ScreenId::LinkClaim).await;
    assert!(home.shown().contains("Ada Nouvelle"), "{}", home.shown());
    let yes = home.screen().intents().into_iter().find(|it| matches!(it, Intent::ConfirmLink(_))).unwrap();
    home.choose(yes).await;
    // The chat looks by itself: nobody there does anything.
    ada.until("that it is linked", |it| it.text.contains("Cette discussion est liée à ada")).await;
    sees(&mut home, ScreenId::Links).await;

    // It acts for the account: it is on the roll, and lists the chats, itself among them.
    let home_page = ada.writes("/accueil").await;
    assert!(!home_page.offers("M’inscrire pour voter"), "{:?}", home_page.buttons);
    ada.writes("/compte").await;
    ada.taps("Mes discussions liées").await;
    ada.sees("Ada Nouvelle").await;

    // Confirmed at once; listed once the chat has come for its access.
    until(&mut home, |it| cut(it).is_some()).await;
    home.choose(cut(&home).unwrap()).await;
    ada.writes("/compte").await;
    ada.press("Recevoir tout").await;
    ada.sees("n’est plus liée à votre compte").await;
    let after = ada.writes("/accueil").await;
    assert!(after.offers("Lier à mon compte"), "{:?}", after.buttons);
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_a_chats_code_to_another_chat_and_the_others_are_told() {
    let stage = Stage::new().await;
    let first = stage.signed_in("Ada Mobile", "ada@citoyen.example").await;
    let third = stage.signed_in("Ada Bureau", "ada@citoyen.example").await;
    first.receives("a word about the other chat", |it| it.text.contains("relié à une autre discussion")).await;
    let told = |person: &Person| person.all().iter().filter(|it| it.text.contains("relié à une autre")).count();
    assert_eq!(told(&third), 0, "whoever has just come is not told of themselves");

    // The third one wants to be left alone.
    third.writes("/stop").await;
    third.sees("C’est arrêté").await;
    first.writes("/compte").await;
    first.taps("Mes discussions liées").await;
    first.taps("Lier une discussion").await;
    let shown = first.until("a code", |it| code_in(&it.text).is_some()).await;
    let code = code_in(&shown.text).unwrap();
    let second = stage.telegram.person("Ada Tablette", "fr");
    second.start();
    second.until("a way in", |it| it.offers("Lier à mon compte")).await;
    second.taps("Lier à mon compte").await;
    second.writes(&format!("https://t.me/{BOT_NAME}?start={code}")).await;
    second.sees("Confirmez de l’autre côté").await;
    let asked = first.sees("Est-ce bien vous").await;
    assert!(asked.text.contains("Ada Tablette"), "{}", asked.text);
    first.taps("Oui, c’est moi").await;
    second.until("that it is linked", |it| it.text.contains("Cette discussion est liée à ada")).await;
    // Who is there is told; who stopped the bot is not, until they are back.
    first.receives("a second word", |_| told(&first) >= 2).await;
    assert_eq!(told(&third), 0, "{}", third.transcript());
    third.taps("Reprendre").await;
    third.receives("what waited", |it| it.text.contains("relié à une autre discussion")).await;

    // Listed, and cut from a chat.
    first.writes("/compte").await;
    first.taps("Mes discussions liées").await;
    first.until("the other chat", |it| it.offers("Couper : Ada Tablette")).await;
    first.taps("Couper : Ada Tablette").await;
    second.writes("/compte").await;
    second.press("Recevoir tout").await;
    second.sees("n’est plus liée à votre compte").await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_two_have_given_opens_for_neither() {
    let stage = Stage::new().await;
    let mut home = stage.home("ada@citoyen.example").await;
    let code = offered(&mut home).await;
    let (ada, mallory) = (stage.telegram.person("Ada", "fr"), stage.telegram.person("Mallory", "fr"));
    mallory.follows(&code);
    mallory.sees("Confirmez de l’autre côté").await;
    ada.follows(&code);
    ada.until("a reason", |it| !it.text.contains("Un instant") && it.offers("Me connecter par e-mail")).await;
    assert!(!ada.last().unwrap().text.contains("Confirmez de l’autre côté"), "{}", ada.transcript());
    // The owner is not even asked, and is told why.
    home.patience(3).await;
    assert_ne!(home.screen().id, ScreenId::LinkClaim, "{}", home.shown());
    assert!(home.shown().contains("toast-link-gone"), "{}", home.shown());
    mallory.until("that it came to nothing", |it| it.text.contains("donné deux fois")).await;
    let home_page = mallory.writes("/accueil").await;
    assert!(home_page.offers("Lier à mon compte"), "{:?}", home_page.buttons);
    stage.end().await;
}
