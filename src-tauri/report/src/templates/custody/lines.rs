//! The rows of product lines: what they are and what is claimed of them, and the mass balance of the consignor.

use lineage::CustodyModel;
use trace::{ClaimKind, Quantity};

use super::account::Account;
use super::model::{Line, LineClaim};
use super::words::Words;
use crate::pages::boxes::range_bar;
use crate::pages::{CODE, Folio};
use crate::paper::ink::Ink;
use crate::paper::sheet::{Area, Sheet};
use crate::paper::table::{Cell, Column, Table};
use crate::paper::text::{Span, Style};
use crate::words::filled;

/// The size of the empty line that a bar stands in, in points.
const BAR_LINE: f32 = 9.0;

/// The table of product lines and claims.
pub(super) fn goods_table(words: &Words, width: f32, air: f32) -> Table {
    let rest = width - 24.0 - 62.0 - 86.0;
    Table {
        columns: vec![
            Column::left(words.line, 24.0),
            Column::left(words.product, rest * 0.36),
            Column::right(words.quantity, 62.0),
            Column::left(words.claim, rest * 0.34),
            Column::left(words.carried, rest * 0.30),
            Column::left(words.model, 86.0),
        ],
        air,
    }
}

/// The rows of a line: one for each claim, the goods in the first.
pub(super) fn goods_cells(
    folio: &Folio,
    words: &Words,
    number: usize,
    line: &Line,
    style: Style,
) -> Vec<Vec<Cell>> {
    let quiet = style.size(6.6).ink(Ink::Grey);
    let mass = line
        .kilograms
        .filter(|_| line.quantity.unit.code() == "H87");
    let head = |index: usize| {
        if index > 0 {
            return vec![Cell::default(), Cell::default(), Cell::default()];
        }
        let mass = mass.map(|kilograms| folio.words.mass(kilograms));
        vec![
            Cell::text(number.to_string(), style),
            Cell::text(&line.name, style.bold()).and(&line.maker, quiet),
            Cell::text(folio.words.quantity(&line.quantity), style)
                .and(mass.unwrap_or_default(), quiet),
        ]
    };
    if line.claims.is_empty() {
        let mut cells = head(0);
        cells.extend([
            Cell::text(words.not_claimed, style.ink(Ink::Grey)),
            Cell::default(),
            Cell::default(),
        ]);
        return vec![cells];
    }
    (line.claims.iter().enumerate())
        .map(|(index, claim)| {
            let mut cells = head(index);
            cells.extend(claim_cells(folio, words, claim, style));
            cells
        })
        .collect()
}

/// The kind of a claim and what it says, such as `Recycled content 62 %`.
pub(super) fn claim_name(folio: &Folio, claim: &LineClaim) -> String {
    let kinds = folio.words.claim_kinds;
    let name = match &claim.kind {
        ClaimKind::RecycledContent => kinds[0],
        ClaimKind::CarbonFootprint => kinds[1],
        ClaimKind::Origin => kinds[2],
        ClaimKind::Conformity => kinds[3],
        ClaimKind::Other(word) => word,
    };
    let share = claim.claimed.as_ref().and_then(|claimed| claimed.share);
    match share {
        Some(share) => format!("{name} {}", folio.words.percent(share)),
        None => name.to_owned(),
    }
}

fn claim_cells(folio: &Folio, words: &Words, claim: &LineClaim, style: Style) -> [Cell; 3] {
    let quiet = style.size(6.6).ink(Ink::Grey);
    let mut told = Cell::text(claim_name(folio, claim), style.bold());
    match &claim.claimed {
        None => told = told.and(words.not_claimed, quiet),
        Some(claimed) => {
            let who = if claimed.certified {
                folio.words.certified
            } else {
                folio.words.self_declared
            };
            let by = filled(words.claimed_by, &[&claimed.by]);
            told = told
                .and(&claimed.statement, style.size(6.6))
                .and(format!("{by} · {who}"), quiet);
        }
    }
    let carried = match (&claim.share, &claim.kind) {
        (Some(share), _) => {
            let masses = claim.kilograms.map(|mass| folio.words.masses(&mass));
            let middle = folio.words.percent(share.proportional);
            // An empty line, for the bar.
            let mut cell = Cell::text(folio.words.percents(share), style.bold())
                .and("\u{a0}", style.size(BAR_LINE))
                .and(masses.unwrap_or_default(), quiet);
            if share.lower != share.upper {
                cell = cell.and(filled(words.proportional, &[&middle]), quiet);
            }
            if claim.is_above() {
                let above = Span::new(format!("▲ {}", words.above), quiet.bold().ink(Ink::Black));
                cell = cell.and_spans(vec![above]);
            }
            cell
        }
        (None, ClaimKind::RecycledContent) => Cell::text(words.unbounded, style.ink(Ink::Grey)),
        (None, _) => Cell::text("–", style.ink(Ink::Grey)),
    };
    let model = match claim.best() {
        Some(best) => Cell::text(words.model(best), style.bold()).and(clause(best), quiet),
        None => Cell::text(words.no_model, style),
    };
    let model = if claim.claimed.is_none() {
        model.and(words.if_claimed, quiet)
    } else {
        model
    };
    [told, carried, model]
}

/// The claim that each row of a table of goods shows; `None` where a line has none.
pub(super) fn claims_by_row(lines: &[Line]) -> Vec<Option<&LineClaim>> {
    (lines.iter())
        .flat_map(|line| {
            let none = line.claims.is_empty().then_some(None);
            line.claims.iter().map(Some).chain(none)
        })
        .collect()
}

/// Draws what the records can carry into a row of goods: `x` is where the row begins, `y` where its text does.
pub(super) fn draw_bar(
    sheet: &mut Sheet,
    table: &Table,
    (x, y): (f32, f32),
    style: Style,
    claim: Option<&LineClaim>,
) {
    let Some((claim, share)) = claim.and_then(|claim| Some((claim, claim.share?))) else {
        return;
    };
    let [before @ .., carried, _] = &table.columns[..] else {
        return;
    };
    let left: f32 = before.iter().map(|column| column.width).sum();
    let area = Area {
        x: x + left,
        y: y + style.leading() + 5.2,
        width: carried.width - 14.0,
        height: 4.6,
    };
    let claimed = claim.claimed.as_ref().and_then(|claimed| claimed.share);
    range_bar(sheet, area, &share, claimed);
}

/// Where a model is defined.
pub(super) fn clause(model: CustodyModel) -> String {
    format!("ISO 22095, {}", model.clause())
}

/// The table of the consignor's mass balance.
pub(super) fn balance_table(words: &Words, width: f32, air: f32) -> Table {
    let each = (width - 24.0) * 0.145;
    Table {
        columns: vec![
            Column::left(words.line, 24.0),
            Column::left(words.product, width - 24.0 - 5.0 * each),
            Column::right(words.came_in, each),
            Column::right(words.this_shipment, each),
            Column::right(words.otherwise, each),
            Column::right(words.stock, each),
            Column::right(words.difference, each),
        ],
        air,
    }
}

/// A row of it, with the parts that its figures are sums of if `in_full`.
pub(super) fn balance_cells(
    folio: &Folio,
    words: &Words,
    number: usize,
    line: &Line,
    style: Style,
    in_full: bool,
) -> Vec<Cell> {
    let account = &line.account;
    let quiet = style.size(6.6).ink(Ink::Grey);
    let amount = |micro: u64| {
        folio.words.quantity(&Quantity {
            micro,
            unit: line.quantity.unit.clone(),
        })
    };
    let mut came_in = Cell::text(amount(account.came_in()), style);
    let mut otherwise = Cell::text(amount(account.went_out_otherwise()), style);
    if in_full {
        let Account {
            made,
            received,
            returned,
            shipped_otherwise,
            used,
            ..
        } = *account;
        for (template, micro) in [
            (words.made, made),
            (words.got, received),
            (words.returned, returned),
        ] {
            if micro > 0 {
                came_in = came_in.and(filled(template, &[&amount(micro)]), quiet);
            }
        }
        for (template, micro) in [(words.sent, shipped_otherwise), (words.used, used)] {
            if micro > 0 {
                otherwise = otherwise.and(filled(template, &[&amount(micro)]), quiet);
            }
        }
    }
    let mut name = Cell::text(&line.name, style.bold());
    if in_full && let Some(epc) = line.epcs.first() {
        name = name.and_identifier(epc, CODE);
    }
    vec![
        Cell::text(number.to_string(), style),
        name,
        came_in,
        Cell::text(amount(account.shipped), style),
        otherwise,
        Cell::text(amount(account.stock), style),
        difference(words, account, style, &amount),
    ]
}

fn difference(
    words: &Words,
    account: &Account,
    style: Style,
    amount: &impl Fn(u64) -> String,
) -> Cell {
    let difference = account.difference();
    if difference == 0 {
        return Cell::text(words.closes, style);
    }
    let size = amount(u64::try_from(difference.unsigned_abs()).unwrap_or(u64::MAX));
    let sign = if difference < 0 { "−" } else { "+" };
    Cell::text(format!("▲ {sign}{size}"), style.bold().ink(Ink::Bad))
}
