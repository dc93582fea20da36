//! The booth on a platform that tells the truth, and on one that lies in every way it can.

use super::server::Server;
use super::town::{Lie, Town};
use super::{key, tokens};
use isoloir_ballot::ballot::{Ballot, Channel};
use isoloir_shared::api::client::{Client, MemoryTokens};
use isoloir_shared::api::ids::*;
use isoloir_shared::api::types::*;
use isoloir_shared::api::{ApiError, Call, Reply};
use isoloir_shared::booth::*;
use std::sync::{Arc, Mutex};

const ROUND: Round = Round::Preselection;

/// A voter with a purse, that another program of theirs may share.
fn voter(server: &Server, purse: &Arc<MemoryPurse>) -> Client {
    let client = Client::with_purse(server.url.clone(), Arc::new(MemoryTokens::default()), purse.clone()).unwrap();
    client.adopt_tokens(&serde_json::from_value(tokens(1)).unwrap());
    client
}

async fn town() -> (Server, Arc<Mutex<Town>>, Arc<MemoryPurse>, Client) {
    let (server, town) = Town::open().await;
    let purse = Arc::new(MemoryPurse::default());
    let client = voter(&server, &purse);
    (server, town, purse, client)
}

fn grades() -> BallotRequest {
    let answer = |(id, grade)| GradeAnswer { candidate: CandidateId(id), grade };
    BallotRequest { answers: [(1, Some(2)), (2, None), (3, Some(0))].map(answer).into() }
}

fn cast(n: u128) -> Call {
    Call::CastLot(key(n), LotId(7), grades())
}

fn seal(n: u128) -> Call {
    Call::Booth(BoothCall::Seal(key(n), Some(LotId(7)), grades()))
}

async fn receipt(client: &Client, call: &Call) -> ReceiptView {
    match client.call(call).await {
        Ok(Reply::Receipt(receipt)) => receipt,
        other => panic!("{other:?}"),
    }
}

fn alarm(result: Result<Reply, ApiError>) -> BoothFault {
    match result {
        Err(ApiError::Alarm(fault)) => fault,
        other => panic!("no alarm: {other:?}"),
    }
}

#[tokio::test]
async fn a_lot_is_drawn_with_a_key_and_cast_encrypted() {
    let (server, town, purse, client) = town().await;
    assert!(matches!(client.call(&Call::DrawLot(key(1))).await, Ok(Reply::Lot(_))));
    let first = receipt(&client, &cast(2)).await;
    let again = receipt(&client, &cast(3)).await;
    assert_ne!(first.tracker, again.tracker);
    {
        let town = town.lock().unwrap();
        let ballots: Vec<_> = town.cast.iter().map(|(bytes, _)| Ballot::decode(bytes.clone()).unwrap()).collect();
        assert_eq!(ballots.iter().map(|it| it.place().sequence).collect::<Vec<_>>(), [1, 2]);
        assert!(ballots.iter().all(|it| Some(it.place().credential) == town.credential));
        assert!(ballots.iter().all(|it| it.place().channel == Channel::Own));
        assert_eq!(first.tracker, Tracker::of(ballots[0].hash()));
    }
    let Ok(Reply::Booth(BoothReply::Receipts(kept))) = client.call(&Call::Booth(BoothCall::Receipts)).await else {
        panic!("receipts");
    };
    assert_eq!(kept.iter().map(|it| &it.tracker).collect::<Vec<_>>(), [&again.tracker, &first.tracker]);
    assert!(server.seen().iter().all(|it| !String::from_utf8_lossy(&it.body).contains("grade")), "none is sent");
    let bytes = purse.load().await.unwrap().unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("opening"), "a cast ballot is never opened");
}

#[tokio::test]
async fn a_cast_whose_answer_was_lost_sends_the_same_bytes_and_counts_once() {
    let (server, town, purse, client) = town().await;
    town.lock().unwrap().lie(Lie::CutAnswer);
    assert_eq!(client.call(&cast(1)).await, Err(ApiError::Unreachable));
    // The program was killed; another takes up its purse.
    town.lock().unwrap().lie(Lie::None);
    let taken = receipt(&voter(&server, &purse), &cast(1)).await;
    let sent: Vec<_> = server.seen().into_iter().filter(|it| it.line.ends_with("/ballot")).map(|it| it.body).collect();
    assert!(sent.len() >= 2 && sent.windows(2).all(|two| two[0] == two[1]));
    let town = town.lock().unwrap();
    assert_eq!(town.cast.len(), 1);
    assert!(taken.tracker.is(Ballot::decode(town.cast[0].0.clone()).unwrap().hash()));
}

#[tokio::test]
async fn a_platform_that_lies_is_found_out_at_once() {
    for (lie, fault) in [
        (Lie::AnotherReceipt, BoothFault::Receipt),
        (Lie::NoBoard, BoothFault::Receipt),
        (Lie::WrongPlace, BoothFault::Place),
        (Lie::AnotherKey, BoothFault::Signature),
        (Lie::ForeignLot, BoothFault::Lot),
    ] {
        let (_server, town, _, client) = town().await;
        assert!(client.call(&Call::Booth(BoothCall::Election(ROUND))).await.is_ok());
        town.lock().unwrap().lie(lie);
        assert_eq!(alarm(client.call(&cast(1)).await), fault, "{lie:?}");
    }
    for (lie, fault) in [
        (Lie::BrokenManifest, BoothFault::Manifest),
        (Lie::ReversedScale, BoothFault::Shown),
        (Lie::SwappedWords, BoothFault::Shown),
    ] {
        let (_server, town, _, client) = town().await;
        town.lock().unwrap().lie(lie);
        assert_eq!(alarm(client.call(&cast(1)).await), fault, "{lie:?}");
    }
}

#[tokio::test]
async fn grades_are_shown_in_the_words_that_were_checked() {
    // Other words on the screen than in the check.
    let (_server, town, _, client) = town().await;
    town.lock().unwrap().lie(Lie::SwappedWords);
    assert!(client.call(&Call::Primary).await.is_ok(), "there is no vote yet to compare them with");
    town.lock().unwrap().lie(Lie::None);
    assert_eq!(alarm(client.call(&cast(1)).await), BoothFault::Shown);
    assert!(client.call(&Call::Primary).await.is_ok());
    receipt(&client, &cast(1)).await;
    // Other words after it.
    town.lock().unwrap().lie(Lie::SwappedWords);
    assert_eq!(alarm(client.call(&Call::Primary).await), BoothFault::Shown);
}

#[tokio::test]
async fn another_election_than_the_one_seen_first_is_told_also_after_a_restart() {
    let (server, town, purse, client) = town().await;
    receipt(&client, &cast(1)).await;
    town.lock().unwrap().lie(Lie::AnotherManifest);
    let election = Call::Booth(BoothCall::Election(ROUND));
    assert_eq!(alarm(client.call(&election).await), BoothFault::OtherElection);
    let later = voter(&server, &purse);
    assert_eq!(alarm(later.call(&election).await), BoothFault::OtherElection);
    assert_eq!(alarm(later.call(&cast(2)).await), BoothFault::OtherElection);
}

#[tokio::test]
async fn a_board_that_contradicts_itself_is_told_with_both_of_its_words() {
    for lie in [Lie::AnotherBoard, Lie::HidesGrowth] {
        let (server, town, purse, client) = town().await;
        let first = receipt(&client, &cast(1)).await;
        town.lock().unwrap().others(5);
        town.lock().unwrap().lie(lie);
        let later = voter(&server, &purse);
        let BoothFault::Split { known, shown } = alarm(later.call(&cast(2)).await) else { panic!("{lie:?}") };
        assert_eq!(known.size, first.board.unwrap().checkpoint.size);
        assert!(shown.size > known.size);
    }
}

#[tokio::test]
async fn a_tracker_is_checked_before_it_is_said_to_count() {
    let (server, town, purse, client) = town().await;
    let first = receipt(&client, &cast(1)).await;
    town.lock().unwrap().others(9);
    let ask = Call::Tracker(first.tracker.clone());
    assert!(matches!(client.call(&ask).await, Ok(Reply::Tracker(view)) if view.tracker == first.tracker));
    // Somebody without a sign-in, who has the number.
    let stranger = Client::new(server.url.clone()).unwrap();
    assert!(stranger.call(&ask).await.is_ok());
    for (lie, fault) in [
        (Lie::AnotherReceipt, BoothFault::Receipt),
        (Lie::WrongPlace, BoothFault::Place),
        (Lie::AnotherKey, BoothFault::Signature),
    ] {
        town.lock().unwrap().lie(lie);
        assert_eq!(alarm(voter(&server, &purse).call(&ask).await), fault, "{lie:?}");
    }
}

#[tokio::test]
async fn a_spoiled_ballot_is_opened_and_never_cast() {
    let (_server, town, purse, client) = town().await;
    let Ok(Reply::Booth(BoothReply::Sealed(sealed))) = client.call(&seal(1)).await else { panic!("sealed") };
    let Ok(Reply::Booth(BoothReply::Spoiled(spoiled))) = client.call(&Call::Booth(BoothCall::Spoil(key(1)))).await
    else {
        panic!("spoiled");
    };
    assert_eq!(spoiled.tracker, sealed.tracker);
    assert_eq!(client.call(&cast(1)).await, Err(ApiError::NoSeal));
    assert!(town.lock().unwrap().cast.is_empty() && town.lock().unwrap().spoiled.len() == 1);
    let (election, ballot, answers) = SpoiledDocument::read(&spoiled.document).unwrap().check().unwrap();
    assert_eq!(election.hash(), town.lock().unwrap().election().hash());
    assert!(spoiled.tracker.is(ballot.hash()));
    assert_eq!(answers, spoiled.answers);
    let told = |id| spoiled.answer(CandidateId(id));
    assert_eq!([told(1), told(2), told(3), told(4)], [Some(Some(2)), Some(None), Some(Some(0)), None]);
    // A program that lies about what it encrypted is found out.
    let text = String::from_utf8(spoiled.document.clone()).unwrap();
    let mut lying = SpoiledDocument::read(text.as_bytes()).unwrap();
    let mut opening = lying.opening.0.to_bytes().to_vec();
    *opening.last_mut().unwrap() ^= 1;
    lying.opening = OpeningBytes(isoloir_ballot::ballot::Opening::from_bytes(&opening).unwrap());
    assert_eq!(lying.check().err(), Some(NotSpoiled::Opening));
    drop(purse);
}

#[tokio::test]
async fn what_was_sealed_is_what_is_cast_and_is_not_opened_after_that() {
    let (_server, town, _, client) = town().await;
    let Ok(Reply::Booth(BoothReply::Sealed(sealed))) = client.call(&seal(1)).await else { panic!("sealed") };
    town.lock().unwrap().lie(Lie::CutAnswer);
    assert_eq!(client.call(&cast(1)).await, Err(ApiError::Unreachable));
    assert_eq!(client.call(&Call::Booth(BoothCall::Spoil(key(1)))).await, Err(ApiError::NoSeal));
    town.lock().unwrap().lie(Lie::None);
    assert_eq!(receipt(&client, &cast(1)).await.tracker, sealed.tracker);
}

#[tokio::test]
async fn what_was_sealed_gives_way_to_no_other_ballot() {
    let (_server, _town, _, client) = town().await;
    assert!(client.call(&seal(1)).await.is_ok());
    receipt(&client, &cast(2)).await;
    // A later one was cast meanwhile. One made anew would have another tracker than the one that was noted.
    assert_eq!(client.call(&cast(1)).await, Err(ApiError::NoSeal));
    receipt(&client, &cast(3)).await;
}

#[tokio::test]
async fn a_key_is_moved_to_another_device_by_its_code_and_no_other_takes_its_place() {
    let (server, town, _, client) = town().await;
    let show = Call::Booth(BoothCall::ShowKey(ROUND));
    assert_eq!(client.call(&show).await, Ok(Reply::Booth(BoothReply::Key(ROUND, None))));
    assert!(client.call(&Call::DrawLot(key(1))).await.is_ok());
    let Ok(Reply::Booth(BoothReply::Key(_, Some(code)))) = client.call(&show).await else { panic!("a code") };

    let phone = voter(&server, &Arc::default());
    let other = |result| matches!(result, Err(ApiError::Problem(it)) if it.code == ProblemCode::OtherCredential);
    assert!(other(phone.call(&Call::DrawLot(key(2))).await));
    assert!(other(phone.call(&cast(3)).await));
    let wrong = KeyCode::of(ROUND, &[9; 32]);
    assert!(other(phone.call(&Call::Booth(BoothCall::EnterKey(ROUND, wrong))).await));
    assert_eq!(phone.call(&show).await, Ok(Reply::Booth(BoothReply::Key(ROUND, None))), "no key that is not the one");
    assert!(phone.call(&Call::Booth(BoothCall::EnterKey(ROUND, code.clone()))).await.is_ok());
    receipt(&phone, &cast(4)).await;
    // Each of the two goes on after the other.
    receipt(&client, &cast(5)).await;
    assert_eq!(town.lock().unwrap().cast.len(), 2);

    let lost = voter(&server, &Arc::default());
    assert!(other(lost.call(&Call::Booth(BoothCall::NewKey(ROUND))).await), "a ballot was cast with the first");
}

#[tokio::test]
async fn a_key_that_was_lost_before_anything_was_cast_is_made_anew() {
    let (server, _town, _, client) = town().await;
    assert!(client.call(&Call::DrawLot(key(1))).await.is_ok());
    let other = voter(&server, &Arc::default());
    assert!(other.call(&Call::Booth(BoothCall::NewKey(ROUND))).await.is_ok());
    receipt(&other, &cast(2)).await;
    assert!(
        matches!(client.call(&cast(3)).await, Err(ApiError::Problem(it)) if it.code == ProblemCode::OtherCredential)
    );
}

#[tokio::test]
async fn a_key_that_another_took_the_place_of_gives_way_to_a_third() {
    let (server, town, _, laptop) = town().await;
    assert!(laptop.call(&Call::DrawLot(key(1))).await.is_ok());
    let phone = voter(&server, &Arc::default());
    assert!(phone.call(&Call::Booth(BoothCall::NewKey(ROUND))).await.is_ok());
    // The phone is lost before it votes.
    let second = town.lock().unwrap().credential;
    assert!(laptop.call(&Call::Booth(BoothCall::NewKey(ROUND))).await.is_ok());
    assert_ne!(town.lock().unwrap().credential, second);
    receipt(&laptop, &cast(2)).await;
}

#[tokio::test]
async fn a_ballot_that_was_kept_back_never_comes_after_a_later_one() {
    let (_server, town, purse, client) = town().await;
    town.lock().unwrap().told = Some(40);
    town.lock().unwrap().lie(Lie::KeepsBack);
    assert!(matches!(client.call(&cast(1)).await, Err(ApiError::Problem(_))));
    town.lock().unwrap().told = Some(1);
    town.lock().unwrap().lie(Lie::None);
    receipt(&client, &cast(2)).await;
    let sequence = |n: usize| Ballot::decode(town.lock().unwrap().cast[n].0.clone()).unwrap().place().sequence;
    assert_eq!(sequence(0), 41);
    // So high that none could take its place.
    town.lock().unwrap().told = Some(u32::MAX);
    assert_eq!(alarm(client.call(&cast(3)).await), BoothFault::Sequence);
    assert_eq!(town.lock().unwrap().cast.len(), 1);
    drop(purse);
}

#[tokio::test]
async fn a_candidate_under_anothers_name_is_an_alarm() {
    let (_server, town, _, client) = town().await;
    town.lock().unwrap().lie(Lie::OtherName);
    assert_eq!(alarm(client.call(&Call::DrawLot(key(1))).await), BoothFault::Shown);
}

#[tokio::test]
async fn another_ballot_than_was_asked_for_is_no_answer() {
    let (_server, town, _, client) = town().await;
    receipt(&client, &cast(1)).await;
    let second = receipt(&client, &cast(2)).await;
    town.lock().unwrap().lie(Lie::AnotherTracker);
    assert_eq!(alarm(client.call(&Call::Tracker(second.tracker)).await), BoothFault::Receipt);
}

#[tokio::test]
async fn a_ballot_that_nobody_has_time_to_look_for_is_not_given_up() {
    let (_server, town, _, client) = town().await;
    town.lock().unwrap().lie(Lie::CutAnswer);
    assert_eq!(client.call(&cast(1)).await, Err(ApiError::Unreachable));
    town.lock().unwrap().lie(Lie::Busy);
    assert!(matches!(client.call(&cast(1)).await, Err(ApiError::Problem(it)) if it.code == ProblemCode::Unavailable));
    town.lock().unwrap().lie(Lie::None);
    receipt(&client, &cast(1)).await;
    assert_eq!(town.lock().unwrap().cast.len(), 1);
}

#[tokio::test]
async fn a_ballot_with_an_answer_missing_is_not_made() {
    let (server, _town, _, client) = town().await;
    let mut short = grades();
    short.answers.pop();
    let result = client.call(&Call::CastLot(key(1), LotId(7), short)).await;
    assert_eq!(result, Err(ApiError::Incomplete(vec![CandidateId(3)])));
    let mut wild = grades();
    wild.answers[0].grade = Some(3);
    let result = client.call(&Call::CastLot(key(2), LotId(7), wild)).await;
    assert_eq!(result, Err(ApiError::Incomplete(vec![CandidateId(1)])));
    assert!(!server.seen().iter().any(|it| it.line.ends_with("/ballot")));
}

#[tokio::test]
async fn who_holds_the_keys_is_told_in_clean_words() {
    let (_server, _town, _, client) = town().await;
    let Ok(Reply::Booth(BoothReply::Election(facts))) = client.call(&Call::Booth(BoothCall::Election(ROUND))).await
    else {
        panic!("facts");
    };
    assert_eq!(
        (facts.trustees, facts.threshold, facts.local),
        (vec!["Ada".into(), "Grace".into(), "Joan".into()], 3, false)
    );
}

/// A store that is full, or torn.
struct Broken(bool);

impl PurseStore for Broken {
    fn load(&self) -> futures::future::BoxFuture<'_, Result<Option<zeroize::Zeroizing<Vec<u8>>>, NotKept>> {
        let torn = self.0.then(|| zeroize::Zeroizing::new(b"torn".to_vec()));
        Box::pin(async move { Ok(torn) })
    }

    fn swap<'a>(&'a self, _: Option<&'a [u8]>, _: &'a [u8]) -> futures::future::BoxFuture<'a, Result<bool, NotKept>> {
        Box::pin(async { Err(NotKept) })
    }
}

#[tokio::test]
async fn what_cannot_be_kept_is_not_sent() {
    for torn in [false, true] {
        let (server, town) = Town::open().await;
        let store = Arc::new(MemoryTokens::default());
        let client = Client::with_purse(server.url.clone(), store, Arc::new(Broken(torn))).unwrap();
        client.adopt_tokens(&serde_json::from_value(tokens(1)).unwrap());
        assert_eq!(client.call(&Call::DrawLot(key(1))).await, Err(ApiError::NotKept));
        assert_eq!(client.call(&cast(2)).await, Err(ApiError::NotKept));
        assert!(town.lock().unwrap().credential.is_none() && town.lock().unwrap().cast.is_empty());
    }
}

/// A store with no room for a receipt.
#[derive(Default)]
struct Full(MemoryPurse);

impl PurseStore for Full {
    fn load(&self) -> futures::future::BoxFuture<'_, Result<Option<zeroize::Zeroizing<Vec<u8>>>, NotKept>> {
        self.0.load()
    }

    fn swap<'a>(
        &'a self,
        before: Option<&'a [u8]>,
        after: &'a [u8],
    ) -> futures::future::BoxFuture<'a, Result<bool, NotKept>> {
        if String::from_utf8_lossy(after).contains("\"receipts\":[{") {
            return Box::pin(async { Err(NotKept) });
        }
        self.0.swap(before, after)
    }
}

#[tokio::test]
async fn a_disk_that_fills_after_the_cast_does_not_say_that_nothing_was_sent() {
    let (server, town) = Town::open().await;
    let store = Arc::new(MemoryTokens::default());
    let client = Client::with_purse(server.url.clone(), store, Arc::new(Full::default())).unwrap();
    client.adopt_tokens(&serde_json::from_value(tokens(1)).unwrap());
    let first = receipt(&client, &cast(1)).await;
    // Asked again, it is the same ballot, found where it stands.
    assert_eq!(receipt(&client, &cast(1)).await.tracker, first.tracker);
    assert_eq!(town.lock().unwrap().cast.len(), 1);
}
