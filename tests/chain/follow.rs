//! Following a network: what is new comes in by itself, woken by the node's word or by asking, and trouble passes.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;
use support::{Consensus, Fork, Switch, built, four};

use crate::chance::Chance;
use crate::model::rows;
use crate::network::{sync, waymark};
use crate::writer::Writer;

/// Far longer than anything here takes.
const PATIENCE: Duration = Duration::from_mins(1);

/// A `waymark sync --follow` that ends with the test.
struct Follower {
    program: Child,
    lines: Receiver<Value>,
}

impl Follower {
    fn start(args: &[&str]) -> Self {
        let mut command = Command::new(built("waymark"));
        command.args(["sync", "--follow", "--json"]).args(args);
        let quiet = command.stdin(Stdio::null()).stderr(Stdio::null());
        let mut program = quiet.stdout(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(program.stdout.take().unwrap());
        let (hand_over, lines) = channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let line = serde_json::from_str(&line).unwrap_or(Value::String(line));
                if hand_over.send(line).is_err() {
                    return;
                }
            }
        });
        Self { program, lines }
    }

    /// Waits for a line of which this holds.
    fn wait_for(&self, what: &str, holds: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        let mut seen = Vec::new();
        while let Ok(line) = self
            .lines
            .recv_timeout(PATIENCE.saturating_sub(start.elapsed()))
        {
            if holds(&line) {
                return line;
            }
            seen.push(line);
        }
        panic!("no word of {what}: {seen:#?}");
    }

    fn wait_for_block(&self, block: u64) {
        let synced = |line: &Value| line["kind"] == "synced" && line["block"] == block;
        self.wait_for(&format!("block {block}"), synced);
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[test]
fn a_network_is_followed_through_trouble() {
    let mut chance = Chance::of(4);
    let mut writer = Writer::on(Fork::LondonWithoutFees, four(Consensus::Qbft));
    let dir = writer.told.init("workspace");
    let follower = Follower::start(&[&dir, "--every", "1"]);
    follower.wait_for_block(writer.devnet().head());
    writer.write_some(3, &mut chance);
    follower.wait_for_block(writer.devnet().head());

    writer
        .devnet()
        .misbehave(Switch::Unavailable { times: u64::MAX });
    follower.wait_for("trouble", |line| line["kind"] == "trouble");
    writer.write_some(2, &mut chance);
    writer.devnet().behave();
    follower.wait_for_block(writer.devnet().head());

    writer.reorg(1);
    follower.wait_for("a reorganisation", |line| line["reorgs"] == 1);
    writer.write_some(1, &mut chance);
    follower.wait_for_block(writer.devnet().head());
    drop(follower);
    let fresh = writer.told.synced("fresh");
    assert_eq!(rows(&dir), rows(&fresh));
}

#[test]
fn a_socket_wakes_whoever_follows() {
    let mut chance = Chance::of(5);
    let mut writer = Writer::on(Fork::LondonWithoutFees, four(Consensus::Qbft));
    let dir = writer.told.init("workspace");
    let (url, socket) = (writer.devnet().url(), writer.devnet().socket_url());
    // Without the socket it would ask again in an hour.
    let follower = Follower::start(&[&dir, "--rpc", &url, "--ws", &socket, "--every", "3600"]);
    follower.wait_for_block(writer.devnet().head());
    for _ in 0..3 {
        writer.write_some(1, &mut chance);
        follower.wait_for_block(writer.devnet().head());
    }
}

#[test]
fn the_doctor_says_what_works() {
    let writer = Writer::on(Fork::LondonWithoutFees, four(Consensus::Qbft));
    let dir = writer.told.init("workspace");
    sync(&dir);
    let examine = |more: &[&str]| waymark(&[&["doctor", &dir, "--json"], more].concat());
    let healthy = examine(&[]).good().json();
    assert_eq!(healthy["outcome"], "good", "{healthy:#}");
    let times = u64::MAX;
    writer.devnet().misbehave(Switch::Unavailable { times });
    let ill = examine(&[]).code(1).json();
    let checks = ill["checks"].as_array().unwrap();
    let bad = checks.iter().filter(|check| check["outcome"] == "bad");
    let bad: Vec<_> = bad.map(|check| check["code"].as_str().unwrap()).collect();
    assert_eq!(bad, ["node"], "{ill:#}");
    assert_eq!(examine(&["--offline"]).good().json()["outcome"], "good");
}
