//! JSON-RPC 2.0 over HTTP(S): one call or a batch, with time limits, a size limit, retries and a way to stop. It knows
//! no method.
//!
//! It uses alloy's HTTP client but not its transport, which reads answers of any length into memory.

use std::fmt;
use std::time::Duration;

use alloy::transports::http::reqwest::header::{
    CONTENT_TYPE, DATE, HeaderMap, HeaderValue, RETRY_AFTER,
};
use alloy::transports::http::reqwest::{Client, Error as HttpError, Response, StatusCode};
use jiff::fmt::rfc2822;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::NodeError;
use crate::answer::ErrorAnswer;
use crate::connection::{Connection, bare};
use crate::error::said;

/// The longest answer that is read, in bytes. What is asked for is meant to stay far below.
const MAX_ANSWER: usize = 64 << 20;

/// How long to wait for a node, and how often to ask again after a transient error.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// For a connection.
    pub(crate) connect: Duration,
    /// For a whole answer.
    pub(crate) answer: Duration,
    /// How often to ask in all; at least once.
    pub(crate) attempts: u32,
    /// How often to ask in all while the last connection only broke: somebody is there, and the next one may last. Under
    /// several requests at a time, chance or rhythm can break the same one a few times in a row.
    pub(crate) attempts_broken_off: u32,
    /// The pause before the second attempt; it doubles from there, up to four times as long, but only up to twice as long
    /// after a connection that broke.
    pub(crate) pause: Duration,
    /// After this long in all, no attempt is begun.
    pub(crate) total: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(4),
            answer: Duration::from_secs(30),
            attempts: 4,
            attempts_broken_off: 9,
            pause: Duration::from_millis(300),
            total: Duration::from_secs(8),
        }
    }
}

/// A connection to one node. Copies share it.
#[derive(Clone)]
pub(crate) struct Rpc {
    client: Client,
    url: Url,
    patience: Patience,
    cancelled: CancellationToken,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
struct Reply<T> {
    #[serde(default)]
    id: Option<usize>,
    #[serde(default = "Option::default")]
    result: Option<T>,
    #[serde(default)]
    error: Option<ErrorAnswer>,
}

/// Shows the address without credentials.
impl fmt::Debug for Rpc {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Rpc").field(&self.url()).finish()
    }
}

impl Rpc {
    pub(crate) fn new(connection: &Connection, patience: Patience) -> Result<Self, NodeError> {
        let url = connection.address()?;
        let client = connection
            .client(&url)?
            .connect_timeout(patience.connect)
            .timeout(patience.answer)
            .build()
            .map_err(|error| NodeError::Unreachable(reason(error)))?;
        Ok(Self {
            client,
            url,
            patience,
            cancelled: CancellationToken::new(),
        })
    }

    /// The same connection, which gives up as soon as the token says so.
    pub(crate) fn until(mut self, cancelled: CancellationToken) -> Self {
        self.cancelled = cancelled;
        self
    }

    /// The address as it was given, but for a user and a password in it.
    pub(crate) fn url(&self) -> String {
        bare(self.url.clone())
    }

    /// One call; `None` is the answer `null`.
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        method: &str,
        params: Value,
    ) -> Result<Option<T>, NodeError> {
        Ok(self.weighed(method, params).await?.0)
    }

    /// One call, and how many bytes its answer has.
    pub(crate) async fn weighed<T: DeserializeOwned>(
        &self,
        method: &str,
        params: Value,
    ) -> Result<(Option<T>, usize), NodeError> {
        let body = json!({ "jsonrpc": "2.0", "id": 0, "method": method, "params": params });
        let body = body.to_string();
        self.patiently(|| async {
            let answer = self.post(&body).await?;
            let reply: Reply<T> = read(&answer)?;
            Ok((take(reply, method)?, answer.len()))
        })
        .await
    }

    /// The same method with several parameter lists in one request; the answers are in the order of the lists. Also gives
    /// how many bytes the answer has.
    pub(crate) async fn batch<T: DeserializeOwned>(
        &self,
        method: &str,
        params: &[Value],
    ) -> Result<(Vec<Option<T>>, usize), NodeError> {
        match params {
            [] => return Ok((Vec::new(), 0)),
            // Not an array of one: some gateways refuse every batch.
            [only] => {
                let (answer, bytes) = self.weighed(method, only.clone()).await?;
                return Ok((vec![answer], bytes));
            }
            _ => {}
        }
        let calls = params.iter().enumerate();
        let body: Value = calls.map(|(id, params)| json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })).collect();
        let body = body.to_string();
        self.patiently(|| async {
            let answer = self.post(&body).await?;
            if answer.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{') {
                // One answer to a whole batch is a refusal of it.
                take::<Value>(read(&answer)?, method)?;
                return Err(NodeError::Unreadable(
                    "one answer to several questions".to_owned(),
                ));
            }
            Ok((
                in_order(read(&answer)?, params.len(), method)?,
                answer.len(),
            ))
        })
        .await
    }

    /// Waits, unless it is stopped.
    pub(crate) async fn pause(&self, pause: Duration) -> Result<(), NodeError> {
        self.unless_cancelled(async {
            tokio::time::sleep(pause).await;
            Ok(())
        })
        .await
    }

    async fn unless_cancelled<T>(
        &self,
        work: impl Future<Output = Result<T, NodeError>>,
    ) -> Result<T, NodeError> {
        tokio::select! {
            biased;
            () = self.cancelled.cancelled() => Err(NodeError::Cancelled),
            done = work => done,
        }
    }

    async fn patiently<T, F: Future<Output = Result<T, NodeError>>>(
        &self,
        ask: impl Fn() -> F,
    ) -> Result<T, NodeError> {
        let started = Instant::now();
        let mut pause = self.patience.pause;
        let mut asked_before = 0;
        loop {
            let error = match self.unless_cancelled(ask()).await {
                Err(error) if error.is_transient() => error,
                settled => return settled,
            };
            asked_before += 1;
            let (attempts, longest) = match error {
                NodeError::BrokenOff(_) => (self.patience.attempts_broken_off, 2),
                _ => (self.patience.attempts, 4),
            };
            if asked_before >= attempts {
                return Err(error);
            }
            let asked = match error {
                NodeError::RateLimited { retry_after }
                | NodeError::Unavailable { retry_after, .. } => retry_after,
                _ => None,
            };
            let wait = asked.unwrap_or(pause.min(longest * self.patience.pause));
            if started.elapsed() + wait > self.patience.total {
                return Err(error);
            }
            tracing::debug!(%error, "asking the node again");
            self.pause(wait).await?;
            pause *= 2;
        }
    }

    async fn post(&self, body: &str) -> Result<Vec<u8>, NodeError> {
        let response = self
            .client
            .post(self.url.clone())
            .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
            .body(body.to_owned())
            .send()
            .await
            .map_err(failure)?;
        let (status, retry_after) = (response.status(), retry_after(response.headers()));
        let answer = whole_body(response).await?;
        // Some nodes put a proper answer under an error status; it says more than the status does.
        let has_answer = || {
            serde_json::from_slice::<Reply<Value>>(&answer).is_ok_and(|reply| reply.error.is_some())
        };
        match status {
            StatusCode::OK => Ok(answer),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                Err(NodeError::Unauthorized(status.as_u16()))
            }
            // The header is the surer word on how long to wait; without it, there may be one inside.
            StatusCode::TOO_MANY_REQUESTS if retry_after.is_none() && has_answer() => Ok(answer),
            StatusCode::TOO_MANY_REQUESTS => Err(NodeError::RateLimited { retry_after }),
            StatusCode::PAYLOAD_TOO_LARGE => Err(NodeError::RangeTooLarge { hint: None }),
            _ if has_answer() => Ok(answer),
            // A gateway in front of a node that did not answer in time; 524 is Cloudflare's word for it.
            _ if matches!(status.as_u16(), 408 | 504 | 524) => Err(NodeError::TimedOut),
            _ if status.is_server_error() => Err(NodeError::Unavailable {
                status: status.as_u16(),
                retry_after,
            }),
            _ => Err(NodeError::Http(status.as_u16())),
        }
    }
}

/// How long the answer asks to wait: a number of seconds, or a date, which counts from the answer's own date, so that it
/// does not matter what time it is here (RFC 9110, sections 10.2.3 and 6.6.1).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| Some(headers.get(name)?.to_str().ok()?.trim());
    let asked = text(RETRY_AFTER)?;
    if let Ok(seconds) = asked.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let [now, then] = [text(DATE)?, asked].map(|date| rfc2822::parse(date).ok());
    Some(Duration::try_from(then?.duration_since(&now?)).unwrap_or_default())
}

async fn whole_body(mut response: Response) -> Result<Vec<u8>, NodeError> {
    let announced = response.content_length().unwrap_or_default();
    let mut body = Vec::with_capacity(
        usize::try_from(announced)
            .unwrap_or_default()
            .min(MAX_ANSWER),
    );
    while let Some(part) = response.chunk().await.map_err(failure)? {
        if body.len() + part.len() > MAX_ANSWER {
            return Err(NodeError::RangeTooLarge { hint: None });
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

pub(crate) fn failure(error: HttpError) -> NodeError {
    if error.is_timeout() {
        return NodeError::TimedOut;
    }
    let connected = !error.is_connect();
    let reason = reason(error);
    // The TLS library's words are all that passes through the HTTP library.
    if reason.contains("certificate") {
        NodeError::Untrusted(reason)
    } else if connected {
        NodeError::BrokenOff(reason)
    } else {
        NodeError::Unreachable(reason)
    }
}

/// The innermost reason, without the URL, which may hold a key.
pub(crate) fn reason(error: HttpError) -> String {
    let error = error.without_url();
    let mut innermost: &dyn std::error::Error = &error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    said(&innermost.to_string())
}

fn read<T: DeserializeOwned>(answer: &[u8]) -> Result<T, NodeError> {
    serde_json::from_slice(answer).map_err(|error| NodeError::Unreadable(said(&error.to_string())))
}

fn take<T>(reply: Reply<T>, method: &str) -> Result<Option<T>, NodeError> {
    match reply.error {
        Some(error) => Err(error.sort(method)),
        None => Ok(reply.result),
    }
}

/// Puts the replies into the order of the calls; each must be there once.
fn in_order<T>(
    replies: Vec<Reply<T>>,
    count: usize,
    method: &str,
) -> Result<Vec<Option<T>>, NodeError> {
    let mut slots: Vec<Option<Option<T>>> = (0..count).map(|_| None).collect();
    for reply in replies {
        let slot = reply.id.and_then(|id| slots.get_mut(id));
        let value = take(reply, method)?;
        if let Some(slot) = slot {
            *slot = Some(value);
        }
    }
    let missing = || NodeError::Unreadable("an answer of the batch is missing".to_owned());
    slots
        .into_iter()
        .map(|slot| slot.ok_or_else(missing))
        .collect()
}

#[cfg(test)]
mod tests;
