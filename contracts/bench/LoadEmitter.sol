// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ITraceLedger } from "../src/ITraceLedger.sol";
import { AssetKind, Claim, Granularity, NewAsset, Portion, Record, Strand } from "../src/TraceTypes.sol";

/// @title Logs as the ledger writes them, without its books
/// @notice For measuring how fast histories are read, never for a network: its code takes the ledger's place on a
/// development chain for as long as the history is written. The logs have the ledger's topics and data, and running
/// hashes that are right; nothing is checked and no quantity is kept, which is what makes it quick.
/// @dev A round is ten events of record about four lots: tin is cast, attested, shipped and received, becomes solder
/// paste with copper, which is attested, shipped, received and becomes boards. Rounds do not touch each other.
contract LoadEmitter {
    uint256 private constant ROUND = 10;
    uint256 private constant PARTIES = 4;
    uint64 private constant KILOGRAM = 1e6;
    /// 1 January 2026, in milliseconds; an event a second from there.
    uint64 private constant START = 1_767_225_600_000;

    enum Lot {
        Tin,
        Copper,
        Paste,
        Boards
    }

    /// The running hashes of the round under way, by lot and strand; the next round writes over them.
    bytes32[2][4] private _heads;

    /// @notice Registers four parties and a place of each: eight events.
    function introduce() external {
        for (uint256 i = 0; i < PARTIES; i++) {
            string memory gln = _gln(i);
            bytes32 party = _party(i);
            bytes32 digest = _publish(
                ITraceLedger.PartyRegistered.selector,
                abi.encode(party, _partyName(i), address(uint160(i + 1)), "Load party Ltd", gln, "Singapore", "SG", "")
            );
            _first(party, digest);
            bytes32 place = _place(i);
            digest = _publish(
                ITraceLedger.LocationRegistered.selector,
                abi.encode(
                    place,
                    _placeName(i),
                    party,
                    "Load party Ltd, plant 1",
                    gln,
                    "Singapore",
                    "SG",
                    int32(1_352_083),
                    int32(103_819_836)
                )
            );
            _first(place, digest);
        }
    }

    /// @notice Writes the events with these numbers, counted from 0 through all rounds. Numbers must come in order.
    function write(uint256 first, uint256 count) external {
        uint256 mark;
        assembly {
            mark := mload(0x40)
        }
        for (uint256 i = first; i < first + count; i++) {
            _write(i / ROUND, i % ROUND, i);
            // What one event needed, the next one may write over.
            assembly {
                mstore(0x40, mark)
            }
        }
    }

    function _write(uint256 round, uint256 step, uint256 number) private {
        if (step == 0) _commission(round, Lot.Tin, 0, number);
        else if (step == 1) _attest(round, Lot.Tin, "recycledContent", 1, number);
        else if (step == 2) _move(round, Lot.Tin, [uint256(0), 1, 2], number);
        else if (step == 3) _move(round, Lot.Tin, [uint256(1), 0, 3], number);
        else if (step == 4) _commission(round, Lot.Copper, 1, number);
        else if (step == 5) _transform(round, 1, number);
        else if (step == 6) _attest(round, Lot.Paste, "carbonFootprint", 2, number);
        else if (step == 7) _move(round, Lot.Paste, [uint256(1), 2, 2], number);
        else if (step == 8) _move(round, Lot.Paste, [uint256(2), 1, 3], number);
        else _transform(round, 2, number);
    }

    function _commission(uint256 round, Lot lot, uint256 party, uint256 number) private {
        bytes32 asset = _id(round, lot);
        bytes32 digest = _publish(
            ITraceLedger.Commissioned.selector,
            abi.encode(asset, _party(party), _asset(round, lot), _record(party, "commissioning", number))
        );
        _begin(asset, lot, digest);
    }

    function _transform(uint256 round, uint256 party, uint256 number) private {
        bool paste = party == 1;
        Lot made = paste ? Lot.Paste : Lot.Boards;
        Portion[] memory inputs = new Portion[](paste ? 2 : 1);
        inputs[0] = _all(round, paste ? Lot.Tin : Lot.Paste);
        if (paste) inputs[1] = _all(round, Lot.Copper);
        bytes32[] memory ids = new bytes32[](1);
        NewAsset[] memory outputs = new NewAsset[](1);
        (ids[0], outputs[0]) = (_id(round, made), _asset(round, made));
        bytes32 digest = _publish(
            ITraceLedger.Transformed.selector,
            abi.encode(_party(party), inputs, ids, outputs, _record(party, "assembling", number))
        );
        _extend(inputs[0].asset, paste ? Lot.Tin : Lot.Paste, Strand.Journey, digest, 3);
        if (paste) {
            _heads[uint256(Lot.Copper)][uint256(Strand.Journey)] = 0;
            _extend(inputs[1].asset, Lot.Copper, Strand.Journey, digest, 1);
        }
        _begin(ids[0], made, digest);
    }

    function _attest(uint256 round, Lot lot, string memory kind, uint64 percent, uint256 number) private {
        bytes32 asset = _id(round, lot);
        Claim memory claim;
        claim.kind = kind;
        claim.value = int64(percent) * 1e6;
        claim.unit = lot == Lot.Tin ? "P1" : "KGM";
        claim.statement = "Checked against the records of the site on the day of the audit.";
        claim.method = "ISO 14021";
        claim.validFrom = START / 1000;
        claim.documentHash = keccak256(abi.encode("certificate", round, lot));
        bytes32 digest = _publish(
            ITraceLedger.Attested.selector,
            abi.encode(
                keccak256(abi.encode("attestation", round, lot)),
                asset,
                _party(3),
                true,
                claim,
                _record(3, "inspecting", number)
            )
        );
        _extend(asset, lot, Strand.Identity, digest, 2);
    }

    /// `way` is who records it, the other party, and 2 for leaving or 3 for arriving.
    function _move(uint256 round, Lot lot, uint256[3] memory way, uint256 number) private {
        Portion[] memory items = new Portion[](1);
        items[0] = _all(round, lot);
        bool leaves = way[2] == 2;
        bytes32 digest = _publish(
            leaves ? ITraceLedger.Shipped.selector : ITraceLedger.Received.selector,
            abi.encode(
                keccak256(abi.encode("shipment", round, lot)),
                _party(way[0]),
                _party(way[1]),
                items,
                _record(way[0], leaves ? "shipping" : "receiving", number)
            )
        );
        if (leaves) _heads[uint256(lot)][uint256(Strand.Journey)] = 0;
        _extend(items[0].asset, lot, Strand.Journey, digest, leaves ? 1 : 2);
    }

    function _asset(uint256 round, Lot lot) private pure returns (NewAsset memory asset) {
        asset.name = _name(round, lot);
        asset.granularity = Granularity.Lot;
        asset.quantity = _quantity(lot);
        if (lot == Lot.Tin || lot == Lot.Copper) {
            asset.kind = AssetKind.Material;
            asset.description = lot == Lot.Tin ? "Tin ingots 99.9 %" : "Copper powder";
            asset.unit = "KGM";
        } else {
            asset.kind = lot == Lot.Paste ? AssetKind.Component : AssetKind.Product;
            asset.description = lot == Lot.Paste ? "Solder paste, cartridges" : "Controller boards";
            asset.unit = "H87";
            asset.unitMass = lot == Lot.Paste ? KILOGRAM / 10 : KILOGRAM / 2;
        }
    }

    function _record(uint256 party, string memory step, uint256 number) private pure returns (Record memory record) {
        record.eventTime = START + uint64(number) * 1000;
        record.zoneOffsetMinutes = 480;
        record.location = _place(party);
        record.bizStep = step;
        record.eventHash = keccak256(abi.encode("document", number));
    }

    function _quantity(Lot lot) private pure returns (uint64) {
        if (lot == Lot.Tin) return 1000 * KILOGRAM;
        if (lot == Lot.Copper) return 500 * KILOGRAM;
        return lot == Lot.Paste ? 15_000e6 : 3000e6;
    }

    function _all(uint256 round, Lot lot) private pure returns (Portion memory) {
        return Portion(_id(round, lot), _quantity(lot));
    }

    function _id(uint256 round, Lot lot) private pure returns (bytes32) {
        return keccak256(bytes(_name(round, lot)));
    }

    function _name(uint256 round, Lot lot) private pure returns (string memory) {
        bytes memory digits = new bytes(8);
        for (uint256 i = 8; i > 0; i--) {
            digits[i - 1] = bytes1(uint8(48 + round % 10));
            round /= 10;
        }
        string memory gtin = "09506000134352";
        if (lot == Lot.Copper) gtin = "09506000134369";
        if (lot == Lot.Paste) gtin = "09506000134376";
        if (lot == Lot.Boards) gtin = "09506000134383";
        return string.concat("https://id.gs1.org/01/", gtin, "/10/L", string(digits));
    }

    function _gln(uint256 party) private pure returns (string memory) {
        if (party == 0) return "9506000100005";
        if (party == 1) return "9506000100012";
        return party == 2 ? "9506000100029" : "9506000100036";
    }

    function _partyName(uint256 party) private pure returns (string memory) {
        return string.concat("https://id.gs1.org/417/", _gln(party));
    }

    function _placeName(uint256 party) private pure returns (string memory) {
        return string.concat("https://id.gs1.org/414/", _gln(party));
    }

    function _party(uint256 party) private pure returns (bytes32) {
        return keccak256(bytes(_partyName(party)));
    }

    function _place(uint256 party) private pure returns (bytes32) {
        return keccak256(bytes(_placeName(party)));
    }

    /// What a ledger does, from its encoded fields to the log.
    function _publish(bytes32 topic, bytes memory data) private returns (bytes32 digest) {
        digest = keccak256(bytes.concat(topic, data));
        assembly {
            log1(add(data, 0x20), mload(data), topic)
        }
    }

    function _begin(bytes32 asset, Lot lot, bytes32 digest) private {
        _heads[uint256(lot)][uint256(Strand.Identity)] = 0;
        _extend(asset, lot, Strand.Identity, digest, 1);
    }

    function _extend(bytes32 asset, Lot lot, Strand strand, bytes32 digest, uint64 count) private {
        bytes32 head = keccak256(bytes.concat(_heads[uint256(lot)][uint256(strand)], digest));
        _heads[uint256(lot)][uint256(strand)] = head;
        emit ITraceLedger.HeadExtended(asset, strand, digest, head, count);
    }

    function _first(bytes32 subject, bytes32 digest) private {
        bytes32 head = keccak256(bytes.concat(bytes32(0), digest));
        emit ITraceLedger.HeadExtended(subject, Strand.Identity, digest, head, 1);
    }
}
