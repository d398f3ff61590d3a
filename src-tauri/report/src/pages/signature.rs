//! The foot of the first page: who signs with what, and the QR code; and the stamp that says when a signature proves nothing.

use super::boxes::{CAPTION_HEIGHT, PAD, caption, finding_mark};
use super::front::WIDTH;
use super::{BODY, CODE, Draft, Places};
use crate::paper::flow::MARGIN;
use crate::paper::ink::Ink;
use crate::paper::qr;
use crate::paper::sheet::{Area, Knot, Pen, Sheet, rounded};
use crate::paper::table::stack;
use crate::paper::text::{Line, Span, fit, line_height, wrap};
use crate::words::filled;

/// Where the box begins: at a fixed place, so that a signature field can be laid on it ([`crate::SIGNATURE_AREA`]).
pub(super) const TOP: f32 = 700.0;
const HEIGHT: f32 = 92.0;

/// Draws the signature box and the QR code beside it.
pub(super) fn draw(draft: &Draft, sheet: &mut Sheet, places: Places) {
    let (parameters, words) = (draft.parameters, draft.words);
    let signer = &parameters.signer;
    let side = HEIGHT;
    let area = Area {
        x: MARGIN,
        y: TOP,
        width: WIDTH - side - 12.0,
        height: side,
    };
    sheet.fill_path(&rounded(area, 3.0), Ink::BrandSoft);
    sheet.outline(&rounded(area, 3.0), Pen::new(Ink::Brand, 0.9));
    let instant = words.instant(parameters.issued_at.event_time());
    caption(sheet, area, 10, &filled(words.signed, &[&instant]));
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
    let check = filled(words.check_offline, &[&places.verification.to_string()]);
    let style = quiet.ink(Ink::Brand);
    sheet.text(
        area.x + PAD,
        area.y + side - 8.0,
        style,
        &fit(&check, style, room),
    );
    quick_response(draft, sheet, MARGIN + WIDTH - side);
}

fn quick_response(draft: &Draft, sheet: &mut Sheet, x: f32) {
    let side = HEIGHT;
    let corners = [
        Knot::corner(x, TOP),
        Knot::corner(x + side, TOP),
        Knot::corner(x + side, TOP + side),
        Knot::corner(x, TOP + side),
    ];
    sheet.outline(&corners, Pen::new(Ink::Frame, 0.6));
    // A quiet zone of four modules (ISO/IEC 18004, 5.3.8) lies inside the outline.
    let quiet = 9.0;
    qr::draw(
        sheet,
        x + quiet,
        TOP + quiet,
        side - 2.0 * quiet,
        &draft.evidence_urn(),
    );
}

/// Says in the head that the key proves nothing.
pub(super) fn stamp(sheet: &mut Sheet, left: f32, text: &str) {
    let style = BODY.size(7.6).bold();
    let right = MARGIN + WIDTH;
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
