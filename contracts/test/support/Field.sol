// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Capture,
    CaptureStatus,
    HistoryKey,
    Portion,
    Record,
    ShipmentStatus,
    SignedCapture
} from "../../src/TraceTypes.sol";
import { History } from "./History.sol";
import { Ledger } from "./Ledger.sol";
import { Trade } from "./Trade.sol";

/// @title The traders once more, out of reach of the network: devices capture, anybody submits; what was said is put
/// right, called back, cleared
/// @dev The first trader recalls too. Records are kept and come in any order, some twice, some bent.
contract Field is Trade {
    struct Written {
        address author;
        bytes32 digest;
    }

    Written[] private written;
    bytes32[] private recalls;
    bytes32[] private recalled;
    SignedCapture[] private captured;
    uint256 private salt;

    constructor(Ledger ledger_, History history_, address[] memory traders_) Trade(ledger_, history_, traders_) {
        for (uint256 i = 0; i < traders_.length; ++i) {
            VM.prank(traders_[i]);
            ledger_.delegate(VM.addr(deviceKey(i)), 253_402_300_799);
        }
    }

    function deviceKey(uint256 who) public pure returns (uint256) {
        return uint256(keccak256(abi.encode("device", who)));
    }

    function observe(uint256 who, uint256 what, uint256 amount) external still recorded {
        Portion[] memory items = _choose(_trader(who), what, amount, 0);
        if (items.length == 0) return;
        VM.prank(_trader(who));
        ledger.observe(items, 0, _record());
    }

    function anchor(uint256 who, bytes32 hash) external still {
        if (hash == 0) return;
        VM.recordLogs();
        VM.prank(_trader(who));
        ledger.anchor(hash, "report", _record());
        history.read(VM.getRecordedLogs());
        written.push(Written(_trader(who), history.newest()));
    }

    function recall(uint256 what) external still {
        if (assets.length == 0) return;
        bytes32 asset = assets[what % assets.length];
        VM.recordLogs();
        VM.prank(traders[0]);
        recalls.push(ledger.recall(asset, "lead", _stamped()));
        recalled.push(asset);
        history.read(VM.getRecordedLogs());
        require(history.newest() == recalls[recalls.length - 1], "a recall is named by its digest");
        written.push(Written(traders[0], history.newest()));
    }

    function lift() external still recorded {
        if (recalls.length == 0) return;
        VM.prank(traders[0]);
        ledger.lift(recalled[recalled.length - 1], recalls[recalls.length - 1], "cleared", _record());
        recalls.pop();
        recalled.pop();
    }

    function correct(uint256 what) external still recorded {
        if (written.length == 0) return;
        Written memory wrong = written[what % written.length];
        HistoryKey[] memory histories = history.about(wrong.digest);
        for (uint256 i = 0; i < traders.length; ++i) {
            bytes memory call = abi.encodeCall(ledger.correct, (wrong.digest, histories, "wrong", _record()));
            VM.prank(traders[i]);
            (bool done,) = address(ledger).call(call);
            require(done == (traders[i] == wrong.author), "an event is corrected by its author and nobody else");
        }
    }

    /// @dev A device is lost, and comes back.
    function delegate(uint256 who) external still recorded {
        who = who % traders.length;
        address device = VM.addr(deviceKey(who));
        bool begun = ledger.delegationOf(ledger.partyOf(traders[who]), device) != 0;
        VM.prank(traders[who]);
        if (begun) ledger.withdraw(device);
        else ledger.delegate(device, 253_402_300_799);
    }

    /// @dev A device notes that its party ships something, which may or may not be there when it is submitted.
    function capture(uint256 who, uint256 to, uint256 what, uint256 amount, bool bent) public {
        who = who % traders.length;
        Portion[] memory items = _choose(traders[who], what, amount, 0);
        if (items.length == 0) return;
        bytes memory call = abi.encodeCall(ledger.ship, (items, ledger.partyOf(_trader(to)), _record()));
        Capture memory record = Capture(ledger.partyOf(traders[who]), call, 0, 0, 0, 0, 1_000_000, bytes32(++salt));
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(deviceKey(who), ledger.captureId(record));
        if (bent) record.salt = 0;
        captured.push(SignedCapture(record, abi.encodePacked(r, s, v)));
    }

    /// @dev Three records in one batch, one of them twice. Each that takes effect is one shipment, however often it
    /// comes.
    function submit(uint256 first, uint256 who, uint256 what, uint256 amount) external recorded {
        capture(who, first, what, amount, false);
        if (captured.length == 0) return;
        SignedCapture[] memory batch = new SignedCapture[](4);
        for (uint256 i = 0; i < 4; ++i) {
            batch[i] = captured[(first % captured.length + i % 3) % captured.length];
        }
        uint256 settled = recordedCount();
        uint256 shipped = shipments.length;
        ledger.submit(batch);
        _findShipments();
        require(recordedCount() - settled == shipments.length - shipped, "a record has one effect or none");
    }

    function cancel(uint256 what) external still {
        if (captured.length == 0) return;
        Capture memory record = captured[what % captured.length].capture;
        if (_status(record) != CaptureStatus.None) return;
        bytes32 id = ledger.captureId(record);
        VM.prank(_accountOf(record.party));
        ledger.cancelCapture(record.party, id);
    }

    function recordedCount() public view returns (uint256 count) {
        for (uint256 i = 0; i < captured.length; ++i) {
            if (_status(captured[i].capture) == CaptureStatus.Recorded) ++count;
        }
    }

    function _status(Capture memory record) private view returns (CaptureStatus) {
        return ledger.captureOf(record.party, ledger.captureId(record));
    }

    /// @dev Shipments are numbered, so that those that captured records made are found.
    function _findShipments() private {
        while (true) {
            bytes32 next = keccak256(abi.encode(block.chainid, address(ledger), shipments.length));
            (ShipmentStatus status,,,) = ledger.shipmentOf(next);
            if (status == ShipmentStatus.None) return;
            shipments.push(next);
        }
    }

    /// @dev A record unlike all before, so that its event is too.
    function _stamped() private returns (Record memory record) {
        record = _record();
        record.eventTime = uint64(++salt);
    }
}
