//! What a node's error answer means: the vendors' codes and words, sorted into our cases. Pure.

use alloy::primitives::Bytes;
use serde_json::Value;

use crate::NodeError;
use crate::error::said;

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
    /// Sorts the answer to a call of `method`.
    pub(crate) fn sort(self, method: &str) -> NodeError {
        let words = said(&self.message);
        let lower = words.to_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| lower.contains(part));
        let data = self.data.as_ref().and_then(revert_bytes);
        if data.is_some() || has(&["revert"]) {
            return NodeError::Answer {
                code: self.code,
                message: words,
                data,
            };
        }
        if matches!(self.code, -32601 | -32604)
            || has(&[
                "method not found",
                "does not exist/is not available",
                "method not enabled",
            ])
        {
            return NodeError::MethodMissing(said(method));
        }
        if has(&RANGE) {
            return NodeError::RangeTooLarge { hint: hint(&lower) };
        }
        // Besu gives -32005 to a range limit, others to a rate limit: the words were looked at first.
        if matches!(self.code, -32005 | -32016 | -32029 | 429) || has(&RATE) {
            return NodeError::RateLimited { retry_after: None };
        }
        if self.code == -39001
            || has(&[
                "unknown block",
                "block not found",
                "header not found",
                "beyond current head",
            ])
        {
            return NodeError::UnknownBlock(words);
        }
        if has(&["timed out", "timeout"]) {
            return NodeError::TimedOut;
        }
        NodeError::Answer {
            code: self.code,
            message: words,
            data,
        }
    }
}

/// Words by which vendors refuse a range, a batch or a large answer.
const RANGE: [&str; 11] = [
    "exceeds maximum rpc range",
    "block range",
    "range limit",
    "max range",
    "range is too large",
    "limited to a",
    "query returned more than",
    "response too large",
    "response size",
    "batch too large",
    "requests in batch",
];

/// Words by which vendors refuse a rate.
const RATE: [&str; 4] = [
    "rate limit",
    "too many requests",
    "limit exceeded",
    "exceeded the quota",
];

/// How many blocks the words say would be served: a proposed range, or a number beside "limit" or "range".
fn hint(lower: &str) -> Option<u64> {
    proposed_range(lower).or_else(|| {
        [
            "limited to a ",
            "max range: ",
            "range limit (",
            "range limit: ",
            "block range limit is ",
        ]
        .iter()
        .find_map(|before| {
            let after = lower.split(before).nth(1)?;
            let digits: String = after
                .chars()
                .filter(|digit| *digit != ',')
                .take_while(char::is_ascii_digit)
                .collect();
            digits.parse().ok().filter(|blocks| *blocks > 0)
        })
    })
}

/// The size of a range in square brackets: `[0x10, 0x1f]` is 16 blocks.
fn proposed_range(lower: &str) -> Option<u64> {
    let inside = lower.split('[').nth(1)?.split(']').next()?;
    let (from, to) = inside.split_once(',')?;
    number(to)?.checked_sub(number(from)?)?.checked_add(1)
}

fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    }
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
mod tests {
    use serde_json::json;

    use super::*;

    fn sort(code: i64, message: &str) -> NodeError {
        ErrorAnswer {
            code,
            message: message.to_owned(),
            data: None,
        }
        .sort("eth_some")
    }

    #[test]
    fn range_limits_of_the_vendors_are_told_from_rate_limits() {
        for (code, words, hint) in [
            (
                -32005,
                "Requested range exceeds maximum RPC range limit",
                None,
            ),
            (
                -32602,
                "Log response size exceeded. Try with this block range [0x10, 0x1f].",
                Some(16),
            ),
            (
                -32602,
                "this block range should work: [100, 199]",
                Some(100),
            ),
            (
                -32000,
                "eth_getLogs is limited to a 10,000 range",
                Some(10_000),
            ),
            (-32005, "query returned more than 10000 results", None),
            (
                -32000,
                "exceeded max allowed range. Max range: 800",
                Some(800),
            ),
            (-32600, "batch too large", None),
            (-32003, "response too large", None),
            (
                -32005,
                "Number of requests in batch exceeds limit: 1024",
                None,
            ),
        ] {
            assert_eq!(
                sort(code, words),
                NodeError::RangeTooLarge { hint },
                "{words}"
            );
        }
        for (code, words) in [
            (-32005, "daily request count exceeded"),
            (-32000, "rate limit reached"),
            (429, "slow down"),
        ] {
            assert_eq!(
                sort(code, words),
                NodeError::RateLimited { retry_after: None },
                "{words}"
            );
        }
    }

    #[test]
    fn missing_methods_and_unknown_blocks_are_told_apart() {
        let missing = NodeError::MethodMissing("eth_some".to_owned());
        assert_eq!(
            sort(
                -32601,
                "the method eth_getBlockReceipts does not exist/is not available"
            ),
            missing
        );
        assert_eq!(sort(-32604, "Method not enabled"), missing);
        assert!(matches!(
            sort(-39001, "Unknown block"),
            NodeError::UnknownBlock(_)
        ));
        assert!(matches!(
            sort(-32000, "header not found"),
            NodeError::UnknownBlock(_)
        ));
    }

    #[test]
    fn revert_bytes_are_found_where_nodes_put_them() {
        for data in [
            json!("0x08c379a0"),
            json!({ "data": "0x08c379a0" }),
            json!("Reverted 0x08c379a0"),
        ] {
            let error = ErrorAnswer {
                code: 3,
                message: "execution reverted".to_owned(),
                data: Some(data),
            }
            .sort("eth_call");
            assert!(
                matches!(error, NodeError::Answer { code: 3, data: Some(bytes), .. } if bytes[..] == [0x08, 0xc3, 0x79, 0xa0])
            );
        }
        let strange = ErrorAnswer {
            code: 3,
            message: "no".to_owned(),
            data: Some(json!([1])),
        }
        .sort("eth_call");
        assert!(matches!(strange, NodeError::Answer { data: None, .. }));
    }

    #[test]
    fn absurd_ranges_give_no_hint() {
        for words in [
            "block range [0x20, 0x10]",
            "block range [0, 18446744073709551615]",
            "block range [",
        ] {
            assert_eq!(
                sort(-32000, words),
                NodeError::RangeTooLarge { hint: None },
                "{words}"
            );
        }
    }
}
