//! What a request is answered: which calls reach anvil, and what becomes of its answers. It knows no HTTP.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::header::quantity;
use super::private;
use super::resealed::Resealed;
use super::sealing::{Consensus, Sealing, validator};
use super::switch::{
    Switch, asks_for_blocks, behind, bend, error, refused_anyway, refused_range, relabel,
};
use super::upstream::Upstream;

/// The word by which a Clique node is asked for its signers.
const SIGNERS: &str = "clique_getSigners";

/// What goes back over HTTP.
pub(super) enum Reply {
    /// A document.
    Json(Value),
    /// An error status, and for how many seconds to wait.
    Status(u16, Option<u64>),
    /// Something that is no JSON.
    Garbage,
    /// More than anybody wants.
    Huge,
    /// The connection ends without an answer.
    Nothing,
    /// The connection ends within the answer.
    Half(Value),
}

/// What all connections share.
#[derive(Debug)]
pub(super) struct Shared {
    port: AtomicU16,
    chain: Mutex<Resealed>,
    switches: Mutex<Vec<Switch>>,
    requests: AtomicU64,
    counts: Mutex<BTreeMap<String, u64>>,
}

/// One call of a request.
struct Call {
    id: Value,
    method: String,
    params: Value,
}

impl Shared {
    pub(super) fn new(port: u16, plans: BTreeMap<u64, Sealing>) -> Self {
        Self {
            port: port.into(),
            chain: Mutex::new(Resealed::new(plans)),
            switches: Mutex::default(),
            requests: AtomicU64::new(0),
            counts: Mutex::default(),
        }
    }

    pub(super) fn chain(&self) -> MutexGuard<'_, Resealed> {
        self.chain.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn switches(&self) -> MutexGuard<'_, Vec<Switch>> {
        self.switches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn port(&self) -> u16 {
        self.port.load(Ordering::Relaxed)
    }

    /// Another chain takes the place of this one.
    pub(super) fn become_another(&self, port: u16) {
        let mut chain = self.chain();
        self.port.store(port, Ordering::Relaxed);
        chain.forget();
    }

    /// How often a method was asked for.
    pub(super) fn count(&self, method: &str) -> u64 {
        let counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.get(method).copied().unwrap_or_default()
    }

    /// Answers one HTTP request.
    pub(super) fn reply(&self, body: &[u8], line: &mut Upstream) -> Reply {
        let Ok(asked) = serde_json::from_slice::<Value>(body) else {
            return Reply::Json(with_id(error(-32700, "Parse error"), Value::Null));
        };
        let request = self.requests.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(refusal) = self.refuse(&asked) {
            return refusal;
        }
        let switches = self.switches().clone();
        for switch in &switches {
            if let Switch::Slow(how_long) = switch {
                std::thread::sleep(*how_long);
            }
        }
        let cut = switches.iter().any(
            |switch| matches!(switch, Switch::DroppedConnections { every } if request.is_multiple_of(*every)),
        );
        if cut && request.is_multiple_of(2) {
            return Reply::Nothing;
        }
        let single = !asked.is_array();
        let calls = if let Value::Array(calls) = asked {
            calls
        } else {
            vec![asked]
        };
        let mut answers = self.answer(calls.into_iter().map(read).collect(), &switches, line);
        let answer = if single {
            answers.pop().unwrap_or_default()
        } else {
            answers.into()
        };
        if cut {
            Reply::Half(answer)
        } else {
            Reply::Json(answer)
        }
    }

    /// What is refused whole, whatever it asks.
    fn refuse(&self, asked: &Value) -> Option<Reply> {
        let mut switches = self.switches();
        for switch in switches.iter_mut() {
            match switch {
                Switch::TooManyRequests { times, retry_after } if *times > 0 => {
                    *times -= 1;
                    return Some(Reply::Status(429, Some(*retry_after)));
                }
                Switch::Unavailable { times } if *times > 0 => {
                    *times -= 1;
                    return Some(Reply::Status(503, None));
                }
                Switch::HugeAnswers => return Some(Reply::Huge),
                Switch::Garbage => return Some(Reply::Garbage),
                Switch::BatchLimit { calls }
                    if asked.as_array().is_some_and(|asked| asked.len() > *calls) =>
                {
                    let words = format!("Number of requests in batch exceeds limit: {calls}");
                    return Some(Reply::Json(with_id(error(-32005, &words), Value::Null)));
                }
                _ => {}
            }
        }
        None
    }

    fn answer(&self, calls: Vec<Call>, switches: &[Switch], line: &mut Upstream) -> Vec<Value> {
        match self.try_answer(&calls, switches, line) {
            Ok(answers) => answers,
            Err(failure) => {
                let answer = error(-32603, &format!("the devnet went wrong: {failure}"));
                let calls = calls.into_iter();
                calls.map(|call| with_id(answer.clone(), call.id)).collect()
            }
        }
    }

    fn try_answer(
        &self,
        calls: &[Call],
        switches: &[Switch],
        line: &mut Upstream,
    ) -> io::Result<Vec<Value>> {
        let port = self.port();
        let head = seen_head(switches, line, port)?;
        let mut answers = vec![Value::Null; calls.len()];
        let mut asked = Vec::new();
        for (at, call) in calls.iter().enumerate() {
            self.note(&call.method);
            let mut params = call.params.clone();
            if let Some(head) = head {
                name_head(head, &mut params);
            }
            let answer = match self.signers(&call.method, &params, switches, line) {
                Some(signers) => Some(signers?),
                None => out_of_hand(&call.method, &params, switches, head, line, port)?,
            };
            if let Some(answer) = answer {
                answers[at] = answer;
            } else {
                self.chain().rename_back(&mut params);
                asked.push((at, (call.method.clone(), params)));
            }
        }
        let (places, asked): (Vec<_>, Vec<_>) = asked.into_iter().unzip();
        let told = line.ask_all(port, &asked)?;
        for ((at, mut answer), (method, params)) in places.into_iter().zip(told).zip(&asked) {
            if let Some(result) = answer.get_mut("result") {
                tell((method, params), result, switches, head, line, port)?;
                if self.chain().rename(result, line, port).is_err() {
                    // The block went away in a reorganisation while it was looked at.
                    *result = Value::Null;
                }
            }
            answers[at] = answer;
        }
        let answers = answers.into_iter().zip(calls);
        Ok(answers
            .map(|(answer, call)| with_id(answer, call.id.clone()))
            .collect())
    }

    /// The signers of a Clique network, which anvil knows nothing of; `None` if nobody asks, or the network is another.
    fn signers(
        &self,
        method: &str,
        params: &Value,
        switches: &[Switch],
        line: &mut Upstream,
    ) -> Option<io::Result<Value>> {
        let refused = |switch: &Switch| *switch == Switch::MissingMethod { method: SIGNERS };
        if method != SIGNERS || switches.iter().any(refused) {
            return None;
        }
        let number = match params[0].as_str() {
            Some(number) if number.starts_with("0x") => quantity(&params[0]),
            _ => match line.ask(self.port(), "eth_blockNumber", json!([])) {
                Ok(newest) => quantity(&newest),
                Err(failure) => return Some(Err(failure)),
            },
        };
        let chain = self.chain();
        let plan = chain.plan(number);
        let mut addresses = plan.addresses();
        if switches.contains(&Switch::OtherSigners) {
            addresses[0] = validator(9);
        }
        let clique = plan.consensus == Consensus::Clique;
        clique.then(|| Ok(json!({ "result": addresses })))
    }

    fn note(&self, method: &str) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(method.to_owned()).or_default() += 1;
    }
}

fn read(call: Value) -> Call {
    let Value::Object(mut fields) = call else {
        return Call {
            id: Value::Null,
            method: String::new(),
            params: Value::Null,
        };
    };
    let mut take = |name: &str| fields.remove(name).unwrap_or_default();
    let method = take("method");
    let params = match take("params") {
        Value::Null => json!([]),
        params => params,
    };
    Call {
        id: take("id"),
        method: method.as_str().unwrap_or_default().to_owned(),
        params,
    }
}

fn with_id(mut answer: Value, id: Value) -> Value {
    answer["jsonrpc"] = json!("2.0");
    answer["id"] = id;
    answer
}

/// The newest block that a lagging node has; `None` if it has all.
fn seen_head(switches: &[Switch], line: &mut Upstream, port: u16) -> io::Result<Option<u64>> {
    let lag = switches.iter().find_map(|switch| match switch {
        Switch::Lagging { blocks } => Some(*blocks),
        _ => None,
    });
    let Some(lag) = lag else {
        return Ok(None);
    };
    let head = line.ask(port, "eth_blockNumber", json!([]))?;
    Ok(Some(quantity(&head).saturating_sub(lag)))
}

/// Puts the number of the newest block that the node has in the place of the word for it.
fn name_head(head: u64, params: &mut Value) {
    match params {
        Value::String(word) if word == "latest" || word == "pending" => {
            *params = json!(format!("{head:#x}"));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| name_head(head, item)),
        Value::Object(fields) => fields.values_mut().for_each(|item| name_head(head, item)),
        _ => {}
    }
}

/// Answers that need nothing from anvil.
fn out_of_hand(
    method: &str,
    params: &Value,
    switches: &[Switch],
    head: Option<u64>,
    line: &mut Upstream,
    port: u16,
) -> io::Result<Option<Value>> {
    for switch in switches {
        match switch {
            Switch::NullAnswers { method: hit } if *hit == method => {
                return Ok(Some(json!({ "result": null })));
            }
            Switch::MissingMethod { method: hit } if *hit == method => {
                return Ok(Some(error(-32601, "Method not found")));
            }
            Switch::InfiniteRangeError { vendor } if asks_for_blocks(method, params) => {
                return Ok(Some(refused_anyway(*vendor)));
            }
            Switch::Syncing if method == "eth_syncing" => {
                let state = json!({ "startingBlock": "0x0", "currentBlock": "0x1", "highestBlock": "0xffff" });
                return Ok(Some(json!({ "result": state })));
            }
            Switch::RangeLimit { .. } if method == "eth_getLogs" => {
                let newest = || line.ask(port, "eth_blockNumber", json!([]));
                let (from, to) = range(&params[0], newest)?;
                if let Some(refusal) = refused_range(switch, from, to) {
                    return Ok(Some(refusal));
                }
            }
            _ => {}
        }
    }
    Ok(match (method, head) {
        ("eth_blockNumber", Some(head)) => Some(json!({ "result": format!("{head:#x}") })),
        _ => None,
    })
}

/// The blocks that a filter spans; one if it names a block by its hash.
fn range(filter: &Value, newest: impl FnOnce() -> io::Result<Value>) -> io::Result<(u64, u64)> {
    if filter.get("blockHash").is_some() {
        return Ok((0, 0));
    }
    let newest = quantity(&newest()?);
    let number = |name: &str| {
        let number = filter.get(name).and_then(Value::as_str);
        number
            .filter(|text| text.starts_with("0x"))
            .map_or(newest, |_| quantity(&filter[name]))
    };
    Ok((number("fromBlock"), number("toBlock")))
}

/// What the switches make of anvil's result.
fn tell(
    (method, params): (&str, &Value),
    result: &mut Value,
    switches: &[Switch],
    head: Option<u64>,
    line: &mut Upstream,
    port: u16,
) -> io::Result<()> {
    if let Some(head) = head {
        behind(head, result);
    }
    for switch in switches {
        if *switch == Switch::SwappedReceipts && method == "eth_getBlockReceipts" {
            swap(result, line, port)?;
        }
        bend(switch, method, result);
        private::show(switch, (method, params), result, line, port)?;
    }
    Ok(())
}

/// Puts the receipts of a neighbouring block in the place of these.
fn swap(receipts: &mut Value, line: &mut Upstream, port: u16) -> io::Result<()> {
    let Some(first) = receipts.get(0).cloned() else {
        return Ok(());
    };
    let number = quantity(&first["blockNumber"]);
    for other in [number.saturating_sub(1), number + 1] {
        let params = json!([format!("{other:#x}")]);
        let mut others = line.ask(port, "eth_getBlockReceipts", params)?;
        if others.get(0).is_some() {
            relabel(&mut others, &first);
            *receipts = others;
            return Ok(());
        }
    }
    Ok(())
}
