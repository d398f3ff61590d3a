// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { NewAsset, Portion, Record, Strand } from "../src/TraceTypes.sol";
import { LedgerTest } from "./support/LedgerTest.sol";

/// @title Who has no standing towards a subject cannot write to it
contract StrangersTest is LedgerTest {
    bytes32 private tin;
    bytes32 private pallet;
    bytes32 private shipment;
    bytes32 private attestation;
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
        _prepareCalls();
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
        for (uint256 i = 3; i <= 11; ++i) {
            // It is the fab's shipment to receive.
            if (i != 7) _assertRefused(FAB, calls[i]);
        }
        VM.assertEq(_state(), before, "something was written");
    }

    /// @dev Each of the calls is good in itself: the right account can make it.
    function test_theCalls_areOthersToMake() public {
        address[16] memory rightful = [
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
            address(this)
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            // The names of new subjects collide among these calls, and the closed functions are nobody's.
            if (i == 1 || i == 3 || rightful[i] == address(0)) continue;
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
