//! The claims of recycled content along the lineage, each on the scale of what the records can carry.

use super::model::ShareClaim;
use super::words::Words;
use crate::pages::boxes::range_bar;
use crate::pages::{Folio, ROW, SMALL};
use crate::paper::flow::Flow;
use crate::paper::ink::Ink;
use crate::paper::sheet::Area;
use crate::paper::table::{Cell, Column, Table};
use crate::paper::text::Span;

/// Room for the mark above a bar.
const AIR: f32 = 6.0;
const SCALE: f32 = 132.0;

/// Draws them.
pub(super) fn section(folio: &Folio, words: &Words, flow: &mut Flow, claims: &[ShareClaim]) {
    if claims.is_empty() {
        flow.section(words.claims, words.claims_lead, 30.0);
        flow.paragraph(&[Span::new(words.no_claims, ROW)]);
        return;
    }
    flow.section(words.claims, words.claims_lead, 110.0);
    let table = Table {
        columns: vec![
            Column::left(words.asset, flow.width() - 56.0 - 120.0 - 66.0 - SCALE),
            Column::right(words.claimed, 56.0),
            Column::left(folio.words.by, 120.0),
            Column::right(words.carried, 66.0),
            Column::left(words.scale, SCALE),
        ],
        air: AIR,
    };
    let rows: Vec<_> = (claims.iter())
        .map(|claim| cells(folio, words, claim))
        .collect();
    let before = flow.width() - SCALE;
    flow.drawn_table(&table, &rows, |sheet, index, x, y| {
        let area = Area {
            x: x + before,
            y: y + 2.4,
            width: SCALE - 12.0,
            height: 6.0,
        };
        let claim = &claims[index];
        range_bar(sheet, area, &claim.share, Some(claim.claimed));
    });
}

fn cells(folio: &Folio, words: &Words, claim: &ShareClaim) -> Vec<Cell> {
    let who = if claim.certified {
        folio.words.certified
    } else {
        folio.words.self_declared
    };
    let mut asset = Cell::text(&claim.asset, ROW.bold()).and(&claim.method, SMALL);
    if claim.is_above() {
        let grave = SMALL.bold().ink(Ink::Bad);
        asset = asset.and(format!("▲ {}", words.above), grave);
    }
    vec![
        asset,
        Cell::text(folio.words.percent(claim.claimed), ROW.bold()),
        Cell::text(&claim.by, ROW).and(who, SMALL),
        Cell::text(folio.words.percents(&claim.share), ROW),
        Cell::default(),
    ]
}
