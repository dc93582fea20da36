//! The driver on a real socket: what is acknowledged was kept first, timers and events come back, files are private.

use super::server::{Answer, Seen, Server, json};
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::{Effect, Event};
use isoloir_shared::driver::{Device, Driver, Files, Memory, Setup, Storage};
use isoloir_shared::view::{Intent, Place, ScreenId};
use serde_json::json as value;
use std::io;
use std::sync::{Arc, Mutex};

fn primary() -> serde_json::Value {
    value!({
        "id": "p", "name": {"fr": "Primaire", "en": "Primary"}, "zone": "UTC", "now": jiff::Timestamp::now(),
        "scale": [], "phases": [], "demo": false,
        "rules": {"supports": 5, "nominations": 5, "threshold": 500, "lot_size": 5, "lot_minutes": 30, "max_lots": 3, "finalists": 5,
            "confirmation_days": 8, "change_ballot": true, "no_opinion": false, "minimum_age": 18, "age_on": "2017-04-22"},
    })
}

fn platform(seen: &Seen) -> Option<Answer> {
    let event = value!({"id": 7, "at": "2016-11-01T00:00:00Z", "event": "counts", "registered": 99, "supports": 0,
        "lots_issued": 0, "lots_cast": 0, "final_ballots": 0});
    match (seen.line.as_str(), seen.header("last-event-id")) {
        ("GET /v1/primary", _) => Some(json(primary())),
        ("GET /v1/events", None) => Some(Answer::Status(200, format!(": hello\n\ndata: {event}\n\n"), Vec::new())),
        _ => None,
    }
}

/// Lets things happen until what is seen fits.
async fn until(driver: &mut Driver, fits: impl Fn(&Driver) -> bool) {
    while !fits(driver) {
        let event = driver.next_event().await;
        driver.handle(event);
    }
}

fn shows(driver: &Driver, words: &str) -> bool {
    format!("{:?}", driver.screen()).contains(words)
}

#[tokio::test]
async fn a_screen_fills_with_what_the_platform_says_and_follows_its_events() {
    let server = Server::choosing(platform).await;
    let device = Device::forgetful();
    let client = device.client(&server.url).unwrap();
    let (mut driver, _) = Driver::start(Setup { lang: Lang::Fr, client: Some(client), device, demo: None });
    assert_eq!(driver.screen().id, ScreenId::Home);
    until(&mut driver, |it| shows(it, "Primaire") && shows(it, "Count(99)")).await;
    // The stream was cut after its first event: the next connection goes on from there.
    while !server.seen().iter().any(|it| it.header("last-event-id") == Some("7")) {
        let event = driver.next_event().await;
        driver.handle(event);
    }
    driver.finish().await;
}

/// Notes what is written, and can be full.
#[derive(Default)]
struct Watched {
    inner: Memory,
    full: bool,
    writes: Mutex<Vec<String>>,
}

impl Storage for Watched {
    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        self.inner.read(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.writes.lock().unwrap().push(String::from_utf8_lossy(bytes).into_owned());
        if self.full { Err(io::ErrorKind::StorageFull.into()) } else { self.inner.write(name, bytes) }
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.inner.remove(name)
    }
}

#[tokio::test]
async fn what_is_wished_before_the_end_is_kept() {
    let storage = Arc::new(Watched::default());
    let device = Device::on(storage.clone());
    let (mut driver, _) = Driver::start(Setup { lang: Lang::Fr, client: None, device, demo: None });
    driver.handle(Event::Intent(Intent::SetLang(Lang::En)));
    driver.finish().await;
    assert!(storage.writes.lock().unwrap().last().is_some_and(|it| it.contains("\"lang\":\"en\"")));
}

#[tokio::test]
async fn a_kill_loses_nothing_that_was_seen() {
    let folder = std::env::temp_dir().join(format!("isoloir-kill-{}", uuid::Uuid::new_v4()));
    let device = Device::at(&folder);
    let (mut driver, _) = Driver::start(Setup { lang: Lang::Fr, client: None, device: device.clone(), demo: None });
    driver.handle(Event::Intent(Intent::SetLang(Lang::En)));
    assert_eq!(driver.lang(), Lang::En);
    // Nothing was awaited: the worker has not run, nothing is saved. The program is killed here.
    assert!(!folder.join("session.json").exists());
    let kept = String::from_utf8(device.session().unwrap()).unwrap();
    assert!(kept.contains("\"lang\":\"en\""), "{kept}");
    // What is saved later holds against what was noted before, and torn notes against nothing.
    device.save_session(br#"{"saves":9,"lang":"fr"}"#).unwrap();
    assert!(device.session().unwrap().starts_with(br#"{"saves":9"#));
    std::fs::write(folder.join("session.next.json"), b"").unwrap();
    assert!(device.session().unwrap().starts_with(br#"{"saves":9"#));
    drop(driver);
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_full_disk_is_said() {
    let device = Device::on(Arc::new(Watched { full: true, ..Watched::default() }));
    let (mut driver, _) = Driver::start(Setup { lang: Lang::Fr, client: None, device, demo: None });
    until(&mut driver, |it| it.screen().toast.is_some()).await;
    assert!(driver.screen().toast.unwrap().text.resolve(Lang::Fr).contains("disque plein"));
}

#[tokio::test]
async fn connecting_is_remembered_and_what_only_a_front_end_can_do_comes_back() {
    let server = Server::choosing(platform).await;
    let device = Device::forgetful();
    let (mut driver, _) = Driver::start(Setup { lang: Lang::Fr, client: None, device: device.clone(), demo: None });
    driver.handle(Event::Intent(Intent::Open(Place::Connect)));
    driver.handle(Event::Submitted(server.url.to_string()));
    until(&mut driver, |it| shows(it, "Primaire")).await;
    assert_eq!(device.platform(), Some(server.url.clone()));
    assert_eq!(driver.handle(Event::Intent(Intent::Leave)), [Effect::Leave]);
    driver.finish().await;
}

#[test]
fn files_are_private_and_whole() {
    let folder = std::env::temp_dir().join(format!("isoloir-files-{}", uuid::Uuid::new_v4()));
    let files = Files::new(&folder);
    assert_eq!(files.read("tokens.json").unwrap(), None);
    for text in ["a long text at first", "short"] {
        files.write("tokens.json", text.as_bytes()).unwrap();
        assert_eq!(files.read("tokens.json").unwrap().as_deref(), Some(text.as_bytes()));
    }
    let names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(names, ["tokens.json"], "nothing is left beside it");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder.join("tokens.json")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    files.remove("tokens.json").unwrap();
    files.remove("tokens.json").unwrap();
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn tokens_belong_to_one_platform() {
    let device = Device::forgetful();
    let tokens = value!({"access_token": "a", "expires_in": 900, "refresh_token": "r", "session": uuid::Uuid::nil()});
    let one = "https://one.example.org/".parse().unwrap();
    device.client(&one).unwrap().adopt_tokens(&serde_json::from_value(tokens).unwrap());
    assert!(device.client(&one).unwrap().signed_in());
    assert!(!device.client(&"https://two.example.org/".parse().unwrap()).unwrap().signed_in());
}

#[test]
fn programs_of_one_device_do_not_lose_each_others_keys() {
    let folder = std::env::temp_dir().join(format!("isoloir-purse-{}", uuid::Uuid::new_v4()));
    let programs: Vec<_> = (0..8_u8)
        .map(|n| {
            let files = Files::new(&folder);
            std::thread::spawn(move || {
                for _ in 0..5 {
                    loop {
                        let before = files.read("purse.json").unwrap();
                        let after = [before.as_deref().unwrap_or_default(), &[b'a' + n]].concat();
                        if files.swap("purse.json", before.as_deref(), &after).unwrap() {
                            break;
                        }
                    }
                }
            })
        })
        .collect();
    programs.into_iter().for_each(|it| it.join().unwrap());
    let mut kept = Files::new(&folder).read("purse.json").unwrap().unwrap();
    kept.sort_unstable();
    assert_eq!(String::from_utf8(kept).unwrap(), ('a'..='h').map(|c| c.to_string().repeat(5)).collect::<String>());
    #[cfg(unix)]
    for name in ["purse.json", "purse.json.lock"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder.join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    std::fs::remove_dir_all(folder).unwrap();
}
