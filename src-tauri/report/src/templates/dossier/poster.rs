//! The lineage over as many sheets as it takes, each card numbered; where a step leads to another sheet, its number and page are
//! named beside the card. What would be too many sheets is listed instead.

use std::collections::BTreeMap;

use super::listed;
use super::tiles::{CARD, GAP, LAYERS, Poster, Tile, poster};
use super::words::DossierWords;
use crate::model::Figure;
use crate::pages::Folio;
use crate::pages::figure::{draw_card, draw_on, legend, on_one_page, small, trace_edge};
use crate::paper::face::Face;
use crate::paper::flow::{FOOT, Flow, MARGIN, TOP};
use crate::paper::ink::Ink;
use crate::paper::sheet::{Area, Format, Knot, Pen, Sheet};
use crate::paper::text::{Style, count, fit};
use crate::words::filled;

/// What title, lead and legend take above the cards of a sheet.
const HEAD: f32 = 62.0;
/// One page will do where its cards are at least this share of their size.
const READABLE: f32 = 0.75;
/// The names of what lies on other sheets.
const NAME: Style = Style::new(Face::Text, 5.6, Ink::Grey);
/// So many lines of them stand beside a card; the rest is counted.
const LINES: usize = 3;
/// So many numbers stand in a line.
const IN_LINE: usize = 3;
/// A cell of the key that shows where on the poster a sheet lies.
const CELL: f32 = 6.0;

/// Draws it.
pub(super) fn draw(folio: &Folio, words: &DossierWords, flow: &mut Flow, figure: &Figure) {
    let page = on_one_page(folio, figure);
    if let Some(page) = page.filter(|page| page.scale >= READABLE) {
        return draw_on(folio, flow, figure, &page);
    }
    let format = Format::lying(folio.parameters.paper);
    let band = format.height() - TOP - HEAD - FOOT - CARD.1;
    let Some(poster) = poster(figure, band) else {
        return listed::draw(folio, words, flow, figure);
    };
    flow.section_lying(folio.words.figure, words.figure_lead);
    // Pages count from 1 and the first stands before these.
    let first = flow.pages() + 1;
    let indent = (format.width() - 2.0 * MARGIN - row_width()) / 2.0;
    for (index, sheet) in poster.sheets.iter().enumerate() {
        if index > 0 {
            flow.next_lying();
        }
        legend(folio.words, flow);
        let tile = Drawing {
            folio,
            words,
            figure,
            poster: &poster,
            tile: sheet,
            first,
            corner: (MARGIN + indent + GAP, TOP + HEAD),
        };
        tile.draw(flow.here().1, index);
    }
}

/// The width of a row of cards with the gaps on both sides.
fn row_width() -> f32 {
    count(LAYERS) * CARD.0 + count(LAYERS + 1) * GAP
}

/// One sheet while it is drawn.
struct Drawing<'a> {
    folio: &'a Folio<'a>,
    words: &'a DossierWords,
    figure: &'a Figure,
    poster: &'a Poster,
    tile: &'a Tile,
    /// The page of the first sheet.
    first: usize,
    /// Where the cards begin.
    corner: (f32, f32),
}

impl Drawing<'_> {
    fn draw(&self, sheet: &mut Sheet, index: usize) {
        self.draw_key(sheet, index);
        for edge in &self.tile.edges {
            self.draw_edge(sheet, *edge);
        }
        for card in &self.tile.cards {
            let area = self.area(*card);
            let shown = &self.figure.cards[*card];
            let called = format!("{} · {}", self.poster.numbers[*card], shown.name);
            draw_card(
                self.folio,
                sheet,
                shown,
                &called,
                area,
                (1.0, false),
                *card == 0,
            );
            if let Some(named) = self.tile.leaving.get(card) {
                self.draw_names(sheet, area, named, true);
            }
            if let Some(named) = self.tile.arriving.get(card) {
                self.draw_names(sheet, area, named, false);
            }
        }
    }

    fn area(&self, card: usize) -> Area {
        let place = self.poster.layout.boxes[card];
        let (x, y) = self.at((place.x, place.y));
        Area {
            x,
            y,
            width: CARD.0,
            height: CARD.1,
        }
    }

    fn at(&self, (x, y): (f64, f64)) -> (f32, f32) {
        let (left, above) = self.tile.origin;
        (
            self.corner.0 + small(x - left),
            self.corner.1 + small(y - above),
        )
    }

    /// A step within the sheet; a way that leaves the sheet's band goes along its border.
    fn draw_edge(&self, sheet: &mut Sheet, index: usize) {
        let Some(route) = self.poster.layout.edges.get(index) else {
            return;
        };
        let (upper, lower) = (self.corner.1 - 4.0, sheet.height() - FOOT - 2.0);
        let corners: Vec<Knot> = route
            .iter()
            .map(|at| {
                let (x, y) = self.at(*at);
                Knot::corner(x, y.clamp(upper, lower))
            })
            .collect();
        trace_edge(sheet, self.figure.edges[index], &corners, 1.0);
    }

    /// Names, beside a card, what it leads to or comes from on other sheets.
    fn draw_names(
        &self,
        sheet: &mut Sheet,
        card: Area,
        named: &BTreeMap<usize, Vec<usize>>,
        leaves: bool,
    ) {
        let room = GAP / 2.0 - 9.0;
        let lines = self.names(named);
        let pitch = NAME.leading();
        let middle = card.y + card.height / 2.0;
        let mut base = middle - pitch * (count(lines.len()) - 1.0) / 2.0 + NAME.size * 0.34;
        let stub = Pen::new(Ink::Pale, 0.8);
        let edge = if leaves {
            card.x + card.width
        } else {
            card.x - 6.0
        };
        sheet.rule(edge, middle, 6.0, stub);
        for line in lines {
            let line = fit(&line, NAME, room);
            if leaves {
                sheet.text(edge + 8.0, base, NAME, &line);
            } else {
                sheet.text_right(edge - 2.0, base, NAME, &line);
            }
            base += pitch;
        }
    }

    fn names(&self, named: &BTreeMap<usize, Vec<usize>>) -> Vec<String> {
        let mut lines: Vec<String> = named
            .iter()
            .take(LINES)
            .map(|(sheet, cards)| {
                let mut numbers: Vec<String> =
                    cards.iter().take(IN_LINE).map(usize::to_string).collect();
                if cards.len() > IN_LINE {
                    numbers.push(format!("+{}", cards.len() - IN_LINE));
                }
                let page = (self.first + sheet).to_string();
                filled(self.words.on_page, &[&numbers.join(", "), &page])
            })
            .collect();
        if named.len() > LINES {
            lines.push(format!("+{}", named.len() - LINES));
        }
        lines
    }

    /// Where on the poster this sheet lies: in words, and as a small map.
    fn draw_key(&self, sheet: &mut Sheet, index: usize) {
        let sheets = &self.poster.sheets;
        let right = sheet.width() - MARGIN;
        let columns = sheets.iter().map(|sheet| sheet.at.0 + 1).max().unwrap_or(1);
        let rows = sheets.iter().map(|sheet| sheet.at.1 + 1).max().unwrap_or(1);
        let told = filled(
            self.words.sheet_of,
            &[&(index + 1).to_string(), &sheets.len().to_string()],
        );
        let fits = count(rows) * CELL <= 40.0 && count(columns) * CELL <= 160.0;
        let map = if fits { count(columns) * CELL } else { 0.0 };
        sheet.text_right(right - map - 6.0, TOP + 11.0, NAME.size(7.0), &told);
        if !fits {
            return;
        }
        for (other, tile) in sheets.iter().enumerate() {
            let cell = Area {
                x: right - map + count(tile.at.0) * CELL,
                y: TOP + count(tile.at.1) * CELL,
                width: CELL - 1.2,
                height: CELL - 1.2,
            };
            let ink = if other == index {
                Ink::Black
            } else {
                Ink::Frame
            };
            sheet.fill(cell, ink);
        }
    }
}
