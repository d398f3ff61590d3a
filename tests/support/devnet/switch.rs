//! How the devnet can misbehave, each way a switch, and what single answers look like then. Which requests are hit is
//! decided in `answering`.

use std::time::Duration;

use serde_json::{Value, json};

use super::header::quantity;

/// One way to misbehave. Several can be on at once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Switch {
    /// No logs and no receipts anywhere, as from a node that has pruned or not indexed them.
    EmptyAnswers,
    /// The last log of every block is left out.
    DroppedLogs,
    /// The last log of every block says something else.
    AlteredLogs,
    /// Every log of a range says something else; receipts are true.
    BentRanges,
    /// The node is a `GoQuorum` that takes part in this transaction, which is private, and shows this log in it.
    PrivateTransaction {
        /// The transaction's hash.
        hash: String,
        /// The log, as another transaction has it.
        log: Value,
    },
    /// The receipts of a block are those of its neighbour, under its own name.
    SwappedReceipts,
    /// From this block on the blocks are those of a branch that one validator alone sealed.
    StaleFork {
        /// The first block of the branch.
        from: u64,
    },
    /// From this block on the blocks are what they were, but sealed by these instead of a quorum.
    ForgedSeals {
        /// The first of them.
        from: u64,
        /// Who seals; a number may stand twice.
        signers: Vec<usize>,
    },
    /// The node names another signer of a Clique network than its blocks list.
    OtherSigners,
    /// The node is merely behind: it does not have the newest blocks yet, and does not say so.
    Lagging {
        /// So many.
        blocks: u64,
    },
    /// The node says that it is still catching up.
    Syncing,
    /// `eth_getLogs` over more than so many blocks is refused; over any at all if it is 0.
    RangeLimit {
        /// In whose words.
        vendor: Vendor,
        /// The most blocks at once.
        blocks: u64,
    },
    /// Whatever is asked of blocks after the first is refused as too much, however little it is.
    InfiniteRangeError {
        /// In whose words.
        vendor: Vendor,
    },
    /// More than so many calls in one request are refused; a batch of any length if it is 0.
    BatchLimit {
        /// The most calls.
        calls: usize,
    },
    /// The method is answered with `null`.
    NullAnswers {
        /// Its name.
        method: &'static str,
    },
    /// The node does not have the method.
    MissingMethod {
        /// Its name.
        method: &'static str,
    },
    /// Answers that do not end.
    HugeAnswers,
    /// Answers that are no JSON.
    Garbage,
    /// Every so-manieth request is cut off, before or within its answer.
    DroppedConnections {
        /// 1 cuts off all of them.
        every: u64,
    },
    /// Every answer takes so long.
    Slow(Duration),
    /// HTTP 429, so many times.
    TooManyRequests {
        /// How often.
        times: u64,
        /// For how many seconds the client is told to wait.
        retry_after: u64,
    },
    /// HTTP 503, so many times.
    Unavailable {
        /// How often.
        times: u64,
    },
}

/// Whose words a refusal is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Vendor {
    /// Hyperledger Besu.
    Besu,
    /// Alchemy, which proposes a range.
    Alchemy,
    /// Infura, which speaks of results and proposes a range.
    Infura,
    /// `QuickNode`.
    QuickNode,
    /// Public gateways that give the maximum.
    MaxRange,
    /// Reth and what is built on it.
    Reth,
    /// BNB Smart Chain's Geth.
    Bsc,
    /// Ankr.
    Ankr,
}

impl Vendor {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Besu,
        Self::Alchemy,
        Self::Infura,
        Self::QuickNode,
        Self::MaxRange,
        Self::Reth,
        Self::Bsc,
        Self::Ankr,
    ];

    /// The refusal of a range that begins at `from`, where `blocks` would be served.
    fn refusal(self, from: u64, blocks: u64) -> (i64, String) {
        let range = format!("[{from:#x}, {:#x}]", from + blocks.max(1) - 1);
        match self {
            Self::Besu => (
                -32005,
                "Requested range exceeds maximum RPC range limit".to_owned(),
            ),
            Self::Alchemy => (
                -32602,
                format!(
                    "Log response size exceeded. You can make eth_getLogs requests with up to a {blocks} block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: {range}"
                ),
            ),
            Self::Infura => (
                -32005,
                format!(
                    "query returned more than 10000 results. Try with this block range {range}."
                ),
            ),
            Self::QuickNode => (
                -32614,
                format!("eth_getLogs is limited to a {blocks} range"),
            ),
            Self::MaxRange => (
                -32000,
                format!("exceeded max allowed range. Max range: {blocks}"),
            ),
            Self::Reth => (-32602, format!("query exceeds max block range {blocks}")),
            Self::Bsc => (-32000, format!("exceed maximum block range: {blocks}")),
            Self::Ankr => (-32600, "block range is too wide".to_owned()),
        }
    }
}

/// The refusal of a range of blocks, if this switch refuses it.
pub(super) fn refused_range(switch: &Switch, from: u64, to: u64) -> Option<Value> {
    let Switch::RangeLimit { vendor, blocks } = switch else {
        return None;
    };
    (to.saturating_sub(from) >= *blocks).then(|| {
        let (code, message) = vendor.refusal(from, *blocks);
        error(code, &message)
    })
}

/// Whether a call asks for blocks after the first, or what is in them.
pub(super) fn asks_for_blocks(method: &str, params: &Value) -> bool {
    match method {
        "eth_getBlockByNumber" => params[0] != "0x0",
        "eth_getLogs" | "eth_getBlockReceipts" | "eth_getTransactionReceipt" => true,
        _ => false,
    }
}

/// The refusal of whatever was asked for.
pub(super) fn refused_anyway(vendor: Vendor) -> Value {
    let (code, message) = vendor.refusal(1, 1);
    error(code, &message)
}

/// An answer that is an error.
pub(super) fn error(code: i64, message: &str) -> Value {
    json!({ "error": { "code": code, "message": message } })
}

/// What a lie about logs makes of a true result. Headers, blooms and roots stay true.
pub(super) fn bend(switch: &Switch, method: &str, result: &mut Value) {
    let lists = match method {
        "eth_getLogs" | "eth_getBlockReceipts" | "eth_getTransactionReceipt" => result,
        _ => return,
    };
    match switch {
        Switch::EmptyAnswers => match lists {
            Value::Array(items) => items.clear(),
            receipt => receipt["logs"] = json!([]),
        },
        Switch::DroppedLogs => {
            if let Some(logs) = last_logs(lists) {
                logs.pop();
            }
        }
        Switch::BentRanges => {
            let logs = lists.as_array_mut().filter(|_| method == "eth_getLogs");
            logs.into_iter().flatten().for_each(alter);
        }
        Switch::AlteredLogs => {
            if let Some(log) = last_logs(lists).and_then(|logs| logs.last_mut()) {
                alter(log);
            }
        }
        _ => {}
    }
}

/// The list with the last log: a list of logs itself, or the last receipt's that has any.
fn last_logs(result: &mut Value) -> Option<&mut Vec<Value>> {
    let some = |receipt: &Value| !receipt["logs"][0].is_null();
    let last_receipt = result.as_array().and_then(|all| all.iter().rposition(some));
    let logs = match (last_receipt, result.is_object()) {
        (Some(at), _) => &mut result[at]["logs"],
        (None, true) => result.get_mut("logs")?,
        (None, false) => result,
    };
    logs.as_array_mut().filter(|logs| !logs.is_empty())
}

/// Turns the last digit of what a log says.
fn alter(log: &mut Value) {
    let said = match log["data"].as_str() {
        Some(data) if data.len() > 2 => &mut log["data"],
        _ => log["topics"]
            .as_array_mut()
            .and_then(|all| all.last_mut())
            .unwrap(),
    };
    let mut text = said.as_str().unwrap().to_owned();
    let last = if text.pop() == Some('0') { '1' } else { '0' };
    text.push(last);
    *said = json!(text);
}

/// Receipts with another block's name on them.
pub(super) fn relabel(receipts: &mut Value, as_of: &Value) {
    let labels = ["blockHash", "blockNumber"];
    for receipt in receipts.as_array_mut().into_iter().flatten() {
        for label in labels {
            receipt[label] = as_of[label].clone();
        }
        for log in receipt["logs"].as_array_mut().into_iter().flatten() {
            for label in labels {
                log[label] = as_of[label].clone();
            }
        }
    }
}

/// What a node answers that does not have blocks after `head` yet.
pub(super) fn behind(head: u64, result: &mut Value) {
    let late = |item: &Value| {
        let number = item.get("blockNumber").or_else(|| item.get("number"));
        number.is_some_and(|number| number.is_string() && quantity(number) > head)
    };
    match result {
        Value::Array(items) => {
            let some = !items.is_empty();
            let receipts = items.iter().any(|item| item.get("logs").is_some());
            items.retain(|item| !late(item));
            if some && receipts && items.is_empty() {
                *result = Value::Null;
            }
        }
        item if late(item) => *item = Value::Null,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_counted_with_both_its_ends() {
        let limit = |blocks| Switch::RangeLimit {
            vendor: Vendor::Besu,
            blocks,
        };
        assert!(refused_range(&limit(10), 1, 10).is_none());
        assert!(refused_range(&limit(10), 1, 11).is_some());
        assert!(refused_range(&limit(0), 5, 5).is_some());
    }

    #[test]
    fn the_last_log_goes_wherever_it_is() {
        let log = json!({ "data": "0x00", "topics": [] });
        let receipts = json!([{ "logs": [log, log] }, { "logs": [log] }, { "logs": [] }]);
        let bent = |switch, method, mut result: Value| {
            bend(&switch, method, &mut result);
            result
        };
        let dropped = bent(
            Switch::DroppedLogs,
            "eth_getBlockReceipts",
            receipts.clone(),
        );
        assert_eq!(dropped[1]["logs"], json!([]));
        assert_eq!(dropped[0], receipts[0]);
        let altered = bent(
            Switch::AlteredLogs,
            "eth_getBlockReceipts",
            receipts.clone(),
        );
        assert_eq!(altered[1]["logs"][0]["data"], "0x01");
        let logs = json!([log, log]);
        let dropped = bent(Switch::DroppedLogs, "eth_getLogs", logs);
        assert_eq!(dropped, json!([log]));
        let empty = bent(Switch::EmptyAnswers, "eth_getBlockReceipts", receipts);
        assert_eq!(empty, json!([]));
    }
}
