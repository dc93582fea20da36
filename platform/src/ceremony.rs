//! A ceremony of trustees: which message may come when, and what is checked of it before it is kept. Pure.

use crate::secrets::Hash;
use isoloir_ballot::bytes::Bytes32;
use isoloir_ballot::trustees::{
    Complaint, Culprit, Deal, Hello, TrusteeKey, Trustees, check_deal, check_hello, check_key, judge,
};
use isoloir_shared::api::types::{CeremonyStep, CeremonyView, ProblemCode, Round, TrusteeView};

/// A ceremony as it is kept.
#[derive(Clone, Debug)]
pub struct Ceremony {
    /// What everybody may see of it.
    pub view: CeremonyView,
    /// Of the trustees' tokens, in their order.
    pub tokens: Vec<Hash>,
}

/// A message of a trustee before the opening.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key for shares, and a commitment.
    Hello(Hello),
    /// What was committed to, and the shares.
    Deal(Deal),
    /// That a share does not fit.
    Complaint(Complaint),
    /// The trustee's key.
    Key(TrusteeKey),
}

/// Why a message is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum No {
    /// The very same is there: nothing to do.
    There,
    /// The rules say no, about this part.
    Refused(ProblemCode, &'static str),
}

impl Message {
    /// Its name: that of its route, and of what is at fault in it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Hello(_) => "hello",
            Self::Deal(_) => "deal",
            Self::Complaint(_) => "complaint",
            Self::Key(_) => "key",
        }
    }
}

impl Ceremony {
    /// A ceremony from what is kept of it. `used`: the round has opened.
    pub fn new(
        (round, ceremony, threshold): (Round, Bytes32, u16),
        rows: Vec<(TrusteeView, Hash)>,
        used: bool,
    ) -> Self {
        let (trustees, tokens) = rows.into_iter().unzip();
        let step = CeremonyStep::Key;
        let view = CeremonyView { round, ceremony, threshold, step, culprit: None, trustees };
        let mut this = Self { view, tokens };
        this.view.culprit = this.culprit();
        this.view.step = if used { CeremonyStep::Used } else { this.step() };
        this
    }

    /// Whether this is the token of that trustee, by its hash: how long that takes says nothing of the token.
    pub fn is_token(&self, trustee: u16, hash: &Hash) -> bool {
        usize::from(trustee).checked_sub(1).and_then(|place| self.tokens.get(place)).is_some_and(|known| known == hash)
    }

    fn culprit(&self) -> Option<u16> {
        self.view.trustees.iter().find_map(|trustee| trustee.complaint.as_ref()).map(|complaint| complaint.dealer)
    }

    fn step(&self) -> CeremonyStep {
        if self.view.culprit.is_some() {
            return CeremonyStep::Broken;
        }
        if self.view.is_dealt() && self.view.hellos().is_none() {
            return CeremonyStep::Hello;
        }
        if self.view.is_dealt() && self.view.deals().is_none() {
            return CeremonyStep::Deal;
        }
        if self.trustees().is_some() { CeremonyStep::Finished } else { CeremonyStep::Key }
    }

    /// The trustees for the manifest, once all of it is there and holds.
    pub fn trustees(&self) -> Option<Trustees> {
        let keys = self.view.keys()?;
        let trustees = if self.view.is_dealt() {
            Trustees::dealt(self.view.ceremony, keys, &self.view.deals()?)
        } else {
            Trustees::all(self.view.ceremony, keys)
        };
        trustees.check().is_ok().then_some(trustees)
    }

    /// Whether a trustee's message is to be kept.
    pub fn take(&self, trustee: u16, message: &Message) -> Result<(), No> {
        let name = message.name();
        let own = usize::from(trustee).checked_sub(1).and_then(|place| self.view.trustees.get(place));
        let own = own.ok_or(No::Refused(ProblemCode::NotFound, name))?;
        let there = match message {
            Message::Hello(hello) => own.hello.as_ref().map(|known| known == hello),
            Message::Deal(deal) => own.deal.as_ref().map(|known| known == deal),
            Message::Complaint(complaint) => own.complaint.as_ref().map(|known| known == complaint),
            // The proof is another each time; the key is what counts.
            Message::Key(key) => own.key.as_ref().map(|known| known.key == key.key),
        };
        match there {
            Some(true) => return Err(No::There),
            Some(false) => return Err(No::Refused(ProblemCode::Duplicate, name)),
            None => {}
        }
        let expected = match (message, self.view.is_dealt()) {
            (Message::Hello(_), true) => CeremonyStep::Hello,
            (Message::Deal(_), true) => CeremonyStep::Deal,
            (Message::Complaint(_), true) | (Message::Key(_), _) => CeremonyStep::Key,
            _ => return Err(No::Refused(ProblemCode::WrongState, name)),
        };
        if self.view.step != expected {
            return Err(No::Refused(ProblemCode::WrongState, name));
        }
        if self.holds(trustee, own, message) { Ok(()) } else { Err(No::Refused(ProblemCode::Invalid, name)) }
    }

    fn holds(&self, trustee: u16, own: &TrusteeView, message: &Message) -> bool {
        let ceremony = &self.view.ceremony;
        let sizes = (usize::from(self.view.threshold), self.view.trustees.len());
        match message {
            Message::Hello(hello) => hello.trustee == trustee && check_hello(ceremony, hello).is_ok(),
            Message::Deal(deal) => {
                let hello = own.hello.as_ref();
                deal.trustee == trustee && hello.is_some_and(|hello| check_deal(ceremony, sizes, hello, deal).is_ok())
            }
            Message::Complaint(complaint) => {
                let place = usize::from(complaint.dealer).checked_sub(1);
                let deal = place.and_then(|place| self.view.trustees.get(place)?.deal.as_ref());
                let (Some(deal), Some(hello)) = (deal, own.hello.as_ref()) else { return false };
                // A complaint that shows nothing breaks nothing.
                let right = Culprit::Dealer(complaint.dealer);
                complaint.receiver == trustee && judge(ceremony, &hello.transport, deal, complaint) == right
            }
            Message::Key(key) => {
                let deals = if self.view.is_dealt() { self.view.deals() } else { Some(vec![]) };
                let good = deals.is_some_and(|deals| check_key(ceremony, trustee, &deals, key).is_ok());
                good && self.last_key_holds(trustee, *key)
            }
        }
    }

    /// With the last key the whole must hold: keys that sum up to nothing are seen only then.
    fn last_key_holds(&self, trustee: u16, key: TrusteeKey) -> bool {
        let mut all = self.clone();
        if let Some(own) = all.view.trustees.get_mut(usize::from(trustee).saturating_sub(1)) {
            own.key = Some(key);
        }
        all.view.keys().is_none() || all.trustees().is_some()
    }
}
