//! The parts that the Matrix journeys stand on, by themselves: two people of matrix-nio talk, and the server sees nothing.

use isoloir_tests::matrix::{Homeserver, Person};
use serde_json::json;

#[tokio::test]
async fn two_people_talk_and_the_server_reads_nothing() {
    let mut server = Homeserver::start().await;
    let (mut ada, mut bob) = (Person::arrive(&server, "ada").await, Person::arrive(&server, "bob").await);
    for version in ["10", "12"] {
        let room = ada.make_room(&bob.account.user, Some(version), true, false).await;
        ada.room.clone_from(&room);
        bob.until(|seen| seen.kind == "invite" && seen.room == room).await;
        bob.ask(json!({"do": "join", "room": room})).await;
        bob.room = room;
        ada.comes(&bob.account.user).await;
        ada.say("Bonjour Bob").await;
        let heard = bob.reads("Bonjour Bob").await;
        assert!(heard.encrypted);
        if version == "10" {
            server.kill().await;
            server.run().await;
        }
        bob.say("Bonjour Ada").await;
        ada.reads("Bonjour Ada").await;
        let kinds = server.events(&ada.room, &ada.account.token).await;
        let plain = kinds.iter().filter(|it| it["type"] == "m.room.message").count();
        let hidden = kinds.iter().filter(|it| it["type"] == "m.room.encrypted").count();
        assert_eq!((plain, hidden), (0, 2));
    }
}
