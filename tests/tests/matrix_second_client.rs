//! One journey by the other implementation of Matrix's encryption in clients: matrix-js-sdk, Element's library.

use isoloir_tests::matrix::{Bot, Homeserver, Person};
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::setup;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_with_elements_library_signs_in_and_supports() {
    let platform = TestPlatform::start("lots").await;
    setup::declare(&platform, "Olympe de Gouges").await;
    let server = Homeserver::start().await;
    let mut bot = Bot::start(&server, &platform.url()).await;
    let mut ada = Person::arrive_with_elements_library(&server, "ada").await;
    ada.meet(&bot.account.user, None).await;
    assert!(ada.reads("Bonjour").await.encrypted);
    ada.signs_in("ada@citoyen.example").await;
    ada.registers().await;
    ada.say("/candidats").await;
    ada.reads("Olympe").await;
    ada.choose("Olympe", "Olympe").await;
    ada.choose("Soutenir", "Vous soutenez").await;
    bot.stop().await;
    println!("{}", ada.story);
}
