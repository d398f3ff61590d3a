//! Which of the proven events a report tells: those up to the block it names that belong to the histories it speaks of. What
//! else is in the evidence, because it stands in the same transaction, is not told.

use std::collections::BTreeSet;

use alloy_primitives::B256;
use evidence::Bundle;
use trace::{Epc, EventKey, SubjectId, TraceEvent};

use super::histories::{History, histories_of, is_told};
use crate::{Parameters, ReportError};

/// A proven event with the hash that stands for it in the ledger's running hashes.
pub(crate) struct Recorded {
    pub(crate) event: TraceEvent,
    pub(crate) digest: B256,
}

/// What a report tells.
pub(crate) struct Telling {
    /// The first, or only, asset that it is about.
    pub(crate) subject: SubjectId,
    /// All of them.
    pub(crate) subjects: Vec<SubjectId>,
    /// The events in chain order.
    pub(crate) events: Vec<TraceEvent>,
    /// The histories that it speaks of.
    pub(crate) histories: BTreeSet<History>,
}

impl Telling {
    /// What a report with these parameters tells of these events (in chain order).
    pub(crate) fn new(
        mut events: Vec<TraceEvent>,
        parameters: &Parameters,
    ) -> Result<Self, ReportError> {
        let subject = SubjectId::of(&Epc::parse(&parameters.subject)?);
        events.retain(|event| event.key.block <= parameters.as_of.number);
        let told = parameters.template()?.told(&events, subject, parameters)?;
        let histories = histories_of(&events, &told);
        events.retain(|event| is_told(event, &histories));
        Ok(Self {
            subject,
            subjects: told.subjects,
            events,
            histories,
        })
    }
}

/// The events that the evidence proves, in chain order. Every receipt's proof is checked on the way; whether the blocks are those
/// of a chain that somebody trusts is not.
pub(crate) fn recorded(bundle: &Bundle) -> Result<Vec<Recorded>, ReportError> {
    let mut events = Vec::new();
    for proven in bundle.logs()? {
        let (block, log_index) = (proven.block, proven.log_index);
        let decoded = ledger::decode(&proven.log).map_err(|source| ReportError::Log {
            block,
            log_index,
            source,
        })?;
        if let Some(body) = decoded {
            events.push(Recorded {
                event: TraceEvent {
                    key: EventKey { block, log_index },
                    transaction: None,
                    block_time: proven.block_time,
                    digest: ledger::event_digest(&proven.log),
                    body,
                },
                digest: ledger::event_digest(&proven.log),
            });
        }
    }
    Ok(events)
}
