//! A workspace with a lineage too wide for any screen, told offline as a node would report it: one rack of modules, each made of as
//! many lots as an event can name, a few of which have names that somebody made up to do harm.

use std::fs;
use std::path::Path;

use alloy_primitives::{Address, B256, keccak256};
use store::{EventRow, NetworkRow, Reported, Store};
use trace::{
    AssetDetail, AssetKind, Epc, EventBody, EventKey, EventTime, Granularity, Location, Mass,
    Party, Portion, Quantity, Record, SubjectId, Unit,
};
use verify::{Trust, TrustedNetwork};

/// The asset that everything goes into.
pub(crate) const RACK: &str = "https://id.gs1.org/01/09506000134352/21/RACK-1";
/// How many modules it has.
pub(crate) const MODULES: usize = 64;
/// How many lots each module is made of.
pub(crate) const LOTS: usize = 63;
/// How many ores the first two lots of a module are made of.
const ORES: usize = 14;
/// A name from right to left, with markup in it.
pub(crate) const HOSTILE: &str = "<img src=x onerror=alert(1)> שלום עולם \u{202e}gnorw";

const CONTRACT: Address = Address::repeat_byte(0xc0);
const PER_BLOCK: usize = 500;
/// 1 May 2026.
const START: u64 = 1_777_593_600;

/// Writes the workspace.
pub(crate) fn make(dir: &Path) {
    fs::create_dir_all(dir).unwrap();
    let network = TrustedNetwork {
        label: "wide".into(),
        chain_id: 4244,
        genesis: B256::ZERO,
        contract: CONTRACT,
        code_hash: B256::ZERO,
    };
    fs::write(
        dir.join("trust.json"),
        Trust::new(network.clone()).to_json(),
    )
    .unwrap();
    let row = NetworkRow {
        chain_id: network.chain_id,
        genesis: network.genesis,
        contract: network.contract,
        code_hash: network.code_hash,
        from_block: 1,
        label: network.label,
        synced_at: Some(START),
    };
    let mut store = Store::create(&dir.join("cache.db"), &row).unwrap();
    let rows: Vec<EventRow> = story().iter().enumerate().map(row_of).collect();
    let last = rows.last().unwrap().key.block;
    let hashes: Vec<_> = (1..=last)
        .map(|block| (block, keccak256(block.to_be_bytes())))
        .collect();
    let all = Reported {
        rollback_to: None,
        range: 1..=last,
        hashes: &hashes,
        events: &rows,
    };
    store.commit_reported(&all).unwrap();
}

fn row_of((at, body): (usize, &EventBody)) -> EventRow {
    let log = ledger::encode(body);
    let (topics, data) = log.split();
    EventRow {
        key: EventKey {
            block: (at / PER_BLOCK + 1) as u64,
            log_index: u32::try_from(at % PER_BLOCK).unwrap(),
        },
        tx_index: 0,
        block_time: START + (at / PER_BLOCK) as u64 * 86_400,
        event_type: body.event_type().word().to_owned(),
        event_time: body.record().map(|record| record.time.unix_millis),
        topic: topics[0],
        data,
    }
}

fn story() -> Vec<EventBody> {
    let maker = epc("https://id.gs1.org/417/9506000100005");
    let works = epc("https://id.gs1.org/414/9506000100012");
    let (party, place) = (SubjectId::of(&maker), SubjectId::of(&works));
    let mut told = vec![
        EventBody::PartyRegistered(Party {
            epc: maker,
            account: Address::repeat_byte(1),
            title: "Rack Works".into(),
            gln: "9506000100005".into(),
            place: "Brno".into(),
            country: "CZ".into(),
        }),
        EventBody::LocationRegistered(Location {
            epc: works,
            party,
            title: "Rack line".into(),
            gln: "9506000100012".into(),
            place: "Brno".into(),
            country: "CZ".into(),
            latitude_e6: 49_195_000,
            longitude_e6: 16_608_000,
        }),
    ];
    let mut modules = Vec::new();
    for module in 0..MODULES {
        let mut inputs = Vec::new();
        let ores: Vec<_> = (0..ORES).map(|ore| material(module, LOTS + ore)).collect();
        let half = |ore: &AssetDetail| Portion {
            micro: ore.quantity.micro / 2,
            ..portion(ore)
        };
        let halves: Vec<_> = ores.iter().map(half).collect();
        told.extend(ores.into_iter().map(|asset| EventBody::Commissioned {
            party,
            asset,
            record: record(place),
        }));
        for lot in 0..LOTS {
            let asset = material(module, lot);
            inputs.push(portion(&asset));
            told.push(if lot < 2 {
                EventBody::Transformed {
                    party,
                    inputs: halves.clone(),
                    outputs: vec![asset],
                    record: record(place),
                }
            } else {
                EventBody::Commissioned {
                    party,
                    asset,
                    record: record(place),
                }
            });
        }
        let asset = thing(
            AssetKind::Component,
            &format!("MOD-{module}"),
            &format!("Module {module}"),
        );
        modules.push(portion(&asset));
        told.push(EventBody::Transformed {
            party,
            inputs,
            outputs: vec![asset],
            record: record(place),
        });
    }
    told.push(EventBody::Transformed {
        party,
        inputs: modules,
        outputs: vec![thing(AssetKind::Product, "RACK-1", "Server rack")],
        record: record(place),
    });
    told
}

fn material(module: usize, lot: usize) -> AssetDetail {
    let own = format!("https://id.gs1.org/01/09506000134307/10/L-{module}-{lot}");
    let (name, own) = match (module, lot) {
        (0, 0) => (HOSTILE.to_owned(), own),
        // As long as the ledger takes it.
        (0, 1) => (
            "ingot ".repeat(42),
            format!("https://example.com/lots/{}", "9".repeat(230)),
        ),
        _ => (format!("Tin lot {module}-{lot}"), own),
    };
    AssetDetail {
        epc: epc(&own),
        kind: AssetKind::Material,
        granularity: Granularity::Lot,
        description: name,
        quantity: Quantity {
            micro: 10_000_000,
            unit: Unit::kilogram(),
        },
        unit_mass: None,
    }
}

fn thing(kind: AssetKind, serial: &str, name: &str) -> AssetDetail {
    AssetDetail {
        epc: epc(&format!("https://id.gs1.org/01/09506000134352/21/{serial}")),
        kind,
        granularity: Granularity::Item,
        description: name.to_owned(),
        quantity: Quantity {
            micro: 1_000_000,
            unit: Unit::piece(),
        },
        unit_mass: Some(Mass::from_milligrams(900_000)),
    }
}

fn portion(asset: &AssetDetail) -> Portion {
    Portion {
        asset: asset.id(),
        micro: asset.quantity.micro,
    }
}

fn record(place: SubjectId) -> Record {
    Record {
        time: EventTime {
            unix_millis: START * 1000,
            zone_offset_minutes: 60,
        },
        location: Some(place),
        biz_step: "commissioning".into(),
        event_hash: None,
        document: Vec::new(),
    }
}

fn epc(text: &str) -> Epc {
    Epc::parse(text).unwrap()
}
