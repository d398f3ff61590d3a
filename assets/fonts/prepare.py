#!/usr/bin/env python3
"""Makes InterReport-*.ttf from the static Inter faces of npm `@expo-google-fonts/inter`.

    npm pack @expo-google-fonts/inter@0.4.2 && tar xzf expo-google-fonts-inter-0.4.2.tgz
    pip install fonttools==4.68.0
    python3 prepare.py package/400Regular/Inter_400Regular.ttf InterReport-Regular.ttf
    python3 prepare.py package/600SemiBold/Inter_600SemiBold.ttf InterReport-SemiBold.ttf

Three changes: only Latin, Greek, Cyrillic and the signs a report needs are kept; digits are the tabular ones (`tnum`);
kerning moves from GPOS into a `kern` table of glyph pairs, which takes thirty lines to read instead of a shaping engine.
"""
import sys
from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

KEPT = [
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x2FF), (0x300, 0x304), (0x306, 0x30C), (0x323, 0x328),
    (0x370, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF),
    (0x2100, 0x214F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF), (0x2713, 0x2717),
]
# The letters whose pairs are kerned: what running text in the report's languages is made of.
KERNED = [(0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x201E), (0x2026, 0x2026), (0x391, 0x3C9), (0x410, 0x44F)]
# A pair of less than this share of an em is not seen at 9 pt.
LEAST = 0.012


def tabular(font):
    """The `tnum` substitutions as a dictionary of glyph names."""
    gsub = font["GSUB"].table
    lookups = {i for record in gsub.FeatureList.FeatureRecord if record.FeatureTag == "tnum" for i in record.Feature.LookupListIndex}
    mapping = {}
    for index in sorted(lookups):
        for table in gsub.LookupList.Lookup[index].SubTable:
            mapping.update(getattr(getattr(table, "ExtSubTable", table), "mapping", {}))
    return mapping


def kerning(font, names):
    """Horizontal adjustments of the pairs among `names`, from every PairPos of the `kern` feature."""
    gpos = font["GPOS"].table
    lookups = sorted({i for record in gpos.FeatureList.FeatureRecord if record.FeatureTag == "kern" for i in record.Feature.LookupListIndex})
    pairs = {}
    for index in lookups:
        settled = {}
        for table in gpos.LookupList.Lookup[index].SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType != 2:
                continue
            covered = [name for name in table.Coverage.glyphs if name in names]
            if table.Format == 1:
                at = {name: i for i, name in enumerate(table.Coverage.glyphs)}
                for left in covered:
                    for record in table.PairSet[at[left]].PairValueRecord:
                        if record.SecondGlyph in names:
                            settled.setdefault((left, record.SecondGlyph), getattr(record.Value1, "XAdvance", 0) if record.Value1 else 0)
            else:
                first, second = table.ClassDef1.classDefs, table.ClassDef2.classDefs
                for left in covered:
                    row = table.Class1Record[first.get(left, 0)].Class2Record
                    for right in names:
                        value = row[second.get(right, 0)].Value1
                        settled.setdefault((left, right), getattr(value, "XAdvance", 0) if value else 0)
        for pair, value in settled.items():
            pairs[pair] = pairs.get(pair, 0) + value
    return pairs


def main(source, target):
    font = TTFont(source)
    digits = tabular(font)
    cmap = font.getBestCmap()
    inside = lambda code, ranges: any(low <= code <= high for low, high in ranges)
    kerned = sorted({cmap[code] for code in cmap if inside(code, KERNED) and cmap[code] not in digits})
    least = LEAST * font["head"].unitsPerEm
    pairs = {pair: value for pair, value in kerning(font, kerned).items() if abs(value) >= least}
    for table in font["cmap"].tables:
        if table.isUnicode():
            for code in range(0x30, 0x3A):
                table.cmap[code] = digits.get(table.cmap[code], table.cmap[code])

    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "MVAR", "meta", "DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for code in cmap if inside(code, KEPT)])
    subsetter.subset(font)

    strongest = sorted(pairs.items(), key=lambda item: (-abs(item[1]), item[0]))[:10000]
    table = KernTable_format_0()
    table.apple, table.coverage, table.version, table.tupleIndex = False, 1, 0, None
    table.kernTable = dict(strongest)
    font["kern"] = newTable("kern")
    font["kern"].version, font["kern"].kernTables = 0, [table]
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            text = record.toUnicode()
            record.string = text.replace("Inter", "InterReport", 1) if "InterReport" not in text else text
    font.save(target)
    print(f"{target}: {len(font.getGlyphOrder())} glyphs, {len(pairs)} pairs, kept {len(strongest)}")


main(*sys.argv[1:3])
