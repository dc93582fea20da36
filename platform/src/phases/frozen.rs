//! Rules that no edit of the primary's file changes any more: those of each phase, once it has opened.

use isoloir_config::primary::Primary;
use isoloir_shared::api::types::PhaseKind;
use isoloir_shared::domain::calendar::phase_kind;
use serde_json::Value;

/// A setting of the primary's file and what it says, as JSON.
pub type Rule = (String, String);

/// What says whose data these are: fixed when the database is made.
pub fn identity(primary: &Primary) -> Vec<Rule> {
    named(primary, &["id"])
}

/// The rules that are fixed when a phase opens.
pub fn of_phase(primary: &Primary, kind: PhaseKind) -> Vec<Rule> {
    let tables: &[&str] = match kind {
        PhaseKind::Identification => {
            &["zone", "scale", "eligibility", "limits", "qualification", "calendar", "moderation"]
        }
        PhaseKind::Preparation => &["confirmation"],
        PhaseKind::Preselection => &["preselection", "ballots", "final"],
        PhaseKind::Finalists | PhaseKind::FinalVote => &["ballots", "final"],
        PhaseKind::ProvisionalList | PhaseKind::Result => &[],
    };
    let mut rules = named(primary, tables);
    for phase in primary.phases.iter().filter(|phase| phase_kind(phase.kind) == kind) {
        let name = |end: &str| format!("phases.{}.{end}", crate::store::phase_name(kind));
        rules.push((name("from"), Value::from(phase.from.to_string()).to_string()));
        rules.push((name("to"), Value::from(phase.to.map(|day| day.to_string())).to_string()));
    }
    rules
}

/// Every rule of the file, by its name.
pub fn all(primary: &Primary) -> Vec<Rule> {
    let phases = primary.phases.iter().flat_map(|phase| of_phase(primary, phase_kind(phase.kind)));
    identity(primary).into_iter().chain(phases).chain(named(primary, &["confirmation", "preselection"])).collect()
}

/// The first frozen rule of which the file says something else now: its name, what it was, what the file says.
pub fn first_edit(frozen: &[Rule], primary: &Primary) -> Option<(String, String, String)> {
    let now = all(primary);
    frozen.iter().find_map(|(name, was)| {
        let says = now.iter().find(|(other, _)| other == name).map_or("", |(_, says)| says.as_str());
        (says != was).then(|| (name.clone(), was.clone(), says.to_owned()))
    })
}

/// Top-level settings by their names; a table gives one rule for each of its settings.
fn named(primary: &Primary, names: &[&str]) -> Vec<Rule> {
    let whole = serde_json::to_value(primary).unwrap_or_default();
    let rules = names.iter().flat_map(|name| match whole.get(name) {
        Some(Value::Object(table)) => {
            table.iter().map(|(key, value)| (format!("{name}.{key}"), value.to_string())).collect()
        }
        Some(value) => vec![((*name).to_owned(), value.to_string())],
        None => vec![],
    });
    rules.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_frozen_by_some_phase() {
        let primary = Primary::built_in("laprimaire-2016").unwrap().unwrap();
        let all = all(&primary);
        let Value::Object(whole) = serde_json::to_value(&primary).unwrap() else { panic!() };
        for name in whole.keys().filter(|name| *name != "name") {
            let frozen = |rule: &Rule| rule.0 == *name || rule.0.starts_with(&format!("{name}."));
            assert!(all.iter().any(frozen), "{name}");
        }
        assert!(all.contains(&("preselection.max_lots".into(), "3".into())), "{all:?}");
        assert!(all.contains(&("phases.result.to".into(), "null".into())));
    }
}
