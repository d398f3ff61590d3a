// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ITraceLedger } from "./ITraceLedger.sol";
import { Claim, Granularity, NewAsset, Portion, Record } from "./TraceTypes.sol";

/// @title What the ledger accepts, as far as it shows in the arguments alone
library Checks {
    uint256 private constant MAX_LIST = 64;
    uint256 private constant MAX_DOCUMENT = 8192;
    uint64 private constant MAX_QUANTITY = uint64(type(int64).max);
    uint64 private constant ONE_PIECE = 1_000_000;
    /// The last second of the year 9999: later ones have no RFC 3339 form.
    uint64 private constant MAX_TIME = 253_402_300_799;
    uint256 private constant NANOSECONDS = 1e9;
    int16 private constant MAX_ZONE_OFFSET = 840;

    function text(string calldata value, bytes32 field, uint256 min, uint256 max) internal pure {
        uint256 length = bytes(value).length;
        if (length < min || length > max) revert ITraceLedger.LengthOutOfRange(field, length, min, max);
    }

    /// @dev Why something is done that touches what others rely on.
    function reason(string calldata value) internal pure {
        text(value, "reason", 1, 512);
    }

    function list(uint256 length) internal pure {
        if (length == 0 || length > MAX_LIST) revert ITraceLedger.ListLengthOutOfRange(length, MAX_LIST);
    }

    function entry(
        string calldata name,
        string calldata title,
        string calldata gln,
        string calldata place,
        string calldata country
    ) internal pure {
        text(name, "name", 1, 256);
        text(title, "title", 0, 256);
        text(gln, "gln", 0, 13);
        text(place, "place", 0, 256);
        text(country, "country", 0, 2);
    }

    function coordinates(int32 latitudeE6, int32 longitudeE6) internal pure {
        if (latitudeE6 < -90e6 || latitudeE6 > 90e6 || longitudeE6 < -180e6 || longitudeE6 > 180e6) {
            revert ITraceLedger.CoordinatesOutOfRange(latitudeE6, longitudeE6);
        }
    }

    /// @dev All of a record but its location, which only the directory knows.
    function record(Record calldata value) internal pure {
        if (value.eventTime == 0 || value.eventTime / 1000 > MAX_TIME) {
            revert ITraceLedger.EventTimeOutOfRange(value.eventTime);
        }
        int16 offset = value.zoneOffsetMinutes;
        if (offset < -MAX_ZONE_OFFSET || offset > MAX_ZONE_OFFSET) revert ITraceLedger.ZoneOffsetOutOfRange(offset);
        text(value.bizStep, "bizStep", 0, 64);
        if (value.document.length > MAX_DOCUMENT) {
            revert ITraceLedger.DocumentTooLong(value.document.length, MAX_DOCUMENT);
        }
    }

    function newAsset(NewAsset calldata value) internal pure {
        text(value.name, "name", 1, 256);
        text(value.description, "description", 0, 256);
        quantity(value.quantity);
        if (value.unitMass > MAX_QUANTITY) revert ITraceLedger.QuantityOutOfRange(value.unitMass);
        unit(value.unit);
        bool piece = value.quantity == ONE_PIECE && keccak256(bytes(value.unit)) == keccak256("H87");
        if (value.granularity == Granularity.Item && !piece) {
            revert ITraceLedger.ItemNotOnePiece(value.quantity, value.unit);
        }
    }

    function claim(Claim calldata value) internal pure {
        text(value.kind, "kind", 1, 64);
        text(value.unit, "unit", 0, 16);
        text(value.statement, "statement", 0, 1024);
        text(value.method, "method", 0, 256);
        uint64 from = value.validFrom;
        uint64 until = value.validUntil;
        if (from > MAX_TIME || until > MAX_TIME || (until != 0 && until < from)) {
            revert ITraceLedger.ValidityOutOfRange(from, until);
        }
    }

    /// @dev Unix seconds of the block. Chains under Raft count nanoseconds, which no other chain will for ages.
    function time() internal view returns (uint256) {
        return block.timestamp > MAX_TIME ? block.timestamp / NANOSECONDS : block.timestamp;
    }

    function delegationEnd(uint64 until) internal view {
        if (until < time() || until > MAX_TIME) revert ITraceLedger.DelegationOutOfRange(until);
    }

    /// @dev A list of portions: neither empty nor too long, no quantity 0, no asset twice.
    function portions(Portion[] calldata given) internal pure returns (Portion[] memory items) {
        list(given.length);
        items = given;
        for (uint256 i = 0; i < items.length; ++i) {
            quantity(items[i].quantity);
            for (uint256 j = 0; j < i; ++j) {
                if (items[i].asset == items[j].asset) revert ITraceLedger.DuplicatePortion(items[i].asset);
            }
        }
    }

    function quantity(uint64 value) private pure {
        if (value == 0 || value > MAX_QUANTITY) revert ITraceLedger.QuantityOutOfRange(value);
    }

    function unit(string calldata value) private pure {
        bytes calldata code = bytes(value);
        bool good = code.length == 2 || code.length == 3;
        for (uint256 i = 0; good && i < code.length; ++i) {
            bytes1 c = code[i];
            good = (c >= "A" && c <= "Z") || (c >= "0" && c <= "9");
        }
        if (!good) revert ITraceLedger.UnitMalformed(value);
    }
}
