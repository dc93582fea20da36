//! Whatever a file holds, it is read or refused: nothing panics, nothing steers a terminal.

use crate::{fixtures, png_of};
use isoloir_shared::api::types::Lang;
use isoloir_shared::tally::{Options, Report, Source, profile_csv, read, svg, table};
use isoloir_shared::verify::draws::verify;
use proptest::prelude::*;

fn whatever(bytes: &[u8]) {
    match read(&[Source { name: "f", bytes }], &Options::default()) {
        Err(error) => {
            let said = error.msg().resolve(Lang::Fr);
            assert!(!said.chars().any(char::is_control), "{said:?}");
            assert!(said.chars().count() < 600, "{said}");
        }
        Ok(election) => {
            let report = Report::new(&election);
            for said in [table(&report, Lang::En), svg(&report, Lang::Fr), profile_csv(&report).unwrap()] {
                assert!(!said.chars().any(|c| c.is_control() && c != '\n'), "{said:?}");
            }
            assert!(report.json().is_ok());
            if election.names.len() < 4 {
                png_of(&report);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        whatever(&bytes);
        prop_assert!(verify(&bytes).is_err());
    }

    #[test]
    fn almost_csv(text in "[ABé,;\t\"\n\r=\u{1b}0-9bien -]{0,120}") {
        whatever(text.as_bytes());
    }

    #[test]
    fn almost_an_election(name in ".{0,20}", counts in prop::collection::vec(any::<u64>(), 0..4), mode in ".{0,8}") {
        let json = serde_json::json!({
            "grades_worst_first": ["a", "b", "c"], "participants": 9, "balance": { "mode": mode },
            "proposals": [{ "name": name, "counts": counts }, { "name": "B", "counts": [1, 2, 3] }]
        });
        whatever(json.to_string().as_bytes());
    }

    #[test]
    fn a_damaged_election(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = std::fs::read(fixtures().join("laprimaire_2016_round1.json")).unwrap();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        whatever(&bytes);
    }

    #[test]
    fn damaged_draws(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = std::fs::read(fixtures().join("lots/golden.json")).unwrap();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        let _ = verify(&bytes);
    }
}
