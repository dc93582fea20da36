//! The chain of the audit log.

use isoloir_shared::api::types::{AuditEntry, AuditHead};
use isoloir_shared::domain::audit::{Defect, GENESIS, Verifier, canonical, link, verify};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn entry(seq: u64, actor: &str, data: &[(&str, &str)]) -> AuditEntry {
    AuditEntry {
        seq,
        at: "2016-05-01T10:00:00Z".parse().unwrap(),
        actor: actor.into(),
        action: "proposed".into(),
        subject: format!("proposal:{seq}"),
        data: data.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect(),
        previous: String::new(),
        hash: String::new(),
    }
}

fn chain(of: impl IntoIterator<Item = AuditEntry>) -> Vec<AuditEntry> {
    let mut previous = GENESIS.to_owned();
    let linked = of.into_iter().map(|entry| {
        let entry = link(&previous, entry);
        previous.clone_from(&entry.hash);
        entry
    });
    linked.collect()
}

/// Whoever writes another verifier begins here: these bytes never change.
#[test]
fn the_line_and_the_hash_are_fixed() {
    let log = chain([entry(1, "organiser:3", &[("to", "é\"\n"), ("from", "1")])]);
    assert_eq!(
        canonical(&log[0]),
        r#"[1,1462096800000000,"organiser:3","proposed","proposal:1",{"from":"1","to":"é\"\n"}]"#
    );
    assert_eq!(log[0].hash, "35da04aad88e8fa7536bcfcb2370232b8abc3803ed518dd3f12bf1e88d040c1d");
    assert_eq!(verify(&log).unwrap(), AuditHead { seq: 1, hash: log[0].hash.clone() });
    assert_eq!(verify(&[]).unwrap().hash, GENESIS);
}

#[test]
fn a_log_that_was_cut_or_written_anew_is_noticed_by_who_kept_its_head() {
    let log = chain((1..=5).map(|seq| entry(seq, "organiser:1", &[])));
    let head = verify(&log).unwrap();
    let read = |log: &[AuditEntry]| {
        let mut verifier = Verifier::knowing(head.clone());
        log.iter().try_for_each(|entry| verifier.take(entry))?;
        verifier.end(None)
    };
    assert_eq!(read(&log), Ok(head.clone()));
    assert_eq!(read(&log[..4]).unwrap_err().defect, Defect::Missing);
    let anew = chain((1..=6).map(|seq| entry(seq, "organiser:2", &[])));
    let broken = read(&anew).unwrap_err();
    assert_eq!((broken.seq, broken.defect), (5, Defect::Known));
}

proptest! {
    /// Whatever is changed in one entry, that entry is the first that is named; what is taken out or moved as well.
    #[test]
    fn whatever_is_changed_is_named(len in 2_usize..8, place in 0_usize..8, how in 0_u8..9, words in ".{0,12}") {
        let place = place % len;
        let log = chain((1..=len as u64).map(|seq| entry(seq, "organiser:1", &[("reason", &words)])));
        prop_assert!(verify(&log).is_ok());
        let mut broken = log.clone();
        let it = &mut broken[place];
        match how {
            0 => it.actor.push('1'),
            1 => it.action.push('x'),
            2 => it.subject.push('x'),
            3 => it.data = BTreeMap::from([("reason".into(), format!("{words}."))]),
            4 => it.at = it.at.checked_add(jiff::SignedDuration::from_micros(1)).unwrap(),
            5 => it.seq += 1,
            6 => it.hash = GENESIS.into(),
            7 => { broken.remove(place); }
            _ => broken.swap(place, (place + 1) % len),
        }
        // Cut at the end without a head that was kept: nobody can tell.
        prop_assume!(how != 7 || place + 1 < len);
        let first = if how == 8 { place.min((place + 1) % len) } else { place };
        prop_assert_eq!(verify(&broken).unwrap_err().seq, first as u64 + 1);
    }
}
