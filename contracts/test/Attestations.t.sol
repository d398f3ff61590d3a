// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { ITraceLedger } from "../src/ITraceLedger.sol";
import { Claim, Strand } from "../src/TraceTypes.sol";
import { LedgerTest } from "./support/LedgerTest.sol";

/// @title Who may say what about whom, and take it back
contract AttestationsTest is LedgerTest {
    bytes32 private tin;

    function setUp() public override {
        super.setUp();
        tin = _given(SMELTER, "tin", 10);
    }

    function test_certifier_attestsAboutAnything() public {
        bytes32 id = keccak256(abi.encode(block.chainid, address(ledger), 0));
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Attested(id, tin, auditor, true, _claim(), _record());
        bytes32 attestation = _attest(AUDITOR, tin);

        VM.assertEq(attestation, id, "ids follow chain, ledger and number");
        (bytes32 subject, bytes32 party, bool revoked) = ledger.attestationOf(attestation);
        VM.assertEq(subject, tin, "the subject is known");
        VM.assertEq(party, auditor, "who said it is known");
        VM.assertFalse(revoked, "it stands");
        VM.assertEq(_count(tin, Strand.Identity), 2, "it is part of what the asset is");
        VM.assertTrue(_attest(AUDITOR, plant) != attestation, "a number is used once");
        VM.assertEq(_count(plant, Strand.Identity), 2, "a location has attestations");
        _attest(AUDITOR, smelter);
        VM.assertEq(_count(smelter, Strand.Identity), 2, "a party has attestations");
    }

    function test_party_declaresAboutItselfAndItsOwn() public {
        bytes32 id = keccak256(abi.encode(block.chainid, address(ledger), 0));
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Attested(id, smelter, smelter, false, _claim(), _record());
        _attest(SMELTER, smelter);
        _attest(SMELTER, plant);
        _attest(SMELTER, tin);
    }

    function test_makerAndHolder_declareAboutAnAsset() public {
        _refuses(abi.encodeWithSelector(ITraceLedger.NotEntitled.selector, tin, FAB));
        _attest(FAB, tin);
        VM.prank(SMELTER);
        bytes32 shipment = ledger.ship(_portion(tin, 10), fab, _record());
        _refuses(abi.encodeWithSelector(ITraceLedger.NotEntitled.selector, tin, FAB));
        _attest(FAB, tin);
        VM.prank(FAB);
        ledger.receiveShipment(shipment, _record());
        _attest(FAB, tin);
        _attest(SMELTER, tin);
    }

    function test_others_doNotAttest() public {
        bytes32[3] memory subjects = [smelter, plant, tin];
        for (uint256 i = 0; i < subjects.length; ++i) {
            _refuses(abi.encodeWithSelector(ITraceLedger.NotEntitled.selector, subjects[i], SHOP));
            _attest(SHOP, subjects[i]);
        }
        _refuses(abi.encodeWithSelector(ITraceLedger.UnknownSubject.selector, keccak256("nothing")));
        _attest(AUDITOR, keccak256("nothing"));
    }

    function test_claim_textsHaveLimits() public {
        Claim memory claim = _claim();
        claim.kind = "";
        _refusesClaim(claim, _lengthError("kind", 0, 1, 64));
        claim.kind = _text(65);
        _refusesClaim(claim, _lengthError("kind", 65, 1, 64));
        claim.kind = _text(64);
        claim.unit = _text(17);
        _refusesClaim(claim, _lengthError("unit", 17, 0, 16));
        claim.unit = _text(16);
        claim.statement = _text(1025);
        _refusesClaim(claim, _lengthError("statement", 1025, 0, 1024));
        claim.statement = _text(1024);
        claim.method = _text(257);
        _refusesClaim(claim, _lengthError("method", 257, 0, 256));
        claim.method = _text(256);
        VM.prank(AUDITOR);
        ledger.attest(tin, claim, _record());
    }

    function test_claim_endsAfterItBegins() public {
        Claim memory claim = _claim();
        uint64 last = 253_402_300_799;
        uint64[2][3] memory bad = [[uint64(2), 1], [uint64(0), last + 1], [last + 1, 0]];
        uint64[2][4] memory good = [[uint64(0), 0], [uint64(5), 5], [uint64(5), 0], [uint64(0), last]];
        for (uint256 i = 0; i < bad.length; ++i) {
            (claim.validFrom, claim.validUntil) = (bad[i][0], bad[i][1]);
            _refusesClaim(claim, abi.encodeWithSelector(ITraceLedger.ValidityOutOfRange.selector, bad[i][0], bad[i][1]));
        }
        for (uint256 i = 0; i < good.length; ++i) {
            (claim.validFrom, claim.validUntil) = (good[i][0], good[i][1]);
            VM.prank(AUDITOR);
            ledger.attest(tin, claim, _record());
        }
    }

    function test_revoke_isForTheAttester() public {
        bytes32 attestation = _attest(AUDITOR, plant);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotAttester.selector, attestation, SMELTER));
        _revoke(SMELTER, attestation, "r");
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Revoked(attestation, plant, auditor, "audit failed", _record());
        _revoke(AUDITOR, attestation, "audit failed");
        (,, bool revoked) = ledger.attestationOf(attestation);
        VM.assertTrue(revoked, "it is withdrawn");
        VM.assertEq(_count(plant, Strand.Identity), 3, "the withdrawal is part of the history");
        _refuses(abi.encodeWithSelector(ITraceLedger.AlreadyRevoked.selector, attestation));
        _revoke(AUDITOR, attestation, "again");
    }

    function test_revoke_outlivesTheRole() public {
        bytes32 attestation = _attest(AUDITOR, plant);
        ledger.revokeRole(ledger.CERTIFIER_ROLE(), AUDITOR);
        _refuses(abi.encodeWithSelector(ITraceLedger.NotEntitled.selector, plant, AUDITOR));
        _attest(AUDITOR, plant);
        _revoke(AUDITOR, attestation, "we were wrong");
    }

    function test_revoke_namesAnAttestationAndAReason() public {
        bytes32 attestation = _attest(AUDITOR, plant);
        _refuses(abi.encodeWithSelector(ITraceLedger.UnknownAttestation.selector, tin));
        _revoke(AUDITOR, tin, "r");
        _refuses(_lengthError("reason", 0, 1, 512));
        _revoke(AUDITOR, attestation, "");
        _refuses(_lengthError("reason", 513, 1, 512));
        _revoke(AUDITOR, attestation, _text(513));
    }

    function _attest(address account, bytes32 subject) private returns (bytes32) {
        VM.prank(account);
        return ledger.attest(subject, _claim(), _record());
    }

    function _revoke(address account, bytes32 attestation, string memory reason) private {
        VM.prank(account);
        ledger.revoke(attestation, reason, _record());
    }

    function _refusesClaim(Claim memory claim, bytes memory reason) private {
        _refuses(reason);
        VM.prank(AUDITOR);
        ledger.attest(tin, claim, _record());
    }

    function _lengthError(bytes32 field, uint256 length, uint256 min, uint256 max) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ITraceLedger.LengthOutOfRange.selector, field, length, min, max);
    }
}
