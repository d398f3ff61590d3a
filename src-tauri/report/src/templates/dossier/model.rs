//! What a dossier says: all that is told of the subject, and every event that it is told by.

use alloy_primitives::B256;
use trace::{EventBody, EventKey, EventTime, EventType, Portion, Quantity, SubjectId, TraceEvent};

use crate::model::{
    AssetLine, AttestationLine, Figure, Finding, Footprint, Object, Origin, PartyLine, Recycled,
    Scope, View,
};
use crate::{Parameters, ReportError};

/// What a dossier says.
pub(super) struct Dossier {
    pub(super) object: Object,
    pub(super) scope: Scope,
    pub(super) origins: Vec<Origin>,
    pub(super) recycled: Option<Recycled>,
    pub(super) footprint: Option<Footprint>,
    pub(super) findings: Vec<Finding>,
    pub(super) parties: Vec<PartyLine>,
    pub(super) assets: Vec<AssetLine>,
    pub(super) attestations: Vec<AttestationLine>,
    pub(super) figure: Figure,
    /// In chain order.
    pub(super) events: Vec<EventLine>,
}

/// An event as it is listed; strings are hostile.
pub(super) struct EventLine {
    /// Where it stands on the ledger.
    pub(super) at: EventKey,
    /// When it happened, as its author says; else when its block was made.
    pub(super) time: EventTime,
    /// Of which type it is.
    pub(super) what: EventType,
    /// What it is about.
    pub(super) about: Goods,
    /// What came of it, or where it went into.
    pub(super) into: Goods,
    /// Why, or what was claimed, in its author's words.
    pub(super) told: String,
    /// Who recorded it.
    pub(super) by: String,
    /// Whom it came from or went to.
    pub(super) with: String,
    /// Where it was.
    pub(super) place: String,
    /// What stands for it in the ledger's running hashes.
    pub(super) digest: B256,
}

/// Things that an event names, with how much of each where it says so.
#[derive(Default)]
pub(super) struct Goods {
    /// The first of them.
    pub(super) named: Vec<(String, Option<Quantity>)>,
    /// How many more there are.
    pub(super) more: usize,
}

/// So many things are named an event; the rest is counted.
const NAMED: usize = 6;

/// What a dossier with these parameters says.
pub(super) fn dossier_of(view: &View, parameters: &Parameters) -> Result<Dossier, ReportError> {
    let found = view.found();
    let parties = view.parties();
    Ok(Dossier {
        object: view.object(parameters)?,
        scope: view.scope(parties.len()),
        origins: view.origins(),
        recycled: view.recycled(),
        footprint: view.footprint(),
        figure: view.figure(&found),
        findings: found.into_findings(),
        parties,
        assets: view.asset_lines(),
        attestations: view.attestation_lines(),
        events: (view.telling.events.iter())
            .map(|event| line(view, event))
            .collect(),
    })
}

fn line(view: &View, event: &TraceEvent) -> EventLine {
    let body = &event.body;
    let record = body.record();
    let (about, into) = goods(view, body);
    EventLine {
        at: event.key,
        time: record.map_or_else(|| block_time(event.block_time), |record| record.time),
        what: body.event_type(),
        about,
        into,
        told: told(body),
        by: view.called(body.actor()),
        with: with(body).map_or_else(String::new, |party| view.called(party)),
        place: record
            .and_then(|record| record.location)
            .map_or_else(String::new, |location| view.called(location)),
        digest: event.digest,
    }
}

fn block_time(seconds: u64) -> EventTime {
    EventTime {
        unix_millis: seconds.saturating_mul(1000),
        zone_offset_minutes: 0,
    }
}

/// What an event is about, and what came of it.
fn goods(view: &View, body: &EventBody) -> (Goods, Goods) {
    let none = Goods::default;
    match body {
        EventBody::PartyRegistered(party) => (one(party.title.clone()), none()),
        EventBody::LocationRegistered(location) => (one(location.title.clone()), none()),
        EventBody::Commissioned { asset, .. } => (made(view, std::slice::from_ref(asset)), none()),
        EventBody::Transformed {
            inputs, outputs, ..
        } => (portions(view, inputs), made(view, outputs)),
        EventBody::Packed {
            parent, children, ..
        } => (portions(view, children), one(view.called(*parent))),
        EventBody::Unpacked {
            parent, children, ..
        } => (one(view.called(*parent)), portions(view, children)),
        EventBody::Shipped { items, .. }
        | EventBody::Received { items, .. }
        | EventBody::Rejected { items, .. }
        | EventBody::Observed { items, .. } => (portions(view, items), none()),
        EventBody::Attested { subject, .. } | EventBody::Revoked { subject, .. } => {
            (one(view.called(*subject)), none())
        }
        EventBody::Recalled { asset, .. } | EventBody::Lifted { asset, .. } => {
            (one(view.called(*asset)), none())
        }
        EventBody::Corrected { histories, .. } => {
            let mut subjects: Vec<SubjectId> = histories.iter().map(|(id, _)| *id).collect();
            subjects.dedup();
            let named = subjects.iter().map(|id| (view.called(*id), None));
            (some(named, subjects.len()), none())
        }
        EventBody::Anchored { document_hash, .. } => (one(format!("{document_hash:x}")), none()),
        EventBody::Delegated { device, .. } | EventBody::DelegationWithdrawn { device, .. } => {
            (one(device.to_string()), none())
        }
    }
}

/// Why, or what was claimed.
fn told(body: &EventBody) -> String {
    match body {
        EventBody::Rejected { reason, .. }
        | EventBody::Revoked { reason, .. }
        | EventBody::Recalled { reason, .. }
        | EventBody::Lifted { reason, .. }
        | EventBody::Corrected { reason, .. } => reason.clone(),
        EventBody::Attested { claim, .. } => claim.statement.clone(),
        EventBody::Anchored { kind, .. } => kind.clone(),
        _ => String::new(),
    }
}

fn with(body: &EventBody) -> Option<SubjectId> {
    match body {
        EventBody::Shipped { to_party, .. } => Some(*to_party),
        EventBody::Received { from_party, .. } | EventBody::Rejected { from_party, .. } => {
            Some(*from_party)
        }
        _ => None,
    }
}

fn one(name: String) -> Goods {
    some(std::iter::once((name, None)), 1)
}

fn some(named: impl Iterator<Item = (String, Option<Quantity>)>, all: usize) -> Goods {
    Goods {
        named: named.take(NAMED).collect(),
        more: all.saturating_sub(NAMED),
    }
}

fn made(view: &View, assets: &[trace::AssetDetail]) -> Goods {
    let named = assets
        .iter()
        .map(|asset| (view.called(asset.id()), Some(asset.quantity.clone())));
    some(named, assets.len())
}

fn portions(view: &View, portions: &[Portion]) -> Goods {
    let named = portions.iter().map(|portion| {
        let known = view.register.asset(portion.asset);
        let quantity = known.map(|asset| Quantity {
            micro: portion.micro,
            unit: asset.detail.quantity.unit.clone(),
        });
        (view.called(portion.asset), quantity)
    });
    some(named, portions.len())
}
