// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { NewAsset, Portion, Record, SignedCapture, Strand } from "../src/TraceTypes.sol";
import { CaptureTest } from "./support/CaptureTest.sol";

/// @title What each function costs, whole transactions; kept in snapshots/TraceLedger.json
contract GasTest is CaptureTest {
    function test_gas_directory() public {
        _register(STRANGER, "mine");
        _snapshot("registerParty");
        ledger.registerLocation(smelter, _locationName("hall"), "Hall", "", "Hoboken", "BE", 51e6, 4e6);
        _snapshot("registerLocation");
    }

    function test_gas_assets() public {
        bytes32 primary = _given(SMELTER, "primary", 10);
        _snapshot("commission");
        VM.prank(SMELTER);
        Record memory record = _record();
        record.document = bytes(_text(8192));
        ledger.commission(_lot("documented", 10), record);
        _snapshot("commission, with a document of 8192 bytes");
        bytes32 recycled = _given(SMELTER, "recycled", 10);
        VM.prank(SMELTER);
        ledger.transform(_portions(primary, 5, recycled, 5), _assets(_lot("ingot", 9)), _record());
        _snapshot("transform, 2 to 1");
        VM.prank(GUARD);
        bytes32 recall = ledger.recall(primary, "lead above limit", _record());
        _snapshot("recall");
        VM.prank(GUARD);
        ledger.lift(primary, recall, "measured again", _record());
        _snapshot("lift");
        VM.prank(GUARD);
        ledger.correct(recall, _history(primary, Strand.Identity), "not lead", _record());
        _snapshot("correct, 1 history");
    }

    function test_gas_longLists() public {
        Portion[] memory inputs = new Portion[](64);
        NewAsset[] memory outputs = new NewAsset[](64);
        for (uint256 i = 0; i < 64; ++i) {
            inputs[i] = Portion(_given(SMELTER, string.concat("in", _digits(i)), 5), 4);
            outputs[i] = _lot(string.concat("out", _digits(i)), 7);
        }
        VM.prank(SMELTER);
        ledger.transform(inputs, outputs, _record());
        _snapshot("transform, 64 to 64");
        for (uint256 i = 0; i < 64; ++i) {
            inputs[i].quantity = 1;
        }
        VM.prank(SMELTER);
        bytes32 shipment = ledger.ship(inputs, fab, _record());
        _snapshot("ship, 64 items");
        VM.prank(FAB);
        ledger.receiveShipment(shipment, _record());
        _snapshot("receiveShipment, 64 items");
    }

    function test_gas_custody() public {
        bytes32 tin = _given(SMELTER, "tin", 10);
        bytes32 pallet = _givenPallet(SMELTER, "pallet");
        VM.prank(SMELTER);
        ledger.pack(pallet, _portion(tin, 5), _record());
        _snapshot("pack, 1 child");
        VM.prank(SMELTER);
        bytes32 shipment = ledger.ship(_portion(pallet, 1e6), fab, _record());
        _snapshot("ship, 1 item");
        VM.prank(FAB);
        ledger.receiveShipment(shipment, _record());
        _snapshot("receiveShipment, 1 item");
        VM.prank(FAB);
        ledger.unpack(pallet, _portion(tin, 5), _record());
        _snapshot("unpack, 1 child");
        VM.prank(FAB);
        ledger.observe(_portion(tin, 5), 0, _record());
        _snapshot("observe, 1 item");
        VM.prank(FAB);
        shipment = ledger.ship(_portion(pallet, 1e6), smelter, _record());
        VM.prank(SMELTER);
        ledger.reject(shipment, "wet", _record());
        _snapshot("reject, 1 item");
    }

    function test_gas_attestations() public {
        VM.prank(AUDITOR);
        bytes32 attestation = ledger.attest(plant, _claim(), _record());
        _snapshot("attest");
        VM.prank(AUDITOR);
        ledger.revoke(attestation, "audit failed", _record());
        _snapshot("revoke");
        VM.prank(AUDITOR);
        ledger.anchor(keccak256("report"), "report", _record());
        _snapshot("anchor");
    }

    function test_gas_captures() public {
        bytes32 tin = _given(SMELTER, "tin", 10);
        SignedCapture[] memory one = new SignedCapture[](1);
        one[0] = _signed(_capture(abi.encodeCall(ledger.observe, (_portion(tin, 1), 0, _record()))));
        _submit(one);
        _snapshot("submit, 1 record of observe");
        _submit(one);
        _snapshot("submit, 1 record again");
        SignedCapture[] memory ten = new SignedCapture[](10);
        for (uint64 i = 0; i < 10; ++i) {
            ten[i] = _signed(_capture(abi.encodeCall(ledger.observe, (_portion(tin, 1), 0, _record()))));
        }
        _submit(ten);
        _snapshot("submit, 10 records of observe");
        bytes32 id = ledger.captureId(_capture(""));
        VM.prank(SMELTER);
        ledger.cancelCapture(smelter, id);
        _snapshot("cancelCapture");
        VM.prank(SMELTER);
        ledger.delegate(address(0xD0), NOW + 1);
        _snapshot("delegate");
        VM.prank(SMELTER);
        ledger.withdraw(address(0xD0));
        _snapshot("withdraw");
    }

    function _snapshot(string memory name) private {
        VM.snapshotGasLastCall("TraceLedger", name);
    }
}
