//! Records that a field device captured out of reach of the network: signed by the device, brought by somebody else, and
//! what becomes of those that cannot be recorded.

use alloy::primitives::{B256, hex};
use alloy::signers::SignerSync;
use alloy::signers::local::PrivateKeySigner;
use ledger::calls;
use ledger::capture::{self, Capture, CaptureDomain, CaptureStatus, SignedCapture};
use serde_json::json;
use support::{Consensus, Fork, four};
use trace::{Epc, SubjectId};

use crate::network::{assets, sync};
use crate::writer::{PARTY, Writer, making};

/// The year 2100.
const LONG: u64 = 4_102_444_800;

/// A device with a key of its own.
struct Device {
    key: PrivateKeySigner,
    domain: CaptureDomain,
    captured: u64,
}

impl Device {
    fn on(writer: &Writer) -> Self {
        let chain_id = writer.devnet().ask("eth_chainId", json!([]));
        let chain_id = chain_id.as_str().unwrap().trim_start_matches("0x");
        Self {
            key: PrivateKeySigner::from_bytes(&B256::repeat_byte(0x0f)).unwrap(),
            domain: CaptureDomain {
                chain_id: u64::from_str_radix(chain_id, 16).unwrap(),
                contract: writer.told.contract.parse().unwrap(),
            },
            captured: 0,
        }
    }

    /// A lot with this name is made where there is no network.
    fn capture(&mut self, lot: &str) -> SignedCapture {
        self.captured += 1;
        let name = format!("urn:epc:class:lgtin:8991102.000001.{lot}");
        let call = making(&name, self.captured);
        let capture = Capture {
            party: party(),
            call_gas: capture::call_gas(&call),
            call,
            expects: None,
            expires: None,
            salt: capture::salt(self.key.address(), self.captured),
        };
        let hash = capture.signing_hash(self.domain);
        let signature = self.key.sign_hash_sync(&hash).unwrap();
        SignedCapture { capture, signature }
    }
}

fn party() -> SubjectId {
    SubjectId::of(&Epc::parse(PARTY).unwrap())
}

/// What the ledger says became of a record.
fn fate(writer: &Writer, record: &SignedCapture, device: &Device) -> CaptureStatus {
    let id = record.capture.signing_hash(device.domain);
    let data = hex::encode_prefixed(capture::status(party(), id));
    let call = json!({ "to": writer.told.contract, "data": data });
    let answer = writer.devnet().ask("eth_call", json!([call, "latest"]));
    let answer = hex::decode(answer.as_str().unwrap()).unwrap();
    capture::read_status(&answer).unwrap()
}

/// The lots of a workspace, by the last part of their names.
fn lots(dir: &str) -> Vec<String> {
    let listed = assets(dir);
    let listed = listed["assets"].as_array().unwrap().iter();
    let mut lots: Vec<_> = listed
        .filter_map(|asset| asset["epc"].as_str()?.rsplit('/').next())
        .map(str::to_owned)
        .collect();
    lots.sort();
    lots
}

#[test]
fn captured_records_count_whoever_brings_them_and_stop_nobody() {
    let writer = Writer::on(Fork::LondonWithoutFees, four(Consensus::Qbft));
    let mut device = Device::on(&writer);
    let [first, twice, second, called_off, late] =
        ["A", "A", "B", "C", "D"].map(|lot| device.capture(lot));
    let bring = |records: &[&SignedCapture]| {
        let records: Vec<_> = records.iter().copied().cloned().collect();
        writer.write_as_stranger(&[capture::submit(&records)]);
    };

    bring(&[&first]);
    assert_eq!(
        fate(&writer, &first, &device),
        CaptureStatus::Pending,
        "nobody has said that the device may act"
    );

    writer.write_as_party(&[calls::delegate(device.key.address(), LONG)]);
    let id = called_off.capture.signing_hash(device.domain);
    writer.write_as_party(&[capture::cancel(party(), id)]);
    bring(&[&first, &twice, &called_off, &second, &first]);
    let fates = [&first, &twice, &called_off, &second].map(|it| fate(&writer, it, &device));
    assert_eq!(
        fates,
        [
            CaptureStatus::Recorded,
            CaptureStatus::Pending,
            CaptureStatus::Cancelled,
            CaptureStatus::Recorded,
        ]
    );

    writer.write_as_party(&[calls::withdraw(device.key.address())]);
    bring(&[&late, &second]);
    assert_eq!(fate(&writer, &late, &device), CaptureStatus::Pending);

    let dir = writer.told.init_new();
    sync(&dir);
    assert_eq!(lots(&dir), ["A", "B"]);
}
