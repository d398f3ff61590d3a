//! What nodes and gateways really say, and what it is taken for.

use serde_json::json;

use super::*;

fn sort(code: i64, message: &str) -> NodeError {
    sort_with(code, message, None)
}

fn sort_with(code: i64, message: &str, data: Option<Value>) -> NodeError {
    ErrorAnswer {
        code,
        message: message.to_owned(),
        data,
    }
    .sort("eth_some")
}

/// Code, words, and how many blocks or calls they say would be served.
const LIMITS: [(i64, &str, Option<u64>); 31] = [
    (
        -32005,
        "Requested range exceeds maximum RPC range limit",
        None,
    ),
    (-32005, "Number of requests exceeds max batch size", None),
    (-32600, "batch too large", None),
    (-32003, "response too large", None),
    (-32000, "exceed maximum block range: 5000", Some(5000)),
    (
        -32602,
        "query exceeds max block range 100000",
        Some(100_000),
    ),
    (-32005, "Batch size limit exceeded", None),
    (
        -32005,
        "Too many logs requested. Max logs per response is 20000.",
        None,
    ),
    (
        -32600,
        "batch limit 100 exceeded (can increase by --rpc.batch.limit). Requested batch of size: 500",
        Some(100),
    ),
    (
        -32602,
        "query exceeds max results 20000, retry with the range 24383075-24383096",
        Some(22),
    ),
    (-32010, "The batch request was too large", None),
    (-32011, "The batched request is too large", None),
    (-32008, "Response is too big", None),
    (
        -32602,
        "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [0x10, 0x1f]",
        Some(16),
    ),
    (
        -32602,
        "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range",
        Some(2000),
    ),
    (
        -32600,
        "Under the Free tier plan, you can make eth_getLogs requests with up to a 10 block range. Based on your parameters, this block range should work: [0x64, 0x6d].",
        Some(10),
    ),
    (-32005, "query returned more than 10000 results", None),
    (
        -32005,
        "query returned more than 10000 results. Try with this block range [0x10, 0x1f].",
        Some(16),
    ),
    (
        -32005,
        "Number of requests in batch exceeds limit: 1024",
        None,
    ),
    (
        -32614,
        "eth_getLogs is limited to a 10,000 range",
        Some(10_000),
    ),
    (
        -32000,
        "eth_getLogs is limited to 0 - 10000 blocks range",
        Some(10_000),
    ),
    (-32600, "block range is too wide", None),
    (-32603, "block range is too wide (maximum 1024)", Some(1024)),
    (
        -32602,
        "Block range limit exceeded. See more details in the documentation.",
        None,
    ),
    (
        35,
        "ranges over 10000 blocks are not supported on freetier",
        Some(10_000),
    ),
    (
        -32000,
        "block range too large (2000), maximum allowed is 1000 blocks",
        Some(1000),
    ),
    (
        -32047,
        "exceeded max allowed range. Max range: 800",
        Some(800),
    ),
    (-32012, "requested range too large", None),
    (-32012, "too much", None),
    (
        -32602,
        "this block range should work: [100, 199]",
        Some(100),
    ),
    (413, "413 Request Entity Too Large", None),
];

#[test]
fn limits_of_every_vendor_ask_for_less() {
    for (code, words, hint) in LIMITS {
        assert_eq!(
            sort(code, words),
            NodeError::RangeTooLarge { hint },
            "{words}"
        );
    }
}

#[test]
fn rate_limits_of_every_vendor_ask_to_wait() {
    for (code, words) in [
        (-32005, "daily request count exceeded, request rate limited"),
        (-32005, "project ID request rate exceeded"),
        (-32000, "rate limit reached"),
        (429, "slow down"),
        (
            429,
            "Your app has exceeded its compute units per second capacity.",
        ),
        (
            -32007,
            "15/second request limit reached - reduce calls per second or upgrade your account",
        ),
        (
            -32005,
            "You've exceeded the RPS limit available on the current plan.",
        ),
        (-32097, "overloaded"),
        (-32012, "credits limited to 6000/sec"),
    ] {
        assert_eq!(
            sort(code, words),
            NodeError::RateLimited { retry_after: None },
            "{words}"
        );
    }
}

#[test]
fn a_pause_that_is_asked_for_is_read() {
    for (data, milliseconds) in [
        (json!({ "rate": { "backoff_seconds": 30 } }), 30_000),
        (json!({ "try_again_in": "824.5ms" }), 824),
        (json!({ "try_again_in": "2s" }), 2_000),
        (json!({ "try_again_in": "1e300s" }), u128::MAX),
        (json!({ "try_again_in": "-1s" }), u128::MAX),
        (json!({ "rate": { "backoff_seconds": 1e9 } }), 3_600_000),
    ] {
        let NodeError::RateLimited { retry_after } =
            sort_with(-32005, "too many requests", Some(data.clone()))
        else {
            panic!("{data}");
        };
        let read = retry_after.map_or(u128::MAX, |pause| pause.as_millis());
        assert_eq!(read, milliseconds, "{data}");
    }
}

#[test]
fn what_stands_beside_a_bare_message_is_read() {
    let beside = json!("query exceeds max block range 1000");
    assert_eq!(
        sort_with(-32602, "invalid params", Some(beside)),
        NodeError::RangeTooLarge { hint: Some(1000) }
    );
}

#[test]
fn missing_methods_and_unknown_blocks_are_told_apart() {
    let missing = NodeError::MethodMissing("eth_some".to_owned());
    for (code, words) in [
        (
            -32601,
            "the method eth_getBlockReceipts does not exist/is not available",
        ),
        (-32604, "Method not enabled"),
        (-32601, "nope"),
        (-32004, "Unsupported method: eth_getProof"),
    ] {
        assert_eq!(sort(code, words), missing, "{words}");
    }
    for (code, words) in [
        (-39001, "Unknown block"),
        (-32000, "header not found"),
        (-32602, "block range extends beyond current head block"),
        (
            -32000,
            "One of the blocks specified in filter (fromBlock, toBlock or blockHash) cannot be found.",
        ),
    ] {
        assert!(
            matches!(sort(code, words), NodeError::UnknownBlock(_)),
            "{words}"
        );
    }
}

#[test]
fn state_that_was_thrown_away_is_told() {
    for words in [
        "World state unavailable",
        "missing trie node 1f2e (path ) state 0x12 is not available",
        "required historical state unavailable (reexec=128)",
        "No state available for block 0x12",
        "distance to target block exceeds maximum proof window",
    ] {
        assert_eq!(sort(-32000, words), NodeError::StateGone(words.to_owned()));
    }
}

#[test]
fn a_query_that_took_too_long_is_told() {
    assert_eq!(sort(-32603, "Timeout expired"), NodeError::TimedOut);
    assert_eq!(
        sort(-32000, "context deadline exceeded"),
        NodeError::TimedOut
    );
}

#[test]
fn a_revert_is_a_revert_whatever_it_says() {
    assert!(matches!(
        sort(3, "execution reverted: rate limit exceeded"),
        NodeError::Answer { code: 3, .. }
    ));
}

#[test]
fn revert_bytes_are_found_where_nodes_put_them() {
    for data in [
        json!("0x08c379a0"),
        json!({ "data": "0x08c379a0" }),
        json!("Reverted 0x08c379a0"),
    ] {
        let error = sort_with(3, "execution reverted", Some(data));
        assert!(
            matches!(error, NodeError::Answer { code: 3, data: Some(bytes), .. } if bytes[..] == [0x08, 0xc3, 0x79, 0xa0])
        );
    }
    let strange = sort_with(3, "no", Some(json!([1])));
    assert!(matches!(strange, NodeError::Answer { data: None, .. }));
}

#[test]
fn absurd_ranges_give_no_hint() {
    for words in [
        "this block range [0x20, 0x10]",
        "this block range [0, 18446744073709551615]",
        "this block range [",
        "max results 1, retry with the range 9-",
        "is limited to a 99999999999999999999 range",
        "up to a 18446744073709551615k block range limit",
        "is limited to a 0 range",
    ] {
        assert_eq!(
            sort(-32000, words),
            NodeError::RangeTooLarge { hint: None },
            "{words}"
        );
    }
}
