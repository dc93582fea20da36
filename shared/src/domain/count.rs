//! Counting ballots. Grades lie in memory candidate by candidate, one byte each, so that a processor compares
//! 16 or 32 of them in one step.

use super::profile::{MeritProfile, ProfileError};

/// The byte of "no opinion": counted in no total.
pub const NO_OPINION: u8 = u8::MAX;

/// Lanes that are counted side by side.
const LANES: usize = 32;
/// Rows after which a lane of 8 bits could overflow.
const ROWS: usize = 255;

/// Grades of one candidate on all ballots, one byte each: judgments per grade, worst first, and the bytes that are no
/// grade of the scale ("no opinion").
pub fn count_grades(column: &[u8], grades: usize) -> (Vec<u64>, u64) {
    let grades = grades.min(usize::from(NO_OPINION));
    let mut counts = vec![0u64; grades];
    // A block stays in the fastest cache while every grade is counted in it.
    for block in column.chunks(LANES * ROWS) {
        let (rows, rest) = block.as_chunks::<LANES>();
        for (grade, count) in (0u8..).zip(&mut counts) {
            let mut lanes = [0u8; LANES];
            for row in rows {
                for (lane, byte) in lanes.iter_mut().zip(row) {
                    *lane += u8::from(*byte == grade);
                }
            }
            let in_rows: u64 = lanes.iter().map(|lane| u64::from(*lane)).sum();
            *count += in_rows + rest.iter().filter(|byte| **byte == grade).count() as u64;
        }
    }
    let counted: u64 = counts.iter().sum();
    (counts, column.len() as u64 - counted)
}

/// A merit profile for each candidate's column.
pub fn profiles<'a>(
    columns: impl IntoIterator<Item = &'a [u8]>,
    grades: usize,
) -> Result<Vec<MeritProfile>, ProfileError> {
    columns.into_iter().map(|column| MeritProfile::new(count_grades(column, grades).0)).collect()
}
