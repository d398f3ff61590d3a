//! Walking a Merkle Patricia trie from its root to a key, over nodes that somebody handed over. It does not know what
//! the trie holds.
//!
//! The walk is written here rather than taken from `alloy_trie::proof`, which wants to know the value beforehand and
//! panics on a path of more than 64 nibbles.

use alloy_primitives::{B256, keccak256};
use alloy_rlp::Decodable;
use alloy_trie::Nibbles;
use alloy_trie::nodes::{BranchNode, RlpNode, TrieNode};

/// Where a node leads.
pub(crate) enum Step {
    /// To the node of this hash.
    Down(B256),
    /// To the value of the key.
    Value(Vec<u8>),
    /// To the certainty that the key is not there.
    Absent,
}

/// The bytes are not a trie node in its one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unreadable;

/// A key and how far along it a walk has come.
pub(crate) struct Walk {
    key: Nibbles,
    walked: usize,
}

impl Walk {
    /// A walk to the key of these bytes (at most 32).
    pub(crate) fn to(key: &[u8]) -> Self {
        Self {
            key: Nibbles::unpack(key),
            walked: 0,
        }
    }

    /// One step, through the given node and those that it holds inside (a node shorter than a hash sits in its parent).
    pub(crate) fn step(&mut self, bytes: &[u8]) -> Result<Step, Unreadable> {
        let mut node = read(bytes)?;
        loop {
            let child = match &node {
                TrieNode::EmptyRoot => return Ok(Step::Absent),
                TrieNode::Leaf(leaf) => {
                    let reached = self.follow(&leaf.key) && self.walked == self.key.len();
                    return Ok(if reached {
                        Step::Value(leaf.value.clone())
                    } else {
                        Step::Absent
                    });
                }
                TrieNode::Extension(extension) => {
                    self.follow(&extension.key).then_some(&extension.child)
                }
                TrieNode::Branch(branch) => self.turn(branch),
            };
            let Some(child) = child else {
                return Ok(Step::Absent);
            };
            if let Some(hash) = child.as_hash() {
                return Ok(Step::Down(hash));
            }
            node = read(child.as_slice())?;
        }
    }

    /// Walks this part of a path, if it is what comes next in the key.
    fn follow(&mut self, part: &Nibbles) -> bool {
        let same = (0..part.len()).all(|at| {
            let next = self.key.get(self.walked + at);
            next.is_some() && next == part.get(at)
        });
        if same {
            self.walked += part.len();
        }
        same
    }

    /// Takes the branch's child at the next nibble: the stack holds only those that the mask names.
    fn turn<'a>(&mut self, branch: &'a BranchNode) -> Option<&'a RlpNode> {
        let nibble = self.key.get(self.walked)?;
        self.walked += 1;
        let has = |nibble| branch.state_mask.is_bit_set(nibble);
        let place = (0..nibble).filter(|below| has(*below)).count();
        branch.stack.get(place).filter(|_| has(nibble))
    }
}

/// Whether the node names another node as its child.
pub(crate) fn is_parent(node: &[u8], child: B256) -> bool {
    let names = |name: &RlpNode| name.as_hash() == Some(child);
    match read(node) {
        Ok(TrieNode::Branch(branch)) => branch.stack.iter().any(names),
        Ok(TrieNode::Extension(extension)) => names(&extension.child),
        _ => false,
    }
}

/// The hash by which a parent names a node.
pub(crate) fn hash(node: &[u8]) -> B256 {
    keccak256(node)
}

fn read(bytes: &[u8]) -> Result<TrieNode, Unreadable> {
    let mut rest = bytes;
    let node = TrieNode::decode(&mut rest).map_err(|_| Unreadable)?;
    // An extension that extends nothing would let a walk go on without getting anywhere.
    let idle = matches!(&node, TrieNode::Extension(extension) if extension.key.is_empty());
    if rest.is_empty() && !idle && alloy_rlp::encode(&node) == bytes {
        Ok(node)
    } else {
        Err(Unreadable)
    }
}

#[cfg(test)]
mod tests;
