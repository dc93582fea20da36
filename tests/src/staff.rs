//! Whoever runs the primary: a role that the operator gave, and an app that shows codes.

use crate::citizen::Citizen;
use crate::platform::TestPlatform;
use crate::telegram::Person;
use isoloir_platform::clock::Clock;
use isoloir_platform::email::Address;
use isoloir_platform::second_factor::{self, Seed};
use isoloir_shared::api::client::Client;
use isoloir_shared::api::ids::IdempotencyKey;
use isoloir_shared::api::types::{CodeRequest, Lang, ProofRequest, Role, SignInRequest};
use isoloir_shared::api::{Call, OrganiseCall, OrganiseReply, Reply};
use isoloir_shared::view::{Intent, Place};
use jiff::Timestamp;
use uuid::Uuid;

/// Somebody with a role.
pub struct Staff {
    /// Their address.
    pub email: String,
    seed: Option<Seed>,
    /// The step of the last code: none is shown twice.
    last: i64,
}

fn key() -> IdempotencyKey {
    IdempotencyKey(Uuid::new_v4())
}

impl Staff {
    /// The operator gives somebody a role.
    ///
    /// # Panics
    /// If the platform refuses it.
    pub async fn named(platform: &TestPlatform, email: &str, role: Role) -> Self {
        let app = platform.platform.app();
        let address = Address::parse(email).expect("an address").keep(&app.key).expect("it can be kept");
        app.store.grant(address, Lang::Fr, role, app.clock.now()).await.expect("the role is given");
        Self { email: email.to_owned(), seed: None, last: 0 }
    }

    /// Gives the app the secret that was shown.
    pub fn installs(&mut self, secret: &str) {
        self.seed = Some(seed(secret));
    }

    /// What the app shows, not shown before.
    ///
    /// # Panics
    /// If the app knows no secret, or three codes were shown at this instant.
    pub fn code(&mut self, now: Timestamp) -> String {
        let now = second_factor::step(now);
        let step = (now - 1).max(self.last + 1);
        assert!(step <= now + 1, "no code is left at this instant");
        self.last = step;
        second_factor::code(&self.seed.expect("a secret"), step)
    }

    /// Signs in at a client, and sets the second factor up there.
    ///
    /// # Panics
    /// If the platform refuses it.
    pub async fn signs_in(&mut self, platform: &TestPlatform) -> Client {
        let client = Client::new(platform.url().parse().expect("a URL")).expect("a client");
        let asked = CodeRequest { email: self.email.clone(), lang: Lang::Fr };
        let Ok(Reply::CodeSent(sent)) = client.call(&Call::RequestCode(key(), asked)).await else { panic!("no code") };
        let code = sent.demo_code.expect("a demonstration shows the code");
        let request = SignInRequest { email: self.email.clone(), code, device: "bureau".into() };
        client.call(&Call::SignIn(key(), request)).await.expect("signed in");
        let reply = client.call(&Call::Organise(OrganiseCall::Enrol(key()))).await;
        if let Ok(Reply::Organise(OrganiseReply::Factor(factor))) = reply {
            self.installs(&factor.secret);
        }
        self.proves(platform, &client).await;
        client
    }

    /// Shows the second factor.
    ///
    /// # Panics
    /// If the platform refuses it.
    pub async fn proves(&mut self, platform: &TestPlatform, client: &Client) {
        let code = self.code(platform.clock.now());
        client.call(&Call::Organise(OrganiseCall::Prove(key(), ProofRequest { code }))).await.expect("proven");
    }
}

impl Person {
    /// Signs in in a chat of Telegram, and opens what whoever runs the primary sees.
    ///
    /// # Panics
    /// If they are led elsewhere.
    pub async fn organises(&self, email: &str) {
        self.start();
        self.until("a way in", |it| it.offers("Me connecter par e-mail")).await;
        self.signs_in(email).await;
        self.writes_until("/accueil", |it| it.offers("Organiser la primaire")).await;
        self.taps("Organiser la primaire").await;
    }
}

impl Citizen {
    /// Sets the second factor up, as the screens offer it.
    ///
    /// # Panics
    /// If they lead elsewhere.
    pub async fn sets_up(&mut self, staff: &mut Staff, now: Timestamp) {
        self.choose(Intent::Open(Place::Factor)).await;
        self.choose(Intent::Enrol).await;
        staff.installs(self.verbatim().first().expect("a secret"));
        self.submit(&staff.code(now)).await;
    }
}

/// The seed that a person types into an app (base 32).
fn seed(secret: &str) -> Seed {
    let bits = |letter: char| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).expect("base 32") as u128;
    let bytes = secret.as_bytes().chunks(8).flat_map(|letters| {
        let bits = letters.iter().fold(0, |n, letter| n << 5 | bits(char::from(*letter)));
        bits.to_be_bytes()[11..].to_vec()
    });
    bytes.collect::<Vec<u8>>().try_into().expect("160 bits")
}
