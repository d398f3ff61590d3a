// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IAccessControl } from "@openzeppelin/contracts/access/IAccessControl.sol";
import { IERC1155MetadataURI } from "@openzeppelin/contracts/token/ERC1155/extensions/IERC1155MetadataURI.sol";

import { ITraceLedger } from "../../src/ITraceLedger.sol";

/// @title Everything that the deployed ledger answers to
/// @dev Tests name no implementation: they are compiled apart from it.
interface Ledger is ITraceLedger, IAccessControl, IERC1155MetadataURI {
    function DEFAULT_ADMIN_ROLE() external view returns (bytes32);
    function PRODUCER_ROLE() external view returns (bytes32);
    function HANDLER_ROLE() external view returns (bytes32);
    function CERTIFIER_ROLE() external view returns (bytes32);
    function RECALLER_ROLE() external view returns (bytes32);
}
