//! Canned answers of a platform: a small election made up for tests.

use crate::api::ids::*;
use crate::api::types::*;
use crate::booth::{ElectionFacts, KeyCode};
use isoloir_ballot::board::Checkpoint;
use isoloir_ballot::bytes::Fixed;
use jiff::{SignedDuration, Timestamp, civil::date, tz::TimeZone};

const NAMES: [&str; 16] = [
    "Charlotte Marchandise",
    "Michael Pettini",
    "Roxane Revon",
    "Nicolas Bernabeu",
    "Michel Bourgeois",
    "Valentine Cessieux",
    "Olivier Fortané",
    "Pierre-Éric Fleury",
    "Bastien Faudot",
    "Serge Guillou",
    "Philippe Mazuel",
    "Camélia Oudjaout",
    "Dominique Ruellan",
    "Grégoire Troadec",
    "Laurence Verdier",
    "Maël Zéphir",
];

type Day = (i16, i8, i8);

const PHASES: [(PhaseKind, Day, Option<Day>); 7] = [
    (PhaseKind::Identification, (2016, 4, 4), Some((2016, 7, 14))),
    (PhaseKind::ProvisionalList, (2016, 7, 15), Some((2016, 7, 30))),
    (PhaseKind::Preparation, (2016, 7, 31), Some((2016, 9, 30))),
    (PhaseKind::Preselection, (2016, 10, 26), Some((2016, 11, 6))),
    (PhaseKind::Finalists, (2016, 11, 7), Some((2016, 12, 14))),
    (PhaseKind::FinalVote, (2016, 12, 15), Some((2016, 12, 30))),
    (PhaseKind::Result, (2016, 12, 31), None),
];

fn midnight((y, m, d): Day) -> Timestamp {
    let zone = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
    date(y, m, d).to_zoned(zone).map(|it| it.timestamp()).unwrap_or_default()
}

/// Noon of the third day of a phase.
pub fn during(kind: PhaseKind) -> Timestamp {
    let from = PHASES.iter().find(|(it, ..)| *it == kind).map_or((2016, 4, 4), |(_, from, _)| *from);
    midnight(from) + SignedDuration::from_hours(60)
}

/// The primary of 2016 at an instant.
pub fn primary(now: Timestamp) -> PrimaryView {
    let phases: Vec<_> = PHASES.iter().map(|(kind, from, to)| phase(*kind, *from, *to, now)).collect();
    let both = |fr: &str, en: &str| Localized { fr: fr.into(), en: en.into() };
    let scale = [
        ("tres-bien", "Très Bien", "Very Good"),
        ("bien", "Bien", "Good"),
        ("assez-bien", "Assez Bien", "Fairly Good"),
        ("passable", "Passable", "Acceptable"),
        ("insuffisant", "Insuffisant", "Insufficient"),
        ("a-rejeter", "À Rejeter", "To Reject"),
    ];
    let grade = |(i, (key, fr, en)): (usize, &(&str, &str, &str))| GradeView {
        value: 5 - i as u8,
        key: (*key).into(),
        letter: char::from(b'A' + i as u8).to_string(),
        name: both(fr, en),
    };
    PrimaryView {
        id: "laprimaire-2016".into(),
        name: both("LaPrimaire.org 2016", "LaPrimaire.org 2016"),
        zone: "Europe/Paris".into(),
        now,
        scale: scale.iter().enumerate().map(grade).collect(),
        rules: RulesView {
            supports: 5,
            nominations: 5,
            threshold: 500,
            lot_size: 5,
            lot_minutes: 30,
            max_lots: 3,
            finalists: 5,
            confirmation_days: 8,
            change_ballot: true,
            no_opinion: false,
            minimum_age: 18,
            age_on: date(2017, 4, 22),
        },
        current: phases.iter().find(|it| it.status == PhaseStatus::Open).map(|it| it.kind),
        phases,
        demo: true,
        bots: BotsView { telegram: Some("IsoloirBot".into()), matrix: Some("@isoloir:primaire.example".into()) },
    }
}

fn phase(kind: PhaseKind, from: Day, to: Option<Day>, now: Timestamp) -> PhaseView {
    let day = |(y, m, d)| date(y, m, d);
    let opens_at = midnight(from);
    let closes_at = to.map(|(y, m, d)| midnight((y, m, d)) + SignedDuration::from_hours(24));
    let status = match closes_at {
        _ if now < opens_at => PhaseStatus::Upcoming,
        Some(end) if now >= end => PhaseStatus::Closed,
        _ => PhaseStatus::Open,
    };
    PhaseView { kind, from: day(from), to: to.map(day), opens_at, closes_at, status }
}

/// A candidate, from 1 to 16 (more: invented names).
pub fn candidate(id: u32) -> CandidateSummary {
    let n = id as usize - 1;
    let name = NAMES.get(n).map_or_else(|| format!("Citoyen n° {id}"), |name| (*name).to_owned());
    CandidateSummary {
        id: CandidateId(id),
        name,
        state: if n % 7 == 6 { CandidateState::Nominated } else { CandidateState::Declared },
        supports: 500 + u64::from(id * 37 % 211),
        charter: n % 5 != 4,
        slogan: n.is_multiple_of(3).then(|| "Pour une démocratie réellement participative".into()),
        photo: n.is_multiple_of(2),
    }
}

/// A candidate's page.
pub fn candidate_page(id: u32, at: Timestamp) -> CandidateView {
    CandidateView {
        summary: candidate(id),
        nominations: 12,
        presentation: Some(
            "Je propose de rendre la décision aux citoyens.\n\nTrois priorités : l’école, la santé, le climat.".into(),
        ),
        link: Some("https://example.org/candidat".into()),
        share_url: format!("https://example.org/c/{id}"),
        hidden: Vec::new(),
        history: vec![
            CandidateChangeView {
                at: at - SignedDuration::from_hours(90),
                state: CandidateState::Nominated,
                cause: ChangeCause::Nomination,
                reason: None,
                reply: None,
            },
            CandidateChangeView {
                at: at - SignedDuration::from_hours(50),
                state: CandidateState::Declared,
                cause: ChangeCause::Declaration,
                reason: None,
                reply: None,
            },
        ],
    }
}

/// A signed-in citizen.
pub fn account(registered: bool) -> AccountView {
    AccountView {
        email: "camille@example.org".into(),
        lang: Lang::Fr,
        registered,
        place: registered.then(|| "Orsay".into()),
        assurance: Assurance::Email,
        roles: Vec::new(),
        created_at: midnight((2016, 4, 5)),
    }
}

/// Supports of some candidates and one nomination.
pub fn supports(ids: &[u32]) -> SupportsView {
    SupportsView {
        supports: ids.iter().map(|id| candidate(*id)).collect(),
        nominations: vec![candidate(7)],
        supports_limit: 5,
        nominations_limit: 5,
    }
}

/// A lot of five.
pub fn lot(id: u64, now: Timestamp) -> LotView {
    let row = |i: u64| LotCandidateView {
        candidate: candidate((id * 5 + i * 3) as u32 % 16 + 1),
        shown_before: 4 + i / 3,
        reason: if i < 2 { LotReason::LeastShown } else { LotReason::Drawn },
    };
    LotView {
        id: LotId(id),
        draw: id as u32,
        candidates: (0..5).map(row).collect(),
        issued_at: now,
        expires_at: now + SignedDuration::from_mins(30),
        status: LotStatus::Open,
        sequence: 1,
        receipt: None,
    }
}

/// A receipt.
pub fn receipt(lot: Option<LotId>, at: Timestamp, status: ReceiptStatus) -> ReceiptView {
    let n = lot.map_or(0, |lot| lot.0);
    ReceiptView {
        tracker: Tracker(format!("7KQM-2XVT-9H4C-PDW3-8R{n:02}-6TYB")),
        round: if lot.is_some() { Round::Preselection } else { Round::Final },
        lot,
        cast_at: at,
        status,
        board: None,
    }
}

/// The board's word for a ballot, of a board that there is not.
pub fn board_receipt() -> BoardReceipt {
    let (ballot, root, signature) = (Fixed([7; 32]), Fixed([8; 32]), Fixed([9; 64]));
    let checkpoint = Checkpoint { election: Fixed([6; 32]), size: 42, time: 1_478_000_000, root, signature };
    BoardReceipt { ballot, leaf: 41, path: Vec::new(), checkpoint }
}

/// Who holds the keys: others, or the platform itself.
pub fn election(round: Round, local: bool) -> ElectionFacts {
    let names = ["Maison des citoyens", "Université de Lorraine", "Maître Camille Martin"];
    ElectionFacts {
        round,
        election: Fixed([6; 32]).to_string(),
        trustees: names.map(str::to_owned).into(),
        threshold: if local { 3 } else { 2 },
        local,
        state: ElectionState::Open,
        decrypted: Vec::new(),
        size: 42,
    }
}

/// The code of a voting key that nobody has.
pub fn key_code(round: Round) -> KeyCode {
    KeyCode::of(round, &[42; 32])
}

/// A published result of a round.
pub fn result(round: Round, at: Timestamp) -> ResultView {
    let counts: [[u64; 6]; 5] = [
        [310, 402, 610, 790, 1200, 1149],
        [400, 500, 700, 861, 1100, 900],
        [410, 500, 700, 851, 1100, 900],
        [800, 700, 900, 800, 761, 500],
        [900, 800, 900, 700, 661, 500],
    ];
    let standing = |(i, counts): (usize, &[u64; 6])| StandingView {
        id: CandidateId(i as u32 + 1),
        name: NAMES[i].into(),
        rank: i as u32 + 1,
        counts: counts.to_vec(),
        no_opinion: 0,
        majority_grade: [4, 3, 3, 2, 2][i],
        elected: round == Round::Preselection || i == 0,
    };
    let why = |n: u32, decided_by| ExplanationView { before: CandidateId(n), after: CandidateId(n + 1), decided_by };
    ResultView {
        round,
        candidates: counts.iter().enumerate().map(standing).collect(),
        explanations: vec![
            why(1, DecidedBy::MajorityGrade { better: 4, worse: 3 }),
            why(2, DecidedBy::LargestGroup { group: Group::Above, of: CandidateId(2), share: [2000, 4461] }),
            why(3, DecidedBy::MajorityGrade { better: 3, worse: 2 }),
            why(4, DecidedBy::NextMajorityGrade { better: 2, worse: 1, removed: ["120".into(), "4461".into()] }),
        ],
        turnout: TurnoutView {
            registered: 97_331,
            voters: 10_677,
            ballots: 32_685,
            own: 30_012,
            assisted: 2_673,
            lots: (1..=5)
                .filter(|_| round == Round::Preselection)
                .map(|id| LotCountView {
                    candidate: CandidateId(id),
                    issued: 5_000 + u64::from(id % 2),
                    expired: 540,
                    cast: 4_461,
                })
                .collect(),
        },
        published_at: at,
    }
}

/// Public totals.
pub fn counts() -> CountsView {
    CountsView { registered: 97_331, supports: 12_043, lots_issued: 3_120, lots_cast: 2_764, final_ballots: 0 }
}

/// A link that has come so far; with a chat on Telegram once one has claimed it.
pub fn link(status: LinkStatus, now: Timestamp) -> LinkView {
    let claimed = status != LinkStatus::Offered;
    let linked = status == LinkStatus::Linked;
    LinkView {
        id: LinkId(uuid::Uuid::from_u128(0x11)),
        status,
        channel: claimed.then_some(ChatNetwork::Telegram),
        label: claimed.then(|| "Camille (@camille)".into()),
        at: now,
        expires_at: (!linked).then(|| now + SignedDuration::from_mins(10)),
        session: linked.then(|| SessionId(uuid::Uuid::from_u128(3))),
        seen_at: linked.then_some(now),
        current: false,
    }
}

/// Two announcements, the newest first, and which of them were read.
pub fn inbox(read: &[AnnouncementId], now: Timestamp) -> InboxView {
    let both = |fr: &str, en: &str| Localized { fr: fr.into(), en: en.into() };
    let told = |id: u32, title, body, hours: i64| InboxItemView {
        announcement: AnnouncementView {
            id: AnnouncementId(id),
            title,
            body,
            sender: None,
            audience: Audience::Everyone,
            urgent: false,
            send_at: now - SignedDuration::from_hours(hours),
            state: AnnouncementState::Sending,
        },
        read: read.contains(&AnnouncementId(id)),
    };
    let mut items = vec![
        told(
            2,
            both("Une table ronde lundi", "A round table on Monday"),
            both("À 18 h à Orsay, et en ligne.", "At 6 p.m. in Orsay, and online."),
            3,
        ),
        told(
            1,
            both("La présélection ouvre mercredi", "The pre-selection opens on Wednesday"),
            both("Vous aurez douze jours.", "You will have twelve days."),
            50,
        ),
    ];
    items.sort_by_key(|item| item.read);
    let unread = items.iter().filter(|item| !item.read).count() as u64;
    InboxView { unread, items }
}

/// What I wrote to those who support me.
pub fn to_supporters(told: &SupportersRequest, now: Timestamp) -> AnnouncementView {
    AnnouncementView {
        id: AnnouncementId(3),
        title: told.title.clone(),
        body: told.body.clone(),
        sender: Some("Camille Candidate".into()),
        audience: Audience::Supporters { candidate: CandidateId(3) },
        urgent: false,
        send_at: now,
        state: AnnouncementState::Sending,
    }
}

/// A candidacy that was disqualified, with a presentation that is hidden.
pub fn judged(now: Timestamp) -> CandidacyView {
    let at = now - SignedDuration::from_hours(20);
    let mut candidate = candidate_page(2, now);
    candidate.summary.state = CandidateState::Disqualified;
    candidate.history.push(CandidateChangeView {
        at,
        state: CandidateState::Disqualified,
        cause: ChangeCause::Organisers,
        reason: Some("A présenté l’identité d’une autre personne.".into()),
        reply: None,
    });
    let hidden = ModerationView {
        id: ModerationId(7),
        kind: ModeratedKind::Page,
        candidate: candidate.summary.id,
        name: candidate.summary.name.clone(),
        state: ModerationState::Rejected,
        at,
        body: Some("Appelez-moi : 01 02 03 04 05".into()),
        because: Some(ModerationReason::PersonalData),
        note: Some("Un numéro de téléphone privé.".into()),
        decided_by: Some(2),
        decided_at: Some(at),
        appeal: None,
        heard_by: None,
    };
    CandidacyView { candidate, confirm_by: None, moderation: vec![hidden] }
}

/// Nothing was announced.
pub fn no_inbox() -> InboxView {
    InboxView { unread: 0, items: Vec::new() }
}
