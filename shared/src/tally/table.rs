//! The outcome as text in 80 columns, and as CSV.

use super::report::Report;
use crate::api::types::Lang;
use crate::domain::grade::Grade;
use crate::domain::profile::MeritProfile;
use crate::text::{Msg, key};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// Letters on either side of the middle of a bar.
const HALF: u64 = 20;
/// Columns of a name.
const NAME: usize = 26;

/// The ranks with a bar of letters each (best at the left, `|` at 50 %), then why each stands before the next.
pub fn table(report: &Report<'_>, lang: Lang) -> String {
    let say = |msg: &Msg| msg.resolve(lang);
    let mut out = String::new();
    for (place, standing) in report.standings.iter().enumerate() {
        let profile = &report.election.profiles[standing.index];
        let name = fit(report.name(place), NAME);
        let grade = say(&report.grade(standing.majority_grade));
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{:>3}. {name} {}  {grade}", standing.rank, bar(report, profile));
    }
    let legend: Vec<String> = (report.election.scale.best_first())
        .map(|grade| format!("{} {}", report.election.scale.letter(grade), say(&report.grade(grade))))
        .collect();
    let _ = writeln!(out, "\n{}\n", legend.join(" · "));
    for place in 0..report.standings.len() {
        let _ = writeln!(out, "{}", say(&report.sentence(place)));
        if let Some(why) = report.why(place) {
            let _ = writeln!(out, "     {}", say(&why));
        }
    }
    if report.election.blanks.iter().any(|blanks| *blanks > 0) {
        let _ = writeln!(out, "\n{}", say(&Msg::new(key::TALLY_BLANKS_IGNORED)));
    }
    out
}

/// `AAAAAAAAAAAAAAAAAABB|BBBBBCCCCCCCDDDDEEEE`: each letter is the grade of the judgment at the middle of its share.
fn bar(report: &Report<'_>, profile: &MeritProfile) -> String {
    let cells = HALF * 2;
    if profile.total() == 0 {
        return format!("{0}|{0}", " ".repeat(20));
    }
    let mut out = String::new();
    for cell in 0..cells {
        if cell == HALF {
            out.push('|');
        }
        // From the best: the judgment at (cell + 1/2) / cells of the whole.
        let at = u128::from(profile.total()) * u128::from(2 * cell + 1);
        let mut seen = 0u128;
        let grade = report.election.scale.best_first().find(|grade| {
            seen += u128::from(profile.counts()[grade.index()]);
            seen * u128::from(2 * cells) > at
        });
        out.push(report.election.scale.letter(grade.unwrap_or(Grade::WORST)));
    }
    out
}

/// Text cut or padded to a number of columns.
fn fit(text: &str, columns: usize) -> String {
    let mut out = String::new();
    let short = text.width() <= columns;
    for c in text.chars() {
        let next = out.width() + unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if next > columns - usize::from(!short) {
            break;
        }
        out.push(c);
    }
    if !short {
        out.push('…');
    }
    let missing = columns.saturating_sub(out.width());
    out + &" ".repeat(missing)
}

/// `rank,name,majority_grade,share,no_opinion` and a column for each grade, best first. `share` is the exact fraction of
/// judgments at the majority grade or better, `part/total`. A spreadsheet must not take a name for a formula.
pub fn profile_csv(report: &Report<'_>) -> Result<String, csv::Error> {
    let election = report.election;
    let key = |grade| election.scale.key(grade).unwrap_or_default().to_owned();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = ["rank", "name", "majority_grade", "share", "no_opinion"].map(str::to_owned);
    writer.write_record(head.into_iter().chain(election.scale.best_first().map(key)))?;
    for (place, standing) in report.standings.iter().enumerate() {
        let profile = &election.profiles[standing.index];
        let [part, total] = profile.share_at_or_above(standing.majority_grade);
        let name = report.name(place);
        let formula = name.starts_with(['=', '+', '-', '@']);
        let row = [
            standing.rank.to_string(),
            if formula { format!("'{name}") } else { name.to_owned() },
            key(standing.majority_grade),
            format!("{part}/{total}"),
            election.blanks[standing.index].to_string(),
        ];
        let counts = election.scale.best_first().map(|grade| profile.counts()[grade.index()].to_string());
        writer.write_record(row.into_iter().chain(counts))?;
    }
    let bytes = writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
