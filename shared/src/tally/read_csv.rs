//! Ballots, or a profile, as CSV with commas, semicolons or tabs.
//!
//! Ballots: a header with the candidates' names (a first column with an empty name, or called `id`, `ballot`,
//! `bulletin`, `tracker` or `lot`, is left out), then a row for each ballot. A cell is a grade's name, key or letter in
//! any case, or its number from 1 (the worst, unless `Options::numbers` says the best) up. A blank is an empty cell, `0`, `-` or "sans opinion".
//!
//! A profile: a column `name` (or `candidate`, `candidat`, `nom`) and one for each grade of the scale, in any order; other
//! columns are left out. That is what `--csv` writes.

use super::election::{Blank, Election, Numbers, Options, check_names, check_profile, default_scale};
use super::error::TallyReason;
use crate::domain::count::{NO_OPINION, profiles};
use crate::domain::grade::{Grade, Scale};
use crate::domain::search::fold;
use csv::{ReaderBuilder, StringRecord};
use std::collections::HashMap;

type Wrong = (Option<u64>, TallyReason);

const ID_COLUMNS: [&str; 7] = ["", "id", "ballot", "bulletin", "tracker", "lot", "numero"];
/// The first of these that is there: a `candidate` beside a `name` is a number.
const NAME_COLUMNS: [&str; 4] = ["name", "nom", "candidate", "candidat"];

pub(super) fn read(text: &str, options: &Options) -> Result<Election, Wrong> {
    let scale = match &options.scale {
        Some(scale) => scale.clone(),
        None => default_scale().map_err(|reason| (None, reason))?,
    };
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter(text)).flexible(true).has_headers(true).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| broken(&e))?.clone();
    let grades: Vec<Option<Grade>> = header.iter().map(|cell| scale.find(cell)).collect();
    let in_header = scale.best_first().filter(|grade| grades.contains(&Some(*grade))).count();
    let rows = reader.records();
    let column = |name: &str| header.iter().position(|cell| fold(cell) == name);
    match NAME_COLUMNS.into_iter().find_map(column) {
        Some(name) if in_header == scale.len() => read_profile(rows, &header, name, &grades, scale),
        _ => read_ballots(rows, &header, scale, options),
    }
}

fn read_profile<'r>(
    rows: impl Iterator<Item = Result<StringRecord, csv::Error>> + 'r,
    header: &StringRecord,
    name: usize,
    grades: &[Option<Grade>],
    scale: Scale,
) -> Result<Election, Wrong> {
    let (mut names, mut all, mut blanks) = (Vec::new(), Vec::new(), Vec::new());
    let no_opinion = header.iter().position(|cell| cell == "no_opinion");
    for row in rows {
        let (line, row) = checked(row, header)?;
        blanks.push(no_opinion.and_then(|column| row.get(column)?.trim().parse().ok()).unwrap_or_default());
        let candidate = row.get(name).unwrap_or_default().to_owned();
        let mut counts = vec![0; scale.len()];
        for (grade, cell) in grades.iter().zip(&row).filter_map(|(grade, cell)| Some(((*grade)?, cell))) {
            let count = cell.trim().parse();
            let wrong = || TallyReason::Count { candidate: candidate.clone(), found: cell.to_owned() };
            counts[grade.index()] = count.map_err(|_| (line, wrong()))?;
        }
        all.push((line, counts));
        names.push(candidate);
    }
    let names = check_names(names.iter().map(String::as_str)).map_err(|reason| (None, reason))?;
    let mut profiles = Vec::with_capacity(all.len());
    for (name, (line, counts)) in names.iter().zip(all) {
        profiles.push(check_profile(name, counts, &scale).map_err(|reason| (line, reason))?);
    }
    Ok(Election { names, profiles, scale, blanks, from_ballots: false, numbered: false })
}

fn read_ballots<'r>(
    rows: impl Iterator<Item = Result<StringRecord, csv::Error>> + 'r,
    header: &StringRecord,
    scale: Scale,
    options: &Options,
) -> Result<Election, Wrong> {
    let first = usize::from(header.get(0).is_some_and(|cell| ID_COLUMNS.contains(&fold(cell).as_str())));
    let names = check_names(header.iter().skip(first)).map_err(|reason| (Some(1), reason))?;
    let cells = Cells::new(&scale, options.numbers);
    let mut numbered = false;
    // Candidate by candidate, one byte a grade: how `count` wants it.
    let mut columns: Vec<Vec<u8>> = vec![Vec::new(); names.len()];
    for row in rows {
        let (line, row) = checked(row, header)?;
        for ((column, name), cell) in columns.iter_mut().zip(&names).zip(row.iter().skip(first)) {
            let unknown = || TallyReason::UnknownGrade { candidate: name.clone(), found: cell.to_owned() };
            let said = cells.grade(cell).ok_or_else(|| (line, unknown()))?;
            numbered |= said.number;
            column.push(match (said.grade, options.blank) {
                (Some(grade), _) => grade.0,
                (None, Blank::Reject) => Grade::WORST.0,
                (None, Blank::Ignore) => NO_OPINION,
            });
        }
    }
    let blanks = columns.iter().map(|column| column.iter().filter(|byte| **byte == NO_OPINION).count() as u64);
    let blanks = blanks.collect();
    let profiles = profiles(columns.iter().map(Vec::as_slice), scale.len())
        .map_err(|_| (None, TallyReason::TooMany(String::new())))?;
    Ok(Election { names, profiles, scale, blanks, from_ballots: true, numbered })
}

/// What a cell says.
#[derive(Clone, Copy)]
struct Said {
    /// None: a blank.
    grade: Option<Grade>,
    number: bool,
}

/// What a cell can say, looked up once for each way of writing it.
struct Cells {
    known: HashMap<String, Said>,
}

impl Cells {
    fn new(scale: &Scale, numbers: Numbers) -> Self {
        let word = |grade| Said { grade, number: false };
        let mut known: HashMap<String, Said> = ["", "0", "sans opinion", "no opinion", "blanc", "blank"]
            .into_iter()
            .map(|w| (w.to_owned(), word(None)))
            .collect();
        for (at, grade) in scale.best_first().enumerate() {
            let number = match numbers {
                Numbers::WorstFirst => usize::from(grade.0) + 1,
                Numbers::BestFirst => at + 1,
            };
            known.insert(number.to_string(), Said { grade: Some(grade), number: true });
        }
        for grade in scale.best_first() {
            known.insert(scale.letter(grade).to_lowercase().collect(), word(Some(grade)));
        }
        // Last, so that a scale whose grades are called by letters or numbers of its own means those.
        for grade in scale.best_first() {
            let name = scale.name(grade).map(|name| [name.fr.as_str(), name.en.as_str()]).unwrap_or_default();
            for words in name.into_iter().chain(scale.key(grade)) {
                known.insert(fold(words), word(Some(grade)));
            }
        }
        Self { known }
    }

    /// None: nothing that a ballot can say.
    fn grade(&self, cell: &str) -> Option<Said> {
        self.known.get(cell).or_else(|| self.known.get(&fold(cell))).copied()
    }
}

fn checked(row: Result<StringRecord, csv::Error>, header: &StringRecord) -> Result<(Option<u64>, StringRecord), Wrong> {
    let row = row.map_err(|e| broken(&e))?;
    let line = row.position().map(csv::Position::line);
    if row.len() != header.len() {
        return Err((line, TallyReason::Cells { found: row.len(), expected: header.len() }));
    }
    Ok((line, row))
}

fn broken(error: &csv::Error) -> Wrong {
    (error.position().map(csv::Position::line), TallyReason::Csv(error.to_string()))
}

/// The one of the three that the header has most of; the comma when it has none.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |delimiter: &u8| header.bytes().filter(|byte| byte == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}
