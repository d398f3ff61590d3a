//! The typefaces of a report: their bytes, which glyphs they have, how wide those are and how pairs are kerned.
//!
//! It measures and substitutes; it draws nothing. Widths are the integers that the PDF's `/W` array will hold, so that what is
//! measured here is what a reader sees.

use std::collections::HashMap;
use std::sync::OnceLock;

use printpdf::{FontId, ParsedFont};

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
}

/// What stands for a character that no face has: a reader must see that something is missing.
const MISSING: char = '\u{25A1}';

impl Face {
    /// All faces, in the order in which the file lists them.
    pub(crate) const ALL: [Self; 4] = [Self::Text, Self::Bold, Self::Mono, Self::MonoBold];

    /// The resource name, which is also the subset tag: six capital letters, always the same.
    pub(crate) fn font_id(self) -> FontId {
        FontId(
            match self {
                Self::Text => "WMTEXT",
                Self::Bold => "WMBOLD",
                Self::Mono => "WMMONO",
                Self::MonoBold => "WMMNBD",
            }
            .to_owned(),
        )
    }

    /// The face, read once per process.
    pub(crate) fn font(self) -> &'static Font {
        static FONTS: OnceLock<[Font; 4]> = OnceLock::new();
        &FONTS.get_or_init(|| Self::ALL.map(|face| Font::read(face.bytes())))[self as usize]
    }

    fn bytes(self) -> &'static [u8] {
        match self {
            Self::Text => include_bytes!("../../../../assets/fonts/InterReport-Regular.ttf"),
            Self::Bold => include_bytes!("../../../../assets/fonts/InterReport-SemiBold.ttf"),
            Self::Mono => include_bytes!("../../../../assets/fonts/IBMPlexMono-Regular.ttf"),
            Self::MonoBold => include_bytes!("../../../../assets/fonts/IBMPlexMono-SemiBold.ttf"),
        }
    }

    /// The face that draws a character where this one was asked to, and the character it draws.
    pub(crate) fn resolve(self, character: char) -> (Self, char) {
        let other = match self {
            Self::Bold | Self::MonoBold => Self::Bold,
            Self::Text | Self::Mono => Self::Text,
        };
        if self.font().has(character) {
            (self, character)
        } else if other.font().has(character) {
            (other, character)
        } else {
            (other, MISSING)
        }
    }
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
        let mut glyphs = HashMap::new();
        let mut kerning = HashMap::new();
        if let Some(font) = &parsed {
            let units = u32::from(font.pdf_font_metrics.units_per_em.max(1));
            let codes = (0x20..0x2800).filter_map(char::from_u32);
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

/// The fonts as printpdf wants them, parsed once.
pub(crate) fn embedded() -> Vec<(FontId, printpdf::PdfFont)> {
    Face::ALL
        .into_iter()
        .filter_map(|face| {
            let parsed = face.font().parsed.clone()?;
            Some((face.font_id(), printpdf::PdfFont::new(parsed)))
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
    fn what_no_face_has_is_shown_as_a_box() {
        assert_eq!(Face::Mono.resolve('Ω'), (Face::Text, 'Ω'));
        assert_eq!(Face::Bold.resolve('中'), (Face::Bold, MISSING));
    }
}
