//! Text before it is drawn: cleaned of what must not reach a page, measured, broken into lines, cut to a width.

use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

use super::face::Face;
use super::ink::Ink;

/// How a piece of text looks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Style {
    pub(crate) face: Face,
    /// Points.
    pub(crate) size: f32,
    pub(crate) ink: Ink,
}

impl Style {
    pub(crate) const fn new(face: Face, size: f32, ink: Ink) -> Self {
        Self { face, size, ink }
    }

    /// The same in semi-bold.
    pub(crate) const fn bold(self) -> Self {
        let face = match self.face {
            Face::Text | Face::Bold => Face::Bold,
            Face::Mono | Face::MonoBold => Face::MonoBold,
            Face::Cjk => Face::Cjk,
        };
        Self { face, ..self }
    }

    /// The same in another colour.
    pub(crate) const fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    /// The same in another size.
    pub(crate) const fn size(self, size: f32) -> Self {
        Self { size, ..self }
    }

    /// The height of a line in this style.
    pub(crate) fn leading(self) -> f32 {
        self.size * 1.38
    }

    /// The width of a text in points. The text is taken as [`clean`] left it.
    pub(crate) fn width(self, text: &str) -> f32 {
        runs(self.face, text)
            .iter()
            .map(|run| self.scaled(run.width()))
            .sum()
    }

    /// Thousandths of an em as points.
    pub(crate) fn scaled(self, thousandths: i32) -> f32 {
        points(thousandths) * self.size / 1000.0
    }
}

/// A small integer as a number of points; clamped to ±2²³, where floats are exact.
pub(crate) fn points(value: i32) -> f32 {
    const EXACT: i32 = 1 << 23;
    #[expect(clippy::cast_precision_loss, reason = "exact within the clamp")]
    {
        value.clamp(-EXACT, EXACT) as f32
    }
}

/// How many, as a number of points to multiply with.
pub(crate) fn count(value: usize) -> f32 {
    points(i32::try_from(value).unwrap_or(i32::MAX))
}

/// A stretch of one face, with the kerning between its glyphs.
pub(crate) struct Run {
    pub(crate) face: Face,
    /// The characters that are drawn, each with what is added behind it (thousandths of an em).
    pub(crate) glyphs: Vec<(char, i16)>,
}

impl Run {
    /// Thousandths of an em.
    pub(crate) fn width(&self) -> i32 {
        let font = self.face.font();
        self.glyphs
            .iter()
            .map(|(character, kern)| i32::from(font.advance(*character)) + i32::from(*kern))
            .sum()
    }
}

/// Splits a text into runs of one face each; characters that no face has become boxes.
pub(crate) fn runs(face: Face, text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for character in text.chars() {
        let (face, drawn) = face.resolve(character);
        match runs.last_mut().filter(|run| run.face == face) {
            Some(run) => {
                if let Some((before, kern)) = run.glyphs.last_mut() {
                    *kern = face.font().kern(*before, drawn);
                }
                run.glyphs.push((drawn, 0));
            }
            None => runs.push(Run {
                face,
                glyphs: vec![(drawn, 0)],
            }),
        }
    }
    runs
}

/// The most characters of any one text that reach a page.
const LONGEST: usize = 600;

/// A hostile text made fit for a page: tidied, and what no face can draw told by its code points, such as `[U+05D0 U+05D1]`. Scripts
/// that run from right to left are among that, so that no text is shown in an order that it does not have.
pub(crate) fn clean(text: &str) -> String {
    let tidied = tidied(text);
    if tidied.chars().all(Face::draw) {
        return tidied;
    }
    let mut told = String::new();
    let mut is_open = false;
    for character in tidied.chars() {
        if told.len() > LONGEST * 4 {
            told.push_str(if is_open { "…]" } else { "…" });
            return told;
        }
        match (Face::draw(character), is_open) {
            (true, false) => {}
            (true, true) => told.push(']'),
            (false, false) => told.push('['),
            (false, true) => told.push(' '),
        }
        is_open = !Face::draw(character);
        if is_open {
            // Writing to a string cannot fail.
            let _ = write!(told, "U+{:04X}", u32::from(character));
        } else {
            told.push(character);
        }
    }
    if is_open {
        told.push(']');
    }
    told
}

/// A hostile text with nothing in it that hides or reorders: composed (NFC), no control, bidirectional or zero-width characters, one
/// line, of bounded length. Nothing else is lost.
pub(crate) fn tidied(text: &str) -> String {
    let mut cleaned = String::new();
    let mut characters = text
        .chars()
        .take(LONGEST * 4)
        .nfc()
        .map(|c| {
            if matches!(c, '\t' | '\n' | '\r') {
                ' '
            } else {
                c
            }
        })
        .filter(|c| !c.is_control() && !is_invisible(*c));
    for character in characters.by_ref().take(LONGEST) {
        if !(character == ' ' && (cleaned.is_empty() || cleaned.ends_with(' '))) {
            cleaned.push(character);
        }
    }
    if characters.next().is_some() || text.chars().nth(LONGEST * 4).is_some() {
        cleaned.push('…');
    }
    cleaned.truncate(cleaned.trim_end_matches(' ').len());
    cleaned
}

/// Format characters that would reorder or hide text.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// A piece of a paragraph in one style.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Span {
    pub(crate) text: String,
    pub(crate) style: Style,
}

impl Span {
    pub(crate) fn new(text: impl AsRef<str>, style: Style) -> Self {
        Self {
            text: clean_keeping_edges(text.as_ref()),
            style,
        }
    }

    fn with(&self, text: String) -> Self {
        Self {
            text,
            style: self.style,
        }
    }
}

/// Cleans a piece of a line, whose leading and trailing space parts it from its neighbours.
fn clean_keeping_edges(text: &str) -> String {
    let mut cleaned = clean(text);
    if cleaned.is_empty() {
        return if text.starts_with(' ') {
            " ".to_owned()
        } else {
            cleaned
        };
    }
    if text.starts_with(' ') {
        cleaned.insert(0, ' ');
    }
    if text.ends_with(' ') {
        cleaned.push(' ');
    }
    cleaned
}

/// One line of spans.
pub(crate) type Line = Vec<Span>;

/// The width of a line in points.
pub(crate) fn line_width(line: &[Span]) -> f32 {
    line.iter().map(|span| span.style.width(&span.text)).sum()
}

/// The largest leading in a line.
pub(crate) fn line_height(line: &[Span]) -> f32 {
    line.iter()
        .map(|span| span.style.leading())
        .fold(0.0, f32::max)
}

/// Breaks a paragraph into lines no wider than `width`: at spaces, behind `/ - · , : .` in long words, and anywhere if a piece alone
/// is too wide.
pub(crate) fn wrap(paragraph: &[Span], width: f32) -> Vec<Line> {
    let mut lines: Vec<Line> = vec![Vec::new()];
    let mut used = 0.0;
    for piece in pieces(paragraph) {
        let bare = piece.text.trim_end_matches(' ');
        let needed = piece.style.width(bare);
        if used > 0.0 && used + needed > width {
            lines.push(Vec::new());
            used = 0.0;
        }
        if used == 0.0 && needed > width {
            for part in broken(&piece, width) {
                used = part.style.width(&part.text);
                push(&mut lines, part);
                lines.push(Vec::new());
            }
            lines.pop();
            continue;
        }
        used += piece.style.width(&piece.text);
        push(&mut lines, piece);
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn push(lines: &mut [Line], piece: Span) {
    let Some(line) = lines.last_mut() else { return };
    match line.last_mut().filter(|last| last.style == piece.style) {
        Some(last) => last.text.push_str(&piece.text),
        None => line.push(piece),
    }
}

/// The pieces between which a line may break.
fn pieces(paragraph: &[Span]) -> Vec<Span> {
    let mut pieces = Vec::new();
    for span in paragraph {
        for word in span.text.split_inclusive(' ') {
            let long = word.chars().count() > 18;
            let mut piece = String::new();
            for character in word.chars() {
                piece.push(character);
                let ends = long && matches!(character, '/' | '-' | '·' | ',' | ':' | '.' | '_');
                if ends || is_ideographic(character) {
                    pieces.push(span.with(std::mem::take(&mut piece)));
                }
            }
            if !piece.is_empty() {
                pieces.push(span.with(piece));
            }
        }
    }
    pieces
}

/// Whether a line may break behind a character though no space follows: where words are not parted by spaces.
fn is_ideographic(character: char) -> bool {
    matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// A piece that is wider than a whole line, cut wherever it must be.
fn broken(piece: &Span, width: f32) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut part = String::new();
    for character in piece.text.chars() {
        part.push(character);
        if piece.style.width(&part) > width && part.chars().count() > 1 {
            part.pop();
            parts.push(piece.with(std::mem::take(&mut part)));
            part.push(character);
        }
    }
    if !part.is_empty() {
        parts.push(piece.with(part));
    }
    parts
}

/// The text, or as much of its beginning as fits with an ellipsis behind it.
pub(crate) fn fit(text: &str, style: Style, width: f32) -> String {
    let text = clean(text);
    if style.width(&text) <= width {
        return text;
    }
    let mut kept: String = text;
    while kept.pop().is_some() {
        let shown = format!("{}…", kept.trim_end_matches(' '));
        if style.width(&shown) <= width {
            return shown;
        }
    }
    String::new()
}

/// The text with as much left out of its middle as it takes to fit: for identifiers, whose ends tell them apart.
pub(crate) fn fit_middle(text: &str, style: Style, width: f32) -> String {
    let text = clean(text);
    if style.width(&text) <= width {
        return text;
    }
    let characters: Vec<char> = text.chars().collect();
    (1..characters.len())
        .rev()
        .map(|kept| {
            let (head, tail) = (kept.div_ceil(2), kept / 2);
            let mut shown: String = characters[..head].iter().collect();
            shown.push('…');
            shown.extend(&characters[characters.len() - tail..]);
            shown
        })
        .find(|shown| style.width(shown) <= width)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: Style = Style::new(Face::Text, 8.5, Ink::Black);

    #[test]
    fn hostile_text_loses_what_hides_and_keeps_what_shows() {
        assert_eq!(clean("a\u{202e}b\u{0}\nc\u{200b}"), "ab c");
        assert_eq!(clean("  Lumie\u{300}re  SA "), "Lumière SA");
        assert_eq!(clean("中文 a"), "中文 a");
        assert_eq!(clean("a אב c"), "a [U+05D0 U+05D1] c");
        assert_eq!(clean("😀"), "[U+1F600]");
        assert!(clean(&"א".repeat(10_000)).len() < LONGEST * 5);
        let long = clean(&"x".repeat(10_000));
        assert_eq!(
            (long.chars().count(), long.ends_with('…')),
            (LONGEST + 1, true)
        );
    }

    #[test]
    fn lines_fit_and_no_character_is_lost() {
        let text = "Attestation “RMAP conformant smelter” of PT Bangka Tin Works, https://id.gs1.org/01/03012345000017/21/000417000417000417";
        for width in [20.0, 60.0, 200.0, 1000.0] {
            let lines = wrap(&[Span::new(text, BODY)], width);
            for line in &lines {
                let shown: f32 = line
                    .iter()
                    .map(|span| BODY.width(span.text.trim_end()))
                    .sum();
                assert!(shown <= width, "{shown} in {width}");
            }
            let joined: String = lines
                .iter()
                .flatten()
                .map(|span| span.text.as_str())
                .collect();
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn cut_texts_fit() {
        let text = "https://id.gs1.org/01/03012345000017/21/000417";
        let shown = fit_middle(text, BODY, 100.0);
        assert!(
            BODY.width(&shown) <= 100.0 && shown.ends_with("17") && shown.contains('…'),
            "{shown}"
        );
        assert!(fit(text, BODY, 100.0).ends_with('…'));
        assert_eq!(fit("short", BODY, 100.0), "short");
        assert_eq!(fit(text, BODY, 0.0), "");
    }
}
