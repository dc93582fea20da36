//! Finding names.

use isoloir_shared::domain::search::{NameIndex, fold, matches};
use proptest::prelude::*;

/// Each insertion, loss, change or swap of neighbours between a word and the closest beginning of another, in full
/// (optimal string alignment; L. Boytsov, 2011).
fn typos(word: &[char], of: &[char]) -> usize {
    let mut d = vec![vec![0; of.len() + 1]; word.len() + 1];
    for i in 0..=word.len() {
        for j in 0..=of.len() {
            d[i][j] = match (i, j) {
                (0, j) => j,
                (i, 0) => i,
                _ => {
                    let change = usize::from(word[i - 1] != of[j - 1]);
                    let mut least = (d[i - 1][j - 1] + change).min(d[i - 1][j] + 1).min(d[i][j - 1] + 1);
                    if i > 1 && j > 1 && word[i - 1] == of[j - 2] && word[i - 2] == of[j - 1] {
                        least = least.min(d[i - 2][j - 2] + 1);
                    }
                    least
                }
            };
        }
    }
    d[word.len()].iter().copied().min().unwrap_or(0)
}

/// How far a word of a query is from a name, said plainly.
fn plain(name: &str, wanted: &str) -> Option<u32> {
    let name = fold(name);
    let words: Vec<&str> = name.split(' ').collect();
    let chars: Vec<char> = wanted.chars().collect();
    if words.contains(&wanted) {
        return Some(0);
    }
    if words.iter().any(|word| word.starts_with(wanted)) {
        return Some(1);
    }
    if chars.len() > 1 && name.contains(wanted) {
        return Some(2);
    }
    let allowed = match chars.len() {
        0..=3 => return None,
        4..=7 => 1,
        _ => 2,
    };
    let far = words.iter().map(|word| typos(&chars, &word.chars().collect::<Vec<_>>())).min()?;
    (far <= allowed).then_some(2 + far as u32)
}

proptest! {
    #[test]
    fn a_word_is_as_far_as_the_plain_rule_says(names in prop::collection::vec("[a-eé]{1,9}( [a-eé]{1,9}){0,2}", 1..8), query in "[a-e]{1,10}") {
        let expected: Vec<(u32, usize)> =
            names.iter().enumerate().filter_map(|(place, name)| Some((plain(name, &query)?, place))).collect();
        prop_assert_eq!(NameIndex::new(&names).costs(&query), expected);
    }

    #[test]
    fn folding_never_fails_and_folding_twice_changes_nothing(text in ".*") {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded.clone());
        prop_assert!(NameIndex::new([&text]).find(&text) == [0]);
        let mut grown = NameIndex::default();
        grown.insert(9, "b");
        grown.insert(0, "a");
        grown.replace(1, &text);
        prop_assert!(grown.find(&text).contains(&1) && grown.len() == 2);
    }

    #[test]
    fn one_letter_lost_changed_or_swapped_still_finds_a_name(place in 0usize..11, what in 0u8..3) {
        let mut name: Vec<char> = "marchandise".chars().collect();
        match what {
            0 => drop(name.remove(place)),
            1 => name[place] = 'x',
            _ if place + 1 < name.len() => name.swap(place, place + 1),
            _ => {}
        }
        let typed: String = name.into_iter().collect();
        prop_assert!(matches("Charlotte Marchandise", &typed), "{typed}");
    }
}

#[test]
fn names_are_found_without_accents_case_or_the_right_letters() {
    let names = [
        "Charlotte Marchandise",
        "Nicolas Bernabeu",
        "Roxane Revon",
        "Fortané",
        "Jean-Œuvrard d’Été",
        "Michel Bourgeois",
    ];
    let index = NameIndex::new(names);
    let find = |query: &str| index.find(query);
    assert_eq!(find("FORTANE"), [3]);
    assert_eq!(find("fortané"), [3]);
    assert_eq!(find("oeuvrard ete"), [4]);
    assert_eq!(find("march"), [0], "the beginning");
    assert_eq!(find("bernabue"), [1], "two letters swapped");
    assert_eq!(find("marchandsie"), [0]);
    assert_eq!(find("mrchandise charlote"), [0]);
    assert_eq!(find("revon roxane"), [2], "words in any order");
    assert_eq!(find("xyz"), [] as [usize; 0]);
    assert_eq!(find("mi xe"), [] as [usize; 0], "short words forgive nothing");
    assert_eq!(find("  "), [0, 1, 2, 3, 4, 5]);
    assert_eq!(find("e"), NameIndex::new(names).find("E"));
    assert!(index.find(&"a".repeat(100_000)).is_empty(), "a hostile query ends");
}

#[test]
fn the_closest_names_come_first() {
    let index = NameIndex::new(["Martine Aubrac", "Jean Martin", "Martin Durand", "Marten Roy"]);
    assert_eq!(index.find("martin"), [1, 2, 0, 3]);
}
