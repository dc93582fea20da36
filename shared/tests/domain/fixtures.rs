//! Real elections and the public fixtures of other implementations (`tests/fixtures/README.md` says where from).

use isoloir_shared::api::types::Group;
use isoloir_shared::domain::explain::{Rule, Side, decide, largest_group};
use isoloir_shared::domain::fill::Fill;
use isoloir_shared::domain::grade::Grade;
use isoloir_shared::domain::profile::{MeritProfile, per_myriad};
use isoloir_shared::domain::ranking::rank;
use serde_json::Value;
use std::cmp::Ordering;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn profile(counts: &Value) -> MeritProfile {
    MeritProfile::new(counts.as_array().unwrap().iter().map(|count| count.as_u64().unwrap()).collect()).unwrap()
}

fn fill(balance: &Value) -> Fill {
    let grade = Grade(u8::try_from(balance["default"].as_u64().unwrap_or_default()).unwrap());
    match balance["mode"].as_str().unwrap_or("None") {
        "None" => Fill::None,
        "StaticDefault" => Fill::StaticDefault(grade),
        "MedianDefault" => Fill::MedianDefault,
        "Normalized" => Fill::Normalized,
        other => panic!("unknown balance {other}"),
    }
}

fn check(path: &Path) {
    let election = read(path);
    let proposals = election["proposals"].as_array().unwrap();
    let profiles: Vec<MeritProfile> = proposals.iter().map(|proposal| profile(&proposal["counts"])).collect();
    let participants = election["participants"].as_u64().unwrap_or_default();
    let profiles = fill(&election["balance"]).apply(profiles, participants).unwrap();
    let ranks = rank(&profiles);
    assert_eq!(ranks.len(), proposals.len());
    for standing in &ranks {
        let name = proposals[standing.index]["name"].as_str().unwrap();
        let context = format!("{} {name}", path.display());
        assert_eq!(u64::from(standing.rank), election["expected_ranks"][name].as_u64().unwrap(), "{context}");
        if let Some(median) = election["median_grade_index"][name].as_u64() {
            assert_eq!(u64::from(standing.majority_grade.0), median, "{context}");
        }
    }
    if let Some(pairs) = election.get("seed_rule_pairs") {
        let (mut same, mut silent) = (0, 0);
        for (i, a) in profiles.iter().enumerate() {
            for b in &profiles[i + 1..] {
                if a.majority_grade() == b.majority_grade() {
                    same += 1;
                    silent += u64::from(matches!(decide(a, b).rule, Rule::NextMajorityGrade { .. }));
                }
            }
        }
        assert_eq!(same, pairs["same_mention_pairs"].as_u64().unwrap(), "{}", path.display());
        assert_eq!(silent, pairs["rule_silent"].as_u64().unwrap(), "{}", path.display());
    }
}

#[test]
fn every_fixture_gives_its_ranks_and_medians() {
    let mut seen = 0;
    for entry in std::fs::read_dir(folder().join("mj")).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap() != "tie_pairs_300.json" {
            check(&path);
            seen += 1;
        }
    }
    assert_eq!(seen, 29);
}

#[test]
fn laprimaire_2016_comes_out_as_published() {
    let path = folder().join("laprimaire_2016_round1.json");
    check(&path);
    let election = read(&path);
    let names: Vec<&str> =
        election["grades_worst_first"].as_array().unwrap().iter().map(|g| g.as_str().unwrap()).collect();
    for proposal in election["proposals"].as_array().unwrap() {
        let profile = profile(&proposal["counts"]);
        let majority = profile.majority_grade();
        assert_eq!(names[majority.index()], proposal["majority_grade"].as_str().unwrap());
        let published = proposal["share_at_or_above_majority_grade_percent"].as_f64().unwrap();
        let ours = f64::from(per_myriad(profile.share_at_or_above(majority))) / 100.0;
        assert!((published - ours).abs() < 0.006, "{proposal}: {ours}");
    }
}

#[test]
fn mazuel_stands_before_fortane_by_the_exact_fractions() {
    let election = read(&folder().join("laprimaire_2016_round1.json"));
    let of = |name: &str| {
        let proposals = election["proposals"].as_array().unwrap();
        profile(&proposals.iter().find(|proposal| proposal["name"] == name).unwrap()["counts"])
    };
    let decision = decide(&of("Mazuel"), &of("Fortané"));
    assert_eq!(decision.order, Ordering::Greater);
    // Fortané's opponents, 38.87 % of 4,469, are the largest of the four groups; Mazuel's are 38.77 % of 4,372.
    assert_eq!(decision.rule, Rule::LargestGroup { group: Group::Below, of: Side::Second, share: [1737, 4469] });
}

#[test]
fn three_hundred_pairs_by_the_seeds_rule_or_the_fallback() {
    let file = read(&folder().join("mj/tie_pairs_300.json"));
    let cases = file["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 300);
    let mut silent = 0;
    for case in cases {
        let (a, b) = (profile(&case["A"]), profile(&case["B"]));
        let majority = a.majority_grade();
        assert_eq!(majority, b.majority_grade(), "{case}");
        assert_eq!(u64::from(majority.0), case["mention"].as_u64().unwrap(), "{case}");
        assert_eq!(
            [a.above(majority), a.below(majority), b.above(majority), b.below(majority)].map(Value::from),
            ["pA", "qA", "pB", "qB"].map(|group| case[group].clone()),
            "{case}"
        );
        let side = |order| match order {
            Ordering::Greater => "A",
            Ordering::Less => "B",
            Ordering::Equal => "tie",
        };
        let seed = largest_group(&a, &b, majority).map_or("silent", |decision| side(decision.order));
        assert_eq!(seed, case["seed_rule"], "{case}");
        let decision = decide(&a, &b);
        assert_eq!(side(decision.order), case["iterated_median"], "{case}");
        assert_eq!(matches!(decision.rule, Rule::NextMajorityGrade { .. }), seed == "silent", "{case}");
        silent += u32::from(seed == "silent");
        // The same pair the other way round says the same.
        let mirrored = decide(&b, &a);
        assert_eq!(mirrored.order, decision.order.reverse(), "{case}");
        if let (Rule::LargestGroup { of, .. }, Rule::LargestGroup { of: other, .. }) = (decision.rule, mirrored.rule) {
            assert_eq!(of == Side::First, other == Side::Second, "{case}");
        }
    }
    assert!(silent > 50, "{silent}");
}
