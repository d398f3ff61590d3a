// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// The shapes that pass in and out of the ledger. Quantities count millionths of a UN/ECE Recommendation 20 unit;
// names are canonical GS1 Digital Link URIs, and a subject's id is the keccak-256 of its name.

/// @dev What an asset is.
enum AssetKind {
    Material,
    Component,
    Product,
    LogisticUnit
}

/// @dev How finely an asset is told apart from others of its class.
enum Granularity {
    Lot,
    Item,
    LogisticUnit
}

/// @dev The two histories of an asset: what it is, and where it went. Parties and locations have only the first.
enum Strand {
    Identity,
    Journey
}

/// @dev What a subject is; `None` for an id that nobody has registered or commissioned.
enum SubjectKind {
    None,
    Party,
    Location,
    Asset
}

/// @dev Where a shipment stands; `None` for an id that was never shipped.
enum ShipmentStatus {
    None,
    InTransit,
    Received,
    Rejected
}

/// @dev What became of a captured record; `None` while it can still be recorded.
enum CaptureStatus {
    None,
    Recorded,
    Cancelled
}

/// @dev When, where and in which step something happened, and the EPCIS document that says so.
struct Record {
    /// Unix time of the event in milliseconds, 1 up to the end of the year 9999.
    uint64 eventTime;
    /// Offset of the local zone from UTC in minutes, -840 to 840.
    int16 zoneOffsetMinutes;
    /// Id of a registered location, or 0.
    bytes32 location;
    /// GS1 CBV business step as a bare word, at most 64 bytes.
    string bizStep;
    /// SHA-256 of the EPCIS event as in its CBV hash id, or 0.
    bytes32 eventHash;
    /// The document itself, or empty; at most 8192 bytes.
    bytes document;
}

/// @dev An asset that comes into being.
struct NewAsset {
    /// Canonical GS1 Digital Link URI, 1 to 256 bytes.
    string name;
    AssetKind kind;
    Granularity granularity;
    /// At most 256 bytes.
    string description;
    /// Millionths of `unit`, 1 to 2^63-1; exactly 1000000 for an item.
    uint64 quantity;
    /// UN/ECE Recommendation 20 code, 2 or 3 capital letters and digits; "H87" for an item.
    string unit;
    /// Millionths of a kilogram per whole unit, at most 2^63-1; 0 when not recorded.
    uint64 unitMass;
}

/// @dev A quantity of one asset, in millionths of its unit.
struct Portion {
    bytes32 asset;
    uint64 quantity;
}

/// @dev A value that someone asserts about a subject.
struct Claim {
    /// For example "recycledContent", "carbonFootprint", "origin", "smelterConformity"; 1 to 64 bytes.
    string kind;
    /// Millionths of `unit`.
    int64 value;
    /// At most 16 bytes.
    string unit;
    /// At most 1024 bytes.
    string statement;
    /// How the value was found; at most 256 bytes.
    string method;
    /// Unix seconds, 0 when open.
    uint64 validFrom;
    /// Unix seconds, not before `validFrom`; 0 when open.
    uint64 validUntil;
    /// SHA-256 of the certificate, or 0.
    bytes32 documentHash;
}

/// @dev One history of one subject.
struct HistoryKey {
    bytes32 subject;
    Strand strand;
}

/// @dev What a device signs when it captures (EIP-712): a call that its party makes as soon as someone submits it.
struct Capture {
    /// The party that acts.
    bytes32 party;
    /// Calldata of one of the ledger's functions that take a {Record}.
    bytes call;
    /// The subject of a history that must still stand where it stood when the record was captured, or 0.
    bytes32 subject;
    /// Which of its histories; a {Strand} as a number, so that a wrong one fails this record alone.
    uint8 strand;
    /// The running hash that this history must have.
    bytes32 head;
    /// Unix seconds up to which the record can be submitted, or 0.
    uint64 expires;
    /// The gas that the call gets, neither more nor less; at most 15000000.
    uint32 callGas;
    /// Tells records apart that are otherwise the same.
    bytes32 salt;
}

/// @dev A captured record with the signature (r ‖ s ‖ v) of its party's account or of a device that acts for it.
struct SignedCapture {
    Capture capture;
    bytes signature;
}
