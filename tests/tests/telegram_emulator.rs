//! The emulator of Telegram does what Telegram does, asked by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_tests::telegram::{Flood, TOKEN, Telegram};
use serde_json::{Value, json};

async fn ask(telegram: &Telegram, method: &str, params: Value) -> Value {
    let url = format!("{}/bot{TOKEN}/{method}", telegram.url());
    let request = reqwest::Client::new().post(url).header("content-type", "application/json");
    let text = request.body(params.to_string()).send().await.unwrap().text().await.unwrap();
    serde_json::from_str(&text).unwrap()
}

async fn batch(telegram: &Telegram, offset: i64) -> Vec<Value> {
    ask(telegram, "getUpdates", json!({"offset": offset, "timeout": 0})).await["result"].as_array().unwrap().clone()
}

#[tokio::test]
async fn updates_stay_until_they_are_acknowledged() {
    let telegram = Telegram::start().await;
    let ada = telegram.person("Ada", "fr");
    ada.start();
    ada.says("bonjour");
    let first = batch(&telegram, 0).await;
    assert_eq!(first.len(), 2);
    assert_eq!(first[0]["message"]["entities"][0]["type"], "bot_command");
    assert_eq!(batch(&telegram, 0).await.len(), 2, "not acknowledged");
    let second = first[1]["update_id"].as_i64().unwrap();
    assert_eq!(batch(&telegram, second).await.len(), 1);
    telegram.deliver_again(second - 1);
    assert_eq!(batch(&telegram, second + 1).await.len(), 1, "once more, although acknowledged");
    assert_eq!(batch(&telegram, second + 1).await.len(), 0);
    telegram.assert_clean();
}

#[tokio::test]
async fn a_long_poll_wakes_up_and_a_newer_one_ends_it() {
    let telegram = Telegram::start().await;
    let ada = telegram.person("Ada", "fr");
    let long = json!({"timeout": 50});
    let (got, ()) = tokio::join!(ask(&telegram, "getUpdates", long.clone()), async {
        tokio::task::yield_now().await;
        ada.start();
    });
    assert_eq!(got["result"].as_array().unwrap().len(), 1);
    let id = got["result"][0]["update_id"].as_i64().unwrap();
    let long = json!({"timeout": 50, "offset": id + 1});
    // Whichever of the two comes second ends the other.
    let one = ask(&telegram, "getUpdates", long.clone());
    let two = ask(&telegram, "GETUPDATES", long);
    tokio::pin!(one, two);
    let ended = tokio::select! { it = &mut one => it, it = &mut two => it };
    assert_eq!(ended["error_code"], 409, "{ended}");
}

#[tokio::test]
async fn a_person_sees_and_presses() {
    let telegram = Telegram::start().await;
    let ada = telegram.person("Ada", "fr");
    let refused = ask(&telegram, "sendMessage", json!({"chat_id": ada.id, "text": "coucou"})).await;
    assert_eq!(refused["error_code"], 403, "{refused}");
    ada.start();
    let keyboard = json!({"inline_keyboard": [[{"text": "Voter", "callback_data": "v"}]]});
    let text = "<b>Bonjour</b> @mallory &lt;script&gt;";
    let message = json!({"chat_id": ada.id, "text": text, "parse_mode": "HTML", "reply_markup": keyboard});
    let sent = ask(&telegram, "sendMessage", message.clone()).await;
    let shown = ada.sees("Bonjour").await;
    assert_eq!((shown.text.as_str(), &shown.links), ("Bonjour @mallory <script>", &vec!["@mallory".to_owned()]));

    let (word, answered) = tokio::join!(ada.press("Voter"), async {
        loop {
            if let Some(press) = batch(&telegram, 0).await.iter().find_map(|it| it.get("callback_query").cloned()) {
                assert_eq!(press["data"], "v");
                let answer = json!({"callback_query_id": press["id"], "text": "Vu"});
                return ask(&telegram, "answerCallbackQuery", answer).await;
            }
        }
    });
    assert_eq!((word.as_str(), &answered["result"]), ("Vu", &json!(true)));

    let mut edit = message;
    edit["message_id"] = sent["result"]["message_id"].clone();
    let same = ask(&telegram, "editMessageText", edit.clone()).await;
    assert!(same["description"].as_str().unwrap().contains("message is not modified"), "{same}");
    edit["text"] = "Au revoir".into();
    ask(&telegram, "editMessageText", edit.clone()).await;
    assert_eq!(ada.last().unwrap().text, "Au revoir");
    ada.deletes(ada.last().unwrap().id);
    let gone = ask(&telegram, "editMessageText", edit).await;
    assert_eq!(gone["description"], "Bad Request: message to edit not found");
    ada.blocks();
    let blocked = ask(&telegram, "sendMessage", json!({"chat_id": ada.id, "text": "coucou"})).await;
    assert_eq!(blocked["description"], "Forbidden: bot was blocked by the user");
    telegram.assert_clean();
}

#[tokio::test]
async fn what_telegram_would_refuse_is_refused_and_remembered() {
    let telegram = Telegram::start().await;
    let ada = telegram.person("Ada", "fr");
    ada.start();
    let say = |text: &str| json!({"chat_id": ada.id, "text": text, "parse_mode": "HTML"});
    for (method, params, why) in [
        ("sendMessage", say("<b>a"), "can't parse entities"),
        ("sendMessage", say(&"é".repeat(4097)), "message is too long"),
        ("sendMessage", say("  "), "message text is empty"),
        ("sendMessage", json!({"chat_id": ada.id, "txt": "a"}), "Bad Request"),
        ("sendMagic", json!({}), "Not Found"),
        ("setWebhook", json!({"url": "http://plain.example/"}), "HTTPS"),
        ("setMyCommands", json!({"commands": [{"command": "Voter", "description": "v"}]}), "BOT_COMMAND_INVALID"),
    ] {
        let before = telegram.violations().len();
        let refused = ask(&telegram, method, params).await;
        assert!(refused["description"].as_str().unwrap().contains(why), "{why}: {refused}");
        assert!(telegram.violations().len() > before, "{why}");
    }
    assert_eq!(ask(&telegram, "sendMessage", say(&"😀".repeat(2048))).await["ok"], true);
}

#[tokio::test]
async fn floods_are_told_to_wait() {
    let telegram = Telegram::start().await;
    let ada = telegram.person("Ada", "fr");
    ada.start();
    telegram.flood(Some(Flood { speed: 0.0, ..Flood::TELEGRAM }));
    let say = json!({"chat_id": ada.id, "text": "a"});
    assert_eq!(ask(&telegram, "sendMessage", say.clone()).await["ok"], true);
    let refused = ask(&telegram, "sendMessage", say.clone()).await;
    assert_eq!((&refused["error_code"], &refused["parameters"]["retry_after"]), (&json!(429), &json!(1)));
    telegram.advance(1.0);
    assert_eq!(ask(&telegram, "sendMessage", say).await["ok"], true);
    assert_eq!(telegram.floods(), (1, 0));
}
