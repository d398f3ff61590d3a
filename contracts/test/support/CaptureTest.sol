// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ITraceLedger } from "../../src/ITraceLedger.sol";
import { Capture, CaptureStatus, SignedCapture } from "../../src/TraceTypes.sol";
import { LedgerTest } from "./LedgerTest.sol";

/// @title A device of the smelter's, and short words for what it captures
abstract contract CaptureTest is LedgerTest {
    uint256 internal constant DEVICE_KEY = uint256(keccak256("scanner in the yard"));
    uint256 internal constant THIEF_KEY = uint256(keccak256("scanner in a bag"));
    uint64 internal constant NOW = 1_790_000_000;
    uint32 internal constant CALL_GAS = 1_000_000;

    address internal device = VM.addr(DEVICE_KEY);
    bytes32 internal tin;
    bytes32 internal pallet;
    uint256 private salt;

    function setUp() public virtual override {
        super.setUp();
        VM.warp(NOW);
        VM.prank(SMELTER);
        ledger.delegate(device, NOW + 1000);
    }

    /// @dev Tin and an empty pallet, in the smelter's hands.
    function _givenGoods() internal {
        tin = _given(SMELTER, "tin", 10);
        pallet = _givenPallet(SMELTER, "pallet");
    }

    /// @dev What the smelter's device captures, in whatever state of the ledger.
    function _capture(bytes memory call) internal returns (Capture memory) {
        return Capture(smelter, call, 0, 0, 0, 0, CALL_GAS, bytes32(++salt));
    }

    function _signed(Capture memory capture) internal view returns (SignedCapture memory) {
        return _signedBy(DEVICE_KEY, capture);
    }

    function _signedBy(uint256 key, Capture memory capture) internal view returns (SignedCapture memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, ledger.captureId(capture));
        // A copy, so that the signed record stays as it is whatever becomes of the other.
        return SignedCapture(abi.decode(abi.encode(capture), (Capture)), abi.encodePacked(r, s, v));
    }

    /// @dev Anybody brings one record.
    function _submit(SignedCapture memory record) internal {
        SignedCapture[] memory batch = new SignedCapture[](1);
        batch[0] = record;
        _submit(batch);
    }

    function _submit(SignedCapture[] memory batch) internal {
        VM.prank(STRANGER);
        ledger.submit(batch);
    }

    function _packing(uint64 quantity) internal view returns (bytes memory) {
        return abi.encodeCall(ledger.pack, (pallet, _portion(tin, quantity), _record()));
    }

    function _refusedFor(SignedCapture memory record, bytes memory reason) internal {
        _refusedFor(record, device, reason);
    }

    function _refusedFor(SignedCapture memory record, address signer, bytes memory reason) internal {
        bytes32 id = ledger.captureId(record.capture);
        VM.expectEmit(address(ledger));
        emit ITraceLedger.CaptureRefused(id, record.capture.party, signer, reason);
        _submit(record);
        VM.assertTrue(
            ledger.captureOf(record.capture.party, id) != CaptureStatus.Recorded, "a refused record is not used up"
        );
    }

    function _assertStatus(Capture memory capture, CaptureStatus expected) internal view {
        CaptureStatus status = ledger.captureOf(capture.party, ledger.captureId(capture));
        VM.assertEq(uint256(status), uint256(expected), "the record's status");
    }
}
