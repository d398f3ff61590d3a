//! The foot of the first page: who signs with what, and the QR code; and the stamp that says when a signature proves nothing.

use super::boxes::{CAPTION_HEIGHT, PAD, caption, finding_mark};
use super::{BODY, CODE, Folio};
use crate::Paper;
use crate::paper::flow::MARGIN;
use crate::paper::ink::Ink;
use crate::paper::qr;
use crate::paper::sheet::{Area, Format, Knot, Pen, Sheet, rounded};
use crate::paper::table::stack;
use crate::paper::text::{Line, Span, fit, line_height, wrap};
use crate::words::filled;

const HEIGHT: f32 = 92.0;
/// From the foot of the box to that of the page.
const BELOW: f32 = 50.0;
/// Between the box and the QR code.
const BESIDE: f32 = 12.0;

/// Where the box begins: at a fixed place above the foot, so that a signature field can be laid on it ([`area`]).
pub(crate) fn top(paper: Paper) -> f32 {
    // The height in whole points, so that the field's corners are whole as well.
    Format::upright(paper).height().ceil() - BELOW - HEIGHT
}

/// Where the signature box stands on the first page: left, bottom, right and top in points from the lower left corner.
pub fn signature_area(paper: Paper) -> [u16; 4] {
    match paper {
        Paper::A4 => [42, 50, 449, 142],
        Paper::Letter => [42, 50, 466, 142],
    }
}

/// Draws the signature box, with this number, and the QR code beside it; `verification` is the page that says how to verify.
pub(crate) fn draw(folio: &Folio, sheet: &mut Sheet, number: usize, verification: usize) {
    let (parameters, words) = (folio.parameters, folio.words);
    let signer = &parameters.signer;
    let side = HEIGHT;
    let area = Area {
        x: MARGIN,
        y: top(parameters.paper),
        width: folio.width() - side - BESIDE,
        height: side,
    };
    sheet.fill_path(&rounded(area, 3.0), Ink::BrandSoft);
    sheet.outline(&rounded(area, 3.0), Pen::new(Ink::Brand, 0.9));
    let instant = words.instant(parameters.issued_at.event_time());
    caption(sheet, area, number, &filled(words.signed, &[&instant]));
    let room = area.width - 2.0 * PAD;
    let quiet = BODY.size(7.8);
    let mut who = vec![Span::new(&signer.name, BODY.size(10.0).bold())];
    if !parameters.issuer.function.is_empty() {
        who.push(Span::new(format!(", {}", parameters.issuer.function), BODY));
    }
    let algorithm = filled(words.signature, &[&signer.algorithm]);
    let certificate = vec![
        Span::new(format!("{algorithm} · {} ", words.certificate), quiet),
        Span::new(&signer.certificate, CODE.size(7.2).ink(Ink::Black)),
    ];
    let mut lines: Vec<Line> = wrap(&who, room).into_iter().take(1).collect();
    lines.extend(wrap(&certificate, room).into_iter().take(2));
    let mut vouching = Vec::new();
    if signer.demonstration {
        vouching.push(words.demonstration_key);
    }
    if signer.self_signed {
        vouching.push(words.self_signed);
    }
    for text in vouching {
        lines.extend(
            wrap(&[Span::new(text, quiet.bold())], room)
                .into_iter()
                .take(1),
        );
    }
    stack(sheet, area.x + PAD, area.y + CAPTION_HEIGHT - 1.0, &lines);
    let check = filled(words.check_offline, &[&verification.to_string()]);
    let style = quiet.ink(Ink::Brand);
    sheet.text(
        area.x + PAD,
        area.y + side - 8.0,
        style,
        &fit(&check, style, room),
    );
    quick_response(folio, sheet, MARGIN + folio.width() - side);
}

fn quick_response(folio: &Folio, sheet: &mut Sheet, x: f32) {
    let (side, top) = (HEIGHT, top(folio.parameters.paper));
    let corners = [
        Knot::corner(x, top),
        Knot::corner(x + side, top),
        Knot::corner(x + side, top + side),
        Knot::corner(x, top + side),
    ];
    sheet.outline(&corners, Pen::new(Ink::Frame, 0.6));
    // A quiet zone of four modules (ISO/IEC 18004, 5.3.8) lies inside the outline.
    let quiet = 9.0;
    qr::draw(
        sheet,
        x + quiet,
        top + quiet,
        side - 2.0 * quiet,
        &folio.evidence_urn(),
    );
}

/// Says in the head that the key proves nothing.
pub(crate) fn stamp(sheet: &mut Sheet, left: f32, text: &str) {
    let style = BODY.size(7.6).bold();
    let right = sheet.width() - MARGIN;
    let room = (right - left - 26.0).clamp(60.0, 190.0);
    let lines = wrap(&[Span::new(text, style)], room);
    let widest = lines
        .iter()
        .map(|line| crate::paper::text::line_width(line))
        .fold(0.0, f32::max);
    let height = lines.iter().map(|line| line_height(line)).sum::<f32>() + 9.0;
    let area = Area {
        x: right - widest - 24.0,
        y: 134.0 - height,
        width: widest + 24.0,
        height,
    };
    sheet.outline(&rounded(area, 3.0), Pen::new(Ink::Black, 0.8));
    finding_mark(
        sheet,
        area.x + 6.0,
        area.y + 13.0,
        8.0,
        crate::model::Gravity::Bad,
    );
    stack(sheet, area.x + 18.0, area.y + 4.0, &lines);
}
