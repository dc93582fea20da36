//! What is kept, under its keys.

use super::*;

pub async fn a_wrong_key_is_told_at_the_start(one: Arc<dyn Store>, two: Arc<dyn Store>) {
    // A store in which nothing is sealed takes any key.
    Vault::open(two.clone(), Keyring::parse(OTHER).unwrap()).await.map(drop).unwrap();
    let first = vault(&one).await;
    let id = newcomer(&first, &ada()).await;
    let wrong = Vault::open(two.clone(), Keyring::parse(OTHER).unwrap()).await.map(drop);
    assert!(matches!(wrong, Err(VaultError::WrongKey(_))), "{wrong:?}");
    // A new key above the old one: what is written moves to it, and then the old one can go.
    let both = Vault::open(two.clone(), Keyring::parse(&format!("{OTHER}\n{KEY}")).unwrap()).await.unwrap();
    assert_eq!(both.person(&ada()).await.unwrap().unwrap().kept.session, b"first");
    assert_eq!(both.commit(&ada(), turn(Who::Known(id, 1), "new")).await.unwrap(), Committed::Done(id, 2));
    let new = Vault::open(two, Keyring::parse(OTHER).unwrap()).await.unwrap();
    assert_eq!(new.person(&ada()).await.unwrap().unwrap().kept.session, b"new");
}

pub async fn a_new_key_takes_over_all_that_the_old_one_sealed(one: Arc<dyn Store>, two: Arc<dyn Store>) {
    let old = vault(&one).await;
    let session = |email: &str| format!("{{\"known\":{{\"account\":{{\"email\":\"{email}\"}}}}}}");
    for n in 0..5 {
        let chat = ChatKey::telegram(n);
        let id = newcomer(&old, &chat).await;
        let (tokens, account) = (Change::To(Some(tokens(1))), Change::To(Some("ada@example.org".into())));
        let turn = Turn { tokens, account, ..turn(Who::Known(id, 1), &session("ada@example.org")) };
        assert_eq!(old.commit(&chat, turn).await.unwrap(), Committed::Done(id, 2));
        old.show(&chat, id, 2, Some(&Shown { memo: format!("{n}"), ..Shown::default() })).await.unwrap();
    }
    let stale = one.person(&ChatKey::telegram(0)).await.unwrap().unwrap();

    let both = Vault::open(two.clone(), Keyring::parse(&format!("{OTHER}\n{KEY}")).unwrap()).await.unwrap();
    let (mut after, mut rounds) = (PersonId(0), 0);
    while let Some(on) = both.reseal(after, 2).await.unwrap() {
        (after, rounds) = (on, rounds + 1);
    }
    assert_eq!(rounds, 3);
    assert_eq!(both.reseal(PersonId(0), 2).await.unwrap(), None, "nothing is left");

    // What was made from an older state takes the place of nothing.
    let now = one.person(&ChatKey::telegram(0)).await.unwrap().unwrap();
    let seals = |row: &PersonRow| Seals {
        id: row.id,
        session: row.session.clone(),
        tokens: row.tokens.clone(),
        shown: row.shown.clone(),
        account: row.account,
    };
    one.reseal(seals(&stale), seals(&stale)).await.unwrap();
    assert_eq!(one.person(&ChatKey::telegram(0)).await.unwrap().unwrap(), now);

    // The old key can go: everything opens, and the account's chats still know each other.
    let new = Vault::open(two.clone(), Keyring::parse(OTHER).unwrap()).await.unwrap();
    for n in 0..5 {
        let person = new.person(&ChatKey::telegram(n)).await.unwrap().unwrap();
        assert_eq!(person.kept.session, session("ada@example.org").as_bytes());
        assert_eq!(person.tokens, Some(tokens(1)));
        assert_eq!(person.shown.unwrap().memo, format!("{n}"));
        assert_eq!((person.version, person.shown_version), (2, 2), "nobody has had a turn");
    }
    let newest = ChatKey::telegram(9);
    let account = Change::To(Some("ada@example.org".into()));
    let turn = Turn { account, tell: Some("relinked"), ..turn(Who::New(newest.clone()), "x") };
    assert!(matches!(new.commit(&newest, turn).await.unwrap(), Committed::Done(..)));
    assert_eq!(one.notices(later(1), later(60), 10).await.unwrap().len(), 5);
}

pub async fn nothing_secret_is_in_the_clear(one: Arc<dyn Store>, _: Arc<dyn Store>) {
    let vault = vault(&one).await;
    let chat = ada();
    let id = newcomer(&vault, &chat).await;
    let secret = Turn {
        tokens: Change::To(Some(tokens(1))),
        account: Change::To(Some("ada@example.org".into())),
        ..turn(Who::Known(id, 1), "very good")
    };
    vault.commit(&chat, secret).await.unwrap();
    vault.show(&chat, id, 2, Some(&Shown { memo: "insufficient".into(), ..Shown::default() })).await.unwrap();
    let row = one.person(&chat).await.unwrap().unwrap();
    let all = [row.session.bytes, row.tokens.unwrap().bytes, row.shown.unwrap().bytes, row.account.unwrap().to_vec()];
    for (bytes, secret) in all.iter().zip(["very good", "refresh-1", "insufficient", "ada@example.org"]) {
        assert!(!bytes.windows(secret.len()).any(|it| it == secret.as_bytes()), "{secret}");
    }
    assert!(!format!("{:?}", vault.person(&chat).await.unwrap()).contains("refresh-1"));
}
