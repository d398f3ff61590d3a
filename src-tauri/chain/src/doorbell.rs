//! When to look for new blocks: as soon as a node announces one over a WebSocket, and every few seconds anyway. What is
//! announced is not read: a socket loses messages, so it only says when to ask.

use std::sync::Arc;
use std::time::Duration;

use alloy::transports::http::reqwest::header::{
    CONNECTION, HeaderMap, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use alloy::transports::http::reqwest::{Client, StatusCode, Upgraded};
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::json;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Bytes, Message};
use url::Url;

use crate::answer::ErrorAnswer;
use crate::connection::bare;
use crate::error::said;
use crate::rpc::{failure, reason};
use crate::{Auth, Connection, NodeError};

/// How often to look when nothing is announced.
const EVERY: Duration = Duration::from_secs(5);

/// The shortest time between two rings for announcements, however many there are.
const GAP: Duration = Duration::from_millis(100);

/// How long a connection may take, up to the answer to the subscription.
const CONNECT: Duration = Duration::from_secs(10);

/// The pause before a broken socket is opened again; it doubles up to [`LONGEST_PAUSE`].
const PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// After so long a silence the node is asked whether it is still there, and after as long again given up.
const SILENCE: Duration = Duration::from_secs(30);

/// The longest message that is read. Announcements of headers are about 1 KiB, with BFT seals some more.
const MAX_MESSAGE: usize = 1 << 20;

/// Why it rang.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ring {
    /// The node announced a block, or the socket was opened (again) and one may have been missed.
    Announced,
    /// Nothing was announced for the length of the interval.
    Time,
}

/// Rings when there may be new blocks.
#[derive(Debug)]
pub struct Doorbell {
    every: Duration,
    socket: Option<Socket>,
    rings: Arc<Notify>,
    listener: Option<JoinHandle<()>>,
    rang: Option<Instant>,
}

/// Where announcements come from.
#[derive(Debug, Clone)]
struct Socket {
    client: Client,
    url: Url,
    pause: Duration,
}

impl Doorbell {
    /// A doorbell at a `ws` or `wss` address; nothing is sent yet.
    pub fn connect(url: &str, auth: Auth) -> Result<Self, NodeError> {
        Self::to(&Connection {
            auth,
            ws: Some(url.to_owned()),
            ..Connection::default()
        })
    }

    /// A doorbell at the connection's WebSocket address, with its credentials, authorities and proxy; without such an
    /// address, one that rings every few seconds. Nothing is sent yet.
    pub fn to(connection: &Connection) -> Result<Self, NodeError> {
        let socket = connection
            .ws
            .as_ref()
            .map(|url| Socket::new(connection, url));
        Ok(Self {
            every: EVERY,
            socket: socket.transpose()?,
            rings: Arc::default(),
            listener: None,
            rang: None,
        })
    }

    /// How often to ring when nothing is announced.
    #[must_use]
    pub fn every(mut self, interval: Duration) -> Self {
        self.every = interval;
        self
    }

    /// Waits for the next ring; several announcements since the last one are one. It may be dropped and called again.
    ///
    /// The first call opens the socket, in a task of the runtime that it is called on; the task ends with the doorbell.
    /// A socket that cannot be opened or that breaks is opened again, and until then time rings.
    pub async fn ring(&mut self) -> Ring {
        if let (Some(socket), None) = (&self.socket, &self.listener) {
            let (socket, rings) = (socket.clone(), Arc::clone(&self.rings));
            self.listener = Some(tokio::spawn(async move { socket.listen(&rings).await }));
        }
        if let Some(rang) = self.rang {
            sleep_until(rang + GAP.min(self.every)).await;
        }
        let ring = match timeout(self.every, self.rings.notified()).await {
            Ok(()) => Ring::Announced,
            Err(_) => Ring::Time,
        };
        self.rang = Some(Instant::now());
        ring
    }
}

impl Drop for Doorbell {
    fn drop(&mut self) {
        if let Some(listener) = &self.listener {
            listener.abort();
        }
    }
}

/// What a socket says, as far as it matters here.
#[derive(Deserialize)]
struct Said {
    method: Option<String>,
    #[serde(default)]
    result: Option<IgnoredAny>,
    #[serde(default)]
    error: Option<ErrorAnswer>,
}

impl Socket {
    fn new(connection: &Connection, url: &str) -> Result<Self, NodeError> {
        let mut url = Url::parse(url).map_err(|error| NodeError::Address(error.to_string()))?;
        let scheme = match url.scheme() {
            "ws" => "http",
            "wss" => "https",
            other => {
                return Err(NodeError::Address(format!(
                    "{}: is neither ws nor wss",
                    said(other)
                )));
            }
        };
        url.set_scheme(scheme)
            .map_err(|()| NodeError::Address(bare(url.clone())))?;
        let client = connection
            .client(&url)?
            .http1_only()
            .build()
            .map_err(|error| NodeError::Unreachable(reason(error)))?;
        Ok(Self {
            client,
            url,
            pause: PAUSE,
        })
    }

    /// Listens for ever, unless the node says that it announces nothing.
    async fn listen(&self, rings: &Notify) {
        let mut pause = self.pause;
        loop {
            match timeout(CONNECT, self.open()).await {
                Ok(Ok(stream)) => {
                    pause = self.pause;
                    rings.notify_one();
                    let error = follow(stream, rings).await;
                    tracing::debug!(%error, "the socket broke");
                }
                Ok(Err(error @ NodeError::MethodMissing(_))) => {
                    tracing::info!(%error, "looking for new blocks by time only");
                    return;
                }
                Ok(Err(error)) => tracing::debug!(%error, "no socket"),
                Err(_) => tracing::debug!("no socket in time"),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Opens the socket (RFC 6455, section 4.1) and subscribes to new headers.
    async fn open(&self) -> Result<WebSocketStream<Upgraded>, NodeError> {
        let key = generate_key();
        let response = self
            .client
            .get(self.url.clone())
            .header(CONNECTION, "Upgrade")
            .header(UPGRADE, "websocket")
            .header(SEC_WEBSOCKET_VERSION, "13")
            .header(SEC_WEBSOCKET_KEY, &key)
            .send()
            .await
            .map_err(failure)?;
        match response.status() {
            StatusCode::SWITCHING_PROTOCOLS if accepted(response.headers(), &key) => {}
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                return Err(NodeError::Unauthorized(response.status().as_u16()));
            }
            other => return Err(NodeError::Http(other.as_u16())),
        }
        let upgraded = response.upgrade().await.map_err(failure)?;
        let limits = WebSocketConfig::default()
            .max_message_size(Some(MAX_MESSAGE))
            .max_frame_size(Some(MAX_MESSAGE));
        let mut stream =
            WebSocketStream::from_raw_socket(upgraded, Role::Client, Some(limits)).await;
        subscribe(&mut stream).await?;
        Ok(stream)
    }
}

fn accepted(headers: &HeaderMap, key: &str) -> bool {
    let expected = derive_accept_key(key.as_bytes());
    headers
        .get(SEC_WEBSOCKET_ACCEPT)
        .is_some_and(|accept| accept.as_bytes() == expected.as_bytes())
}

async fn subscribe(stream: &mut WebSocketStream<Upgraded>) -> Result<(), NodeError> {
    let method = "eth_subscribe";
    let call = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": ["newHeads"] });
    stream
        .send(Message::text(call.to_string()))
        .await
        .map_err(broken)?;
    loop {
        let answer = heard(stream.next().await)?;
        match answer {
            Some(Said {
                error: Some(error), ..
            }) => return Err(error.sort(method)),
            Some(Said {
                result: Some(_), ..
            }) => return Ok(()),
            _ => {}
        }
    }
}

/// Rings for each announcement until the socket breaks, and says why it did.
async fn follow(mut stream: WebSocketStream<Upgraded>, rings: &Notify) -> NodeError {
    let mut asked = false;
    loop {
        match timeout(SILENCE, stream.next()).await {
            Err(_) if asked => return NodeError::TimedOut,
            Err(_) => {
                if let Err(error) = stream.send(Message::Ping(Bytes::new())).await {
                    return broken(error);
                }
                asked = true;
            }
            Ok(message) => {
                asked = false;
                match heard(message) {
                    Ok(Some(said)) if said.method.as_deref() == Some("eth_subscription") => {
                        rings.notify_one();
                    }
                    Ok(_) => {}
                    Err(error) => return error,
                }
            }
        }
    }
}

/// What a message says; `None` if it is not for us.
fn heard(
    message: Option<Result<Message, tokio_tungstenite::tungstenite::Error>>,
) -> Result<Option<Said>, NodeError> {
    match message {
        Some(Ok(Message::Text(text))) => Ok(serde_json::from_str(&text).ok()),
        Some(Ok(Message::Close(_))) | None => {
            Err(NodeError::Unreachable("the socket was closed".to_owned()))
        }
        Some(Ok(_)) => Ok(None),
        Some(Err(error)) => Err(broken(error)),
    }
}

fn broken(error: impl std::fmt::Display) -> NodeError {
    NodeError::Unreachable(said(&error.to_string()))
}

#[cfg(test)]
mod tests;
