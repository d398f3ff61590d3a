//! One question over HTTP at a time, with limits in time and length. It waits for the answer: issuing a report has
//! nothing else to do meanwhile.

use std::error::Error;
use std::fmt;
use std::thread;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{RequestBuilder, StatusCode};
use signature::{Authority, Certificate, MAX_REVOCATION_BYTES, Unavailable};
use url::Url;

use crate::settings::{Settings, SettingsError, bare, web_address};

/// How long to wait for a connection, and for a whole answer.
pub(crate) const CONNECT: Duration = Duration::from_secs(5);
pub(crate) const ANSWER: Duration = Duration::from_secs(20);
/// The longest timestamp and the longest responder's answer that are read.
const MAX_SHORT_BYTES: usize = 64 * 1024;
/// So much of a reason is said.
const MAX_WORDS: usize = 200;

/// An authority that is asked over HTTP.
pub struct Http {
    settings: Settings,
    timestamp: Url,
    issuers: Vec<Certificate>,
}

/// Shows the settings without credentials.
impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Http").field(&self.settings).finish()
    }
}

impl Http {
    /// Takes settings that can be; nothing is sent yet.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        let timestamp = settings.address()?;
        settings.client(&timestamp)?;
        Ok(Self {
            timestamp,
            issuers: settings.issuers()?,
            settings,
        })
    }

    fn post(&self, url: &Url, kind: &str, request: &[u8]) -> Result<Vec<u8>, Unavailable> {
        let (sent, wanted) = (
            format!("application/{kind}"),
            format!("application/{}", answer_kind(kind)),
        );
        self.ask(url, MAX_SHORT_BYTES, |client| {
            client
                .post(url.clone())
                .header(CONTENT_TYPE, sent)
                .header(ACCEPT, wanted)
                .body(request.to_vec())
        })
    }

    fn ask(
        &self,
        url: &Url,
        limit: usize,
        request: impl FnOnce(&reqwest::Client) -> RequestBuilder,
    ) -> Result<Vec<u8>, Unavailable> {
        let client = self.settings.client(url);
        let client = client.map_err(|error| Unavailable(error.to_string()))?;
        let request = request(&client);
        let address = bare(url.clone());
        let named = |why: String| {
            let why: String = why.chars().take(MAX_WORDS).collect();
            Unavailable(format!("{address}: {why}"))
        };
        // A thread of its own, because the caller may be inside a runtime, where one must not wait.
        thread::scope(|scope| {
            let asked = scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .map_err(|error| error.to_string())?;
                runtime.block_on(answer(request, limit))
            });
            asked
                .join()
                .unwrap_or_else(|_| Err("asking failed".to_owned()))
        })
        .map_err(named)
    }
}

impl Authority for Http {
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>, Unavailable> {
        self.post(&self.timestamp, "timestamp-query", request)
    }

    fn ocsp(&self, address: &str, request: &[u8]) -> Result<Vec<u8>, Unavailable> {
        let url = web_address(address).map_err(Unavailable)?;
        self.post(&url, "ocsp-request", request)
    }

    fn get(&self, address: &str) -> Result<Vec<u8>, Unavailable> {
        let url = web_address(address).map_err(Unavailable)?;
        self.ask(&url, MAX_REVOCATION_BYTES, |client| client.get(url.clone()))
    }

    fn certificates(&self) -> &[Certificate] {
        &self.issuers
    }
}

fn answer_kind(kind: &str) -> &str {
    match kind {
        "timestamp-query" => "timestamp-reply",
        _ => "ocsp-response",
    }
}

/// The whole answer, if it is one and not too long.
async fn answer(request: RequestBuilder, limit: usize) -> Result<Vec<u8>, String> {
    let mut response = request.send().await.map_err(reason)?;
    if response.status() != StatusCode::OK {
        return Err(format!("it answers with HTTP {}", response.status()));
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(reason)? {
        if bytes.len() + chunk.len() > limit {
            return Err(format!("its answer is longer than {limit} bytes"));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Why no answer came, from the innermost cause, without the address.
fn reason(error: reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let error = error.without_url();
    let mut innermost: &dyn Error = &error;
    while let Some(cause) = innermost.source() {
        innermost = cause;
    }
    format!("it cannot be reached ({innermost})")
}
