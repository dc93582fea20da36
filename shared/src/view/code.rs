//! The compact words that buttons carry: `Display` writes an intent, `FromStr` reads it back and takes nothing else.
//! Dots part the words; the longest, a session to revoke, is 35 bytes of the 64 that Telegram allows.

use super::{Intent, IntentError, Place, Topic};
use crate::api::ids::{CandidateId, LinkId, LotId, SessionId};
use crate::api::types::{CandidateOrder, CandidateState, Lang, PhaseKind, Round};
use std::fmt::{self, Display};
use std::str::{FromStr, Split};

impl Display for Intent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Open(place) => write!(f, "o.{place}"),
            Self::Back => f.write_str("b"),
            Self::Cancel => f.write_str("x"),
            Self::Retry => f.write_str("rt"),
            Self::Leave => f.write_str("q"),
            Self::LeaveNow => f.write_str("qq"),
            Self::StartDemo => f.write_str("demo"),
            Self::ResendCode => f.write_str("rc"),
            Self::Choose(n) => write!(f, "a.{n}"),
            Self::Skip => f.write_str("sk"),
            Self::More => f.write_str("m"),
            Self::Filter(state) => write!(f, "f.{}", state.map_or("all", state_code)),
            Self::Order(order) => write!(f, "or.{}", order_code(order)),
            Self::Support(id) => write!(f, "s.{id}"),
            Self::Withdraw(id) => write!(f, "w.{id}"),
            Self::Replace(id) => write!(f, "rp.{id}"),
            Self::Nominate(id) => write!(f, "n.{id}"),
            Self::WithdrawCandidacy => f.write_str("wc"),
            Self::AddPhoto => f.write_str("ph"),
            Self::Confirm(yes) => write!(f, "c.{}", if yes { "y" } else { "n" }),
            Self::Understood => f.write_str("ok"),
            Self::Grade { candidate, grade: Some(grade), rev } => write!(f, "g.{candidate}.{grade}.{rev}"),
            Self::Grade { candidate, grade: None, rev } => write!(f, "g.{candidate}.-.{rev}"),
            Self::Review { rev } => write!(f, "v.{rev}"),
            Self::Cast { rev } => write!(f, "k.{rev}"),
            Self::Seal { rev } => write!(f, "se.{rev}"),
            Self::Spoil { rev } => write!(f, "sp.{rev}"),
            Self::ShowKey => f.write_str("kc"),
            Self::NewKey => f.write_str("nk"),
            Self::NextLot => f.write_str("nl"),
            Self::ChangeBallot => f.write_str("cb"),
            Self::SetLang(lang) => write!(f, "l.{}", lang.code()),
            Self::Revoke(SessionId(id)) => write!(f, "rv.{}", id.simple()),
            Self::OfferLink => f.write_str("lo"),
            Self::ConfirmLink(LinkId(id)) => write!(f, "ly.{}", id.simple()),
            Self::CutLink(LinkId(id)) => write!(f, "lc.{}", id.simple()),
            Self::Forget => f.write_str("fg"),
            Self::ForgetNow => f.write_str("fgn"),
            Self::Export => f.write_str("ex"),
            Self::Erase => f.write_str("er"),
            Self::EraseNow => f.write_str("ern"),
            Self::Letters(yes) => write!(f, "ml.{}", if yes { "y" } else { "n" }),
            Self::HearCandidates(yes) => write!(f, "hc.{}", if yes { "y" } else { "n" }),
            Self::QuietNights(yes) => write!(f, "qn.{}", if yes { "y" } else { "n" }),
            Self::SignOut => f.write_str("so"),
            Self::Enrol => f.write_str("en"),
            Self::Approve(id) => write!(f, "ap.{id}"),
            Self::TurnDown(id) => write!(f, "td.{id}"),
            Self::Show(id) => write!(f, "sh.{id}"),
            Self::Hide(id) => write!(f, "hd.{id}"),
            Self::Harmless(id) => write!(f, "fh.{id}"),
            Self::Suspect(id) => write!(f, "fs.{id}"),
            Self::Preview => f.write_str("pv"),
            Self::Edit => f.write_str("ed"),
            Self::Trial => f.write_str("try"),
            Self::DropDraft(id) => write!(f, "dd.{id}"),
            Self::Pause(id) => write!(f, "pa.{id}"),
            Self::Resume(id) => write!(f, "re.{id}"),
            Self::StopAnnouncement(id) => write!(f, "st.{id}"),
            Self::DemoNextPhase => f.write_str("np"),
        }
    }
}

impl FromStr for Intent {
    type Err = IntentError;

    fn from_str(text: &str) -> Result<Self, IntentError> {
        let mut words = Words(text.split('.'));
        let intent = match words.next()? {
            "o" => Self::Open(words.place()?),
            "b" => Self::Back,
            "x" => Self::Cancel,
            "rt" => Self::Retry,
            "q" => Self::Leave,
            "qq" => Self::LeaveNow,
            "demo" => Self::StartDemo,
            "rc" => Self::ResendCode,
            "a" => Self::Choose(words.parse()?),
            "sk" => Self::Skip,
            "m" => Self::More,
            "f" => Self::Filter(words.state()?),
            "or" => Self::Order(words.order()?),
            "s" => Self::Support(words.candidate()?),
            "w" => Self::Withdraw(words.candidate()?),
            "rp" => Self::Replace(words.candidate()?),
            "n" => Self::Nominate(words.candidate()?),
            "wc" => Self::WithdrawCandidacy,
            "ph" => Self::AddPhoto,
            "c" => Self::Confirm(words.next()? == "y"),
            "ok" => Self::Understood,
            "g" => Self::Grade { candidate: words.candidate()?, grade: words.grade()?, rev: words.parse()? },
            "v" => Self::Review { rev: words.parse()? },
            "k" => Self::Cast { rev: words.parse()? },
            "se" => Self::Seal { rev: words.parse()? },
            "sp" => Self::Spoil { rev: words.parse()? },
            "kc" => Self::ShowKey,
            "nk" => Self::NewKey,
            "nl" => Self::NextLot,
            "cb" => Self::ChangeBallot,
            "l" => Self::SetLang(Lang::of_tag(words.next()?)),
            "rv" => Self::Revoke(SessionId(words.parse()?)),
            "lo" => Self::OfferLink,
            "ly" => Self::ConfirmLink(LinkId(words.parse()?)),
            "lc" => Self::CutLink(LinkId(words.parse()?)),
            "fg" => Self::Forget,
            "fgn" => Self::ForgetNow,
            "ex" => Self::Export,
            "er" => Self::Erase,
            "ern" => Self::EraseNow,
            "ml" => Self::Letters(words.next()? == "y"),
            "hc" => Self::HearCandidates(words.next()? == "y"),
            "qn" => Self::QuietNights(words.next()? == "y"),
            "so" => Self::SignOut,
            "en" => Self::Enrol,
            "ap" => Self::Approve(words.parse()?),
            "td" => Self::TurnDown(words.parse()?),
            "sh" => Self::Show(words.parse()?),
            "hd" => Self::Hide(words.parse()?),
            "fh" => Self::Harmless(words.parse()?),
            "fs" => Self::Suspect(words.parse()?),
            "pv" => Self::Preview,
            "ed" => Self::Edit,
            "try" => Self::Trial,
            "dd" => Self::DropDraft(words.parse()?),
            "pa" => Self::Pause(words.parse()?),
            "re" => Self::Resume(words.parse()?),
            "st" => Self::StopAnnouncement(words.parse()?),
            "np" => Self::DemoNextPhase,
            _ => return Err(IntentError),
        };
        // One intent has one spelling: what does not come back the same (`+5`, `c.maybe`, words left over) was forged.
        if intent.to_string() == text { Ok(intent) } else { Err(IntentError) }
    }
}

impl Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Candidate(id) => write!(f, "c.{id}"),
            Self::Ballot(id) => write!(f, "b.{id}"),
            Self::Results(round) => write!(f, "r.{}", round_code(round)),
            Self::Verification(round) => write!(f, "v.{}", round_code(round)),
            Self::VotingKey(round) => write!(f, "k.{}", round_code(round)),
            Self::Why(round, before, after) => write!(f, "w.{}.{before}.{after}", round_code(round)),
            Self::Help(topic) => write!(f, "h.{}", topic_code(topic)),
            Self::Proposal(id) => write!(f, "p.{id}"),
            Self::Accuse(id) => write!(f, "a.{id}"),
            Self::Move(kind) => write!(f, "m.{}", phase_code(kind)),
            Self::Moderated(id) => write!(f, "q.{id}"),
            Self::Flag(id) => write!(f, "f.{id}"),
            Self::Announcement(id) => write!(f, "n.{id}"),
            Self::Delivery(id) => write!(f, "d.{id}"),
            Self::Draft(id) => write!(f, "e.{id}"),
            Self::Appeal(id) => write!(f, "ap.{id}"),
            plain => f.write_str(PLAIN.iter().find(|(place, _)| *place == plain).map_or("home", |(_, code)| code)),
        }
    }
}

/// Places without a number.
const PLAIN: &[(Place, &str)] = &[
    (Place::Home, "home"),
    (Place::Connect, "conn"),
    (Place::SignIn, "in"),
    (Place::Register, "reg"),
    (Place::Calendar, "cal"),
    (Place::Candidates, "list"),
    (Place::Supports, "sup"),
    (Place::Nominate, "nom"),
    (Place::Declare, "decl"),
    (Place::Candidacy, "cand"),
    (Place::Address, "addr"),
    (Place::Lot, "lot"),
    (Place::WhyLot, "why"),
    (Place::Final, "final"),
    (Place::Receipts, "rec"),
    (Place::Tracker, "track"),
    (Place::Account, "me"),
    (Place::Sessions, "dev"),
    (Place::Links, "links"),
    (Place::Inbox, "inbox"),
    (Place::Notices, "notices"),
    (Place::Join, "join"),
    (Place::ThisChat, "chat"),
    (Place::Language, "lang"),
    (Place::Organise, "org"),
    (Place::Factor, "2fa"),
    (Place::Proposals, "props"),
    (Place::Propose, "prop"),
    (Place::Dates, "dates"),
    (Place::Queue, "queue"),
    (Place::Flags, "flags"),
    (Place::Audit, "audit"),
    (Place::Announcements, "anns"),
    (Place::Compose, "write"),
    (Place::Answer, "answer"),
];

const STATES: &[(CandidateState, &str)] = &[
    (CandidateState::Nominated, "nom"),
    (CandidateState::Declared, "decl"),
    (CandidateState::Qualified, "qual"),
    (CandidateState::Confirmed, "conf"),
    (CandidateState::Finalist, "fin"),
    (CandidateState::Winner, "win"),
    (CandidateState::Withdrawn, "wd"),
    (CandidateState::Refused, "ref"),
    (CandidateState::Lapsed, "lap"),
    (CandidateState::Disqualified, "dis"),
];

const PHASES: &[(PhaseKind, &str)] = &[
    (PhaseKind::Identification, "id"),
    (PhaseKind::ProvisionalList, "prov"),
    (PhaseKind::Preparation, "prep"),
    (PhaseKind::Preselection, "pre"),
    (PhaseKind::Finalists, "fin"),
    (PhaseKind::FinalVote, "vote"),
    (PhaseKind::Result, "res"),
];

fn phase_code(kind: PhaseKind) -> &'static str {
    PHASES.iter().find(|(it, _)| *it == kind).map_or("res", |(_, code)| code)
}

fn state_code(state: CandidateState) -> &'static str {
    STATES.iter().find(|(it, _)| *it == state).map_or("all", |(_, code)| code)
}

fn order_code(order: CandidateOrder) -> &'static str {
    match order {
        CandidateOrder::Random => "r",
        CandidateOrder::Name => "n",
        CandidateOrder::Supports => "s",
    }
}

fn round_code(round: Round) -> &'static str {
    match round {
        Round::Preselection => "p",
        Round::Final => "f",
    }
}

fn topic_code(topic: Topic) -> &'static str {
    match topic {
        Topic::Start => "start",
        Topic::MajorityJudgment => "mj",
        Topic::Lots => "lots",
        Topic::Receipts => "rec",
        Topic::Privacy => "priv",
    }
}

struct Words<'a>(Split<'a, char>);

impl<'a> Words<'a> {
    fn next(&mut self) -> Result<&'a str, IntentError> {
        self.0.next().ok_or(IntentError)
    }

    fn parse<T: FromStr>(&mut self) -> Result<T, IntentError> {
        self.next()?.parse().map_err(|_| IntentError)
    }

    fn candidate(&mut self) -> Result<CandidateId, IntentError> {
        self.parse()
    }

    fn grade(&mut self) -> Result<Option<u8>, IntentError> {
        match self.next()? {
            "-" => Ok(None),
            digits => digits.parse().map(Some).map_err(|_| IntentError),
        }
    }

    fn state(&mut self) -> Result<Option<CandidateState>, IntentError> {
        let word = self.next()?;
        if word == "all" {
            return Ok(None);
        }
        STATES.iter().find(|(_, code)| *code == word).map(|(state, _)| Some(*state)).ok_or(IntentError)
    }

    fn order(&mut self) -> Result<CandidateOrder, IntentError> {
        match self.next()? {
            "r" => Ok(CandidateOrder::Random),
            "n" => Ok(CandidateOrder::Name),
            "s" => Ok(CandidateOrder::Supports),
            _ => Err(IntentError),
        }
    }

    fn round(&mut self) -> Result<Round, IntentError> {
        match self.next()? {
            "p" => Ok(Round::Preselection),
            "f" => Ok(Round::Final),
            _ => Err(IntentError),
        }
    }

    fn place(&mut self) -> Result<Place, IntentError> {
        let word = self.next()?;
        if let Some((place, _)) = PLAIN.iter().find(|(_, code)| *code == word) {
            return Ok(*place);
        }
        match word {
            "c" => Ok(Place::Candidate(self.candidate()?)),
            "n" => Ok(Place::Announcement(self.parse()?)),
            "d" => Ok(Place::Delivery(self.parse()?)),
            "e" => Ok(Place::Draft(self.parse()?)),
            "ap" => Ok(Place::Appeal(self.parse()?)),
            "b" => Ok(Place::Ballot(self.parse::<LotId>()?)),
            "r" => Ok(Place::Results(self.round()?)),
            "k" => Ok(Place::VotingKey(self.round()?)),
            "v" => Ok(Place::Verification(self.round()?)),
            "p" => Ok(Place::Proposal(self.parse()?)),
            "a" => Ok(Place::Accuse(self.candidate()?)),
            "m" => {
                let code = self.next()?;
                PHASES.iter().find(|(_, it)| *it == code).map(|(kind, _)| Place::Move(*kind)).ok_or(IntentError)
            }
            "q" => Ok(Place::Moderated(self.parse()?)),
            "f" => Ok(Place::Flag(self.parse()?)),
            "w" => Ok(Place::Why(self.round()?, self.candidate()?, self.candidate()?)),
            "h" => {
                let code = self.next()?;
                Topic::ALL.iter().find(|it| topic_code(**it) == code).map(|it| Place::Help(*it)).ok_or(IntentError)
            }
            _ => Err(IntentError),
        }
    }
}
