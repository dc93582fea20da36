//! What buttons carry.

use isoloir_shared::api::ids::{CandidateId, LinkId, LotId, SessionId};
use isoloir_shared::api::types::{CandidateOrder, CandidateState, Lang, Round};
use isoloir_shared::view::{Intent, Place, Topic};
use proptest::prelude::*;

fn candidate() -> impl Strategy<Value = CandidateId> {
    any::<u32>().prop_map(CandidateId)
}

fn round() -> impl Strategy<Value = Round> {
    prop_oneof![Just(Round::Preselection), Just(Round::Final)]
}

fn place() -> impl Strategy<Value = Place> {
    use Place::*;
    let plain = prop::sample::select(vec![
        Home, Connect, SignIn, Register, Calendar, Candidates, Supports, Nominate, Declare, Candidacy, Lot, WhyLot,
        Final, Receipts, Tracker, Account, Sessions, Links, Join, ThisChat, Language,
    ]);
    prop_oneof![
        plain,
        candidate().prop_map(Candidate),
        any::<u64>().prop_map(|id| Ballot(LotId(id))),
        round().prop_map(Results),
        (round(), candidate(), candidate()).prop_map(|(round, a, b)| Why(round, a, b)),
        prop::sample::select(Topic::ALL).prop_map(Help),
    ]
}

fn state() -> impl Strategy<Value = CandidateState> {
    use CandidateState::*;
    prop::sample::select(vec![
        Nominated,
        Declared,
        Qualified,
        Confirmed,
        Finalist,
        Winner,
        Withdrawn,
        Refused,
        Lapsed,
        Disqualified,
    ])
}

fn intent() -> impl Strategy<Value = Intent> {
    use Intent::*;
    let plain = prop::sample::select(vec![
        Back,
        Cancel,
        Retry,
        Leave,
        LeaveNow,
        StartDemo,
        ResendCode,
        Skip,
        More,
        WithdrawCandidacy,
        Understood,
        NextLot,
        ChangeBallot,
        Export,
        Erase,
        EraseNow,
        SignOut,
        AddPhoto,
        OfferLink,
        Forget,
        ForgetNow,
        DemoNextPhase,
    ]);
    let orders = vec![CandidateOrder::Random, CandidateOrder::Name, CandidateOrder::Supports];
    prop_oneof![
        plain,
        place().prop_map(Open),
        any::<u8>().prop_map(Choose),
        prop::option::of(state()).prop_map(Filter),
        prop::sample::select(orders).prop_map(Order),
        candidate().prop_map(Support),
        candidate().prop_map(Withdraw),
        candidate().prop_map(Replace),
        candidate().prop_map(Nominate),
        any::<bool>().prop_map(Confirm),
        (candidate(), any::<Option<u8>>(), any::<u32>()).prop_map(|(candidate, grade, rev)| Grade {
            candidate,
            grade,
            rev
        }),
        any::<u32>().prop_map(|rev| Review { rev }),
        any::<u32>().prop_map(|rev| Cast { rev }),
        prop::sample::select(vec![Lang::Fr, Lang::En]).prop_map(SetLang),
        any::<u128>().prop_map(|id| ConfirmLink(LinkId(uuid::Uuid::from_u128(id)))),
        any::<u128>().prop_map(|id| CutLink(LinkId(uuid::Uuid::from_u128(id)))),
        any::<u128>().prop_map(|id| Revoke(SessionId(uuid::Uuid::from_u128(id)))),
    ]
}

proptest! {
    #[test]
    fn every_intent_fits_a_button_and_comes_back(intent in intent()) {
        let text = intent.to_string();
        prop_assert!(text.len() <= 64, "{text}");
        prop_assert_eq!(text.parse(), Ok(intent));
    }

    #[test]
    fn what_was_forged_or_cut_is_no_intent(intent in intent(), junk in "[a-z0-9.+ -]{1,12}", cut in any::<prop::sample::Index>()) {
        let text = intent.to_string();
        // Anything read must be the one spelling of what was read.
        for forged in [format!("{text}{junk}"), format!("{junk}{text}"), junk, text[..cut.index(text.len())].to_owned()] {
            if let Ok(read) = forged.parse::<Intent>() {
                prop_assert_eq!(read.to_string(), forged);
            }
        }
    }
}

#[test]
fn near_misses_are_refused() {
    for text in ["", ".", "b.", "o", "o.", "o.c.", "s.+5", "s.05", "g.1.300.2", "c.maybe", "l.es", "q q", "rv.zz"] {
        assert!(text.parse::<Intent>().is_err(), "{text}");
    }
}
