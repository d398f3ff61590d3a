//! The list of all events told, in chain order.

use super::model::{EventLine, Goods};
use super::words::DossierWords;
use crate::pages::{CODE, Folio, ROW, SMALL};
use crate::paper::flow::Flow;
use crate::paper::table::{AIR, Cell, Column, Table};
use crate::paper::text::Span;
use crate::words::filled;

/// Draws the list.
pub(super) fn draw(folio: &Folio, words: &DossierWords, flow: &mut Flow, events: &[EventLine]) {
    let lead = filled(words.events_lead, &[&folio.words.count(events.len())]);
    flow.section(words.events, &lead, 110.0);
    let table = Table {
        columns: vec![
            Column::right(words.event_number, 30.0),
            Column::left(words.event_when, 92.0),
            Column::left(words.event_what, flow.width() - 30.0 - 92.0 - 132.0 - 74.0),
            Column::left(words.event_who, 132.0),
            Column::left(words.event_at, 74.0),
        ],
        air: AIR,
    };
    let rows: Vec<_> = events
        .iter()
        .enumerate()
        .map(|(index, event)| cells(folio, words, index + 1, event))
        .collect();
    flow.table(&table, &rows);
}

fn cells(folio: &Folio, words: &DossierWords, number: usize, event: &EventLine) -> Vec<Cell> {
    let shared = folio.words;
    let mut goods = spans(folio, words, &event.about);
    if !event.into.named.is_empty() {
        goods.push(Span::new("  →  ", ROW));
        goods.extend(spans(folio, words, &event.into));
    }
    let mut what = Cell::text(words.types[event.what as usize], ROW.bold()).and_spans(goods);
    if !event.told.trim().is_empty() {
        what = what.and(&event.told, SMALL);
    }
    let with = if event.with.is_empty() {
        String::new()
    } else {
        filled(words.event_with, &[&event.with])
    };
    vec![
        Cell::text(shared.count(number), SMALL),
        Cell::text(shared.instant(event.time), ROW.size(7.2)),
        what,
        Cell::text(&event.by, ROW)
            .and(with, ROW)
            .and(&event.place, SMALL),
        Cell::text(
            format!("{} · {}", shared.whole(event.at.block), event.at.log_index),
            CODE.size(7.0),
        )
        .and(format!("{}…", hex::encode(&event.digest[..6])), CODE),
    ]
}

fn spans(folio: &Folio, words: &DossierWords, goods: &Goods) -> Vec<Span> {
    let mut spans = Vec::new();
    for (index, (name, quantity)) in goods.named.iter().enumerate() {
        if index > 0 {
            spans.push(Span::new(", ", ROW));
        }
        spans.push(Span::new(name, ROW));
        if let Some(quantity) = quantity {
            let told = format!(" {}", folio.words.quantity(quantity));
            spans.push(Span::new(told, SMALL));
        }
    }
    if goods.more > 0 {
        let more = filled(words.more, &[&folio.words.count(goods.more)]);
        spans.push(Span::new(format!(" {more}"), SMALL));
    }
    spans
}
