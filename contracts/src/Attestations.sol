// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Assets } from "./Assets.sol";
import { Checks } from "./Checks.sol";
import { ITraceLedger } from "./ITraceLedger.sol";
import { Claim, HistoryKey, Record, Strand, SubjectKind } from "./TraceTypes.sol";

/// @title What someone says: claims, what is taken back or put right, and fingerprints of documents
abstract contract Attestations is Assets {
    /// @notice May make claims about any subject.
    bytes32 public constant CERTIFIER_ROLE = keccak256("CERTIFIER_ROLE");

    struct Attestation {
        bytes32 subject;
        address attester;
        bool revoked;
    }

    mapping(bytes32 id => Attestation) private _attestations;
    uint256 private _attestationNonce;

    /// @inheritdoc ITraceLedger
    function attest(bytes32 subject, Claim calldata claim, Record calldata record)
        external
        returns (bytes32 attestation)
    {
        bytes32 party = _acting(record);
        Checks.claim(claim);
        bool certified = hasRole(CERTIFIER_ROLE, _msgSender());
        _requireMayAttest(subject, certified);
        attestation = _newId(_attestationNonce++);
        _attestations[attestation] = Attestation(subject, _msgSender(), false);
        bytes32 digest = _publish(Attested.selector, abi.encode(attestation, subject, party, certified, claim, record));
        _extend(subject, Strand.Identity, digest);
    }

    /// @inheritdoc ITraceLedger
    function revoke(bytes32 attestation, string calldata reason, Record calldata record) external {
        bytes32 party = _acting(record);
        Checks.reason(reason);
        Attestation storage entry = _attestations[attestation];
        if (entry.attester == address(0)) revert UnknownAttestation(attestation);
        if (entry.attester != _msgSender()) revert NotAttester(attestation, _msgSender());
        if (entry.revoked) revert AlreadyRevoked(attestation);
        entry.revoked = true;
        bytes32 subject = entry.subject;
        bytes32 digest = _publish(Revoked.selector, abi.encode(attestation, subject, party, reason, record));
        _extend(subject, Strand.Identity, digest);
    }

    /// @inheritdoc ITraceLedger
    function correct(bytes32 digest, HistoryKey[] calldata histories, string calldata reason, Record calldata record)
        external
    {
        bytes32 party = _acting(record);
        Checks.reason(reason);
        HistoryKey[] memory wrong = histories;
        _requireAuthor(digest, wrong);
        bytes32 correction = _publish(Corrected.selector, abi.encode(digest, party, wrong, reason, record));
        for (uint256 i = 0; i < wrong.length; ++i) {
            _extend(wrong[i].subject, wrong[i].strand, correction);
        }
    }

    /// @inheritdoc ITraceLedger
    function anchor(bytes32 documentHash, string calldata kind, Record calldata record) external {
        bytes32 party = _acting(record);
        Checks.text(kind, "kind", 1, 64);
        if (documentHash == 0) revert DocumentHashMissing();
        bytes32 digest = _publish(Anchored.selector, abi.encode(party, documentHash, kind, record));
        _extend(party, Strand.Identity, digest);
    }

    /// @inheritdoc ITraceLedger
    function attestationOf(bytes32 attestation) external view returns (bytes32 subject, bytes32 party, bool revoked) {
        Attestation storage entry = _attestations[attestation];
        return (entry.subject, partyOf(entry.attester), entry.revoked);
    }

    function _requireMayAttest(bytes32 subject, bool certified) private view {
        Subject storage entry = _subject(subject);
        if (entry.kind == SubjectKind.None) revert UnknownSubject(subject);
        if (certified || entry.account == _msgSender()) return;
        // Of parties and locations nobody holds tokens, so that only holders of assets pass here.
        if (balanceOf(_msgSender(), uint256(subject)) == 0) revert NotEntitled(subject, _msgSender());
    }
}
