//! Buttons come back as what they were; those of another screen, forged or cut ones do not.

use super::{LANGS, sample, seen};
use isoloir_bots::chat::telegram::{self, pressed};
use isoloir_bots::chat::{Meaning, Stamp, View, matrix};
use isoloir_shared::samples;
use isoloir_shared::text::Msg;
use isoloir_shared::view::{Block, Intent};
use proptest::prelude::*;

fn button(name: &str, label: &str) -> String {
    let page = telegram::page(&sample(name, LANGS[0]), LANGS[0], &seen(""));
    let found = page.buttons.iter().flatten().find(|it| it.label == label);
    found.unwrap_or_else(|| panic!("no {label} on {name}: {:?}", page.buttons)).data.clone()
}

#[test]
fn yes_to_one_question_is_no_yes_to_another() {
    let yes = button("register-age", "Oui");
    assert_eq!(pressed(&sample("register-age", LANGS[0]), &yes), Meaning::Do(Intent::Choose(0)));
    for other in ["register-charter", "declare-charter", "declare-check", "nominate-confirm", "home-final"] {
        assert_eq!(pressed(&sample(other, LANGS[0]), &yes), Meaning::Old, "{other}");
    }
}

#[test]
fn what_asks_first_is_not_done_by_two_presses() {
    let leave = button("candidacy", "Retirer ma candidature ⚠️");
    assert_eq!(pressed(&sample("candidacy-sure", LANGS[0]), &leave), Meaning::Old);
    let sign_out = button("account", "Effacer mon compte ⚠️");
    assert_eq!(pressed(&sample("erase", LANGS[0]), &sign_out), Meaning::Old);
}

#[test]
fn a_place_opens_from_any_old_button() {
    let lot = button("home-preselection", "Noter un lot de candidatures");
    let there = pressed(&sample("help-start", LANGS[0]), &lot);
    assert_eq!(there, Meaning::Do("o.lot".parse().unwrap()));
}

#[test]
fn the_stamp_is_the_same_in_both_languages_and_while_grades_are_given() {
    let stamp = |name, lang| Stamp::of(&sample(name, lang));
    for it in samples::all(LANGS[0]) {
        assert_eq!(Stamp::of(&it.screen), stamp(it.name, LANGS[1]), "{}", it.name);
    }
    assert_eq!(stamp("lot-empty", LANGS[0]), stamp("lot-graded-5", LANGS[0]));
    assert_ne!(stamp("lot-graded-5", LANGS[0]), stamp("review", LANGS[0]));
}

#[test]
fn forged_data_is_old() {
    let screen = sample("lot-empty", LANGS[0]);
    let stamp = Stamp::of(&screen);
    for data in [
        "",
        "1",
        "o.lot",
        "é",
        "éééé",
        "00000000",
        "00000000 ",
        "00000000-p.1",
        "zzzzzzzz b",
        "+0000001 o.lot",
        &format!("{stamp}"),
        &format!("{stamp} nonsense"),
        &format!("{stamp}-p.01"),
        &format!("{stamp}-f.1.2.3"),
        &format!("{stamp} g.1.3"),
        &format!("{stamp} o.lot "),
        &format!("{}  o.lot", stamp),
        &"x".repeat(100_000),
    ] {
        assert_eq!(pressed(&screen, data), Meaning::Old, "{data:.40}");
    }
    assert_eq!(pressed(&screen, &format!("{stamp}-w.0")), Meaning::Look(View::Whole(0)));
}

#[test]
fn after_an_answer_the_next_candidate_comes_by_itself() {
    let (lang, view) = (LANGS[0], "f.3");
    let asks = |name: &str, view: &str| {
        let page = matrix::page(&sample(name, lang), lang, &seen(view));
        page.body.lines().find(|it| it.starts_with("Quelle mention")).map(str::to_owned)
    };
    // Row 3 is in view until it has an answer; then the first one without.
    assert_eq!(asks("lot-empty", view).as_deref(), Some("Quelle mention pour Bastien Faudot ?"));
    assert_eq!(asks("lot-graded-3", view).as_deref(), Some("Quelle mention pour Bastien Faudot ?"));
    assert_eq!(asks("lot-graded-5", view), None, "everything is answered");
    assert_eq!(asks("lot-graded-3", "").as_deref(), Some("Quelle mention pour Bastien Faudot ?"));
    assert_eq!(asks("lot-empty", "").as_deref(), Some("Quelle mention pour Maël Zéphir ?"));
    assert_eq!(asks("lot-graded-3", "f.0").as_deref(), Some("Quelle mention pour Bastien Faudot ?"));
    assert_eq!(asks("lot-graded-3", "f.0.1").as_deref(), Some("Quelle mention pour Maël Zéphir ?"));
    assert_eq!(asks("lot-graded-3", "f.99").as_deref(), Some("Quelle mention pour Bastien Faudot ?"));
}

#[test]
fn what_is_promised_is_agreed_to_where_it_ends() {
    let mut screen = sample("chat-promise-telegram", LANGS[0]);
    // Fifty trustees with long names.
    screen.body.push(Block::Paragraph(Msg::words("Fédération des citoyens vigilants, ".repeat(120))));
    let understood = |at: usize| {
        let view = format!("p.{at}");
        let page = telegram::page(&screen, LANGS[0], &seen(&view));
        let buttons = page.buttons.iter().flatten();
        buttons.filter(|it| pressed(&screen, &it.data) == Meaning::Do(Intent::Understood)).count()
    };
    let pages: Vec<_> = (0..3).map(understood).collect();
    assert_eq!(pages[0], 0, "there is more to read");
    assert!(pages.contains(&1), "{pages:?}");
    // In Matrix, too, and in one page where it fits.
    for name in ["chat-promise-telegram", "promise-local"] {
        let fits = sample(name, LANGS[0]);
        let buttons = telegram::page(&fits, LANGS[0], &seen("")).buttons;
        assert!(
            buttons.iter().flatten().any(|it| pressed(&fits, &it.data) == Meaning::Do(Intent::Understood)),
            "{name}"
        );
    }
}

#[test]
fn a_reaction_says_nothing_about_a_ballot() {
    for sample in samples::all(LANGS[0]) {
        let ballot = sample.screen.intents().iter().any(|it| matches!(it, Intent::Grade { .. } | Intent::Cast { .. }));
        let page = matrix::page(&sample.screen, LANGS[0], &seen(""));
        for emoji in ["1️⃣", "2️⃣", "3️⃣", "🔟", "👍", "👎", "✅", "❌", "🇦", "🇧"] {
            let meaning = matrix::reacted(&sample.screen, emoji, "");
            assert!(!ballot || meaning == Meaning::Unknown, "{}: {emoji}", sample.name);
            let grave = |it: &Intent| {
                matches!(
                    it,
                    Intent::EraseNow
                        | Intent::Cast { .. }
                        | Intent::Grade { .. }
                        | Intent::WithdrawCandidacy
                        | Intent::LeaveNow
                )
            };
            assert!(!matches!(meaning, Meaning::Do(it) if grave(&it)), "{}: {emoji}", sample.name);
        }
        for emoji in page.reactions {
            assert_ne!(matrix::reacted(&sample.screen, emoji, ""), Meaning::Unknown, "{}: {emoji}", sample.name);
        }
    }
    let screen = sample("register-age", LANGS[0]);
    assert_eq!(matrix::reacted(&screen, "👍", ""), Meaning::Do(Intent::Choose(0)));
    assert_eq!(matrix::reacted(&screen, "2\u{20e3}", ""), Meaning::Do(Intent::Choose(1)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_data_is_taken_without_harm(data in any::<String>(), cut in 0usize..70) {
        let screen = sample("review", LANGS[0]);
        let _ = pressed(&screen, &data);
        let real = telegram::page(&screen, LANGS[0], &seen("")).buttons[0][0].data.clone();
        let cut: String = real.chars().take(cut).collect();
        if cut != real {
            prop_assert_eq!(pressed(&screen, &cut), Meaning::Old);
        }
    }

    #[test]
    fn a_view_has_one_spelling(text in "[pwf.0-9-]{0,8}") {
        if let Ok(view) = text.parse::<View>() {
            prop_assert_eq!(view.to_string(), text);
        }
    }
}
