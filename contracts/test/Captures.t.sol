// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IAccessControl } from "@openzeppelin/contracts/access/IAccessControl.sol";
import { IERC1155Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import { ITraceLedger } from "../src/ITraceLedger.sol";
import { Capture, CaptureStatus, NewAsset, Record, SignedCapture, Strand } from "../src/TraceTypes.sol";
import { CaptureTest } from "./support/CaptureTest.sol";

/// @title What was signed out of reach of the network takes effect once, for its party, whoever brings it
contract CapturesTest is CaptureTest {
    function setUp() public override {
        super.setUp();
        _givenGoods();
    }

    // --- what takes effect

    function test_record_takesEffectAsIfThePartyCalled() public {
        Capture memory capture = _capture(_packing(4));
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Packed(smelter, pallet, _portion(tin, 4), _record());
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Captured(ledger.captureId(capture), smelter, device);
        _submit(_signed(capture));

        VM.assertEq(ledger.packedQuantity(pallet, tin), 4, "it is packed");
        VM.assertEq(_held(SMELTER, tin), 6, "out of the party's hands");
        VM.assertEq(_count(tin, Strand.Journey), 1, "the journey goes on");
        _assertStatus(capture, CaptureStatus.Recorded);
    }

    function test_party_signsForItself() public {
        uint256 key = uint256(keccak256("an account whose key is at hand"));
        bytes32 mine = _register(VM.addr(key), "mine");
        Capture memory capture = _capture(abi.encodeCall(ledger.attest, (mine, _claim(), _record())));
        capture.party = mine;
        _submit(_signedBy(key, capture));
        VM.assertEq(_count(mine, Strand.Identity), 2, "it declares about itself");
    }

    function test_everyRecordingFunction_canBeCaptured() public {
        VM.prank(FAB);
        ledger.delegate(device, NOW);
        VM.prank(GUARD);
        ledger.delegate(device, NOW);
        Record memory record = _record();
        _takes(smelter, abi.encodeCall(ledger.commission, (_lot("ore", 5), record)));
        _takes(smelter, abi.encodeCall(ledger.transform, (_portion(tin, 1), _assets(_lot("foil", 1)), record)));
        _takes(smelter, _packing(2));
        _takes(smelter, abi.encodeCall(ledger.unpack, (pallet, _portion(tin, 2), record)));
        _takes(smelter, abi.encodeCall(ledger.observe, (_portion(tin, 9), 0, record)));
        _takes(smelter, abi.encodeCall(ledger.ship, (_portion(tin, 1), fab, record)));
        _takes(fab, abi.encodeCall(ledger.receiveShipment, (_newId(0), record)));
        _takes(smelter, abi.encodeCall(ledger.ship, (_portion(tin, 1), fab, record)));
        _takes(fab, abi.encodeCall(ledger.reject, (_newId(1), "wet", record)));
        _takes(smelter, abi.encodeCall(ledger.attest, (tin, _claim(), record)));
        _takes(smelter, abi.encodeCall(ledger.revoke, (_newId(0), "wrong", record)));
        _takes(smelter, abi.encodeCall(ledger.anchor, (keccak256("report"), "report", record)));
        bytes memory recalled = abi.encode(tin, guard, "lead", record);
        bytes32 digest = keccak256(bytes.concat(ITraceLedger.Recalled.selector, recalled));
        _takes(guard, abi.encodeCall(ledger.recall, (tin, "lead", record)));
        _takes(guard, abi.encodeCall(ledger.correct, (digest, _history(tin, Strand.Identity), "not lead", record)));
        _takes(guard, abi.encodeCall(ledger.lift, (tin, digest, "cleared", record)));
    }

    function test_replay_isHarmless() public {
        SignedCapture memory record = _signed(_capture(_packing(4)));
        _submit(record);
        SignedCapture[] memory batch = new SignedCapture[](3);
        batch[0] = batch[1] = record;
        batch[2] = _signed(_capture(_packing(1)));
        VM.recordLogs();
        _submit(batch);
        VM.assertEq(ledger.packedQuantity(pallet, tin), 5, "only the new record has an effect");
        // A transfer, the event, two extensions, and that it came from a captured record.
        VM.assertEq(VM.getRecordedLogs().length, 5, "of the old one there is no word");
    }

    function test_order_isFree() public {
        SignedCapture[] memory batch = new SignedCapture[](2);
        (batch[0], batch[1]) = (_signed(_capture(_packing(1))), _signed(_capture(_packing(2))));
        _submit(batch[1]);
        _submit(batch[0]);
        VM.assertEq(ledger.packedQuantity(pallet, tin), 3, "both count");
    }

    function test_equalRecords_differByTheirSalt() public {
        Capture memory capture = _capture(_packing(1));
        _submit(_signed(capture));
        capture.salt = keccak256("another moment");
        _submit(_signed(capture));
        VM.assertEq(ledger.packedQuantity(pallet, tin), 2, "both count");
    }

    // --- what fails

    function test_failingRecord_isNotUsedUpAndBlocksNothing() public {
        SignedCapture[] memory batch = new SignedCapture[](3);
        Capture memory tooMuch = _capture(_packing(11));
        batch[0] = _signed(_capture(_packing(1)));
        batch[1] = _signed(tooMuch);
        batch[2] = _signed(_capture(_packing(2)));
        VM.expectEmit(address(ledger));
        emit ITraceLedger.CaptureRefused(
            ledger.captureId(tooMuch),
            smelter,
            device,
            abi.encodeWithSelector(IERC1155Errors.ERC1155InsufficientBalance.selector, SMELTER, 9, 11, uint256(tin))
        );
        _submit(batch);
        VM.assertEq(ledger.packedQuantity(pallet, tin), 3, "those around it count");
        _assertStatus(tooMuch, CaptureStatus.None);

        // As soon as there is enough, the same record is good.
        tooMuch = _capture(abi.encodeCall(ledger.ship, (_portion(_id(_assetName("late")), 1), fab, _record())));
        _submit(_signed(tooMuch));
        _assertStatus(tooMuch, CaptureStatus.None);
        _given(SMELTER, "late", 1);
        _submit(_signed(tooMuch));
        _assertStatus(tooMuch, CaptureStatus.Recorded);
    }

    /// @dev Whatever a device signs, be it nonsense: the records around it count.
    function testFuzz_noRecord_blocksAnother(Capture memory capture, uint256 which) public {
        capture.party = which % 4 == 0 ? capture.party : smelter;
        bytes4[4] memory selectors =
            [ledger.transform.selector, ledger.correct.selector, ledger.submit.selector, bytes4(capture.call)];
        capture.call = bytes.concat(selectors[which % selectors.length], capture.call);
        SignedCapture[] memory batch = new SignedCapture[](3);
        batch[0] = _signed(_capture(_packing(1)));
        batch[1] = _signed(capture);
        batch[2] = _signed(_capture(_packing(2)));
        _submit(batch);
        VM.assertEq(ledger.packedQuantity(pallet, tin), 3, "those around it count");
        _assertStatus(capture, CaptureStatus.None);
    }

    function test_partialEffects_areUndone() public {
        // The first output is made before the second fails.
        bytes32 ore = _given(SMELTER, "ore", 5);
        Capture memory capture = _capture("");
        capture.call =
            abi.encodeCall(ledger.transform, (_portions(ore, 5, tin, 11), _assets(_lot("foil", 1)), _record()));
        _submit(_signed(capture));
        VM.assertEq(_held(SMELTER, ore), 5, "what was taken first is back");
        _assertStatus(capture, CaptureStatus.None);
    }

    function test_head_isAsExpected() public {
        Capture memory capture = _capture(_packing(1));
        (capture.subject, capture.strand) = (tin, uint8(Strand.Journey));
        // Nothing happened to it yet.
        capture.head = 0;
        SignedCapture memory first = _signed(capture);
        capture.salt = keccak256("another");
        SignedCapture memory second = _signed(capture);
        _submit(first);
        _refusedFor(second, abi.encodeWithSelector(ITraceLedger.HeadMoved.selector, tin, 1, bytes32(0)));
        (capture.head,) = ledger.head(tin, Strand.Journey);
        _submit(_signed(capture));
        VM.assertEq(ledger.packedQuantity(pallet, tin), 2, "two found the head that they expected");
        capture.strand = 7;
        _refusedFor(_signed(capture), abi.encodeWithSelector(ITraceLedger.HeadMoved.selector, tin, 7, capture.head));
    }

    function test_record_expires() public {
        Capture memory capture = _capture(_packing(1));
        capture.expires = NOW + 10;
        VM.warp(NOW + 11);
        _refusedFor(_signed(capture), abi.encodeWithSelector(ITraceLedger.CaptureExpired.selector, NOW + 10));
        VM.warp(NOW + 10);
        _submit(_signed(capture));
        _assertStatus(capture, CaptureStatus.Recorded);
    }

    function test_time_isInSecondsUnderRaftToo() public {
        Capture memory capture = _capture(_packing(1));
        capture.expires = NOW + 10;
        VM.warp(uint256(NOW + 11) * 1e9);
        _refusedFor(_signed(capture), abi.encodeWithSelector(ITraceLedger.CaptureExpired.selector, NOW + 10));
        VM.warp(uint256(NOW + 10) * 1e9 + 999_999_999);
        _submit(_signed(capture));
        _assertStatus(capture, CaptureStatus.Recorded);
    }

    function test_cancelled_isForGood() public {
        Capture memory byDevice = _capture(_packing(1));
        Capture memory byParty = _capture(_packing(2));
        bytes32 id = ledger.captureId(byDevice);
        VM.expectEmit(address(ledger));
        emit ITraceLedger.CaptureCancelled(id, smelter, device);
        VM.prank(device);
        ledger.cancelCapture(smelter, id);
        id = ledger.captureId(byParty);
        VM.prank(SMELTER);
        ledger.cancelCapture(smelter, id);
        id = ledger.captureId(byDevice);
        _refusedFor(
            _signed(byDevice), abi.encodeWithSelector(ITraceLedger.CaptureSettled.selector, id, CaptureStatus.Cancelled)
        );
        _submit(_signed(byParty));
        _assertStatus(byDevice, CaptureStatus.Cancelled);
        _assertStatus(byParty, CaptureStatus.Cancelled);
        VM.assertEq(ledger.packedQuantity(pallet, tin), 0, "neither counts");
    }

    function test_cancel_isForThePartyWhileItIsPending() public {
        Capture memory capture = _capture(_packing(1));
        bytes32 id = ledger.captureId(capture);
        address[3] memory others = [FAB, STRANGER, address(this)];
        for (uint256 i = 0; i < others.length; ++i) {
            _refuses(abi.encodeWithSelector(ITraceLedger.NotDelegated.selector, smelter, others[i]));
            VM.prank(others[i]);
            ledger.cancelCapture(smelter, id);
        }
        // The fab calls off a record of its own with this id, which there is not.
        VM.prank(FAB);
        ledger.cancelCapture(fab, id);
        _submit(_signed(capture));
        _assertStatus(capture, CaptureStatus.Recorded);
        _refuses(abi.encodeWithSelector(ITraceLedger.CaptureSettled.selector, id, CaptureStatus.Recorded));
        VM.prank(SMELTER);
        ledger.cancelCapture(smelter, id);
        _refuses(abi.encodeWithSelector(ITraceLedger.UnknownParty.selector, tin));
        ledger.cancelCapture(tin, id);
    }

    // --- who may sign

    function test_signature_isTheDevices() public {
        Capture memory capture = _capture(_packing(1));
        address thief = VM.addr(THIEF_KEY);
        _refusedFor(
            _signedBy(THIEF_KEY, capture),
            thief,
            abi.encodeWithSelector(ITraceLedger.NotDelegated.selector, smelter, thief)
        );
        SignedCapture memory record = _signed(capture);
        record.signature = "";
        _refusedFor(record, address(0), abi.encodeWithSelector(ITraceLedger.NotDelegated.selector, smelter, address(0)));
        // The same signature with the other s: a second signature that nobody made.
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(DEVICE_KEY, ledger.captureId(capture));
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        record.signature = abi.encodePacked(r, order - uint256(s), v == 27 ? 28 : 27);
        _refusedFor(record, address(0), abi.encodeWithSelector(ITraceLedger.NotDelegated.selector, smelter, address(0)));
    }

    function testFuzz_signature_coversEveryField(uint256 which, uint256 change) public {
        SignedCapture memory record = _signed(_capture(_packing(1)));
        Capture memory capture = record.capture;
        bytes32 mask = bytes32(_within(change, 1, type(uint256).max));
        uint256 field = which % 8;
        if (field == 0) capture.party ^= mask;
        if (field == 1) capture.call = _packing(uint64(_within(change, 2, 10)));
        if (field == 2) capture.subject ^= mask;
        if (field == 3) capture.strand ^= uint8(_within(change, 1, 255));
        if (field == 4) capture.head ^= mask;
        if (field == 5) capture.expires ^= uint64(_within(change, 1, type(uint64).max));
        if (field == 6) capture.callGas ^= uint32(_within(change, 1, type(uint32).max));
        if (field == 7) capture.salt ^= mask;
        _submit(record);
        VM.assertEq(ledger.packedQuantity(pallet, tin), 0, "a bent record has no effect");
    }

    function test_signature_isForOneLedgerOnOneChain() public {
        Capture memory capture = _capture(_packing(1));
        bytes32 here = ledger.captureId(capture);
        VM.chainId(1337);
        VM.assertTrue(ledger.captureId(capture) != here, "another chain, another id");
        VM.etch(address(0x7E57), address(ledger).code);
        VM.assertTrue(
            ITraceLedger(address(0x7E57)).captureId(capture) != ledger.captureId(capture), "another ledger, another id"
        );
    }

    /// @dev The vector that the Rust types are held to (src-tauri/ledger).
    function test_id_isThatOfEip712() public {
        address elsewhere = 0x5FbDB2315678afecb367f032d93F642f64180aa3;
        VM.etch(elsewhere, address(ledger).code);
        VM.chainId(1337);
        Capture memory capture = Capture({
            party: bytes32(uint256(1)),
            call: hex"01020304aabbcc",
            subject: bytes32(uint256(2)),
            strand: 1,
            head: bytes32(uint256(3)),
            expires: 1_790_000_000,
            callGas: 500_000,
            salt: bytes32(uint256(4))
        });
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("TraceLedger"),
                keccak256("1"),
                1337,
                elsewhere
            )
        );
        bytes32 content = keccak256(
            abi.encode(
                keccak256(
                    "Capture(bytes32 party,bytes call,bytes32 subject,uint8 strand,bytes32 head,uint64 expires,uint32 callGas,bytes32 salt)"
                ),
                capture.party,
                keccak256(capture.call),
                capture.subject,
                capture.strand,
                capture.head,
                capture.expires,
                capture.callGas,
                capture.salt
            )
        );
        bytes32 id = ITraceLedger(elsewhere).captureId(capture);
        VM.assertEq(id, keccak256(abi.encodePacked(hex"1901", domain, content)), "as EIP-712 has it");
        VM.assertEq(id, 0xcd1ab9adc80edb2948631baceac8ad842759342b2934259c84de5d81e22d3846, "the vector");
    }

    // --- what cannot be captured

    function test_nothingElse_canBeCaptured() public {
        VM.prank(SMELTER);
        bytes32 role = ledger.PRODUCER_ROLE();
        SignedCapture[] memory inner = new SignedCapture[](1);
        inner[0] = _signed(_capture(_packing(1)));
        bytes[] memory calls = new bytes[](10);
        calls[0] = abi.encodeCall(ledger.submit, (inner));
        calls[1] = abi.encodeCall(ledger.delegate, (VM.addr(THIEF_KEY), NOW + 1000));
        calls[2] = abi.encodeCall(ledger.withdraw, (device));
        calls[3] = abi.encodeCall(ledger.cancelCapture, (smelter, bytes32(0)));
        calls[4] = abi.encodeCall(ledger.grantRole, (role, VM.addr(THIEF_KEY)));
        calls[5] = abi.encodeCall(ledger.renounceRole, (role, SMELTER));
        calls[6] = abi.encodeCall(ledger.registerParty, (STRANGER, "n", "", "", "", "", ""));
        calls[7] = abi.encodeCall(ledger.registerLocation, (smelter, "n", "", "", "", "", 0, 0));
        calls[8] = abi.encodeCall(ledger.safeTransferFrom, (SMELTER, FAB, uint256(tin), 1, ""));
        calls[9] = abi.encodeCall(ledger.partyOf, (SMELTER));
        for (uint256 i = 0; i < calls.length; ++i) {
            _refusedFor(
                _signed(_capture(calls[i])),
                abi.encodeWithSelector(ITraceLedger.NotCapturable.selector, bytes4(calls[i]))
            );
        }
        _refusedFor(_signed(_capture("")), abi.encodeWithSelector(ITraceLedger.NotCapturable.selector, bytes4(0)));
        _refusedFor(
            _signed(_capture(hex"010203")),
            abi.encodeWithSelector(ITraceLedger.NotCapturable.selector, bytes4(hex"010203"))
        );
    }

    function testFuzz_capturedCalls_actForTheirPartyOnly(bytes memory tail) public {
        // Whatever stands behind the arguments, it is the smelter that acts.
        bytes memory call = bytes.concat(_packing(1), tail, abi.encodePacked(FAB));
        Capture memory capture = _capture(call);
        capture.callGas = 4_000_000;
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Packed(smelter, pallet, _portion(tin, 1), _record());
        _submit(_signed(capture));
    }

    function test_roles_areThoseOfTheParty() public {
        bytes32 role = ledger.PRODUCER_ROLE();
        VM.prank(SHOP);
        ledger.delegate(device, NOW);
        Capture memory capture = _capture(abi.encodeCall(ledger.commission, (_lot("ore", 5), _record())));
        capture.party = shop;
        _refusedFor(
            _signed(capture),
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, SHOP, role)
        );
    }

    function test_party_isRegistered() public {
        Capture memory capture = _capture(_packing(1));
        capture.party = plant;
        _refusedFor(_signed(capture), abi.encodeWithSelector(ITraceLedger.UnknownParty.selector, plant));
    }

    // --- gas

    /// @dev A call so long that what EIP-150 keeps back of its gas would be enough for the word of its failure.
    function test_submitter_cannotStarveARecord() public {
        NewAsset[] memory outputs = new NewAsset[](12);
        for (uint256 i = 0; i < outputs.length; ++i) {
            outputs[i] = _lot(string.concat("foil", _digits(i)), 1);
        }
        Capture memory capture = _capture(abi.encodeCall(ledger.transform, (_portion(tin, 1), outputs, _record())));
        capture.callGas = 3_000_000;
        SignedCapture[] memory batch = new SignedCapture[](1);
        batch[0] = _signed(capture);
        bytes memory call = abi.encodeCall(ledger.submit, (batch));
        uint256 short;
        for (uint256 gas_ = 100_000; gas_ < 3_500_000; gas_ += 20_000) {
            (bool done, bytes memory reason) = address(ledger).call{ gas: gas_ }(call);
            if (done) break;
            ++short;
            VM.assertTrue(reason.length == 0 || bytes4(reason) == ITraceLedger.GasTooLow.selector, "for want of gas");
            _assertStatus(capture, CaptureStatus.None);
        }
        VM.assertTrue(short > 100, "less than was signed for is too little, though it might do");
        _assertStatus(capture, CaptureStatus.Recorded);
    }

    function test_gasTooLow_namesWhatIsNeeded() public {
        Capture memory capture = _capture(_packing(1));
        capture.callGas = 15_000_000;
        SignedCapture[] memory batch = new SignedCapture[](1);
        batch[0] = _signed(capture);
        (bool done, bytes memory reason) =
            address(ledger).call{ gas: 10_000_000 }(abi.encodeCall(ledger.submit, (batch)));
        VM.assertFalse(done, "the submission is refused as a whole");
        VM.assertTrue(bytes4(reason) == ITraceLedger.GasTooLow.selector, "for want of gas");
        uint256 needed;
        assembly ("memory-safe") {
            needed := mload(add(reason, 0x44))
        }
        VM.assertEq(needed, uint256(15_010_000) * 64 / 63, "EIP-150 keeps one 64th back");
    }

    function test_recordWithTooLittleGas_failsAlone() public {
        Capture memory capture = _capture(_packing(1));
        capture.callGas = 30_000;
        SignedCapture[] memory batch = new SignedCapture[](2);
        batch[0] = _signed(capture);
        batch[1] = _signed(_capture(_packing(2)));
        VM.expectEmit(address(ledger));
        emit ITraceLedger.CaptureRefused(ledger.captureId(capture), smelter, device, "");
        _submit(batch);
        VM.assertEq(ledger.packedQuantity(pallet, tin), 2, "the other counts");
    }

    function test_recordWithTooMuchGas_failsAlone() public {
        Capture memory capture = _capture(_packing(1));
        capture.callGas = 15_000_001;
        _refusedFor(
            _signed(capture), abi.encodeWithSelector(ITraceLedger.CallGasOutOfRange.selector, 15_000_001, 15_000_000)
        );
    }

    function test_reason_isShort() public {
        Capture memory capture = _capture("");
        // The name of the error, and the start of the unit that it quotes.
        bytes memory whole = abi.encodeWithSelector(ITraceLedger.UnitMalformed.selector, _text(1000));
        bytes memory start = new bytes(256);
        for (uint256 i = 0; i < 256; ++i) {
            start[i] = whole[i];
        }
        capture.call = abi.encodeCall(ledger.commission, (_measured(_text(1000)), _record()));
        _refusedFor(_signed(capture), start);
    }

    // --- words

    function _measured(string memory unit) private pure returns (NewAsset memory asset) {
        asset = _lot("ore", 5);
        asset.unit = unit;
    }

    function _takes(bytes32 party, bytes memory call) private {
        Capture memory capture = _capture(call);
        capture.party = party;
        _submit(_signed(capture));
        _assertStatus(capture, CaptureStatus.Recorded);
    }
}
