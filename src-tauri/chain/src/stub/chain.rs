//! A chain made for tests, and the answers of a node that has it.

use std::sync::{Arc, Mutex};

use alloy::consensus::{Eip658Value, Header as Fields, Receipt, ReceiptEnvelope, ReceiptWithBloom};
use alloy::eips::eip2718::Encodable2718;
use alloy::primitives::{Address, B256, Bloom, Bytes, Log, U256};
use evidence::Receipts;
use serde_json::{Value, json};

/// The contract of interest.
pub(crate) const CONTRACT: Address = Address::repeat_byte(0xcc);

/// A header without events.
pub(crate) fn fields(number: u64, parent_hash: B256, timestamp: u64) -> Fields {
    Fields {
        number,
        parent_hash,
        timestamp,
        difficulty: U256::from(1),
        ..Fields::default()
    }
}

/// A block as a node writes it.
pub(crate) fn block_json(fields: &Fields) -> Value {
    let mut block = serde_json::to_value(fields).unwrap();
    block["hash"] = json!(fields.hash_slow());
    block["size"] = json!("0x220");
    block["uncles"] = json!([]);
    block["transactions"] = json!([]);
    block
}

/// A number as a place in a list.
pub(crate) fn at(number: u64) -> usize {
    usize::try_from(number).unwrap()
}

/// Steps (blocks kept, blocks added) as (length kept, length after), each possible after the one before.
pub(crate) fn same_after(steps: &[(u64, u64)]) -> Vec<(u64, u64)> {
    let mut length = 1;
    let grow = |(keep, more): &(u64, u64)| {
        let keep = (*keep).min(length);
        length = keep + more;
        (keep, length)
    };
    steps.iter().map(grow).collect()
}

/// A chain that can be made to part from what it was. Copies are the same chain.
#[derive(Clone)]
pub(crate) struct FakeChain(Arc<Mutex<State>>);

struct State {
    headers: Vec<Fields>,
    /// The receipts of the one block that has some.
    receipts: Option<(B256, Vec<Value>)>,
    /// Logs of other blocks, which no receipt backs: reported only.
    logs: Vec<Value>,
    lacks: Option<&'static str>,
    /// What it says to questions that have nothing to do with the chain.
    says: Vec<(&'static str, Value)>,
    /// A block that is called by another name than its own.
    misnamed: Option<u64>,
    most_calls: usize,
    most_blocks: u64,
    syncing: bool,
}

/// Only block 0.
impl Default for FakeChain {
    fn default() -> Self {
        let headers = vec![fields(0, B256::ZERO, 0)];
        Self(Arc::new(Mutex::new(State {
            headers,
            receipts: None,
            logs: Vec::new(),
            lacks: None,
            says: Vec::new(),
            misnamed: None,
            most_calls: 100,
            most_blocks: u64::MAX,
            syncing: false,
        })))
    }
}

impl FakeChain {
    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.0.lock().unwrap());
    }

    /// Keeps the first blocks and grows, or shrinks, to a length; `salt` tells the new blocks from all others.
    pub(crate) fn fork(&self, keep: u64, length: u64, salt: u64) {
        self.change(|state| {
            state.headers.truncate(at(keep));
            let kept = |log: &Value| {
                let digits = log["blockNumber"]
                    .as_str()
                    .unwrap()
                    .trim_start_matches("0x");
                u64::from_str_radix(digits, 16).unwrap() < keep
            };
            state.logs.retain(kept);
            for number in keep..length {
                let parent = state.headers[at(number - 1)].hash_slow();
                state
                    .headers
                    .push(fields(number, parent, 1_000_000 * salt + number));
            }
        });
    }

    /// Adds a block with two receipts, the second with a log of the contract.
    pub(crate) fn add_block_with_receipts(&self, number: u64) {
        let log = Log::new_unchecked(
            CONTRACT,
            vec![B256::repeat_byte(1)],
            Bytes::from_static(b"logged"),
        );
        let receipts = [vec![], vec![log]].map(|logs| {
            Receipt {
                status: Eip658Value::success(),
                cumulative_gas_used: 21_000,
                logs,
            }
            .with_bloom()
        });
        let encoded = receipts
            .iter()
            .cloned()
            .map(|receipt| ReceiptEnvelope::Legacy(receipt).encoded_2718());
        let root = Receipts::from_encoded(encoded.collect()).unwrap().root();
        let bloom = receipts
            .iter()
            .fold(Bloom::ZERO, |all, receipt| all | receipt.logs_bloom);
        self.change(|state| {
            let parent = state.headers[at(number - 1)].hash_slow();
            let block = Fields {
                receipts_root: root,
                logs_bloom: bloom,
                ..fields(number, parent, number)
            };
            let answers = (0..)
                .zip(&receipts)
                .map(|(index, receipt)| receipt_json(&block, index, receipt));
            let answers: Vec<Value> = answers.collect();
            for receipt in &answers {
                let logs = receipt["logs"].as_array().into_iter().flatten();
                state.logs.extend(logs.cloned());
            }
            state.receipts = Some((block.hash_slow(), answers));
            state.headers.push(block);
        });
    }

    /// Says that there are no logs.
    pub(crate) fn hide_logs(&self) {
        self.change(|state| state.logs.clear());
    }

    /// Bends each log that is reported.
    pub(crate) fn bend_logs(&self, bend: impl Fn(&mut Value)) {
        self.change(|state| state.logs.iter_mut().for_each(bend));
    }

    /// Shows, as `GoQuorum` does, a log in the first receipt that the block's root does not cover, of a transaction with
    /// this `v`.
    pub(crate) fn show_privately(&self, v: u64) {
        self.change(|state| {
            let receipts = &mut state.receipts.as_mut().unwrap().1;
            receipts[0]["logs"] = receipts[1]["logs"].clone();
            receipts[0]["logsBloom"] = receipts[1]["logsBloom"].clone();
            let hash = receipts[0]["transactionHash"].clone();
            let signed = json!({ "hash": hash, "v": format!("{v:#x}") });
            state.says.push(("eth_getTransactionByHash", signed));
        });
    }

    /// Leaves out the contract's receipt.
    pub(crate) fn hide_a_receipt(&self) {
        self.change(|state| drop(state.receipts.as_mut().unwrap().1.pop()));
    }

    /// Gives a block another parent than the one before it.
    pub(crate) fn tear(&self, number: u64) {
        self.change(|state| state.headers[at(number)].parent_hash = B256::repeat_byte(9));
    }

    /// Calls a block by another name.
    pub(crate) fn misname(&self, number: u64) {
        self.change(|state| state.misnamed = Some(number));
    }

    /// Begins anew with another block 0.
    pub(crate) fn restart(&self, timestamp: u64) {
        self.change(|state| state.headers = vec![fields(0, B256::ZERO, timestamp)]);
    }

    /// Says that it is catching up.
    pub(crate) fn syncing(&self) {
        self.change(|state| state.syncing = true);
    }

    /// Adds a block as it is.
    pub(crate) fn push(&self, block: Fields) {
        self.change(|state| state.headers.push(block));
    }

    /// Says this to a question; nothing means that it does not know it.
    pub(crate) fn say(&self, method: &'static str, answer: Value) {
        self.change(|state| {
            state.says.retain(|(known, _)| *known != method);
            if !answer.is_null() {
                state.says.push((method, answer));
            }
        });
    }

    /// Does not know a method.
    pub(crate) fn lack(&self, method: &'static str) {
        self.change(|state| state.lacks = Some(method));
    }

    /// Takes so many calls at once.
    pub(crate) fn limit_batches(&self, calls: usize) {
        self.change(|state| state.most_calls = calls);
    }

    /// Looks for logs in so many blocks at once.
    pub(crate) fn limit_blocks(&self, blocks: u64) {
        self.change(|state| state.most_blocks = blocks);
    }

    /// Reports a log in a block, as `bend` leaves it.
    pub(crate) fn log(&self, number: u64, log_index: u64, bend: impl FnOnce(&mut Value)) {
        self.change(|state| {
            let block = &mut state.headers[at(number)];
            block.logs_bloom.accrue_raw_log(CONTRACT, &[]);
            // Blocks after it would name it by another hash.
            assert_eq!(state.headers.len(), at(number) + 1);
            let mut log = json!({ "address": CONTRACT, "topics": [B256::repeat_byte(1)], "data": "0x6c6f67", "removed": false,
                "blockHash": state.headers[at(number)].hash_slow(), "blockNumber": format!("{number:#x}"),
                "transactionHash": B256::repeat_byte(7), "transactionIndex": "0x0", "logIndex": format!("{log_index:#x}") });
            for earlier in state.logs.iter_mut().filter(|earlier| earlier["blockNumber"] == log["blockNumber"]) {
                earlier["blockHash"] = log["blockHash"].clone();
            }
            bend(&mut log);
            state.logs.push(log);
        });
    }

    /// Whether so many calls are too many.
    pub(crate) fn refuses(&self, calls: usize) -> bool {
        calls > self.0.lock().unwrap().most_calls
    }

    /// The hashes of the blocks from a number on.
    pub(crate) fn hashes(&self, from: u64) -> Vec<B256> {
        self.0
            .lock()
            .unwrap()
            .headers
            .iter()
            .skip(at(from))
            .map(Fields::hash_slow)
            .collect()
    }

    /// The answer to one call.
    pub(crate) fn answer(&self, method: &str, params: &Value) -> Result<Value, (i64, String)> {
        let state = self.0.lock().unwrap();
        let receipts = |found: &dyn Fn(&B256, &Value) -> bool| {
            let all = state
                .receipts
                .iter()
                .flat_map(|(block, receipts)| receipts.iter().map(move |receipt| (block, receipt)));
            all.filter(|(block, receipt)| found(block, receipt))
                .map(|(_, receipt)| receipt.clone())
                .collect::<Vec<_>>()
        };
        match method {
            _ if state.lacks == Some(method) => Err((
                -32601,
                "the method does not exist/is not available".to_owned(),
            )),
            "eth_blockNumber" => Ok(json!(format!("{:#x}", state.headers.len() - 1))),
            "eth_syncing" => Ok(if state.syncing {
                json!({ "startingBlock": "0x0" })
            } else {
                json!(false)
            }),
            "eth_getBlockByNumber" => {
                let number = params[0].as_str().unwrap().trim_start_matches("0x");
                let fields = state
                    .headers
                    .get(usize::from_str_radix(number, 16).unwrap());
                Ok(fields.map_or(Value::Null, |fields| {
                    let mut block = block_json(fields);
                    if state.misnamed == Some(fields.number) {
                        block["hash"] = json!(B256::repeat_byte(0xee));
                    }
                    let here = receipts(&|block, _| *block == fields.hash_slow());
                    block["transactions"] = here
                        .iter()
                        .map(|receipt| receipt["transactionHash"].clone())
                        .collect();
                    block
                }))
            }
            "eth_getBlockReceipts" => Ok(json!(receipts(&|block, _| params[0] == json!(block)))),
            "eth_getTransactionReceipt" => Ok(json!(
                receipts(&|_, receipt| params[0] == receipt["transactionHash"]).first()
            )),
            "eth_chainId" => Ok(json!("0x7a69")),
            "eth_getCode" if params[0] == json!(CONTRACT) => Ok(json!("0x60016002")),
            "eth_getCode" => Ok(json!("0x")),
            "eth_getLogs" => logs(&state, &params[0]),
            _ => {
                let said = state.says.iter().find(|(known, _)| *known == method);
                said.map(|(_, answer)| answer.clone())
                    .ok_or_else(|| (-32601, "unknown here".to_owned()))
            }
        }
    }
}

/// The answer to `eth_getLogs` by range or by block hash.
fn logs(state: &State, filter: &Value) -> Result<Value, (i64, String)> {
    let number = |name: &str| {
        let digits = filter[name]
            .as_str()
            .map(|text| text.trim_start_matches("0x").to_owned());
        digits.map(|digits| u64::from_str_radix(&digits, 16).unwrap())
    };
    let range = if let (Some(from), Some(to)) = (number("fromBlock"), number("toBlock")) {
        from..=to
    } else {
        let by_hash = |fields: &&Fields| filter["blockHash"] == json!(fields.hash_slow());
        let Some(found) = state.headers.iter().find(by_hash) else {
            return Err((-32000, "unknown block".to_owned()));
        };
        found.number..=found.number
    };
    if range.end() - range.start() >= state.most_blocks {
        return Err((
            -32000,
            format!("eth_getLogs is limited to a {} range", state.most_blocks),
        ));
    }
    let here = |log: &&Value| {
        let digits = log["blockNumber"]
            .as_str()
            .unwrap()
            .trim_start_matches("0x");
        range.contains(&u64::from_str_radix(digits, 16).unwrap()) || log["stray"] == json!(true)
    };
    Ok(state.logs.iter().filter(here).cloned().collect())
}

fn receipt_json(block: &Fields, index: u8, receipt: &ReceiptWithBloom<Receipt>) -> Value {
    let log = |log: &Log| {
        json!({ "address": log.address, "topics": log.topics(), "data": log.data.data, "logIndex": "0x0", "removed": false,
            "blockHash": block.hash_slow(), "blockNumber": format!("{:#x}", block.number),
            "transactionHash": B256::repeat_byte(0x10 + index), "transactionIndex": format!("{index:#x}") })
    };
    json!({
        "type": "0x0",
        "status": "0x1",
        "cumulativeGasUsed": "0x5208",
        "logsBloom": receipt.logs_bloom,
        "logs": receipt.receipt.logs.iter().map(log).collect::<Vec<_>>(),
        "transactionHash": B256::repeat_byte(0x10 + index),
        "transactionIndex": format!("{index:#x}"),
        "blockHash": block.hash_slow(),
        "blockNumber": format!("{:#x}", block.number),
        "gasUsed": "0x5208",
        "effectiveGasPrice": "0x0",
        "from": Address::ZERO,
        "to": CONTRACT,
        "contractAddress": null,
    })
}
