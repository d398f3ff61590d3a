// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AssetKind, Granularity, NewAsset, Portion, Record, ShipmentStatus } from "../../src/TraceTypes.sol";
import { History } from "./History.sol";
import { Ledger } from "./Ledger.sol";
import { Vm } from "./Vm.sol";
import { Strings } from "@openzeppelin/contracts/utils/Strings.sol";

/// @title Parties that trade at random, within the rules
/// @dev It chooses only what the ledger must accept, so that a refusal fails the test; what it must refuse, it tries in
/// {rob}. Every call's log goes to a {History}.
contract Trade {
    Vm internal constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    uint256 private constant MAX_ASSETS = 24;

    Ledger internal immutable ledger;
    History public immutable history;
    address[] public traders;
    bytes32[] public assets;
    bytes32[] public shipments;
    mapping(bytes32 asset => uint256 quantity) public made;
    mapping(bytes32 asset => uint256 quantity) public used;

    constructor(Ledger ledger_, History history_, address[] memory traders_) {
        (ledger, history, traders) = (ledger_, history_, traders_);
    }

    /// @dev Hands the log of one step to the history.
    modifier recorded() {
        VM.recordLogs();
        _;
        history.read(VM.getRecordedLogs());
    }

    /// @dev For steps that must not move any quantity.
    modifier still() {
        bytes32 before = _hands();
        _;
        require(_hands() == before, "a quantity moved");
    }

    function commission(uint256 who, uint64 quantity) external recorded {
        if (assets.length >= MAX_ASSETS) return;
        NewAsset memory asset = _asset(uint64(1 + quantity % 1e9));
        VM.prank(_trader(who));
        _note(ledger.commission(asset, _record()), asset.quantity);
    }

    function transform(uint256 who, uint256 what, uint256 amount, uint64 quantity) external recorded {
        if (assets.length >= MAX_ASSETS) return;
        Portion[] memory inputs = _choose(_trader(who), what, amount, 0);
        if (inputs.length == 0 || _contents(inputs[0].asset) != 0) return;
        NewAsset[] memory outputs = new NewAsset[](1);
        outputs[0] = _asset(uint64(1 + quantity % 1e9));
        VM.prank(_trader(who));
        bytes32[] memory ids = ledger.transform(inputs, outputs, _record());
        used[inputs[0].asset] += inputs[0].quantity;
        _note(ids[0], outputs[0].quantity);
    }

    function pack(uint256 who, uint256 where, uint256 what, uint256 amount) external recorded {
        address trader = _trader(who);
        bytes32 parent = _wholeHeld(trader, where);
        if (parent == 0) return;
        Portion[] memory children = _choose(trader, what, amount, parent);
        if (children.length == 0) return;
        VM.prank(trader);
        ledger.pack(parent, children, _record());
    }

    function unpack(uint256 who, uint256 where, uint256 what, uint256 amount) external recorded {
        address trader = _trader(who);
        bytes32 parent = _wholeHeld(trader, where);
        if (parent == 0) return;
        bytes32 child = _packedIn(parent, what);
        if (child == 0) return;
        uint64 quantity = ledger.packedQuantity(parent, child);
        if (_contents(child) == 0) quantity = uint64(1 + amount % quantity);
        VM.prank(trader);
        ledger.unpack(parent, _portion(child, quantity), _record());
    }

    function ship(uint256 who, uint256 to, uint256 what, uint256 amount) external recorded {
        Portion[] memory items = _choose(_trader(who), what, amount, 0);
        if (items.length == 0) return;
        bytes32 party = ledger.partyOf(_trader(to));
        VM.prank(_trader(who));
        shipments.push(ledger.ship(items, party, _record()));
    }

    function receiveShipment(uint256 which) external recorded {
        if (shipments.length == 0) return;
        bytes32 shipment = shipments[which % shipments.length];
        (ShipmentStatus status,, bytes32 to,) = ledger.shipmentOf(shipment);
        if (status != ShipmentStatus.InTransit) return;
        VM.prank(_accountOf(to));
        ledger.receiveShipment(shipment, _record());
    }

    function reject(uint256 which) external recorded {
        if (shipments.length == 0) return;
        bytes32 shipment = shipments[which % shipments.length];
        (ShipmentStatus status,, bytes32 to,) = ledger.shipmentOf(shipment);
        if (status != ShipmentStatus.InTransit) return;
        VM.prank(_accountOf(to));
        ledger.reject(shipment, "wet", _record());
    }

    /// @dev A trader grasps for more than it holds.
    function rob(uint256 who, uint256 what) external {
        if (assets.length == 0) return;
        bytes32 asset = assets[what % assets.length];
        address thief = _trader(who);
        Portion[] memory loot = _portion(asset, uint64(ledger.balanceOf(thief, uint256(asset)) + 1));
        bytes32 party = ledger.partyOf(thief);
        VM.prank(thief);
        (bool done,) = address(ledger).call(abi.encodeCall(ledger.ship, (loot, party, _record())));
        require(!done, "a trader shipped what it does not hold");
        VM.prank(thief);
        (done,) = address(ledger).call(abi.encodeCall(ledger.unpack, (asset, loot, _record())));
        require(!done, "a trader unpacked what is not there");
    }

    function assetCount() external view returns (uint256) {
        return assets.length;
    }

    /// @notice How much of an asset is in the hands of all traders.
    function held(bytes32 asset) external view returns (uint256 quantity) {
        for (uint256 i = 0; i < traders.length; ++i) {
            quantity += ledger.balanceOf(traders[i], uint256(asset));
        }
    }

    /// @notice How much of an asset is packed in any other.
    function packed(bytes32 asset) external view returns (uint256 quantity) {
        for (uint256 i = 0; i < assets.length; ++i) {
            quantity += ledger.packedQuantity(assets[i], asset);
        }
    }

    /// @notice How much of an asset is under way.
    function inTransit(bytes32 asset) external view returns (uint256 quantity) {
        for (uint256 i = 0; i < shipments.length; ++i) {
            (,,, Portion[] memory items) = ledger.shipmentOf(shipments[i]);
            for (uint256 k = 0; k < items.length; ++k) {
                if (items[k].asset == asset) quantity += items[k].quantity;
            }
        }
    }

    /// @dev What every trader and the ledger hold.
    function _hands() internal view returns (bytes32 digest) {
        for (uint256 i = 0; i < assets.length; ++i) {
            uint256 asset = uint256(assets[i]);
            digest = keccak256(abi.encode(digest, ledger.balanceOf(address(ledger), asset)));
            for (uint256 k = 0; k < traders.length; ++k) {
                digest = keccak256(abi.encode(digest, ledger.balanceOf(traders[k], asset)));
            }
        }
    }

    function _note(bytes32 asset, uint64 quantity) internal {
        assets.push(asset);
        made[asset] = quantity;
    }

    function _asset(uint64 quantity) internal view returns (NewAsset memory) {
        string memory name = string.concat("https://id.gs1.org/01/1/10/", Strings.toString(assets.length));
        return NewAsset(name, AssetKind.Material, Granularity.Lot, "", quantity, "KGM", 0);
    }

    function _record() internal pure returns (Record memory) {
        return Record(1, 0, 0, "", 0, "");
    }

    function _portion(bytes32 asset, uint64 quantity) internal pure returns (Portion[] memory list) {
        list = new Portion[](1);
        list[0] = Portion(asset, quantity);
    }

    function _trader(uint256 seed) internal view returns (address) {
        return traders[seed % traders.length];
    }

    function _accountOf(bytes32 party) internal view returns (address) {
        for (uint256 i = 0; i < traders.length; ++i) {
            if (ledger.partyOf(traders[i]) == party) return traders[i];
        }
        revert("a shipment to nobody");
    }

    /// @dev A portion that the trader may move: all of it where something is packed in it. Empty when there is none.
    function _choose(address trader, uint256 seed, uint256 amount, bytes32 except)
        internal
        view
        returns (Portion[] memory)
    {
        for (uint256 i = 0; i < assets.length; ++i) {
            bytes32 asset = assets[(seed % assets.length + i) % assets.length];
            uint256 balance = ledger.balanceOf(trader, uint256(asset));
            if (asset == except || balance == 0) continue;
            if (_contents(asset) == 0) return _portion(asset, uint64(1 + amount % balance));
            // What is packed in moves whole, and only whoever holds all of it can have packed anything in.
            require(balance == made[asset], "a full parent is in several hands");
            return _portion(asset, uint64(balance));
        }
        return new Portion[](0);
    }

    function _wholeHeld(address trader, uint256 seed) private view returns (bytes32) {
        for (uint256 i = 0; i < assets.length; ++i) {
            bytes32 asset = assets[(seed % assets.length + i) % assets.length];
            if (ledger.balanceOf(trader, uint256(asset)) == made[asset]) return asset;
        }
        return 0;
    }

    function _packedIn(bytes32 parent, uint256 seed) private view returns (bytes32) {
        for (uint256 i = 0; i < assets.length; ++i) {
            bytes32 asset = assets[(seed % assets.length + i) % assets.length];
            if (ledger.packedQuantity(parent, asset) != 0) return asset;
        }
        return 0;
    }

    function _contents(bytes32 parent) private view returns (uint256 count) {
        for (uint256 i = 0; i < assets.length; ++i) {
            if (ledger.packedQuantity(parent, assets[i]) != 0) ++count;
        }
    }
}
