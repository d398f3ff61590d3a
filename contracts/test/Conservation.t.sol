// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Strand } from "../src/TraceTypes.sol";
import { Field } from "./support/Field.sol";
import { History } from "./support/History.sol";
import { LedgerTest } from "./support/LedgerTest.sol";

/// @title Whatever parties do within the rules, nothing is lost, doubled or left out of the heads
contract ConservationTest is LedgerTest {
    Field private trade;

    function setUp() public override {
        VM.recordLogs();
        super.setUp();
        bytes32[2] memory roles = [ledger.PRODUCER_ROLE(), ledger.HANDLER_ROLE()];
        address[] memory traders = new address[](3);
        (traders[0], traders[1], traders[2]) = (SMELTER, FAB, SHOP);
        for (uint256 i = 0; i < roles.length; ++i) {
            ledger.grantRole(roles[i], SHOP);
        }
        ledger.grantRole(ledger.RECALLER_ROLE(), SMELTER);
        History history = new History();
        trade = new Field(ledger, history, traders);
        history.read(VM.getRecordedLogs());
    }

    /// @dev Where forge looks for what to call at random.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(trade);
    }

    function invariant_madeLessUsed_isHeldPackedOrUnderWay() public view {
        for (uint256 i = 0; i < trade.assetCount(); ++i) {
            bytes32 asset = trade.assets(i);
            uint256 kept = trade.packed(asset) + trade.inTransit(asset);
            VM.assertEq(_held(address(ledger), asset), kept, "the ledger keeps what is packed or under way");
            VM.assertEq(trade.made(asset) - trade.used(asset), trade.held(asset) + kept, "quantity is conserved");
        }
    }

    function invariant_heads_followTheLog() public view {
        History history = trade.history();
        for (uint256 i = 0; i < history.knownCount(); ++i) {
            (bytes32 subject, Strand strand) = history.known(i);
            (bytes32 head, uint64 count) = ledger.head(subject, strand);
            (bytes32 ownHead, uint64 ownCount) = history.heads(subject, strand);
            VM.assertEq(head, ownHead, "the head follows from the log");
            VM.assertEq(count, ownCount, "the count follows from the log");
        }
    }
}
