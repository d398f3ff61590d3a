// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IAccessControl } from "@openzeppelin/contracts/access/IAccessControl.sol";
import { IERC1155Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { IERC1155 } from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";

import { ITraceLedger } from "../src/ITraceLedger.sol";
import { Granularity, NewAsset, Portion, Record, Strand, SubjectKind } from "../src/TraceTypes.sol";
import { LedgerTest } from "./support/LedgerTest.sol";

/// @title Assets come into being, are used up and called back, and move in no other way
contract AssetsTest is LedgerTest {
    function test_commission_putsTheAssetInTheMakersHands() public {
        NewAsset memory tin = _lot("tin", 5e6);
        bytes32 id = _id(tin.name);
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Commissioned(id, smelter, tin, _record());
        VM.prank(SMELTER);
        VM.assertEq(ledger.commission(tin, _record()), id, "the id is the hash of the name");

        VM.assertEq(_held(SMELTER, id), 5e6, "the maker holds all of it");
        (SubjectKind kind, bytes32 party, uint64 quantity) = ledger.subjectOf(id);
        VM.assertTrue(kind == SubjectKind.Asset, "it is an asset");
        VM.assertEq(party, smelter, "its maker is known");
        VM.assertEq(quantity, 5e6, "what was made is known");
        VM.assertEq(_count(id, Strand.Identity), 1, "its history begins");
        VM.assertEq(_count(id, Strand.Journey), 0, "it went nowhere yet");
    }

    function test_commission_isForProducers() public {
        bytes32 role = ledger.PRODUCER_ROLE();
        _refuses(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, SHOP, role));
        VM.prank(SHOP);
        ledger.commission(_lot("tin", 1), _record());
        _refuses(abi.encodeWithSelector(ITraceLedger.NotAParty.selector, STRANGER));
        VM.prank(STRANGER);
        ledger.commission(_lot("tin", 1), _record());
    }

    function test_commission_isOncePerName() public {
        bytes32 tin = _given(SMELTER, "tin", 1);
        _refuses(abi.encodeWithSelector(ITraceLedger.AssetExists.selector, tin));
        _given(FAB, "tin", 1);
        NewAsset memory asset = _lot("", 1);
        asset.name = _partyName("fab");
        _refusesAsset(asset, abi.encodeWithSelector(ITraceLedger.AssetExists.selector, fab));
    }

    function test_asset_textsHaveLimits() public {
        NewAsset memory asset = _lot("tin", 1);
        asset.name = "";
        _refusesAsset(asset, abi.encodeWithSelector(ITraceLedger.LengthOutOfRange.selector, bytes32("name"), 0, 1, 256));
        asset.name = _text(257);
        _refusesAsset(
            asset, abi.encodeWithSelector(ITraceLedger.LengthOutOfRange.selector, bytes32("name"), 257, 1, 256)
        );
        asset.name = _text(256);
        asset.description = _text(257);
        _refusesAsset(
            asset, abi.encodeWithSelector(ITraceLedger.LengthOutOfRange.selector, bytes32("description"), 257, 0, 256)
        );
        asset.description = _text(256);
        VM.prank(SMELTER);
        ledger.commission(asset, _record());
    }

    function test_asset_quantitiesHaveLimits() public {
        uint64 tooMuch = uint64(type(int64).max) + 1;
        _refusesAsset(_lot("tin", 0), abi.encodeWithSelector(ITraceLedger.QuantityOutOfRange.selector, 0));
        _refusesAsset(_lot("tin", tooMuch), abi.encodeWithSelector(ITraceLedger.QuantityOutOfRange.selector, tooMuch));
        NewAsset memory asset = _lot("tin", tooMuch - 1);
        asset.unitMass = tooMuch;
        _refusesAsset(asset, abi.encodeWithSelector(ITraceLedger.QuantityOutOfRange.selector, tooMuch));
        asset.unitMass = tooMuch - 1;
        VM.prank(SMELTER);
        ledger.commission(asset, _record());
    }

    function test_asset_unitsAreCodes() public {
        string[8] memory bad = ["", "K", "KGMX", "kgm", "KG ", "K/M", "K:M", "K[M"];
        NewAsset memory asset = _lot("tin", 1);
        for (uint256 i = 0; i < bad.length; ++i) {
            asset.unit = bad[i];
            _refusesAsset(asset, abi.encodeWithSelector(ITraceLedger.UnitMalformed.selector, bad[i]));
        }
        string[4] memory good = ["KGM", "H87", "MT", "Z09"];
        for (uint256 i = 0; i < good.length; ++i) {
            asset.unit = good[i];
            asset.name = good[i];
            VM.prank(SMELTER);
            ledger.commission(asset, _record());
        }
    }

    function test_item_isOnePiece() public {
        NewAsset memory item = _pallet("item");
        item.granularity = Granularity.Item;
        item.quantity = 2e6;
        _refusesAsset(item, abi.encodeWithSelector(ITraceLedger.ItemNotOnePiece.selector, 2e6, "H87"));
        item.quantity = 1e6;
        item.unit = "KGM";
        _refusesAsset(item, abi.encodeWithSelector(ITraceLedger.ItemNotOnePiece.selector, 1e6, "KGM"));
        item.unit = "H87";
        VM.prank(SMELTER);
        ledger.commission(item, _record());
    }

    /// @dev The byte of the kind (then of the granularity) is set beyond its enum.
    function test_asset_kindsAreThoseThatExist() public {
        for (uint256 word = 1; word <= 2; ++word) {
            bytes memory call = abi.encodeCall(ledger.commission, (_lot("tin", 1), _record()));
            // The asset's tuple begins behind the selector and the offsets of the two arguments.
            call[4 + 64 + word * 32 + 31] = 0x07;
            VM.prank(SMELTER);
            (bool done,) = address(ledger).call(call);
            VM.assertFalse(done, "an unknown kind was taken");
        }
    }

    function test_transform_usesUpInputsAndMakesOutputs() public {
        bytes32 primary = _given(SMELTER, "primary", 900e6);
        bytes32 recycled = _given(SMELTER, "recycled", 420e6);
        NewAsset[] memory outputs = _assets(_lot("ingot", 1050e6));
        Portion[] memory inputs = _portions(primary, 900e6, recycled, 20e6);
        bytes32[] memory ids = new bytes32[](1);
        ids[0] = _id(outputs[0].name);
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Transformed(smelter, inputs, ids, outputs, _record());
        VM.prank(SMELTER);
        bytes32[] memory made = ledger.transform(inputs, outputs, _record());

        VM.assertEq(made[0], ids[0], "the ids come back in order");
        VM.assertEq(_held(SMELTER, primary), 0, "all of one input is used up");
        VM.assertEq(_held(SMELTER, recycled), 400e6, "the rest of the other is left");
        VM.assertEq(_held(SMELTER, ids[0]), 1050e6, "the output is there");
        VM.assertEq(_count(primary, Strand.Journey), 1, "an input's journey goes on");
        VM.assertEq(_count(primary, Strand.Identity), 1, "an input is what it was");
        VM.assertEq(_count(ids[0], Strand.Identity), 1, "an output's history begins");
        VM.assertEq(_count(ids[0], Strand.Journey), 0, "an output went nowhere yet");
    }

    function test_transform_isForProducers() public {
        bytes32 role = ledger.PRODUCER_ROLE();
        _refuses(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, SHOP, role));
        VM.prank(SHOP);
        ledger.transform(_portion(bytes32(0), 1), _assets(_lot("ingot", 1)), _record());
    }

    function test_transform_takesWhatTheCallerHolds() public {
        bytes32 tin = _given(SMELTER, "tin", 5);
        _refusesTransform(
            FAB,
            _portion(tin, 1),
            abi.encodeWithSelector(IERC1155Errors.ERC1155InsufficientBalance.selector, FAB, 0, 1, uint256(tin))
        );
        _refusesTransform(
            SMELTER,
            _portion(tin, 6),
            abi.encodeWithSelector(IERC1155Errors.ERC1155InsufficientBalance.selector, SMELTER, 5, 6, uint256(tin))
        );
        _refusesTransform(
            SMELTER, _portion(smelter, 1), abi.encodeWithSelector(ITraceLedger.UnknownAsset.selector, smelter)
        );
    }

    function test_transform_takesEachAssetOnce() public {
        bytes32 tin = _given(SMELTER, "tin", 5);
        _refusesTransform(
            SMELTER, _portions(tin, 1, tin, 1), abi.encodeWithSelector(ITraceLedger.DuplicatePortion.selector, tin)
        );
        _refusesTransform(
            SMELTER, _portion(tin, 0), abi.encodeWithSelector(ITraceLedger.QuantityOutOfRange.selector, 0)
        );
        NewAsset[] memory twins = new NewAsset[](2);
        (twins[0], twins[1]) = (_lot("ingot", 1), _lot("ingot", 1));
        _refuses(abi.encodeWithSelector(ITraceLedger.AssetExists.selector, _id(twins[0].name)));
        VM.prank(SMELTER);
        ledger.transform(_portion(tin, 1), twins, _record());
    }

    function test_transform_listsHaveLimits() public {
        bytes32 tin = _given(SMELTER, "tin", 5);
        _refusesTransform(
            SMELTER, new Portion[](0), abi.encodeWithSelector(ITraceLedger.ListLengthOutOfRange.selector, 0, 64)
        );
        _refusesTransform(
            SMELTER, new Portion[](65), abi.encodeWithSelector(ITraceLedger.ListLengthOutOfRange.selector, 65, 64)
        );
        for (uint256 length = 0; length <= 65; length += 65) {
            _refuses(abi.encodeWithSelector(ITraceLedger.ListLengthOutOfRange.selector, length, 64));
            VM.prank(SMELTER);
            ledger.transform(_portion(tin, 1), new NewAsset[](length), _record());
        }
    }

    function test_transform_takesAndMakes64() public {
        Portion[] memory inputs = new Portion[](64);
        NewAsset[] memory outputs = new NewAsset[](64);
        for (uint256 i = 0; i < 64; ++i) {
            inputs[i] = Portion(_given(SMELTER, string.concat("in", _digits(i)), 5), 5);
            outputs[i] = _lot(string.concat("out", _digits(i)), 7);
        }
        VM.prank(SMELTER);
        bytes32[] memory made = ledger.transform(inputs, outputs, _record());
        VM.assertEq(_held(SMELTER, inputs[63].asset), 0, "the last input is used up");
        VM.assertEq(_held(SMELTER, made[63]), 7, "the last output is there");
    }

    function test_transform_doesNotUseUpAFullPallet() public {
        bytes32 tin = _given(SMELTER, "tin", 5);
        bytes32 pallet = _givenPallet(SMELTER, "pallet");
        VM.prank(SMELTER);
        ledger.pack(pallet, _portion(tin, 5), _record());
        _refusesTransform(
            SMELTER, _portion(pallet, 1e6), abi.encodeWithSelector(ITraceLedger.NotEmpty.selector, pallet, 1)
        );
        VM.prank(SMELTER);
        ledger.unpack(pallet, _portion(tin, 5), _record());
        VM.prank(SMELTER);
        ledger.transform(_portion(pallet, 1e6), _assets(_lot("wood", 1)), _record());
        VM.assertEq(_held(SMELTER, pallet), 0, "an empty pallet is used up");
    }

    function test_recall_isForRecallers() public {
        bytes32 tin = _given(SMELTER, "tin", 5);
        VM.expectEmit(address(ledger));
        emit ITraceLedger.Recalled(tin, guard, "lead above limit", _record());
        VM.prank(GUARD);
        ledger.recall(tin, "lead above limit", _record());
        VM.assertEq(_count(tin, Strand.Identity), 2, "a recall is part of what the asset is");

        bytes32 role = ledger.RECALLER_ROLE();
        _refuses(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, SMELTER, role));
        VM.prank(SMELTER);
        ledger.recall(tin, "r", _record());
    }

    function test_recall_namesAnAssetAndAReason() public {
        bytes32 tin = _given(SMELTER, "tin", 5);
        VM.startPrank(GUARD);
        _refuses(abi.encodeWithSelector(ITraceLedger.UnknownAsset.selector, plant));
        ledger.recall(plant, "r", _record());
        _refuses(abi.encodeWithSelector(ITraceLedger.LengthOutOfRange.selector, bytes32("reason"), 0, 1, 512));
        ledger.recall(tin, "", _record());
        _refuses(abi.encodeWithSelector(ITraceLedger.LengthOutOfRange.selector, bytes32("reason"), 513, 1, 512));
        ledger.recall(tin, _text(513), _record());
        VM.stopPrank();
    }

    function test_transfersAndApprovals_areClosed() public {
        uint256 tin = uint256(_given(SMELTER, "tin", 5));
        uint256[] memory list = new uint256[](1);
        VM.startPrank(SMELTER);
        _refuses(abi.encodeWithSelector(ITraceLedger.TransfersClosed.selector));
        ledger.safeTransferFrom(SMELTER, FAB, tin, 1, "");
        _refuses(abi.encodeWithSelector(ITraceLedger.TransfersClosed.selector));
        ledger.safeBatchTransferFrom(SMELTER, FAB, list, list, "");
        _refuses(abi.encodeWithSelector(ITraceLedger.TransfersClosed.selector));
        ledger.setApprovalForAll(FAB, true);
        VM.stopPrank();
    }

    function test_tokens_areErc1155() public view {
        VM.assertTrue(ledger.supportsInterface(type(IERC1155).interfaceId), "tokens are ERC-1155");
        VM.assertTrue(ledger.supportsInterface(type(IAccessControl).interfaceId), "roles are those of OpenZeppelin");
        VM.assertFalse(ledger.supportsInterface(0xffffffff), "ERC-165 says no to this one");
        VM.assertEq(bytes(ledger.uri(1)).length, 0, "tokens have no address on the web");
    }

    function _refusesAsset(NewAsset memory asset, bytes memory reason) private {
        _refuses(reason);
        VM.prank(SMELTER);
        ledger.commission(asset, _record());
    }

    function _refusesTransform(address account, Portion[] memory inputs, bytes memory reason) private {
        _refuses(reason);
        VM.prank(account);
        ledger.transform(inputs, _assets(_lot("ingot", 1)), _record());
    }
}
