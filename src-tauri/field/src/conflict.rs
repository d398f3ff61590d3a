//! What was known when a record was signed, what is known now, and what of that stands against it. Nothing is decided here: the
//! ways out are named, and somebody takes one.

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use alloy_primitives::B256;
use protocol::field::{ConflictWord as Word, FieldState as State, WayOut};
use serde::{Deserialize, Serialize};
use trace::{AssetDetail, EventBody, Portion, SubjectId};

use crate::basis::{Basis, Consignment};
use crate::{Acting, Prepared, ShipmentStatus};

/// One side of a conflict.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "fact", content = "of")]
pub enum Fact {
    /// Nothing is known or said.
    Nothing,
    /// The party holds so many millionths.
    Holds(u64),
    /// So many millionths are wanted.
    Takes(u64),
    /// A party has it, or several or nobody.
    Holder(Option<B256>),
    /// It is under way to a party.
    UnderWay(Option<B256>),
    /// It arrived at a party, at a second; at none for what is only written yet.
    Arrived(Option<B256>, Option<u64>),
    /// It was sent back by a party.
    SentBack(Option<B256>, Option<u64>),
    /// It is packed in this.
    PackedIn(B256),
    /// It is recalled by whom and why.
    Recalled(B256, String),
    /// It is not recalled.
    NotRecalled,
    /// Its history has so many events.
    History(u64),
    /// The device acts so.
    Acts(Acting),
    /// There is no such thing.
    Absent,
    /// It was made by this party.
    Made(B256),
}

/// Something that stands against a record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    /// What it is about.
    pub word: Word,
    /// The asset, shipment or party.
    pub subject: B256,
    /// What was known when it was signed.
    pub before: Fact,
    /// What the record says.
    pub mine: Fact,
    /// What is known now.
    pub theirs: Fact,
}

/// What stands against a record that is not on the ledger: what was known when it was signed, and what is known now, at this
/// second.
pub fn conflicts(prepared: &Prepared, before: &Basis, now: &Basis, second: u64) -> Vec<Conflict> {
    let body = &prepared.body;
    let mut found = Vec::new();
    acting(body, before, now, second, &mut found);
    tied(prepared, before, now, &mut found);
    arriving(body, before, now, &mut found);
    for portion in taken(body) {
        goods(portion, body.actor(), before, now, &mut found);
    }
    if let EventBody::Unpacked {
        parent, children, ..
    } = body
    {
        for child in children {
            unpacked(*child, *parent, before, now, &mut found);
        }
    }
    for asset in made(body) {
        name_taken(asset, body.actor(), now, &mut found);
    }
    recalled(body, before, now, &mut found);
    found
}

fn acting(body: &EventBody, before: &Basis, now: &Basis, second: u64, found: &mut Vec<Conflict>) {
    let lost = !now.acting.may_at(second) && before.acting != now.acting;
    let ended = matches!(now.acting, Acting::Until(until) if until < second);
    if lost || ended || now.acting == Acting::Withdrawn {
        found.push(Conflict {
            word: Word::DelegationWithdrawn,
            subject: body.actor().0,
            before: Fact::Acts(before.acting),
            mine: Fact::Nothing,
            theirs: Fact::Acts(now.acting),
        });
    }
}

fn tied(prepared: &Prepared, before: &Basis, now: &Basis, found: &mut Vec<Conflict>) {
    let (Some(then), Some(since)) = (before.head, now.head) else {
        return;
    };
    if !prepared.only_if_unchanged || then.0 == since.0 {
        return;
    }
    let extended = ledger::extends(&prepared.body);
    let Some((subject, _)) = extended.first() else {
        return;
    };
    found.push(Conflict {
        word: Word::HeadMoved,
        subject: subject.0,
        before: Fact::History(then.1),
        mine: Fact::History(then.1.saturating_add(1)),
        theirs: Fact::History(since.1),
    });
}

fn arriving(body: &EventBody, before: &Basis, now: &Basis, found: &mut Vec<Conflict>) {
    let Some(shipment) = now.shipment else {
        return;
    };
    let (before, me) = (before.shipment, Some(body.actor().0));
    let theirs = match shipment.status {
        Some(ShipmentStatus::Arrived(second)) => Fact::Arrived(shipment.to, Some(second)),
        Some(ShipmentStatus::SentBack(second)) => Fact::SentBack(shipment.to, Some(second)),
        None if before.is_some_and(|before| before.status.is_some()) => Fact::Absent,
        Some(ShipmentStatus::UnderWay) | None => return,
    };
    found.push(Conflict {
        word: if theirs == Fact::Absent {
            Word::Gone
        } else {
            Word::AlreadyArrived
        },
        subject: shipment.id,
        before: before.map_or(Fact::Nothing, standing),
        mine: match body {
            EventBody::Rejected { .. } => Fact::SentBack(me, None),
            EventBody::Received { .. } => Fact::Arrived(me, None),
            _ => Fact::UnderWay(shipment.to),
        },
        theirs,
    });
}

fn standing(shipment: Consignment) -> Fact {
    match shipment.status {
        None => Fact::Absent,
        Some(ShipmentStatus::UnderWay) => Fact::UnderWay(shipment.to),
        Some(ShipmentStatus::Arrived(second)) => Fact::Arrived(shipment.to, Some(second)),
        Some(ShipmentStatus::SentBack(second)) => Fact::SentBack(shipment.to, Some(second)),
    }
}

/// What the acting party must hold.
fn taken(body: &EventBody) -> &[Portion] {
    match body {
        EventBody::Transformed { inputs: taken, .. }
        | EventBody::Packed {
            children: taken, ..
        }
        | EventBody::Shipped { items: taken, .. }
        | EventBody::Observed {
            items: taken,
            shipment: None,
            ..
        } => taken,
        _ => &[],
    }
}

fn goods(
    portion: &Portion,
    party: SubjectId,
    before: &Basis,
    now: &Basis,
    found: &mut Vec<Conflict>,
) {
    let (then, since) = (before.thing(portion.asset), now.thing(portion.asset));
    if since.held >= portion.micro {
        return;
    }
    let mine = Fact::Takes(portion.micro);
    let new_parent = (since.packed_in.iter()).find(|parent| !then.packed_in.contains(parent));
    let elsewhere = since.holder.filter(|holder| *holder != party.0);
    let (word, before, theirs) = match (since.maker, new_parent, elsewhere) {
        (None, _, _) if then.maker.is_none() => return,
        (None, _, _) => (Word::Gone, Fact::Holds(then.held), Fact::Absent),
        (_, Some(parent), _) => (
            Word::PackedElsewhere,
            Fact::Holds(then.held),
            Fact::PackedIn(*parent),
        ),
        (_, None, Some(holder)) if since.held == 0 && then.holder != Some(holder) => (
            Word::HolderChanged,
            Fact::Holder(then.holder),
            Fact::Holder(Some(holder)),
        ),
        _ => (
            Word::NotEnough,
            Fact::Holds(then.held),
            Fact::Holds(since.held),
        ),
    };
    found.push(Conflict {
        word,
        subject: portion.asset.0,
        before,
        mine,
        theirs,
    });
}

fn unpacked(
    child: Portion,
    parent: SubjectId,
    before: &Basis,
    now: &Basis,
    found: &mut Vec<Conflict>,
) {
    let (then, since) = (before.thing(child.asset), now.thing(child.asset));
    if since.packed >= child.micro || (then.packed < child.micro && then.packed == since.packed) {
        return;
    }
    let theirs = match since.packed_in.iter().find(|other| **other != parent.0) {
        Some(other) => Fact::PackedIn(*other),
        None if since.packed == 0 => Fact::Holder(since.holder),
        None => Fact::Holds(since.packed),
    };
    found.push(Conflict {
        word: Word::PackedElsewhere,
        subject: child.asset.0,
        before: Fact::PackedIn(parent.0),
        mine: Fact::Takes(child.micro),
        theirs,
    });
}

/// What a record brings into being.
fn made(body: &EventBody) -> &[AssetDetail] {
    match body {
        EventBody::Commissioned { asset, .. } => std::slice::from_ref(asset),
        EventBody::Transformed { outputs, .. } => outputs,
        _ => &[],
    }
}

fn name_taken(asset: &AssetDetail, party: SubjectId, now: &Basis, found: &mut Vec<Conflict>) {
    let Some(maker) = now.thing(asset.id()).maker else {
        return;
    };
    found.push(Conflict {
        word: Word::NameTaken,
        subject: asset.id().0,
        before: Fact::Absent,
        mine: Fact::Made(party.0),
        theirs: Fact::Made(maker),
    });
}

fn recalled(body: &EventBody, before: &Basis, now: &Basis, found: &mut Vec<Conflict>) {
    if matches!(
        body,
        EventBody::Observed { .. } | EventBody::Attested { .. }
    ) {
        // What is seen or said of goods is as good as before.
        return;
    }
    for thing in &now.things {
        let then = before.thing(SubjectId(thing.id)).recalled;
        let Some((by, reason)) = thing.recalled.clone().filter(|_| then.is_none()) else {
            continue;
        };
        found.push(Conflict {
            word: Word::Recalled,
            subject: thing.id,
            before: Fact::NotRecalled,
            mine: Fact::Nothing,
            theirs: Fact::Recalled(by, reason),
        });
    }
}

/// What can be done with a record in this state. `expires` says whether it has an end at all.
pub fn ways_out(state: State, expires: bool) -> Vec<WayOut> {
    match state {
        State::Draft | State::Ready => vec![WayOut::Discard],
        State::Signed => vec![WayOut::Adjust, WayOut::Cancel],
        State::Refused | State::Conflicting => {
            let mut ways = vec![WayOut::SendAnyway, WayOut::Adjust, WayOut::Cancel];
            if expires {
                ways.push(WayOut::LetExpire);
            }
            ways
        }
        State::Confirmed | State::Sealed => vec![WayOut::Correct],
        State::Expired | State::Cancelled => vec![WayOut::Adjust],
        State::Sent | State::Discarded => Vec::new(),
    }
}
