// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ITraceLedger } from "../src/ITraceLedger.sol";
import { Capture, CaptureStatus, SignedCapture, Strand } from "../src/TraceTypes.sol";
import { CaptureTest } from "./support/CaptureTest.sol";

/// @title A device acts for its party by records only, and for as long as the party says
contract DelegationsTest is CaptureTest {
    function setUp() public override {
        super.setUp();
        _givenGoods();
    }

    function test_delegation_isPartOfWhatThePartyIs() public {
        address other = address(0xD0);
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Delegated(smelter, other, NOW + 5);
        VM.startPrank(SMELTER);
        ledger.delegate(other, NOW + 5);
        VM.assertEq(ledger.delegationOf(smelter, other), NOW + 5, "it is known");
        VM.expectEmit(address(ledger));
        emit ITraceLedger.DelegationWithdrawn(smelter, other);
        ledger.withdraw(other);
        VM.assertEq(ledger.delegationOf(smelter, other), 0, "it is gone");
        VM.stopPrank();
        // Registered, the device of the set-up, and these two.
        VM.assertEq(_count(smelter, Strand.Identity), 4, "each is an event of the party");
    }

    function test_delegation_ends() public {
        SignedCapture memory record = _signed(_capture(_packing(1)));
        VM.warp(NOW + 1001);
        _refusedFor(record, abi.encodeWithSelector(ITraceLedger.NotDelegated.selector, smelter, device));
        VM.prank(SMELTER);
        ledger.delegate(device, NOW + 2000);
        _submit(record);
        _assertStatus(record.capture, CaptureStatus.Recorded);
    }

    function test_withdrawnDevice_recordsNothingMore() public {
        SignedCapture memory record = _signed(_capture(_packing(1)));
        bytes32 id = ledger.captureId(record.capture);
        VM.prank(SMELTER);
        ledger.withdraw(device);
        _refusedFor(record, abi.encodeWithSelector(ITraceLedger.NotDelegated.selector, smelter, device));
        _refuses(abi.encodeWithSelector(ITraceLedger.NotDelegated.selector, smelter, device));
        VM.prank(device);
        ledger.cancelCapture(smelter, id);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotDelegated.selector, smelter, device));
        VM.prank(SMELTER);
        ledger.withdraw(device);
    }

    function test_delegation_isForOneParty() public {
        Capture memory capture = _capture(abi.encodeCall(ledger.commission, (_lot("ore", 5), _record())));
        capture.party = fab;
        _refusedFor(_signed(capture), abi.encodeWithSelector(ITraceLedger.NotDelegated.selector, fab, device));
    }

    function test_device_actsByRecordsOnly() public {
        VM.startPrank(device);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotAParty.selector, device));
        ledger.pack(pallet, _portion(tin, 1), _record());
        _refuses(abi.encodeWithSelector(ITraceLedger.NotAParty.selector, device));
        ledger.delegate(VM.addr(THIEF_KEY), NOW + 1);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotAParty.selector, device));
        ledger.withdraw(device);
        VM.stopPrank();
    }

    function test_delegation_isToAnotherAccountForATime() public {
        VM.startPrank(SMELTER);
        _refuses(abi.encodeWithSelector(ITraceLedger.AccountNotUsable.selector, address(0)));
        ledger.delegate(address(0), NOW + 1);
        _refuses(abi.encodeWithSelector(ITraceLedger.AccountNotUsable.selector, SMELTER));
        ledger.delegate(SMELTER, NOW + 1);
        uint64[3] memory bad = [uint64(0), NOW - 1, 253_402_300_800];
        for (uint256 i = 0; i < bad.length; ++i) {
            _refuses(abi.encodeWithSelector(ITraceLedger.DelegationOutOfRange.selector, bad[i]));
            ledger.delegate(device, bad[i]);
        }
        ledger.delegate(device, 253_402_300_799);
        VM.stopPrank();
    }
}
