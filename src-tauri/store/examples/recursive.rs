//! How long SQLite takes to find all that something came from, by a recursive query over arcs in a table with an index:
//! `cargo run --release -p waymark-store --example recursive -- ARCS RUNS`. `cargo xtask bench lineage` asks it.
//!
//! It prints figures and judges none. The first line of the file is the number to start from, each other line an arc: a
//! product and a material. The database lies in memory; seconds are those of the quickest run.

use std::fs;
use std::time::Instant;

use rusqlite::{Connection, params};

const TABLE: &str = "CREATE TABLE arc (product INTEGER NOT NULL, material INTEGER NOT NULL,
    PRIMARY KEY (product, material)) STRICT, WITHOUT ROWID";

const ANCESTRY: &str = "WITH RECURSIVE came_from (id) AS (
    VALUES (?1) UNION SELECT material FROM arc JOIN came_from ON product = id)
    SELECT count(*) FROM came_from";

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [arcs, runs] = &arguments[..] else {
        return Err("ARCS RUNS".into());
    };
    let text = fs::read_to_string(arcs)?;
    let mut lines = text.lines();
    let start: i64 = lines.next().ok_or("an empty file")?.parse()?;
    let mut database = Connection::open_in_memory()?;
    load(&mut database, lines)?;
    let mut query = database.prepare(ANCESTRY)?;
    let (mut best, mut found) = (f64::INFINITY, 0_i64);
    for _ in 0..runs.parse::<usize>()?.max(1) {
        let since = Instant::now();
        found = query.query_row([start], |row| row.get(0))?;
        best = best.min(since.elapsed().as_secs_f64());
    }
    println!("{{\"seconds\":{best},\"found\":{found}}}");
    Ok(())
}

fn load<'a>(database: &mut Connection, arcs: impl Iterator<Item = &'a str>) -> Outcome {
    database.execute_batch(TABLE)?;
    let changes = database.transaction()?;
    {
        let mut insert = changes.prepare("INSERT OR IGNORE INTO arc VALUES (?1, ?2)")?;
        for arc in arcs {
            let (product, material) = arc.split_once(' ').ok_or("an arc has two ends")?;
            insert.execute(params![product.parse::<i64>()?, material.parse::<i64>()?])?;
        }
    }
    changes.commit()?;
    Ok(())
}
