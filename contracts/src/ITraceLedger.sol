// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Capture,
    CaptureStatus,
    Claim,
    HistoryKey,
    NewAsset,
    Portion,
    Record,
    ShipmentStatus,
    SignedCapture,
    Strand,
    SubjectKind
} from "./TraceTypes.sol";

/// @title A ledger of what things are made of and where they went
/// @notice Assets are ERC-1155 tokens whose id is the keccak-256 of their canonical name. They move through the
/// functions below and in no other way.
/// Who is offline signs a {Capture} instead of sending a transaction; anybody can submit it later.
/// @dev An event of record has no indexed fields, so its log's data is the ABI encoding of all of them. The others,
/// {HeadExtended} and those of captures, have indexed fields and belong to no history. `digest = keccak256(topic0 ‖ data)`; for every subject that an event is about, its head becomes
/// `keccak256(head ‖ digest)`, its count grows by one, and {HeadExtended} follows directly behind the event. A storage
/// proof of a head therefore proves that a list of events is the whole list.
interface ITraceLedger {
    /// @notice A party entered the directory. Extends the party's identity.
    event PartyRegistered(
        bytes32 party,
        string name,
        address account,
        string title,
        string gln,
        string place,
        string country,
        string encryptionKey
    );
    /// @notice A place entered the directory. Extends the location's identity.
    event LocationRegistered(
        bytes32 location,
        string name,
        bytes32 party,
        string title,
        string gln,
        string place,
        string country,
        int32 latitudeE6,
        int32 longitudeE6
    );
    /// @notice An asset came into being. Extends its identity.
    event Commissioned(bytes32 asset, bytes32 party, NewAsset detail, Record record);
    /// @notice Quantities were used up and new assets made. Extends the journey of inputs and the identity of outputs.
    event Transformed(bytes32 party, Portion[] inputs, bytes32[] outputIds, NewAsset[] outputs, Record record);
    /// @notice Children went into a parent. Extends the journey of each.
    event Packed(bytes32 party, bytes32 parent, Portion[] children, Record record);
    /// @notice Children came out of a parent. Extends the journey of each.
    event Unpacked(bytes32 party, bytes32 parent, Portion[] children, Record record);
    /// @notice Items left for another party. Extends the journey of each.
    event Shipped(bytes32 shipment, bytes32 party, bytes32 toParty, Portion[] items, Record record);
    /// @notice Items arrived. Extends the journey of each.
    event Received(bytes32 shipment, bytes32 party, bytes32 fromParty, Portion[] items, Record record);
    /// @notice Items were refused by whom they were sent to and are the sender's again. Extends the journey of each.
    event Rejected(bytes32 shipment, bytes32 party, bytes32 fromParty, Portion[] items, string reason, Record record);
    /// @notice Items were seen by who holds them or, with a shipment, by one of its two ends. Extends the journey of
    /// each.
    event Observed(bytes32 party, bytes32 shipment, Portion[] items, Record record);
    /// @notice A claim was made about a subject. Extends its identity.
    /// @dev `certified`: the caller held the certifier role; otherwise it is a declaration of the subject's own party.
    event Attested(bytes32 attestation, bytes32 subject, bytes32 party, bool certified, Claim claim, Record record);
    /// @notice A claim was withdrawn by who made it. Extends the identity of its subject.
    event Revoked(bytes32 attestation, bytes32 subject, bytes32 party, string reason, Record record);
    /// @notice An asset was called back. Extends its identity.
    event Recalled(bytes32 asset, bytes32 party, string reason, Record record);
    /// @notice A recall is over. Extends the asset's identity.
    /// @dev `recall`: the digest of the {Recalled} event.
    event Lifted(bytes32 recall, bytes32 asset, bytes32 party, string reason, Record record);
    /// @notice Who wrote an event says that it is wrong. Extends the histories that the wrong event is part of.
    /// @dev `corrected`: the digest of the wrong event. What it did to quantities stays done.
    event Corrected(bytes32 corrected, bytes32 party, HistoryKey[] histories, string reason, Record record);
    /// @notice A party fixed what a document or report says. Extends the party's identity.
    event Anchored(bytes32 party, bytes32 documentHash, string kind, Record record);
    /// @notice A device may act for a party from now on. Extends the party's identity.
    event Delegated(bytes32 party, address device, uint64 until);
    /// @notice A device may not act for a party any longer. Extends the party's identity.
    event DelegationWithdrawn(bytes32 party, address device);
    /// @notice The event of record directly before came from a captured record, which the device had signed.
    event Captured(bytes32 indexed id, bytes32 indexed party, address indexed device);
    /// @notice A captured record had no effect, for now. It can be submitted again.
    /// @dev `device`: who signed it; a refusal says nothing about a record unless this is who it is from. `reason`: the
    /// error that a call would have reverted with, at most 256 bytes of it.
    event CaptureRefused(bytes32 indexed id, bytes32 indexed party, address indexed device, bytes reason);
    /// @notice A captured record was called off and cannot be recorded any longer.
    event CaptureCancelled(bytes32 indexed id, bytes32 indexed party, address indexed account);
    /// @notice The event directly before (other events of this kind aside) became part of a subject's history.
    event HeadExtended(bytes32 indexed subject, Strand indexed strand, bytes32 digest, bytes32 head, uint64 count);

    /// @notice The caller is not in the directory of parties.
    error NotAParty(address account);
    /// @notice The account cannot stand for a party: it is zero or the ledger itself.
    error AccountNotUsable(address account);
    /// @notice The account already stands for a party.
    error AccountTaken(address account, bytes32 party);
    /// @notice A party or location was to be registered under a name that is in use.
    error SubjectExists(bytes32 subject);
    /// @notice An asset was to be made under a name that is in use.
    error AssetExists(bytes32 asset);
    /// @notice Nothing has this id.
    error UnknownSubject(bytes32 subject);
    /// @notice No party has this id.
    error UnknownParty(bytes32 party);
    /// @notice No location has this id.
    error UnknownLocation(bytes32 location);
    /// @notice No asset has this id.
    error UnknownAsset(bytes32 asset);
    /// @notice No attestation has this id.
    error UnknownAttestation(bytes32 attestation);
    /// @notice A text has the wrong length in bytes. `field` is its name, padded with zeros.
    error LengthOutOfRange(bytes32 field, uint256 length, uint256 min, uint256 max);
    /// @notice A document is longer than a log may carry.
    error DocumentTooLong(uint256 length, uint256 limit);
    /// @notice A list is empty or too long.
    error ListLengthOutOfRange(uint256 length, uint256 limit);
    /// @notice An event time is 0 or beyond the year 9999.
    error EventTimeOutOfRange(uint64 eventTime);
    /// @notice A zone offset is beyond 14 hours.
    error ZoneOffsetOutOfRange(int16 zoneOffsetMinutes);
    /// @notice A quantity is 0 or, as a unit mass may not be either, above 2^63-1.
    error QuantityOutOfRange(uint64 quantity);
    /// @notice A unit is not 2 or 3 capital letters and digits.
    error UnitMalformed(string unit);
    /// @notice An item is exactly one piece: 1000000 millionths of "H87".
    error ItemNotOnePiece(uint64 quantity, string unit);
    /// @notice A coordinate is beyond the poles or the date line.
    error CoordinatesOutOfRange(int32 latitudeE6, int32 longitudeE6);
    /// @notice A claim ends before it begins, or beyond the year 9999.
    error ValidityOutOfRange(uint64 validFrom, uint64 validUntil);
    /// @notice A list names one asset twice.
    error DuplicatePortion(bytes32 asset);
    /// @notice The asset must be in one hand as a whole, as what is packed in it moves with it.
    error NotWhole(bytes32 asset, uint256 quantity, uint64 whole);
    /// @notice The asset cannot be used up while other assets are packed in it.
    error NotEmpty(bytes32 asset, uint256 contents);
    /// @notice An asset was to be packed in itself.
    error PackedInItself(bytes32 asset);
    /// @notice Less of the child is packed in the parent than was asked for.
    error NotPacked(bytes32 parent, bytes32 child, uint64 packed, uint64 quantity);
    /// @notice The shipment is not under way.
    error NotInTransit(bytes32 shipment, ShipmentStatus status);
    /// @notice The shipment is meant for another party.
    error NotReceiver(bytes32 shipment, address account);
    /// @notice The caller may not write to this subject.
    error NotEntitled(bytes32 subject, address account);
    /// @notice The attestation was made by another party.
    error NotAttester(bytes32 attestation, address account);
    /// @notice The attestation was revoked before.
    error AlreadyRevoked(bytes32 attestation);
    /// @notice The account did not write this event, or it is not part of these histories.
    error NotAuthor(bytes32 digest, address account);
    /// @notice No recall with this digest is in force.
    error NotInForce(bytes32 recall);
    /// @notice A document was to be anchored without its hash.
    error DocumentHashMissing();
    /// @notice A delegation would end before it begins, or beyond the year 9999.
    error DelegationOutOfRange(uint64 until);
    /// @notice The account does not act for the party, or not any longer.
    error NotDelegated(bytes32 party, address account);
    /// @notice The captured record was recorded or cancelled before.
    error CaptureSettled(bytes32 id, CaptureStatus status);
    /// @notice The captured record came too late.
    error CaptureExpired(uint64 expires);
    /// @notice The function with this selector cannot be called by a captured record.
    error NotCapturable(bytes4 selector);
    /// @notice The captured record asks for more gas than any call needs.
    error CallGasOutOfRange(uint32 callGas, uint256 limit);
    /// @notice The history does not stand where the captured record expects it.
    error HeadMoved(bytes32 subject, uint8 strand, bytes32 expected);
    /// @notice The transaction leaves a captured record less gas than it was signed for.
    error GasTooLow(uint256 left, uint256 needed);
    /// @notice Tokens move through the ledger's own functions only.
    error TransfersClosed();

    /// @notice Enters a party and the one account that stands for it into the directory. Administrators only.
    /// @param account not used by another party
    /// @param name_ canonical GS1 Digital Link URI of the party (PGLN), 1 to 256 bytes
    /// @param title legal name, at most 256 bytes
    /// @param gln GS1 Global Location Number, at most 13 bytes
    /// @param place town or address, at most 256 bytes
    /// @param country ISO 3166-1 alpha-2 code, at most 2 bytes
    /// @param encryptionKey public key for documents sent to the party, at most 512 bytes
    /// @return party keccak-256 of the name
    function registerParty(
        address account,
        string calldata name_,
        string calldata title,
        string calldata gln,
        string calldata place,
        string calldata country,
        string calldata encryptionKey
    ) external returns (bytes32 party);

    /// @notice Enters a place of a party into the directory. Administrators and the party itself.
    /// @param latitudeE6 millionths of a degree, -90000000 to 90000000
    /// @param longitudeE6 millionths of a degree, -180000000 to 180000000
    /// @return location keccak-256 of the name
    function registerLocation(
        bytes32 party,
        string calldata name_,
        string calldata title,
        string calldata gln,
        string calldata place,
        string calldata country,
        int32 latitudeE6,
        int32 longitudeE6
    ) external returns (bytes32 location);

    /// @notice Makes an asset out of nothing that the ledger knows; the caller holds it. Producers only.
    /// @return id keccak-256 of the asset's name
    function commission(NewAsset calldata asset, Record calldata record) external returns (bytes32 id);

    /// @notice Uses up quantities that the caller holds and makes new assets; the caller holds them. Producers only.
    function transform(Portion[] calldata inputs, NewAsset[] calldata outputs, Record calldata record)
        external
        returns (bytes32[] memory outputIds);

    /// @notice Packs children that the caller holds into a parent that the caller holds whole. Handlers only.
    function pack(bytes32 parent, Portion[] calldata children, Record calldata record) external;

    /// @notice Takes children out of a parent that the caller holds whole; the caller holds them.
    function unpack(bytes32 parent, Portion[] calldata children, Record calldata record) external;

    /// @notice Sends items to a party. They belong to nobody until it receives them. Handlers only.
    /// @return shipment keccak-256 of the ABI encoding of chain id, ledger address and a running number
    function ship(Portion[] calldata items, bytes32 toParty, Record calldata record) external returns (bytes32 shipment);

    /// @notice Takes what another party sent; the caller, which it was sent to, holds the items.
    function receiveShipment(bytes32 shipment, Record calldata record) external;

    /// @notice Refuses what another party sent to the caller; the sender holds the items again.
    /// @param reason 1 to 512 bytes
    function reject(bytes32 shipment, string calldata reason, Record calldata record) external;

    /// @notice Says that items were seen. What is packed is seen by its parent.
    /// @param items no more of each than the caller holds or, with a shipment, than is under way in it
    /// @param shipment 0, or one under way from or to the caller
    function observe(Portion[] calldata items, bytes32 shipment, Record calldata record) external;

    /// @notice Makes a claim about a subject. Certifiers about anything; others about themselves, their locations,
    /// and assets that they made or hold.
    /// @return attestation keccak-256 of the ABI encoding of chain id, ledger address and a running number
    function attest(bytes32 subject, Claim calldata claim, Record calldata record)
        external
        returns (bytes32 attestation);

    /// @notice Withdraws a claim that the caller made.
    /// @param reason 1 to 512 bytes
    function revoke(bytes32 attestation, string calldata reason, Record calldata record) external;

    /// @notice Calls an asset back. Recallers only.
    /// @param reason 1 to 512 bytes
    /// @return digest the digest of the event, by which {lift} names the recall
    function recall(bytes32 asset, string calldata reason, Record calldata record) external returns (bytes32 digest);

    /// @notice Ends a recall that the caller made. Recallers only.
    /// @param recall_ the digest of the {Recalled} event
    /// @param reason 1 to 512 bytes
    function lift(bytes32 asset, bytes32 recall_, string calldata reason, Record calldata record) external;

    /// @notice Says that an event which the caller wrote is wrong. It stays, and so does what it did to quantities.
    /// @param digest the digest of the wrong event
    /// @param histories those that the wrong event extended, in its order
    /// @param reason 1 to 512 bytes
    function correct(bytes32 digest, HistoryKey[] calldata histories, string calldata reason, Record calldata record)
        external;

    /// @notice Fixes what a document or report says, in the name of the caller.
    /// @param documentHash SHA-256 of the file, not 0
    /// @param kind what it is, such as "report"; 1 to 64 bytes
    function anchor(bytes32 documentHash, string calldata kind, Record calldata record) external;

    /// @notice Lets a device act for the caller, by signing captured records and by cancelling them. A second call
    /// changes the end.
    /// @param until Unix seconds of the last moment, later than the block
    function delegate(address device, uint64 until) external;

    /// @notice Lets a device no longer act for the caller, whenever it signed what is submitted from now on.
    function withdraw(address device) external;

    /// @notice Records what was captured, each record as if its party called. Anybody may submit.
    /// @dev A record that was recorded before is passed over. One that fails emits {CaptureRefused}, changes nothing,
    /// and is not used up. Reverts as a whole only if the transaction leaves a record less gas than it was signed for:
    /// who submits cannot make a record fail.
    function submit(SignedCapture[] calldata batch) external;

    /// @notice Calls a captured record off, for good. The party and its devices.
    /// @param id its EIP-712 digest, see {captureId}
    function cancelCapture(bytes32 party, bytes32 id) external;

    /// @notice The running hash over all events about a subject, and how many there are.
    /// @dev Stored at `keccak256(strand ‖ keccak256(subject ‖ 0))` (32-byte words); the count in the slot after it.
    function head(bytes32 subject, Strand strand) external view returns (bytes32 head_, uint64 count);

    /// @notice The EIP-712 digest of a captured record: what is signed, and its id.
    /// @dev Domain: name "TraceLedger", version "1", chain id, the ledger's address.
    function captureId(Capture calldata capture) external view returns (bytes32 id);

    /// @notice What became of a captured record.
    function captureOf(bytes32 party, bytes32 id) external view returns (CaptureStatus status);

    /// @notice Up to which Unix second a device acts for a party; 0 if it does not.
    function delegationOf(bytes32 party, address device) external view returns (uint64 until);

    /// @notice How much of a child is packed in a parent.
    function packedQuantity(bytes32 parent, bytes32 child) external view returns (uint64);

    /// @notice Where a shipment stands, who sent it to whom, and the items still under way.
    function shipmentOf(bytes32 shipment)
        external
        view
        returns (ShipmentStatus status, bytes32 fromParty, bytes32 toParty, Portion[] memory items);

    /// @notice Whom and what a claim came from and is about.
    function attestationOf(bytes32 attestation) external view returns (bytes32 subject, bytes32 party, bool revoked);

    /// @notice The party that an account stands for, or 0.
    function partyOf(address account) external view returns (bytes32);

    /// @notice What an id names.
    /// @return kind `None` when nothing has this id
    /// @return party the party itself, the party of a location, or the maker of an asset
    /// @return quantity how much of an asset was made; 0 for parties and locations
    function subjectOf(bytes32 subject) external view returns (SubjectKind kind, bytes32 party, uint64 quantity);
}
