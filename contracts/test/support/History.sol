// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ITraceLedger } from "../../src/ITraceLedger.sol";
import { Claim, HistoryKey, NewAsset, Portion, Record, Strand } from "../../src/TraceTypes.sol";
import { Vm } from "./Vm.sol";

/// @title What a reader of the log makes of it: every subject's head, computed again from the events alone
/// @dev Written apart from the ledger: it decodes each event, says itself which subjects the event is about, and
/// accepts no {HeadExtended} but those, in that order, directly behind the event.
contract History {
    struct Head {
        bytes32 head;
        uint64 count;
    }

    struct Key {
        bytes32 subject;
        Strand strand;
    }

    mapping(bytes32 subject => mapping(Strand strand => Head)) public heads;
    Key[] public known;
    uint256 public events;
    /// @notice The digest of the newest event.
    bytes32 public newest;
    mapping(bytes32 digest => Key[]) private _about;

    function knownCount() external view returns (uint256) {
        return known.length;
    }

    /// @notice Reads further logs. Logs of tokens and roles are passed over.
    function read(Vm.Log[] calldata logs) external {
        for (uint256 i = 0; i < logs.length; ++i) {
            bytes32 topic = logs[i].topics[0];
            require(topic != ITraceLedger.HeadExtended.selector, "a head was extended without an event");
            if (logs[i].topics.length != 1) continue;
            ++events;
            bytes32 digest = keccak256(bytes.concat(topic, logs[i].data));
            Key[] memory keys = subjects(topic, logs[i].data);
            _note(digest, keys);
            for (uint256 k = 0; k < keys.length; ++k) {
                ++i;
                require(i < logs.length, "a head was not extended");
                _extend(keys[k], digest, logs[i]);
            }
        }
    }

    /// @notice Which histories an event is part of.
    function about(bytes32 digest) external view returns (HistoryKey[] memory keys) {
        Key[] storage known_ = _about[digest];
        keys = new HistoryKey[](known_.length);
        for (uint256 i = 0; i < keys.length; ++i) {
            keys[i] = HistoryKey(known_[i].subject, known_[i].strand);
        }
    }

    function _note(bytes32 digest, Key[] memory keys) private {
        newest = digest;
        if (_about[digest].length != 0) return;
        for (uint256 i = 0; i < keys.length; ++i) {
            _about[digest].push(keys[i]);
        }
    }

    function _extend(Key memory key, bytes32 digest, Vm.Log calldata log) private {
        Head storage own = heads[key.subject][key.strand];
        if (own.count == 0) known.push(key);
        own.head = keccak256(bytes.concat(own.head, digest));
        ++own.count;
        require(log.topics.length == 3, "a head extension has three topics");
        require(log.topics[0] == ITraceLedger.HeadExtended.selector, "another event came between");
        require(log.topics[1] == key.subject, "another subject was extended");
        require(log.topics[2] == bytes32(uint256(key.strand)), "another strand was extended");
        require(
            keccak256(log.data) == keccak256(abi.encode(digest, own.head, own.count)), "the head differs from its log"
        );
    }

    /// @notice Which strands of which subjects an event is about.
    function subjects(bytes32 topic, bytes calldata data) public pure returns (Key[] memory) {
        if (topic == ITraceLedger.Transformed.selector) {
            (, Portion[] memory inputs, bytes32[] memory outputIds,,) =
                abi.decode(data, (bytes32, Portion[], bytes32[], NewAsset[], Record));
            return _transformed(inputs, outputIds);
        }
        if (topic == ITraceLedger.Packed.selector || topic == ITraceLedger.Unpacked.selector) {
            (, bytes32 parent, Portion[] memory children,) = abi.decode(data, (bytes32, bytes32, Portion[], Record));
            return _journeys(parent, children);
        }
        if (topic == ITraceLedger.Shipped.selector || topic == ITraceLedger.Received.selector) {
            (,,, Portion[] memory items,) = abi.decode(data, (bytes32, bytes32, bytes32, Portion[], Record));
            return _journeys(0, items);
        }
        if (topic == ITraceLedger.Rejected.selector) {
            (,,, Portion[] memory items,,) = abi.decode(data, (bytes32, bytes32, bytes32, Portion[], string, Record));
            return _journeys(0, items);
        }
        if (topic == ITraceLedger.Observed.selector) {
            (,, Portion[] memory items,) = abi.decode(data, (bytes32, bytes32, Portion[], Record));
            return _journeys(0, items);
        }
        if (topic == ITraceLedger.Corrected.selector) {
            (,, HistoryKey[] memory histories,,) = abi.decode(data, (bytes32, bytes32, HistoryKey[], string, Record));
            return _corrected(histories);
        }
        Key[] memory one = new Key[](1);
        bool second = topic == ITraceLedger.Attested.selector || topic == ITraceLedger.Revoked.selector
            || topic == ITraceLedger.Lifted.selector;
        one[0] = Key(second ? bytes32(data[32:64]) : _first(topic, data), Strand.Identity);
        return one;
    }

    /// @dev The subject of an event that names it first.
    function _first(bytes32 topic, bytes calldata data) private pure returns (bytes32) {
        // Each is decoded whole, so that a field too many or too few shows.
        if (topic == ITraceLedger.PartyRegistered.selector) {
            abi.decode(data, (bytes32, string, address, string, string, string, string, string));
        } else if (topic == ITraceLedger.LocationRegistered.selector) {
            abi.decode(data, (bytes32, string, bytes32, string, string, string, string, int32, int32));
        } else if (topic == ITraceLedger.Commissioned.selector) {
            abi.decode(data, (bytes32, bytes32, NewAsset, Record));
        } else if (topic == ITraceLedger.Anchored.selector) {
            abi.decode(data, (bytes32, bytes32, string, Record));
        } else if (topic == ITraceLedger.Delegated.selector) {
            abi.decode(data, (bytes32, address, uint64));
        } else if (topic == ITraceLedger.DelegationWithdrawn.selector) {
            abi.decode(data, (bytes32, address));
        } else {
            require(topic == ITraceLedger.Recalled.selector, "an event that the history does not know");
            abi.decode(data, (bytes32, bytes32, string, Record));
        }
        return bytes32(data[:32]);
    }

    function _transformed(Portion[] memory inputs, bytes32[] memory outputIds)
        private
        pure
        returns (Key[] memory keys)
    {
        keys = new Key[](inputs.length + outputIds.length);
        for (uint256 i = 0; i < inputs.length; ++i) {
            keys[i] = Key(inputs[i].asset, Strand.Journey);
        }
        for (uint256 i = 0; i < outputIds.length; ++i) {
            keys[inputs.length + i] = Key(outputIds[i], Strand.Identity);
        }
    }

    function _corrected(HistoryKey[] memory histories) private pure returns (Key[] memory keys) {
        keys = new Key[](histories.length);
        for (uint256 i = 0; i < histories.length; ++i) {
            keys[i] = Key(histories[i].subject, histories[i].strand);
        }
    }

    /// @dev The journeys of a parent, unless it is 0, and of items.
    function _journeys(bytes32 parent, Portion[] memory items) private pure returns (Key[] memory keys) {
        uint256 offset = parent == 0 ? 0 : 1;
        keys = new Key[](items.length + offset);
        if (parent != 0) keys[0] = Key(parent, Strand.Journey);
        for (uint256 i = 0; i < items.length; ++i) {
            keys[offset + i] = Key(items[i].asset, Strand.Journey);
        }
    }
}
