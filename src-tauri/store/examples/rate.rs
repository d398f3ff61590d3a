//! How fast the cache takes events in, and how many bytes each costs: `cargo run --release -p waymark-store --example rate`.
//!
//! It prints figures and judges none. The events are made up: four kinds, of the shapes and repetitions of a real ledger.

use std::path::Path;
use std::time::{Duration, Instant};

use alloy_consensus::proofs::calculate_receipt_root;
use alloy_consensus::{Eip658Value, Receipt, ReceiptEnvelope};
use alloy_eips::eip2718::Encodable2718;
use alloy_primitives::{Address, B256, Bytes, Log, keccak256};
use evidence::{BlockPart, Header, Receipts};
use rusqlite::{Connection, params};
use store::{Commit, EventRow, LedgerFile, LedgerOrigin, NetworkRow, Reported, Store, StoreError};
use trace::EventKey;

const EVENTS: u64 = 100_000;
const PER_BLOCK: u64 = 100;
const PER_STEP: usize = 20;
const CONTRACT: Address = Address::repeat_byte(0xc0);
const FIRST: &str = include_str!("../src/migrations/2026-11-23-first.sql");

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let dir = tempfile::tempdir()?;
    let parts = made_up_chain();
    let rows: Vec<EventRow> = parts.iter().flat_map(events_of).collect();
    let raw: usize = rows.iter().map(|row| row.data.len() + 32).sum();
    println!(
        "{} events, {} bytes of topic and data each",
        rows.len(),
        raw / rows.len()
    );

    reported(&dir.path().join("reported.db"), &parts, &rows, true)?;
    reported(&dir.path().join("reported-slow.db"), &parts, &rows, false)?;
    included(&dir.path().join("included.db"), &parts, &rows, true)?;
    included(&dir.path().join("included-slow.db"), &parts, &rows, false)?;
    first_format(&dir.path().join("first.db"), &parts, &rows, true)?;
    first_format(&dir.path().join("first-reported.db"), &parts, &rows, false)?;
    ledger_file(&dir.path().join("chips.waymark"), &parts)?;
    reading(&dir.path().join("included.db"))
}

fn say(what: &str, path: &Path, taken: Duration) -> Outcome {
    let size = std::fs::metadata(path)?.len();
    #[allow(clippy::cast_precision_loss)]
    let rate = EVENTS as f64 / taken.as_secs_f64() / 1000.0;
    println!(
        "{what:<44} {rate:>7.0}k events/s {:>6} bytes/event",
        size / EVENTS
    );
    Ok(())
}

fn network() -> NetworkRow {
    NetworkRow {
        chain_id: 4242,
        genesis: B256::ZERO,
        contract: CONTRACT,
        code_hash: B256::ZERO,
        from_block: 0,
        label: "made up".into(),
        synced_at: None,
    }
}

fn reported(path: &Path, parts: &[BlockPart], rows: &[EventRow], bulk: bool) -> Outcome {
    let mut store = Store::create(path, &network())?;
    let started = Instant::now();
    if bulk {
        store.begin_bulk()?;
    }
    let per_step = PER_STEP * usize::try_from(PER_BLOCK)?;
    for (parts, rows) in parts.chunks(PER_STEP).zip(rows.chunks(per_step)) {
        let hash = |part: &BlockPart| (part.header.number(), part.header.hash());
        let hashes: Vec<_> = parts.iter().map(hash).collect();
        store.commit_reported(&Reported {
            rollback_to: None,
            range: hashes[0].0..=hashes[hashes.len() - 1].0,
            hashes: &hashes,
            events: rows,
        })?;
    }
    store.finish_bulk()?;
    store.checkpoint()?;
    let what = if bulk {
        "reported, bulk load"
    } else {
        "reported"
    };
    say(what, path, started.elapsed())
}

fn included(path: &Path, parts: &[BlockPart], rows: &[EventRow], bulk: bool) -> Outcome {
    let mut store = Store::create(path, &network())?;
    let started = Instant::now();
    if bulk {
        store.begin_bulk()?;
    }
    let per_step = PER_STEP * usize::try_from(PER_BLOCK)?;
    for (parts, events) in parts.chunks(PER_STEP).zip(rows.chunks(per_step)) {
        store.commit(&Commit {
            rollback_to: None,
            parts,
            events,
        })?;
    }
    store.finish_bulk()?;
    store.checkpoint()?;
    let what = if bulk {
        "with headers and receipts, bulk load"
    } else {
        "with headers and receipts"
    };
    say(what, path, started.elapsed())
}

/// The same rows as the first format kept them.
fn first_format(path: &Path, parts: &[BlockPart], rows: &[EventRow], proofs: bool) -> Outcome {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.execute_batch(FIRST)?;
    let started = Instant::now();
    connection.execute_batch("BEGIN")?;
    for part in parts.iter().filter(|_| proofs) {
        let number = part.header.number().cast_signed();
        let mut statement = connection.prepare_cached("INSERT INTO blocks VALUES (?1, ?2, ?3)")?;
        statement.execute(params![number, part.header.hash().0, part.header.rlp()])?;
        let mut statement =
            connection.prepare_cached("INSERT INTO receipts VALUES (?1, ?2, ?3)")?;
        for (index, encoded) in part.receipts.iter().flat_map(Receipts::encoded).enumerate() {
            statement.execute(params![number, i64::try_from(index)?, encoded])?;
        }
    }
    let sql = "INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let mut statement = connection.prepare(sql)?;
    for row in rows {
        statement.execute(params![
            row.key.packed(),
            row.tx_index.cast_signed(),
            row.block_time.cast_signed(),
            row.event_type,
            row.event_time.map(u64::cast_signed),
            row.topic.0,
            row.data.as_ref()
        ])?;
    }
    connection.execute_batch("COMMIT")?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    let what = if proofs {
        "format 1, with headers and receipts"
    } else {
        "format 1, events alone"
    };
    say(what, path, started.elapsed())
}

fn ledger_file(path: &Path, parts: &[BlockPart]) -> Outcome {
    let origin = LedgerOrigin {
        chain_id: 4242,
        genesis: B256::ZERO,
        contract: CONTRACT,
        code_hash: B256::ZERO,
        label: "made up".into(),
    };
    let started = Instant::now();
    LedgerFile::write(path, &origin, parts)?;
    say("ledger file, written", path, started.elapsed())?;
    let started = Instant::now();
    let file = LedgerFile::open(path)?;
    let read = file
        .parts_after(None)
        .try_fold(0, |sum, part| part.map(|_| sum + 1))?;
    say(
        &format!("ledger file, {read} blocks read"),
        path,
        started.elapsed(),
    )
}

fn reading(path: &Path) -> Outcome {
    let started = Instant::now();
    let store = Store::open_read_only(path)?;
    let mut bytes = 0;
    store.each_event(0..=u64::MAX, |row| bytes += row.data.len())?;
    say("events read", path, started.elapsed())?;
    let started = Instant::now();
    for number in 1..=EVENTS / PER_BLOCK {
        store
            .receipts(number)?
            .ok_or(StoreError::Damaged { block: number })?;
    }
    say("receipts read", path, started.elapsed())
}

/// A word of a small number.
fn number(value: u64) -> [u8; 32] {
    B256::left_padding_from(&value.to_be_bytes()).0
}

/// A string as ABI encodes it.
fn text(data: &mut Vec<u8>, text: &str) {
    data.extend(number(text.len() as u64));
    data.extend(text.as_bytes());
    data.resize(data.len().next_multiple_of(32), 0);
}

fn asset(of: u64) -> B256 {
    keccak256(of.to_be_bytes())
}

fn party(of: u64) -> B256 {
    keccak256([b'p', (of % 15) as u8])
}

/// The record behind every event: time, zone, place, step, hash of its document.
fn record(data: &mut Vec<u8>, at: u64) {
    data.extend(number(0x20));
    data.extend(number(1_790_000_000_000 + at * 60_000));
    data.extend(number(120));
    data.extend(keccak256([b'l', (at % 40) as u8]).0);
    data.extend(number(0xc0));
    data.extend(keccak256([b"event".as_slice(), &at.to_be_bytes()].concat()).0);
    data.extend(number(0x100));
    text(
        data,
        ["commissioning", "shipping", "receiving", "assembling"][(at % 4) as usize],
    );
    data.extend(number(0));
}

/// One event in four is a new asset; the others move or use one of the last.
fn log(at: u64) -> Log {
    let mut data = Vec::new();
    let subject = at / 4;
    match at % 4 {
        0 => {
            data.extend(asset(subject).0);
            data.extend(party(subject).0);
            data.extend(number(0x80));
            data.extend(number(0x200));
            data.extend(
                [0xe0, 1, 2, 0x140, 1_000_000, 0x180, 0]
                    .map(number)
                    .concat(),
            );
            text(
                &mut data,
                &format!("https://id.gs1.org/01/04012345123456/10/LOT-{subject:08}"),
            );
            text(&mut data, "Tin ingot, 99.9 %");
            text(&mut data, "KGM");
        }
        kind => {
            data.extend(keccak256([subject.to_be_bytes(), (kind / 2).to_le_bytes()].concat()).0);
            data.extend(party(subject).0);
            data.extend(party(subject + kind).0);
            data.extend([0xa0, 0x140, 1].map(number).concat());
            data.extend(asset(subject.saturating_sub(kind)).0);
            data.extend(number(250_000));
        }
    }
    record(&mut data, at);
    Log::new_unchecked(
        CONTRACT,
        vec![keccak256([b'e', (at % 4) as u8])],
        data.into(),
    )
}

/// The extension of a subject's head that follows an event.
fn head(at: u64) -> Log {
    let subject = asset((at / 4).saturating_sub(at % 4));
    let mut data = keccak256([b"digest".as_slice(), &at.to_be_bytes()].concat()).to_vec();
    data.extend(keccak256(at.to_le_bytes()).0);
    data.extend(number(at % 7));
    let topics = vec![
        keccak256("HeadExtended"),
        subject,
        B256::from(number(at % 2)),
    ];
    Log::new_unchecked(CONTRACT, topics, data.into())
}

fn made_up_chain() -> Vec<BlockPart> {
    let mut parent = B256::ZERO;
    (1..=EVENTS / PER_BLOCK)
        .map(|block| {
            let part = made_up_block(block, parent);
            parent = part.header.hash();
            part
        })
        .collect()
}

fn made_up_block(block: u64, parent_hash: B256) -> BlockPart {
    let first = (block - 1) * PER_BLOCK;
    let receipts: Vec<_> = (first..first + PER_BLOCK)
        .map(|at| {
            let receipt = Receipt {
                status: Eip658Value::Eip658(true),
                cumulative_gas_used: (at - first + 1) * 180_000,
                logs: vec![log(at), head(at)],
            };
            ReceiptEnvelope::Eip1559(receipt.into())
        })
        .collect();
    let bloom = receipts
        .iter()
        .fold(alloy_primitives::Bloom::ZERO, |sum, r| {
            sum | *r.logs_bloom()
        });
    let header = alloy_consensus::Header {
        number: block,
        parent_hash,
        timestamp: 1_790_000_000 + block * 5,
        state_root: keccak256(block.to_be_bytes()),
        transactions_root: keccak256(block.to_le_bytes()),
        receipts_root: calculate_receipt_root(&receipts),
        logs_bloom: bloom,
        extra_data: Bytes::from(vec![7; 32]),
        ..Default::default()
    };
    let encoded = receipts.iter().map(Encodable2718::encoded_2718).collect();
    let (Ok(header), Ok(receipts)) = (
        Header::from_rlp(&alloy_rlp::encode(header)),
        Receipts::from_encoded(encoded),
    ) else {
        unreachable!("what was encoded here decodes")
    };
    BlockPart {
        header,
        receipts: Some(receipts),
    }
}

fn events_of(part: &BlockPart) -> Vec<EventRow> {
    let logs = part
        .receipts
        .as_ref()
        .map(Receipts::logs)
        .unwrap_or_default();
    logs.into_iter()
        .filter(|entry| entry.log.topics().len() == 1)
        .map(|entry| EventRow {
            key: EventKey {
                block: part.header.number(),
                log_index: entry.log_index,
            },
            tx_index: entry.tx_index,
            block_time: part.header.timestamp(),
            event_type: "commissioned".into(),
            event_time: Some(part.header.timestamp() * 1000),
            topic: entry.log.topics()[0],
            data: entry.log.data.data.clone(),
        })
        .collect()
}
