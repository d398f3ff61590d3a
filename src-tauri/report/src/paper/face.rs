//! The typefaces of a report: their bytes, which glyphs they have, how wide those are and how pairs are kerned.
//!
//! It measures and substitutes; it draws nothing. Widths are the integers that the PDF's `/W` array will hold, so that what is
//! measured here is what a reader sees.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use foldhash::HashMap;
use printpdf::{FontId, Op, ParsedFont, PdfFont, PdfFontHandle, PdfPage};

/// A face of the report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Face {
    /// Running text, with tabular figures.
    Text,
    /// The same, semi-bold.
    Bold,
    /// Identifiers and hashes.
    Mono,
    /// The same, semi-bold.
    MonoBold,
    /// What names in Chinese, Japanese and Korean are written with, in one weight.
    Cjk,
}

/// What stands for a character that no face has: a reader must see that something is missing.
const MISSING: char = '\u{25A1}';

impl Face {
    /// All faces, in the order in which the file lists them.
    pub(crate) const ALL: [Self; 5] = [
        Self::Text,
        Self::Bold,
        Self::Mono,
        Self::MonoBold,
        Self::Cjk,
    ];

    /// The resource name, which is also the subset tag: six capital letters, always the same.
    pub(crate) fn font_id(self) -> FontId {
        FontId(
            match self {
                Self::Text => "WMTEXT",
                Self::Bold => "WMBOLD",
                Self::Mono => "WMMONO",
                Self::MonoBold => "WMMNBD",
                Self::Cjk => "WMCJKR",
            }
            .to_owned(),
        )
    }

    /// The face, read once per process where it is needed at all.
    pub(crate) fn font(self) -> &'static Font {
        static FONTS: [OnceLock<Font>; 5] = [const { OnceLock::new() }; 5];
        FONTS[self as usize].get_or_init(|| Font::read(&self.bytes()))
    }

    fn bytes(self) -> Cow<'static, [u8]> {
        Cow::Borrowed(match self {
            Self::Text => include_bytes!("../../../../assets/fonts/InterReport-Regular.ttf"),
            Self::Bold => include_bytes!("../../../../assets/fonts/InterReport-SemiBold.ttf"),
            Self::Mono => include_bytes!("../../../../assets/fonts/IBMPlexMono-Regular.ttf"),
            Self::MonoBold => include_bytes!("../../../../assets/fonts/IBMPlexMono-SemiBold.ttf"),
            Self::Cjk => return Cow::Owned(unpacked(PACKED_CJK)),
        })
    }

    /// The face that draws a character where this one was asked to, and the character it draws.
    pub(crate) fn resolve(self, character: char) -> (Self, char) {
        let [text, mono] = match self {
            Self::Bold | Self::MonoBold => [Self::Bold, Self::MonoBold],
            Self::Text | Self::Mono | Self::Cjk => [Self::Text, Self::Mono],
        };
        [self, text, mono, Self::Cjk]
            .into_iter()
            .find(|face| face.font().has(character))
            .map_or((text, MISSING), |face| (face, character))
    }

    /// Whether any face draws this character.
    pub(crate) fn draw(character: char) -> bool {
        Self::Text.resolve(character).1 == character
    }
}

const PACKED_CJK: &[u8] = include_bytes!("../../../../assets/fonts/ReportCJK-Regular.ttf.zlib");

/// Nothing where it cannot be unpacked, which a test rules out.
fn unpacked(packed: &[u8]) -> Vec<u8> {
    miniz_oxide::inflate::decompress_to_vec_zlib(packed).unwrap_or_default()
}

/// One face's metrics.
pub(crate) struct Font {
    /// What printpdf embeds; `None` if the file is no font, which a test rules out.
    pub(crate) parsed: Option<ParsedFont>,
    glyphs: HashMap<char, Glyph>,
    kerning: HashMap<(u16, u16), i16>,
}

#[derive(Clone, Copy)]
struct Glyph {
    id: u16,
    /// Thousandths of an em.
    advance: u16,
}

impl Font {
    fn read(bytes: &[u8]) -> Self {
        let parsed = ParsedFont::from_bytes(bytes, 0, &mut Vec::new());
        let mut glyphs = HashMap::default();
        let mut kerning = HashMap::default();
        if let Some(font) = &parsed {
            let units = u32::from(font.pdf_font_metrics.units_per_em.max(1));
            let codes = ('\u{20}'..'\u{2800}').chain('\u{2e80}'..='\u{ffef}');
            for character in codes {
                if let Some(id) = font
                    .lookup_glyph_index(u32::from(character))
                    .filter(|id| *id != 0)
                {
                    let advance = u32::from(font.get_horizontal_advance(id)) * 1000 / units;
                    let advance = u16::try_from(advance).unwrap_or(u16::MAX);
                    glyphs.insert(character, Glyph { id, advance });
                }
            }
            kerning = kerning_pairs(bytes, units).unwrap_or_default();
        }
        Self {
            parsed,
            glyphs,
            kerning,
        }
    }

    /// Whether the face draws this character.
    pub(crate) fn has(&self, character: char) -> bool {
        self.glyphs.contains_key(&character)
    }

    /// The width of a character in thousandths of an em; 0 if the face lacks it.
    pub(crate) fn advance(&self, character: char) -> u16 {
        self.glyphs.get(&character).map_or(0, |glyph| glyph.advance)
    }

    /// What is added between two neighbours, in thousandths of an em; negative brings them closer.
    pub(crate) fn kern(&self, left: char, right: char) -> i16 {
        let (Some(left), Some(right)) = (self.glyphs.get(&left), self.glyphs.get(&right)) else {
            return 0;
        };
        self.kerning.get(&(left.id, right.id)).copied().unwrap_or(0)
    }
}

/// The pairs of a `kern` table of version 0, format 0 (OpenType 1.9, `kern`), in thousandths of an em.
fn kerning_pairs(font: &[u8], units: u32) -> Option<HashMap<(u16, u16), i16>> {
    let table = table(font, *b"kern")?;
    let pairs = usize::from(word(table, 10)?);
    let scaled = |value: i16| {
        i16::try_from(i32::from(value) * 1000 / i32::try_from(units).unwrap_or(1000)).unwrap_or(0)
    };
    (0..pairs)
        .map(|pair| {
            let at = 18 + pair * 6;
            let value = word(table, at + 4)?.cast_signed();
            Some(((word(table, at)?, word(table, at + 2)?), scaled(value)))
        })
        .collect()
}

fn table(font: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    let tables = usize::from(word(font, 4)?);
    (0..tables).find_map(|index| {
        let entry = font.get(12 + index * 16..28 + index * 16)?;
        let number = |at: usize| {
            let bytes: [u8; 4] = entry.get(at..at + 4)?.try_into().ok()?;
            usize::try_from(u32::from_be_bytes(bytes)).ok()
        };
        if entry[..4] != tag {
            return None;
        }
        let start = number(8)?;
        font.get(start..start.checked_add(number(12)?)?)
    })
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// Those of the fonts that these pages use, as printpdf wants them.
pub(crate) fn embedded(pages: &[PdfPage]) -> Vec<(FontId, PdfFont)> {
    let used: BTreeSet<&FontId> = pages
        .iter()
        .flat_map(|page| &page.ops)
        .filter_map(|op| match op {
            Op::SetFont {
                font: PdfFontHandle::External(id),
                ..
            } => Some(id),
            _ => None,
        })
        .collect();
    Face::ALL
        .into_iter()
        .filter(|face| used.contains(&face.font_id()))
        .filter_map(|face| {
            let parsed = face.font().parsed.clone()?;
            Some((face.font_id(), PdfFont::new(parsed)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_is_a_font_with_the_letters_of_europe() {
        for face in Face::ALL {
            assert!(face.font().parsed.is_some(), "{face:?}");
            if face == Face::Cjk {
                continue;
            }
            for character in "AaÄäÉéŁłŻżÇçØøßЖж0123456789–…·→".chars() {
                assert!(face.font().has(character), "{face:?} lacks {character}");
            }
        }
        assert!(Face::Text.font().has('Ω') && Face::Text.font().has('\u{202f}'));
    }

    #[test]
    fn digits_are_tabular_and_pairs_are_kerned() {
        let font = Face::Text.font();
        let widths: Vec<u16> = ('0'..='9').map(|digit| font.advance(digit)).collect();
        assert!(widths.iter().all(|width| *width == widths[0]), "{widths:?}");
        assert!(font.kern('T', 'o') < -20, "{}", font.kern('T', 'o'));
        assert_eq!(font.kern('1', '1'), 0);
    }

    #[test]
    fn a_character_is_drawn_by_the_first_face_that_has_it() {
        assert_eq!(Face::Mono.resolve('Ω'), (Face::Text, 'Ω'));
        assert_eq!(Face::Text.resolve('A'), (Face::Text, 'A'));
        for character in "中國峠ひカ한글「」，Ａ".chars() {
            assert_eq!(Face::Bold.resolve(character), (Face::Cjk, character));
        }
        assert!(Face::draw('é') && !Face::draw('א') && !Face::draw('😀'));
        assert_eq!(Face::Bold.resolve('א'), (Face::Bold, MISSING));
    }
}
