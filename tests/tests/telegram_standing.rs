//! What a candidate and their supporters do in a chat: declare, support, withdraw.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::Raw;
use isoloir_tests::telegram::bot::Setup;
use isoloir_tests::telegram::{Person, Telegram};

async fn citizen(telegram: &Telegram, name: &str) -> Person {
    let person = telegram.person(name, "fr");
    person.start();
    person.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
    person.signs_in(&format!("{name}@citoyen.example")).await;
    person.writes("/accueil").await;
    person.registers().await;
    person.writes("/accueil").await;
    person
}

fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_pixel(64, 64, image::Rgb([20, 120, 60]));
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_declares_and_another_supports_and_thinks_again() {
    let platform = TestPlatform::start("lots").await;
    let (telegram, folder, url) = (Telegram::start().await, tempfile::tempdir().unwrap(), platform.url());
    let bot = Setup::new(&telegram, &url, folder.path()).start().await;
    let (ada, bob) = (citizen(&telegram, "ada").await, citizen(&telegram, "bob").await);

    ada.taps("Me présenter").await;
    ada.sees("Nom sur la liste").await;
    ada.writes("Zénobie Candidate").await;
    ada.sees("En une ligne").await;
    ada.taps("Passer").await;
    ada.sees("Présentation").await;
    ada.writes("Ce que je propose :\n1. écouter\n2. <b>agir</b>").await;
    ada.sees("Lien vers votre espace").await;
    ada.writes("http://pas-chiffre.example").await;
    ada.sees("Le lien doit commencer par").await;
    // A restart in the middle: nothing of it is lost.
    bot.kill();
    let bot = Setup::new(&telegram, &url, folder.path()).start().await;
    ada.taps("Passer").await;
    ada.taps("Je signe la charte").await;
    let check = ada.sees("Voici ce que tout le monde lira").await;
    assert!(check.text.contains("<b>agir"), "{}", check.text);
    ada.taps("Publier").await;
    ada.sees("Bonne campagne").await;
    // A picture, where it is asked for; elsewhere it is answered with a word.
    let picture = picture();
    ada.sends_photo(picture.clone());
    ada.sees("Je ne sais lire que du texte").await;
    ada.taps("Mettre une photo").await;
    ada.sees("envoyez l’image dans la discussion").await;
    ada.sends_photo(picture);
    ada.sees("La photo est en place").await;
    ada.taps("Modifier ma page").await;
    ada.writes("Zénobie Renommée").await;

    bob.writes("/candidats").await;
    bob.taps("1. ").await;
    bob.taps("Soutenir").await;
    bob.sees("Vous soutenez").await;
    let counts = Raw::new(&url).get("/v1/counts").await.ok();
    assert_eq!(counts["supports"], 1, "{counts}");
    bob.taps("Retirer mon soutien").await;
    bob.sees("Vous ne soutenez plus Zénobie Candidate").await;
    bob.taps("Soutenir").await;
    bob.sees("Vous soutenez").await;
    bob.writes("/soutiens").await;
    bob.taps("Retirer : Zénobie Candidate").await;
    bob.sees("C’est retiré").await;
    let counts = Raw::new(&url).get("/v1/counts").await.ok();
    assert_eq!(counts["supports"], 0, "{counts}");
    telegram.assert_clean();
    bot.stop().await;
}
