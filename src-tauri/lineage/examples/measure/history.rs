//! A history to load: lots and what was made of them, entangled as deeply as the events allow, so that the last product
//! came from nearly everything. The same number of events gives the same history.

use alloy_primitives::B256;
use trace::{
    AssetDetail, AssetKind, AttestationId, Claim, ClaimKind, Epc, EventBody, EventKey, EventTime,
    Granularity, MICRO, Portion, Quantity, Record, SubjectId, TraceEvent, Unit,
};

use crate::picture::Dice;

/// So many of the newest assets are used to make the next.
const RECENT: usize = 400;
/// Events in a block.
const PER_BLOCK: u64 = 100;
/// Parties that make things.
const MAKERS: usize = 40;

/// The events, and the last asset that was made of others.
pub(crate) fn history(count: u64) -> (Vec<TraceEvent>, SubjectId) {
    let mut teller = Teller {
        events: Vec::new(),
        recent: Vec::new(),
        assets: 0,
        dice: Dice(count),
        last: SubjectId(B256::ZERO),
    };
    while (teller.events.len() as u64) + 1 < count {
        teller.tell();
    }
    teller.end();
    (teller.events, teller.last)
}

struct Teller {
    events: Vec<TraceEvent>,
    recent: Vec<SubjectId>,
    assets: u64,
    dice: Dice,
    last: SubjectId,
}

impl Teller {
    /// One event.
    fn tell(&mut self) {
        let party = party(self.dice.below(MAKERS));
        let roll = self.dice.below(100);
        if self.recent.len() < 3 || roll < 25 {
            let asset = self.asset(AssetKind::Material, Granularity::Lot);
            let record = self.record();
            self.keep(asset.id());
            self.push(EventBody::Commissioned {
                party,
                asset,
                record,
            });
        } else if roll < 32 {
            let subject = self.pick();
            let source = ["primary", "post-consumer"][self.dice.below(2)];
            let attestation = AttestationId(B256::left_padding_from(&self.next().to_be_bytes()));
            let record = self.record();
            self.push(EventBody::Attested {
                attestation,
                subject,
                party,
                certified: true,
                claim: origin(source),
                record,
            });
        } else {
            let inputs = (0..=self.dice.below(3)).map(|_| self.pick());
            let mut inputs: Vec<_> = inputs.collect();
            inputs.sort_unstable();
            inputs.dedup();
            let count = 1 + usize::from(self.dice.below(10) == 0);
            self.transform(party, inputs, count);
        }
    }

    /// The last product, made of everything that is at hand.
    fn end(&mut self) {
        let mut inputs = std::mem::take(&mut self.recent);
        inputs.sort_unstable();
        self.transform(party(0), inputs, 1);
    }

    fn transform(&mut self, party: SubjectId, inputs: Vec<SubjectId>, count: usize) {
        let outputs: Vec<_> = (0..count)
            .map(|_| self.asset(AssetKind::Component, Granularity::Lot))
            .collect();
        for output in &outputs {
            self.keep(output.id());
            self.last = output.id();
        }
        let portion = |asset| Portion {
            asset,
            micro: MICRO,
        };
        let record = self.record();
        self.push(EventBody::Transformed {
            party,
            inputs: inputs.into_iter().map(portion).collect(),
            outputs,
            record,
        });
    }

    fn push(&mut self, body: EventBody) {
        let at = self.next();
        self.events.push(TraceEvent {
            key: EventKey {
                block: at / PER_BLOCK + 1,
                // A remainder below `PER_BLOCK`.
                log_index: u32::try_from(at % PER_BLOCK).unwrap_or(0),
            },
            transaction: None,
            block_time: at,
            digest: B256::left_padding_from(&at.to_be_bytes()),
            body,
        });
    }

    fn next(&self) -> u64 {
        self.events.len() as u64
    }

    fn record(&self) -> Record {
        Record {
            time: EventTime {
                unix_millis: self.next() * 1000,
                zone_offset_minutes: 0,
            },
            location: None,
            biz_step: String::new(),
            event_hash: None,
            document: Vec::new(),
        }
    }

    fn asset(&mut self, kind: AssetKind, granularity: Granularity) -> AssetDetail {
        self.assets += 1;
        AssetDetail {
            epc: epc(&format!("lot/{}", self.assets)),
            kind,
            granularity,
            description: "Solder paste".to_owned(),
            quantity: Quantity {
                micro: 3 * MICRO,
                unit: Unit::kilogram(),
            },
            unit_mass: None,
        }
    }

    fn keep(&mut self, asset: SubjectId) {
        if self.recent.len() < RECENT {
            self.recent.push(asset);
        } else {
            let at = self.dice.below(RECENT);
            self.recent[at] = asset;
        }
    }

    fn pick(&mut self) -> SubjectId {
        self.recent[self.dice.below(self.recent.len())]
    }
}

fn party(number: usize) -> SubjectId {
    SubjectId::of(&epc(&format!("party/{number}")))
}

/// Names of this form are always good ones.
#[allow(clippy::expect_used)]
fn epc(name: &str) -> Epc {
    Epc::parse(&format!("https://example.org/{name}")).expect("a name")
}

fn origin(source: &str) -> Claim {
    Claim {
        kind: ClaimKind::Origin,
        value_micro: 0,
        unit: String::new(),
        statement: source.to_owned(),
        method: String::new(),
        valid_from: None,
        valid_until: None,
        document_hash: None,
    }
}
