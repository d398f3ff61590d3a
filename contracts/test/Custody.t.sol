// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IAccessControl } from "@openzeppelin/contracts/access/IAccessControl.sol";
import { IERC1155Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import { ITraceLedger } from "../src/ITraceLedger.sol";
import { Portion, ShipmentStatus, Strand } from "../src/TraceTypes.sol";
import { LedgerTest } from "./support/LedgerTest.sol";

/// @title Packing, unpacking, and handing over in two steps
contract CustodyTest is LedgerTest {
    bytes32 private tin;
    bytes32 private pallet;

    function setUp() public override {
        super.setUp();
        tin = _given(SMELTER, "tin", 10);
        pallet = _givenPallet(SMELTER, "pallet");
    }

    // --- packing

    function test_pack_putsChildrenIntoTheParent() public {
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Packed(smelter, pallet, _portion(tin, 4), _record());
        _pack(SMELTER, pallet, _portion(tin, 4));
        _pack(SMELTER, pallet, _portion(tin, 3));

        VM.assertEq(_held(SMELTER, tin), 3, "the rest stays in hand");
        VM.assertEq(_held(address(ledger), tin), 7, "the ledger keeps what is packed");
        VM.assertEq(ledger.packedQuantity(pallet, tin), 7, "it is known where it is packed");
        VM.assertEq(_held(SMELTER, pallet), 1e6, "the parent stays in hand");
        VM.assertEq(_count(pallet, Strand.Journey), 2, "the parent's journey goes on");
        VM.assertEq(_count(tin, Strand.Journey), 2, "the child's journey goes on");
    }

    function test_unpack_givesChildrenBack() public {
        _pack(SMELTER, pallet, _portion(tin, 7));
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Unpacked(smelter, pallet, _portion(tin, 5), _record());
        _unpack(SMELTER, pallet, _portion(tin, 5));
        VM.assertEq(_held(SMELTER, tin), 8, "unpacked quantity is in hand");
        VM.assertEq(ledger.packedQuantity(pallet, tin), 2, "the rest is packed");
        VM.assertEq(_count(pallet, Strand.Journey), 2, "the parent's journey goes on");
        VM.assertEq(_count(tin, Strand.Journey), 2, "the child's journey goes on");
    }

    function test_unpack_isForWhoHoldsTheParent() public {
        _pack(SMELTER, pallet, _portion(tin, 7));
        _hand(SMELTER, _portion(pallet, 1e6), SHOP);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotWhole.selector, pallet, 0, 1e6));
        _unpack(SMELTER, pallet, _portion(tin, 7));
        // The shop has no role: who holds a parcel may open it.
        _unpack(SHOP, pallet, _portion(tin, 7));
        VM.assertEq(_held(SHOP, tin), 7, "the content came along");
    }

    function test_pack_isForHandlers() public {
        bytes32 role = ledger.HANDLER_ROLE();
        _refuses(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, SHOP, role));
        _pack(SHOP, pallet, _portion(tin, 1));
    }

    function test_pack_needsTheWholeParent() public {
        bytes32 crate = _given(SMELTER, "crates", 2e6);
        _hand(SMELTER, _portion(crate, 1e6), FAB);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotWhole.selector, crate, 1e6, 2e6));
        _pack(SMELTER, crate, _portion(tin, 1));
        _refuses(abi.encodeWithSelector(ITraceLedger.UnknownAsset.selector, plant));
        _pack(SMELTER, plant, _portion(tin, 1));
    }

    function test_pack_takesWhatTheCallerHolds() public {
        _refuses(
            abi.encodeWithSelector(IERC1155Errors.ERC1155InsufficientBalance.selector, SMELTER, 10, 11, uint256(tin))
        );
        _pack(SMELTER, pallet, _portion(tin, 11));
        _refuses(abi.encodeWithSelector(ITraceLedger.UnknownAsset.selector, keccak256("nothing")));
        _pack(SMELTER, pallet, _portion(keccak256("nothing"), 1));
        _refuses(abi.encodeWithSelector(ITraceLedger.PackedInItself.selector, pallet));
        _pack(SMELTER, pallet, _portion(pallet, 1e6));
        _refuses(abi.encodeWithSelector(ITraceLedger.DuplicatePortion.selector, tin));
        _pack(SMELTER, pallet, _portions(tin, 1, tin, 2));
        _refuses(abi.encodeWithSelector(ITraceLedger.ListLengthOutOfRange.selector, 0, 64));
        _pack(SMELTER, pallet, new Portion[](0));
    }

    function test_unpack_takesWhatIsPackedThere() public {
        bytes32 other = _givenPallet(SMELTER, "other");
        _pack(SMELTER, pallet, _portion(tin, 4));
        _refuses(abi.encodeWithSelector(ITraceLedger.NotPacked.selector, pallet, tin, 4, 5));
        _unpack(SMELTER, pallet, _portion(tin, 5));
        _refuses(abi.encodeWithSelector(ITraceLedger.NotPacked.selector, other, tin, 0, 1));
        _unpack(SMELTER, other, _portion(tin, 1));
        _refuses(abi.encodeWithSelector(ITraceLedger.QuantityOutOfRange.selector, 0));
        _unpack(SMELTER, other, _portion(tin, 0));
        _refuses(abi.encodeWithSelector(ITraceLedger.DuplicatePortion.selector, tin));
        _unpack(SMELTER, pallet, _portions(tin, 2, tin, 2));
    }

    function test_parents_nest() public {
        bytes32 box = _givenPallet(SMELTER, "box");
        _pack(SMELTER, box, _portion(tin, 10));
        _pack(SMELTER, pallet, _portion(box, 1e6));
        _refuses(abi.encodeWithSelector(ITraceLedger.NotWhole.selector, box, 0, 1e6));
        _unpack(SMELTER, box, _portion(tin, 10));
        _unpack(SMELTER, pallet, _portion(box, 1e6));
        _unpack(SMELTER, box, _portion(tin, 10));
        VM.assertEq(_held(SMELTER, tin), 10, "all came out again");
    }

    function test_parent_isFullUntilTheLastChildIsOut() public {
        bytes32 lead = _given(SMELTER, "lead", 10);
        bytes32 crate = _given(SMELTER, "crates", 2e6);
        _pack(SMELTER, crate, _portions(tin, 5, lead, 5));
        _pack(SMELTER, crate, _portion(tin, 5));
        _unpack(SMELTER, crate, _portion(tin, 10));
        _refuses(abi.encodeWithSelector(ITraceLedger.NotWhole.selector, crate, 1e6, 2e6));
        _ship(SMELTER, _portion(crate, 1e6), fab);
        _unpack(SMELTER, crate, _portion(lead, 5));
        _ship(SMELTER, _portion(crate, 1e6), fab);
    }

    function test_parent_isNotDividedWhileFull() public {
        bytes32 crate = _given(SMELTER, "crates", 2e6);
        _pack(SMELTER, crate, _portion(tin, 5));
        bytes memory reason = abi.encodeWithSelector(ITraceLedger.NotWhole.selector, crate, 1e6, 2e6);
        _refuses(reason);
        _ship(SMELTER, _portion(crate, 1e6), fab);
        _refuses(reason);
        _pack(SMELTER, pallet, _portion(crate, 1e6));
        _pack(SMELTER, pallet, _portion(crate, 2e6));
        _refuses(reason);
        _unpack(SMELTER, pallet, _portion(crate, 1e6));
        _unpack(SMELTER, pallet, _portion(crate, 2e6));
        _unpack(SMELTER, crate, _portion(tin, 5));
        _ship(SMELTER, _portion(crate, 1e6), fab);
    }

    // --- handing over

    function test_ship_takesItemsOutOfAllHands() public {
        bytes32 id = keccak256(abi.encode(block.chainid, address(ledger), 0));
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Shipped(id, smelter, fab, _portion(tin, 6), _record());
        bytes32 shipment = _ship(SMELTER, _portion(tin, 6), fab);

        VM.assertEq(shipment, id, "ids follow chain, ledger and number");
        VM.assertEq(_held(SMELTER, tin), 4, "the sender has the rest");
        VM.assertEq(_held(FAB, tin), 0, "the receiver has nothing yet");
        VM.assertEq(_count(tin, Strand.Journey), 1, "the journey goes on");
        (ShipmentStatus status, bytes32 from, bytes32 to, Portion[] memory items) = ledger.shipmentOf(shipment);
        VM.assertTrue(status == ShipmentStatus.InTransit, "it is under way");
        VM.assertEq(from, smelter, "the sender is known");
        VM.assertEq(to, fab, "the receiver is known");
        VM.assertEq(abi.encode(items), abi.encode(_portion(tin, 6)), "the items are known");
    }

    function test_receive_putsItemsIntoTheReceiversHands() public {
        bytes32 shipment = _ship(SMELTER, _portions(tin, 6, pallet, 1e6), fab);
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Received(shipment, fab, smelter, _portions(tin, 6, pallet, 1e6), _record());
        _receive(FAB, shipment);

        VM.assertEq(_held(FAB, tin), 6, "the receiver has the tin");
        VM.assertEq(_held(FAB, pallet), 1e6, "and the pallet");
        VM.assertEq(_count(tin, Strand.Journey), 2, "the journey goes on");
        (ShipmentStatus status,,, Portion[] memory items) = ledger.shipmentOf(shipment);
        VM.assertTrue(status == ShipmentStatus.Received, "it arrived");
        VM.assertEq(items.length, 0, "nothing is under way");
    }

    function test_receive_isOnceAndForTheReceiver() public {
        bytes32 shipment = _ship(SMELTER, _portion(tin, 6), fab);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotReceiver.selector, shipment, SHOP));
        _receive(SHOP, shipment);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotReceiver.selector, shipment, SMELTER));
        _receive(SMELTER, shipment);
        _receive(FAB, shipment);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotInTransit.selector, shipment, ShipmentStatus.Received));
        _receive(FAB, shipment);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotInTransit.selector, bytes32(0), ShipmentStatus.None));
        _receive(FAB, 0);
    }

    function test_reject_givesItemsBackToTheSender() public {
        bytes32 shipment = _ship(SMELTER, _portions(tin, 6, pallet, 1e6), fab);
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Rejected(shipment, fab, smelter, _portions(tin, 6, pallet, 1e6), "wet", _record());
        _reject(FAB, shipment, "wet");

        VM.assertEq(_held(SMELTER, tin), 10, "the sender has all of the tin");
        VM.assertEq(_held(SMELTER, pallet), 1e6, "and the pallet");
        VM.assertEq(_held(address(ledger), tin), 0, "nothing is under way");
        VM.assertEq(_count(tin, Strand.Journey), 2, "the journey goes on");
        (ShipmentStatus status,,, Portion[] memory items) = ledger.shipmentOf(shipment);
        VM.assertTrue(status == ShipmentStatus.Rejected, "it was refused");
        VM.assertEq(items.length, 0, "nothing is under way");
        _receive(FAB, _ship(SMELTER, _portion(tin, 6), fab));
    }

    function test_reject_bringsAFullPalletBackWhole() public {
        _pack(SMELTER, pallet, _portion(tin, 4));
        _reject(FAB, _ship(SMELTER, _portion(pallet, 1e6), fab), "wet");
        _unpack(SMELTER, pallet, _portion(tin, 4));
        VM.assertEq(_held(SMELTER, tin), 10, "its content came along");
    }

    function test_reject_isOnceForTheReceiverWithAReason() public {
        bytes32 shipment = _ship(SMELTER, _portion(tin, 6), fab);
        address[2] memory others = [SHOP, SMELTER];
        for (uint256 i = 0; i < others.length; ++i) {
            _refuses(abi.encodeWithSelector(ITraceLedger.NotReceiver.selector, shipment, others[i]));
            _reject(others[i], shipment, "r");
        }
        _refuses(abi.encodeWithSelector(ITraceLedger.LengthOutOfRange.selector, bytes32("reason"), 0, 1, 512));
        _reject(FAB, shipment, "");
        _refuses(abi.encodeWithSelector(ITraceLedger.LengthOutOfRange.selector, bytes32("reason"), 513, 1, 512));
        _reject(FAB, shipment, _text(513));
        _reject(FAB, shipment, _text(512));
        bytes memory reason =
            abi.encodeWithSelector(ITraceLedger.NotInTransit.selector, shipment, ShipmentStatus.Rejected);
        _refuses(reason);
        _reject(FAB, shipment, "r");
        _refuses(reason);
        _receive(FAB, shipment);
        shipment = _ship(SMELTER, _portion(tin, 6), fab);
        _receive(FAB, shipment);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotInTransit.selector, shipment, ShipmentStatus.Received));
        _reject(FAB, shipment, "r");
    }

    // --- observing

    function test_observe_isForWhoHoldsAtLeastAsMuch() public {
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Observed(smelter, 0, _portions(tin, 10, pallet, 1), _record());
        _observe(SMELTER, _portions(tin, 10, pallet, 1), 0);
        VM.assertEq(_count(tin, Strand.Journey), 1, "it is part of where the tin went");
        VM.assertEq(_count(pallet, Strand.Journey), 1, "and the pallet");
        VM.assertEq(_held(SMELTER, tin), 10, "nothing moves");

        _refuses(abi.encodeWithSelector(ITraceLedger.NotEntitled.selector, tin, SMELTER));
        _observe(SMELTER, _portion(tin, 11), 0);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotEntitled.selector, tin, FAB));
        _observe(FAB, _portion(tin, 1), 0);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotEntitled.selector, plant, SMELTER));
        _observe(SMELTER, _portion(plant, 1), 0);
        _refuses(abi.encodeWithSelector(ITraceLedger.DuplicatePortion.selector, tin));
        _observe(SMELTER, _portions(tin, 1, tin, 1), 0);
    }

    function test_observe_isForBothEndsOfAShipment() public {
        bytes32 shipment = _ship(SMELTER, _portion(tin, 6), fab);
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Observed(fab, shipment, _portion(tin, 6), _record());
        _observe(FAB, _portion(tin, 6), shipment);
        _observe(SMELTER, _portion(tin, 2), shipment);
        VM.assertEq(_count(tin, Strand.Journey), 3, "each is part of where the tin went");
        _refuses(abi.encodeWithSelector(ITraceLedger.NotEntitled.selector, shipment, SHOP));
        _observe(SHOP, _portion(tin, 6), shipment);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotEntitled.selector, tin, FAB));
        _observe(FAB, _portion(tin, 7), shipment);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotEntitled.selector, pallet, SMELTER));
        _observe(SMELTER, _portion(pallet, 1), shipment);
        _receive(FAB, shipment);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotInTransit.selector, shipment, ShipmentStatus.Received));
        _observe(FAB, _portion(tin, 6), shipment);
    }

    function test_ship_isForHandlersToParties() public {
        bytes32 role = ledger.HANDLER_ROLE();
        _refuses(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, SHOP, role));
        _ship(SHOP, _portion(tin, 1), fab);
        _refuses(abi.encodeWithSelector(ITraceLedger.UnknownParty.selector, tin));
        _ship(SMELTER, _portion(tin, 1), tin);
    }

    function test_ship_takesWhatTheCallerHolds() public {
        _refuses(abi.encodeWithSelector(IERC1155Errors.ERC1155InsufficientBalance.selector, FAB, 0, 1, uint256(tin)));
        _ship(FAB, _portion(tin, 1), smelter);
        _refuses(abi.encodeWithSelector(ITraceLedger.UnknownAsset.selector, plant));
        _ship(SMELTER, _portion(plant, 1), fab);
        _refuses(abi.encodeWithSelector(ITraceLedger.DuplicatePortion.selector, tin));
        _ship(SMELTER, _portions(tin, 1, tin, 1), fab);
        _refuses(abi.encodeWithSelector(ITraceLedger.ListLengthOutOfRange.selector, 65, 64));
        _ship(SMELTER, new Portion[](65), fab);
    }

    function test_shipments_haveIdsOfTheirOwn() public {
        bytes32 first = _ship(SMELTER, _portion(tin, 1), fab);
        bytes32 second = _ship(SMELTER, _portion(tin, 1), fab);
        VM.assertTrue(first != second, "a number is used once");
        VM.chainId(1337);
        bytes32 elsewhere = keccak256(abi.encode(uint256(1337), address(ledger), 2));
        VM.assertEq(_ship(SMELTER, _portion(tin, 1), fab), elsewhere, "another chain gives other ids");
    }

    /// @dev An account with code that answers nothing: tokens are handed over without asking it.
    function test_receiver_isNotAsked() public {
        bytes32 machine = _register(address(this), "machine");
        bytes32 shipment = _ship(SMELTER, _portion(tin, 1), machine);
        ledger.receiveShipment(shipment, _record());
        VM.assertEq(_held(address(this), tin), 1, "a contract can be a party");
    }

    function _pack(address account, bytes32 parent, Portion[] memory children) private {
        VM.prank(account);
        ledger.pack(parent, children, _record());
    }

    function _unpack(address account, bytes32 parent, Portion[] memory children) private {
        VM.prank(account);
        ledger.unpack(parent, children, _record());
    }

    function _ship(address account, Portion[] memory items, bytes32 to) private returns (bytes32) {
        VM.prank(account);
        return ledger.ship(items, to, _record());
    }

    function _receive(address account, bytes32 shipment) private {
        VM.prank(account);
        ledger.receiveShipment(shipment, _record());
    }

    function _reject(address account, bytes32 shipment, string memory reason) private {
        VM.prank(account);
        ledger.reject(shipment, reason, _record());
    }

    function _observe(address account, Portion[] memory items, bytes32 shipment) private {
        VM.prank(account);
        ledger.observe(items, shipment, _record());
    }

    function _hand(address from, Portion[] memory items, address to) private {
        bytes32 party = ledger.partyOf(to);
        _receive(to, _ship(from, items, party));
    }
}
