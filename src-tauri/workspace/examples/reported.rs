//! The quick way to events that a node only reports: its logs by range, decoded and written, and nothing proven. It joins
//! `chain` and `store` for measuring (`cargo xtask bench sync`); the application itself keeps to headers and receipts.
//!
//! Arguments: the node's address, the ledger's address, the file to make. Prints how many events are in the file then.

use std::error::Error;
use std::path::Path;

use alloy_primitives::{Address, B256};
use chain::pull::{LogBatch, LogPuller, PulledLogs, ReportedLog};
use chain::{Auth, Cursor, Node};
use store::{EventRow, NetworkRow, Reported, Store};
use trace::EventKey;

fn main() -> Result<(), Box<dyn Error>> {
    let [rpc, contract, file] = std::env::args()
        .skip(1)
        .collect::<Vec<_>>()
        .try_into()
        .map_err(|_| "three arguments are needed: RPC CONTRACT FILE")?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let node = Node::connect(&rpc, Auth::None)?;
    runtime.block_on(sync(&node, contract.parse()?, Path::new(&file)))
}

async fn sync(node: &Node, contract: Address, file: &Path) -> Result<(), Box<dyn Error>> {
    let mut store = Store::create(
        file,
        &NetworkRow {
            chain_id: node.chain_id().await?,
            genesis: node.genesis().await?,
            contract,
            code_hash: node.code_hash(contract).await?.unwrap_or_default(),
            from_block: 1,
            label: String::new(),
            synced_at: None,
        },
    )?;
    store.begin_bulk()?;
    let mut puller = LogPuller::new(node, contract, 1);
    loop {
        let cursor = store
            .cursor()?
            .map(|(number, hash)| Cursor { number, hash });
        let held = |number: u64| store.hash_at(number).ok().flatten();
        let PulledLogs::Batch(batch) = puller.pull(cursor, &held).await? else {
            break;
        };
        commit(&mut store, &batch)?;
    }
    store.finish_bulk()?;
    println!("{}", store.event_count()?);
    Ok(())
}

fn commit(store: &mut Store, batch: &LogBatch) -> Result<(), Box<dyn Error>> {
    let events: Vec<EventRow> = batch.logs.iter().filter_map(row).collect();
    let mut hashes: Vec<(u64, B256)> = batch
        .logs
        .iter()
        .map(|log| (log.block, log.block_hash))
        .collect();
    hashes.push((batch.end.number(), batch.end.hash()));
    hashes.dedup();
    store.commit_reported(&Reported {
        rollback_to: batch.rollback_to,
        range: batch.blocks.clone(),
        hashes: &hashes,
        events: &events,
    })?;
    Ok(())
}

/// The row of a log that records an event.
fn row(reported: &ReportedLog) -> Option<EventRow> {
    let body = ledger::decode(&reported.log).ok().flatten()?;
    Some(EventRow {
        key: EventKey {
            block: reported.block,
            log_index: reported.log_index,
        },
        tx_index: reported.tx_index,
        block_time: 0,
        event_type: body.event_type().word().to_owned(),
        event_time: body.record().map(|record| record.time.unix_millis),
        topic: *reported.log.topics().first()?,
        data: reported.log.data.data.clone(),
    })
}
