//! What a node's error answer means: the vendors' codes and words, sorted into our cases. Pure.

use std::time::Duration;

use alloy::primitives::Bytes;
use serde_json::Value;

use crate::NodeError;
use crate::error::said;

mod words;

use words::{BEYOND, GONE, MISSING, RANGE, RATE, TIME, hint};

/// The longest pause that a node's words can ask for.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

/// The error object of a JSON-RPC answer.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct ErrorAnswer {
    #[serde(default)]
    code: i64,
    #[serde(default)]
    message: String,
    #[serde(default)]
    data: Option<Value>,
}

impl ErrorAnswer {
    /// Sorts the answer to a call of `method`. The words are looked at before the code: -32005 alone is a range limit
    /// of Besu, a batch limit of Nethermind and a rate limit of Infura.
    pub(crate) fn sort(self, method: &str) -> NodeError {
        let words = said(&self.message);
        // Some put only "invalid params" into the message, and what they mean beside it.
        let beside = self.data.as_ref().and_then(Value::as_str);
        let lower = beside.map_or_else(
            || words.to_lowercase(),
            |beside| format!("{words} {}", said(beside)).to_lowercase(),
        );
        let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
        let data = self.data.as_ref().and_then(revert_bytes);
        if data.is_some() || has(&["revert"]) {
            return NodeError::Answer {
                code: self.code,
                message: words,
                data,
            };
        }
        if matches!(self.code, -32601 | -32604) || has(&MISSING) {
            return NodeError::MethodMissing(said(method));
        }
        if has(&GONE) {
            return NodeError::StateGone(words);
        }
        if self.code == -39001 || has(&BEYOND) {
            return NodeError::UnknownBlock(words);
        }
        if has(&RATE) {
            return self.rate_limited();
        }
        if matches!(self.code, -32012 | -32614) || has(&RANGE) {
            return NodeError::RangeTooLarge { hint: hint(&lower) };
        }
        if matches!(self.code, -32005 | -32007 | -32016 | -32029 | -32097 | 429) {
            return self.rate_limited();
        }
        if has(&TIME) {
            return NodeError::TimedOut;
        }
        NodeError::Answer {
            code: self.code,
            message: words,
            data,
        }
    }

    fn rate_limited(&self) -> NodeError {
        NodeError::RateLimited {
            retry_after: self.data.as_ref().and_then(pause_asked_for),
        }
    }
}

/// How long the data of a rate limit asks to wait: Infura's `rate.backoff_seconds`, Chainstack's `try_again_in`.
fn pause_asked_for(data: &Value) -> Option<Duration> {
    let seconds = match (
        data.pointer("/rate/backoff_seconds"),
        data.get("try_again_in"),
    ) {
        (Some(seconds), _) => seconds.as_f64()?,
        (_, Some(text)) => {
            let text = text.as_str()?.trim();
            match text.strip_suffix("ms") {
                Some(milliseconds) => milliseconds.parse::<f64>().ok()? / 1000.0,
                None => text.trim_end_matches('s').parse().ok()?,
            }
        }
        _ => return None,
    };
    let pause = Duration::try_from_secs_f64(seconds).ok()?;
    Some(pause.min(LONGEST_PAUSE))
}

/// The bytes of a revert: most nodes put them into `data` itself, some into `data.data`. Longer ones are left out.
fn revert_bytes(data: &Value) -> Option<Bytes> {
    let text = data.as_str().or_else(|| data.get("data")?.as_str())?;
    let hex = text.strip_prefix("Reverted ").unwrap_or(text);
    if !hex.starts_with("0x") || hex.len() > 1 << 16 {
        None
    } else {
        hex.parse().ok()
    }
}

#[cfg(test)]
mod tests;
