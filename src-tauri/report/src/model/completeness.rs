//! Whether the evidence holds every event of the histories that a report speaks of, proven by the ledger's own state: each history
//! has a running hash there, and only the whole history comes to it (`contracts/src/SubjectHeads.sol`).

use std::collections::BTreeMap;

use alloy_primitives::{B256, U256};
use evidence::{Bundle, BundleError, StateProofError};
use lineage::Register;
use thiserror::Error;
use trace::Strand;

use super::histories::History;
use super::names::called;
use super::telling::{Recorded, Telling};

/// What the evidence shows of its own completeness.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Completeness {
    /// It carries no proof of the ledger's state: events may have been left out.
    NotProven,
    /// Every event of every history that the report speaks of is in it.
    Proven {
        /// The block up to which nothing was left out.
        block: u64,
        /// How many histories they are.
        histories: usize,
    },
}

/// Why the evidence is not the whole that it would have to be.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Incomplete {
    /// The proof of the ledger's state does not hold.
    #[error("the proof of the ledger's state does not hold: {0}")]
    State(BundleError),
    /// The proof is of another block than the report speaks of.
    #[error(
        "the ledger's state is proven at block {proven}, but the report speaks as of block {as_of}"
    )]
    OtherBlock {
        /// The block of the proof.
        proven: u64,
        /// The block that the report names.
        as_of: u64,
    },
    /// The evidence goes on after the block that the report names.
    #[error(
        "the evidence holds an event of block {block}, but the report speaks as of block {as_of}"
    )]
    Later {
        /// The event's block.
        block: u64,
        /// The block that the report names.
        as_of: u64,
    },
    /// The proof does not fit the histories that the report speaks of: it lacks some, or proves others.
    #[error("the ledger's state is not proven for just what this report speaks of: {0}")]
    Slots(StateProofError),
    /// A history on the ledger is another than the evidence tells.
    #[error(
        "of {} the evidence tells {events} events, but the ledger has another history: something was left out or added",
        history(name, *.strand)
    )]
    Differs {
        /// What it is called; hostile text.
        name: String,
        /// Which of its histories.
        strand: Strand,
        /// How many events of it the evidence tells.
        events: u64,
    },
}

/// Whether nothing was left out of what is told. Whether the block of the proof is on a chain that somebody trusts is not asked
/// here, nor whether the code that the evidence names is the ledger's.
pub(crate) fn completeness(
    bundle: &Bundle,
    as_of: u64,
    recorded: &[Recorded],
    telling: &Telling,
) -> Result<Completeness, Incomplete> {
    let Some((block, account)) = bundle.state().map_err(Incomplete::State)? else {
        return Ok(Completeness::NotProven);
    };
    if block != as_of {
        return Err(Incomplete::OtherBlock {
            proven: block,
            as_of,
        });
    }
    if let Some(later) = recorded.last().filter(|last| last.event.key.block > as_of) {
        return Err(Incomplete::Later {
            block: later.event.key.block,
            as_of,
        });
    }
    let slots = head_slots(telling);
    let heads = account.slots(&slots).map_err(Incomplete::Slots)?;
    let digests = digests(recorded);
    for (history, head) in telling.histories.iter().zip(heads) {
        let of_history = digests.get(history).map_or(&[][..], Vec::as_slice);
        let (folded, events) = ledger::fold_head(of_history.iter().copied());
        if U256::from_be_bytes(folded.0) != head {
            let register = Register::from_events(&telling.events);
            return Err(Incomplete::Differs {
                name: called(&register, history.0),
                strand: history.1,
                events,
            });
        }
    }
    Ok(Completeness::Proven {
        block,
        histories: telling.histories.len(),
    })
}

/// The slots of the ledger's storage with the running hashes of all that is told, in the order of the histories.
pub(crate) fn head_slots(telling: &Telling) -> Vec<B256> {
    let histories = telling.histories.iter();
    histories
        .map(|(subject, strand)| ledger::head_slot(*subject, *strand))
        .collect()
}

/// The hashes of each history's events in their order.
fn digests(recorded: &[Recorded]) -> BTreeMap<History, Vec<B256>> {
    let mut digests: BTreeMap<History, Vec<B256>> = BTreeMap::new();
    for recorded in recorded {
        for history in ledger::extends(&recorded.event.body) {
            digests.entry(history).or_default().push(recorded.digest);
        }
    }
    digests
}

fn history(name: &str, strand: Strand) -> String {
    match strand {
        Strand::Identity => format!("what {name} is"),
        Strand::Journey => format!("where {name} went"),
    }
}
