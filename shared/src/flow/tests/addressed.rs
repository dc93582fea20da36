//! What candidates write to those who support them, who lets them, and the look of whoever approves an announcement.

use super::offers;
use crate::api::Call;
use crate::api::ids::ProposalId;
use crate::api::types::{CandidateState, Lang, NoticesView, PhaseKind, Role};
use crate::samples::{Stage, plain};
use crate::view::{Intent, Place, ScreenId};

/// Somebody who has declared themselves.
fn candidate() -> Stage {
    let mut stage = Stage::during(PhaseKind::Identification).start(Lang::Fr, true, true);
    stage.open(Place::Declare).submit("Ada Lovelace").choose(Intent::Skip).submit("Je propose.");
    stage.submit("https://example.org/moi").choose(Intent::Choose(0)).choose(Intent::Choose(0));
    assert_eq!(stage.screen().id, ScreenId::Candidacy);
    stage
}

fn written(stage: &Stage) -> Vec<&Call> {
    stage.calls.iter().filter(|call| matches!(call, Call::WriteToSupporters(..))).collect()
}

#[test]
fn a_candidate_writes_in_both_languages_looks_and_sends_once() {
    let mut stage = candidate();
    stage.choose(Intent::Open(Place::Address)).submit(" ");
    assert!(stage.screen().input.expect("a title").error.is_some());
    stage.submit("Réunion samedi").submit("À 15 h,\nplace de la mairie.").submit("Meeting on Saturday");
    stage.submit("At 3 p.m.");
    assert!(offers(&stage.screen(), |it| *it == Intent::Understood) && written(&stage).is_empty(), "read once more");
    stage.choose(Intent::Preview).choose(Intent::Choose(1));
    let shown = plain(&stage.screen(), Lang::Fr);
    assert!(shown.contains("que vous laissez vous écrire"), "why they get it: {shown}");
    assert!(!offers(&stage.screen(), |it| *it == Intent::Understood), "from a look nothing is sent");
    stage.choose(Intent::Back).choose(Intent::Understood);
    let [Call::WriteToSupporters(_, said)] = written(&stage)[..] else { panic!("{:?}", written(&stage)) };
    assert_eq!((said.title.fr.as_str(), said.title.en.as_str()), ("Réunion samedi", "Meeting on Saturday"));
    assert_eq!((said.body.fr.as_str(), said.body.en.as_str()), ("À 15 h,\nplace de la mairie.", "At 3 p.m."));
    assert_eq!(stage.screen().id, ScreenId::Candidacy);
}

#[test]
fn who_stands_no_more_writes_to_nobody() {
    let mut stage = candidate();
    stage.candidacy.as_mut().expect("a candidacy").candidate.summary.state = CandidateState::Withdrawn;
    stage.open(Place::Home).open(Place::Candidacy);
    let action = stage.screen().actions.into_iter().find(|it| it.intent == Intent::Open(Place::Address));
    assert!(action.expect("it is shown").enabled.is_err());
    stage.open(Place::Address);
    assert!(stage.screen().input.is_none());
}

#[test]
fn who_lets_candidates_write_changes_nothing_else() {
    let mut stage = Stage::during(PhaseKind::Preparation).start(Lang::Fr, true, true);
    stage.open(Place::Notices).choose(Intent::HearCandidates(true));
    let asked = stage.calls.iter().find_map(|call| if let Call::AskNotices(_, it) = call { Some(*it) } else { None });
    assert_eq!(asked, Some(NoticesView { candidates: true, ..NoticesView::default() }));
    assert!(offers(&stage.screen(), |it| *it == Intent::HearCandidates(false)), "and can take it back");
}

#[test]
fn whoever_approves_sees_what_will_be_sent_and_nothing_is_decided_by_looking() {
    let mut stage = Stage::during(PhaseKind::Preparation);
    stage.desk.roles = vec![Role::Organiser];
    let mut stage = stage.start(Lang::Fr, true, true);
    let id = ProposalId(4);
    stage.open(Place::Proposal(id)).choose(Intent::Preview);
    assert_eq!(stage.screen().id, ScreenId::Preview);
    stage.choose(Intent::Choose(1));
    assert!(plain(&stage.screen(), Lang::Fr).contains("/annonces_stop"));
    assert!(!offers(&stage.screen(), |it| *it == Intent::Approve(id)));
    stage.choose(Intent::Back);
    assert_eq!(stage.screen().id, ScreenId::Proposal);
    assert!(offers(&stage.screen(), |it| *it == Intent::Approve(id)));
    // A proposal of another kind has nothing to look at.
    stage.open(Place::Proposal(ProposalId(1)));
    assert!(!offers(&stage.screen(), |it| *it == Intent::Preview));
}
