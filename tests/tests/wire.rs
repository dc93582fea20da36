//! The wire that other journeys trust to misbehave does so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of this file is test code")]

use isoloir_tests::wire::{Fault, Proxy, Response};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

/// A server that counts what it was asked and answers with ten letters.
async fn server() -> (std::net::SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, count) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
    let counter = count.clone();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let mut buffer = [0; 4096];
            let _ = tokio::io::AsyncReadExt::read(&mut client, &mut buffer).await;
            counter.fetch_add(1, Ordering::SeqCst);
            let answer = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\nconnection: close\r\n\r\nabcdefghij";
            let _ = client.write_all(answer.as_bytes()).await;
        }
    });
    (address, count)
}

async fn ask(proxy: &Proxy) -> Result<(u16, String), reqwest::Error> {
    let answer = reqwest::get(format!("{}/v1/me/lots/7/ballot?a=b", proxy.url())).await?;
    Ok((answer.status().as_u16(), answer.text().await?))
}

#[tokio::test]
async fn each_fault_is_what_it_says() {
    let (address, count) = server().await;
    let proxy = Proxy::to(address).await;
    assert_eq!(ask(&proxy).await.unwrap(), (200, "abcdefghij".to_owned()));
    assert_eq!(count.load(Ordering::SeqCst), 1);

    proxy.plan(|_| Fault::Cut);
    assert!(ask(&proxy).await.is_err());
    assert_eq!(count.load(Ordering::SeqCst), 1, "cut before the server");

    proxy.plan(|_| Fault::LoseAnswer);
    assert!(ask(&proxy).await.is_err());
    let lost = count.load(Ordering::SeqCst);
    assert!(lost >= 2, "the server did it");

    proxy.plan(|_| Fault::HalfAnswer);
    assert!(ask(&proxy).await.is_err(), "a body cut in the middle is an error");

    let before = count.load(Ordering::SeqCst);
    proxy.plan(|_| Fault::Instead(Response::new(500, "text/html", "<h1>no</h1>")));
    assert_eq!(ask(&proxy).await.unwrap().0, 500);
    assert_eq!(count.load(Ordering::SeqCst), before);

    proxy.plan(|_| Fault::After(Response::new(502, "text/html", "")));
    assert_eq!(ask(&proxy).await.unwrap().0, 502);
    assert_eq!(count.load(Ordering::SeqCst), before + 1);

    proxy.plan(|_| {
        Fault::Rewrite(Box::new(|mut response| {
            response.body.reverse();
            response
        }))
    });
    assert_eq!(ask(&proxy).await.unwrap().1, "jihgfedcba");

    assert_eq!(proxy.seen()[0].operation(), "GET /v1/me/lots/{}/ballot");
}
