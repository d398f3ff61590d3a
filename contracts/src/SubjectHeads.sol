// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Context } from "@openzeppelin/contracts/utils/Context.sol";
import { Hashes } from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

import { ITraceLedger } from "./ITraceLedger.sol";
import { HistoryKey, Strand } from "./TraceTypes.sol";

/// @title The running hashes that make histories provably complete
/// @dev First among the bases of the ledger, so that the heads lie at storage slot 0 whatever else it stores.
abstract contract SubjectHeads is ITraceLedger, Context {
    struct Head {
        bytes32 head;
        uint64 count;
    }

    mapping(bytes32 subject => mapping(Strand strand => Head)) private _heads;

    /// @dev Who wrote an event and which histories it extended, hashed together: what a correction must name.
    mapping(bytes32 digest => bytes32 trail) private _trails;

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
        // The same event twice has the same author and histories, so that starting anew leads to the same trail.
        _trails[digest] = _authored();
    }

    /// @dev Makes the event with this digest the newest of a subject's history.
    function _extend(bytes32 subject, Strand strand, bytes32 digest) internal {
        Head storage current = _heads[subject][strand];
        bytes32 next = Hashes.efficientKeccak256(current.head, digest);
        uint64 count = current.count + 1;
        current.head = next;
        current.count = count;
        _trails[digest] = _trail(_trails[digest], subject, strand);
        emit HeadExtended(subject, strand, digest, next, count);
    }

    /// @dev The running hash of a history.
    function _headOf(bytes32 subject, Strand strand) internal view returns (bytes32) {
        return _heads[subject][strand].head;
    }

    /// @dev Refuses whoever did not write the event, and histories that it did not extend.
    function _requireAuthor(bytes32 digest, HistoryKey[] memory histories) internal view {
        bytes32 trail = _authored();
        for (uint256 i = 0; i < histories.length; ++i) {
            trail = _trail(trail, histories[i].subject, histories[i].strand);
        }
        if (trail != _trails[digest]) revert NotAuthor(digest, _msgSender());
    }

    function _authored() private view returns (bytes32) {
        return bytes32(uint256(uint160(_msgSender())));
    }

    function _trail(bytes32 before, bytes32 subject, Strand strand) private pure returns (bytes32) {
        return keccak256(abi.encode(before, subject, strand));
    }
}
