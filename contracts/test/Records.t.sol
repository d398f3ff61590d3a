// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ITraceLedger } from "../src/ITraceLedger.sol";
import { Record, Strand } from "../src/TraceTypes.sol";
import { LedgerTest } from "./support/LedgerTest.sol";

/// @title What a record must say, in every function that takes one
contract RecordsTest is LedgerTest {
    function test_record_hasATime() public {
        Record memory record = _record();
        uint64[3] memory bad = [uint64(0), 253_402_300_800_000, type(uint64).max];
        for (uint256 i = 0; i < bad.length; ++i) {
            record.eventTime = bad[i];
            _refusesEverywhere(record, abi.encodeWithSelector(ITraceLedger.EventTimeOutOfRange.selector, bad[i]));
        }
        record.eventTime = 253_402_300_799_999;
        _takes(record);
    }

    function test_record_hasAZoneOnEarth() public {
        Record memory record = _record();
        int16[4] memory bad = [int16(841), -841, type(int16).max, type(int16).min];
        for (uint256 i = 0; i < bad.length; ++i) {
            record.zoneOffsetMinutes = bad[i];
            _refusesEverywhere(record, abi.encodeWithSelector(ITraceLedger.ZoneOffsetOutOfRange.selector, bad[i]));
        }
        record.zoneOffsetMinutes = 840;
        _takes(record);
        record.zoneOffsetMinutes = -840;
        _takes(record);
    }

    function test_record_namesALocationOrNone() public {
        Record memory record = _record();
        bytes32[2] memory bad = [keccak256("nowhere"), smelter];
        for (uint256 i = 0; i < bad.length; ++i) {
            record.location = bad[i];
            _refusesEverywhere(record, abi.encodeWithSelector(ITraceLedger.UnknownLocation.selector, bad[i]));
        }
        record.location = 0;
        _takes(record);
    }

    function test_record_hasAShortStep() public {
        Record memory record = _record();
        record.bizStep = _text(65);
        _refusesEverywhere(
            record, abi.encodeWithSelector(ITraceLedger.LengthOutOfRange.selector, bytes32("bizStep"), 65, 0, 64)
        );
        record.bizStep = _text(64);
        _takes(record);
    }

    function test_record_carriesADocumentUpToALimit() public {
        Record memory record = _record();
        record.document = new bytes(8193);
        _refusesEverywhere(record, abi.encodeWithSelector(ITraceLedger.DocumentTooLong.selector, 8193, 8192));
        record.document = new bytes(8192);
        _takes(record);
    }

    function test_actors_areParties() public {
        _refusesEverywhere(STRANGER, _record(), abi.encodeWithSelector(ITraceLedger.NotAParty.selector, STRANGER));
        _refusesEverywhere(
            address(this), _record(), abi.encodeWithSelector(ITraceLedger.NotAParty.selector, address(this))
        );
    }

    function _takes(Record memory record) private {
        VM.prank(SMELTER);
        ledger.attest(smelter, _claim(), record);
    }

    function _refusesEverywhere(Record memory record, bytes memory reason) private {
        _refusesEverywhere(SMELTER, record, reason);
    }

    function _refusesEverywhere(address account, Record memory record, bytes memory reason) private {
        VM.startPrank(account);
        _refuses(reason);
        ledger.commission(_lot("tin", 1), record);
        _refuses(reason);
        ledger.transform(_portion(0, 1), _assets(_lot("tin", 1)), record);
        _refuses(reason);
        ledger.pack(0, _portion(0, 1), record);
        _refuses(reason);
        ledger.unpack(0, _portion(0, 1), record);
        _refuses(reason);
        ledger.ship(_portion(0, 1), fab, record);
        _refuses(reason);
        ledger.receiveShipment(0, record);
        _refuses(reason);
        ledger.attest(smelter, _claim(), record);
        _refuses(reason);
        ledger.revoke(0, "r", record);
        _refuses(reason);
        ledger.recall(0, "r", record);
        _refuses(reason);
        ledger.reject(0, "r", record);
        _refuses(reason);
        ledger.observe(_portion(0, 1), 0, record);
        _refuses(reason);
        ledger.lift(0, 0, "r", record);
        _refuses(reason);
        ledger.correct(0, _history(0, Strand.Identity), "r", record);
        _refuses(reason);
        ledger.anchor(0, "k", record);
        VM.stopPrank();
    }
}

