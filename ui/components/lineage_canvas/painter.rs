//! Draws what lies in sight: paper, headings, edges, and from afar the cards as boxes. Near by the cards are elements above
//! it. Many like things are one path, because that is what a canvas is quick at.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};

use protocol::{LineageNode, Severity};
use web_sys::CanvasRenderingContext2d;

use super::pen::{CanvasPen, dash, trace};
use crate::{
    logic::{
        ellipsis,
        face::{self, Border, Colours, Letters, Pen},
        level::Level,
        viewport::{Area, Size, Viewport},
    },
    state::Drawn,
};

/// What one frame shows.
pub(super) struct Frame<'a> {
    pub(super) drawn: &'a Drawn,
    pub(super) viewport: Viewport,
    pub(super) screen: Size,
    /// Pixels of the device per pixel of CSS.
    pub(super) density: f64,
    /// The cards in sight.
    pub(super) cards: &'a [usize],
    pub(super) level: Level,
    /// The edges on the way to the selection.
    pub(super) lit: &'a BTreeSet<usize>,
    pub(super) selected: Option<usize>,
    pub(super) focus: Option<usize>,
    pub(super) hovered: Option<usize>,
    /// The edge under the pointer.
    pub(super) touched: Option<usize>,
    /// The cards that are looked for.
    pub(super) found: &'a [usize],
    /// A heading over each layer.
    pub(super) headings: &'a [String],
    pub(super) colours: &'a Colours,
    /// The names as they were cut before.
    pub(super) cut: &'a Cut,
}

/// Names as they were cut to their cards, for one drawing and one size of letters: cutting measures, and measuring is slow.
#[derive(Default)]
pub(super) struct Cut {
    names: RefCell<HashMap<usize, String>>,
    of: Cell<(u32, f64)>,
}

impl Cut {
    /// Forgets what was cut for another drawing.
    pub(super) fn keep_for(&self, generation: u32) {
        let (before, size) = self.of.get();
        if before != generation {
            self.names.borrow_mut().clear();
            self.of.set((generation, size));
        }
    }

    fn name(&self, index: usize, size: f64, cut: impl FnOnce() -> String) -> String {
        let (generation, before) = self.of.get();
        let mut names = self.names.borrow_mut();
        if (before - size).abs() > f64::EPSILON {
            names.clear();
            self.of.set((generation, size));
        }
        names.entry(index).or_insert_with(cut).clone()
    }
}

/// Between the dots of the paper at full size.
const DOTS: f64 = 24.0;
/// So many lines are one path: what one path costs to fill grows faster than its length, and each path costs a little.
const AT_ONCE: usize = 64;
/// More boxes than these have no round corners: they cost, and so small nobody sees them.
const ROUNDED: usize = 800;
/// Dots nearer to each other than this are thinned out.
const DENSEST: f64 = 15.0;
const HEADING: Letters = Letters {
    size: 12.0,
    bold: false,
};

impl Frame<'_> {
    /// Draws the frame; says how many elements it drew.
    pub(super) fn paint(&self, paper: &CanvasRenderingContext2d) -> usize {
        self.on_screen(paper);
        paper.clear_rect(0.0, 0.0, self.screen.width, self.screen.height);
        self.dots(paper);
        self.headings(paper);
        self.in_drawing(paper);
        let edges = self.edges(paper);
        self.rings(paper);
        match self.level {
            Level::Whole => {}
            Level::Name => self.names(paper),
            Level::Box => self.boxes(paper),
        }
        self.marks(paper);
        edges + self.cards.len()
    }

    /// Lengths are pixels of the screen from here on.
    fn on_screen(&self, paper: &CanvasRenderingContext2d) {
        let density = self.density;
        let _ = paper.set_transform(density, 0.0, 0.0, density, 0.0, 0.0);
    }

    /// Lengths are those of the drawing from here on.
    fn in_drawing(&self, paper: &CanvasRenderingContext2d) {
        let scale = self.density * self.viewport.zoom;
        let (left, top) = (
            self.viewport.left * self.density,
            self.viewport.top * self.density,
        );
        let _ = paper.set_transform(scale, 0.0, 0.0, scale, left, top);
    }

    fn dots(&self, paper: &CanvasRenderingContext2d) {
        let mut pitch = DOTS * self.viewport.zoom;
        while pitch < DENSEST {
            pitch *= 2.0;
        }
        paper.set_fill_style_str(&self.colours.line_strong);
        paper.begin_path();
        let mut y = self.viewport.top.rem_euclid(pitch);
        while y < self.screen.height {
            let mut x = self.viewport.left.rem_euclid(pitch);
            while x < self.screen.width {
                paper.rect(x - 0.7, y - 0.7, 1.4, 1.4);
                x += pitch;
            }
            y += pitch;
        }
        paper.fill();
    }

    /// Headings keep their size; those that would run into the one before are left out.
    fn headings(&self, paper: &CanvasRenderingContext2d) {
        let mut pen = CanvasPen::new(paper, &self.colours.font);
        let y = self.viewport.top - 14.0;
        if y < 0.0 || y > self.screen.height {
            return;
        }
        let mut free_from = f64::NEG_INFINITY;
        for (left, heading) in self.drawn.view.layers.iter().zip(self.headings) {
            let x = left * self.viewport.zoom + self.viewport.left;
            if x < free_from || x > self.screen.width {
                continue;
            }
            pen.words(heading, [x, y], HEADING, &self.colours.ink_3);
            free_from = x + pen.width(heading, HEADING) + 12.0;
        }
    }

    /// Edges by colour, dashes and thickness, what closes a circle above the rest, and what is lit above all.
    fn edges(&self, paper: &CanvasRenderingContext2d) -> usize {
        let sight = self.viewport.seen(self.screen);
        let mut sorts: BTreeMap<(bool, bool, u32, u32), Vec<usize>> = BTreeMap::new();
        let mut count = 0;
        for index in self.drawn.scene.wires_in(sight) {
            let edge = &self.drawn.view.edges[index];
            let is_lit = self.lit.contains(&index) || self.touched == Some(index);
            let dashes = face::dashes(edge).map_or(0, |[dash, _]| step(dash));
            let thickness = step(face::thickness(edge));
            let sort = (is_lit, edge.closes_circle, dashes, thickness);
            sorts.entry(sort).or_default().push(index);
            count += 1;
        }
        // A hair's breadth of the screen is the least that is seen.
        let least = 0.8 / self.viewport.zoom;
        for ((is_lit, closes_circle, _, steps), edges) in sorts {
            // Edges of one sort have one colour and the same dashes.
            let Some(first) = edges.first().map(|index| &self.drawn.view.edges[*index]) else {
                continue;
            };
            let dashes = face::dashes(first);
            let colour = self.colours.edge(first, is_lit);
            paper.set_stroke_style_str(colour);
            paper.set_line_width((f64::from(steps) / STEPS).max(least));
            dash(paper, dashes.filter(|_| self.level > Level::Box));
            for some in edges.chunks(AT_ONCE) {
                self.lines(paper, some);
            }
            if closes_circle {
                self.heads(paper, &edges, colour);
            }
        }
        dash(paper, None);
        count
    }

    fn lines(&self, paper: &CanvasRenderingContext2d, edges: &[usize]) {
        paper.begin_path();
        for index in edges {
            let points = &self.drawn.view.edges[*index].points;
            if self.level == Level::Box {
                straight(paper, points);
            } else {
                trace(paper, points);
            }
        }
        paper.stroke();
    }

    fn heads(&self, paper: &CanvasRenderingContext2d, edges: &[usize], colour: &str) {
        let mut pen = CanvasPen::new(paper, &self.colours.font);
        for index in edges {
            if let Some(corners) = face::head(&self.drawn.view.edges[*index].points) {
                pen.filled(&corners, colour);
            }
        }
    }

    /// Around what is found, selected, looked from or under the pointer; beneath the cards, so that only the rim is seen.
    fn rings(&self, paper: &CanvasRenderingContext2d) {
        let ring = |index: usize, away: f64, colour: &str| {
            let Some(area) = self.drawn.scene.card(index) else {
                return;
            };
            let away = away / self.viewport.zoom.min(1.0);
            let wide = Area {
                x: area.x - away,
                y: area.y - away,
                width: area.width + 2.0 * away,
                height: area.height + 2.0 * away,
            };
            paper.begin_path();
            let _ = paper.round_rect_with_f64(wide.x, wide.y, wide.width, wide.height, 6.0 + away);
            paper.set_fill_style_str(colour);
            paper.fill();
        };
        for index in self.found {
            ring(*index, 4.0, &self.colours.softs[2]);
            ring(*index, 2.0, &self.colours.tones[2]);
        }
        if self.level == Level::Whole {
            return;
        }
        if let Some(index) = self.hovered {
            ring(index, 1.5, &self.colours.ink_3);
        }
        if let Some(index) = self.focus {
            ring(index, 1.5, &self.colours.ink_3);
        }
        if let Some(index) = self.selected {
            ring(index, 2.5, &self.colours.brand);
        }
    }

    /// Cards with their names alone, in letters as large as the screen's.
    fn names(&self, paper: &CanvasRenderingContext2d) {
        let mut pen = CanvasPen::new(paper, &self.colours.font);
        let letters = Letters {
            size: (10.5 / self.viewport.zoom).clamp(13.0, 30.0).round(),
            bold: true,
        };
        for index in self.cards {
            let node = &self.drawn.view.nodes[*index];
            face::ground(&mut pen, node, false, self.colours);
            let room = node.width - 22.0;
            let at = [
                node.x + 14.0,
                node.y + node.height / 2.0 + letters.size * 0.36,
            ];
            let name = self.cut.name(*index, letters.size, || {
                ellipsis::cut(&node.name, room, &|part| pen.width(part, letters)).into_owned()
            });
            pen.words(&name, at, letters, &self.colours.ink);
        }
    }

    /// Boxes in the colour of their kind: filled where proven, outlined where only said.
    fn boxes(&self, paper: &CanvasRenderingContext2d) {
        let mut sorts: BTreeMap<(usize, bool), Vec<&LineageNode>> = BTreeMap::new();
        for index in self.cards {
            let node = &self.drawn.view.nodes[*index];
            let (border, is_hollow) = face::border(node.assurance, self.colours);
            let is_said = is_hollow || border.dash.is_some();
            let sort = (self.sort(node), is_said);
            sorts.entry(sort).or_default().push(node);
        }
        for ((kind, is_said), nodes) in sorts {
            paper.begin_path();
            let is_few = nodes.len() <= ROUNDED;
            // Nothing is smaller than can be seen.
            let speck = 1.0 / self.viewport.zoom;
            for node in nodes {
                if is_few {
                    let _ = paper.round_rect_with_f64(node.x, node.y, node.width, node.height, 8.0);
                } else {
                    paper.rect(
                        node.x,
                        node.y,
                        node.width.max(speck),
                        node.height.max(speck),
                    );
                }
            }
            paper.set_global_alpha(0.72);
            let colour = &self.colours.kinds[kind];
            paper.set_fill_style_str(if is_said {
                &self.colours.surface
            } else {
                colour
            });
            paper.fill();
            if is_said {
                paper.set_stroke_style_str(colour);
                paper.set_line_width(1.2 / self.viewport.zoom);
                paper.stroke();
            }
            paper.set_global_alpha(1.0);
        }
    }

    fn sort(&self, node: &LineageNode) -> usize {
        let colour = self.colours.kind(node.kind);
        let found = self.colours.kinds.iter().position(|kind| kind == colour);
        found.unwrap_or_default()
    }

    /// Findings from afar: a dot on the corner, always of one size.
    fn marks(&self, paper: &CanvasRenderingContext2d) {
        if self.level == Level::Whole {
            return;
        }
        let mut pen = CanvasPen::new(paper, &self.colours.font);
        let radius = (5.0 / self.viewport.zoom).min(16.0);
        for index in self.cards {
            let node = &self.drawn.view.nodes[*index];
            let Some(mark) = node.findings.filter(|mark| mark.worst != Severity::Note) else {
                continue;
            };
            let spot = Area {
                x: node.x + node.width - radius,
                y: node.y - radius,
                width: 2.0 * radius,
                height: 2.0 * radius,
            };
            let rim = Border {
                colour: &self.colours.surface,
                width: 1.5 / self.viewport.zoom,
                dash: None,
            };
            let colour = self.colours.severity(mark.worst);
            pen.frame(spot, radius, Some(colour), Some(rim));
        }
    }
}

/// Thicknesses are told apart in fifths of a pixel.
const STEPS: f64 = 5.0;

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 1 and 5 pixels
fn step(thickness: f64) -> u32 {
    (thickness * STEPS).round() as u32
}

fn straight(paper: &CanvasRenderingContext2d, points: &[[f64; 2]]) {
    let Some(([x, y], rest)) = points.split_first().map(|(first, rest)| (*first, rest)) else {
        return;
    };
    paper.move_to(x, y);
    for [x, y] in rest {
        paper.line_to(*x, *y);
    }
}
