//! `cargo xtask bench sync`: the raw fetch, Waymark and other indexers on one history, each as a process of its own.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use clap::Args;
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    process::Program,
    project::Project,
    setup::{self, Terms},
};

use super::{
    history::{Blocks, History, Shape},
    measure::{self, Run},
    node::unexpected,
    peers::{self, Peer},
    table::{Figures, Outcome, RAW_BLOCKS, RAW_LOGS, Row, Sheet},
};

/// The chain's port.
const PORT: u16 = 28_710;

/// Events per answer of the raw fetch; answers grow too long for the node beyond, and too many below. The quicker counts.
const ANSWERS: [u64; 2] = [2_000, 5_000];

/// Reading a long history from a node.
#[derive(Args, Debug)]
pub(crate) struct Sync {
    /// How many events the history has
    #[arg(long, default_value_t = 100_000)]
    events: u64,
    /// How they lie in blocks; both one after the other when not given
    #[arg(long, value_enum)]
    shape: Vec<Shape>,
    /// How often Waymark and the raw fetch are measured, in turns; the median counts. Others are measured once
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    /// Measure sealed blocks as well, shown by the tests' network of four validators
    #[arg(long)]
    sealed: bool,
    /// Leave the other indexers out
    #[arg(long)]
    alone: bool,
    /// Measure this build of the command line instead of building one
    #[arg(long, value_name = "PROGRAM")]
    waymark: Option<PathBuf>,
    /// Print one JSON document instead of tables
    #[arg(long)]
    json: bool,
}

impl Sync {
    /// Measures and prints.
    pub(crate) fn run(&self, project: &Project, terms: &Terms) -> Result<(), Failure> {
        setup::ensure(&setup::needs_of_contracts(project), terms)?;
        let scratch = project.target().join("bench");
        fs::create_dir_all(&scratch).map_err(Failure::file("making", &scratch))?;
        let waymark = match &self.waymark {
            Some(program) => program.clone(),
            None => build(project, "waymark-cli", "waymark")?,
        };
        let devnet = (self.sealed)
            .then(|| build(project, "waymark-tests", "waymark-devnet"))
            .transpose()?;
        let peers = self.peers(project);
        let shapes = match self.shape.as_slice() {
            [] => &[Shape::Dense, Shape::Single],
            some => some,
        };
        let mut sheets = Vec::new();
        for shape in shapes {
            let bench = Measuring {
                project,
                waymark: &waymark,
                scratch: &scratch,
                runs: self.runs,
            };
            sheets.push(bench.sheet(*shape, self.events, &peers)?);
            if let Some(devnet) = &devnet {
                sheets.push(bench.sealed(*shape, self.events, devnet)?);
            }
        }
        self.print(&sheets);
        Ok(())
    }

    /// The other indexers, each installed or with the reason why not.
    fn peers(&self, project: &Project) -> Vec<(Peer, Result<(), Failure>)> {
        if self.alone {
            return Vec::new();
        }
        let installed = |peer: Peer| (peer, peer.install(project));
        peers::ALL.into_iter().map(installed).collect()
    }

    fn print(&self, sheets: &[Sheet]) {
        let cores = thread::available_parallelism().map_or(0, usize::from);
        if self.json {
            let document = json!({ "cores": cores, "runs": self.runs, "sheets": sheets });
            println!("{document:#}");
            return;
        }
        println!("{}", explanation(cores, self.runs));
        for sheet in sheets {
            println!("{}", sheet.table());
        }
    }
}

fn explanation(cores: usize, runs: u16) -> String {
    format!(
        "Sync, measured from start to end of each process; node and reader share this machine's {cores} cores.\n\
         Events are events of record; each comes with one HeadExtended log per subject (2.3 logs an event in all).\n\
         The raw fetch takes the answers, one after the other, and looks at none; the quicker of two ranges counts.\n\
         Waymark and the raw fetch: the median of {runs} runs in turns. Others: one run, with their own defaults.\n\
         × is how many times as fast as that row; \"raw blocks\" is the raw fetch of headers and receipts.\n"
    )
}

fn build(project: &Project, package: &str, program: &str) -> Result<PathBuf, Failure> {
    Program::cargo()
        .args(["build", "--release", "--locked", "--package", package])
        .args(["--bin", program])
        .dir(project.root())
        .run()?;
    let program = project.target().join("release").join(program);
    Ok(program.with_extension(env::consts::EXE_EXTENSION))
}

/// Where and with what is measured.
struct Measuring<'a> {
    project: &'a Project,
    waymark: &'a Path,
    scratch: &'a Path,
    runs: u16,
}

impl Measuring<'_> {
    fn sheet(
        &self,
        shape: Shape,
        events: u64,
        peers: &[(Peer, Result<(), Failure>)],
    ) -> Result<Sheet, Failure> {
        eprintln!("Writing {events} events, {} …", shape.name());
        let history = self.write(Blocks::Plain, shape, events)?;
        let mut sheet = Sheet::of(shape.name().to_owned(), &history);
        self.raw_and_waymark(&history, shape, &mut sheet)?;
        for (peer, installed) in peers {
            eprintln!("{} …", peer.name());
            sheet
                .rows
                .push(self.peer(*peer, installed.as_ref(), &history, shape));
        }
        Ok(sheet)
    }

    fn write(&self, blocks: Blocks<'_>, shape: Shape, events: u64) -> Result<History, Failure> {
        History::write(self.project, self.waymark, PORT, blocks, shape, events)
    }

    /// The blocks of a network whose validators seal them, beside the raw fetch of the same from the same node.
    fn sealed(&self, shape: Shape, events: u64, devnet: &Path) -> Result<Sheet, Failure> {
        eprintln!("Writing {events} events, {}, sealed …", shape.name());
        let history = self.write(Blocks::Sealed(devnet), shape, events)?;
        let mut sheet = Sheet::of(format!("{}, sealed", shape.name()), &history);
        let (mut blocks, mut sealed, mut bytes) = (Vec::new(), Vec::new(), 0);
        for turn in 1..=self.runs {
            eprintln!("Raw fetch and Waymark, {turn} of {} …", self.runs);
            blocks.push(Self::quickest("blocks", &history, shape)?);
            let (run, size) = self.sync(&history, &[])?;
            let proven: Value = serde_json::from_str(&run.said).unwrap_or_default();
            if proven["sealedTo"].as_u64() != Some(history.head) {
                return Err(unexpected("waymark sync", "not all blocks sealed"));
            }
            sealed.push(run);
            bytes = size;
        }
        sheet.block_bytes = bytes_said(blocks.first());
        sheet.rows = [
            (RAW_BLOCKS, "taken and thrown away", &blocks, None),
            (
                "Waymark, sealed",
                "`waymark sync`: the same as included, and four seals of every header followed",
                &sealed,
                Some(bytes),
            ),
        ]
        .map(|row| measured(row, history.events))
        .into();
        Ok(sheet)
    }

    /// In turns, so that a slow minute of the machine meets all of them.
    fn raw_and_waymark(
        &self,
        history: &History,
        shape: Shape,
        sheet: &mut Sheet,
    ) -> Result<(), Failure> {
        let (mut logs, mut blocks) = (Vec::new(), Vec::new());
        let (mut reported, mut included) = (Vec::new(), Vec::new());
        let (mut reported_bytes, mut included_bytes) = (0, 0);
        for turn in 1..=self.runs {
            eprintln!("Raw fetch and Waymark, {turn} of {} …", self.runs);
            logs.push(Self::quickest("logs", history, shape)?);
            blocks.push(Self::quickest("blocks", history, shape)?);
            let (run, bytes) = self.sync(history, &["--reported-only"])?;
            reported.push(run);
            reported_bytes = bytes;
            let (run, bytes) = self.sync(history, &[])?;
            included.push(run);
            included_bytes = bytes;
        }
        sheet.log_bytes = bytes_said(logs.first());
        sheet.block_bytes = bytes_said(blocks.first());
        let rows = [
            (RAW_LOGS, "taken and thrown away", &logs, None),
            (RAW_BLOCKS, "taken and thrown away", &blocks, None),
            (
                "Waymark, reported",
                "`waymark sync --reported-only`: logs with their heads, decoded, into SQLite, lineage and search",
                &reported,
                Some(reported_bytes),
            ),
            (
                "Waymark, included",
                "`waymark sync`: headers and receipts, proven to their headers, decoded, into SQLite, lineage and search",
                &included,
                Some(included_bytes),
            ),
        ];
        let rows = rows.map(|row| measured(row, history.events));
        sheet.rows.extend(rows);
        Ok(())
    }

    fn quickest(what: &str, history: &History, shape: Shape) -> Result<Run, Failure> {
        let own = env::current_exe().map_err(Failure::file("finding", "this program"))?;
        let run = |events_per_answer: u64| {
            let blocks = (events_per_answer / shape.events_per_block()).max(1);
            let mut command = Command::new(&own);
            command
                .args(["bench", "fetch", what])
                .args(["--port", &history.port.to_string()])
                .args(["--contract", &history.contract])
                .args(["--head", &history.head.to_string()])
                .args(["--blocks", &blocks.to_string()]);
            measure::to_its_end(what, &mut command)
        };
        let [small, large] = ANSWERS;
        let (small, large) = (run(small)?, run(large)?);
        Ok(if small.seconds < large.seconds {
            small
        } else {
            large
        })
    }

    /// One sync from nothing, and the size of its file.
    fn sync(&self, history: &History, options: &[&str]) -> Result<(Run, u64), Failure> {
        let workspace = self.scratch.join("workspace");
        peers::empty(&workspace)?;
        Program::new(self.waymark)
            .arg("init")
            .arg(&workspace)
            .args(["--rpc", &history.url(), "--contract", &history.contract])
            .arg("--accept")
            .output_quietly()
            .ok_or_else(|| unexpected("waymark init", "no workspace"))?;
        let mut sync = Command::new(self.waymark);
        sync.arg("sync").arg(&workspace).arg("--json").args(options);
        let run = measure::to_its_end("waymark sync", &mut sync)?;
        let answer: Value = serde_json::from_str(&run.said).unwrap_or_default();
        whole("waymark sync", answer["events"].as_u64(), history)?;
        Ok((run, peers::size(&workspace)))
    }

    fn peer(
        &self,
        peer: Peer,
        installed: Result<&(), &Failure>,
        history: &History,
        shape: Shape,
    ) -> Row {
        let blocks = (ANSWERS[0] / shape.events_per_block()).max(1);
        let reading = match installed {
            Ok(()) => peer
                .run(self.project, history, blocks)
                .and_then(|reading| {
                    if reading.events.is_some() {
                        whole(peer.name(), reading.events, history)?;
                    }
                    Ok(reading)
                })
                .map_err(|failure| failure.to_string()),
            Err(failure) => Err(format!("it could not be installed: {failure}")),
        };
        let outcome = match reading {
            Ok(reading) => {
                Outcome::Measured(Figures::of(&[reading.run], history.events, reading.bytes))
            }
            Err(skipped) => Outcome::Skipped { skipped },
        };
        Row {
            who: peer.name().to_owned(),
            does: peer.does().to_owned(),
            outcome,
        }
    }
}

/// Who did what with so many events, in which runs, and the size of the file.
fn measured(
    (who, does, runs, file_bytes): (&str, &str, &Vec<Run>, Option<u64>),
    events: u64,
) -> Row {
    Row {
        who: who.to_owned(),
        does: does.to_owned(),
        outcome: Outcome::Measured(Figures::of(runs, events, file_bytes)),
    }
}

/// A reader that lost events was not fast.
fn whole(who: &str, events: Option<u64>, history: &History) -> Result<(), Failure> {
    if events == Some(history.events) {
        return Ok(());
    }
    let found = events.map_or_else(
        || "no count".to_owned(),
        |events| format!("{events} events"),
    );
    Err(unexpected(
        who,
        &format!("{found} instead of {}", history.events),
    ))
}

fn bytes_said(run: Option<&Run>) -> u64 {
    run.and_then(|run| run.said.trim().parse().ok())
        .unwrap_or(0)
}
