//! A party that writes to the ledger without any story: lots of its own, made and made of one another, several in a block.
//! It speaks to anvil directly, whose accounts need no keys.

use ledger::{Role, calls};
use serde_json::{Value, json};
use support::{Devnet, Fork, Sealing};
use trace::{
    AssetDetail, AssetKind, Epc, EventTime, Granularity, Party, Portion, Quantity, Record, Unit,
};

use crate::chance::Chance;
use crate::network::Told;

/// Enough for any call here.
const GAS: &str = "0xe4e1c0";

/// The party's canonical name.
pub(crate) const PARTY: &str = "urn:epc:id:pgln:8991102.00000";

/// A lot, and how much of it is left.
#[derive(Clone, Debug)]
struct Lot {
    epc: Epc,
    left: u64,
}

/// What is on the ledger as of a block.
#[derive(Clone, Default, Debug)]
struct World {
    lots: Vec<Lot>,
    made: u64,
}

/// The party.
#[derive(Debug)]
pub(crate) struct Writer {
    pub(crate) told: Told,
    account: Value,
    /// After each block that it wrote, and before all of them.
    past: Vec<(u64, World)>,
}

impl Writer {
    /// A network that is sealed so, with a ledger on which the party is entered.
    pub(crate) fn on(fork: Fork, sealing: Sealing) -> Self {
        let told = Told::silent(fork, sealing);
        let anvil = told.devnet.anvil();
        let accounts = anvil.ask("eth_accounts", &json!([]));
        anvil.ask("evm_setAutomine", &json!([false]));
        let mut writer = Self {
            account: accounts[1].clone(),
            told,
            past: Vec::new(),
        };
        let party = Party {
            epc: Epc::parse(PARTY).unwrap(),
            account: accounts[1].as_str().unwrap().parse().unwrap(),
            title: "Tester".to_owned(),
            gln: "8991102000009".to_owned(),
            place: "Nowhere".to_owned(),
            country: "FR".to_owned(),
        };
        let setup = [
            calls::register_party(&party, ""),
            calls::grant_role(Role::Producer, party.account),
        ];
        writer.write(&accounts[0], &setup);
        let head = writer.devnet().head();
        writer.past.push((head, World::default()));
        writer
    }

    pub(crate) fn devnet(&self) -> &Devnet {
        &self.told.devnet
    }

    /// The newest block that must stay: the one that set the ledger up.
    pub(crate) fn base(&self) -> u64 {
        self.past[0].0
    }

    /// One block with so many events in it.
    pub(crate) fn write_some(&mut self, events: u64, chance: &mut Chance) {
        let mut world = self.past.last().unwrap().1.clone();
        let calls: Vec<_> = (0..events).map(|_| world.go_on(chance)).collect();
        self.write(&self.account.clone(), &calls);
        self.past.push((self.devnet().head(), world));
    }

    /// The newest so many blocks are replaced by empty ones.
    pub(crate) fn reorg(&mut self, depth: u64) {
        let kept = self.devnet().head() - depth;
        assert!(kept >= self.base(), "the ledger itself would go");
        self.devnet().reorg(depth);
        self.told
            .devnet
            .anvil()
            .ask("anvil_dropAllTransactions", &json!([]));
        self.past.retain(|(block, _)| *block <= kept);
    }

    /// Sends these calls from the party's account.
    pub(crate) fn write_as_party(&self, calls: &[Vec<u8>]) {
        self.write(&self.account, calls);
    }

    /// Sends these calls from an account that the ledger does not know.
    pub(crate) fn write_as_stranger(&self, calls: &[Vec<u8>]) {
        let accounts = self.devnet().anvil().ask("eth_accounts", &json!([]));
        self.write(&accounts[2], calls);
    }

    /// Sends these calls in one block; the ledger must take all of them.
    fn write(&self, from: &Value, calls: &[Vec<u8>]) {
        let anvil = self.devnet().anvil();
        let price = anvil.ask("eth_gasPrice", &json!([]));
        let send = |call: &Vec<u8>| {
            let data = alloy::primitives::hex::encode_prefixed(call);
            let call = json!({ "from": from, "to": self.told.contract, "data": data, "gas": GAS, "gasPrice": price });
            anvil.ask("eth_sendTransaction", &json!([call]))
        };
        let transactions: Vec<_> = calls.iter().map(send).collect();
        anvil.ask("anvil_mine", &json!(["0x1"]));
        for transaction in transactions {
            let receipt = anvil.ask("eth_getTransactionReceipt", &json!([transaction]));
            assert_eq!(receipt["status"], "0x1", "{receipt}");
        }
    }
}

impl World {
    /// A call that makes a new lot, from nothing or from another.
    fn go_on(&mut self, chance: &mut Chance) -> Vec<u8> {
        self.made += 1;
        // The names begin anew after a reorganisation: the same lot, made otherwise.
        let name = format!("urn:epc:class:lgtin:8991102.000001.L{}", self.made);
        let lot = Lot {
            epc: Epc::parse(&name).unwrap(),
            left: chance.between(1, 1000) * 1_000_000,
        };
        let detail = detail(lot.epc.clone(), lot.left);
        let record = record(self.made);
        let from = (!self.lots.is_empty() && chance.between(0, 1) == 1)
            .then(|| chance.between(0, self.lots.len() as u64 - 1));
        let call = if let Some(from) = from {
            let from = &mut self.lots[usize::try_from(from).unwrap()];
            let used = chance.between(1, from.left);
            from.left -= used;
            let portion = Portion {
                asset: trace::SubjectId::of(&from.epc),
                micro: used,
            };
            calls::transform(&[portion], &[detail], &record)
        } else {
            calls::commission(&detail, &record)
        };
        self.lots.push(lot);
        self.lots.retain(|lot| lot.left > 0);
        call
    }
}

/// The call that makes one kilogram of a lot with this name, recorded as the event of this number.
pub(crate) fn making(name: &str, number: u64) -> Vec<u8> {
    let lot = detail(Epc::parse(name).unwrap(), 1_000_000);
    calls::commission(&lot, &record(number))
}

fn detail(epc: Epc, micro: u64) -> AssetDetail {
    AssetDetail {
        description: format!("Lot {}", epc.reference()),
        epc,
        kind: AssetKind::Material,
        granularity: Granularity::Lot,
        quantity: Quantity {
            micro,
            unit: Unit::kilogram(),
        },
        unit_mass: None,
    }
}

fn record(number: u64) -> Record {
    Record {
        time: EventTime {
            unix_millis: 1_767_225_600_000 + number * 60_000,
            zone_offset_minutes: 60,
        },
        location: None,
        biz_step: "commissioning".to_owned(),
        event_hash: None,
        document: Vec::new(),
    }
}
