//! From a checked record to the call that a device signs, and which assets it touches.

use alloy_primitives::keccak256;
use ledger::{Capture, calls, capture::ExpectedHead};
use trace::{AssetDetail, EventBody, Portion, SubjectId};

use crate::{Known, Prepared};

/// An asset that a record is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Touch {
    /// The asset, or another subject.
    pub subject: SubjectId,
    /// Whether the record makes, moves or uses it; otherwise it only says something of it.
    pub changes: bool,
}

/// The captured record of a prepared one; `id` is the record's own in its outbox, random and never used twice.
pub fn capture(prepared: &Prepared, id: &str, known: &impl Known) -> Option<Capture> {
    let call = call(&prepared.body)?;
    let expects = if prepared.only_if_unchanged {
        let (subject, strand) = ledger::extends(&prepared.body).first().copied()?;
        let (head, _) = known.head(subject, strand)?;
        Some(ExpectedHead {
            subject,
            strand,
            head,
        })
    } else {
        None
    };
    Some(Capture {
        party: prepared.body.actor(),
        call_gas: ledger::capture::call_gas(&call),
        call,
        expects,
        expires: prepared.expires,
        salt: keccak256(id),
    })
}

/// The ledger's function that records an event; `None` for events that nobody captures.
pub fn call(body: &EventBody) -> Option<Vec<u8>> {
    Some(match body {
        EventBody::Commissioned { asset, record, .. } => calls::commission(asset, record),
        EventBody::Transformed {
            inputs,
            outputs,
            record,
            ..
        } => calls::transform(inputs, outputs, record),
        EventBody::Packed {
            parent,
            children,
            record,
            ..
        } => calls::pack(*parent, children, record),
        EventBody::Unpacked {
            parent,
            children,
            record,
            ..
        } => calls::unpack(*parent, children, record),
        EventBody::Shipped {
            to_party,
            items,
            record,
            ..
        } => calls::ship(items, *to_party, record),
        EventBody::Received {
            shipment, record, ..
        } => calls::receive_shipment(*shipment, record),
        EventBody::Rejected {
            shipment,
            reason,
            record,
            ..
        } => calls::reject(*shipment, reason, record),
        EventBody::Observed {
            shipment,
            items,
            record,
            ..
        } => calls::observe(items, *shipment, record),
        EventBody::Attested {
            subject,
            claim,
            record,
            ..
        } => calls::attest(*subject, claim, record),
        EventBody::Corrected {
            corrected,
            histories,
            reason,
            record,
            ..
        } => calls::correct(*corrected, histories, reason, record),
        _ => return None,
    })
}

/// What a record touches, each subject once.
pub fn touches(body: &EventBody) -> Vec<Touch> {
    let made = |asset: &AssetDetail| (asset.id(), true);
    let moved = |portion: &Portion| (portion.asset, true);
    let named: Vec<(SubjectId, bool)> = match body {
        EventBody::Commissioned { asset, .. } => vec![made(asset)],
        EventBody::Transformed {
            inputs, outputs, ..
        } => (inputs.iter().map(moved))
            .chain(outputs.iter().map(made))
            .collect(),
        EventBody::Packed {
            parent, children, ..
        }
        | EventBody::Unpacked {
            parent, children, ..
        } => std::iter::once((*parent, true))
            .chain(children.iter().map(moved))
            .collect(),
        EventBody::Shipped { items, .. }
        | EventBody::Received { items, .. }
        | EventBody::Rejected { items, .. } => items.iter().map(moved).collect(),
        other => (other.subjects().into_iter())
            .map(|subject| (subject, false))
            .collect(),
    };
    let mut touches: Vec<Touch> = Vec::with_capacity(named.len());
    for (subject, changes) in named {
        if !touches.iter().any(|touch| touch.subject == subject) {
            touches.push(Touch { subject, changes });
        }
    }
    touches
}
