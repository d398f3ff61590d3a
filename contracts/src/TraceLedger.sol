// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ERC1155 } from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";

import { Captures } from "./Captures.sol";

/// @title The ledger that Waymark reads
/// @notice See {ITraceLedger}. The deployer becomes administrator and grants the other roles.
contract TraceLedger is Captures {
    constructor() ERC1155("") {
        _grantRole(DEFAULT_ADMIN_ROLE, _msgSender());
    }
}
