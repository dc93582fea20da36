//! The proxy itself.

use super::http::{Request, Response, read_body, read_request, read_response_head};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{self, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

/// What happens to one request.
pub enum Fault {
    /// Nothing: it goes through, streams too.
    Pass,
    /// Cut before the platform hears of it.
    Cut,
    /// The platform does it; its answer is lost.
    LoseAnswer,
    /// The platform does it; half of its answer comes.
    HalfAnswer,
    /// The platform never hears of it; this comes instead.
    Instead(Response),
    /// The platform does it; this comes instead of its answer.
    After(Response),
    /// The platform does it; its answer comes changed.
    Rewrite(Box<dyn FnOnce(Response) -> Response + Send>),
    /// The platform does it; its answer waits until this is cancelled, then comes.
    Hold(CancellationToken),
}

type Plan = Box<dyn FnMut(&Request) -> Fault + Send>;

/// A wire to a platform. Ends with its value.
pub struct Proxy {
    address: SocketAddr,
    plan: Arc<Mutex<Plan>>,
    seen: Arc<Mutex<Vec<Request>>>,
    end: CancellationToken,
}

impl Proxy {
    /// Lays a wire to `platform` on which nothing happens yet.
    pub async fn to(platform: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let proxy = Self {
            address: listener.local_addr().expect("a bound port"),
            plan: Arc::new(Mutex::new(Box::new(|_| Fault::Pass))),
            seen: Arc::default(),
            end: CancellationToken::new(),
        };
        let (plan, seen, end) = (proxy.plan.clone(), proxy.seen.clone(), proxy.end.clone());
        tokio::spawn(async move {
            while let Some(Ok((client, _))) = end.run_until_cancelled(listener.accept()).await {
                let (plan, seen, end) = (plan.clone(), seen.clone(), end.clone());
                // A client that goes away is what this is for.
                tokio::spawn(async move { end.run_until_cancelled(carry(client, platform, &plan, &seen)).await });
            }
        });
        proxy
    }

    /// Where clients connect.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on each request is asked about, in the order in which they come.
    pub fn plan(&self, plan: impl FnMut(&Request) -> Fault + Send + 'static) {
        *self.plan.lock().expect("no panic holds it") = Box::new(plan);
    }

    /// Every request so far.
    pub fn seen(&self) -> Vec<Request> {
        self.seen.lock().expect("no panic holds it").clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.end.cancel();
    }
}

async fn carry(
    mut client: TcpStream,
    to: SocketAddr,
    plan: &Mutex<Plan>,
    seen: &Mutex<Vec<Request>>,
) -> io::Result<()> {
    let Some(request) = read_request(&mut client).await? else { return Ok(()) };
    seen.lock().expect("no panic holds it").push(request.clone());
    let fault = plan.lock().expect("no panic holds it")(&request);
    match fault {
        Fault::Cut => return Ok(()),
        Fault::Instead(response) => return client.write_all(&response.encode()).await,
        _ => {}
    }
    let mut platform = TcpStream::connect(to).await?;
    platform.write_all(&request.encode()).await?;
    if matches!(fault, Fault::Pass) {
        return io::copy(&mut platform, &mut client).await.map(drop);
    }
    let Some((mut response, rest)) = read_response_head(&mut platform).await? else { return Ok(()) };
    response.body = read_body(&mut platform, &response.headers, rest, usize::MAX).await?;
    let bytes = match fault {
        Fault::LoseAnswer => return Ok(()),
        Fault::HalfAnswer => {
            let whole = response.encode();
            whole[..whole.len() - response.body.len().div_ceil(2)].to_vec()
        }
        Fault::After(other) => other.encode(),
        Fault::Rewrite(rewrite) => rewrite(response).encode(),
        Fault::Hold(until) => {
            until.cancelled().await;
            response.encode()
        }
        Fault::Pass | Fault::Cut | Fault::Instead(_) => return Ok(()),
    };
    client.write_all(&bytes).await
}
