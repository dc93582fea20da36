//! Primaries are checked when they are loaded: errors name the file, the line and the reason.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at what it did not expect")]

use isoloir_config::primary::{BUILT_IN, PhaseKind, Primary, Reason, days, weekends};
use jiff::civil::date;

const TEXT: &str = include_str!("../primaries/laprimaire-2016.toml");

/// Loads the primary of 2016 with one line of its file changed; gives the error, and the line it names.
fn broken(line: &str, instead: &str) -> (Reason, String, usize) {
    let place = TEXT.lines().position(|text| text == line).unwrap_or_else(|| panic!("no line {line:?}"));
    let text: Vec<&str> = TEXT.lines().enumerate().map(|(i, text)| if i == place { instead } else { text }).collect();
    let error = Primary::from_toml("p.toml", &text.join("\n")).unwrap_err();
    assert_eq!(error.file, "p.toml");
    assert!(error.to_string().starts_with(&format!("p.toml:{}: ", error.line)), "{error}");
    (error.reason, text.get(error.line - 1).copied().unwrap_or_default().to_owned(), error.line)
}

/// As `broken`; the error must be at the changed line itself.
fn broken_there(line: &str, instead: &str) -> Reason {
    let (reason, at, number) = broken(line, instead);
    assert_eq!(at, instead.lines().last().unwrap(), "line {number}: {reason}");
    reason
}

#[test]
fn built_in_primaries_are_right() {
    for (name, _) in BUILT_IN {
        let primary = Primary::built_in(name).unwrap().unwrap();
        assert_eq!(primary.id, name);
    }
    assert!(Primary::built_in("nowhere").is_none());
}

#[test]
fn the_primary_of_2016_is_what_was_published() {
    let primary = Primary::built_in("laprimaire-2016").unwrap().unwrap();
    let scale: Vec<&str> = primary.scale.iter().map(|grade| grade.fr.as_str()).collect();
    assert_eq!(scale, ["Très Bien", "Bien", "Assez Bien", "Passable", "Insuffisant", "À Rejeter"]);
    assert_eq!((primary.limits.supports, primary.limits.nominations, primary.qualification.threshold), (5, 5, 500));
    assert_eq!((primary.confirmation.days, primary.preselection.lot_size, primary.final_vote.finalists), (8, 5, 5));
    let preselection = primary.phases.iter().find(|phase| phase.kind == PhaseKind::Preselection).unwrap();
    assert_eq!((preselection.from, preselection.to), (date(2016, 10, 26), Some(date(2016, 11, 6))));
}

#[test]
fn toml_and_its_types() {
    let reason = broken_there("supports = 5", "supports = = 5");
    assert!(matches!(reason, Reason::Syntax(_)), "{reason}");
    let reason = broken_there("supports = 5", "supports = \"five\"");
    assert!(reason.to_string().contains("invalid type"), "{reason}");
    let reason = broken_there("supports = 5", "support = 5");
    assert!(reason.to_string().contains("unknown field"), "{reason}");
    let reason = broken_there("from = \"2016-04-04\"", "from = \"2016-02-30\"");
    assert!(matches!(reason, Reason::Syntax(_)), "{reason}");
    let reason = broken_there("kind = \"finalists\"", "kind = \"finals\"");
    assert!(reason.to_string().contains("unknown variant"), "{reason}");
    assert!(matches!(broken("threshold = 500", "").0, Reason::Syntax(_)), "a setting left out");
    assert!(matches!(broken("supports = 5", "supports = 5\nsupports = 6").0, Reason::Syntax(_)), "a key twice");
    let error = Primary::from_toml("empty.toml", "").unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("empty.toml", 1));
}

#[test]
fn names_and_zone() {
    let id = "id = \"laprimaire-2016\"";
    assert_eq!(broken_there(id, "id = \"La Primaire\""), Reason::Name("La Primaire".to_owned()));
    let name = "name = { fr = \"LaPrimaire.org 2016\", en = \"LaPrimaire.org 2016\" }";
    assert_eq!(broken_there(name, "name = { fr = \" \", en = \"x\" }"), Reason::Empty("name"));
    let zone = broken_there("zone = \"Europe/Paris\"", "zone = \"Europe/Lutece\"");
    assert_eq!(zone, Reason::Zone("Europe/Lutece".to_owned()));
}

#[test]
fn scales() {
    let bien = "  { key = \"bien\", fr = \"Bien\", en = \"Good\" },";
    let twice = "  { key = \"tres-bien\", fr = \"Bien\", en = \"Good\" },";
    assert_eq!(broken_there(bien, twice), Reason::Duplicate("tres-bien".to_owned()));
    let name = "  { key = \"bien\", fr = \"Très Bien\", en = \"Good\" },";
    assert_eq!(broken_there(bien, name), Reason::Duplicate("Très Bien".to_owned()));
    let (start, end) = (TEXT.find("scale = [").unwrap(), TEXT.find("]\n\n[eligibility]").unwrap());
    let words = TEXT.replacen("fr = \"Bien\"", "fr = \"À Rejeter !\"", 1);
    assert!(matches!(Primary::from_toml("x", &words).unwrap_err().reason, Reason::OtherWords(key) if key == "bien"));
    let one = format!("{}scale = [ {{ key = \"a\", fr = \"A\", en = \"A\" }} {}", &TEXT[..start], &TEXT[end..]);
    let error = Primary::from_toml("p.toml", &one).unwrap_err();
    assert_eq!((error.reason, error.line), (Reason::Grades(1), 6));
}

#[test]
fn numbers() {
    for (line, wrong) in [
        ("lot_size = 5", "lot_size = 0"),
        ("lot_size = 5", "lot_size = 13"),
        ("lot_minutes = 30", "lot_minutes = 0"),
        ("max_lots = 3", "max_lots = 0"),
        ("threshold = 500", "threshold = 0"),
        ("days = 8", "days = 0"),
        ("finalists = 5", "finalists = 0"),
        ("finalists = 5", "finalists = 101"),
        ("supports = 5", "supports = 0"),
        ("only_above = 5", "only_above = 0"),
        ("only_above = 5", "only_above = 101"),
        ("notice_days = 15", "notice_days = 1000"),
    ] {
        assert!(matches!(broken_there(line, wrong), Reason::Number { .. }), "{wrong}");
    }
    for (line, right) in [("finalists = 5", "finalists = 100"), ("only_above = 5", "only_above = 100")] {
        assert!(Primary::from_toml("p.toml", &TEXT.replace(line, right)).is_ok(), "{right}");
    }
    assert!(matches!(broken_there("lot_size = 5", "lot_size = 7"), Reason::LotTooLarge { candidates: 6, .. }));
}

#[test]
fn phases() {
    assert!(matches!(broken_there("to = \"2016-07-14\"", "to = \"2016-04-03\""), Reason::Inverted { .. }));
    let overlap = broken_there("from = \"2016-07-15\"", "from = \"2016-07-14\"");
    assert!(matches!(overlap, Reason::Overlap { first: PhaseKind::Identification, .. }), "{overlap}");
    let twice = broken_there("kind = \"preparation\"", "kind = \"provisional_list\"");
    assert_eq!(twice, Reason::PhaseTwice(PhaseKind::ProvisionalList));
    let (order, ..) = broken("kind = \"identification\"", "kind = \"preparation\"");
    assert!(matches!(order, Reason::PhaseOrder { second: PhaseKind::ProvisionalList, .. }), "{order}");
    assert_eq!(broken("to = \"2016-07-30\"", "").0, Reason::Endless);
    assert_eq!(broken("from = \"2016-12-31\"", "from = \"2016-12-31\"\nto = \"2017-01-01\"").0, Reason::ResultEnds);
    let short = broken_there("to = \"2016-11-06\"", "to = \"2016-11-04\"");
    assert!(matches!(short, Reason::PreselectionTooShort { days: 10, weekends: 1, .. }), "{short}");
    let cut = &TEXT[..TEXT.rfind("[[phases]]").unwrap()];
    let error = Primary::from_toml("p.toml", cut).unwrap_err();
    assert_eq!(error.reason, Reason::MissingPhase(PhaseKind::Result));
}

#[test]
fn days_and_week_ends_between_two_days() {
    // 2016-10-29 was a Saturday.
    let count = |from: (i8, i8), to: (i8, i8)| {
        let (from, to) = (date(2016, from.0, from.1), date(2016, to.0, to.1));
        (days(from, to), weekends(from, to))
    };
    assert_eq!(count((10, 26), (11, 6)), (12, 2));
    assert_eq!(count((10, 29), (10, 30)), (2, 1));
    assert_eq!(count((10, 29), (10, 29)), (1, 0));
    assert_eq!(count((10, 30), (11, 5)), (7, 0), "a Sunday and a Saturday are no week-end");
    assert_eq!(count((10, 30), (11, 6)), (8, 1));
    assert_eq!(count((10, 30), (10, 29)), (0, 0));
}
