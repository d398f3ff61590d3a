//! The page: who and what above, identifiers with their captions in the middle, the symbol with its text below.

use report::{Drawing, Imprint, Lettering};
use symbol::Matrix;

use crate::carried::Carried;
use crate::words::{Words, day};
use crate::{Label, LabelError, LabelSize};

/// Lengths in points.
struct Layout {
    /// Tenths of a millimetre.
    sides: (u16, u16),
    margin: f32,
    party: f32,
    name: f32,
    name_lines: usize,
    caption: f32,
    value: f32,
    /// The side of the symbol, its quiet zone aside.
    symbol: f32,
    mono: f32,
}

const A6: Layout = Layout {
    sides: (1050, 1480),
    margin: 20.0,
    party: 11.0,
    name: 19.0,
    name_lines: 3,
    caption: 7.5,
    value: 14.0,
    symbol: 132.0,
    mono: 8.6,
};

const SMALL: Layout = Layout {
    sides: (620, 1000),
    margin: 11.0,
    party: 7.5,
    name: 12.5,
    name_lines: 2,
    caption: 5.6,
    value: 9.6,
    symbol: 72.0,
    mono: 5.7,
};

/// Draws the label.
pub(crate) fn draw(
    label: &Label,
    carried: &Carried,
    modules: &Matrix,
    size: LabelSize,
) -> Result<Vec<u8>, LabelError> {
    let layout = match size {
        LabelSize::A6 => &A6,
        LabelSize::Small => &SMALL,
    };
    let mut page = Drawing::new(layout.sides.0, layout.sides.1);
    let below = heading(&mut page, layout, label);
    facts(&mut page, layout, below, label, carried);
    foot(&mut page, layout, &carried.lines(label), modules);
    Ok(page.finish(&Imprint {
        title: title(label),
        author: label.party.clone(),
        locale: label.locale,
        made: label.drawn,
    })?)
}

fn title(label: &Label) -> String {
    if label.name.is_empty() {
        label.epc.to_string()
    } else {
        label.name.clone()
    }
}

/// Whose it is and what it is; gives the y below.
fn heading(page: &mut Drawing, layout: &Layout, label: &Label) -> f32 {
    let width = page.width() - 2.0 * layout.margin;
    let mut y = layout.margin + layout.party;
    let party = Lettering::Bold.fitted(layout.party, &label.party, width);
    page.text(layout.margin, y, Lettering::Bold, layout.party, &party);
    y += layout.party * 0.75;
    page.rule(layout.margin, y, width, 1.2);
    y += layout.name * 0.35;
    let lines = Lettering::Bold.lines(layout.name, &title(label), width);
    for (index, line) in lines.iter().take(layout.name_lines).enumerate() {
        y += layout.name * 1.15;
        let cut = index + 1 == layout.name_lines && lines.len() > layout.name_lines;
        let line = if cut {
            format!("{line}…")
        } else {
            line.clone()
        };
        let line = Lettering::Bold.fitted(layout.name, &line, width);
        page.text(layout.margin, y, Lettering::Bold, layout.name, &line);
    }
    y + layout.name * 0.6
}

/// Captions and values: identifiers over the whole width, the rest in two columns.
fn facts(page: &mut Drawing, layout: &Layout, top: f32, label: &Label, carried: &Carried) {
    let words = Words::of(label.locale);
    let width = page.width() - 2.0 * layout.margin;
    let half = width / 2.0;
    let row = layout.caption * 1.5 + layout.value * 1.5;
    let mut y = top;
    page.rule(layout.margin, y, width, 0.5);
    y += layout.caption * 0.4;
    let identifiers = [
        ("SSCC", carried.value("00")),
        ("GTIN", carried.value("01")),
        (words.lot, carried.value("10")),
        (words.serial, carried.value("21")),
    ];
    for (caption, value) in identifiers {
        let Some(value) = value else { continue };
        fact(page, layout, (layout.margin, y, width), caption, value);
        y += row;
    }
    let quantity = label.quantity.as_ref().map(ToString::to_string);
    let made = label.made.and_then(day).map(|day| day.to_string());
    let facts = [(words.quantity, quantity), (words.made, made)];
    let told = facts
        .into_iter()
        .filter_map(|(caption, value)| Some((caption, value?)));
    for ((caption, value), x) in told.zip([layout.margin, layout.margin + half]) {
        let room = (x, y, half - layout.caption);
        fact(page, layout, room, caption, &value);
    }
}

/// One caption with its value, in a room given as x, y and width.
fn fact(page: &mut Drawing, layout: &Layout, room: (f32, f32, f32), caption: &str, value: &str) {
    let (x, y, width) = room;
    let below = y + layout.caption * 1.5;
    let caption = Lettering::Caption.fitted(layout.caption, caption, width);
    page.text(x, below, Lettering::Caption, layout.caption, &caption);
    // A value is never cut: it is set smaller until it fits.
    let wide = Lettering::Bold.width(layout.value, value);
    let size = layout.value * (width / wide.max(1.0)).min(1.0);
    page.text(x, below + layout.value * 1.1, Lettering::Bold, size, value);
}

/// The symbol in the lower left corner and what it says beside it.
fn foot(page: &mut Drawing, layout: &Layout, lines: &[String], modules: &Matrix) {
    let side = layout.symbol;
    let (left, top) = (layout.margin, page.height() - layout.margin - side);
    let line = top - layout.margin * 0.7;
    page.rule(layout.margin, line, page.width() - 2.0 * layout.margin, 0.5);
    let pitch = side / count(modules.side());
    for (column, row, length) in modules.runs() {
        let (x, y) = (left + count(column) * pitch, top + count(row) * pitch);
        page.fill(x, y, count(length) * pitch, pitch);
    }
    // Four modules of a QR code's quiet zone, and room to breathe.
    let x = left + side + (4.0 * pitch).max(layout.margin * 0.9);
    let width = page.width() - layout.margin - x;
    // An identifier on one line, if that stays legible.
    let wide = (lines
        .iter()
        .map(|line| Lettering::Mono.width(layout.mono, line)))
    .fold(1.0, f32::max);
    let letters = layout.mono * (width / wide).clamp(0.8, 1.0);
    let mut y = top;
    for text in lines {
        for line in Lettering::Mono.lines(letters, text, width) {
            y += letters * 1.4;
            if y > page.height() - layout.margin {
                return;
            }
            page.text(x, y, Lettering::Mono, letters, &line);
        }
        y += letters * 0.3;
    }
}

/// A number of modules; symbols have fewer than two hundred a side.
fn count(modules: usize) -> f32 {
    u16::try_from(modules).map_or(f32::from(u16::MAX), f32::from)
}
