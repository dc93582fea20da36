//! Every call of the client, and every way in which a network fails it once: cut before the platform hears of it, the
//! answer lost or halved, an error page before or after, nonsense. The client asks again with the same key, as the core
//! does, and in the end nothing is lost and nothing doubled.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_shared::api::client::Client;
use isoloir_shared::api::ids::{AnnouncementId, CandidateId, IdempotencyKey, Tracker};
use isoloir_shared::api::types::*;
use isoloir_shared::api::{ApiError, Call, OrganiseCall, OrganiseReply, Reply};
use isoloir_shared::booth::BoothCall;
use isoloir_tests::orsay::PUBLISHED;
use isoloir_tests::platform::TestPlatform;
use isoloir_tests::raw::{Audit, Raw};
use isoloir_tests::setup;
use isoloir_tests::staff::Staff;
use isoloir_tests::wire::{Fault, Proxy, Response};
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

const FAULTS: [&str; 8] = [
    "cut",
    "answer lost",
    "half an answer",
    "500 instead",
    "502 after",
    "problem after",
    "nonsense after",
    "empty after",
];

fn fault(name: &str) -> Fault {
    let internal = r#"{"type":"/v1/problems/internal","title":"x","status":500,"code":"internal"}"#;
    match name {
        "cut" => Fault::Cut,
        "answer lost" => Fault::LoseAnswer,
        "half an answer" => Fault::HalfAnswer,
        "500 instead" => Fault::Instead(Response::new(500, "text/html", "<h1>Internal Server Error</h1>")),
        "502 after" => Fault::After(Response::new(502, "text/html", "<h1>Bad Gateway</h1>")),
        "problem after" => Fault::After(Response::new(500, "application/problem+json", internal)),
        "nonsense after" => Fault::After(Response::new(200, "application/json", "{\"items\": [\u{1b}")),
        _ => Fault::After(Response::new(200, "application/json", "")),
    }
}

/// A citizen behind a wire that fails each write once and each kind of read once.
struct Unlucky {
    fault: &'static str,
    client: Client,
    wire: Proxy,
    trackers: Vec<Tracker>,
    first: Option<CandidateId>,
}

fn key() -> IdempotencyKey {
    IdempotencyKey(Uuid::new_v4())
}

impl Unlucky {
    async fn new(platform: &TestPlatform, name: &'static str) -> Self {
        let wire = Proxy::to(platform.address()).await;
        let mut failed = HashSet::new();
        wire.plan(move |request| {
            let once = format!("{} {:?}", request.operation(), request.header("idempotency-key"));
            if failed.insert(once) { fault(name) } else { Fault::Pass }
        });
        let client = Client::new(wire.url().parse().unwrap()).unwrap();
        Self { fault: name, client, wire, trackers: Vec::new(), first: None }
    }

    /// Asks until there is an answer. Each call must fail at least once, or it was not tried.
    async fn ask(&self, call: Call) -> Reply {
        self.ask_as(&self.client, call).await
    }

    /// The same, for somebody else behind the same wire.
    async fn ask_as(&self, client: &Client, call: Call) -> Reply {
        let before = self.wire.seen().len();
        for _ in 0..12 {
            match client.call(&call).await {
                Ok(reply) => {
                    assert!(self.wire.seen().len() > before, "{}: {call:?} was not asked", self.fault);
                    return reply;
                }
                Err(ApiError::Unreachable | ApiError::Garbled) => {}
                Err(ApiError::Problem(problem)) if problem.code == ProblemCode::Internal => {}
                Err(error) => panic!("{}: {call:?}: {error:?}", self.fault),
            }
        }
        panic!("{}: {call:?} never gets through", self.fault);
    }

    /// From the first code to a candidacy.
    async fn identification(&mut self, candidates: &[setup::Candidate], organisers: &[Client; 2]) {
        let email = format!("{}@unlucky.example", self.fault.replace(' ', "."));
        let asked = CodeRequest { email: email.clone(), lang: Lang::Fr };
        let Reply::CodeSent(sent) = self.ask(Call::RequestCode(key(), asked)).await else { panic!("no code") };
        let code = sent.demo_code.expect("a demonstration shows the code");
        let request = SignInRequest { email, code, device: "un appareil".into() };
        self.ask(Call::SignIn(key(), request)).await;
        let roll = RegistrationRequest { of_age: true, civil_rights: true, place: "Orsay".into(), charter: true };
        self.ask(Call::Register(key(), roll)).await;
        self.ask(Call::Preferences(key(), PreferencesRequest { lang: Lang::En })).await;
        for read in [Call::Primary, Call::CalendarChanges, Call::Counts, Call::Account, Call::Sessions, Call::Export] {
            self.ask(read).await;
        }
        self.ask(Call::Candidates(CandidateQuery::default())).await;
        let [a, b, c] = [&candidates[0], &candidates[1], &candidates[2]].map(|candidate| candidate.id);
        self.ask(Call::Candidate(a)).await;
        self.ask(Call::Support(key(), a, SupportRequest::default())).await;
        self.ask(Call::Support(key(), b, SupportRequest::default())).await;
        self.ask(Call::Support(key(), c, SupportRequest { replaces: Some(a) })).await;
        self.ask(Call::WithdrawSupport(key(), b)).await;
        let new = NominationRequest { candidate: None, name: Some(format!("Nommée {}", self.fault)), replaces: None };
        self.ask(Call::Nominate(key(), new)).await;
        let other = NominationRequest { candidate: None, name: Some(format!("Autre {}", self.fault)), replaces: None };
        let Reply::Supports(mine) = self.ask(Call::Nominate(key(), other)).await else { panic!("no supports") };
        let other = mine.nominations.iter().find(|row| row.name.starts_with("Autre")).expect("nominated").id;
        self.ask(Call::WithdrawNomination(key(), other)).await;
        let Reply::Supports(mine) = self.ask(Call::Supports).await else { panic!("no supports") };
        assert_eq!(mine.supports.iter().map(|row| row.id).collect::<Vec<_>>(), [c], "{}", self.fault);
        assert_eq!(mine.nominations.len(), 1, "{}", self.fault);
        let page = CandidacyRequest {
            name: format!("Candidate {}", self.fault),
            slogan: "Encore une fois".into(),
            presentation: "Plusieurs\nlignes".into(),
            link: String::new(),
            charter: true,
            nominee: None,
        };
        self.ask(Call::Declare(key(), page)).await;
        self.ask(Call::PutPhoto(key(), photo())).await;
        let Reply::Candidacy(mine) = self.ask(Call::Candidacy).await else { panic!("no candidacy") };
        self.ask(Call::Photo(mine.candidate.summary.id)).await;
        let both = |text: &str| Localized { fr: text.into(), en: text.into() };
        let words = SupportersRequest { title: both("Merci"), body: both("À bientôt") };
        // Again within the week it would be refused: it is written once.
        let Reply::Announced(told) = self.ask(Call::WriteToSupporters(key(), words)).await else { panic!("no word") };
        assert_eq!(told.audience, Audience::Supporters { candidate: mine.candidate.summary.id });
        self.judged(&mine, organisers).await;
        self.ask(Call::WithdrawCandidacy(key())).await;
        self.first = Some(a);
    }

    /// Their page is hidden and they are put out: they speak against it, once each, and are back in the race.
    async fn judged(&self, mine: &CandidacyView, [ada, ben]: &[Client; 2]) {
        let page = mine.moderation.iter().find(|it| it.kind == ModeratedKind::Page).expect("a page to look at").id;
        let verdict = VerdictRequest { accept: false, because: Some(ModerationReason::OffTopic), note: None };
        decided(ada, OrganiseCall::Judge(key(), page, verdict)).await;
        let appeal = AppealRequest { appeal: format!("Encore une fois : {}", self.fault) };
        self.ask(Call::Organise(OrganiseCall::Appeal(key(), page, appeal))).await;
        let candidate = mine.candidate.summary.id;
        self.together(Decision::Disqualify { candidate, reason: "À vérifier".into() }, ada, ben).await;
        let reply = format!("C’est bien moi : {}", self.fault);
        self.ask(Call::AnswerDisqualification(key(), ReplyRequest { reply: reply.clone() })).await;
        self.together(Decision::Reinstate { candidate, reason: "Vérifié".into() }, ben, ada).await;
        let Reply::Candidacy(now) = self.ask(Call::Candidacy).await else { panic!("no candidacy") };
        let replies: Vec<_> = now.candidate.history.iter().filter_map(|change| change.reply.as_deref()).collect();
        assert_eq!(replies, [reply.as_str()], "{}: said once", self.fault);
        let looked = now.moderation.iter().find(|it| it.id == page).expect("still there");
        assert_eq!(looked.state, ModerationState::Appealed, "{}", self.fault);
    }

    async fn together(&self, decision: Decision, ada: &Client, ben: &Client) {
        let OrganiseReply::Proposal(proposed) = decided(ada, OrganiseCall::Propose(key(), decision)).await else {
            panic!("{}: no proposal", self.fault)
        };
        decided(ben, OrganiseCall::Approve(key(), proposed.id)).await;
    }

    /// A chat is linked, votes for nobody, and is cut.
    async fn link(&self) {
        let chat = Client::new(self.wire.url().parse().unwrap()).unwrap();
        let Reply::LinkOffered(offer) = self.ask(Call::OfferLink(key())).await else { panic!("no offer") };
        let (channel, label) = (ChatNetwork::Matrix, "@ada:example".to_owned());
        let claim = LinkClaimRequest { code: offer.code, channel, label: label.clone() };
        self.ask_as(&chat, Call::ClaimLink(key(), claim)).await;
        let Reply::Links(links) = self.ask(Call::Links).await else { panic!("no links") };
        assert_eq!(links.iter().map(|it| (it.id, it.status)).collect::<Vec<_>>(), [(offer.link, LinkStatus::Claimed)]);
        self.ask(Call::ConfirmLink(key(), offer.link, LinkConfirmationRequest { channel, label })).await;
        let Reply::SignedIn(_) = self.ask_as(&chat, Call::OpenLink(key())).await else { panic!("not linked") };
        self.ask_as(&chat, Call::Supports).await;
        self.ask(Call::CutLink(key(), offer.link)).await;
        let Reply::Links(links) = self.ask(Call::Links).await else { panic!("no links") };
        assert_eq!(links, [], "{}: linked once, cut once", self.fault);
    }

    /// What one asks to be told is kept; nothing was announced.
    async fn announcements(&self) {
        let wish =
            NoticesView { email: false, candidates: true, quiet: Some(QuietHours { from: 22 * 60, to: 7 * 60 }) };
        assert_eq!(self.ask(Call::AskNotices(key(), wish)).await, Reply::Notices(wish), "{}", self.fault);
        assert_eq!(self.ask(Call::Notices).await, Reply::Notices(wish), "{}", self.fault);
        let Reply::Inbox(inbox) = self.ask(Call::Inbox).await else { panic!("no inbox") };
        assert_eq!(inbox.items, [], "{}", self.fault);
        let call = Call::ReadAnnouncement(key(), AnnouncementId(1));
        for _ in 0..12 {
            if let Err(ApiError::Problem(problem)) = self.client.call(&call).await
                && problem.code == ProblemCode::NotFound
            {
                return;
            }
        }
        panic!("{}: what was announced to nobody is read", self.fault);
    }

    async fn preselection(&mut self) {
        let Reply::Lot(lot) = self.ask(Call::DrawLot(key())).await else { panic!("no lot") };
        self.ask(Call::Lot(lot.id)).await;
        self.ask(Call::Lots(None)).await;
        let answers = lot.candidates.iter().map(|row| GradeAnswer { candidate: row.candidate.id, grade: Some(3) });
        let ballot = BallotRequest { answers: answers.collect() };
        // One is opened to be checked, another is cast.
        let seal = key();
        self.ask(Call::Booth(BoothCall::Seal(seal, Some(lot.id), ballot.clone()))).await;
        self.ask(Call::Booth(BoothCall::Spoil(seal))).await;
        let Reply::Receipt(receipt) = self.ask(Call::CastLot(key(), lot.id, ballot)).await else {
            panic!("no receipt")
        };
        self.trackers.push(receipt.tracker);
        let Reply::Receipts(page) = self.ask(Call::Receipts(None)).await else { panic!("no receipts") };
        assert_eq!(page.items.len(), 1, "{}: one ballot, one receipt", self.fault);
        assert_eq!(page.items[0].tracker, self.trackers[0]);
    }

    async fn last_round(&mut self) {
        let Reply::Final(view) = self.ask(Call::Final).await else { panic!("no final") };
        let grade = |id| if Some(id) == self.first { 5 } else { 1 };
        let answers = view.candidates.iter().map(|row| GradeAnswer { candidate: row.id, grade: Some(grade(row.id)) });
        let ballot = BallotRequest { answers: answers.collect() };
        let Reply::Receipt(receipt) = self.ask(Call::CastFinal(key(), ballot)).await else { panic!("no receipt") };
        self.trackers.push(receipt.tracker);
    }

    async fn result(&mut self) {
        self.ask(Call::Results(Round::Final)).await;
        for tracker in self.trackers.clone() {
            let Reply::Tracker(view) = self.ask(Call::Tracker(tracker)).await else { panic!("no tracker") };
            assert_eq!(view.status, ReceiptStatus::Counted, "{}", self.fault);
        }
    }
}

/// What an organiser does, on a wire of their own.
async fn decided(organiser: &Client, call: OrganiseCall) -> OrganiseReply {
    match organiser.call(&Call::Organise(call)).await.expect("decided") {
        Reply::Organise(reply) => reply,
        other => panic!("{other:?}"),
    }
}

/// The smallest PNG there is.
fn photo() -> Vec<u8> {
    let mut bytes = Vec::new();
    let image = image::DynamicImage::new_rgb8(2, 2);
    image.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).expect("a PNG");
    bytes
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_and_nothing_doubled() {
    let platform = TestPlatform::start("lots").await;
    let mut candidates = Vec::new();
    for name in PUBLISHED {
        candidates.push(setup::declare(&platform, name).await);
    }
    let mut ada = Staff::named(&platform, "ada@orga.example", Role::Organiser).await;
    let mut ben = Staff::named(&platform, "ben@orga.example", Role::Organiser).await;
    let organisers = [ada.signs_in(&platform).await, ben.signs_in(&platform).await];
    let mut unlucky = Vec::new();
    for name in FAULTS {
        let mut citizen = Unlucky::new(&platform, name).await;
        citizen.identification(&candidates, &organisers).await;
        citizen.link().await;
        citizen.announcements().await;
        unlucky.push(citizen);
    }
    let anyone = Raw::new(platform.url());
    let list = anyone.get("/v1/candidates?limit=200").await.ok();
    let rows = list["items"].as_array().unwrap();
    for name in FAULTS.iter().flat_map(|fault| [format!("Nommée {fault}"), format!("Candidate {fault}")]) {
        assert_eq!(rows.iter().filter(|row| row["name"] == *name).count(), 1, "{name}: {list}");
    }
    let supports = |id: CandidateId| rows.iter().find(|row| row["id"] == id.0).unwrap()["supports"].as_u64().unwrap();
    assert_eq!(supports(candidates[0].id), 1, "withdrawn again by each");
    assert_eq!(supports(candidates[1].id), 1, "withdrawn again by each");
    assert_eq!(supports(candidates[2].id), 1 + FAULTS.len() as u64, "each once");

    platform.enter(PhaseKind::Preparation).await;
    setup::confirm(&candidates).await;
    platform.enter(PhaseKind::Preselection).await;
    for citizen in &mut unlucky {
        citizen.preselection().await;
    }
    let counts = anyone.get("/v1/counts").await.ok();
    assert_eq!(counts["lots_issued"], FAULTS.len(), "{counts}");
    assert_eq!(counts["lots_cast"], FAULTS.len(), "{counts}");

    setup::to_the_final(&platform, &candidates).await;
    for citizen in &mut unlucky {
        citizen.last_round().await;
    }
    let counts = anyone.get("/v1/counts").await.ok();
    assert_eq!(counts["final_ballots"], FAULTS.len(), "{counts}");
    platform.enter(PhaseKind::Result).await;
    for citizen in &mut unlucky {
        citizen.result().await;
    }
    leave(&platform, unlucky).await;
}

/// Half of them sign out, half erase everything; then every call there is was tried on a bad wire.
async fn leave(platform: &TestPlatform, unlucky: Vec<Unlucky>) {
    let mut tried = BTreeSet::new();
    for (number, citizen) in unlucky.into_iter().enumerate() {
        let call = if number % 2 == 0 { Call::SignOut(key()) } else { Call::Erase(key()) };
        // If the answer was lost, the session is gone all the same.
        for _ in 0..3 {
            if !matches!(citizen.client.call(&call).await, Err(ApiError::Unreachable | ApiError::Garbled)) {
                break;
            }
        }
        for request in citizen.wire.seen() {
            let operation = request.operation();
            let round = ["/preselection", "/final"].iter().find_map(|word| operation.strip_suffix(word));
            tried.extend(round.map(|path| format!("{path}/{{}}")));
            tried.insert(operation);
        }
    }
    let audit = Audit::new(&Raw::new(platform.url()).get("/v1/openapi.json").await.ok());
    let missing: Vec<&String> = audit
        .operations()
        .filter(|operation| operation.contains(" /v1/me") || operation.contains(" /v1/auth"))
        .filter(|operation| {
            let wanted: Vec<&str> =
                operation.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect();
            !tried.contains(&wanted.join("/"))
        })
        .filter(|operation| !NOT_TRIED.contains(&operation.as_str()))
        .collect();
    assert!(missing.is_empty(), "never tried on a bad wire: {missing:?}");
}

/// Tried by other journeys: tokens are renewed where the clock moves; a session is closed from another device; who
/// confirms is a candidate. No client of ours asks which key the platform knows: each keeps its own.
const NOT_TRIED: [&str; 4] = [
    "POST /v1/auth/tokens",
    "DELETE /v1/me/sessions/{id}",
    "PUT /v1/me/candidacy/confirmation",
    "GET /v1/me/credentials/{round}",
];
