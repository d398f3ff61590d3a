// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { AccessControl } from "@openzeppelin/contracts/access/AccessControl.sol";
import { ERC1155 } from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";

import { Checks } from "./Checks.sol";
import { ITraceLedger } from "./ITraceLedger.sol";
import { SubjectHeads } from "./SubjectHeads.sol";
import { Claim, NewAsset, Portion, Record, ShipmentStatus, Strand, SubjectKind } from "./TraceTypes.sol";

/// @title The ledger that Waymark reads
/// @notice See {ITraceLedger}. The deployer becomes administrator and grants the other roles.
/// @dev Tokens that are packed or under way are held by the ledger itself. Nothing here calls another contract: tokens
/// move by `_update`, which asks no receiver, so there is nothing to re-enter.
contract TraceLedger is SubjectHeads, ERC1155, AccessControl {
    /// @notice May commission and transform.
    bytes32 public constant PRODUCER_ROLE = keccak256("PRODUCER_ROLE");
    /// @notice May pack and ship.
    bytes32 public constant HANDLER_ROLE = keccak256("HANDLER_ROLE");
    /// @notice May make claims about any subject.
    bytes32 public constant CERTIFIER_ROLE = keccak256("CERTIFIER_ROLE");
    /// @notice May recall any asset.
    bytes32 public constant RECALLER_ROLE = keccak256("RECALLER_ROLE");

    /// @dev One storage slot. `account` stands for the party, the party of a location, or the maker of an asset.
    struct Subject {
        address account;
        uint64 quantity;
        SubjectKind kind;
        /// How many different assets are packed in this one.
        uint24 contents;
    }

    struct Shipment {
        address from;
        ShipmentStatus status;
        address to;
        Portion[] items;
    }

    struct Attestation {
        bytes32 subject;
        address attester;
        bool revoked;
    }

    mapping(bytes32 id => Subject) private _subjects;
    mapping(address account => bytes32 party) private _parties;
    mapping(bytes32 parent => mapping(bytes32 child => uint64 quantity)) private _packed;
    mapping(bytes32 id => Shipment) private _shipments;
    mapping(bytes32 id => Attestation) private _attestations;
    uint256 private _shipmentNonce;
    uint256 private _attestationNonce;

    constructor() ERC1155("") {
        _grantRole(DEFAULT_ADMIN_ROLE, _msgSender());
    }

    // --- directory

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
        if (_subjects[party].kind != SubjectKind.Party) revert UnknownParty(party);
        if (_parties[_msgSender()] != party) _checkRole(DEFAULT_ADMIN_ROLE);
        Checks.entry(name_, title, gln, place, country);
        Checks.coordinates(latitudeE6, longitudeE6);
        location = _enter(name_, SubjectKind.Location, _subjects[party].account);
        bytes32 digest = _publish(
            LocationRegistered.selector,
            abi.encode(location, name_, party, title, gln, place, country, latitudeE6, longitudeE6)
        );
        _extend(location, Strand.Identity, digest);
    }

    // --- making and using

    /// @inheritdoc ITraceLedger
    function commission(NewAsset calldata asset, Record calldata record) external returns (bytes32 id) {
        bytes32 party = _acting(PRODUCER_ROLE, record);
        id = _create(asset);
        uint256[] memory ids = new uint256[](1);
        uint256[] memory quantities = new uint256[](1);
        (ids[0], quantities[0]) = (uint256(id), asset.quantity);
        _update(address(0), _msgSender(), ids, quantities);
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
        outputIds = _createAll(outputs);
        bytes32 digest = _publish(Transformed.selector, abi.encode(party, used, outputIds, outputs, record));
        _extendJourneys(used, digest);
        for (uint256 i = 0; i < outputIds.length; ++i) {
            _extend(outputIds[i], Strand.Identity, digest);
        }
    }

    // --- packing

    /// @inheritdoc ITraceLedger
    function pack(bytes32 parent, Portion[] calldata children, Record calldata record) external {
        bytes32 party = _acting(HANDLER_ROLE, record);
        Portion[] memory items = Checks.portions(children);
        _requireHeldWhole(parent);
        for (uint256 i = 0; i < items.length; ++i) {
            bytes32 child = items[i].asset;
            if (child == parent) revert PackedInItself(parent);
            uint64 before = _packed[parent][child];
            if (before == 0) ++_subjects[parent].contents;
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
            if (before == quantity) --_subjects[parent].contents;
            _packed[parent][child] = before - quantity;
        }
        _move(items, address(this), _msgSender());
        _publishPacking(Unpacked.selector, party, parent, items, record);
    }

    // --- handing over

    /// @inheritdoc ITraceLedger
    function ship(Portion[] calldata items, bytes32 toParty, Record calldata record)
        external
        returns (bytes32 shipment)
    {
        bytes32 party = _acting(HANDLER_ROLE, record);
        if (_subjects[toParty].kind != SubjectKind.Party) revert UnknownParty(toParty);
        Portion[] memory goods = Checks.portions(items);
        _move(goods, _msgSender(), address(this));
        shipment = _newId(_shipmentNonce++);
        Shipment storage entry = _shipments[shipment];
        (entry.from, entry.to, entry.status) = (_msgSender(), _subjects[toParty].account, ShipmentStatus.InTransit);
        for (uint256 i = 0; i < goods.length; ++i) {
            entry.items.push(goods[i]);
        }
        bytes32 digest = _publish(Shipped.selector, abi.encode(shipment, party, toParty, goods, record));
        _extendJourneys(goods, digest);
    }

    /// @inheritdoc ITraceLedger
    function receiveShipment(bytes32 shipment, Record calldata record) external {
        bytes32 party = _acting(record);
        Shipment storage entry = _shipments[shipment];
        if (entry.status != ShipmentStatus.InTransit) revert NotInTransit(shipment, entry.status);
        if (entry.to != _msgSender()) revert NotReceiver(shipment, _msgSender());
        Portion[] memory goods = entry.items;
        entry.status = ShipmentStatus.Received;
        delete entry.items;
        _move(goods, address(this), _msgSender());
        bytes32 digest = _publish(Received.selector, abi.encode(shipment, party, _parties[entry.from], goods, record));
        _extendJourneys(goods, digest);
    }

    // --- claims

    /// @inheritdoc ITraceLedger
    function attest(bytes32 subject, Claim calldata claim, Record calldata record)
        external
        returns (bytes32 attestation)
    {
        bytes32 party = _acting(record);
        Checks.claim(claim);
        bool certified = hasRole(CERTIFIER_ROLE, _msgSender());
        _requireMayAttest(subject, certified);
        attestation = _newId(_attestationNonce++);
        _attestations[attestation] = Attestation(subject, _msgSender(), false);
        bytes32 digest = _publish(Attested.selector, abi.encode(attestation, subject, party, certified, claim, record));
        _extend(subject, Strand.Identity, digest);
    }

    /// @inheritdoc ITraceLedger
    function revoke(bytes32 attestation, string calldata reason, Record calldata record) external {
        bytes32 party = _acting(record);
        _checkReason(reason);
        Attestation storage entry = _attestations[attestation];
        if (entry.attester == address(0)) revert UnknownAttestation(attestation);
        if (entry.attester != _msgSender()) revert NotAttester(attestation, _msgSender());
        if (entry.revoked) revert AlreadyRevoked(attestation);
        entry.revoked = true;
        bytes32 subject = entry.subject;
        bytes32 digest = _publish(Revoked.selector, abi.encode(attestation, subject, party, reason, record));
        _extend(subject, Strand.Identity, digest);
    }

    /// @inheritdoc ITraceLedger
    function recall(bytes32 asset, string calldata reason, Record calldata record) external {
        bytes32 party = _acting(RECALLER_ROLE, record);
        _checkReason(reason);
        _requireAsset(asset);
        _extend(asset, Strand.Identity, _publish(Recalled.selector, abi.encode(asset, party, reason, record)));
    }

    // --- views

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
        return (entry.status, _parties[entry.from], _parties[entry.to], entry.items);
    }

    /// @inheritdoc ITraceLedger
    function attestationOf(bytes32 attestation) external view returns (bytes32 subject, bytes32 party, bool revoked) {
        Attestation storage entry = _attestations[attestation];
        return (entry.subject, _parties[entry.attester], entry.revoked);
    }

    /// @inheritdoc ITraceLedger
    function partyOf(address account) external view returns (bytes32) {
        return _parties[account];
    }

    /// @inheritdoc ITraceLedger
    function subjectOf(bytes32 subject) external view returns (SubjectKind kind, bytes32 party, uint64 quantity) {
        Subject storage entry = _subjects[subject];
        return (entry.kind, _parties[entry.account], entry.quantity);
    }

    /// @inheritdoc ERC1155
    function supportsInterface(bytes4 interfaceId) public view override(ERC1155, AccessControl) returns (bool) {
        return ERC1155.supportsInterface(interfaceId) || AccessControl.supportsInterface(interfaceId);
    }

    // --- closed: every movement of tokens is an event of the ledger

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

    // --- who acts, and whether they may

    /// @dev The caller's party, once caller and record are found good.
    function _acting(Record calldata record) private view returns (bytes32 party) {
        party = _parties[_msgSender()];
        if (party == 0) revert NotAParty(_msgSender());
        Checks.record(record);
        bytes32 location = record.location;
        if (location != 0 && _subjects[location].kind != SubjectKind.Location) revert UnknownLocation(location);
    }

    /// @dev As above, for a caller that needs a role.
    function _acting(bytes32 role, Record calldata record) private view returns (bytes32 party) {
        party = _acting(record);
        _checkRole(role);
    }

    function _requireMayAttest(bytes32 subject, bool certified) private view {
        Subject storage entry = _subjects[subject];
        if (entry.kind == SubjectKind.None) revert UnknownSubject(subject);
        if (certified || entry.account == _msgSender()) return;
        // Of parties and locations nobody holds tokens, so that only holders of assets pass here.
        if (balanceOf(_msgSender(), uint256(subject)) == 0) revert NotEntitled(subject, _msgSender());
    }

    function _requireAsset(bytes32 asset) private view returns (Subject storage entry) {
        entry = _subjects[asset];
        if (entry.kind != SubjectKind.Asset) revert UnknownAsset(asset);
    }

    function _requireHeldWhole(bytes32 asset) private view {
        uint64 whole = _requireAsset(asset).quantity;
        uint256 held = balanceOf(_msgSender(), uint256(asset));
        if (held != whole) revert NotWhole(asset, held, whole);
    }

    function _checkReason(string calldata reason) private pure {
        Checks.text(reason, "reason", 1, 512);
    }

    // --- subjects and tokens

    /// @dev Ids of shipments and attestations: distinct across ledgers and chains.
    function _newId(uint256 nonce) private view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), nonce));
    }

    /// @dev A party or location enters the directory.
    function _enter(string calldata name, SubjectKind kind, address account) private returns (bytes32 id) {
        id = keccak256(bytes(name));
        if (_subjects[id].kind != SubjectKind.None) revert SubjectExists(id);
        _subjects[id] = Subject(account, 0, kind, 0);
    }

    /// @dev An asset comes into being; its tokens are for the caller to mint.
    function _create(NewAsset calldata asset) private returns (bytes32 id) {
        Checks.newAsset(asset);
        id = keccak256(bytes(asset.name));
        if (_subjects[id].kind != SubjectKind.None) revert AssetExists(id);
        _subjects[id] = Subject(_msgSender(), asset.quantity, SubjectKind.Asset, 0);
    }

    /// @dev Assets come into being, with their tokens in the hands of the caller.
    function _createAll(NewAsset[] calldata assets) private returns (bytes32[] memory ids) {
        ids = new bytes32[](assets.length);
        uint256[] memory tokens = new uint256[](assets.length);
        uint256[] memory quantities = new uint256[](assets.length);
        for (uint256 i = 0; i < assets.length; ++i) {
            ids[i] = _create(assets[i]);
            (tokens[i], quantities[i]) = (uint256(ids[i]), assets[i].quantity);
        }
        _update(address(0), _msgSender(), tokens, quantities);
    }

    /// @dev Moves tokens, or burns them when `to` is zero. What other assets are packed in moves as a whole, with what
    /// is in it, and is not used up.
    function _move(Portion[] memory items, address from, address to) private {
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

    // --- events

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

    function _extendJourneys(Portion[] memory items, bytes32 digest) private {
        for (uint256 i = 0; i < items.length; ++i) {
            _extend(items[i].asset, Strand.Journey, digest);
        }
    }
}
