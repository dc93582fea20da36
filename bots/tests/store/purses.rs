//! What is kept of people's voting keys.

use super::*;
use isoloir_bots::store::PersonsPurse;
use isoloir_shared::booth::PurseStore;

fn purse(vault: &Vault, id: PersonId) -> PersonsPurse {
    PersonsPurse::new(vault.clone(), ada(), id)
}

async fn held(vault: &Vault, id: PersonId) -> Option<String> {
    let bytes = purse(vault, id).load().await.unwrap();
    bytes.map(|it| String::from_utf8(it.to_vec()).unwrap())
}

pub async fn no_instance_loses_anothers_voting_key(one: Arc<dyn Store>, two: Arc<dyn Store>) {
    let (one, two) = (vault(&one).await, vault(&two).await);
    let id = newcomer(&one, &ada()).await;
    assert_eq!(held(&two, id).await, None);
    // Two begin at once: one key is kept, and the other learns of it.
    assert!(purse(&one, id).swap(None, b"key of one").await.unwrap());
    assert!(!purse(&two, id).swap(None, b"key of two").await.unwrap());
    assert_eq!(held(&two, id).await.as_deref(), Some("key of one"));
    assert!(!purse(&two, id).swap(Some(b"something else"), b"key of two").await.unwrap());
    // Many write at once what each adds: all of it is there.
    let tries = (0..40).map(|n| {
        let purse = purse(if n % 2 == 0 { &one } else { &two }, id);
        async move {
            loop {
                let before = purse.load().await.unwrap().unwrap();
                let after = [&before[..], format!(" {n}.").as_bytes()].concat();
                if purse.swap(Some(&before), &after).await.unwrap() {
                    return;
                }
            }
        }
    });
    futures::future::join_all(tries).await;
    let held = held(&one, id).await.unwrap();
    assert!((0..40).all(|n| held.contains(&format!(" {n}."))), "{held}");
}

pub async fn a_voting_key_survives_signing_out_and_goes_with_its_person(one: Arc<dyn Store>, two: Arc<dyn Store>) {
    let (one, two) = (vault(&one).await, vault(&two).await);
    let id = newcomer(&one, &ada()).await;
    assert!(purse(&one, id).swap(None, b"key").await.unwrap());
    let out = Turn { tokens: Change::To(None), account: Change::To(None), ..turn(Who::Known(id, 1), "x") };
    assert_eq!(one.commit(&ada(), out).await.unwrap(), Committed::Done(id, 2));
    assert_eq!(held(&two, id).await.as_deref(), Some("key"), "linked again, they vote with the same key");
    let forget = Turn { forget: true, ..turn(Who::Known(id, 2), "x") };
    assert_eq!(one.commit(&ada(), forget).await.unwrap(), Committed::Done(id, 3));
    assert_eq!(one.store().purse(id).await.unwrap(), None);
    // A call that was on its way keeps nothing of somebody who wished to be forgotten.
    assert!(purse(&two, id).swap(Some(b"key"), b"late").await.is_err() || held(&two, id).await.is_none());
    assert!(purse(&two, id).swap(None, b"late").await.is_err());
    assert_eq!(one.store().purse(id).await.unwrap(), None);
    // Who comes back begins anew.
    let again = newcomer(&one, &ada()).await;
    assert_eq!(held(&two, again).await, None);
}

pub async fn a_voting_key_is_sealed_and_moves_to_a_new_seal(one: Arc<dyn Store>, two: Arc<dyn Store>) {
    let old = vault(&one).await;
    let id = newcomer(&old, &ada()).await;
    let secret = b"{\"secret\":\"c2VjcmV0IGtleSBvZiBhIHZvdGVy\"}";
    assert!(purse(&old, id).swap(None, secret).await.unwrap());
    let sealed = one.purse(id).await.unwrap().unwrap();
    assert!(!sealed.bytes.windows(12).any(|it| secret.windows(12).any(|of| of == it)));
    // Under another person's row it does not open.
    let bob = ChatKey::telegram(8);
    let other = newcomer(&old, &bob).await;
    assert!(matches!(one.swap_purse(other, None, sealed).await.unwrap(), isoloir_bots::store::Swapped::Done));
    assert!(PersonsPurse::new(old.clone(), bob, other).load().await.is_err(), "never taken for nothing");
    // Everything else was sealed anew already: the purse alone keeps its row on the list.
    let both = Vault::open(two.clone(), Keyring::parse(&format!("{OTHER}\n{KEY}")).unwrap()).await.unwrap();
    assert_eq!(both.commit(&ada(), turn(Who::Known(id, 1), "x")).await.unwrap(), Committed::Done(id, 2));
    assert!(Vault::open(two.clone(), Keyring::parse(OTHER).unwrap()).await.is_err(), "the old key is still needed");
    assert!(both.reseal(PersonId(0), 1).await.unwrap().is_some());
    assert_eq!(held(&both, id).await.unwrap().as_bytes(), secret);
    let forget = Turn { forget: true, ..turn(Who::Known(other, 1), "x") };
    both.commit(&ChatKey::telegram(8), forget).await.unwrap();
    let new = Vault::open(two, Keyring::parse(OTHER).unwrap()).await.unwrap();
    assert_eq!(held(&new, id).await.unwrap().as_bytes(), secret);
}
