//! The thresholds of the regulation with their source and date, and what is to be known before anybody reads a verdict into them.

use super::materials::relation;
use super::model::{MaterialLine, MaterialName};
use super::words::Words;
use crate::pages::{BODY, Folio, ROW};
use crate::paper::flow::Flow;
use crate::paper::table::{AIR, Cell, Column, Table};
use crate::paper::text::Span;
use crate::words::filled;

/// The paragraphs of Article 8, in the order of the thresholds.
const PARAGRAPHS: [&str; 2] = ["2", "3"];

/// Draws them.
pub(super) fn section(
    folio: &Folio,
    words: &Words,
    flow: &mut Flow,
    lines: &[MaterialLine],
) -> usize {
    flow.section(words.thresholds, words.thresholds_lead, 220.0);
    let page = flow.pages();
    let table = Table {
        columns: vec![
            Column::left(words.material, 82.0),
            Column::right(words.threshold, 58.0),
            Column::left(words.source, 176.0),
            Column::right(words.recycled, 66.0),
            Column::left(words.relation, flow.width() - 382.0),
        ],
        air: AIR,
    };
    let rows: Vec<_> = (lines.iter())
        .filter_map(|line| match &line.name {
            MaterialName::Element(element) => Some((line, *element)),
            _ => None,
        })
        .flat_map(|(line, element)| {
            let content = line.content.as_ref();
            let of_line = content.filter(|content| content.is_bounded());
            let range = of_line.map(|content| folio.words.percents(&content.recycled));
            let range = range.unwrap_or_else(|| "–".to_owned());
            (element.thresholds().into_iter().zip(PARAGRAPHS).enumerate()).map(
                move |(index, (threshold, paragraph))| {
                    let date = folio.words.date(threshold.from());
                    let source = filled(words.article, &[paragraph]);
                    let from = filled(words.from, &[&date]);
                    let name = if index == 0 {
                        words.element(element)
                    } else {
                        ""
                    };
                    vec![
                        Cell::text(name, ROW.bold()),
                        Cell::text(folio.words.percent(threshold.share), ROW.bold()),
                        Cell::text(format!("{source}, {from}"), ROW),
                        Cell::text(&range, ROW),
                        Cell::text(relation(words, content, threshold.share), ROW),
                    ]
                },
            )
        })
        .collect();
    flow.table(&table, &rows);
    for text in words.reservations {
        flow.item("–", &[Span::new(text, BODY.size(8.0))]);
    }
    page
}
