//! What buttons carry.

use isoloir_shared::api::ids::{
    AnnouncementId, CandidateId, DraftId, FlagId, LinkId, LotId, ModerationId, ProposalId, SessionId,
};
use isoloir_shared::api::types::{CandidateOrder, CandidateState, Lang, PhaseKind, Round};
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
        Home,
        Connect,
        SignIn,
        Register,
        Calendar,
        Candidates,
        Supports,
        Nominate,
        Declare,
        Candidacy,
        Lot,
        WhyLot,
        Final,
        Receipts,
        Tracker,
        Account,
        Sessions,
        Links,
        Join,
        ThisChat,
        Language,
        Inbox,
        Notices,
        Address,
        Answer,
        Organise,
        Factor,
        Proposals,
        Propose,
        Dates,
        Queue,
        Flags,
        Audit,
        Announcements,
        Compose,
    ]);
    let phases = vec![
        PhaseKind::Identification,
        PhaseKind::ProvisionalList,
        PhaseKind::Preparation,
        PhaseKind::Preselection,
        PhaseKind::Finalists,
        PhaseKind::FinalVote,
        PhaseKind::Result,
    ];
    let numbered = (0..8_u8, any::<u32>()).prop_map(|(kind, id)| match kind {
        0 => Announcement(AnnouncementId(id)),
        1 => Delivery(AnnouncementId(id)),
        2 => Draft(DraftId(id)),
        3 => Appeal(ModerationId(id)),
        4 => Moderated(ModerationId(id)),
        5 => Proposal(ProposalId(id)),
        6 => Flag(FlagId(id)),
        _ => Accuse(CandidateId(id)),
    });
    prop_oneof![
        plain,
        numbered,
        prop::sample::select(phases).prop_map(Move),
        candidate().prop_map(Candidate),
        any::<u64>().prop_map(|id| Ballot(LotId(id))),
        round().prop_map(Results),
        round().prop_map(Verification),
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
        Enrol,
        Preview,
        Edit,
        Trial,
        DemoNextPhase,
    ]);
    let numbered = (0..10_u8, any::<u32>()).prop_map(|(kind, id)| match kind {
        0 => Approve(ProposalId(id)),
        1 => TurnDown(ProposalId(id)),
        2 => Show(ModerationId(id)),
        3 => Hide(ModerationId(id)),
        4 => Harmless(FlagId(id)),
        5 => Suspect(FlagId(id)),
        6 => DropDraft(DraftId(id)),
        7 => Pause(AnnouncementId(id)),
        8 => Resume(AnnouncementId(id)),
        _ => StopAnnouncement(AnnouncementId(id)),
    });
    let orders = vec![CandidateOrder::Random, CandidateOrder::Name, CandidateOrder::Supports];
    prop_oneof![
        plain,
        numbered,
        (0..3_u8, any::<bool>())
            .prop_map(|(kind, yes)| [Letters(yes), HearCandidates(yes), QuietNights(yes)][usize::from(kind)]),
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
