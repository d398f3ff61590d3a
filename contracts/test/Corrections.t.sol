// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IAccessControl } from "@openzeppelin/contracts/access/IAccessControl.sol";

import { ITraceLedger } from "../src/ITraceLedger.sol";
import { HistoryKey, Strand } from "../src/TraceTypes.sol";
import { LedgerTest } from "./support/LedgerTest.sol";

/// @title What was said wrongly is put right by who said it; recalls end; documents are fixed
contract CorrectionsTest is LedgerTest {
    bytes32 private tin;
    bytes32 private scrap;

    function setUp() public override {
        super.setUp();
        tin = _given(SMELTER, "tin", 10);
        scrap = _given(SMELTER, "scrap", 10);
    }

    // --- correct

    function test_correction_extendsWhatTheWrongEventExtended() public {
        VM.prank(SMELTER);
        bytes32 foil = ledger.transform(_portions(tin, 5, scrap, 5), _assets(_lot("foil", 9)), _record())[0];
        bytes32[] memory made = new bytes32[](1);
        made[0] = foil;
        bytes32 digest = _digest(
            ITraceLedger.Transformed.selector,
            abi.encode(smelter, _portions(tin, 5, scrap, 5), made, _assets(_lot("foil", 9)), _record())
        );
        HistoryKey[] memory histories = new HistoryKey[](3);
        histories[0] = HistoryKey(tin, Strand.Journey);
        histories[1] = HistoryKey(scrap, Strand.Journey);
        histories[2] = HistoryKey(foil, Strand.Identity);
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Corrected(digest, smelter, histories, "4 kg of tin, not 5", _record());
        _correct(SMELTER, digest, histories, "4 kg of tin, not 5");

        VM.assertEq(_count(tin, Strand.Journey), 2, "the use of the tin is marked");
        VM.assertEq(_count(tin, Strand.Identity), 1, "what it is stays");
        VM.assertEq(_count(scrap, Strand.Journey), 2, "the use of the scrap is marked");
        VM.assertEq(_count(foil, Strand.Identity), 2, "the making of the foil is marked");
        VM.assertEq(_held(SMELTER, tin), 5, "quantities stay");

        // In part, in another order, or with more, it is not what the event is part of.
        bytes memory reason = abi.encodeWithSelector(ITraceLedger.NotAuthor.selector, digest, SMELTER);
        _refuses(reason);
        _correct(SMELTER, digest, _history(foil, Strand.Identity), "r");
        (histories[0], histories[1]) = (histories[1], histories[0]);
        _refuses(reason);
        _correct(SMELTER, digest, histories, "r");
        _refuses(reason);
        _correct(SMELTER, digest, new HistoryKey[](0), "r");
    }

    function test_correction_isForWhoWroteTheEvent() public {
        bytes32 digest = _commissioned();
        address[4] memory others = [FAB, AUDITOR, GUARD, SHOP];
        for (uint256 i = 0; i < others.length; ++i) {
            _refuses(abi.encodeWithSelector(ITraceLedger.NotAuthor.selector, digest, others[i]));
            _correct(others[i], digest, _history(tin, Strand.Identity), "r");
        }
        // Also after the tin changed hands.
        VM.prank(SMELTER);
        bytes32 shipment = ledger.ship(_portion(tin, 10), fab, _record());
        VM.prank(FAB);
        ledger.receiveShipment(shipment, _record());
        _correct(SMELTER, digest, _history(tin, Strand.Identity), "r");
    }

    function test_correction_isOfAnEventOfThatSubject() public {
        bytes32 digest = _commissioned();
        bytes memory reason = abi.encodeWithSelector(ITraceLedger.NotAuthor.selector, digest, SMELTER);
        _refuses(reason);
        _correct(SMELTER, digest, _history(scrap, Strand.Identity), "r");
        _refuses(reason);
        _correct(SMELTER, digest, _history(tin, Strand.Journey), "r");
        _refuses(abi.encodeWithSelector(ITraceLedger.NotAuthor.selector, keccak256("nothing"), SMELTER));
        _correct(SMELTER, keccak256("nothing"), _history(tin, Strand.Identity), "r");
        _refuses(abi.encodeWithSelector(ITraceLedger.NotAuthor.selector, bytes32(0), SMELTER));
        _correct(SMELTER, 0, new HistoryKey[](0), "r");
    }

    function testFuzz_nobodyCorrectsWhatIsNotTheirs(address account, bytes32 digest, bytes32 subject, bool journey)
        public
    {
        VM.assume(account != SMELTER);
        bytes32 before = _heads();
        Strand strand = journey ? Strand.Journey : Strand.Identity;
        VM.startPrank(account);
        (bool done,) = address(ledger)
            .call(abi.encodeCall(ledger.correct, (_commissioned(), _history(tin, Strand.Identity), "r", _record())));
        VM.assertFalse(done, "another's event");
        (done,) =
            address(ledger).call(abi.encodeCall(ledger.correct, (digest, _history(subject, strand), "r", _record())));
        VM.assertFalse(done, "no event");
        VM.stopPrank();
        VM.assertEq(_heads(), before, "nothing was written");
    }

    function test_correction_canBeCorrectedAndRepeated() public {
        bytes32 digest = _commissioned();
        HistoryKey[] memory histories = _history(tin, Strand.Identity);
        _correct(SMELTER, digest, histories, "once");
        _correct(SMELTER, digest, histories, "twice");
        bytes32 correction =
            _digest(ITraceLedger.Corrected.selector, abi.encode(digest, smelter, histories, "once", _record()));
        _correct(SMELTER, correction, histories, "it was right");
        VM.assertEq(_count(tin, Strand.Identity), 4, "all are part of what it is");
    }

    /// @dev Two events that are the same in every field have one digest; a correction means both.
    function test_sameEventTwice_isCorrectedTheSameWay() public {
        VM.startPrank(SMELTER);
        ledger.observe(_portion(tin, 1), 0, _record());
        ledger.observe(_portion(tin, 1), 0, _record());
        VM.stopPrank();
        bytes32 digest =
            _digest(ITraceLedger.Observed.selector, abi.encode(smelter, bytes32(0), _portion(tin, 1), _record()));
        _correct(SMELTER, digest, _history(tin, Strand.Journey), "r");
    }

    function test_correction_hasAReason() public {
        bytes32 digest = _commissioned();
        _refuses(abi.encodeWithSelector(ITraceLedger.LengthOutOfRange.selector, bytes32("reason"), 0, 1, 512));
        _correct(SMELTER, digest, _history(tin, Strand.Identity), "");
        _refuses(abi.encodeWithSelector(ITraceLedger.LengthOutOfRange.selector, bytes32("reason"), 513, 1, 512));
        _correct(SMELTER, digest, _history(tin, Strand.Identity), _text(513));
    }

    // --- lift

    function test_lift_endsOneRecall() public {
        bytes32 lead = _recall("lead above limit");
        bytes32 cracks = _recall("cracks");
        VM.assertEq(
            lead,
            _digest(ITraceLedger.Recalled.selector, abi.encode(tin, guard, "lead above limit", _record())),
            "a recall is named by its digest"
        );
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Lifted(lead, tin, guard, "measured again", _record());
        _lift(GUARD, tin, lead, "measured again");
        VM.assertEq(_count(tin, Strand.Identity), 4, "it is part of what the asset is");
        _refuses(abi.encodeWithSelector(ITraceLedger.NotInForce.selector, lead));
        _lift(GUARD, tin, lead, "r");
        _lift(GUARD, tin, cracks, "r");
        // The same recall again is in force again.
        _recall("cracks");
        _lift(GUARD, tin, cracks, "r");
    }

    function test_lift_isForWhoRecalled() public {
        bytes32 recall = _recall("lead above limit");
        bytes32 role = ledger.RECALLER_ROLE();
        _refuses(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, SMELTER, role));
        _lift(SMELTER, tin, recall, "r");
        ledger.grantRole(role, AUDITOR);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotAuthor.selector, recall, AUDITOR));
        _lift(AUDITOR, tin, recall, "r");
        ledger.revokeRole(role, GUARD);
        _refuses(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, GUARD, role));
        _lift(GUARD, tin, recall, "r");
    }

    function test_lift_isOfARecallOfThatAsset() public {
        bytes32 recall = _recall("lead above limit");
        _refuses(abi.encodeWithSelector(ITraceLedger.NotAuthor.selector, recall, GUARD));
        _lift(GUARD, scrap, recall, "r");
        bytes32 commissioned = _commissioned();
        _refuses(abi.encodeWithSelector(ITraceLedger.NotInForce.selector, commissioned));
        _lift(GUARD, tin, commissioned, "r");
        _refuses(abi.encodeWithSelector(ITraceLedger.LengthOutOfRange.selector, bytes32("reason"), 0, 1, 512));
        _lift(GUARD, tin, recall, "");
    }

    // --- anchor

    function test_anchor_isPartOfWhatThePartyIs() public {
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Anchored(shop, keccak256("report"), "report", _record());
        _anchor(SHOP, keccak256("report"), "report");
        VM.assertEq(_count(shop, Strand.Identity), 2, "registered and anchored");
    }

    function test_anchor_hasAHashAndAKind() public {
        _refuses(abi.encodeWithSelector(ITraceLedger.DocumentHashMissing.selector));
        _anchor(SHOP, 0, "report");
        _refuses(abi.encodeWithSelector(ITraceLedger.LengthOutOfRange.selector, bytes32("kind"), 0, 1, 64));
        _anchor(SHOP, keccak256("report"), "");
        _refuses(abi.encodeWithSelector(ITraceLedger.LengthOutOfRange.selector, bytes32("kind"), 65, 1, 64));
        _anchor(SHOP, keccak256("report"), _text(65));
        _refuses(abi.encodeWithSelector(ITraceLedger.NotAParty.selector, STRANGER));
        _anchor(STRANGER, keccak256("report"), "report");
    }

    function _commissioned() private view returns (bytes32) {
        return _digest(ITraceLedger.Commissioned.selector, abi.encode(tin, smelter, _lot("tin", 10), _record()));
    }

    function _recall(string memory reason) private returns (bytes32) {
        VM.prank(GUARD);
        return ledger.recall(tin, reason, _record());
    }

    function _correct(address account, bytes32 digest, HistoryKey[] memory histories, string memory reason) private {
        VM.prank(account);
        ledger.correct(digest, histories, reason, _record());
    }

    function _lift(address account, bytes32 asset, bytes32 recall, string memory reason) private {
        VM.prank(account);
        ledger.lift(asset, recall, reason, _record());
    }

    function _anchor(address account, bytes32 hash, string memory kind) private {
        VM.prank(account);
        ledger.anchor(hash, kind, _record());
    }

    function _heads() private view returns (bytes32 digest) {
        bytes32[4] memory subjects = [tin, scrap, smelter, plant];
        for (uint256 i = 0; i < subjects.length; ++i) {
            (bytes32 identity,) = ledger.head(subjects[i], Strand.Identity);
            (bytes32 journey,) = ledger.head(subjects[i], Strand.Journey);
            digest = keccak256(abi.encode(digest, identity, journey));
        }
    }
}
