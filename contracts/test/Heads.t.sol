// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { NewAsset, Record, Strand } from "../src/TraceTypes.sol";
import { History } from "./support/History.sol";
import { LedgerTest } from "./support/LedgerTest.sol";

/// @title Heads follow from the log alone, whatever the events say, and lie where storage proofs look for them
contract HeadsTest is LedgerTest {
    /// @dev The number of events that setting up makes: five parties and a location.
    uint256 private constant REGISTERED = 6;

    History private history;

    function setUp() public override {
        history = new History();
        VM.recordLogs();
        super.setUp();
    }

    function test_everyEvent_extendsTheHeadsItIsAbout() public {
        _tellEverything(_record());
        _assertHistory(REGISTERED + 19);
    }

    function testFuzz_heads_followTheLog(Record memory record, string memory name, uint64 quantity) public {
        record = _made(record);
        VM.assume(bytes(name).length <= 256);
        bytes32 asset = _id(name);
        VM.prank(FAB);
        // An empty name is refused, and so is a name that the set-up took.
        try ledger.commission(_named(name, uint64(_within(quantity, 1, uint64(type(int64).max)))), record) {
            VM.assertEq(_count(asset, Strand.Identity), 1, "the asset's history begins");
        } catch {
            VM.assertEq(bytes(name).length, 0, "only the empty name is refused");
            _assertHistory(REGISTERED);
            return;
        }
        _tellEverything(record);
        _assertHistory(REGISTERED + 20);
    }

    function test_heads_lieAtSlotZero() public {
        bytes32 tin = _tellEverything(_record());
        for (uint256 s = 0; s < 2; ++s) {
            (bytes32 head, uint64 count) = ledger.head(tin, Strand(s));
            bytes32 slot = keccak256(abi.encode(s, keccak256(abi.encode(tin, uint256(0)))));
            VM.assertTrue(head != 0, "the strand has a head");
            VM.assertEq(VM.load(address(ledger), slot), head, "the head lies in its slot");
            bytes32 next = VM.load(address(ledger), bytes32(uint256(slot) + 1));
            VM.assertEq(next, bytes32(uint256(count)), "the count lies behind it");
        }
    }

    function test_unknownSubjects_haveNoHead() public view {
        (bytes32 head, uint64 count) = ledger.head(keccak256("nothing"), Strand.Journey);
        VM.assertEq(head, 0, "no event, no head");
        VM.assertEq(count, 0, "no event, no count");
    }

    /// @dev Nineteen events, at least one of each kind but those of the directory.
    function _tellEverything(Record memory record) private returns (bytes32 tin) {
        VM.startPrank(SMELTER);
        bytes32 ore = ledger.commission(_lot("ore", 10), record);
        bytes32 scrap = ledger.commission(_lot("scrap", 10), record);
        tin = ledger.transform(_portions(ore, 5, scrap, 5), _assets(_lot("tin", 9)), record)[0];
        bytes32 pallet = ledger.commission(_pallet("pallet"), record);
        ledger.pack(pallet, _portions(tin, 9, ore, 1), record);
        bytes32 shipment = ledger.ship(_portions(pallet, 1e6, scrap, 1), fab, record);
        VM.stopPrank();

        VM.startPrank(FAB);
        ledger.receiveShipment(shipment, record);
        ledger.unpack(pallet, _portion(tin, 2), record);
        VM.stopPrank();

        VM.startPrank(AUDITOR);
        bytes32 attestation = ledger.attest(tin, _claim(), record);
        ledger.revoke(attestation, "audit failed", record);
        VM.stopPrank();
        VM.startPrank(GUARD);
        bytes32 recall = ledger.recall(tin, "lead above limit", record);
        ledger.lift(tin, recall, "measured again", record);
        ledger.correct(recall, _history(tin, Strand.Identity), "not lead", record);
        VM.stopPrank();

        VM.startPrank(SMELTER);
        ledger.observe(_portion(ore, 1), 0, record);
        shipment = ledger.ship(_portions(ore, 1, scrap, 1), fab, record);
        ledger.anchor(keccak256("report"), "report", record);
        ledger.delegate(address(0xD0), 253_402_300_799);
        ledger.withdraw(address(0xD0));
        VM.stopPrank();
        VM.prank(FAB);
        ledger.reject(shipment, "wet", record);
    }

    /// @dev Reads the whole log, and finds every head that it knows as the ledger has it.
    function _assertHistory(uint256 events) private {
        history.read(VM.getRecordedLogs());
        VM.assertEq(history.events(), events, "the log has this many events");
        for (uint256 i = 0; i < history.knownCount(); ++i) {
            (bytes32 subject, Strand strand) = history.known(i);
            (bytes32 head, uint64 count) = ledger.head(subject, strand);
            (bytes32 ownHead, uint64 ownCount) = history.heads(subject, strand);
            VM.assertEq(head, ownHead, "the head follows from the log");
            VM.assertEq(count, ownCount, "the count follows from the log");
        }
    }

    /// @dev The nearest record that the ledger takes.
    function _made(Record memory record) private view returns (Record memory) {
        record.eventTime = uint64(_within(record.eventTime, 1, 253_402_300_799_999));
        record.zoneOffsetMinutes %= 841;
        record.location = uint256(record.location) % 2 == 0 ? bytes32(0) : plant;
        if (bytes(record.bizStep).length > 64) record.bizStep = _text(64);
        return record;
    }

    function _named(string memory name, uint64 quantity) private pure returns (NewAsset memory asset) {
        asset = _lot("", quantity);
        asset.name = name;
    }
}
