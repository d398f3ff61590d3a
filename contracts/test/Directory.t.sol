// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IAccessControl } from "@openzeppelin/contracts/access/IAccessControl.sol";

import { ITraceLedger } from "../src/ITraceLedger.sol";
import { Strand, SubjectKind } from "../src/TraceTypes.sol";
import { LedgerTest } from "./support/LedgerTest.sol";

/// @title Who is registered, by whom, and what is refused
contract DirectoryTest is LedgerTest {
    function test_party_isNamedByItsDigitalLink() public {
        string memory name = _partyName("mine");
        bytes32 id = _id(name);
        VM.expectEmit(address(ledger));
        emit ITraceLedger.PartyRegistered(
            id, name, STRANGER, "Mine", "4012345000023", unicode"Potosí", "BO", "age1key"
        );
        bytes32 mine = ledger.registerParty(STRANGER, name, "Mine", "4012345000023", unicode"Potosí", "BO", "age1key");

        VM.assertEq(mine, id, "the id is the hash of the name");
        VM.assertEq(ledger.partyOf(STRANGER), mine, "the account stands for the party");
        (SubjectKind kind, bytes32 party, uint64 quantity) = ledger.subjectOf(mine);
        VM.assertTrue(kind == SubjectKind.Party, "it is a party");
        VM.assertEq(party, mine, "a party's party is itself");
        VM.assertEq(quantity, 0, "a party has no quantity");
        VM.assertEq(_count(mine, Strand.Identity), 1, "its history begins");
        VM.assertEq(_count(mine, Strand.Journey), 0, "it goes nowhere");
    }

    function test_party_isRegisteredByAdministratorsOnly() public {
        bytes32 adminRole = ledger.DEFAULT_ADMIN_ROLE();
        _refuses(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, SMELTER, adminRole));
        VM.prank(SMELTER);
        ledger.registerParty(STRANGER, "n", "", "", "", "", "");
    }

    function test_party_hasAnAccountOfItsOwn() public {
        _refuses(abi.encodeWithSelector(ITraceLedger.AccountTaken.selector, SMELTER, smelter));
        _register(SMELTER, "another");
        _refuses(abi.encodeWithSelector(ITraceLedger.SubjectExists.selector, smelter));
        _register(STRANGER, "smelter");
    }

    function test_party_cannotBeNobodyOrTheLedger() public {
        _refuses(abi.encodeWithSelector(ITraceLedger.AccountNotUsable.selector, address(0)));
        _register(address(0), "nobody");
        _refuses(abi.encodeWithSelector(ITraceLedger.AccountNotUsable.selector, address(ledger)));
        _register(address(ledger), "ledger");
    }

    function test_location_isRegisteredByItsParty() public {
        string memory name = _locationName("hall");
        bytes32 id = _id(name);
        VM.expectEmit(address(ledger));
        emit ITraceLedger.LocationRegistered(id, name, smelter, "Hall", "", "Hoboken", "BE", -90e6, 180e6);
        VM.prank(SMELTER);
        bytes32 hall = ledger.registerLocation(smelter, name, "Hall", "", "Hoboken", "BE", -90e6, 180e6);

        (SubjectKind kind, bytes32 party,) = ledger.subjectOf(hall);
        VM.assertTrue(kind == SubjectKind.Location, "it is a location");
        VM.assertEq(party, smelter, "it belongs to its party");
        VM.assertEq(_count(hall, Strand.Identity), 1, "its history begins");
        VM.assertEq(_count(smelter, Strand.Identity), 1, "it is not an event about the party");
    }

    function test_location_isNotRegisteredByOthers() public {
        bytes32 adminRole = ledger.DEFAULT_ADMIN_ROLE();
        _refuses(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, FAB, adminRole));
        VM.prank(FAB);
        ledger.registerLocation(smelter, "n", "", "", "", "", 0, 0);
    }

    function test_location_needsAParty() public {
        _refuses(abi.encodeWithSelector(ITraceLedger.UnknownParty.selector, plant));
        ledger.registerLocation(plant, "n", "", "", "", "", 0, 0);
        // A stranger's party is 0, as is the party asked for: that must not count as "its own".
        _refuses(abi.encodeWithSelector(ITraceLedger.UnknownParty.selector, bytes32(0)));
        VM.prank(STRANGER);
        ledger.registerLocation(0, "n", "", "", "", "", 0, 0);
    }

    function test_names_areUsedOnce() public {
        _refuses(abi.encodeWithSelector(ITraceLedger.SubjectExists.selector, plant));
        ledger.registerLocation(smelter, _locationName("plant"), "", "", "", "", 0, 0);
        bytes32 tin = _given(SMELTER, "tin", 1);
        _refuses(abi.encodeWithSelector(ITraceLedger.SubjectExists.selector, tin));
        ledger.registerParty(STRANGER, _assetName("tin"), "", "", "", "", "");
    }

    function test_coordinates_stayOnTheGlobe() public {
        int32[2][4] memory beyond =
            [[int32(90e6 + 1), 0], [int32(-90e6 - 1), 0], [int32(0), 180e6 + 1], [int32(0), -180e6 - 1]];
        for (uint256 i = 0; i < beyond.length; ++i) {
            _refuses(abi.encodeWithSelector(ITraceLedger.CoordinatesOutOfRange.selector, beyond[i][0], beyond[i][1]));
            ledger.registerLocation(smelter, "n", "", "", "", "", beyond[i][0], beyond[i][1]);
        }
    }

    function test_texts_haveLimits() public {
        string[6] memory t = ["n", "", "", "", "", ""];
        uint16[6] memory limits = [256, 256, 13, 256, 2, 512];
        bytes32[6] memory fields = [bytes32("name"), "title", "gln", "place", "country", "encryptionKey"];
        for (uint256 i = 0; i < limits.length; ++i) {
            t[i] = _text(uint256(limits[i]) + 1);
            _refusesLength(fields[i], uint256(limits[i]) + 1, i == 0 ? 1 : 0, limits[i]);
            ledger.registerParty(STRANGER, t[0], t[1], t[2], t[3], t[4], t[5]);
            if (i < 5) {
                _refusesLength(fields[i], uint256(limits[i]) + 1, i == 0 ? 1 : 0, limits[i]);
                ledger.registerLocation(smelter, t[0], t[1], t[2], t[3], t[4], 0, 0);
            }
            t[i] = i == 0 ? "n" : "";
        }
        _refusesLength("name", 0, 1, 256);
        ledger.registerParty(STRANGER, "", "", "", "", "", "");
        ledger.registerParty(STRANGER, _text(256), _text(256), _text(13), _text(256), _text(2), _text(512));
    }

    function _refusesLength(bytes32 field, uint256 length, uint256 min, uint256 max) private {
        _refuses(abi.encodeWithSelector(ITraceLedger.LengthOutOfRange.selector, field, length, min, max));
    }
}
