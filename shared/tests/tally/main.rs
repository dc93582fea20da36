//! `isoloir tally`: what it reads, what it says, and how it refuses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at what it did not expect")]

mod hostile;

use isoloir_shared::api::types::Lang;
use isoloir_shared::tally::{
    Blank, Election, Options, Report, Source, parse_scale, png, profile_csv, read, svg, table,
};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn png_of(report: &Report<'_>) {
    assert!(png(report, Lang::Fr).unwrap().starts_with(b"\x89PNG"));
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(name)).unwrap()
}

fn tally(bytes: &[u8]) -> Election {
    read(&[Source { name: "f", bytes }], &Options::default()).unwrap()
}

fn refused(bytes: &[u8]) -> String {
    read(&[Source { name: "votes.csv", bytes }], &Options::default()).unwrap_err().to_string()
}

fn ranks(election: &Election) -> Vec<(String, u64)> {
    let json: Value = serde_json::from_str(&Report::new(election).json().unwrap()).unwrap();
    let row = |row: &Value| (row["name"].as_str().unwrap().to_owned(), row["rank"].as_u64().unwrap());
    json["candidates"].as_array().unwrap().iter().map(row).collect()
}

#[test]
fn every_fixture_gives_its_ranks() {
    for entry in std::fs::read_dir(fixtures().join("mj")).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap() == "tie_pairs_300.json" {
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let expected: Value = serde_json::from_slice(&bytes).unwrap();
        for (name, rank) in ranks(&tally(&bytes)) {
            assert_eq!(Some(rank), expected["expected_ranks"][&name].as_u64(), "{} {name}", path.display());
        }
    }
}

const ORSAY: [&str; 3] = ["bureau_01", "bureau_06", "bureau_12"];

fn orsay(options: &Options) -> Election {
    let files: Vec<_> = ORSAY.iter().map(|name| bytes(&format!("orsay_2007_ballots/{name}.csv"))).collect();
    let sources: Vec<_> = files.iter().map(|bytes| Source { name: "orsay", bytes }).collect();
    read(&sources, options).unwrap()
}

#[test]
fn the_ballots_of_orsay_give_the_published_order() {
    let election = orsay(&Options::default());
    let names: Vec<String> = ranks(&election).into_iter().map(|(name, _)| name).collect();
    let published =
        "Bayrou, Royal, Sarkozy, Voynet, Besancenot, Buffet, Bové, Laguiller, Nihous, de Villiers, Schivardi, Le Pen";
    assert_eq!(names.join(", "), published);
    // And count by count what the fixture has, blanks counted as the worst grade.
    let fixture = tally(&bytes("mj/orsay_2007_bureau_all.json"));
    assert_eq!(election.profiles, fixture.profiles);
    assert!(election.profiles.iter().all(|profile| profile.total() == 1_733));
}

#[test]
fn blanks_can_count_in_no_total() {
    let election = orsay(&Options { blank: Blank::Ignore, ..Options::default() });
    let fixture: Value = serde_json::from_slice(&bytes("mj/orsay_2007_bureau_all.json")).unwrap();
    for (i, name) in election.names.iter().enumerate() {
        let blanks = fixture["blank_counts"][name].as_u64().unwrap();
        assert_eq!(election.blanks[i], blanks, "{name}");
        assert_eq!(election.profiles[i].total(), 1_733 - blanks, "{name}");
    }
    assert!(table(&Report::new(&election), Lang::En).contains("count in no total"));
}

#[test]
fn what_it_writes_it_reads_again() {
    let election = tally(&bytes("laprimaire_2016_round1.json"));
    let report = Report::new(&election);
    let options = Options { scale: Some(election.scale.clone()), ..Options::default() };
    for written in [profile_csv(&report).unwrap(), report.json().unwrap()] {
        let again = read(&[Source { name: "f", bytes: written.as_bytes() }], &options).unwrap();
        assert_eq!(ranks(&again), ranks(&election));
    }
}

#[test]
fn open_data_of_a_platform_is_read() {
    let csv = "rank,candidate,name,majority_grade,elected,no_opinion,a-rejeter,insuffisant,passable,assez-bien,bien,tres-bien\n\
               1,7,Ada,bien,true,2,1,0,0,0,3,1\n2,4,Bob,passable,false,0,1,1,3,0,0,0\n";
    let election = tally(csv.as_bytes());
    assert_eq!(election.names, ["Ada", "Bob"]);
    assert_eq!(election.profiles[0].counts(), [1, 0, 0, 0, 3, 1]);
    assert_eq!(election.blanks, [2, 0]);
}

#[test]
fn the_table_and_reasons_of_2016() {
    let election = tally(&bytes("laprimaire_2016_round1.json"));
    let report = Report::new(&election);
    insta::assert_snapshot!("laprimaire_2016_fr", table(&report, Lang::Fr));
    insta::assert_snapshot!("laprimaire_2016_en", table(&report, Lang::En));
}

#[test]
fn the_json_of_2016() {
    let election = tally(&bytes("laprimaire_2016_round1.json"));
    insta::assert_snapshot!("laprimaire_2016_json", Report::new(&election).json().unwrap());
}

#[test]
fn each_rule_has_its_sentence_and_its_json() {
    let election = tally(
        br#"{"grades_worst_first": ["Bad", "Fair", "Good", "Best"], "candidates": [
            {"name": "Ann", "counts": [0, 0, 1, 3]}, {"name": "Bob", "counts": [0, 1, 2, 1]},
            {"name": "Cyd", "counts": [1, 0, 2, 1]}, {"name": "Dee", "counts": [2, 0, 4, 2]},
            {"name": "Eve", "counts": [3, 0, 4, 1]}, {"name": "Nil", "counts": [0, 0, 0, 0]}]}"#,
    );
    let report = Report::new(&election);
    insta::assert_snapshot!("each_rule_en", table(&report, Lang::En));
    insta::assert_snapshot!("each_rule_fr", table(&report, Lang::Fr));
    insta::assert_snapshot!("each_rule_json", report.json().unwrap());
}

#[test]
fn the_picture_says_in_words_what_it_shows() {
    let election = tally(&bytes("laprimaire_2016_round1.json"));
    let picture = svg(&Report::new(&election), Lang::Fr);
    assert!(picture.starts_with("<svg ") && picture.trim_end().ends_with("</svg>"));
    for words in ["<title id=\"title\">", "role=\"img\"", "71,62", "50 %", "Charlotte Marchandise", "#542788"] {
        assert!(picture.contains(words), "{words}");
    }
    insta::assert_snapshot!("picture_fr", picture);
}

#[test]
fn the_png_needs_no_font_of_the_system_and_shows_every_grade() {
    let election = tally(&bytes("laprimaire_2016_round1.json"));
    let bytes = png(&Report::new(&election), Lang::Fr).unwrap();
    let image = image::load_from_memory(&bytes).unwrap().to_rgb8();
    assert_eq!(image.width(), 2_000);
    for color in [[0x54, 0x27, 0x88], [0xb3, 0x58, 0x06]] {
        assert!(image.pixels().any(|pixel| pixel.0 == color), "{color:?}");
    }
    // Names stand left of the bars: there is ink.
    let left = image::imageops::crop_imm(&image, 0, 0, 540, image.height() - 160).to_image();
    let ink = left.pixels().filter(|pixel| pixel.0[0] < 0x80).count();
    assert!(ink > 5_000, "{ink} dark pixels");
}

#[test]
fn hostile_names_are_harmless_everywhere() {
    let json = serde_json::json!({ "grades_worst_first": ["a", "b"], "proposals": [
        { "name": "\u{1b}[2J<script>alert(1)</script>\u{202e}&\"'", "counts": [1, 2] },
        { "name": "=HYPERLINK(1)", "counts": [2, 1] },
        { "name": "é".repeat(100_000), "counts": [2, 2] },
        { "name": "\u{200b}日本語\u{7}", "counts": [2, 3] },
    ]});
    let election = tally(json.to_string().as_bytes());
    let report = Report::new(&election);
    let outputs =
        [table(&report, Lang::Fr), profile_csv(&report).unwrap(), report.json().unwrap(), svg(&report, Lang::Fr)];
    for output in &outputs {
        assert!(!output.contains(['\u{1b}', '\u{202e}', '\u{200b}', '\u{7}']), "{output}");
        assert!(output.len() < 20_000);
    }
    assert!(!outputs[3].contains("<script"));
    assert!(outputs[1].contains("'=HYPERLINK"), "a spreadsheet would take it for a formula");
    assert!(png(&report, Lang::Fr).is_ok());
}

#[test]
fn ballots_in_words_letters_and_numbers() {
    let plain = "Ada;Bob\nTrès bien;à rejeter\nB;passable\n6;1\n;no opinion\nGood;f\n";
    let election = tally(plain.as_bytes());
    assert_eq!(election.names, ["Ada", "Bob"]);
    assert_eq!(election.profiles[0].counts(), [1, 0, 0, 0, 2, 2]);
    assert_eq!(election.profiles[1].counts(), [4, 0, 1, 0, 0, 0]);
    // Excel's byte order mark, Windows line ends, quotes, an id column.
    let windows = "\u{feff}id,\"Ada, B.\",Bob\r\nx,1,2\r\ny,\"Bien\",3\r\n";
    let election = tally(windows.as_bytes());
    assert_eq!(election.names, ["Ada, B.", "Bob"]);
    assert_eq!(election.profiles[0].counts(), [1, 0, 0, 0, 1, 0]);
}

#[test]
fn a_scale_of_ones_own() {
    let scale = parse_scale("oui, peut-être ,non").unwrap();
    let options = Options { scale: Some(scale), ..Options::default() };
    let election = read(&[Source { name: "f", bytes: b"A,B\noui,non\nnon,2\n" }], &options).unwrap();
    assert_eq!(election.profiles[0].counts(), [1, 0, 1]);
    assert_eq!(election.profiles[1].counts(), [1, 1, 0]);
    assert_eq!(parse_scale("laprimaire-2016").unwrap().len(), 6);
    for wrong in ["", "one", "a,a", "a,,b", "a,A"] {
        assert!(parse_scale(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn several_files_of_the_same_candidates_in_any_order() {
    let one = Source { name: "1", bytes: b"A,B\n6,1\n" };
    let two = Source { name: "2", bytes: b"id,B,A\n7,2,5\n" };
    let election = read(&[one, two], &Options::default()).unwrap();
    assert_eq!(election.profiles[0].counts(), [0, 0, 0, 0, 1, 1]);
    assert_eq!(election.profiles[1].counts(), [1, 1, 0, 0, 0, 0]);
    let other = Source { name: "other.csv", bytes: b"A,C\n6,1\n" };
    let error = read(&[one, other], &Options::default()).unwrap_err();
    assert!(error.to_string().starts_with("other.csv: "), "{error}");
    let profile = bytes("laprimaire_2016_round1.json");
    let profile = Source { name: "profile.json", bytes: &profile };
    assert!(read(&[profile, profile], &Options::default()).is_err(), "profiles are not added up");
}

#[test]
fn bad_input_is_refused_with_file_line_and_reason() {
    let said = [
        refused(b"A,B\n1,2\n1,9\n"),
        refused(b"A,B\n1,2\n1\n"),
        refused(b"A,A\n1,2\n"),
        refused(b"A,\n1,2\n"),
        refused(b""),
        refused(b"\xff\xfe\n"),
        refused(b"A,B\n1,\xff\n"),
        refused(b"{\n  \"proposals\": [\n    {\"name\": 5}\n  ]\n}"),
        refused(b"{\"proposals\": []}"),
        refused(b"{\"grades_worst_first\":[\"a\",\"b\"],\"proposals\":[{\"name\":\"A\",\"counts\":[1]}]}"),
        refused(b"{\"grades_worst_first\":[\"a\",\"b\"],\"proposals\":[{\"name\":\"A\",\"counts\":[1,-1]}]}"),
        refused(b"{\"grades_worst_first\":[\"a\",\"b\"],\"proposals\":[{\"name\":\"A\",\"counts\":[9223372036854775807,1]}]}"),
        refused(b"{\"grades_worst_first\":[\"a\",\"a\"],\"proposals\":[{\"name\":\"A\",\"counts\":[1,1]}]}"),
        refused(b"{\"grades_worst_first\":[\"a\",\"b\"],\"balance\":{\"mode\":\"Magic\"},\"proposals\":[{\"name\":\"A\",\"counts\":[1,1]}]}"),
        refused(b"{\"grades_worst_first\":[\"a\",\"b\"],\"balance\":{\"mode\":\"MedianDefault\"},\"participants\":1,\"proposals\":[{\"name\":\"A\",\"counts\":[1,1]}]}"),
        refused(b"{\"grades_worst_first\":[\"a\",\"b\"],\"balance\":{\"mode\":\"MedianDefault\"},\"proposals\":[{\"name\":\"A\",\"counts\":[1,1]}]}"),
        refused(b"A,B\n1,\x1b[2Jx\n"),
        refused(b"{\"grades_worst_first\":[\"a\",\"b\"],\"participants\":1,\"proposals\":[\n{\"name\":\"A\",\"counts\":[1,0]},\n{\"name\":\"B\",\"counts\":[1,1]}]}"),
        refused(b"{\"proposals\":[\n{\"name\":\"A\",\"counts\":[1,0]},\n{\"name\":\"A\",\"counts\":[1,1]}]}"),
    ];
    insta::assert_snapshot!("refused", said.join("\n"));
}
