//! How long a workspace takes to open, and how much memory it holds then:
//! `cargo run --release -p waymark-workspace --example open -- make DIR EVENTS`, then `-- open DIR`.
//!
//! It prints figures and judges none. The history is the load story, told offline as a node would report it; opening is measured
//! in a process of its own, so that nothing of the making is in its memory.

use std::fs;
use std::path::Path;
use std::time::Instant;

use alloy_primitives::{Address, B256, keccak256};
use scenario::{load, replay};
use store::{EventRow, NetworkRow, Reported, Store};
use trace::{EventBody, EventKey, TraceEvent};
use verify::{Trust, TrustedNetwork};
use workspace::{Access, Workspace};

/// Events in a block: a round of the story.
const PER_BLOCK: usize = 10;

/// Blocks that are committed at once.
const AT_ONCE: usize = 1_000;

const CONTRACT: Address = Address::repeat_byte(0xc0);

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["make", dir, events] => make(Path::new(dir), events.parse()?),
        ["open", dir] => open(Path::new(dir)),
        _ => Err("make DIR EVENTS | open DIR".into()),
    }
}

fn network() -> TrustedNetwork {
    TrustedNetwork {
        label: "load".into(),
        chain_id: 4242,
        genesis: B256::ZERO,
        contract: CONTRACT,
        code_hash: B256::ZERO,
    }
}

/// Writes a workspace that holds this many events of the load story.
fn make(dir: &Path, events: u64) -> Outcome {
    fs::create_dir_all(dir)?;
    fs::write(dir.join("trust.json"), Trust::new(network()).to_json())?;
    let network = network();
    let mut store = Store::create(
        &dir.join("cache.db"),
        &NetworkRow {
            chain_id: network.chain_id,
            genesis: network.genesis,
            contract: network.contract,
            code_hash: network.code_hash,
            from_block: 1,
            label: network.label,
            synced_at: Some(1),
        },
    )?;
    let told = replay(&load(events));
    let rows: Vec<EventRow> = told.iter().enumerate().map(|(at, e)| row(at, e)).collect();
    store.begin_bulk()?;
    for batch in rows.chunks(PER_BLOCK * AT_ONCE) {
        let ends = batch.first().zip(batch.last());
        let Some((first, last)) = ends.map(|(first, last)| (first.key.block, last.key.block))
        else {
            continue;
        };
        let hashes: Vec<_> = (first..=last)
            .map(|block| (block, keccak256(block.to_be_bytes())))
            .collect();
        store.commit_reported(&Reported {
            rollback_to: None,
            range: first..=last,
            hashes: &hashes,
            events: batch,
        })?;
    }
    store.finish_bulk()?;
    println!("{} events in {}", rows.len(), dir.display());
    Ok(())
}

fn row(at: usize, event: &TraceEvent) -> EventRow {
    let log = ledger::encode(&event.body);
    let (topics, data) = log.split();
    EventRow {
        key: EventKey {
            block: (at / PER_BLOCK + 1) as u64,
            log_index: u32::try_from(at % PER_BLOCK).unwrap_or(0),
        },
        tx_index: 0,
        block_time: event.block_time,
        event_type: event.body.event_type().word().to_owned(),
        event_time: EventBody::record(&event.body).map(|record| record.time.unix_millis),
        topic: topics.first().copied().unwrap_or_default(),
        data,
    }
}

/// Opens a workspace and looks at what a window shows first. The first time it leaves a snapshot behind; run it twice.
fn open(dir: &Path) -> Outcome {
    let megabytes =
        |name: &str| fs::metadata(dir.join(name)).map_or(0, |file| file.len() / 1_000_000);
    println!(
        "cache.db {} MB, snapshot {} MB",
        megabytes("cache.db"),
        megabytes("register.snapshot")
    );
    let workspace = timed("open", || Workspace::open(dir, Access::Write))?;
    let epc = "urn:epc:class:lgtin:8881003.010145.L00000001";
    timed("lineage of one asset", || {
        workspace.trail(epc, protocol::Direction::Up, None, None)
    })?;
    timed("one asset", || workspace.asset(epc, None))?;
    timed("findings", || workspace.findings(None))?;
    timed("lineage of one asset again", || {
        workspace.trail(epc, protocol::Direction::Up, None, None)
    })?;
    let half = workspace
        .trail(epc, protocol::Direction::Up, None, None)?
        .as_of
        / 2;
    timed("as of half the chain", || {
        workspace.trail(epc, protocol::Direction::Up, None, Some(half))
    })?;
    Ok(())
}

fn timed<T, E>(what: &str, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let started = Instant::now();
    let done = work();
    say(what, started.elapsed().as_secs_f64());
    done
}

/// Prints a figure with the memory that the process holds and held at most.
fn say(what: &str, seconds: f64) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        let number = line.and_then(|line| line.split_whitespace().nth(1));
        number
            .and_then(|kilobytes| kilobytes.parse::<u64>().ok())
            .unwrap_or(0)
            / 1000
    };
    println!(
        "{what:<28} {seconds:>7.3} s, holds {} MB, held at most {} MB",
        field("VmRSS"),
        field("VmHWM"),
    );
}
