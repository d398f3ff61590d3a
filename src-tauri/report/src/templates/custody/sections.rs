//! The pages behind the first: goods in full, custody models, input references, mass balances, scheme participation.

use lineage::CustodyModel;
use rust_decimal::Decimal;

use super::lines::{
    balance_cells, balance_table, claim_name, claims_by_row, clause, draw_bar, goods_cells,
    goods_table,
};
use super::model::{Balanced, Input, Line, LineClaim, Process, Ruling, Statement};
use super::words::Words;
use crate::model::AttestationLine;
use crate::pages::{CODE, Folio, ROW, SMALL, tables};
use crate::paper::flow::Flow;
use crate::paper::ink::Ink;
use crate::paper::table::{AIR, Cell, Column, Table};
use crate::paper::text::Span;
use crate::words::filled;

/// What the flow needs below a title to begin a section on the same page.
const SOME_ROWS: f32 = 110.0;
/// How many names stand in one row.
const NAMES: usize = 16;
/// How many shipments an input names.
const ARRIVALS: usize = 4;

/// Every product line with its claims.
pub(super) fn goods(folio: &Folio, words: &Words, flow: &mut Flow, lines: &[Line]) -> usize {
    flow.section(words.goods, words.goods_lead, SOME_ROWS);
    let page = flow.pages();
    let table = goods_table(words, flow.width(), AIR);
    let rows: Vec<_> = (lines.iter().enumerate())
        .flat_map(|(index, line)| goods_cells(folio, words, index + 1, line, ROW))
        .collect();
    let claims = claims_by_row(lines);
    flow.drawn_table(&table, &rows, |sheet, index, x, y| {
        draw_bar(sheet, &table, (x, y), ROW, claims[index]);
    });
    page
}

/// The five models for each claim.
pub(super) fn custody(folio: &Folio, words: &Words, flow: &mut Flow, lines: &[Line]) {
    flow.section(words.custody, words.custody_lead, SOME_ROWS);
    if lines.is_empty() {
        flow.paragraph(&[Span::new(words.no_goods, ROW)]);
    }
    let table = Table {
        columns: vec![
            Column::left(words.model, 122.0),
            Column::left(words.clause, 70.0),
            Column::left(words.supported, 58.0),
            Column::left(words.step, flow.width() - 250.0),
        ],
        air: AIR,
    };
    for (index, line) in lines.iter().enumerate() {
        for claim in &line.claims {
            flow.need(120.0);
            flow.heading_within(&line_heading(folio, words, index + 1, line, claim));
            let rows: Vec<_> = (claim.models.iter())
                .map(|(model, ruling)| model_cells(folio, words, claim, *model, ruling.as_ref()))
                .collect();
            flow.table(&table, &rows);
        }
    }
}

fn line_heading(
    folio: &Folio,
    words: &Words,
    number: usize,
    line: &Line,
    claim: &LineClaim,
) -> String {
    let name = claim_name(folio, claim);
    let note = if claim.claimed.is_none() {
        format!(" ({})", words.if_claimed)
    } else {
        String::new()
    };
    format!("{number}  {} · {name}{note}", line.name)
}

fn model_cells(
    folio: &Folio,
    words: &Words,
    claim: &LineClaim,
    model: CustodyModel,
    ruling: Option<&Ruling>,
) -> Vec<Cell> {
    let name = if claim.best() == Some(model) {
        ROW.bold()
    } else {
        ROW
    };
    let (supported, step) = match ruling {
        None => (
            Cell::text(format!("✓ {}", words.yes), ROW.bold()),
            Cell::default(),
        ),
        Some(ruling) => {
            let on = ruling.on.map(|on| folio.words.date(on));
            let at = [
                ruling.asset.as_str(),
                &on.unwrap_or_else(|| "–".to_owned()),
                &folio.words.whole(ruling.block),
            ];
            let step =
                Cell::text(words.reason(ruling.reason), ROW).and(filled(words.at, &at), SMALL);
            (Cell::text(format!("– {}", words.no), ROW), step)
        }
    };
    let text = words.model(model);
    vec![
        Cell::text(text, name),
        Cell::text(clause(model), SMALL),
        supported,
        step,
    ]
}

/// What the goods were made of or came as.
pub(super) fn inputs(folio: &Folio, words: &Words, flow: &mut Flow, lines: &[Line]) {
    flow.section(words.inputs, words.inputs_lead, SOME_ROWS);
    let recycled = 92.0;
    let table = Table {
        columns: vec![
            Column::left(words.input, flow.width() - 88.0 - recycled - 190.0),
            Column::right(words.quantity, 88.0),
            Column::left(words.of_it_recycled, recycled),
            Column::left(words.came_by, 190.0),
        ],
        air: AIR,
    };
    for (index, line) in lines.iter().enumerate() {
        flow.need(70.0);
        flow.heading_within(&format!("{}  {}", index + 1, line.name));
        if line.inputs.is_empty() {
            flow.paragraph(&[Span::new(words.no_inputs, ROW)]);
            continue;
        }
        let rows: Vec<_> = (line.inputs.iter())
            .map(|input| input_cells(folio, words, input))
            .collect();
        flow.table(&table, &rows);
    }
}

fn input_cells(folio: &Folio, words: &Words, input: &Input) -> Vec<Cell> {
    let mass = (input.kilograms).filter(|_| input.quantity.unit.code() == "H87");
    let mass = mass.map(|kilograms| folio.words.mass(kilograms));
    let mut came = Cell::default();
    for arrived in input.arrivals.iter().take(ARRIVALS) {
        let text = filled(
            words.arrived,
            &[&arrived.from, &folio.words.date(arrived.on)],
        );
        let number = format!("{}", arrived.shipment.0);
        came = came.and(text, ROW).and_identifier(number, CODE);
    }
    if input.arrivals.len() > ARRIVALS {
        let more = folio.words.count(input.arrivals.len() - ARRIVALS);
        came = came.and(filled(words.more_arrivals, &[&more]), SMALL);
    }
    if input.arrivals.is_empty() {
        came = Cell::text(words.own, ROW.ink(Ink::Grey));
    }
    let recycled = input.recycled.map_or_else(
        || Cell::text(words.unbounded, ROW.ink(Ink::Grey)),
        |share| Cell::text(folio.words.percents(&share), ROW),
    );
    vec![
        Cell::text(&input.name, ROW.bold()).and_identifier(&input.epc, CODE),
        Cell::text(folio.words.quantity(&input.quantity), ROW).and(mass.unwrap_or_default(), SMALL),
        recycled,
        came,
    ]
}

/// The mass balance of each making.
pub(super) fn making(folio: &Folio, words: &Words, flow: &mut Flow, lines: &[Line]) {
    if lines.iter().all(|line| line.process.is_none()) {
        return;
    }
    flow.section(words.making, words.making_lead, SOME_ROWS);
    let table = Table {
        columns: vec![
            Column::left(words.entry, flow.width() - 110.0 - 130.0),
            Column::right(words.mass, 110.0),
            Column::right(words.of_it_recycled, 130.0),
        ],
        air: AIR,
    };
    for (index, line) in lines.iter().enumerate() {
        let Some(process) = &line.process else {
            continue;
        };
        flow.need(110.0);
        flow.heading_within(&format!("{}  {}", index + 1, line.name));
        flow.table(&table, &process_rows(folio, words, process));
    }
}

fn process_rows(folio: &Folio, words: &Words, process: &Process) -> Vec<Vec<Cell>> {
    let mass = |balanced: Option<Balanced>| {
        balanced.map_or_else(
            || [Cell::text(words.unweighed, ROW), Cell::text("–", ROW)],
            |balanced| {
                let recycled = balanced.recycled.map_or_else(
                    || words.unbounded.to_owned(),
                    |recycled| folio.words.masses(&recycled),
                );
                let kilograms = folio.words.mass(balanced.kilograms);
                [Cell::text(kilograms, ROW.bold()), Cell::text(recycled, ROW)]
            },
        )
    };
    let row = |name: Cell, [mass, recycled]: [Cell; 2]| vec![name, mass, recycled];
    let mut went_in = Cell::text(words.went_in, ROW);
    went_in = went_in.and(folio.words.date(process.on), SMALL);
    let mut rows = vec![row(went_in, mass(process.input))];
    if let Some(loss) = process.loss {
        if loss.kilograms < Decimal::ZERO {
            let grave = ROW.bold().ink(Ink::Bad);
            let kilograms = folio.words.mass(loss.kilograms.abs());
            rows.push(row(
                Cell::text(format!("▲ {}", words.gained), grave),
                [Cell::text(kilograms, grave), Cell::text("–", ROW)],
            ));
        } else {
            rows.push(row(Cell::text(words.lost, ROW), mass(Some(loss))));
        }
    }
    let mut out = Cell::text(words.came_out, ROW);
    if process.others > 0 {
        let others = folio.words.count(process.others);
        out = out.and(filled(words.beside, &[&others]), SMALL);
    }
    rows.push(row(out, mass(process.output)));
    rows
}

/// The consignor's mass balance with its parts.
pub(super) fn balance(folio: &Folio, words: &Words, flow: &mut Flow, lines: &[Line]) {
    let block = folio.words.whole(folio.parameters.as_of.number);
    let lead = filled(words.balance_lead, &[&block]);
    flow.section(words.balance, &lead, SOME_ROWS);
    let table = balance_table(words, flow.width(), AIR);
    let rows: Vec<_> = (lines.iter().enumerate())
        .map(|(index, line)| balance_cells(folio, words, index + 1, line, ROW, true))
        .collect();
    flow.table(&table, &rows);
}

/// All goods by name, and what they travelled in.
pub(super) fn packing(folio: &Folio, words: &Words, flow: &mut Flow, statement: &Statement) {
    flow.section(words.packing, words.packing_lead, SOME_ROWS);
    let half = (flow.width() - 24.0) / 2.0;
    let table = Table {
        columns: vec![
            Column::left(words.line, 24.0),
            Column::left(words.product, half * 0.8),
            Column::left("EPC", half * 1.2),
        ],
        air: AIR,
    };
    let code = CODE.ink(Ink::Black);
    let units = (statement.consignment.units.iter()).map(|(name, epc)| {
        vec![
            Cell::default(),
            Cell::text(name, ROW).and(
                tables::kind(folio.words, trace::AssetKind::LogisticUnit),
                SMALL,
            ),
            Cell::default().and_identifier(epc, code),
        ]
    });
    let goods = (statement.lines.iter().enumerate()).flat_map(|(index, line)| {
        // A row stands on one page: many names make many rows.
        (line.epcs.chunks(NAMES).enumerate()).map(move |(part, names)| {
            let mut name = Cell::default();
            if part == 0 {
                name = name.and(&line.name, ROW.bold());
                for unit in line.units.iter().take(NAMES) {
                    name = name.and(filled(words.in_units, &[unit]), SMALL);
                }
            }
            let mut epcs = Cell::default();
            for epc in names {
                epcs = epcs.and_identifier(epc, code);
            }
            vec![Cell::text((index + 1).to_string(), ROW), name, epcs]
        })
    });
    let rows: Vec<_> = units.chain(goods).collect();
    flow.table(&table, &rows);
}

/// What is attested of the consignor.
pub(super) fn schemes(folio: &Folio, words: &Words, flow: &mut Flow, schemes: &[AttestationLine]) {
    if schemes.is_empty() {
        flow.section(words.schemes, words.schemes_lead, 40.0);
        flow.paragraph(&[Span::new(words.no_schemes, ROW)]);
        return;
    }
    flow.section(words.schemes, words.schemes_lead, SOME_ROWS);
    tables::attestation_table(folio, flow, schemes);
}
