//! The life of a report on the ledger: anchored, replaced, withdrawn by its issuer's account; whoever has read the ledger since
//! learns of it when verifying the file, and whoever has not is told up to when it is known.

use std::fs;

use serde_json::{Value, json};
use support::{Answer, Consensus, Fork, Waymark, four};

use crate::network::{sync, waymark};
use crate::writer::{Writer, making};

/// The private key of anvil's second account, which is public knowledge: the writer's.
const ISSUER: &str = "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
/// That of its third, which stands for nobody.
const STRANGER: &str = "5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a";

const LOT: &str = "urn:epc:class:lgtin:8991102.000001.R1";

/// A desk with a workspace, reports on one lot, and the keys of its company.
struct Desk {
    writer: Writer,
    dir: String,
    trust: String,
}

impl Desk {
    fn new() -> Self {
        let writer = Writer::on(Fork::LondonWithoutFees, four(Consensus::Qbft));
        writer.write_as_party(&[making(LOT, 1)]);
        let anvil = writer.devnet().anvil();
        anvil.ask("evm_setAutomine", &json!([true]));
        for (file, key) in [("issuer.key", ISSUER), ("stranger.key", STRANGER)] {
            fs::write(writer.told.path(file), key).unwrap();
        }
        let dir = writer.told.synced("desk");
        let pem = writer.told.path("desk.pem");
        let name = ["--name", "Test Desk", "--country", "FR"];
        let _ = locked(&[&["keys", "create", &pem][..], &name].concat()).good();
        let _ = waymark(&["trust", "add", &dir, "--signer", &pem]).good();
        let trust = format!("{dir}/trust.json");
        Self { writer, dir, trust }
    }

    fn path(&self, name: &str) -> String {
        self.writer.told.path(name)
    }

    fn issue(&self, number: &str) -> String {
        let (out, key) = (self.path(&format!("{number}.pdf")), self.path("desk.pem"));
        let report = ["report", &self.dir, LOT, "--out", &out, "--key", &key];
        let _ = locked(&[&report[..], &["--number", number]].concat()).good();
        out
    }

    /// Says something of a report, with this account's key.
    fn say(&self, words: &[&str], key: &str) -> Answer {
        let key = self.path(key);
        waymark(&[&["report"][..], words, &["--key", &key, "--json"]].concat())
    }

    fn listed(&self) -> Vec<Value> {
        let list = waymark(&["report", "list", &self.dir, "--json"])
            .good()
            .json();
        list["reports"].as_array().unwrap().clone()
    }

    /// Whether a report holds, to somebody who has this reading of the ledger; and what step 7 says.
    fn verified(&self, file: &str, with: Option<&str>) -> (Option<i32>, String) {
        let verify = ["verify", file, "--trust", &self.trust, "--json"];
        let with = with.map_or(Vec::new(), |with| vec!["--with", with]);
        let answer = waymark(&[&verify[..], &with].concat());
        let verdict = answer.json();
        let steps = verdict["steps"].as_array().unwrap().iter();
        let mut status = steps.filter(|step| step["code"] == "status");
        let reason = status.next().unwrap()["reason"]
            .as_str()
            .unwrap()
            .to_owned();
        (answer.code, reason)
    }
}

/// A call with the passphrase of the signing key.
fn locked(args: &[&str]) -> Answer {
    let call = Waymark::new(args);
    call.env("WAYMARK_PASSPHRASE", "correct horse battery staple")
        .run()
}

#[test]
fn a_report_is_anchored_replaced_and_withdrawn_and_others_learn_of_it() {
    let desk = Desk::new();
    let [first, second] = ["R-1", "R-2"].map(|number| desk.issue(number));
    let other = desk.writer.told.synced_new();
    let words = |at: usize| desk.listed()[at]["word"].clone();
    assert_eq!(
        (words(0), words(1)),
        ("notAnchored".into(), "notAnchored".into())
    );

    // Anchored once, however often it is asked for; known here after the next sync.
    let anchor = ["anchor", &desk.dir, "R-1"];
    let receipt = desk.say(&anchor, "issuer.key").good().json();
    assert_eq!(desk.say(&anchor, "issuer.key").good().json(), receipt);
    let of = |number: &str| {
        let all = desk.listed();
        all.into_iter()
            .find(|report| report["number"] == number)
            .unwrap()
    };
    let told = of("R-1");
    assert_eq!(
        (&told["word"], &told["sent"][0]["seen"]),
        (&json!("notAnchored"), &json!(false))
    );
    assert_eq!(told["sent"][0]["tx"], receipt["transaction"]);
    sync(&desk.dir);
    let told = of("R-1");
    assert_eq!(
        (&told["word"], &told["sent"][0]["seen"]),
        (&json!("inForce"), &json!(true))
    );
    assert_eq!(
        (&told["party"], &told["block"]),
        (&json!("Tester"), &receipt["block"])
    );

    // Replaced: both are anchored before, so that each names a report that the ledger knows.
    let replace = [
        "replace",
        &desk.dir,
        "R-1",
        "--by",
        "R-2",
        "--reason",
        "counted wrong",
    ];
    let _ = desk.say(&replace, "issuer.key").good();
    desk.say(&replace, "issuer.key").refused(64);
    sync(&desk.dir);
    let told = of("R-1");
    assert_eq!(
        (&told["word"], &told["by"]),
        (&json!("replaced"), &json!("R-2"))
    );
    assert_eq!(told["reason"], "counted wrong");
    assert_eq!(of("R-2")["word"], "inForce");

    // Who has not read that far knows nothing of it, and is not told that all is well.
    let before = desk.verified(&first, Some(&other));
    assert_eq!(desk.verified(&first, None).0, Some(0));
    assert_eq!(before.0, Some(0), "{}", before.1);
    sync(&other);
    let (code, reason) = desk.verified(&first, Some(&other));
    assert_eq!(code, Some(1), "{reason}");
    assert!(
        reason.contains("R-2") && reason.contains("counted wrong"),
        "{reason}"
    );
    assert_eq!(desk.verified(&second, Some(&other)).0, Some(0));

    // Withdrawn; and a ledger file tells of it where there is no node.
    let withdraw = [
        "withdraw",
        &desk.dir,
        "R-2",
        "--reason",
        "the lot is another",
    ];
    let _ = desk.say(&withdraw, "issuer.key").good();
    sync(&other);
    let (code, reason) = desk.verified(&second, Some(&other));
    assert_eq!(code, Some(1), "{reason}");
    assert!(reason.contains("the lot is another"), "{reason}");
    let file = desk.path("ledger.waymark");
    let export = ["export", &other, "--format", "ledger", "--out", &file];
    let _ = waymark(&export).good();
    assert_eq!(desk.verified(&second, Some(&file)), (code, reason));
}

#[test]
fn only_the_issuer_s_account_speaks_and_what_cannot_be_said_is_not_sent() {
    let desk = Desk::new();
    desk.issue("R-1");
    let head = desk.writer.devnet().head();
    for (words, key, code) in [
        (vec!["anchor", &desk.dir, "R-1"], "stranger.key", 64),
        (vec!["anchor", &desk.dir, "R-9"], "issuer.key", 66),
        (vec!["anchor", &desk.dir, "R-1"], "desk.pem", 66),
        (
            vec!["withdraw", &desk.dir, "R-1", "--reason", " "],
            "issuer.key",
            64,
        ),
        (
            vec!["replace", &desk.dir, "R-1", "--by", "R-1", "--reason", "x"],
            "issuer.key",
            64,
        ),
    ] {
        desk.say(&words, key).refused(code);
    }
    assert_eq!(desk.writer.devnet().head(), head, "nothing was sent");
    assert_eq!(desk.listed()[0]["sent"], json!([]));
}
