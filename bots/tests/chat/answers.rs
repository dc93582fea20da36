//! What typed words mean, as a table.

use super::{LANGS, sample, seen};
use isoloir_bots::chat::{Meaning, View, answer, commands, matrix};
use isoloir_shared::api::types::Lang;
use isoloir_shared::samples;
use isoloir_shared::view::{Block, InputKind, Intent, Place, Topic};

fn fr(screen: &str, text: &str) -> Meaning {
    answer(&sample(screen, Lang::Fr), Lang::Fr, text, "")
}

fn grade(screen: &str, row: usize, choice: usize) -> Meaning {
    let screen = sample(screen, Lang::Fr);
    let ballot = screen.body.iter().find_map(|it| match it {
        Block::Ballot(ballot) => Some(ballot),
        _ => None,
    });
    Meaning::Do(ballot.unwrap().rows[row].choices[choice].intent)
}

#[test]
fn grades_by_letter_and_in_words() {
    for text in ["A", "a", " a ", "a.", "Très bien", "tres bien", "TRÈS BIEN", "très-bien", "Very good", "!a", "/a"]
    {
        assert_eq!(fr("lot-empty", text), grade("lot-empty", 0, 0), "{text}");
    }
    for text in ["à rejeter", "A REJETER", "a  rejeter", "to reject", "F", "f"] {
        assert_eq!(fr("lot-empty", text), grade("lot-empty", 0, 5), "{text}");
    }
    for text in ["2 bien", "2. Bien", "2 b", "2) B", "2 good", "2: bien"] {
        assert_eq!(fr("lot-empty", text), grade("lot-empty", 1, 1), "{text}");
    }
    // The one in view is the first without an answer.
    assert_eq!(fr("lot-graded-3", "passable"), grade("lot-graded-3", 3, 3));
    // With all answered nobody is in view.
    assert_eq!(fr("lot-graded-5", "passable"), Meaning::Unknown);
    assert_eq!(fr("lot-graded-5", "1 passable"), grade("lot-graded-5", 0, 3));
    for text in ["G", "bof", "9 bien", "0 bien", "bien bien", "1 2", "-1"] {
        assert_eq!(fr("lot-empty", text), Meaning::Unknown, "{text}");
    }
    // A ballot to read takes none.
    assert_eq!(fr("review", "bien"), Meaning::Unknown);
    assert_eq!(fr("review", "1 bien"), Meaning::Unknown);
}

#[test]
fn numbers_choose() {
    assert_eq!(fr("register-age", "1"), Meaning::Do(Intent::Choose(0)));
    assert_eq!(fr("register-age", "2."), Meaning::Do(Intent::Choose(1)));
    assert_eq!(fr("candidates", "3"), Meaning::Do("o.c.3".parse().unwrap()));
    assert_eq!(fr("candidates-many", "100"), Meaning::Do("o.c.100".parse().unwrap()));
    assert_eq!(fr("lot-empty", "2"), Meaning::Look(View::Row(1, None)));
    assert_eq!(fr("lot-empty", "6"), Meaning::Do("o.c.16".parse().unwrap()), "the presentation of who is in view");
    assert_eq!(fr("register-age", "99"), Meaning::Unknown);
    assert_eq!(fr("register-age", "0"), Meaning::Unknown);
}

#[test]
fn where_something_is_asked_numbers_are_the_answer() {
    assert_eq!(fr("code", "123456"), Meaning::Submit("123456".into()));
    assert_eq!(fr("code", "123 456"), Meaning::Submit("123 456".into()));
    assert_eq!(fr("code", "1"), Meaning::Submit("1".into()));
    assert_eq!(fr("code", "!1"), Meaning::Do(Intent::ResendCode));
    assert_eq!(fr("code", "renvoyer un code"), Meaning::Do(Intent::ResendCode));
    assert_eq!(fr("sign-in", "camille@example.org"), Meaning::Submit("camille@example.org".into()));
    assert_eq!(fr("tracker", "7kqm 2xvt 9h4c pdw3 8r02"), Meaning::Submit("7kqm 2xvt 9h4c pdw3 8r02".into()));
    assert_eq!(fr("register-place", "Orsay"), Meaning::Submit("Orsay".into()));
    assert_eq!(fr("candidates", "zoé"), Meaning::Submit("zoé".into()));
    assert_eq!(fr("declare-presentation", "retour\nà la terre"), Meaning::Submit("retour\nà la terre".into()));
    assert_eq!(fr("declare-presentation", "Retour"), Meaning::Submit("Retour".into()));
    assert_eq!(fr("declare-presentation", "/retour"), Meaning::Do(Intent::Back));
    assert_eq!(fr("declare-presentation", "/me présente"), Meaning::Submit("/me présente".into()));
    let Meaning::Submit(kept) = fr("register-place", &"é".repeat(100_000)) else { panic!("no answer") };
    assert!(kept.chars().count() <= 200);
}

#[test]
fn words_lead_away_from_anywhere() {
    for sample in samples::all(Lang::Fr) {
        let say = |text: &str| answer(&sample.screen, Lang::Fr, text, "");
        let asks = sample.screen.input.as_ref().map(|it| it.kind);
        if asks != Some(InputKind::Text) {
            for (text, meaning) in [
                ("retour", Meaning::Do(Intent::Back)),
                ("Back", Meaning::Do(Intent::Back)),
                ("aide", Meaning::Help),
                ("help", Meaning::Help),
                ("?", Meaning::Help),
                ("accueil", Meaning::Do(Intent::Open(Place::Home))),
            ] {
                assert_eq!(say(text), meaning, "{}: {text}", sample.name);
            }
            assert!(matches!(say("annuler"), Meaning::Do(Intent::Cancel | Intent::Back)), "{}", sample.name);
        }
        for (text, meaning) in [
            ("/lot", Meaning::Do(Intent::Open(Place::Lot))),
            ("/lot@un_robot", Meaning::Do(Intent::Open(Place::Lot))),
            ("!candidats", Meaning::Do(Intent::Open(Place::Candidates))),
            ("/résultats", Meaning::Do("o.r.f".parse().unwrap())),
            ("/results", Meaning::Do("o.r.f".parse().unwrap())),
            ("/stop", Meaning::Do(Intent::Leave)),
            ("/langue", Meaning::Do(Intent::Open(Place::Language))),
            ("/compte", Meaning::Do(Intent::Open(Place::Account))),
        ] {
            assert_eq!(say(text), meaning, "{}: {text}", sample.name);
        }
        // The help of this screen, where it has one.
        for text in ["/aide", "!help"] {
            assert!(matches!(say(text), Meaning::Do(Intent::Open(Place::Help(_)))), "{}: {text}", sample.name);
        }
        assert_eq!(say(""), Meaning::Unknown, "{}", sample.name);
        if asks.is_none() {
            assert_eq!(say("bonjour à tous"), Meaning::Unknown, "{}", sample.name);
            assert_eq!(say(&"oui ".repeat(30_000)), Meaning::Unknown, "{}", sample.name);
        }
    }
}

#[test]
fn yes_no_and_the_names_of_choices() {
    assert_eq!(fr("register-age", "oui"), Meaning::Do(Intent::Choose(0)));
    assert_eq!(fr("register-age", "NON"), Meaning::Do(Intent::Choose(1)));
    assert_eq!(fr("register-charter", "d’accord"), Meaning::Do(Intent::Choose(0)));
    assert_eq!(fr("candidacy-asked", "non"), Meaning::Do(Intent::Confirm(false)));
    assert_eq!(fr("home-preselection", "oui"), Meaning::Unknown);
    assert_eq!(fr("promise", "j'ai compris, voter"), Meaning::Do(Intent::Understood));
    assert_eq!(fr("review", "voter"), Meaning::Do(sample_cast()));
    assert_eq!(fr("candidates", "roxane revon"), Meaning::Do("o.c.3".parse().unwrap()));
    assert_eq!(fr("erase", "oui"), Meaning::Unknown, "what cannot be taken back needs its number or its name");
}

fn sample_cast() -> Intent {
    sample("review", Lang::Fr).intents().into_iter().find(|it| matches!(it, Intent::Cast { .. })).unwrap()
}

#[test]
fn more_turns_pages_and_candidates() {
    assert_eq!(fr("candidates-many", "suite"), Meaning::Look(View::Page(1)));
    let screen = sample("candidates-many", Lang::Fr);
    assert_eq!(answer(&screen, Lang::Fr, "suite", "p.3"), Meaning::Look(View::Page(4)));
    assert_eq!(answer(&screen, Lang::Fr, "précédent", "p.3"), Meaning::Look(View::Page(2)));
    assert_eq!(fr("lot-empty", "suivant"), Meaning::Look(View::Row(1, None)));
    assert_eq!(fr("lot-empty", "précédent"), Meaning::Look(View::Row(4, None)));
    assert_eq!(fr("lot-empty", "bulletin"), Meaning::Look(View::Whole(0)));
    let last = matrix::page(&screen, Lang::Fr, &seen("p.9999")).body;
    assert!(last.contains("Citoyen n° 100"), "{last}");
}

#[test]
fn commands_are_what_telegram_takes_and_no_two_are_the_same() {
    for lang in LANGS {
        let mut names: Vec<_> = commands().iter().map(|it| it.name(lang)).collect();
        for (name, command) in names.iter().zip(commands()) {
            assert!(
                (1..=32).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
                "{name}"
            );
            assert!((3..=256).contains(&command.about(lang).chars().count()), "{name}");
        }
        names.sort();
        names.dedup();
        assert_eq!(names.len(), commands().len());
    }
    let help = commands().iter().find(|it| it.name(Lang::Fr) == "aide").unwrap();
    assert_eq!(help.intent, Intent::Open(Place::Help(Topic::Start)));
}
