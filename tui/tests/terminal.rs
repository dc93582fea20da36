//! The real program in a pseudo-terminal, as a person at the keyboard meets it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

mod pty;

use isoloir_config::theme::Theme;
use isoloir_shared::api::types::Lang;
use isoloir_shared::core::{Effect, Event};
use isoloir_shared::samples;
use isoloir_shared::view::{Screen, ScreenId};
use isoloir_tui::app::{Core, Signals, View, run};
use isoloir_tui::input::KeyMap;
use isoloir_tui::render::Styles;
use pty::Pty;

const GRADED: &str = "[#";

/// From the first frame to a receipt.
fn vote(pty: &mut Pty) {
    pty.until("> 1 Noter un lot");
    pty.key("\r");
    // It is read to its end before it is agreed to: Enter turns the page first.
    pty.until("J’ai compris");
    pty.until("Garanti");
    pty.key("\r");
    pty.until("Ce qui ne s’efface plus");
    pty.key("\r");
    pty.until("0/5");
}

#[test]
fn a_citizen_goes_through_the_whole_demonstration() {
    let mut pty = Pty::isoloir(&["--lang", "fr", "demo"], 80, 24);
    vote(&mut pty);
    for (key, done) in [("b", "1/5"), ("1", "2/5"), ("\"", "3/5"), ("é", "4/5"), ("f", "5/5")] {
        pty.key(key);
        pty.until(done);
    }
    pty.until("À Rejeter");
    pty.key("\r");
    pty.until("Relisez avant de voter");
    pty.until(">   Changer une mention");
    pty.key("\x1b[B");
    pty.until(">   Voter");
    pty.key("\r");
    pty.until("A voté");
    pty.until("Numéro de reçu");

    // The other lots are for others: time moves on, to the finalists, the final, the result.
    pty.key("\x1b");
    pty.until("Premier tour : les lots");
    pty.key("\x1b[20~");
    pty.until("Les finalistes");
    pty.key("\x1b[20~");
    pty.until("Vote final");
    pty.until("Noter les finalistes");
    pty.key("\x1b[20~");
    pty.until("Le vote est terminé");
    // The palette finds the result by a few letters.
    pty.key(":");
    pty.until("─ Actions ─");
    pty.key("resultat du vote final");
    pty.until("> Résultat du vote final");
    pty.key("\r");
    pty.until("remporte la primaire");
    pty.until("|");
    pty.until("ou mieux");
    pty.key("\r");
    pty.until("Pourquoi cet ordre");
    pty.until("passe devant");
    pty.key("\x1b");
    pty.until("remporte la primaire");
    pty.key("q");
    assert_eq!(pty.end(), 0);
    pty.is_restored();
}

#[test]
fn a_half_graded_ballot_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["--lang", "fr", "--data", folder.path().to_str().unwrap(), "demo"];
    let mut pty = Pty::isoloir(&args, 80, 24);
    vote(&mut pty);
    for (key, done) in [("b", "1/5"), ("c", "2/5")] {
        pty.key(key);
        pty.until(done);
    }
    pty.until(GRADED);
    // What was graded is on disk before a later call goes out: the page that such a call brings says that it is.
    pty.key("o");
    pty.until("Situation");
    pty.kill();

    let mut pty = Pty::isoloir(&args, 80, 24);
    // Before it is known who this is, the lot is not the first thing to do yet.
    pty.until("1 Reprendre mon lot");
    pty.key("1");
    pty.until("2/5");
    pty.until("[B]");
    pty.until("[C]");
    pty.key("\x03");
    assert_eq!(pty.end(), 0);
    pty.is_restored();
}

#[test]
fn a_signal_ends_it_and_gives_the_terminal_back() {
    let mut pty = Pty::isoloir(&["--lang", "fr", "demo"], 80, 24);
    pty.until("Démonstration");
    pty.signal("TERM");
    assert_eq!(pty.end(), 143);
    pty.is_restored();
}

#[test]
fn a_closed_window_ends_it() {
    let mut pty = Pty::isoloir(&["--lang", "fr", "demo"], 80, 24);
    pty.until("Démonstration");
    pty.signal("HUP");
    assert_eq!(pty.end(), 129);
    pty.is_restored();
}

#[test]
fn it_is_put_aside_and_taken_up_again_as_any_job_of_a_shell() {
    let jobs = format!(
        "{} --lang fr demo; echo 'the shell is back'; read line; fg >/dev/null; echo ended $?",
        env!("CARGO_BIN_EXE_isoloir")
    );
    let mut pty = Pty::run("/bin/sh", &["-mc", &jobs], 80, 24);
    pty.until("> 1 Noter un lot");
    pty.key("\x1a");
    pty.until("the shell is back");
    pty.key("\r");
    pty.until("> 1 Noter un lot");
    pty.key("q");
    pty.until("ended 0");
    assert_eq!(pty.end(), 0);
    pty.is_restored();
}

#[test]
fn it_follows_the_size_of_the_terminal() {
    let mut pty = Pty::isoloir(&["--lang", "en", "demo"], 80, 24);
    pty.until("My receipts");
    pty.resize(50, 15);
    pty.until("Enlarge this window");
    pty.resize(140, 40);
    pty.until("│");
    pty.until("My receipts");
    pty.key("q");
    assert_eq!(pty.end(), 0);
}

#[test]
fn keys_help_and_themes() {
    let mut pty = Pty::isoloir(&["--lang", "en", "demo"], 80, 24);
    pty.until("My receipts");
    pty.key("?");
    pty.until("What can be done here");
    pty.key("\x1b");
    pty.gone("What can be done here");
    pty.key("\x1bOR");
    pty.until("red to green");
    pty.garble();
    pty.key("\x0c");
    pty.until("My receipts");
    pty.gone("garbled");
    pty.key("q");
    assert_eq!(pty.end(), 0);
}

#[test]
#[ignore = "run in a pseudo-terminal by the test below"]
fn panics_in_the_terminal() {
    let _terminal = isoloir_tui::app::Terminal::take().unwrap();
    panic!("said on the shell's own screen");
}

#[test]
fn a_panic_gives_the_terminal_back() {
    let me = std::env::current_exe().unwrap();
    let args = ["--ignored", "--exact", "panics_in_the_terminal", "--nocapture"];
    let mut pty = Pty::run(me.to_str().unwrap(), &args, 80, 24);
    assert_ne!(pty.end(), 0);
    pty.is_restored();
    pty.until("said on the shell's own screen");
}

/// A core to which nothing ever happens by itself.
struct Still;

impl Core for Still {
    fn handle(&mut self, _: Event) -> Vec<Effect> {
        Vec::new()
    }
    fn next_event(&mut self) -> impl Future<Output = Event> {
        std::future::pending()
    }
    fn screen(&self) -> Screen {
        samples::all(Lang::En).into_iter().find(|it| it.screen.id == ScreenId::Home).unwrap().screen
    }
    fn lang(&self) -> Lang {
        Lang::En
    }
}

#[tokio::test]
#[ignore = "run in a pseudo-terminal by the test below"]
async fn nothing_happens_but_keys() {
    let styles = Styles::new(Theme::built_in("mono").unwrap(), false);
    let mut view = View::new(Still.screen(), Lang::En, styles, KeyMap::built_in().unwrap(), (80, 24));
    let mut terminal = isoloir_tui::app::Terminal::take().unwrap();
    let mut signals = Signals::new().unwrap();
    run(&mut terminal, &mut view, &mut Still, Vec::new(), &mut signals).await.unwrap();
}

#[test]
fn every_key_is_heard_when_nothing_else_happens() {
    let me = std::env::current_exe().unwrap();
    let args = ["--ignored", "--exact", "nothing_happens_but_keys", "--nocapture"];
    let mut pty = Pty::run(me.to_str().unwrap(), &args, 80, 24);
    for _ in 0..5 {
        pty.until("Esc back");
        pty.key("?");
        pty.until("What can be done here");
        pty.key("\x1b");
        pty.gone("What can be done here");
    }
    pty.kill();
}
