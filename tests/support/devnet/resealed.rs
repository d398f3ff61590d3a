//! Anvil's blocks as the devnet shows them: which block of anvil's became which sealed one, and both ways of renaming
//! blocks in what passes.

use std::collections::{BTreeMap, HashMap};
use std::io;

use alloy_primitives::B256;
use serde_json::{Value, json};

use super::header::quantity;
use super::sealing::{SealedHeader, Sealing};
use super::upstream::Upstream;

/// Blocks that are fetched at once on the way down to one that is sealed already.
const AT_ONCE: u64 = 200;

/// Every block that was sealed so far.
#[derive(Debug)]
pub(super) struct Resealed {
    /// Who seals, by the block from which on.
    plans: BTreeMap<u64, Sealing>,
    /// What a lying node shows instead, from a block on.
    lie: Option<(u64, Sealing)>,
    by_anvil: HashMap<B256, (u64, SealedHeader)>,
    to_anvil: HashMap<B256, B256>,
}

impl Resealed {
    pub(super) fn new(plans: BTreeMap<u64, Sealing>) -> Self {
        Self {
            plans,
            lie: None,
            by_anvil: HashMap::new(),
            to_anvil: HashMap::new(),
        }
    }

    /// Who seals in truth, by the block from which on.
    pub(super) fn plans(&self) -> &BTreeMap<u64, Sealing> {
        &self.plans
    }

    /// Who seals a block of this number in truth.
    pub(super) fn plan(&self, number: u64) -> &Sealing {
        let plan = self.plans.range(..=number).next_back();
        plan.expect("there is one from block 0").1
    }

    /// Seals otherwise from a block on. What was sealed from there on is sealed anew.
    pub(super) fn seal_from(&mut self, block: u64, sealing: Sealing) {
        self.plans.retain(|number, _| *number < block);
        self.plans.insert(block, sealing);
        self.seal_anew(block);
    }

    /// Shows blocks that are sealed otherwise, from this one on.
    pub(super) fn lie(&mut self, from: u64, sealing: Sealing) {
        self.come_clean();
        self.lie = Some((from, sealing));
        self.seal_anew(from);
    }

    /// Shows the blocks as they are.
    pub(super) fn come_clean(&mut self) {
        if let Some((from, _)) = self.lie.take() {
            self.seal_anew(from);
        }
    }

    fn seal_anew(&mut self, from: u64) {
        self.by_anvil.retain(|_, (number, _)| *number < from);
    }

    fn shown_plan(&self, number: u64) -> &Sealing {
        match &self.lie {
            Some((from, sealing)) if number >= *from => sealing,
            _ => self.plan(number),
        }
    }

    /// Forgets all blocks: the chain behind is another.
    pub(super) fn forget(&mut self) {
        self.by_anvil.clear();
        self.to_anvil.clear();
    }

    /// Puts anvil's names for blocks in the place of ours, anywhere in what is asked.
    pub(super) fn rename_back(&self, asked: &mut Value) {
        match asked {
            Value::String(text) if text.len() == 66 => {
                let name = text.parse::<B256>().ok();
                if let Some(anvil) = name.and_then(|name| self.to_anvil.get(&name)) {
                    *asked = json!(anvil);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.rename_back(item)),
            Value::Object(fields) => fields.values_mut().for_each(|item| self.rename_back(item)),
            _ => {}
        }
    }

    /// Puts our names for blocks, and our headers, in the place of anvil's, anywhere in an answer.
    pub(super) fn rename(
        &mut self,
        answer: &mut Value,
        line: &mut Upstream,
        port: u16,
    ) -> io::Result<()> {
        match answer {
            Value::Array(items) => {
                for item in items {
                    self.rename(item, line, port)?;
                }
            }
            Value::Object(fields) => {
                let name = |field: &str| fields.get(field)?.as_str()?.parse::<B256>().ok();
                if fields.contains_key("parentHash") && fields.contains_key("receiptsRoot") {
                    // A pending block has no hash, and is nothing to go by.
                    if let Some(anvil) = name("hash") {
                        let known = HashMap::from([(anvil, answer.clone())]);
                        self.sealed(anvil, known, line, port)?.write_over(answer);
                    }
                } else if let Some(anvil) = name("blockHash") {
                    let ours = self.sealed(anvil, HashMap::new(), line, port)?.hash;
                    fields.insert("blockHash".to_owned(), json!(ours));
                }
                for item in answer
                    .as_object_mut()
                    .into_iter()
                    .flat_map(|it| it.values_mut())
                {
                    self.rename(item, line, port)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The sealed form of one of anvil's blocks, `nearby` being blocks that are at hand already; its ancestors are sealed
    /// on the way.
    fn sealed(
        &mut self,
        anvil: B256,
        mut nearby: HashMap<B256, Value>,
        line: &mut Upstream,
        port: u16,
    ) -> io::Result<&mut SealedHeader> {
        let mut path = Vec::new();
        let mut next = anvil;
        while next != B256::ZERO && !self.by_anvil.contains_key(&next) {
            let block = match nearby.remove(&next) {
                Some(block) => block,
                None => fetch(next, line, port)?,
            };
            let parent = parse(&block["parentHash"])?;
            if !self.by_anvil.contains_key(&parent) && !nearby.contains_key(&parent) {
                fetch_below(quantity(&block["number"]), &mut nearby, line, port)?;
            }
            path.push((next, parent, block));
            next = parent;
        }
        for (name, parent, block) in path.into_iter().rev() {
            let parent = self.by_anvil.get(&parent);
            let parent = parent.map_or(B256::ZERO, |(_, sealed)| sealed.hash);
            let number = quantity(&block["number"]);
            let sealed = self.shown_plan(number).seal(&block, parent);
            self.to_anvil.insert(sealed.hash, name);
            self.by_anvil.insert(name, (number, sealed));
        }
        let sealed = self.by_anvil.get_mut(&anvil);
        Ok(&mut sealed.ok_or(io::ErrorKind::NotFound)?.1)
    }
}

fn fetch(hash: B256, line: &mut Upstream, port: u16) -> io::Result<Value> {
    let block = line.ask(port, "eth_getBlockByHash", json!([hash, false]))?;
    if block.is_null() {
        return Err(io::Error::other(format!("anvil has lost block {hash}")));
    }
    Ok(block)
}

/// The blocks below a number, which are likely to be wanted next.
fn fetch_below(
    number: u64,
    nearby: &mut HashMap<B256, Value>,
    line: &mut Upstream,
    port: u16,
) -> io::Result<()> {
    let below: Vec<_> = (number.saturating_sub(AT_ONCE)..number)
        .map(|number| {
            let params = json!([format!("{number:#x}"), false]);
            ("eth_getBlockByNumber".to_owned(), params)
        })
        .collect();
    for mut answer in line.ask_all(port, &below)? {
        let block = answer["result"].take();
        if let Ok(hash) = parse(&block["hash"]) {
            nearby.insert(hash, block);
        }
    }
    Ok(())
}

fn parse(hash: &Value) -> io::Result<B256> {
    let text = hash.as_str().unwrap_or_default();
    text.parse().map_err(io::Error::other)
}
