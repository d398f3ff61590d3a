//! `cargo xtask bench lineage`: walking and laying out lineages, beside SQLite's recursive query and other programs that lay
//! out graphs. Every program's edges are counted for crossings by the same function.

mod peers;
mod table;

use std::{
    env, fs,
    path::{Path, PathBuf},
    thread,
};

use clap::Args;
use serde_json::{Value, json};

use crate::{failure::Failure, process::Program, project::Project};

use super::node::unexpected;
use peers::Peer;
use table::{History, Row, Sheet};

/// Cards of the picture that other programs warm up with.
const SMALL: u64 = 100;

/// Walking and laying out lineages.
#[derive(Args, Debug)]
pub(crate) struct Lineage {
    /// How many events the histories have
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000, 100_000, 1_000_000])]
    events: Vec<u64>,
    /// How many cards the pictures have
    #[arg(long, value_delimiter = ',', default_values_t = [100, 1_000, 2_000, 5_000])]
    cards: Vec<u64>,
    /// How often Waymark and SQLite are run; the quickest counts. Others are run once, after a small picture
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    /// Leave the other programs out
    #[arg(long)]
    alone: bool,
    /// Print one JSON document instead of tables
    #[arg(long)]
    json: bool,
}

impl Lineage {
    /// Measures and prints.
    pub(crate) fn run(&self, project: &Project) -> Result<(), Failure> {
        let scratch = project.target().join("bench/layout");
        fs::create_dir_all(&scratch).map_err(Failure::file("making", &scratch))?;
        let bench = Measuring {
            project,
            scratch: &scratch,
            ours: build(project, "waymark-lineage", "measure")?,
            sqlite: build(project, "waymark-store", "recursive")?,
            runs: self.runs.to_string(),
        };
        let histories: Vec<History> = (self.events.iter())
            .map(|events| bench.history(*events))
            .collect::<Result<_, _>>()?;
        let peers = if self.alone {
            Vec::new()
        } else {
            let installed = |peer: Peer| (peer, peer.install(project));
            peers::all().into_iter().map(installed).collect()
        };
        bench.picture(SMALL)?;
        let sheets: Vec<Sheet> = (self.cards.iter())
            .map(|cards| bench.sheet(*cards, &peers))
            .collect::<Result<_, _>>()?;
        self.print(&histories, &sheets);
        Ok(())
    }

    fn print(&self, histories: &[History], sheets: &[Sheet]) {
        let cores = thread::available_parallelism().map_or(0, usize::from);
        if self.json {
            let document = json!({ "cores": cores, "runs": self.runs, "histories": histories, "sheets": sheets });
            println!("{document:#}");
            return;
        }
        println!(
            "Lineages on a machine with {cores} cores; everything runs on one of them.\n\
             Waymark and SQLite: the quickest of {} runs, in memory, in a release build. Others: one run after a small one.\n\
             Crossings are counted from the coordinates of all drawings by one function; edges that share a card are not compared.\n",
            self.runs
        );
        println!("{}", table::histories(histories));
        for sheet in sheets {
            println!("{}", sheet.table());
        }
    }
}

/// Builds an example, and says where it is.
pub(super) fn build(project: &Project, package: &str, example: &str) -> Result<PathBuf, Failure> {
    Program::cargo()
        .args(["build", "--release", "--locked", "--package", package])
        .args(["--example", example])
        .dir(project.root())
        .run()?;
    let program = project.target().join("release/examples").join(example);
    Ok(program.with_extension(env::consts::EXE_EXTENSION))
}

/// Where and with what is measured.
struct Measuring<'a> {
    project: &'a Project,
    scratch: &'a Path,
    ours: PathBuf,
    sqlite: PathBuf,
    runs: String,
}

impl Measuring<'_> {
    fn history(&self, events: u64) -> Result<History, Failure> {
        eprintln!("{events} events …");
        let arcs = self.scratch.join("arcs");
        let said = Program::new(&self.ours)
            .args(["history", &events.to_string(), &self.runs])
            .arg(&arcs)
            .output()?;
        let mut history: History = serde_json::from_str(&said)
            .map_err(|error| unexpected("measure", &error.to_string()))?;
        let said = (Program::new(&self.sqlite).arg(&arcs).arg(&self.runs)).output()?;
        let said: Value = serde_json::from_str(&said).unwrap_or_default();
        if said["found"].as_u64() != Some(history.ancestors) {
            let found = format!("{said} instead of {} ancestors", history.ancestors);
            return Err(unexpected("SQLite", &found));
        }
        history.recursive = said["seconds"].as_f64().unwrap_or(f64::NAN);
        Ok(history)
    }

    /// A picture with Waymark's own layout of it.
    fn picture(&self, cards: u64) -> Result<Value, Failure> {
        let said = Program::new(&self.ours)
            .args(["picture", &cards.to_string(), &self.runs])
            .output()?;
        let path = self.picture_path(cards);
        fs::write(&path, &said).map_err(Failure::file("writing", path))?;
        serde_json::from_str(&said).map_err(|error| unexpected("measure", &error.to_string()))
    }

    fn picture_path(&self, cards: u64) -> PathBuf {
        self.scratch.join(format!("picture-{cards}.json"))
    }

    fn sheet(&self, cards: u64, peers: &[(Peer, Result<(), Failure>)]) -> Result<Sheet, Failure> {
        eprintln!("{cards} cards …");
        let picture = self.picture(cards)?;
        let mut rows = vec![Row {
            who: "Waymark".to_owned(),
            does: "`lineage::layout`, edges routed round the cards".to_owned(),
            seconds: picture["seconds"].as_f64(),
            crossings: picture["crossings"].as_u64(),
            skipped: None,
        }];
        for (peer, installed) in peers {
            eprintln!("  {} …", peer.name());
            rows.push(self.row(*peer, installed.as_ref(), cards));
        }
        Ok(Sheet {
            cards,
            arrows: picture["arrows"].as_array().map_or(0, Vec::len),
            rows,
        })
    }

    fn row(&self, peer: Peer, installed: Result<&(), &Failure>, cards: u64) -> Row {
        let drawn = match installed {
            Ok(()) => peer
                .draw(
                    self.project,
                    &self.ours,
                    &self.picture_path(cards),
                    &self.picture_path(SMALL),
                )
                .map_err(|failure| failure.to_string()),
            Err(failure) => Err(format!("it could not be installed: {failure}")),
        };
        Row {
            who: peer.name(),
            does: peer.does().to_owned(),
            seconds: drawn.as_ref().ok().map(|drawn| drawn.seconds),
            crossings: drawn.as_ref().ok().map(|drawn| drawn.crossings),
            skipped: drawn.err(),
        }
    }
}
