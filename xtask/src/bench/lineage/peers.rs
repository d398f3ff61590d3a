//! Other programs that lay out layered graphs, installed into the target folder on demand, at exact versions. How each is
//! asked is in `layouts.mjs`; nothing of it is tuned against them.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde::Deserialize;
use serde_json::Value;

use crate::{
    failure::Failure,
    process::{Program, find},
    project::Project,
    setup,
};

use super::super::node::unexpected;

/// After this long nobody would wait any more.
const LIMIT: Duration = Duration::from_mins(1);

/// A program that lays out graphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Peer {
    /// The system's own.
    Graphviz,
    /// Graphviz as WebAssembly, where the system has none.
    Wasm,
    Elk,
    Dagre,
    D3Dag,
}

/// What a peer came to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drawing {
    pub(super) seconds: f64,
    pub(super) crossings: u64,
}

/// What the script writes.
#[derive(Deserialize)]
struct Written {
    seconds: f64,
    edges: Value,
}

/// All of them, in the order in which they are run.
pub(super) fn all() -> [Peer; 4] {
    let graphviz = if find("dot").is_some() {
        Peer::Graphviz
    } else {
        Peer::Wasm
    };
    [graphviz, Peer::Elk, Peer::Dagre, Peer::D3Dag]
}

impl Peer {
    /// Its name and version.
    pub(super) fn name(self) -> String {
        match self {
            Self::Graphviz => graphviz_version(),
            Self::Wasm => "Graphviz (@hpcc-js/wasm-graphviz 1.29.2)".into(),
            Self::Elk => "elkjs 0.12.1".into(),
            Self::Dagre => "dagre 3.1.3".into(),
            Self::D3Dag => "d3-dag 1.2.2".into(),
        }
    }

    /// How it is run.
    pub(super) fn does(self) -> &'static str {
        match self {
            Self::Graphviz => "`dot -Tplain`, a process from start to end; routes curves as well",
            Self::Wasm => "`dot` to plain text in Node.js; routes curves as well",
            Self::Elk => "layered, polylines, in Node.js",
            Self::Dagre => "left to right, in Node.js",
            Self::D3Dag => "sugiyama, in Node.js",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Graphviz => "graphviz",
            Self::Wasm => "wasm",
            Self::Elk => "elk",
            Self::Dagre => "dagre",
            Self::D3Dag => "d3dag",
        }
    }

    fn package(self) -> Option<&'static str> {
        match self {
            Self::Graphviz => None,
            Self::Wasm => Some("@hpcc-js/wasm-graphviz@1.29.2"),
            Self::Elk => Some("elkjs@0.12.1"),
            Self::Dagre => Some("@dagrejs/dagre@3.1.3"),
            Self::D3Dag => Some("d3-dag@1.2.2"),
        }
    }

    /// Installs it where it is not there yet. Scripts that packages bring are not run.
    pub(super) fn install(self, project: &Project) -> Result<(), Failure> {
        let home = self.home(project);
        fs::create_dir_all(&home).map_err(Failure::file("making", &home))?;
        let script = home.join("layouts.mjs");
        fs::write(&script, include_str!("layouts.mjs"))
            .map_err(Failure::file("writing", script))?;
        let is_there = home.join("node_modules/.package-lock.json").is_file();
        let Some(package) = self.package().filter(|_| !is_there) else {
            return Ok(());
        };
        let manifest = home.join("package.json");
        fs::write(&manifest, "{ \"private\": true }\n")
            .map_err(Failure::file("writing", manifest))?;
        setup::npm(project)
            .args(["install", "--no-audit", "--no-fund", "--ignore-scripts"])
            .args(["--save-exact", package])
            .dir(&home)
            .run()
    }

    /// Lays out a picture, and has the crossings counted by the program that counts Waymark's.
    pub(super) fn draw(
        self,
        project: &Project,
        counter: &Path,
        picture: &Path,
        small: &Path,
    ) -> Result<Drawing, Failure> {
        let home = self.home(project);
        let out = home.join("drawn.json");
        let command = setup::node(project)
            // Deep recursion is usual among them.
            .args(["--stack-size=8000", "layouts.mjs", self.word()])
            .args([picture, small, &out])
            .dir(&home)
            .into_command();
        within(&self.name(), command, LIMIT)?;
        let text = fs::read_to_string(&out).map_err(Failure::file("reading", &out))?;
        let written: Written = serde_json::from_str(&text)
            .map_err(|error| unexpected(&self.name(), &error.to_string()))?;
        Ok(Drawing {
            seconds: written.seconds,
            crossings: crossings(counter, &written.edges)?,
        })
    }

    fn home(self, project: &Project) -> PathBuf {
        project.target().join("bench/layout").join(self.word())
    }
}

fn graphviz_version() -> String {
    let said = Command::new("dot").arg("-V").output().ok();
    let said = said.map(|output| String::from_utf8_lossy(&output.stderr).into_owned());
    // "dot - graphviz version 2.43.0 (0)"
    let version = said.as_deref().and_then(|said| said.split(' ').nth(4));
    format!("Graphviz {}", version.unwrap_or("dot"))
}

/// Runs a program to its end, but no longer than this.
fn within(name: &str, mut command: Command, limit: Duration) -> Result<(), Failure> {
    let ended = |status: String| Failure::Ended {
        line: name.to_owned(),
        status,
    };
    let mut child = (command.stdin(Stdio::null()).stdout(Stdio::null()))
        .stderr(Stdio::null())
        .spawn()
        .map_err(Failure::file("starting", "node"))?;
    let since = Instant::now();
    while since.elapsed() < limit {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(ended(status.to_string())),
            _ => thread::sleep(Duration::from_millis(20)),
        }
    }
    end(&mut child);
    Err(ended(format!("nothing after {} s", limit.as_secs())))
}

fn end(child: &mut Child) {
    // It may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}

/// How often edges cross, as the counting program says.
fn crossings(counter: &Path, edges: &Value) -> Result<u64, Failure> {
    let mut child = Program::new(counter)
        .arg("count")
        .into_command()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(Failure::file("starting", counter))?;
    if let Some(mut stdin) = child.stdin.take() {
        (stdin.write_all(edges.to_string().as_bytes()))
            .map_err(Failure::file("writing to", counter))?;
    }
    let output = (child.wait_with_output()).map_err(Failure::file("reading from", counter))?;
    let said: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (said["crossings"].as_u64()).ok_or_else(|| unexpected("the counter", &said.to_string()))
}
