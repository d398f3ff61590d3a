//! What `cargo xtask bench lineage` measures of this crate, as a process of its own that prints one JSON document:
//! `history EVENTS RUNS ARCS`, `picture CARDS RUNS`, and `count`, which counts the crossings of edges that it is given.
//!
//! It prints figures and judges none. Seconds are those of the quickest run.

mod crossings;
mod history;
mod picture;

use std::fmt::Write;
use std::fs;
use std::io::{self, Read};
use std::time::Instant;

use alloy_primitives::B256;
use lineage::{Box, Lineage, Register, RollUp, Scope, Spacing, Ways, layout};
use serde_json::{Value, json};
use trace::{EventBody, SubjectId, TraceEvent};

use crossings::{Line, crossings};

/// The room that the window leaves.
const SPACING: Spacing = Spacing {
    between_layers: 72.0,
    between_boxes: 18.0,
    beside_edges: 10.0,
};

type Outcome<T> = Result<T, std::boxed::Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let figures = match arguments[..] {
        ["history", events, runs, arcs] => of_history(events.parse()?, runs.parse()?, arcs)?,
        ["picture", cards, runs] => of_picture(cards.parse()?, runs.parse()?)?,
        ["count"] => count()?,
        _ => return Err("history EVENTS RUNS ARCS | picture CARDS RUNS | count".into()),
    };
    println!("{figures}");
    Ok(())
}

/// Runs it so many times; the seconds of the quickest, and what came of the last.
fn quickest<T>(runs: usize, work: impl Fn() -> T) -> Outcome<(f64, T)> {
    let mut best = f64::INFINITY;
    let mut last = None;
    for _ in 0..runs.max(1) {
        let since = Instant::now();
        last = Some(work());
        best = best.min(since.elapsed().as_secs_f64());
    }
    Ok((best, last.ok_or("nothing was run")?))
}

/// Loading, ancestry, roll-up and what is shown at a depth of three; the arcs go to a file, for others to walk.
fn of_history(count: u64, runs: usize, arcs: &str) -> Outcome<Value> {
    let (events, last) = history::history(count);
    let register = Register::from_events(&events);
    let arc_count = write_arcs(arcs, &events, last)?;
    let (load, lineage) = quickest(runs, || Lineage::new(&register))?;
    let (ancestry, found) = quickest(runs, || lineage.ancestry(last).len())?;
    let (trail, _) = quickest(1, || lineage.up(last, None))?;
    let roll_up = RollUp::new(&register, register.latest_time());
    let (recycled, _) = quickest(1, || roll_up.recycled_content(last))?;
    let scope = Scope {
        ways: Ways::Both,
        depth: Some(3),
        group_from: Some(5),
        ..Scope::around(last)
    };
    let (visible, seen) = quickest(runs, || lineage.visible(&register, &scope))?;
    Ok(json!({
        "events": count,
        "assets": lineage.len(),
        "arcs": arc_count,
        "ancestors": found,
        "load": load,
        "ancestry": ancestry,
        "trail": trail,
        "rollUp": recycled,
        "visible": visible,
        "nodes": seen.map_err(|unseen| format!("{unseen:?}"))?.nodes.len(),
    }))
}

/// One arc a line, the product before the material, both as numbers; the first line names the asset to start from.
fn write_arcs(path: &str, events: &[TraceEvent], last: SubjectId) -> Outcome<usize> {
    let mut number = std::collections::HashMap::new();
    let mut text = String::new();
    let mut count = 0;
    for event in events {
        match &event.body {
            EventBody::Commissioned { asset, .. } => {
                let next = number.len();
                number.insert(asset.id(), next);
            }
            EventBody::Transformed {
                inputs, outputs, ..
            } => {
                for output in outputs {
                    let next = number.len();
                    number.insert(output.id(), next);
                    for input in inputs {
                        writeln!(text, "{next} {}", number[&input.asset])?;
                        count += 1;
                    }
                }
            }
            _ => {}
        }
    }
    let start = number.get(&last).ok_or("the history made nothing")?;
    fs::write(path, format!("{start}\n{text}"))?;
    Ok(count)
}

/// A picture and its layout.
fn of_picture(cards: usize, runs: usize) -> Outcome<Value> {
    let picture = picture::picture(cards);
    let boxes: Vec<Box> = (0..picture.cards)
        .map(|at| Box {
            id: SubjectId(B256::left_padding_from(&at.to_be_bytes())),
            width: picture::CARD.0,
            height: picture::CARD.1,
        })
        .collect();
    let (seconds, drawn) = quickest(runs, || layout(&boxes, &picture.arrows, SPACING, &|| false))?;
    let drawn = drawn.ok_or("nobody cancelled it")?;
    let lines: Vec<Line> = (picture.arrows.iter().zip(drawn.edges))
        .map(|(ends, points)| Line {
            ends: *ends,
            points,
        })
        .collect();
    Ok(json!({
        "cards": picture.cards,
        "arrows": picture.arrows,
        "card": [picture::CARD.0, picture::CARD.1],
        "seconds": seconds,
        "crossings": crossings(&lines),
        "layers": drawn.layers.len(),
    }))
}

/// The cards that an edge joins and the points that it passes, as it is read.
type Edge = (usize, usize, Vec<(f64, f64)>);

/// Counts the crossings of `[[from, to, [[x, y], …]], …]` on standard input.
fn count() -> Outcome<Value> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let edges: Vec<Edge> = serde_json::from_str(&text)?;
    let lines: Vec<Line> = (edges.into_iter())
        .map(|(from, to, points)| Line {
            ends: (from, to),
            points,
        })
        .collect();
    Ok(json!({ "edges": lines.len(), "crossings": crossings(&lines) }))
}
