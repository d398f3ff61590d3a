//! JSON-RPC 2.0 over HTTP(S): one call or a batch, with time limits, a size limit and retries. It knows no method.
//!
//! It uses alloy's HTTP client but not its transport, which reads answers of any length into memory.

use std::fmt;
use std::time::{Duration, Instant};

use alloy::transports::http::reqwest::header::{
    AUTHORIZATION, HeaderMap, HeaderValue, RETRY_AFTER,
};
use alloy::transports::http::reqwest::{
    Client, Error as HttpError, Response, StatusCode, redirect::Policy,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use url::{Host, Url};

use crate::NodeError;
use crate::answer::ErrorAnswer;
use crate::error::said;

/// The longest answer that is read, in bytes.
const MAX_ANSWER: usize = 128 << 20;

/// How to introduce oneself to a node.
#[derive(Clone, Default)]
pub enum Auth {
    /// Not at all.
    #[default]
    None,
    /// HTTP basic authentication (Kaleido's app credentials are of this kind).
    Basic {
        /// User name, or credential id.
        user: String,
        /// Password.
        password: String,
    },
    /// A bearer token.
    Bearer(String),
}

impl Auth {
    /// Reads `bearer:TOKEN` or `user:password`, as one keeps it in an environment variable.
    pub fn parse(text: &str) -> Result<Self, NodeError> {
        let (user, password) = text.trim().split_once(':').ok_or(NodeError::Credentials)?;
        match user {
            "" => Err(NodeError::Credentials),
            "bearer" => Ok(Self::Bearer(password.trim().to_owned())),
            _ => Ok(Self::Basic {
                user: user.to_owned(),
                password: password.to_owned(),
            }),
        }
    }
}

/// Names the kind only: credentials never reach a log.
impl fmt::Debug for Auth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::None => "None",
            Self::Basic { .. } => "Basic",
            Self::Bearer(_) => "Bearer",
        })
    }
}

/// How long to wait for a node, and how often to ask again after a transient error.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// For a connection.
    pub(crate) connect: Duration,
    /// For a whole answer.
    pub(crate) answer: Duration,
    /// How often to ask in all; at least once.
    pub(crate) attempts: u32,
    /// The pause before the second attempt; it doubles from there.
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
    pub(crate) fn new(url: &str, auth: Auth, patience: Patience) -> Result<Self, NodeError> {
        let url = Url::parse(url).map_err(|error| NodeError::Address(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(NodeError::Address(format!(
                "{}: is neither http nor https",
                said(url.scheme())
            )));
        }
        // Redirects would carry the credentials elsewhere.
        let mut builder = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(patience.connect)
            .timeout(patience.answer)
            .default_headers(auth_headers(auth)?);
        if is_loopback(&url) {
            builder = builder.no_proxy();
        }
        let client = builder
            .build()
            .map_err(|error| NodeError::Unreachable(reason(error)))?;
        Ok(Self {
            client,
            url,
            patience,
        })
    }

    /// The address as it was given, but for a user and a password in it.
    pub(crate) fn url(&self) -> String {
        let mut url = self.url.clone();
        // Both only fail on addresses that cannot have credentials.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.to_string()
    }

    /// One call; `None` is the answer `null`.
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        method: &str,
        params: Value,
    ) -> Result<Option<T>, NodeError> {
        let body = json!({ "jsonrpc": "2.0", "id": 0, "method": method, "params": params });
        self.patiently(|| async {
            let answer = self.post(&body).await?;
            let reply: Reply<T> = read(&answer)?;
            take(reply, method)
        })
        .await
    }

    /// The same method with several parameter lists in one request; the answers are in the order of the lists.
    pub(crate) async fn batch<T: DeserializeOwned>(
        &self,
        method: &str,
        params: &[Value],
    ) -> Result<Vec<Option<T>>, NodeError> {
        if params.is_empty() {
            return Ok(Vec::new());
        }
        let calls = params.iter().enumerate();
        let body: Value = calls.map(|(id, params)| json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })).collect();
        self.patiently(|| async {
            let answer = self.post(&body).await?;
            if answer.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{') {
                // One answer to a whole batch is a refusal of it.
                take::<Value>(read(&answer)?, method)?;
                return Err(NodeError::Unreadable(
                    "one answer to several questions".to_owned(),
                ));
            }
            in_order(read(&answer)?, params.len(), method)
        })
        .await
    }

    async fn patiently<T, F: Future<Output = Result<T, NodeError>>>(
        &self,
        ask: impl Fn() -> F,
    ) -> Result<T, NodeError> {
        let started = Instant::now();
        let mut pause = self.patience.pause;
        for _ in 1..self.patience.attempts {
            let error = match ask().await {
                Err(error) if error.is_transient() => error,
                settled => return settled,
            };
            let wait = if let NodeError::RateLimited {
                retry_after: Some(asked),
            } = error
            {
                asked
            } else {
                pause
            };
            if started.elapsed() + wait > self.patience.total {
                return Err(error);
            }
            tracing::debug!(%error, "asking the node again");
            tokio::time::sleep(wait).await;
            pause *= 2;
        }
        ask().await
    }

    async fn post(&self, body: &Value) -> Result<Vec<u8>, NodeError> {
        let response = self
            .client
            .post(self.url.clone())
            .json(body)
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
            StatusCode::TOO_MANY_REQUESTS => Err(NodeError::RateLimited { retry_after }),
            StatusCode::PAYLOAD_TOO_LARGE => Err(NodeError::RangeTooLarge { hint: None }),
            _ if has_answer() => Ok(answer),
            _ if status.is_server_error() => Err(NodeError::Unavailable(status.as_u16())),
            _ => Err(NodeError::Http(status.as_u16())),
        }
    }
}

fn auth_headers(auth: Auth) -> Result<HeaderMap, NodeError> {
    let words = match auth {
        Auth::None => return Ok(HeaderMap::new()),
        Auth::Basic { user, password } => {
            format!("Basic {}", BASE64.encode(format!("{user}:{password}")))
        }
        Auth::Bearer(token) => format!("Bearer {token}"),
    };
    let mut value = HeaderValue::from_str(&words).map_err(|_| NodeError::Credentials)?;
    value.set_sensitive(true);
    Ok(HeaderMap::from_iter([(AUTHORIZATION, value)]))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()
        .map(Duration::from_secs)
}

async fn whole_body(mut response: Response) -> Result<Vec<u8>, NodeError> {
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await.map_err(failure)? {
        if body.len() + part.len() > MAX_ANSWER {
            return Err(NodeError::RangeTooLarge { hint: None });
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

fn failure(error: HttpError) -> NodeError {
    if error.is_timeout() {
        NodeError::TimedOut
    } else {
        NodeError::Unreachable(reason(error))
    }
}

/// The innermost reason, without the URL, which may hold a key.
fn reason(error: HttpError) -> String {
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
