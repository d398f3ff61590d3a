// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Context } from "@openzeppelin/contracts/utils/Context.sol";
import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import { Attestations } from "./Attestations.sol";
import { Checks } from "./Checks.sol";
import { Custody } from "./Custody.sol";
import { ITraceLedger } from "./ITraceLedger.sol";
import { Capture, CaptureStatus, SignedCapture, Strand, SubjectKind } from "./TraceTypes.sol";

/// @title What was captured out of reach of the network, and the devices that may capture
/// @dev A captured record is a call that the ledger makes to itself, with the account that acts behind the calldata, as
/// ERC-2771 has it. Only {_perform} makes such calls, it names the account of the party that signed, and it calls
/// nothing that makes further calls. So whoever the calldata ends with when the ledger calls itself does act.
/// OpenZeppelin's EIP712 is not used, as it has immutables: the same code must lie at every address.
abstract contract Captures is Custody, Attestations {
    uint256 private constant MAX_CALL_GAS = 15_000_000;
    /// What the ledger may need between looking at the gas and making the call.
    uint256 private constant CALL_OVERHEAD = 10_000;
    /// How much of an error is kept.
    uint256 private constant MAX_REASON = 256;

    bytes32 private constant DOMAIN_TYPE =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant CAPTURE_TYPE = keccak256(
        "Capture(bytes32 party,bytes call,bytes32 subject,uint8 strand,bytes32 head,uint64 expires,uint32 callGas,bytes32 salt)"
    );

    mapping(bytes32 party => mapping(address device => uint64 until)) private _delegations;
    mapping(bytes32 party => mapping(bytes32 id => CaptureStatus)) private _captures;

    /// @inheritdoc ITraceLedger
    function delegate(address device, uint64 until) external {
        bytes32 party = _actingParty();
        if (device == address(0) || device == _msgSender()) revert AccountNotUsable(device);
        Checks.delegationEnd(until);
        _delegations[party][device] = until;
        _extend(party, Strand.Identity, _publish(Delegated.selector, abi.encode(party, device, until)));
    }

    /// @inheritdoc ITraceLedger
    function withdraw(address device) external {
        bytes32 party = _actingParty();
        if (_delegations[party][device] == 0) revert NotDelegated(party, device);
        delete _delegations[party][device];
        _extend(party, Strand.Identity, _publish(DelegationWithdrawn.selector, abi.encode(party, device)));
    }

    /// @inheritdoc ITraceLedger
    function submit(SignedCapture[] calldata batch) external {
        for (uint256 i = 0; i < batch.length; ++i) {
            _submit(batch[i].capture, batch[i].signature);
        }
    }

    /// @inheritdoc ITraceLedger
    function cancelCapture(bytes32 party, bytes32 id) external {
        if (!_actsFor(party, _accountOf(party), _msgSender())) revert NotDelegated(party, _msgSender());
        CaptureStatus status = _captures[party][id];
        if (status != CaptureStatus.None) revert CaptureSettled(id, status);
        _captures[party][id] = CaptureStatus.Cancelled;
        emit CaptureCancelled(id, party, _msgSender());
    }

    /// @inheritdoc ITraceLedger
    function captureOf(bytes32 party, bytes32 id) external view returns (CaptureStatus) {
        return _captures[party][id];
    }

    /// @inheritdoc ITraceLedger
    function delegationOf(bytes32 party, address device) external view returns (uint64 until) {
        return _delegations[party][device];
    }

    /// @inheritdoc ITraceLedger
    function captureId(Capture calldata capture) public view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPE, keccak256("TraceLedger"), keccak256("1"), block.chainid, address(this))
        );
        bytes32 content = keccak256(
            abi.encode(
                CAPTURE_TYPE,
                capture.party,
                keccak256(capture.call),
                capture.subject,
                capture.strand,
                capture.head,
                capture.expires,
                capture.callGas,
                capture.salt
            )
        );
        return MessageHashUtils.toTypedDataHash(domain, content);
    }

    /// @dev The account that acts: the party's when the ledger performs a captured record.
    function _msgSender() internal view override returns (address account) {
        account = msg.sender;
        if (account == address(this)) account = address(bytes20(msg.data[msg.data.length - 20:]));
    }

    function _submit(Capture calldata capture, bytes calldata signature) private {
        bytes32 party = capture.party;
        bytes32 id = captureId(capture);
        if (_captures[party][id] == CaptureStatus.Recorded) return;
        (address device,,) = ECDSA.tryRecover(id, signature);
        bytes memory refusal = _refusal(capture, id, device);
        if (refusal.length == 0) {
            bool done;
            (done, refusal) = _perform(capture.call, _accountOf(party), capture.callGas);
            if (done) {
                _captures[party][id] = CaptureStatus.Recorded;
                emit Captured(id, party, device);
                return;
            }
        }
        emit CaptureRefused(id, party, device, refusal);
    }

    /// @dev Calls the ledger in the name of an account. What the call needs is the signer's word; that it gets this
    /// much is the ledger's. EIP-150 keeps one 64th back.
    function _perform(bytes calldata call_, address account, uint256 granted)
        private
        returns (bool done, bytes memory reason)
    {
        bytes memory data = abi.encodePacked(call_, account);
        uint256 needed = (granted + CALL_OVERHEAD) * 64 / 63;
        if (gasleft() < needed) revert GasTooLow(gasleft(), needed);
        reason = new bytes(MAX_REASON);
        assembly ("memory-safe") {
            done := call(granted, address(), 0, add(data, 0x20), mload(data), 0, 0)
            let size := returndatasize()
            if gt(size, MAX_REASON) { size := MAX_REASON }
            mstore(reason, size)
            returndatacopy(add(reason, 0x20), 0, size)
        }
    }

    /// @dev Why a record is not even tried: an encoded error, empty if it is.
    function _refusal(Capture calldata capture, bytes32 id, address device) private view returns (bytes memory) {
        bytes32 party = capture.party;
        CaptureStatus status = _captures[party][id];
        if (status != CaptureStatus.None) return abi.encodeWithSelector(CaptureSettled.selector, id, status);
        Subject storage entry = _subject(party);
        if (entry.kind != SubjectKind.Party) return abi.encodeWithSelector(UnknownParty.selector, party);
        if (!_actsFor(party, entry.account, device)) {
            return abi.encodeWithSelector(NotDelegated.selector, party, device);
        }
        uint64 expires = capture.expires;
        if (expires != 0 && expires < Checks.time()) return abi.encodeWithSelector(CaptureExpired.selector, expires);
        uint32 callGas = capture.callGas;
        if (callGas > MAX_CALL_GAS) {
            return abi.encodeWithSelector(CallGasOutOfRange.selector, callGas, MAX_CALL_GAS);
        }
        bytes4 selector = bytes4(capture.call);
        if (!_isCapturable(selector)) return abi.encodeWithSelector(NotCapturable.selector, selector);
        bytes32 subject = capture.subject;
        uint8 strand = capture.strand;
        if (subject != 0 && (strand > 1 || _headOf(subject, Strand(strand)) != capture.head)) {
            return abi.encodeWithSelector(HeadMoved.selector, subject, strand, capture.head);
        }
        return "";
    }

    /// @dev Functions that take a record, and none that names accounts or submits.
    function _isCapturable(bytes4 selector) private pure returns (bool) {
        return selector == this.commission.selector || selector == this.transform.selector
            || selector == this.pack.selector || selector == this.unpack.selector || selector == this.ship.selector
            || selector == this.receiveShipment.selector || selector == this.reject.selector
            || selector == this.observe.selector || selector == this.attest.selector || selector == this.revoke.selector
            || selector == this.recall.selector || selector == this.lift.selector || selector == this.correct.selector
            || selector == this.anchor.selector;
    }

    function _actsFor(bytes32 party, address account, address signer) private view returns (bool) {
        return signer == account || _delegations[party][signer] >= Checks.time();
    }
}
