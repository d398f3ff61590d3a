//! The words in which nodes and gateways refuse, in lower case, with who says them. Pure.

/// A range, a batch or an answer that is too large. Half of it may do.
pub(super) const RANGE: [&str; 32] = [
    // Besu: eth_getLogs over --rpc-max-logs-range; batches over --rpc-http-max-batch-size.
    "exceeds maximum rpc range",
    "max batch size",
    // Geth: batches, and answers to them; --rpc.rangelimit. Its forks: "exceed maximum block range: 5000".
    "batch too large",
    "response too large",
    "max block range",
    "maximum block range",
    // Nethermind.
    "batch size limit exceeded",
    "too many logs",
    "max logs per response",
    // Erigon: "batch limit 100 exceeded (can increase by --rpc.batch.limit)".
    "batch limit",
    // Erigon, Reth: "query exceeds max results 20000, retry with the range 1-9".
    "max results",
    // Servers on jsonrpsee.
    "batch request was too large",
    "batched request",
    "request is too big",
    "response is too big",
    // Alchemy: "Log response size exceeded … this block range should work: [0x0, 0x9]".
    "response size",
    "this block range should work",
    "this block range",
    // Infura and Thirdweb: "query returned more than 10000 results. Try with this block range [0x1, 0x9]."
    "query returned more than",
    "requests in batch",
    // QuickNode, 1RPC, BlockPI: "eth_getLogs is limited to a 10,000 range".
    "is limited to",
    // Ankr and Frontier: "block range is too wide (maximum 1024)".
    "range is too wide",
    "range too wide",
    // Chainstack.
    "block range limit",
    // dRPC: "ranges over 10000 blocks are not supported on freetier".
    "ranges over",
    // Base, Sei and others: "block range too large (2000), maximum allowed is 1000 blocks".
    "range too large",
    "range is too large",
    "allowed range",
    "range limit",
    // Cloudflare: "Max range: 800".
    "max range",
    // Gateways in front of a node (Kaleido's among them) that refuse a body.
    "entity too large",
    "too many results",
];

/// Too many questions in a time. Waiting helps, asking for less does not.
pub(super) const RATE: [&str; 13] = [
    "rate limit",
    "rate-limit",
    "too many requests",
    // Besu and Infura.
    "request count exceeded",
    "exceeded project rate",
    // Alchemy.
    "compute units per second",
    "throughput",
    // QuickNode: "15/second request limit reached".
    "request limit reached",
    // Chainstack: "You've exceeded the RPS limit available on the current plan."
    "rps limit",
    // Gateways that count in credits.
    "credits",
    "exceeded the quota",
    "quota exceeded",
    "capacity exceeded",
];

/// A method that is not there, or not for everybody.
pub(super) const MISSING: [&str; 5] = [
    "method not found",
    "does not exist/is not available",
    "method not enabled",
    "unsupported method",
    "method not supported",
];

/// A block that the node does not have (any more, or yet). Looked for before the range limits: geth says "block range
/// extends beyond current head block".
pub(super) const BEYOND: [&str; 7] = [
    "unknown block",
    "block not found",
    "header not found",
    "beyond current head",
    "greater than latest block",
    "after last accepted block",
    "one of the blocks specified in filter",
];

/// The state of an old block, which the node has thrown away.
pub(super) const GONE: [&str; 9] = [
    // Besu.
    "world state unavailable",
    "world state is not available",
    // Geth.
    "missing trie node",
    "historical state",
    // Nethermind.
    "no state available",
    "pruned",
    // Erigon.
    "block is too old",
    // Reth.
    "proof window",
    // Anvil.
    "state not available",
];

/// It took too long, which for a range means that it was too large.
pub(super) const TIME: [&str; 4] = ["timed out", "timeout", "deadline exceeded", "took too long"];

/// After these words comes the number of blocks that would be served.
const BEFORE_NUMBER: [&str; 19] = [
    "limited to a ",
    "limited to 0 - ",
    "limited to ",
    "up to a ",
    "max range: ",
    "max block range of ",
    "max block range: ",
    "max block range ",
    "maximum block range: ",
    "maximum block range of ",
    "maximum allowed is ",
    "maximum allowed range is ",
    "maximum is set to ",
    "range limit (",
    "range limit: ",
    "block range limit is ",
    "too wide (maximum ",
    "ranges over ",
    "batch limit ",
];

/// How many blocks, or calls of a batch, the words say would be served: a proposed range, or a number after words that
/// announce it.
pub(super) fn hint(lower: &str) -> Option<u64> {
    bracketed(lower).or_else(|| retry_range(lower)).or_else(|| {
        BEFORE_NUMBER
            .iter()
            .find_map(|before| leading(lower.split(before).nth(1)?))
    })
}

/// The number at the start of the text: `10,000`, `2k`.
fn leading(text: &str) -> Option<u64> {
    let digits: String = text
        .chars()
        .filter(|digit| *digit != ',')
        .take_while(char::is_ascii_digit)
        .collect();
    let factor = match text
        .trim_start_matches(|at: char| at.is_ascii_digit() || at == ',')
        .as_bytes()
    {
        [b'k', ..] => 1000,
        _ => 1,
    };
    let number: u64 = digits.parse().ok()?;
    number.checked_mul(factor).filter(|blocks| *blocks > 0)
}

/// The size of a range in square brackets: `[0x10, 0x1f]` is 16 blocks.
fn bracketed(lower: &str) -> Option<u64> {
    let inside = lower.split('[').nth(1)?.split(']').next()?;
    let (from, to) = inside.split_once(',')?;
    size(number(from)?, number(to)?)
}

/// The size of a range as Erigon and Reth propose it: `retry with the range 24383075-24383096`.
fn retry_range(lower: &str) -> Option<u64> {
    let (from, to) = lower.split("with the range ").nth(1)?.split_once('-')?;
    let to: String = to.trim().chars().take_while(char::is_ascii_digit).collect();
    size(number(from)?, number(&to)?)
}

fn size(from: u64, to: u64) -> Option<u64> {
    to.checked_sub(from)?.checked_add(1)
}

fn number(text: &str) -> Option<u64> {
    let text = text.trim();
    match text.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    }
}
