//! The two boxes with one bold figure each: recycled content and carbon footprint.

use super::boxes::{PAD, range_bar};
use super::front::tall;
use super::{BODY, CAPTION, Folio, SMALL};
use crate::model::{Footprint, Recycled};
use crate::paper::face::Face;
use crate::paper::ink::Ink;
use crate::paper::sheet::{Area, Sheet};
use crate::paper::table::stack;
use crate::paper::text::{Line, Span, Style, wrap};
use crate::words::{Filler, fill, filled};

const FIGURE: Style = Style::new(Face::Bold, 13.0, Ink::Black);
/// From the top of a box to the baseline of its figure, and to what stands below it.
const BASE: f32 = 36.0;
const NOTE: f32 = 45.5;

/// The height of both boxes.
pub(crate) fn height(
    folio: &Folio,
    recycled: Option<&Recycled>,
    footprint: Option<&Footprint>,
) -> f32 {
    let notes = tall(&recycled_note(folio, recycled)).max(tall(&footprint_note(folio, footprint)));
    NOTE + notes.max(9.0) + 7.0
}

/// Draws how much is recycled: the figure, the range on its scale, and what is to be known of it.
pub(crate) fn recycled(folio: &Folio, recycled: Option<&Recycled>, sheet: &mut Sheet, area: Area) {
    let words = folio.words;
    let x = area.x + PAD;
    stack(sheet, x, area.y + NOTE, &recycled_note(folio, recycled));
    let Some(recycled) = recycled else {
        sheet.text(x, area.y + BASE, FIGURE, words.unknown);
        return;
    };
    let after = sheet.text(x, area.y + BASE, FIGURE, &words.percents(&recycled.share));
    let claim = recycled.claim.as_ref().map(|(share, _)| *share);
    let left = (after + 14.0).max(x + 84.0);
    let bar = Area {
        x: left,
        y: area.y + 28.5,
        width: area.x + area.width - PAD - 4.0 - left,
        height: 6.0,
    };
    range_bar(sheet, bar, &recycled.share, claim);
    let tick = CAPTION.size(5.6);
    sheet.text(bar.x, bar.y + 15.0, tick, "0");
    sheet.text_right(bar.x + bar.width + 2.0, bar.y + 15.0, tick, "100\u{a0}%");
}

fn recycled_note(folio: &Folio, recycled: Option<&Recycled>) -> Vec<Line> {
    let words = folio.words;
    let room = folio.half_room();
    let Some(recycled) = recycled else {
        return folio.within(words.unbounded, SMALL, 2);
    };
    let note = filled(
        words.recycled_note,
        &[
            &words.percent(recycled.untraced),
            &words.percent(recycled.share.proportional),
        ],
    );
    let mut lines = wrap(&[Span::new(note, SMALL)], room);
    if !recycled.is_weighed {
        lines.extend(wrap(&[Span::new(words.unweighed, SMALL)], room));
    }
    if let Some((share, by)) = &recycled.claim {
        let fillers = [
            Filler::Strong(words.percent(*share)),
            Filler::Plain(by.clone()),
        ];
        let mut spans = fill(words.recycled_claim, SMALL, &fillers);
        if *share > recycled.share.upper {
            spans.push(Span::new(" – ", SMALL));
            spans.push(Span::new(words.claim_above, SMALL.bold().ink(Ink::Black)));
        }
        lines.extend(wrap(&spans, room));
    }
    lines
}

/// Draws the carbon footprint: the figure, for one of what, and who says so.
pub(crate) fn footprint(
    folio: &Folio,
    footprint: Option<&Footprint>,
    sheet: &mut Sheet,
    area: Area,
) {
    let words = folio.words;
    let x = area.x + PAD;
    stack(sheet, x, area.y + NOTE, &footprint_note(folio, footprint));
    let Some(footprint) = footprint else {
        sheet.text(x, area.y + BASE, FIGURE, words.unknown);
        return;
    };
    let value = format!("{} CO₂e", words.mass(footprint.kilograms));
    let mut after = sheet.text(x, area.y + BASE, FIGURE, &value);
    let quiet = BODY.ink(Ink::Grey);
    if let Some(unit) = &footprint.per {
        let per = filled(words.per, &[words.unit(unit)]);
        after = sheet.text(after + 5.0, area.y + BASE, quiet, &per);
    }
    let who = if footprint.certified {
        words.certified
    } else {
        words.self_declared
    };
    sheet.text(after + 8.0, area.y + BASE, quiet, who);
}

fn footprint_note(folio: &Folio, footprint: Option<&Footprint>) -> Vec<Line> {
    let words = folio.words;
    let Some(footprint) = footprint else {
        return folio.within(words.no_footprint, SMALL, 2);
    };
    let note = filled(words.footprint_own, &[&footprint.by, &footprint.method]);
    folio.within(note.trim_end_matches([' ', '·']), SMALL, 3)
}
