//! Counting ballots. Grades lie in memory candidate by candidate, one byte each, so that a processor compares
//! 16 or more of them in one step.

use super::profile::{MeritProfile, ProfileError};

/// The byte of "no opinion": counted in no total.
pub const NO_OPINION: u8 = u8::MAX;

/// Bytes whose matches still fit one byte: a multiple of what a vector holds.
const RUN: usize = 240;
/// Bytes that stay in the fastest cache while every grade is counted in them.
const BLOCK: usize = RUN * 32;

/// Grades of one candidate on all ballots, one byte each: judgments per grade, worst first, and the bytes that are no
/// grade of the scale ("no opinion").
pub fn count_grades(column: &[u8], grades: usize) -> (Vec<u64>, u64) {
    let grades = grades.min(usize::from(NO_OPINION));
    let mut counts = vec![0u64; grades];
    for block in column.chunks(BLOCK) {
        let (runs, rest) = block.as_chunks::<RUN>();
        for (grade, count) in (0u8..).zip(&mut counts) {
            // Sums of bytes in runs of a fixed length: that is what becomes vector instructions.
            let in_run = |run: &[u8; RUN]| run.iter().map(|byte| u8::from(*byte == grade)).sum::<u8>();
            *count += runs.iter().map(|run| u64::from(in_run(run))).sum::<u64>();
            *count += rest.iter().filter(|byte| **byte == grade).count() as u64;
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
