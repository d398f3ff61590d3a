//! The mass balance of one party for one asset: what came in, what went out, what is left; each counted from the events on its own,
//! so that a balance that does not close shows.

use std::collections::{BTreeMap, BTreeSet};

use lineage::Register;
use trace::{EventBody, Portion, ShipmentId, SubjectId, TraceEvent};

use super::stowage::Stowage;

/// Amounts of one asset in one party's hands, in millionths of its unit.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Account {
    /// Made, or brought onto the ledger.
    pub(super) made: u64,
    /// Received, by itself or packed.
    pub(super) received: u64,
    /// Shipped before and refused, so that it came back.
    pub(super) returned: u64,
    /// Shipped in the shipment that the statement is about.
    pub(super) shipped: u64,
    /// Shipped otherwise.
    pub(super) shipped_otherwise: u64,
    /// Used up in making something.
    pub(super) used: u64,
    /// Still held, packed things included, as the record has it.
    pub(super) stock: u64,
}

impl Account {
    /// All that came in.
    pub(super) fn came_in(&self) -> u64 {
        (self.made)
            .saturating_add(self.received)
            .saturating_add(self.returned)
    }

    /// All that went out but in the shipment that the statement is about.
    pub(super) fn went_out_otherwise(&self) -> u64 {
        self.shipped_otherwise.saturating_add(self.used)
    }

    /// What came in, less what went out and what is left: 0 where the balance closes.
    pub(super) fn difference(&self) -> i128 {
        let out = [self.shipped, self.went_out_otherwise(), self.stock];
        let out: i128 = out.into_iter().map(i128::from).sum();
        i128::from(self.came_in()) - out
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (sum, more) in [
            (&mut self.made, other.made),
            (&mut self.received, other.received),
            (&mut self.returned, other.returned),
            (&mut self.shipped, other.shipped),
            (&mut self.shipped_otherwise, other.shipped_otherwise),
            (&mut self.used, other.used),
            (&mut self.stock, other.stock),
        ] {
            *sum = sum.saturating_add(more);
        }
    }
}

/// The accounts of a party for these assets, after all events.
pub(super) fn accounts(
    events: &[TraceEvent],
    register: &Register,
    party: SubjectId,
    shipment: ShipmentId,
    assets: impl IntoIterator<Item = SubjectId>,
) -> BTreeMap<SubjectId, Account> {
    let mut books = Books {
        party,
        shipment,
        stowage: Stowage::default(),
        accounts: (assets.into_iter())
            .map(|asset| (asset, Account::default()))
            .collect(),
    };
    for event in events {
        books.enter(&event.body);
        books.stowage.apply(&event.body);
    }
    for (asset, account) in &mut books.accounts {
        account.stock = held(register, *asset, party);
    }
    books.accounts
}

/// How much of an asset a party holds, packed in what it holds included.
fn held(register: &Register, asset: SubjectId, party: SubjectId) -> u64 {
    let Some(known) = register.asset(asset) else {
        return 0;
    };
    let bare = known.held.get(&party).copied().unwrap_or(0);
    let packed = (known.packed_in.iter())
        .filter(|(parent, _)| is_in_hands(register, **parent, party))
        .map(|(_, micro)| *micro);
    packed.fold(bare, u64::saturating_add)
}

/// Whether a party holds a box, or a box around it.
fn is_in_hands(register: &Register, parent: SubjectId, party: SubjectId) -> bool {
    let mut seen = BTreeSet::from([parent]);
    let mut open = vec![parent];
    while let Some(asset) = open.pop().and_then(|at| register.asset(at)) {
        if asset.held.contains_key(&party) {
            return true;
        }
        let around = asset.packed_in.keys().copied();
        open.extend(around.filter(|parent| seen.insert(*parent)));
    }
    false
}

struct Books {
    party: SubjectId,
    shipment: ShipmentId,
    stowage: Stowage,
    accounts: BTreeMap<SubjectId, Account>,
}

impl Books {
    fn enter(&mut self, body: &EventBody) {
        match body {
            EventBody::Commissioned { party, asset, .. } if *party == self.party => {
                self.add(asset.id(), asset.quantity.micro, |account| {
                    &mut account.made
                });
            }
            EventBody::Transformed {
                party,
                inputs,
                outputs,
                ..
            } if *party == self.party => {
                for input in inputs {
                    self.add(input.asset, input.micro, |account| &mut account.used);
                }
                for output in outputs {
                    self.add(output.id(), output.quantity.micro, |account| {
                        &mut account.made
                    });
                }
            }
            EventBody::Shipped {
                party,
                shipment,
                items,
                ..
            } if *party == self.party => {
                if *shipment == self.shipment {
                    self.carry(items, |account| &mut account.shipped);
                } else {
                    self.carry(items, |account| &mut account.shipped_otherwise);
                }
            }
            EventBody::Received { party, items, .. } if *party == self.party => {
                self.carry(items, |account| &mut account.received);
            }
            EventBody::Rejected {
                from_party, items, ..
            } if *from_party == self.party => {
                self.carry(items, |account| &mut account.returned);
            }
            _ => {}
        }
    }

    fn carry(&mut self, items: &[Portion], entry: fn(&mut Account) -> &mut u64) {
        for stowed in self.stowage.with_contents(items) {
            self.add(stowed.asset, stowed.micro, entry);
        }
    }

    fn add(&mut self, asset: SubjectId, micro: u64, entry: fn(&mut Account) -> &mut u64) {
        if let Some(account) = self.accounts.get_mut(&asset) {
            let sum = entry(account);
            *sum = sum.saturating_add(micro);
        }
    }
}
