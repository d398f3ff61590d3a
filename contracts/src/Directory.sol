// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AccessControl } from "@openzeppelin/contracts/access/AccessControl.sol";

import { Checks } from "./Checks.sol";
import { ITraceLedger } from "./ITraceLedger.sol";
import { SubjectHeads } from "./SubjectHeads.sol";
import { Record, Strand, SubjectKind } from "./TraceTypes.sol";

/// @title What ids name: parties, their locations, and assets; and who acts
/// @dev One account stands for one party, for good: what an account does, its party did.
abstract contract Directory is SubjectHeads, AccessControl {
    /// @dev One storage slot. `account` stands for the party, the party of a location, or the maker of an asset.
    struct Subject {
        address account;
        /// How much of an asset was made.
        uint64 quantity;
        SubjectKind kind;
        /// How many different assets are packed in this one.
        uint24 contents;
    }

    mapping(bytes32 id => Subject) private _subjects;
    mapping(address account => bytes32 party) private _parties;

    /// @inheritdoc ITraceLedger
    function registerParty(
        address account,
        string calldata name_,
        string calldata title,
        string calldata gln,
        string calldata place,
        string calldata country,
        string calldata encryptionKey
    ) external onlyRole(DEFAULT_ADMIN_ROLE) returns (bytes32 party) {
        Checks.entry(name_, title, gln, place, country);
        Checks.text(encryptionKey, "encryptionKey", 0, 512);
        if (account == address(0) || account == address(this)) revert AccountNotUsable(account);
        if (_parties[account] != 0) revert AccountTaken(account, _parties[account]);
        party = _enter(name_, SubjectKind.Party, account);
        _parties[account] = party;
        bytes32 digest = _publish(
            PartyRegistered.selector, abi.encode(party, name_, account, title, gln, place, country, encryptionKey)
        );
        _extend(party, Strand.Identity, digest);
    }

    /// @inheritdoc ITraceLedger
    function registerLocation(
        bytes32 party,
        string calldata name_,
        string calldata title,
        string calldata gln,
        string calldata place,
        string calldata country,
        int32 latitudeE6,
        int32 longitudeE6
    ) external returns (bytes32 location) {
        address account = _accountOf(party);
        if (_parties[_msgSender()] != party) _checkRole(DEFAULT_ADMIN_ROLE);
        Checks.entry(name_, title, gln, place, country);
        Checks.coordinates(latitudeE6, longitudeE6);
        location = _enter(name_, SubjectKind.Location, account);
        bytes32 digest = _publish(
            LocationRegistered.selector,
            abi.encode(location, name_, party, title, gln, place, country, latitudeE6, longitudeE6)
        );
        _extend(location, Strand.Identity, digest);
    }

    /// @inheritdoc ITraceLedger
    function partyOf(address account) public view returns (bytes32) {
        return _parties[account];
    }

    /// @inheritdoc ITraceLedger
    function subjectOf(bytes32 subject) external view returns (SubjectKind kind, bytes32 party, uint64 quantity) {
        Subject storage entry = _subjects[subject];
        return (entry.kind, _parties[entry.account], entry.quantity);
    }

    /// @dev The caller's party, once caller and record are found good.
    function _acting(Record calldata record) internal view returns (bytes32 party) {
        party = _actingParty();
        Checks.record(record);
        bytes32 location = record.location;
        if (location != 0 && _subjects[location].kind != SubjectKind.Location) revert UnknownLocation(location);
    }

    /// @dev The caller's party.
    function _actingParty() internal view returns (bytes32 party) {
        party = _parties[_msgSender()];
        if (party == 0) revert NotAParty(_msgSender());
    }

    /// @dev As above, for a caller that needs a role.
    function _acting(bytes32 role, Record calldata record) internal view returns (bytes32 party) {
        party = _acting(record);
        _checkRole(role);
    }

    /// @dev What an id names; of kind `None` when nothing has this id.
    function _subject(bytes32 id) internal view returns (Subject storage) {
        return _subjects[id];
    }

    /// @dev The account that stands for a party.
    function _accountOf(bytes32 party) internal view returns (address) {
        Subject storage entry = _subjects[party];
        if (entry.kind != SubjectKind.Party) revert UnknownParty(party);
        return entry.account;
    }

    /// @dev Gives an unused id to an asset that the caller makes.
    function _enterAsset(string calldata name, uint64 quantity) internal returns (bytes32 id) {
        id = keccak256(bytes(name));
        if (_subjects[id].kind != SubjectKind.None) revert AssetExists(id);
        _subjects[id] = Subject(_msgSender(), quantity, SubjectKind.Asset, 0);
    }

    /// @dev Ids of shipments and attestations: distinct across ledgers and chains.
    function _newId(uint256 nonce) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), nonce));
    }

    /// @dev A party or location enters the directory.
    function _enter(string calldata name, SubjectKind kind, address account) private returns (bytes32 id) {
        id = keccak256(bytes(name));
        if (_subjects[id].kind != SubjectKind.None) revert SubjectExists(id);
        _subjects[id] = Subject(account, 0, kind, 0);
    }
}
