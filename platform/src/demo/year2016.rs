//! The primary of 2016 as it was published: who qualified, with how many supports, and how the first round graded them.

use serde::Deserialize;

/// A qualified candidate of July 2016.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Qualified {
    /// The full name where a published record has it, else the family name.
    pub name: String,
    /// Supports at the deadline.
    pub supports: u32,
    /// Left before the first round.
    pub withdrew: bool,
    /// Judgments of the first round for each grade of the primary's six, worst first; none who left has any.
    pub judgments: Vec<u64>,
}

#[derive(Deserialize)]
struct QualifiedFile {
    qualified: Vec<QualifiedRow>,
}
#[derive(Deserialize)]
struct QualifiedRow {
    name: String,
    supports: u32,
    withdrew: bool,
}
#[derive(Deserialize)]
struct RoundFile {
    proposals: Vec<RoundRow>,
}
#[derive(Deserialize)]
struct RoundRow {
    name: String,
    counts: Vec<u64>,
}

const QUALIFIED: &str = include_str!("../../data/laprimaire_2016_qualified.json");
const ROUND: &str = include_str!("../../data/laprimaire_2016_round1.json");

/// The sixteen, most supports first.
///
/// # Errors
/// When the published files in `data/` cannot be read.
pub(crate) fn qualified() -> Result<Vec<Qualified>, serde_json::Error> {
    let sixteen: QualifiedFile = serde_json::from_str(QUALIFIED)?;
    let round: RoundFile = serde_json::from_str(ROUND)?;
    Ok(sixteen
        .qualified
        .into_iter()
        .map(|row| {
            let graded = round.proposals.iter().find(|p| p.name.split(' ').next_back() == Some(row.name.as_str()));
            Qualified {
                name: graded.map_or(row.name, |p| p.name.clone()),
                supports: row.supports,
                withdrew: row.withdrew,
                // The vote of 2016 had five grades: they are the upper five of the six, and nobody was rejected.
                judgments: graded
                    .map_or_else(Vec::new, |p| std::iter::once(0).chain(p.counts.iter().copied()).collect()),
            }
        })
        .collect())
}

/// `n` grades in the proportions of `judgments` (largest remainders), worst first: to be shuffled by who hands them out.
pub(crate) fn in_proportion(judgments: &[u64], n: u64) -> Vec<u8> {
    let total: u64 = judgments.iter().sum();
    if total == 0 {
        return Vec::new();
    }
    let mut share: Vec<(u64, u64, usize)> =
        judgments.iter().enumerate().map(|(grade, count)| (count * n / total, count * n % total, grade)).collect();
    let missing = n - share.iter().map(|s| s.0).sum::<u64>();
    share.sort_by_key(|s| (std::cmp::Reverse(s.1), s.2));
    for s in share.iter_mut().take(usize::try_from(missing).unwrap_or_default()) {
        s.0 += 1;
    }
    share.sort_by_key(|s| s.2);
    let mut grades = Vec::with_capacity(usize::try_from(n).unwrap_or_default());
    for (count, _, grade) in share {
        grades.extend((0..count).map(|_| u8::try_from(grade).unwrap_or_default()));
    }
    grades
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_qualified_and_twelve_graded() {
        let all = qualified().unwrap();
        assert_eq!(all.len(), 16);
        assert_eq!(all.iter().map(|c| c.supports).sum::<u32>(), 9639);
        assert_eq!(all.iter().filter(|c| c.withdrew).count(), 4);
        assert!(all.iter().all(|c| c.withdrew == c.judgments.is_empty()));
        assert_eq!(all[1].name, "Charlotte Marchandise");
        assert_eq!(all[1].judgments, [0, 353, 322, 591, 1066, 2129]);
    }

    #[test]
    fn proportions_are_kept() {
        let marchandise = [0, 353, 322, 591, 1066, 2129];
        assert_eq!(in_proportion(&marchandise, 4461).len(), 4461);
        let some = in_proportion(&marchandise, 100);
        let counts: Vec<_> = (0..6).map(|g| some.iter().filter(|x| **x == g).count()).collect();
        assert_eq!(counts, [0, 8, 7, 13, 24, 48]);
        assert_eq!(in_proportion(&[0, 0], 3), Vec::<u8>::new());
    }
}
