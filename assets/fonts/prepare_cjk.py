#!/usr/bin/env python3
"""Makes ReportCJK-Regular.ttf.zlib from the static Noto Sans faces of npm.

    npm pack @expo-google-fonts/noto-sans-sc@0.4.3 && tar xzf expo-google-fonts-noto-sans-sc-0.4.3.tgz
    npm pack @expo-google-fonts/noto-sans-kr@0.4.3 && tar xzf expo-google-fonts-noto-sans-kr-0.4.3.tgz
    pip install fonttools==4.68.0
    python3 prepare_cjk.py package/400Regular/NotoSansSC_400Regular.ttf package/400Regular/NotoSansKR_400Regular.ttf ReportCJK-Regular.ttf.zlib

Kept is what names are written with: every character of the national standards GB 2312 (China), Big5 level 1 (Taiwan), JIS X 0208
(Japan) and KS X 1001 (Korea). One weight, Chinese forms of the ideographs, no hinting, no layout tables; packed, because it is only
unpacked where a report has such a name. Rarer characters are told by their code points.
"""
import sys
import tempfile
import zlib
from pathlib import Path
from fontTools import merge, subset
from fontTools.ttLib import TTFont

DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "STAT", "MVAR", "meta", "DSIG", "gasp", "prep", "fpgm", "cvt "]


def standard(codec, rows, cells, accept=lambda row, cell: True):
    """Every character of a two-byte standard."""
    found = set()
    for row in rows:
        for cell in cells:
            if accept(row, cell):
                found.update(bytes([row, cell]).decode(codec, "ignore"))
    return found


def wanted():
    characters = standard("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
    characters |= standard("euc_jp", range(0xA1, 0xF5), range(0xA1, 0xFF))
    characters |= standard("euc_kr", range(0xA1, 0xFE), range(0xA1, 0xFF))
    characters |= standard("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *range(0xA1, 0xFF)], lambda row, cell: (row, cell) <= (0xC6, 0x7E))
    characters |= {chr(code) for low, high in [(0x3000, 0x30FF), (0x3105, 0x312F), (0xFF01, 0xFF9F), (0xFFE0, 0xFFE6)] for code in range(low, high + 1)}
    # What the faces for running text have is theirs.
    return {ord(character) for character in characters if ord(character) >= 0x2E80}


def cut(source, codes):
    font = TTFont(source)
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.drop_tables += DROPPED
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes & set(font.getBestCmap()))
    subsetter.subset(font)
    for tag in DROPPED:
        if tag in font:
            del font[tag]
    return font


def main(han, hangul, target):
    codes = wanted()
    korean = {code for code in codes if 0xAC00 <= code <= 0xD7A3 or 0x3131 <= code <= 0x318E}
    folder = Path(tempfile.mkdtemp())
    parts = [folder / "han.ttf", folder / "hangul.ttf"]
    cut(han, codes - korean).save(parts[0])
    cut(hangul, korean).save(parts[1])
    font = merge.Merger().merge([str(part) for part in parts])
    font["head"].created = font["head"].modified = 0
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = "ReportCJK-Regular" if record.nameID == 6 else "ReportCJK"
    font["name"].names = [record for record in font["name"].names if record.nameID in (0, 1, 2, 3, 4, 5, 6, 13, 14)]
    font["post"].formatType = 3.0
    font.recalcTimestamp = False
    font.save(folder / "whole.ttf")
    raw = (folder / "whole.ttf").read_bytes()
    packed = zlib.compress(raw, 9)
    Path(target).write_bytes(packed)
    print(f"{target}: {len(font.getGlyphOrder())} glyphs, {len(raw)} bytes, packed {len(packed)}")


main(*sys.argv[1:4])
