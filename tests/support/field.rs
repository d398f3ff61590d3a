//! A network with three companies on it, their accounts, and desks in the field that record for them.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use alloy::primitives::{Address, hex};
use ledger::{Role, calls};
use serde_json::{Value, json};
use trace::{
    AssetDetail, AssetKind, Epc, EventBody, EventTime, Granularity, Location, Party, Portion,
    Quantity, Record, SubjectId, Unit,
};

use crate::network::{Told, sync};
use crate::{Answer, Consensus, Devnet, Fork, Waymark, four};

/// The company that makes things and whose devices record.
pub const MINE: &str = "urn:epc:id:pgln:8991102.00000";
/// The company that makes things as well, and that may recall anything.
pub const SMELTER: &str = "urn:epc:id:pgln:3770029.00000";
/// The company that only receives.
pub const SHOP: &str = "urn:epc:id:pgln:4012345.00000";
/// A place of the mine.
pub const PIT: &str = "urn:epc:id:sgln:8991102.00001.0";

/// The private key of anvil's fourth account, which is public knowledge and stands for nobody: it pays.
const PAYER: &str = "7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6";
/// That of the second, which stands for the mine.
const MINE_KEY: &str = "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

/// What opens the device keys of all desks.
pub const PASSPHRASE: &str = "correct horse battery staple";

/// Enough for any call here.
const GAS: &str = "0xe4e1c0";

/// The network and whoever is on it. `mine.key` and `payer.key` are the key files of the mine and of an account that pays.
#[derive(Debug)]
pub struct World {
    /// The network.
    pub told: Told,
    accounts: Vec<Value>,
    written: Cell<u64>,
}

impl World {
    /// Three companies: the mine and the smelter make and move goods, the shop only receives.
    #[allow(clippy::new_without_default)] // it starts programs
    pub fn new() -> Self {
        let told = Told::silent(Fork::LondonWithoutFees, four(Consensus::Qbft));
        let accounts = told.devnet.anvil().ask("eth_accounts", &json!([]));
        let world = Self {
            accounts: accounts.as_array().unwrap().clone(),
            told,
            written: Cell::new(0),
        };
        world.enter();
        fs::write(world.told.path("payer.key"), PAYER).unwrap();
        fs::write(world.told.path("mine.key"), MINE_KEY).unwrap();
        world
    }

    fn enter(&self) {
        let companies = [
            (MINE, "Mine", "8991102000009"),
            (SMELTER, "Smelter", "3770029000003"),
            (SHOP, "Shop", "4012345000009"),
        ];
        for (number, (epc, title, gln)) in companies.into_iter().enumerate() {
            let account = self.account(number + 1);
            let party = Party {
                epc: Epc::parse(epc).unwrap(),
                account,
                title: title.to_owned(),
                gln: gln.to_owned(),
                place: "Muntok".to_owned(),
                country: "ID".to_owned(),
            };
            self.send(0, &calls::register_party(&party, ""));
            if number < 2 {
                self.send(0, &calls::grant_role(Role::Producer, account));
                self.send(0, &calls::grant_role(Role::Handler, account));
            }
        }
        let recaller = self.account(2);
        self.send(0, &calls::grant_role(Role::Recaller, recaller));
        let pit = Location {
            epc: Epc::parse(PIT).unwrap(),
            party: subject(MINE),
            title: "Pit 4".to_owned(),
            gln: String::new(),
            place: "Muntok".to_owned(),
            country: "ID".to_owned(),
            latitude_e6: -2_060_000,
            longitude_e6: 105_160_000,
        };
        self.send(1, &calls::register_location(&pit));
    }

    fn account(&self, number: usize) -> Address {
        self.accounts[number].as_str().unwrap().parse().unwrap()
    }

    /// The network, through its node.
    pub fn devnet(&self) -> &Devnet {
        &self.told.devnet
    }

    /// Sends a call from one of anvil's accounts; the ledger must take it. Gives its logs.
    pub fn send(&self, from: usize, call: &[u8]) -> Value {
        let anvil = self.devnet().anvil();
        let price = anvil.ask("eth_gasPrice", &json!([]));
        let data = hex::encode_prefixed(call);
        let call = json!({ "from": self.accounts[from], "to": self.told.contract, "data": data, "gas": GAS, "gasPrice": price });
        let transaction = anvil.ask("eth_sendTransaction", &json!([call]));
        let looks = std::iter::repeat_with(|| {
            anvil.ask("eth_getTransactionReceipt", &json!([transaction]))
        });
        // It mines by itself, and not always before it answers.
        let receipt = looks
            .take(200)
            .inspect(|_| thread::sleep(Duration::from_millis(20)))
            .find(|receipt| !receipt.is_null())
            .unwrap();
        assert_eq!(receipt["status"], "0x1", "{receipt}");
        receipt["logs"].clone()
    }

    /// A company makes a lot of so many kilograms: the mine, as account 1, or the smelter, as account 2.
    pub fn make(&self, from: usize, lot: &str, kilograms: u64) {
        let record = self.record();
        self.send(from, &calls::commission(&detail(lot, kilograms), &record));
    }

    /// The mine makes so many kilograms of a lot into another.
    pub fn use_up(&self, lot: &str, kilograms: u64, made: &str) {
        let record = self.record();
        let inputs = [portion(lot, kilograms)];
        self.send(
            1,
            &calls::transform(&inputs, &[detail(made, kilograms)], &record),
        );
    }

    /// The blocks after this one are replaced by empty ones, and what was in them is gone.
    pub fn forget_after(&self, block: u64) {
        let depth = self.devnet().head() - block;
        self.devnet().reorg(depth);
        let anvil = self.devnet().anvil();
        anvil.ask("anvil_dropAllTransactions", &json!([]));
    }

    /// The mine, as account 1, or the smelter, as account 2, ships some of a lot; gives the shipment's number.
    pub fn ship(&self, from: usize, lot: &str, kilograms: u64, to: &str) -> String {
        let record = self.record();
        let call = calls::ship(&[portion(lot, kilograms)], subject(to), &record);
        let logs = self.send(from, &call);
        let events = logs.as_array().unwrap().iter().filter_map(|log| {
            let read: alloy::primitives::Log = serde_json::from_value(log.clone()).unwrap();
            ledger::decode(&read).ok().flatten()
        });
        let mut shipments = events.filter_map(|event| match event {
            EventBody::Shipped { shipment, .. } => Some(shipment.0.to_string()),
            _ => None,
        });
        shipments.next().unwrap()
    }

    /// When the next event happened.
    pub fn record(&self) -> Record {
        self.written.set(self.written.get() + 1);
        Record {
            time: EventTime {
                unix_millis: 1_767_225_600_000 + self.written.get() * 60_000,
                zone_offset_minutes: 60,
            },
            location: None,
            biz_step: String::new(),
            event_hash: None,
            document: Vec::new(),
        }
    }

    /// How many captured records are on the ledger, by their ids.
    pub fn captured(&self) -> Vec<String> {
        let topic = alloy::primitives::keccak256("Captured(bytes32,bytes32,address)");
        let filter =
            json!({ "fromBlock": "0x0", "address": self.told.contract, "topics": [topic] });
        let logs = self.devnet().anvil().ask("eth_getLogs", &json!([filter]));
        let ids = logs.as_array().unwrap().iter();
        ids.map(|log| log["topics"][1].as_str().unwrap().to_owned())
            .collect()
    }
}

/// One computer in the field: a workspace, and the device keys of whoever uses it.
#[derive(Debug)]
pub struct Desk<'a> {
    world: &'a World,
    /// The workspace's folder.
    pub dir: String,
    devices: String,
    files: u32,
}

impl<'a> Desk<'a> {
    /// A synced workspace, and a device key with this name that acts for the mine until the year 2100.
    pub fn new(world: &'a World, name: &str) -> Self {
        let desk = Self {
            dir: world.told.synced(name),
            devices: world.told.path(&format!("{name}-devices")),
            files: 0,
            world,
        };
        let made = desk.waymark(&["keys", "device", "create", name]).good().out;
        let account = made.trim().rsplit(' ').next().unwrap().to_owned();
        let key = world.told.path("mine.key");
        let until = ["--until", "2100-01-01T00:00:00Z", "--account", &key];
        let delegate = ["keys", "device", "delegate", &desk.dir, &account];
        let _ = desk.waymark(&[&delegate[..], &until].concat()).good();
        desk.sync();
        desk
    }

    /// What the desk is called.
    fn name(&self) -> &str {
        self.dir.rsplit('/').next().unwrap()
    }

    /// The account of the device key.
    pub fn device(&self) -> String {
        let listed = self.waymark(&["keys", "device", "list", "--json"]).good();
        let account = &listed.json()["devices"][0]["account"];
        account.as_str().unwrap().to_owned()
    }

    /// `waymark`, with the desk's device keys.
    pub fn waymark(&self, args: &[&str]) -> Answer {
        Waymark::new(args)
            .env("WAYMARK_DEVICES", &self.devices)
            .env("WAYMARK_PASSPHRASE", PASSPHRASE)
            .run()
    }

    /// A sync that goes well.
    pub fn sync(&self) {
        sync(&self.dir);
    }

    /// Writes a record down; what `waymark record` answered.
    pub fn record(&mut self, what: Value) -> Answer {
        self.written(what, &[])
    }

    /// Writes a record over a draft.
    pub fn record_over(&mut self, draft: &str, what: Value) -> Answer {
        self.written(what, &["--over", draft])
    }

    fn written(&mut self, what: Value, more: &[&str]) -> Answer {
        self.files += 1;
        let photo = format!("{}-{}.jpg", self.name(), self.files);
        let folder = Path::new(&self.dir).parent().unwrap();
        fs::write(
            folder.join(&photo),
            format!("{}: a photo {}", self.dir, self.files),
        )
        .unwrap();
        let mut record = json!({
            "party": MINE,
            "place": PIT,
            "time": format!("2026-10-{:02}T10:00:00+07:00", 1 + self.files % 28),
            "documents": [{ "path": photo }],
            "remarks": "written in the rain",
        });
        record["what"] = what;
        let file = folder.join(format!("{}-{}.json", self.name(), self.files));
        fs::write(&file, record.to_string()).unwrap();
        let record = ["record", &self.dir, file.to_str().unwrap(), "--json"];
        self.waymark(&[&record[..], more].concat())
    }

    /// Writes a record down that can be signed; its id.
    pub fn signed(&mut self, what: Value) -> String {
        let answer = self.record(what).good().json();
        assert_eq!(answer["state"], "signed", "{answer}");
        answer["id"].as_str().unwrap().to_owned()
    }

    /// Writes a record down that is not signed; its id.
    pub fn drafted(&mut self, what: Value) -> String {
        let answer = self.written(what, &["--draft"]).good().json();
        assert_eq!(answer["state"], "ready", "{answer}");
        answer["id"].as_str().unwrap().to_owned()
    }

    /// The file with its device key.
    pub fn key_file(&self) -> PathBuf {
        Path::new(&self.devices).join(format!("{}.json", self.name()))
    }

    /// Asks the outbox something.
    pub fn outbox(&self, more: &[&str]) -> Answer {
        self.waymark(&[&["outbox", &self.dir, "--json"], more].concat())
    }

    /// Sends what is due, paid by an account that stands for nobody.
    pub fn submit(&self) -> Answer {
        self.outbox(&["--submit", "--account", &self.payer()])
    }

    /// The key file of an account that stands for nobody and pays.
    pub fn payer(&self) -> String {
        self.world.told.path("payer.key")
    }

    /// The state of each record, in their order.
    pub fn states(&self) -> Vec<String> {
        let rows = self.rows();
        let states = rows
            .iter()
            .map(|row| row["state"].as_str().unwrap().to_owned());
        states.collect()
    }

    /// What the outbox lists, in its order.
    pub fn rows(&self) -> Vec<Value> {
        let listed = self.outbox(&[]).good().json();
        listed["records"].as_array().unwrap().clone()
    }

    /// One record, in full.
    pub fn show(&self, id: &str) -> Value {
        self.outbox(&["--show", id]).good().json()
    }
}

fn detail(lot: &str, kilograms: u64) -> AssetDetail {
    AssetDetail {
        epc: Epc::parse(&name(lot)).unwrap(),
        kind: AssetKind::Material,
        granularity: Granularity::Lot,
        description: format!("Lot {lot}"),
        quantity: Quantity {
            micro: kilograms * 1_000_000,
            unit: Unit::kilogram(),
        },
        unit_mass: None,
    }
}

/// The name of a lot of the mine.
pub fn name(lot: &str) -> String {
    format!("urn:epc:class:lgtin:8991102.000001.{lot}")
}

/// What a name stands for on the ledger.
pub fn subject(epc: &str) -> SubjectId {
    SubjectId::of(&Epc::parse(epc).unwrap())
}

/// So many kilograms of a lot.
pub fn portion(lot: &str, kilograms: u64) -> Portion {
    Portion {
        asset: subject(&name(lot)),
        micro: kilograms * 1_000_000,
    }
}

/// A form: one kilogram of a lot is made.
pub fn commission(lot: &str) -> Value {
    let asset = json!({ "name": name(lot), "description": lot, "quantity": "100", "unit": "KGM" });
    json!({ "event": "commission", "asset": asset })
}

/// A form: some of a lot was looked at.
pub fn observe(lot: &str, quantity: &str) -> Value {
    json!({
        "event": "observe",
        "items": [{ "asset": name(lot), "quantity": quantity }],
        "measurements": [{ "kind": "Temperature", "value": "21.5", "unit": "CEL" }],
    })
}

/// A form: some of a lot was used for another.
pub fn transform(lot: &str, quantity: &str, made: &str) -> Value {
    let output = json!({ "name": name(made), "quantity": quantity, "unit": "KGM" });
    json!({
        "event": "transform",
        "inputs": [{ "asset": name(lot), "quantity": quantity }],
        "outputs": [output],
    })
}
