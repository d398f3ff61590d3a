//! The lineage figure: the cards and steps of the model, laid out for paper and drawn.

use super::boxes::finding_mark;
use super::{BODY, Folio, tables};
use crate::model::{Card, Edge, Figure};
use crate::paper::face::Face;
use crate::paper::flow::{Flow, MARGIN};
use crate::paper::ink::Ink;
use crate::paper::sheet::{Area, Format, Knot, Pen, Sheet, rounded};
use crate::paper::text::{Line, Span, Style, count, fit, wrap};
use crate::words::{Words, filled};
use lineage::{Layout, Spacing};
use rust_decimal::prelude::ToPrimitive;
use trace::AssetKind;

/// From the layout's lengths to points on the page.
#[derive(Clone, Copy)]
struct Fit {
    scale: f32,
    x: f32,
    y: f32,
}

impl Fit {
    fn knot(self, (x, y): (f64, f64)) -> Knot {
        Knot::corner(
            self.x + small(x) * self.scale,
            self.y + small(y) * self.scale,
        )
    }
}

/// How cards are set: wide ones say all on two lines, narrow ones on four.
#[derive(Clone, Copy)]
struct Setting {
    layers: usize,
    /// The room for the figure.
    width: f32,
    height: f32,
}

/// What head, title, legend and foot take of a page.
const AROUND: f32 = 203.0;

/// The room for the figure on such a page.
fn room(format: Format) -> (f32, f32) {
    (format.width() - 2.0 * MARGIN, format.height() - AROUND)
}

impl Setting {
    /// Between two layers.
    fn gap(self) -> f32 {
        if self.layers > 7 { 16.0 } else { 30.0 }
    }

    /// A card's width and height.
    fn card(self) -> (f32, f32) {
        let layers = count(self.layers);
        let width = ((self.width - (layers - 1.0) * self.gap()) / layers).clamp(66.0, 150.0);
        (width, if width < 104.0 { 38.0 } else { 29.0 })
    }

    fn is_narrow(self) -> bool {
        self.card().1 > 30.0
    }

    fn layout(self, figure: &Figure) -> Option<Layout> {
        let (width, height) = self.card();
        let boxes: Vec<lineage::Box> = figure
            .cards
            .iter()
            .map(|card| lineage::Box {
                id: card.id,
                width: width.into(),
                height: height.into(),
            })
            .collect();
        let edges: Vec<(usize, usize)> = figure
            .edges
            .iter()
            .map(|edge| (edge.from, edge.to))
            .collect();
        let spacing = Spacing {
            between_layers: self.gap().into(),
            between_boxes: 8.0,
            beside_edges: 6.0,
        };
        lineage::layout(&boxes, &edges, spacing, &|| false)
    }

    /// By how much a layout must shrink to fit.
    fn scale(self, layout: &Layout) -> f32 {
        let share = |room: f32, needed: f64| room / small(needed).max(1.0);
        share(self.width, layout.width)
            .min(share(self.height, layout.height))
            .min(1.0)
    }
}

/// A length on paper; what it loses no printer shows.
pub(crate) fn small(length: f64) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "a page is small")]
    {
        length as f32
    }
}

/// Above so many cards nothing on one page could be read.
const MOST_CARDS: usize = 400;
/// Above so many steps as well.
const MOST_EDGES: usize = 2_000;
/// Where cards are smaller than this share of their size nobody reads them.
const LEAST: f32 = 0.4;

/// The figure laid out for one page.
pub(crate) struct OnePage {
    setting: Setting,
    layout: Layout,
    /// How much smaller than their own size the cards are.
    pub(crate) scale: f32,
    is_lying: bool,
}

/// The figure on one page, upright or lying, whichever shows it larger; `None` where it could not be read.
pub(crate) fn on_one_page(folio: &Folio, figure: &Figure) -> Option<OnePage> {
    if figure.cards.len() > MOST_CARDS || figure.edges.len() > MOST_EDGES {
        return None;
    }
    let paper = folio.parameters.paper;
    let set = |format, is_lying| {
        let (width, height) = room(format);
        let mut setting = Setting {
            layers: 1,
            width,
            height,
        };
        setting.layers = setting.layout(figure)?.layers.len().max(1);
        let layout = setting.layout(figure)?;
        Some(OnePage {
            scale: setting.scale(&layout),
            setting,
            layout,
            is_lying,
        })
    };
    let upright = set(Format::upright(paper), false)?;
    // Upright unless its cards have to shrink and lying down they would be larger.
    let chosen = if upright.scale < 0.95 {
        let lying = set(Format::lying(paper), true)?;
        let width = |page: &OnePage| page.scale * page.setting.card().0;
        if width(&lying) > width(&upright) * 1.1 {
            lying
        } else {
            upright
        }
    } else {
        upright
    };
    (chosen.scale >= LEAST).then_some(chosen)
}

/// Draws the figure on one page; where it could not be read there, says so.
pub(crate) fn draw(folio: &Folio, flow: &mut Flow, figure: &Figure) {
    let words = folio.words;
    if let Some(page) = on_one_page(folio, figure) {
        return draw_on(folio, flow, figure, &page);
    }
    flow.section(words.figure, "", 60.0);
    let told = filled(words.figure_too_large, &[&words.count(figure.cards.len())]);
    flow.paragraph(&[Span::new(told, BODY)]);
}

/// Draws the figure as it was laid out.
pub(crate) fn draw_on(folio: &Folio, flow: &mut Flow, figure: &Figure, page: &OnePage) {
    let words = folio.words;
    let (layout, scale) = (&page.layout, page.scale);
    let height = small(layout.height) * scale;
    if page.is_lying {
        flow.section_lying(words.figure, words.figure_lead);
    } else {
        flow.section(words.figure, words.figure_lead, height + 34.0);
    }
    legend(words, flow);
    let space = flow.width();
    let (y, sheet) = flow.here();
    let fit = Fit {
        scale,
        x: MARGIN + (space - small(layout.width) * scale) / 2.0,
        y,
    };
    for (edge, route) in figure.edges.iter().zip(&layout.edges) {
        draw_edge(sheet, *edge, route, fit);
    }
    for (index, (card, place)) in figure.cards.iter().zip(&layout.boxes).enumerate() {
        let corner = fit.knot((place.x, place.y));
        let area = Area {
            x: corner.x,
            y: corner.y,
            width: small(place.width) * scale,
            height: small(place.height) * scale,
        };
        draw_card(
            folio,
            sheet,
            card,
            &card.name,
            area,
            (scale, page.setting.is_narrow()),
            index == 0,
        );
    }
    flow.skip(height + 10.0);
}

/// What the bars on the cards and the dashes mean.
pub(crate) fn legend(words: &Words, flow: &mut Flow) {
    let style = Style::new(Face::Text, 6.8, Ink::Grey);
    let (y, sheet) = flow.here();
    let mut x = MARGIN;
    for kind in AssetKind::ALL {
        let bar = Area {
            x,
            y: y + 2.0,
            width: 2.4,
            height: 11.0,
        };
        kind_bar(sheet, bar, kind);
        x = sheet.text(x + 6.0, y + 10.0, style, tables::kind(words, kind)) + 16.0;
    }
    let dashed = Pen {
        dashed: true,
        ..Pen::new(Ink::Unit, 1.0)
    };
    sheet.rule(x, y + 7.6, 16.0, dashed);
    sheet.text(x + 20.0, y + 10.0, style, words.packed_in);
    flow.skip(24.0);
}

fn draw_edge(sheet: &mut Sheet, edge: Edge, route: &[(f64, f64)], fit: Fit) {
    let corners: Vec<Knot> = route.iter().map(|at| fit.knot(*at)).collect();
    trace_edge(sheet, edge, &corners, fit.scale);
}

/// Draws a step along these corners, its width by its share of what it goes into.
pub(crate) fn trace_edge(sheet: &mut Sheet, edge: Edge, corners: &[Knot], scale: f32) {
    let share = edge.share.and_then(|share| share.to_f32()).unwrap_or(0.0);
    let pen = Pen {
        ink: if edge.packing { Ink::Unit } else { Ink::Pale },
        width: (0.5 + 1.9 * share.clamp(0.0, 1.0)) * scale.max(0.6),
        dashed: edge.packing,
    };
    let mut knots: Vec<Knot> = corners.first().copied().into_iter().collect();
    for pair in corners.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        // Leaves and arrives level: an S between two heights, a straight line on one.
        let middle = f32::midpoint(from.x, to.x);
        knots.push(Knot::handle(middle, from.y));
        knots.push(Knot::handle(middle, to.y));
        knots.push(to);
    }
    if knots.len() > 1 {
        sheet.stroke(&knots, pen);
    }
}

/// Draws a card under this name.
pub(crate) fn draw_card(
    folio: &Folio,
    sheet: &mut Sheet,
    card: &Card,
    called: &str,
    area: Area,
    (scale, is_narrow): (f32, bool),
    is_object: bool,
) {
    let outline = rounded(area, 2.6 * scale);
    sheet.fill_path(&outline, Ink::White);
    let pen = if is_object {
        Pen::new(Ink::Brand, 1.4)
    } else {
        Pen::new(Ink::Frame, 0.7)
    };
    sheet.outline(&outline, pen);
    let bar = Area {
        x: area.x + 3.2 * scale,
        y: area.y + 4.0 * scale,
        width: 2.4 * scale,
        height: area.height - 8.0 * scale,
    };
    kind_bar(sheet, bar, card.kind);
    let size = if is_narrow { 5.9 } else { 7.0 };
    let name = Style::new(Face::Bold, size * scale, Ink::Black);
    let below = Style::new(Face::Text, (size - 0.5) * scale, Ink::Grey);
    let x = bar.x + bar.width + 3.6 * scale;
    let room = area.x + area.width - 3.0 * scale - x;
    let mut lines = Vec::new();
    let mut marked = room;
    if let Some(gravity) = card.finding {
        let mark = 6.4 * scale;
        finding_mark(
            sheet,
            area.x + area.width - mark - 3.4 * scale,
            area.y + 9.8 * scale,
            mark,
            gravity,
        );
        marked -= mark + 2.6 * scale;
    }
    if is_narrow {
        lines.extend(
            two_lines(called, name, marked, room)
                .into_iter()
                .map(|text| (text, name)),
        );
    } else {
        lines.push((fit(called, name, marked), name));
    }
    let words = folio.words;
    let mut amount = words.quantity(&card.quantity);
    if card.count > 1 {
        amount = format!(
            "{amount} · {}",
            filled(words.figure_alike, &[&card.count.to_string()])
        );
    }
    if is_narrow {
        lines.push((fit(&amount, below, room), below));
        lines.push((fit(&card.place, below, room), below));
    } else {
        let told = if card.place.is_empty() {
            amount
        } else {
            format!("{amount} · {}", card.place)
        };
        lines.push((fit(&told, below, room), below));
    }
    let pitch = if is_narrow { 8.0 } else { 10.2 } * scale;
    let block = pitch * count(lines.len() - 1) + name.size * 0.72;
    let mut base = area.y + (area.height - block) / 2.0 + name.size * 0.72;
    for (text, style) in lines {
        sheet.text(x, base, style, &text);
        base += pitch;
    }
}

/// A name on one line or two: the first as wide as the mark leaves, the second cut where it must be.
fn two_lines(name: &str, style: Style, first: f32, second: f32) -> Vec<String> {
    let lines = wrap(&[Span::new(name, style)], first);
    let told = |line: &Line| {
        line.iter()
            .map(|span| span.text.as_str())
            .collect::<String>()
    };
    let mut names: Vec<String> = lines.iter().take(1).map(told).collect();
    let rest: String = lines.iter().skip(1).map(told).collect();
    if !rest.is_empty() {
        names.push(fit(&rest, style, second));
    }
    names
}

/// Kinds differ in pattern as well as in colour: whole, halves, thirds, outlined.
fn kind_bar(sheet: &mut Sheet, bar: Area, kind: AssetKind) {
    let (ink, pieces) = match kind {
        AssetKind::Material => (Ink::Material, 1),
        AssetKind::Component => (Ink::Component, 2),
        AssetKind::Product => (Ink::Product, 3),
        AssetKind::LogisticUnit => (Ink::Unit, 4),
    };
    let gap = 1.2 * bar.width / 2.4;
    let height = (bar.height - gap * count(pieces - 1)) / count(pieces);
    for piece in 0..pieces {
        let part = Area {
            y: bar.y + count(piece) * (height + gap),
            height,
            ..bar
        };
        sheet.fill(part, ink);
    }
}
