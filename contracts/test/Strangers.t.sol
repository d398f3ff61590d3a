// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ITraceLedger } from "../src/ITraceLedger.sol";
import { Capture, CaptureStatus, NewAsset, Portion, Record, SignedCapture, Strand } from "../src/TraceTypes.sol";
import { LedgerTest } from "./support/LedgerTest.sol";

/// @title Who has no standing towards a subject cannot write to it
contract StrangersTest is LedgerTest {
    bytes32 private tin;
    bytes32 private pallet;
    bytes32 private shipment;
    bytes32 private attestation;
    bytes32 private recall;
    bytes[] private calls;

    /// @dev A lot in hand, a full pallet, a shipment under way, an attestation: something to write to for every call.
    function setUp() public override {
        super.setUp();
        tin = _given(SMELTER, "tin", 10);
        pallet = _givenPallet(SMELTER, "pallet");
        VM.startPrank(SMELTER);
        ledger.pack(pallet, _portion(tin, 2), _record());
        shipment = ledger.ship(_portion(tin, 2), fab, _record());
        VM.stopPrank();
        VM.prank(AUDITOR);
        attestation = ledger.attest(tin, _claim(), _record());
        VM.prank(GUARD);
        recall = ledger.recall(tin, "lead", _record());
        _prepareCalls();
        _prepareFurtherCalls();
    }

    function _prepareCalls() private {
        Record memory record = _record();
        Portion[] memory some = _portion(tin, 1);
        NewAsset memory made = _lot("made", 1);
        calls.push(abi.encodeCall(ledger.registerParty, (address(0x77), "n", "", "", "", "", "")));
        calls.push(abi.encodeCall(ledger.registerLocation, (smelter, "n", "", "", "", "", 0, 0)));
        calls.push(abi.encodeCall(ledger.commission, (made, record)));
        calls.push(abi.encodeCall(ledger.transform, (some, _assets(made), record)));
        calls.push(abi.encodeCall(ledger.pack, (pallet, some, record)));
        calls.push(abi.encodeCall(ledger.unpack, (pallet, some, record)));
        calls.push(abi.encodeCall(ledger.ship, (some, fab, record)));
        calls.push(abi.encodeCall(ledger.receiveShipment, (shipment, record)));
        bytes32[3] memory subjects = [tin, smelter, plant];
        for (uint256 i = 0; i < subjects.length; ++i) {
            calls.push(abi.encodeCall(ledger.attest, (subjects[i], _claim(), record)));
        }
        calls.push(abi.encodeCall(ledger.revoke, (attestation, "r", record)));
        calls.push(abi.encodeCall(ledger.recall, (tin, "r", record)));
        calls.push(abi.encodeCall(ledger.safeTransferFrom, (SMELTER, SHOP, uint256(tin), 1, "")));
        calls.push(abi.encodeCall(ledger.setApprovalForAll, (SHOP, true)));
        calls.push(abi.encodeCall(ledger.grantRole, (ledger.PRODUCER_ROLE(), SHOP)));
    }

    function _prepareFurtherCalls() private {
        Record memory record = _record();
        bytes32 made = _digest(ITraceLedger.Commissioned.selector, abi.encode(tin, smelter, _lot("tin", 10), record));
        calls.push(abi.encodeCall(ledger.observe, (_portion(tin, 1), 0, record)));
        calls.push(abi.encodeCall(ledger.observe, (_portion(tin, 1), shipment, record)));
        calls.push(abi.encodeCall(ledger.reject, (shipment, "r", record)));
        calls.push(abi.encodeCall(ledger.correct, (made, _history(tin, Strand.Identity), "r", record)));
        calls.push(abi.encodeCall(ledger.lift, (tin, recall, "r", record)));
        calls.push(abi.encodeCall(ledger.cancelCapture, (smelter, bytes32(uint256(1)))));
    }

    /// @dev Whatever a stranger brings, and whoever signed it: there is no word of it but the refusal.
    function testFuzz_strangers_cannotSubmitForOthers(uint256 key, uint256 which) public {
        key = _within(key, 1, uint256(keccak256("any key")));
        SignedCapture[] memory batch = new SignedCapture[](1);
        Capture memory capture = Capture(smelter, calls[which % calls.length], 0, 0, 0, 0, 1_000_000, 0);
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, ledger.captureId(capture));
        batch[0] = SignedCapture(capture, abi.encodePacked(r, s, v));
        bytes32 before = _state();
        ledger.submit(batch);
        VM.assertEq(_state(), before, "something was written");
        VM.assertTrue(
            ledger.captureOf(smelter, ledger.captureId(capture)) == CaptureStatus.None, "a record was used up"
        );
    }

    function testFuzz_strangers_cannotWrite(address stranger) public {
        VM.assume(ledger.partyOf(stranger) == 0 && stranger != address(this));
        _assertAllRefused(stranger);
    }

    /// @dev The shop is a party, but without a role and without anything of its own here.
    function test_partiesWithoutStanding_cannotWrite() public {
        _assertAllRefused(SHOP);
    }

    /// @dev A trader with the roles of trade is still a stranger to what another holds.
    function test_traders_cannotWriteToWhatOthersHold() public {
        bytes32 before = _state();
        for (uint256 i = 3; i < calls.length; ++i) {
            // It is the fab's shipment to receive, to see and to refuse.
            if (i != 7 && i != 17 && i != 18) _assertRefused(FAB, calls[i]);
        }
        VM.assertEq(_state(), before, "something was written");
    }

    /// @dev Each of the calls is good in itself: the right account can make it.
    function test_theCalls_areOthersToMake() public {
        address[22] memory rightful = [
            address(this),
            SMELTER,
            SMELTER,
            SMELTER,
            SMELTER,
            SMELTER,
            SMELTER,
            FAB,
            SMELTER,
            SMELTER,
            SMELTER,
            AUDITOR,
            GUARD,
            address(0),
            address(0),
            address(this),
            SMELTER,
            FAB,
            FAB,
            SMELTER,
            GUARD,
            SMELTER
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            // The names of new subjects collide among these calls, a shipment ends once, and the closed functions are
            // nobody's.
            if (i == 1 || i == 3 || i == 7 || rightful[i] == address(0)) continue;
            VM.prank(rightful[i]);
            (bool done,) = address(ledger).call(calls[i]);
            VM.assertTrue(done, "the rightful account was refused");
        }
    }

    function _assertAllRefused(address account) private {
        bytes32 before = _state();
        for (uint256 i = 0; i < calls.length; ++i) {
            _assertRefused(account, calls[i]);
        }
        VM.assertEq(_state(), before, "something was written");
    }

    function _assertRefused(address account, bytes memory call) private {
        VM.prank(account);
        (bool done,) = address(ledger).call(call);
        VM.assertFalse(done, "a call was taken");
    }

    /// @dev All heads and who holds what.
    function _state() private view returns (bytes32 digest) {
        bytes32[5] memory subjects = [tin, pallet, smelter, plant, fab];
        for (uint256 i = 0; i < subjects.length; ++i) {
            (bytes32 identity,) = ledger.head(subjects[i], Strand.Identity);
            (bytes32 journey,) = ledger.head(subjects[i], Strand.Journey);
            digest = keccak256(abi.encode(digest, identity, journey, _held(SMELTER, subjects[i])));
        }
    }
}
