// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Hashes } from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

import { ITraceLedger } from "./ITraceLedger.sol";
import { Strand } from "./TraceTypes.sol";

/// @title The running hashes that make histories provably complete
/// @dev First among the bases of the ledger, so that the heads lie at storage slot 0 whatever else it stores.
abstract contract SubjectHeads is ITraceLedger {
    struct Head {
        bytes32 head;
        uint64 count;
    }

    mapping(bytes32 subject => mapping(Strand strand => Head)) private _heads;

    /// @inheritdoc ITraceLedger
    function head(bytes32 subject, Strand strand) external view returns (bytes32, uint64) {
        Head storage current = _heads[subject][strand];
        return (current.head, current.count);
    }

    /// @dev Emits an event without indexed fields from its encoded fields: what is hashed is what is logged.
    /// @return digest keccak-256 of topic and data
    function _publish(bytes32 topic, bytes memory data) internal returns (bytes32 digest) {
        assembly ("memory-safe") {
            // The length word before the data gives way to the topic for the time of hashing.
            let length := mload(data)
            mstore(data, topic)
            digest := keccak256(data, add(length, 0x20))
            mstore(data, length)
            log1(add(data, 0x20), length, topic)
        }
    }

    /// @dev Makes the event with this digest the newest of a subject's history.
    function _extend(bytes32 subject, Strand strand, bytes32 digest) internal {
        Head storage current = _heads[subject][strand];
        bytes32 next = Hashes.efficientKeccak256(current.head, digest);
        uint64 count = current.count + 1;
        current.head = next;
        current.count = count;
        emit HeadExtended(subject, strand, digest, next, count);
    }
}
