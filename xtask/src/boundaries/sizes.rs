//! Most files under 150 lines, few above 350, none above 600: split by what they do.

use crate::finding::Finding;

const MANY: usize = 350;
const TOO_MANY: usize = 600;

/// Sources that are too long.
pub fn check<'a>(sources: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in sources {
        match text.lines().count() {
            n if n > TOO_MANY => findings.push(Finding::error(path, format!("{n} lines, {TOO_MANY} at most"))),
            n if n > MANY => findings.push(Finding::warning(path, format!("{n} lines, {MANY} or fewer wanted"))),
            _ => {}
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Weight;

    #[test]
    fn long_files_are_found() {
        let weight = |lines: usize| {
            let text = "\n".repeat(lines);
            check([("a.rs", text.as_str())].into_iter()).first().map(|finding| finding.weight)
        };
        assert_eq!(
            [350, 351, 600, 601].map(weight),
            [None, Some(Weight::Warning), Some(Weight::Warning), Some(Weight::Error)]
        );
    }
}
