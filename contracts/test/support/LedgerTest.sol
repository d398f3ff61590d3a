// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Strings } from "@openzeppelin/contracts/utils/Strings.sol";

import { AssetKind, Claim, Granularity, HistoryKey, NewAsset, Portion, Record, Strand } from "../../src/TraceTypes.sol";
import { Ledger } from "./Ledger.sol";
import { Vm } from "./Vm.sol";

/// @title A ledger with a few parties, and short words for making what it takes
/// @dev The smelter and the fab have every role of trade; the auditor certifies; the guard recalls; the shop is a party
/// without roles; the stranger is no party.
abstract contract LedgerTest {
    Vm internal constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    address internal constant SMELTER = address(0x1001);
    address internal constant FAB = address(0x1002);
    address internal constant AUDITOR = address(0x1003);
    address internal constant GUARD = address(0x1004);
    address internal constant SHOP = address(0x1005);
    address internal constant STRANGER = address(0x1006);

    Ledger internal ledger;
    bytes32 internal smelter;
    bytes32 internal fab;
    bytes32 internal auditor;
    bytes32 internal guard;
    bytes32 internal shop;
    bytes32 internal plant;

    function setUp() public virtual {
        ledger = Ledger(VM.deployCode("TraceLedger.sol:TraceLedger"));
        smelter = _register(SMELTER, "smelter");
        fab = _register(FAB, "fab");
        auditor = _register(AUDITOR, "auditor");
        guard = _register(GUARD, "guard");
        shop = _register(SHOP, "shop");
        address[2] memory traders = [SMELTER, FAB];
        for (uint256 i = 0; i < traders.length; ++i) {
            ledger.grantRole(ledger.PRODUCER_ROLE(), traders[i]);
            ledger.grantRole(ledger.HANDLER_ROLE(), traders[i]);
        }
        ledger.grantRole(ledger.CERTIFIER_ROLE(), AUDITOR);
        ledger.grantRole(ledger.RECALLER_ROLE(), GUARD);
        plant = ledger.registerLocation(smelter, _locationName("plant"), "Plant", "", "Hoboken", "BE", 51e6, 4e6);
    }

    function _register(address account, string memory word) internal returns (bytes32) {
        return ledger.registerParty(account, _partyName(word), word, "4012345000009", "Hoboken", "BE", "");
    }

    function _partyName(string memory word) internal pure returns (string memory) {
        return string.concat("https://id.gs1.org/417/", word);
    }

    function _locationName(string memory word) internal pure returns (string memory) {
        return string.concat("https://id.gs1.org/414/", word);
    }

    function _assetName(string memory word) internal pure returns (string memory) {
        return string.concat("https://id.gs1.org/01/04012345000016/10/", word);
    }

    function _id(string memory name) internal pure returns (bytes32) {
        return keccak256(bytes(name));
    }

    function _record() internal view returns (Record memory) {
        return Record(1_750_000_000_123, 120, plant, "commissioning", keccak256("event"), "");
    }

    /// @dev A lot of so many millionths of a kilogram.
    function _lot(string memory word, uint64 quantity) internal pure returns (NewAsset memory) {
        return NewAsset(_assetName(word), AssetKind.Material, Granularity.Lot, "tin", quantity, "KGM", 0);
    }

    /// @dev One pallet.
    function _pallet(string memory word) internal pure returns (NewAsset memory) {
        return NewAsset(_assetName(word), AssetKind.LogisticUnit, Granularity.LogisticUnit, "pallet", 1e6, "H87", 0);
    }

    function _claim() internal pure returns (Claim memory) {
        return Claim("recycledContent", 42e6, "P1", "42 % recycled", "ISO 14021", 1, 2, keccak256("certificate"));
    }

    function _portion(bytes32 asset, uint64 quantity) internal pure returns (Portion[] memory list) {
        list = new Portion[](1);
        list[0] = Portion(asset, quantity);
    }

    function _portions(bytes32 first, uint64 firstQuantity, bytes32 second, uint64 secondQuantity)
        internal
        pure
        returns (Portion[] memory list)
    {
        list = new Portion[](2);
        list[0] = Portion(first, firstQuantity);
        list[1] = Portion(second, secondQuantity);
    }

    function _assets(NewAsset memory only) internal pure returns (NewAsset[] memory list) {
        list = new NewAsset[](1);
        list[0] = only;
    }

    /// @dev A lot in the hands of an account.
    function _given(address account, string memory word, uint64 quantity) internal returns (bytes32) {
        VM.prank(account);
        return ledger.commission(_lot(word, quantity), _record());
    }

    /// @dev A pallet in the hands of an account.
    function _givenPallet(address account, string memory word) internal returns (bytes32) {
        VM.prank(account);
        return ledger.commission(_pallet(word), _record());
    }

    /// @dev The histories of an event that is part of one.
    function _history(bytes32 subject, Strand strand) internal pure returns (HistoryKey[] memory list) {
        list = new HistoryKey[](1);
        list[0] = HistoryKey(subject, strand);
    }

    /// @dev The digest of an event of record.
    function _digest(bytes32 topic, bytes memory data) internal pure returns (bytes32) {
        return keccak256(bytes.concat(topic, data));
    }

    /// @dev The id of the shipment or attestation with this number.
    function _newId(uint256 number) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(ledger), number));
    }

    function _held(address account, bytes32 asset) internal view returns (uint256) {
        return ledger.balanceOf(account, uint256(asset));
    }

    function _count(bytes32 subject, Strand strand) internal view returns (uint64 count) {
        (, count) = ledger.head(subject, strand);
    }

    function _text(uint256 length) internal pure returns (string memory) {
        bytes memory letters = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            letters[i] = "a";
        }
        return string(letters);
    }

    function _digits(uint256 number) internal pure returns (string memory) {
        return Strings.toString(number);
    }

    function _refuses(bytes memory reason) internal {
        VM.expectRevert(reason);
    }

    function _within(uint256 seed, uint256 min, uint256 max) internal pure returns (uint256) {
        return min + seed % (max - min + 1);
    }
}
