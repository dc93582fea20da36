//! A screen of nothing but the same words, built by hand past the cleaning at the API client: for tests that hostile
//! text does no harm.

use crate::api::ids::CandidateId;
use crate::text::Msg;
use crate::view::*;
use jiff::Timestamp;

/// A screen with every kind of block, whose every text is these words.
pub fn made_of(words: &str) -> Screen {
    let msg = || Msg::Words(words.to_owned());
    let id = CandidateId(1);
    let item = |n: usize| Item {
        title: msg(),
        details: vec![msg(), msg()],
        marked: n.is_multiple_of(2),
        intent: Some(Intent::Back),
    };
    let choice = |at: u8| Choice {
        intent: Intent::Back,
        letter: words.to_owned(),
        label: msg(),
        grade: Some(at),
        chosen: at == 2,
    };
    let row = |_| BallotRow {
        candidate: id,
        name: msg(),
        about: Some(msg()),
        choices: (0..6).map(choice).collect(),
        open: Intent::Back,
    };
    let profile = |rank| ProfileView {
        rank,
        name: msg(),
        counts: (0..7).map(|n| (words.to_owned(), n * 1000)).collect(),
        majority: msg(),
        majority_at: 3,
        sentence: msg(),
        elected: true,
        why: Some(Intent::Back),
    };
    let now = Timestamp::UNIX_EPOCH;
    Screen {
        id: ScreenId::Candidates,
        title: msg(),
        body: vec![
            Block::Heading(msg()),
            Block::Paragraph(msg()),
            Block::Notice { tone: Tone::Bad, text: msg() },
            Block::Facts(vec![Fact { label: msg(), value: msg() }]),
            Block::List(ListView { label: msg(), items: (0..30).map(item).collect(), empty: msg(), loading: true }),
            Block::Ballot(BallotView { rows: (0..5).map(row).collect(), graded: 5, read_only: false }),
            Block::Profiles((1..4).map(profile).collect()),
            Block::Countdown { label: msg(), until: now, now },
            Block::Verbatim { label: msg(), text: words.to_owned() },
            Block::Progress { label: msg(), done: 7, total: Some(3) },
            Block::Timeline(vec![TimelineRow { label: msg(), days: msg(), status: msg(), current: true }]),
            Block::Photo { candidate: id, bytes: None, alt: msg() },
        ],
        actions: (0..12)
            .map(|n| Action {
                intent: Intent::Choose(n),
                label: msg(),
                weight: Weight::Danger,
                enabled: if n % 2 == 0 { Ok(()) } else { Err(msg()) },
            })
            .collect(),
        input: Some(Input {
            label: msg(),
            hint: Some(msg()),
            value: words.to_owned(),
            kind: InputKind::Text,
            max: 100,
            error: Some(msg()),
        }),
        toast: Some(Toast { tone: Tone::Warning, text: msg() }),
        busy: true,
        offline: true,
        time_moves: true,
    }
}
