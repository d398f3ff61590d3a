//! The contract's functions, events and errors as Solidity spells them; nothing here checks or converts.
//!
//! The shapes follow `contracts/src/ITraceLedger.sol` and `TraceTypes.sol`; a test compares every signature with the
//! committed artifact. Enumerations are plain `uint8`: that is their ABI type, and a bent code is then a value to
//! report instead of a failure to decode.
#![allow(missing_docs, clippy::pedantic, clippy::too_many_arguments)] // The macro writes it all.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug, PartialEq, Eq)]
    struct Record {
        uint64 eventTime;
        int16 zoneOffsetMinutes;
        bytes32 location;
        string bizStep;
        bytes32 eventHash;
        bytes document;
    }

    #[derive(Debug, PartialEq, Eq)]
    struct NewAsset {
        string name;
        uint8 kind;
        uint8 granularity;
        string description;
        uint64 quantity;
        string unit;
        uint64 unitMass;
    }

    #[derive(Debug, PartialEq, Eq)]
    struct Portion {
        bytes32 asset;
        uint64 quantity;
    }

    #[derive(Debug, PartialEq, Eq)]
    struct Claim {
        string kind;
        int64 value;
        string unit;
        string statement;
        string method;
        uint64 validFrom;
        uint64 validUntil;
        bytes32 documentHash;
    }

    #[derive(Debug, PartialEq, Eq)]
    struct HistoryKey {
        bytes32 subject;
        uint8 strand;
    }

    #[derive(Debug, PartialEq, Eq)]
    struct Capture {
        bytes32 party;
        bytes call;
        bytes32 subject;
        uint8 strand;
        bytes32 head;
        uint64 expires;
        uint32 callGas;
        bytes32 salt;
    }

    #[derive(Debug, PartialEq, Eq)]
    struct SignedCapture {
        Capture capture;
        bytes signature;
    }

    #[derive(Debug, PartialEq, Eq)]
    interface TraceLedger {
        event PartyRegistered(bytes32 party, string name, address account, string title, string gln, string place, string country, string encryptionKey);
        event LocationRegistered(bytes32 location, string name, bytes32 party, string title, string gln, string place, string country, int32 latitudeE6, int32 longitudeE6);
        event Commissioned(bytes32 asset, bytes32 party, NewAsset detail, Record record);
        event Transformed(bytes32 party, Portion[] inputs, bytes32[] outputIds, NewAsset[] outputs, Record record);
        event Packed(bytes32 party, bytes32 parent, Portion[] children, Record record);
        event Unpacked(bytes32 party, bytes32 parent, Portion[] children, Record record);
        event Shipped(bytes32 shipment, bytes32 party, bytes32 toParty, Portion[] items, Record record);
        event Received(bytes32 shipment, bytes32 party, bytes32 fromParty, Portion[] items, Record record);
        event Rejected(bytes32 shipment, bytes32 party, bytes32 fromParty, Portion[] items, string reason, Record record);
        event Observed(bytes32 party, bytes32 shipment, Portion[] items, Record record);
        event Attested(bytes32 attestation, bytes32 subject, bytes32 party, bool certified, Claim claim, Record record);
        event Revoked(bytes32 attestation, bytes32 subject, bytes32 party, string reason, Record record);
        event Recalled(bytes32 asset, bytes32 party, string reason, Record record);
        event Lifted(bytes32 recall, bytes32 asset, bytes32 party, string reason, Record record);
        event Corrected(bytes32 corrected, bytes32 party, HistoryKey[] histories, string reason, Record record);
        event Anchored(bytes32 party, bytes32 documentHash, string kind, Record record);
        event Delegated(bytes32 party, address device, uint64 until);
        event DelegationWithdrawn(bytes32 party, address device);
        event Captured(bytes32 indexed id, bytes32 indexed party, address indexed device);
        event CaptureRefused(bytes32 indexed id, bytes32 indexed party, address indexed device, bytes reason);
        event CaptureCancelled(bytes32 indexed id, bytes32 indexed party, address indexed account);
        event HeadExtended(bytes32 indexed subject, uint8 indexed strand, bytes32 digest, bytes32 head, uint64 count);

        function registerParty(address account, string name, string title, string gln, string place, string country, string encryptionKey) external returns (bytes32 party);
        function registerLocation(bytes32 party, string name, string title, string gln, string place, string country, int32 latitudeE6, int32 longitudeE6) external returns (bytes32 location);
        function commission(NewAsset asset, Record record) external returns (bytes32 id);
        function transform(Portion[] inputs, NewAsset[] outputs, Record record) external returns (bytes32[] outputIds);
        function pack(bytes32 parent, Portion[] children, Record record) external;
        function unpack(bytes32 parent, Portion[] children, Record record) external;
        function ship(Portion[] items, bytes32 toParty, Record record) external returns (bytes32 shipment);
        function receiveShipment(bytes32 shipment, Record record) external;
        function reject(bytes32 shipment, string reason, Record record) external;
        function observe(Portion[] items, bytes32 shipment, Record record) external;
        function attest(bytes32 subject, Claim claim, Record record) external returns (bytes32 attestation);
        function revoke(bytes32 attestation, string reason, Record record) external;
        function recall(bytes32 asset, string reason, Record record) external returns (bytes32 digest);
        function lift(bytes32 asset, bytes32 recall, string reason, Record record) external;
        function correct(bytes32 digest, HistoryKey[] histories, string reason, Record record) external;
        function anchor(bytes32 documentHash, string kind, Record record) external;
        function delegate(address device, uint64 until) external;
        function withdraw(address device) external;
        function submit(SignedCapture[] batch) external;
        function cancelCapture(bytes32 party, bytes32 id) external;
        function captureId(Capture capture) external view returns (bytes32 id);
        function captureOf(bytes32 party, bytes32 id) external view returns (uint8 status);
        function delegationOf(bytes32 party, address device) external view returns (uint64 until);
        function grantRole(bytes32 role, address account) external;
        function hasRole(bytes32 role, address account) external view returns (bool);
        function head(bytes32 subject, uint8 strand) external view returns (bytes32 head, uint64 count);
        function partyOf(address account) external view returns (bytes32 party);

        error NotAParty(address account);
        error AccountNotUsable(address account);
        error AccountTaken(address account, bytes32 party);
        error SubjectExists(bytes32 subject);
        error AssetExists(bytes32 asset);
        error UnknownSubject(bytes32 subject);
        error UnknownParty(bytes32 party);
        error UnknownLocation(bytes32 location);
        error UnknownAsset(bytes32 asset);
        error UnknownAttestation(bytes32 attestation);
        error LengthOutOfRange(bytes32 field, uint256 length, uint256 min, uint256 max);
        error DocumentTooLong(uint256 length, uint256 limit);
        error ListLengthOutOfRange(uint256 length, uint256 limit);
        error EventTimeOutOfRange(uint64 eventTime);
        error ZoneOffsetOutOfRange(int16 zoneOffsetMinutes);
        error QuantityOutOfRange(uint64 quantity);
        error UnitMalformed(string unit);
        error ItemNotOnePiece(uint64 quantity, string unit);
        error CoordinatesOutOfRange(int32 latitudeE6, int32 longitudeE6);
        error ValidityOutOfRange(uint64 validFrom, uint64 validUntil);
        error DuplicatePortion(bytes32 asset);
        error NotWhole(bytes32 asset, uint256 quantity, uint64 whole);
        error NotEmpty(bytes32 asset, uint256 contents);
        error PackedInItself(bytes32 asset);
        error NotPacked(bytes32 parent, bytes32 child, uint64 packed, uint64 quantity);
        error NotInTransit(bytes32 shipment, uint8 status);
        error NotReceiver(bytes32 shipment, address account);
        error NotEntitled(bytes32 subject, address account);
        error NotAttester(bytes32 attestation, address account);
        error AlreadyRevoked(bytes32 attestation);
        error NotAuthor(bytes32 digest, address account);
        error NotInForce(bytes32 recall);
        error DocumentHashMissing();
        error DelegationOutOfRange(uint64 until);
        error NotDelegated(bytes32 party, address account);
        error CaptureSettled(bytes32 id, uint8 status);
        error CaptureExpired(uint64 expires);
        error NotCapturable(bytes4 selector);
        error CallGasOutOfRange(uint32 callGas, uint256 limit);
        error HeadMoved(bytes32 subject, uint8 strand, bytes32 expected);
        error GasTooLow(uint256 left, uint256 needed);
        error TransfersClosed();
        error AccessControlUnauthorizedAccount(address account, bytes32 neededRole);
        error ERC1155InsufficientBalance(address sender, uint256 balance, uint256 needed, uint256 tokenId);
    }
}
