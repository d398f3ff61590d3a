// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Assets } from "./Assets.sol";
import { Checks } from "./Checks.sol";
import { ITraceLedger } from "./ITraceLedger.sol";
import { Portion, Record, ShipmentStatus, Strand } from "./TraceTypes.sol";

/// @title Who has what: packing, and handing over in two steps
/// @dev The ledger itself holds the tokens of what is packed or under way.
abstract contract Custody is Assets {
    /// @notice May pack and ship.
    bytes32 public constant HANDLER_ROLE = keccak256("HANDLER_ROLE");

    struct Shipment {
        address from;
        ShipmentStatus status;
        address to;
        Portion[] items;
    }

    mapping(bytes32 parent => mapping(bytes32 child => uint64 quantity)) private _packed;
    mapping(bytes32 id => Shipment) private _shipments;
    uint256 private _shipmentNonce;

    /// @inheritdoc ITraceLedger
    function pack(bytes32 parent, Portion[] calldata children, Record calldata record) external {
        bytes32 party = _acting(HANDLER_ROLE, record);
        Portion[] memory items = Checks.portions(children);
        _requireHeldWhole(parent);
        for (uint256 i = 0; i < items.length; ++i) {
            bytes32 child = items[i].asset;
            if (child == parent) revert PackedInItself(parent);
            uint64 before = _packed[parent][child];
            if (before == 0) ++_subject(parent).contents;
            _packed[parent][child] = before + items[i].quantity;
        }
        _move(items, _msgSender(), address(this));
        _publishPacking(Packed.selector, party, parent, items, record);
    }

    /// @inheritdoc ITraceLedger
    function unpack(bytes32 parent, Portion[] calldata children, Record calldata record) external {
        bytes32 party = _acting(record);
        Portion[] memory items = Checks.portions(children);
        _requireHeldWhole(parent);
        for (uint256 i = 0; i < items.length; ++i) {
            bytes32 child = items[i].asset;
            uint64 quantity = items[i].quantity;
            uint64 before = _packed[parent][child];
            if (before < quantity) revert NotPacked(parent, child, before, quantity);
            if (before == quantity) --_subject(parent).contents;
            _packed[parent][child] = before - quantity;
        }
        _move(items, address(this), _msgSender());
        _publishPacking(Unpacked.selector, party, parent, items, record);
    }

    /// @inheritdoc ITraceLedger
    function ship(Portion[] calldata items, bytes32 toParty, Record calldata record)
        external
        returns (bytes32 shipment)
    {
        bytes32 party = _acting(HANDLER_ROLE, record);
        address to = _accountOf(toParty);
        Portion[] memory goods = Checks.portions(items);
        _move(goods, _msgSender(), address(this));
        shipment = _newId(_shipmentNonce++);
        Shipment storage entry = _shipments[shipment];
        (entry.from, entry.to, entry.status) = (_msgSender(), to, ShipmentStatus.InTransit);
        for (uint256 i = 0; i < goods.length; ++i) {
            entry.items.push(goods[i]);
        }
        bytes32 digest = _publish(Shipped.selector, abi.encode(shipment, party, toParty, goods, record));
        _extendJourneys(goods, digest);
    }

    /// @inheritdoc ITraceLedger
    function receiveShipment(bytes32 shipment, Record calldata record) external {
        bytes32 party = _acting(record);
        (bytes32 fromParty,, Portion[] memory goods) = _arrive(shipment, ShipmentStatus.Received);
        _move(goods, address(this), _msgSender());
        bytes32 digest = _publish(Received.selector, abi.encode(shipment, party, fromParty, goods, record));
        _extendJourneys(goods, digest);
    }

    /// @inheritdoc ITraceLedger
    function reject(bytes32 shipment, string calldata reason, Record calldata record) external {
        bytes32 party = _acting(record);
        Checks.reason(reason);
        (bytes32 fromParty, address from, Portion[] memory goods) = _arrive(shipment, ShipmentStatus.Rejected);
        _move(goods, address(this), from);
        bytes32 digest = _publish(Rejected.selector, abi.encode(shipment, party, fromParty, goods, reason, record));
        _extendJourneys(goods, digest);
    }

    /// @inheritdoc ITraceLedger
    function observe(Portion[] calldata items, bytes32 shipment, Record calldata record) external {
        bytes32 party = _acting(record);
        Portion[] memory seen = Checks.portions(items);
        Portion[] memory goods;
        if (shipment != 0) {
            Shipment storage entry = _underWay(shipment);
            if (entry.from != _msgSender() && entry.to != _msgSender()) revert NotEntitled(shipment, _msgSender());
            goods = entry.items;
        }
        for (uint256 i = 0; i < seen.length; ++i) {
            bytes32 asset = seen[i].asset;
            // Without a shipment, it is in the caller's hands.
            uint256 there = shipment == 0 ? balanceOf(_msgSender(), uint256(asset)) : _among(goods, asset);
            if (there < seen[i].quantity) revert NotEntitled(asset, _msgSender());
        }
        bytes32 digest = _publish(Observed.selector, abi.encode(party, shipment, seen, record));
        _extendJourneys(seen, digest);
    }

    /// @inheritdoc ITraceLedger
    function packedQuantity(bytes32 parent, bytes32 child) external view returns (uint64) {
        return _packed[parent][child];
    }

    /// @inheritdoc ITraceLedger
    function shipmentOf(bytes32 shipment)
        external
        view
        returns (ShipmentStatus status, bytes32 fromParty, bytes32 toParty, Portion[] memory items)
    {
        Shipment storage entry = _shipments[shipment];
        return (entry.status, partyOf(entry.from), partyOf(entry.to), entry.items);
    }

    /// @dev Ends a shipment that the caller is meant to have.
    function _arrive(bytes32 shipment, ShipmentStatus status)
        private
        returns (bytes32 fromParty, address from, Portion[] memory goods)
    {
        Shipment storage entry = _underWay(shipment);
        if (entry.to != _msgSender()) revert NotReceiver(shipment, _msgSender());
        from = entry.from;
        goods = entry.items;
        entry.status = status;
        delete entry.items;
        fromParty = partyOf(from);
    }

    /// @dev A shipment that is neither at its end nor unknown.
    function _underWay(bytes32 shipment) private view returns (Shipment storage entry) {
        entry = _shipments[shipment];
        if (entry.status != ShipmentStatus.InTransit) revert NotInTransit(shipment, entry.status);
    }

    function _among(Portion[] memory goods, bytes32 asset) private pure returns (uint256) {
        for (uint256 i = 0; i < goods.length; ++i) {
            if (goods[i].asset == asset) return goods[i].quantity;
        }
        return 0;
    }

    function _requireHeldWhole(bytes32 asset) private view {
        uint64 whole = _requireAsset(asset).quantity;
        uint256 held = balanceOf(_msgSender(), uint256(asset));
        if (held != whole) revert NotWhole(asset, held, whole);
    }

    function _publishPacking(
        bytes32 topic,
        bytes32 party,
        bytes32 parent,
        Portion[] memory children,
        Record calldata record
    ) private {
        bytes32 digest = _publish(topic, abi.encode(party, parent, children, record));
        _extend(parent, Strand.Journey, digest);
        _extendJourneys(children, digest);
    }
}
