//! `cargo xtask sample`: tells the chip story to a fresh development network, whose four validators have public keys, and
//! keeps it as the embedded sample: a ledger file with the trust that belongs to it. The application needs none of this.

use std::{
    fs,
    io::{self, BufRead},
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::{
    failure::Failure,
    process::Program,
    project::Project,
    setup::{self, Purpose, Terms},
};

/// The first of the development keys that every copy of anvil funds; it guards nothing.
const OPERATOR_KEY: &str = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const PORT: &str = "28599";
/// 15 January 2026, before the story begins.
const START: &str = "1768435200";

/// Makes `assets/chips.waymark` and `assets/chips.trust.json` anew.
pub(crate) fn make(project: &Project, terms: &Terms) -> Result<(), Failure> {
    setup::ensure(&setup::needs(project, Purpose::Test), terms)?;
    Program::cargo()
        .args(["build", "--locked", "--bins"])
        .args(["--package", "waymark-cli", "--package", "waymark-tests"])
        .dir(project.root())
        .run()?;
    let scratch = project.target().join("sample-chain");
    let _ = fs::remove_dir_all(&scratch);
    fs::create_dir_all(&scratch).map_err(|error| failed(&scratch, error))?;
    let _network = Network::start(project)?;
    tell(project, &scratch)
}

fn tell(project: &Project, scratch: &Path) -> Result<(), Failure> {
    let rpc = format!("http://127.0.0.1:{PORT}");
    let (key, dir, signer) = (
        scratch.join("key"),
        scratch.join("workspace"),
        scratch.join("signer.pem"),
    );
    write(&key, OPERATOR_KEY)?;
    let waymark = || Program::new(project.built("waymark"));
    let ledger = |command: &str| {
        waymark()
            .args(["ledger", command, "--rpc", &rpc, "--key"])
            .arg(&key)
    };
    let contract = ledger("deploy").output()?.trim().to_owned();
    ledger("simulate")
        .args([
            "--contract",
            &contract,
            "--scenario",
            "chips",
            "--story-times",
        ])
        .run()?;
    waymark()
        .arg("init")
        .arg(&dir)
        .args([
            "--rpc",
            &rpc,
            "--contract",
            &contract,
            "--accept",
            "--label",
            "Chip consortium",
        ])
        .run()?;
    waymark().arg("sync").arg(&dir).run()?;
    write(
        &signer,
        &waymark().args(["keys", "demonstration"]).output()?,
    )?;
    waymark()
        .args(["trust", "add"])
        .arg(&dir)
        .args(["--block", "newest", "--signer"])
        .arg(&signer)
        .run()?;
    let assets = project.root().join("assets");
    let file = assets.join("chips.waymark");
    fs::remove_file(&file).map_err(|error| failed(&file, error))?;
    waymark()
        .arg("export")
        .arg(&dir)
        .args(["--format", "ledger", "--out"])
        .arg(&file)
        .run()?;
    let trust = assets.join("chips.trust.json");
    fs::copy(dir.join("trust.json"), &trust).map_err(|error| failed(&trust, error))?;
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| failed(path, error))
}

fn failed(path: &Path, source: io::Error) -> Failure {
    Failure::File {
        doing: "using",
        path: path.to_path_buf(),
        source,
    }
}

/// A development network that ends with this program: it watches its standard input.
struct Network(Child);

impl Network {
    fn start(project: &Project) -> Result<Self, Failure> {
        let program = project.built("waymark-devnet");
        let mut network = Command::new(&program)
            .args([PORT, "qbft", "--chain-id", "4242", "--timestamp", START])
            .env("WAYMARK_ANVIL", setup::anvil(project))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| failed(&program, error))?;
        // Its address, printed once it answers.
        let mut ready = String::new();
        if let Some(out) = network.stdout.take() {
            io::BufReader::new(out)
                .read_line(&mut ready)
                .map_err(|error| failed(&program, error))?;
        }
        Ok(Self(network))
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
