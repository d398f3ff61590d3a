//! A lineage too large to be drawn, as a list: each card with what went into it and what it went into, by number.

use super::words::DossierWords;
use crate::model::Figure;
use crate::pages::{Folio, ROW, SMALL};
use crate::paper::flow::Flow;
use crate::paper::table::{Cell, Column, Table};
use crate::words::filled;

/// So many numbers are named; the rest is counted.
const NAMED: usize = 24;

/// Draws the list, the object first.
pub(super) fn draw(folio: &Folio, words: &DossierWords, flow: &mut Flow, figure: &Figure) {
    let lead = filled(words.listed_lead, &[&folio.words.count(figure.cards.len())]);
    flow.section(folio.words.figure, &lead, 110.0);
    let mut inputs: Vec<Vec<usize>> = vec![Vec::new(); figure.cards.len()];
    let mut uses = inputs.clone();
    for edge in &figure.edges {
        inputs[edge.to].push(edge.from + 1);
        uses[edge.from].push(edge.to + 1);
    }
    let side = 150.0;
    let table = Table {
        columns: vec![
            Column::right(words.event_number, 38.0),
            Column::left(folio.words.asset, flow.width() - 38.0 - 74.0 - 2.0 * side),
            Column::right(folio.words.made_quantity, 74.0),
            Column::left(words.made_of, side),
            Column::left(words.went_into, side),
        ],
        air: 2.0,
    };
    let numbers = |list: &[usize]| {
        let mut told: Vec<String> = list.iter().take(NAMED).map(usize::to_string).collect();
        if list.len() > NAMED {
            told.push(format!("+{}", list.len() - NAMED));
        }
        told.join(", ")
    };
    let style = ROW.size(7.2);
    let rows: Vec<_> = (figure.cards.iter().enumerate())
        .map(|(index, card)| {
            let mut name = Cell::text(&card.name, style);
            if card.count > 1 {
                let alike = filled(folio.words.figure_alike, &[&folio.words.count(card.count)]);
                name = name.and(alike, SMALL);
            }
            vec![
                Cell::text((index + 1).to_string(), style.bold()),
                name,
                Cell::text(folio.words.quantity(&card.quantity), style),
                Cell::text(numbers(&inputs[index]), SMALL),
                Cell::text(numbers(&uses[index]), SMALL),
            ]
        })
        .collect();
    flow.table(&table, &rows);
}
