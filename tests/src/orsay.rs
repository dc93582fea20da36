//! The 1,733 ballots of Orsay 2007 (`shared/tests/fixtures/README.md`: source, licence, codes).

use std::path::PathBuf;

/// The three polling stations.
pub const FILES: [&str; 3] = ["bureau_01.csv", "bureau_06.csv", "bureau_12.csv"];

/// The order that Balinski and Laraki published.
pub const PUBLISHED: [&str; 12] = [
    "Bayrou",
    "Royal",
    "Sarkozy",
    "Voynet",
    "Besancenot",
    "Buffet",
    "Bové",
    "Laguiller",
    "Nihous",
    "de Villiers",
    "Schivardi",
    "Le Pen",
];

/// The election: candidates in the order of the columns, and one row of grades for each ballot.
pub struct Orsay {
    /// Names as the files write them.
    pub candidates: Vec<String>,
    /// Values on a scale of six, 0 the worst, as the platform counts them.
    pub ballots: Vec<Vec<u8>>,
}

/// Where the files are.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/tests/fixtures/orsay_2007_ballots")
}

/// Reads all three files.
///
/// # Panics
/// If they are not as described.
pub fn read() -> Orsay {
    let mut orsay = Orsay { candidates: Vec::new(), ballots: Vec::new() };
    for name in FILES {
        let mut reader = csv::Reader::from_path(folder().join(name)).expect(name);
        let columns: Vec<String> = reader.headers().expect(name).iter().skip(1).map(str::to_owned).collect();
        assert!(orsay.candidates.is_empty() || orsay.candidates == columns, "{name}: other columns");
        orsay.candidates = columns;
        for row in reader.records() {
            let row = row.expect(name);
            orsay.ballots.push(row.iter().skip(1).map(|code| grade(code.parse().expect(code))).collect());
        }
    }
    orsay
}

/// From the files' code to a value: "sans opinion" (0) counts as "À rejeter" (1), as published.
fn grade(code: u8) -> u8 {
    assert!(code <= 6, "no such code: {code}");
    code.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_hold_what_was_published() {
        let orsay = read();
        assert_eq!(orsay.ballots.len(), 1_733);
        assert!(orsay.ballots.iter().all(|ballot| ballot.len() == 12));
        // Majority-judgment-datasets' own count of Bayrou, worst first, "sans opinion" with "À rejeter".
        let bayrou = orsay.candidates.iter().position(|name| name == "Bayrou").unwrap();
        let count = |value: u8| orsay.ballots.iter().filter(|ballot| ballot[bayrou] == value).count();
        assert_eq!([0, 1, 2, 3, 4, 5].map(count), [129, 146, 256, 434, 532, 236]);
        let mut names: Vec<&str> = orsay.candidates.iter().map(String::as_str).collect();
        let mut published = PUBLISHED.to_vec();
        names.sort_unstable();
        published.sort_unstable();
        assert_eq!(names, published);
    }
}
