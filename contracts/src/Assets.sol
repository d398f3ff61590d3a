// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AccessControl } from "@openzeppelin/contracts/access/AccessControl.sol";
import { ERC1155 } from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";

import { Checks } from "./Checks.sol";
import { Directory } from "./Directory.sol";
import { ITraceLedger } from "./ITraceLedger.sol";
import { HistoryKey, NewAsset, Portion, Record, Strand, SubjectKind } from "./TraceTypes.sol";

/// @title Assets as ERC-1155 tokens: made, used up, called back and cleared
/// @dev Tokens move by `_update`, which asks no receiver: nothing here calls another contract, so there is nothing to
/// re-enter.
abstract contract Assets is Directory, ERC1155 {
    /// @notice May commission and transform.
    bytes32 public constant PRODUCER_ROLE = keccak256("PRODUCER_ROLE");
    /// @notice May recall any asset.
    bytes32 public constant RECALLER_ROLE = keccak256("RECALLER_ROLE");

    mapping(bytes32 recall => bool) private _inForce;

    /// @inheritdoc ITraceLedger
    function commission(NewAsset calldata asset, Record calldata record) external returns (bytes32 id) {
        bytes32 party = _acting(PRODUCER_ROLE, record);
        id = _create(asset);
        bytes32 digest = _publish(Commissioned.selector, abi.encode(id, party, asset, record));
        _extend(id, Strand.Identity, digest);
    }

    /// @inheritdoc ITraceLedger
    function transform(Portion[] calldata inputs, NewAsset[] calldata outputs, Record calldata record)
        external
        returns (bytes32[] memory outputIds)
    {
        bytes32 party = _acting(PRODUCER_ROLE, record);
        Portion[] memory used = Checks.portions(inputs);
        Checks.list(outputs.length);
        _move(used, _msgSender(), address(0));
        outputIds = new bytes32[](outputs.length);
        for (uint256 i = 0; i < outputs.length; ++i) {
            outputIds[i] = _create(outputs[i]);
        }
        bytes32 digest = _publish(Transformed.selector, abi.encode(party, used, outputIds, outputs, record));
        _extendJourneys(used, digest);
        for (uint256 i = 0; i < outputIds.length; ++i) {
            _extend(outputIds[i], Strand.Identity, digest);
        }
    }

    /// @inheritdoc ITraceLedger
    function recall(bytes32 asset, string calldata reason, Record calldata record) external returns (bytes32 digest) {
        bytes32 party = _acting(RECALLER_ROLE, record);
        Checks.reason(reason);
        _requireAsset(asset);
        digest = _publish(Recalled.selector, abi.encode(asset, party, reason, record));
        _inForce[digest] = true;
        _extend(asset, Strand.Identity, digest);
    }

    /// @inheritdoc ITraceLedger
    function lift(bytes32 asset, bytes32 recall_, string calldata reason, Record calldata record) external {
        bytes32 party = _acting(RECALLER_ROLE, record);
        Checks.reason(reason);
        if (!_inForce[recall_]) revert NotInForce(recall_);
        HistoryKey[] memory histories = new HistoryKey[](1);
        histories[0] = HistoryKey(asset, Strand.Identity);
        _requireAuthor(recall_, histories);
        delete _inForce[recall_];
        bytes32 digest = _publish(Lifted.selector, abi.encode(recall_, asset, party, reason, record));
        _extend(asset, Strand.Identity, digest);
    }

    /// @inheritdoc ERC1155
    function supportsInterface(bytes4 interfaceId) public view override(ERC1155, AccessControl) returns (bool) {
        return ERC1155.supportsInterface(interfaceId) || AccessControl.supportsInterface(interfaceId);
    }

    // Closed: every movement of tokens is an event of the ledger.

    /// @notice Closed: reverts with {TransfersClosed}.
    function safeTransferFrom(address, address, uint256, uint256, bytes memory) public pure override {
        revert TransfersClosed();
    }

    /// @notice Closed: reverts with {TransfersClosed}.
    function safeBatchTransferFrom(address, address, uint256[] memory, uint256[] memory, bytes memory)
        public
        pure
        override
    {
        revert TransfersClosed();
    }

    /// @notice Closed: reverts with {TransfersClosed}.
    function setApprovalForAll(address, bool) public pure override {
        revert TransfersClosed();
    }

    function _requireAsset(bytes32 asset) internal view returns (Subject storage entry) {
        entry = _subject(asset);
        if (entry.kind != SubjectKind.Asset) revert UnknownAsset(asset);
    }

    /// @dev Moves tokens, or burns them when `to` is zero. What other assets are packed in moves as a whole, with what
    /// is in it, and is not used up.
    function _move(Portion[] memory items, address from, address to) internal {
        uint256[] memory ids = new uint256[](items.length);
        uint256[] memory quantities = new uint256[](items.length);
        for (uint256 i = 0; i < items.length; ++i) {
            bytes32 asset = items[i].asset;
            uint64 quantity = items[i].quantity;
            Subject storage entry = _requireAsset(asset);
            if (entry.contents != 0) {
                if (to == address(0)) revert NotEmpty(asset, entry.contents);
                if (quantity != entry.quantity) revert NotWhole(asset, quantity, entry.quantity);
            }
            (ids[i], quantities[i]) = (uint256(asset), quantity);
        }
        _update(from, to, ids, quantities);
    }

    function _extendJourneys(Portion[] memory items, bytes32 digest) internal {
        for (uint256 i = 0; i < items.length; ++i) {
            _extend(items[i].asset, Strand.Journey, digest);
        }
    }

    /// @dev An asset comes into being, in the hands of the caller.
    function _create(NewAsset calldata asset) private returns (bytes32 id) {
        Checks.newAsset(asset);
        id = _enterAsset(asset.name, asset.quantity);
        uint256[] memory ids = new uint256[](1);
        uint256[] memory quantities = new uint256[](1);
        (ids[0], quantities[0]) = (uint256(id), asset.quantity);
        _update(address(0), _msgSender(), ids, quantities);
    }
}
