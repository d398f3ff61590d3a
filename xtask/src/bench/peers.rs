//! Other programs that read an EVM chain's events, installed into the target folder on demand, at exact versions, and never
//! into the project's own manifests. How each is set up is what `peers/` holds; nothing of it is tuned against them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use crate::{failure::Failure, process::Program, project::Project, setup};

use super::{
    history::{CHAIN_ID, History},
    measure::{self, Run},
    node::Node,
};

/// After this long a peer is taken to be stuck.
const LIMIT: Duration = Duration::from_hours(1);

/// The port of Ponder's own server.
const PONDER_PORT: u16 = 28_720;

/// A peer that reads the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    /// Into `PGlite`, decoded.
    Ponder,
    /// Into memory, decoded.
    Sqd,
    /// Into parquet, not decoded.
    Cryo,
}

/// All of them, in the order in which they are run.
pub(crate) const ALL: [Peer; 3] = [Peer::Ponder, Peer::Sqd, Peer::Cryo];

impl Peer {
    /// Its name and version.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ponder => "Ponder 0.16.10",
            Self::Sqd => "SQD evm-processor 1.27.3",
            Self::Cryo => "cryo 0.3.2",
        }
    }

    /// What it does with the events.
    pub(crate) fn does(self) -> &'static str {
        match self {
            Self::Ponder => "logs, decoded, into PGlite; it throttles its requests itself",
            Self::Sqd => "logs and headers, decoded, kept in memory",
            Self::Cryo => {
                "logs with their heads, not decoded, into parquet; it asks for several ranges at once"
            }
        }
    }

    /// Installs it where it is not there yet. Scripts that packages bring are not run.
    pub(crate) fn install(self, project: &Project) -> Result<(), Failure> {
        let home = self.home(project);
        fs::create_dir_all(&home).map_err(Failure::file("making", &home))?;
        let packages: &[&str] = match self {
            Self::Ponder => &[
                "ponder@0.16.10",
                "viem@2.57.20",
                "hono@4.13.19",
                "typescript@5.9.3",
            ],
            Self::Sqd => &[
                "@subsquid/evm-processor@1.27.3",
                "@subsquid/evm-abi@0.3.1",
                "@subsquid/evm-codec@0.3.0",
            ],
            Self::Cryo => return install_cryo(&home),
        };
        if home.join("node_modules/.package-lock.json").is_file() {
            return Ok(());
        }
        write(
            &home.join("package.json"),
            "{ \"private\": true, \"type\": \"module\" }\n",
        )?;
        setup::npm(project)
            .args([
                "install",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--save-exact",
            ])
            .args(packages)
            .dir(&home)
            .run()
    }

    /// Reads the whole history, from nothing; `answer_blocks` is how many blocks make an answer of a good size.
    pub(crate) fn run(
        self,
        project: &Project,
        history: &History,
        answer_blocks: u64,
    ) -> Result<Reading, Failure> {
        let home = self.home(project);
        match self {
            Self::Ponder => ponder(project, &home, history),
            Self::Sqd => sqd(project, &home, history),
            Self::Cryo => cryo(&home, history, answer_blocks),
        }
    }

    fn home(self, project: &Project) -> PathBuf {
        let name = match self {
            Self::Ponder => "ponder",
            Self::Sqd => "sqd",
            Self::Cryo => "cryo",
        };
        project.target().join("bench").join(name)
    }
}

/// What a peer came to.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) run: Run,
    /// How many events of record it holds; nothing where it does not tell.
    pub(crate) events: Option<u64>,
    /// Bytes on disk; nothing where it writes none.
    pub(crate) bytes: Option<u64>,
}

fn install_cryo(home: &Path) -> Result<(), Failure> {
    let pip = home.join("venv/bin/pip");
    if !pip.is_file() {
        Program::new("python3")
            .args(["-m", "venv"])
            .arg(home.join("venv"))
            .run()?;
    }
    if home.join("venv/installed").is_file() {
        return Ok(());
    }
    Program::new(&pip)
        .args(["install", "--quiet", "cryo==0.3.2"])
        .run()?;
    write(&home.join("venv/installed"), "cryo 0.3.2\n")
}

fn ponder(project: &Project, home: &Path, history: &History) -> Result<Reading, Failure> {
    for (name, text) in [
        (
            "ponder.config.ts",
            include_str!("peers/ponder/ponder.config.ts"),
        ),
        (
            "ponder.schema.ts",
            include_str!("peers/ponder/ponder.schema.ts"),
        ),
        ("src/index.ts", include_str!("peers/ponder/src/index.ts")),
        (
            "src/api/index.ts",
            include_str!("peers/ponder/src/api/index.ts"),
        ),
        ("tsconfig.json", include_str!("peers/ponder/tsconfig.json")),
    ] {
        write(&home.join(name), text)?;
    }
    let abi = home.join("abi.json");
    fs::copy(abi_of(project), &abi).map_err(Failure::file("writing", &abi))?;
    for held in ["pglite", ".ponder"] {
        empty(&home.join(held))?;
    }
    let mut command = setup::node(project)
        .arg("node_modules/ponder/dist/esm/bin/ponder.js")
        .args(["start", "--schema", "bench", "--log-format", "json"])
        .args(["--log-level", "warn", "--port", &PONDER_PORT.to_string()])
        .dir(home)
        .env("BENCH_RPC", history.url())
        .env("BENCH_CHAIN_ID", CHAIN_ID.to_string())
        .env("BENCH_CONTRACT", &history.contract)
        .env("BENCH_HEAD", history.head.to_string())
        .env("PONDER_TELEMETRY_DISABLED", "true")
        .without_env("DATABASE_URL")
        .into_command();
    let ready = || {
        let mut server = Node::connect(PONDER_PORT).ok()?;
        let (is_ready, _) = server.get("/ready").ok()?;
        let (_, count) = is_ready.then(|| server.get("/count").ok()).flatten()?;
        Some(count)
    };
    let run = measure::until_done("ponder", &mut command, LIMIT, ready)?;
    Ok(Reading {
        events: run.said.trim().parse().ok(),
        bytes: Some(size(&home.join("pglite"))),
        run,
    })
}

fn sqd(project: &Project, home: &Path, history: &History) -> Result<Reading, Failure> {
    write(&home.join("sqd.cjs"), include_str!("peers/sqd.cjs"))?;
    let mut command = setup::node(project)
        .arg("sqd.cjs")
        .args([&history.url(), &history.contract, &history.head.to_string()])
        .arg(abi_of(project))
        .dir(home)
        .env("SQD_ERROR", "*")
        .into_command();
    let run = measure::to_its_end("sqd", &mut command)?;
    Ok(Reading {
        events: run.said.lines().last().and_then(|line| line.parse().ok()),
        bytes: None,
        run,
    })
}

fn cryo(home: &Path, history: &History, answer_blocks: u64) -> Result<Reading, Failure> {
    let (script, out) = (home.join("cryo_logs.py"), home.join("out"));
    write(&script, include_str!("peers/cryo.py"))?;
    empty(&out)?;
    fs::create_dir_all(&out).map_err(Failure::file("making", &out))?;
    let mut command = Command::new(home.join("venv/bin/python"));
    command
        .arg(&script)
        .args([&history.url(), &history.contract])
        .args([&history.head.to_string(), &answer_blocks.to_string()])
        .arg(&out);
    let run = measure::to_its_end("cryo", &mut command)?;
    Ok(Reading {
        events: None,
        bytes: Some(size(&out)),
        run,
    })
}

fn abi_of(project: &Project) -> PathBuf {
    project.contracts().join("abi/TraceLedger.json")
}

/// The bytes in a file, or in the files of a folder.
pub(crate) fn size(path: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(path) else {
        return fs::metadata(path).map_or(0, |file| file.len());
    };
    entries.flatten().map(|entry| size(&entry.path())).sum()
}

/// Takes a folder away, if it is there.
pub(crate) fn empty(folder: &Path) -> Result<(), Failure> {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).map_err(Failure::file("emptying", folder))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::file("making", folder))?;
    }
    fs::write(path, text).map_err(Failure::file("writing", path))
}
