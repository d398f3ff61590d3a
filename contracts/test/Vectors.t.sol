// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { HistoryKey, Strand } from "../src/TraceTypes.sol";
import { History } from "./support/History.sol";
import { LedgerTest } from "./support/LedgerTest.sol";

/// @title The digests of events as the ledger logs them, to which the Rust types are held (src-tauri/ledger)
/// @dev All is fixed: names, time, and the ids that follow from the ledger's address, which here is always the same.
contract VectorsTest is LedgerTest {
    address private constant DEVICE = address(0xD0);

    History private history;

    function setUp() public override {
        VM.recordLogs();
        super.setUp();
        history = new History();
        history.read(VM.getRecordedLogs());
    }

    function test_digests() public {
        bytes32 tin = _given(SMELTER, "tin", 10);
        VM.startPrank(SMELTER);
        bytes32 shipment = ledger.ship(_portion(tin, 6), fab, _record());
        VM.assertEq(shipment, 0x57edf9804c149517902b3408bb50aab93f82a7db9570f01c07a8262c6ad221dd, "the shipment's id");
        ledger.observe(_portion(tin, 2), shipment, _record());
        VM.stopPrank();
        _assertNewest(0x7dce885de5d42d1b5702729888fd52fb148e2b67a1b7c5d31efefb590437f628, "observed");

        VM.prank(FAB);
        ledger.reject(shipment, "wet", _record());
        _assertNewest(0xc890ec68e2ec1364aa062906e1eee7ace4833ca47414a79566f05a496a857df5, "rejected");

        VM.startPrank(GUARD);
        bytes32 recall = ledger.recall(tin, "lead above limit", _record());
        _assertNewest(0x413bc7720a9bd31ba8174324eec6f711d3489409424526c95a857a1a3e477cd9, "recalled");
        ledger.lift(tin, recall, "measured again", _record());
        _assertNewest(0x5d88e4899ffdcb89319401f87af4d82562f80493a31f5e4aa7a5ed938182915f, "lifted");
        HistoryKey[] memory histories = _history(tin, Strand.Identity);
        ledger.correct(recall, histories, "not lead", _record());
        _assertNewest(0x0629522381cd36dba0a04496898662ae115f25a94e317e6e9c59c8a0777a3cb2, "corrected");
        VM.stopPrank();

        VM.startPrank(SMELTER);
        ledger.anchor(keccak256("report"), "report", _record());
        _assertNewest(0x1fa6a5bb0daed22e3adf4d38a3fb3d6bf40ae9a1e1c25eb34f8996f8ecedb1ec, "anchored");
        ledger.delegate(DEVICE, 253_402_300_799);
        _assertNewest(0x6ecc49e1ad47a34a15c581a586a87a2bcd8de543b5ad8562f2bef11552668d20, "delegated");
        ledger.withdraw(DEVICE);
        _assertNewest(0xda70fadb1194c347c76c57f3eadb462c4f2d3485c73f0c7e335bdac3e72bd100, "delegation withdrawn");
        VM.stopPrank();
    }

    function _assertNewest(bytes32 expected, string memory word) private {
        history.read(VM.getRecordedLogs());
        VM.assertEq(history.newest(), expected, word);
    }
}
