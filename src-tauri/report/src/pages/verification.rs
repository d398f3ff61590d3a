//! The last pages: where the events stand, what is attached, how the figures came about, how to check all of it, and what nobody has
//! checked.

use super::{BODY, CODE, Folio, ROW, SMALL};
use crate::model::Completeness;
use crate::paper::flow::Flow;
use crate::paper::ink::Ink;
use crate::paper::table::{AIR, Cell, Column, Table};
use crate::paper::text::Span;
use crate::words::filled;

/// Draws them; gives the number of the first, counted from 1 behind the front page.
pub(crate) fn draw(folio: &Folio, flow: &mut Flow) -> usize {
    let words = folio.words;
    flow.section(words.verification, words.verification_lead, 400.0);
    let page = flow.pages();
    flow.heading_within(words.network);
    flow.pairs(&network(folio));
    flow.heading_within(words.attachments);
    attachments(folio, flow);
    flow.heading_within(words.method);
    for paragraph in folio.heading.method {
        let told = filled(paragraph, &[&folio.parameters.template]);
        flow.paragraph(&[Span::new(told, BODY)]);
        flow.skip(3.0);
    }
    flow.heading_within(words.steps);
    for (index, step) in words.steps_text.iter().enumerate() {
        flow.item(&(index + 1).to_string(), &[Span::new(step, BODY)]);
    }
    flow.heading_within(words.unchecked);
    let open = match folio.completeness {
        Completeness::Proven { .. } => None,
        Completeness::NotProven => Some(words.unchecked_open),
    };
    let [first, rest @ ..] = words.unchecked_text;
    for text in [first].into_iter().chain(open).chain(rest) {
        flow.item("–", &[Span::new(text, BODY)]);
    }
    page
}

fn network(folio: &Folio) -> Vec<(&'static str, Vec<Span>)> {
    let (words, chain, as_of) = (folio.words, folio.chain, folio.parameters.as_of);
    let code = CODE.size(7.2).ink(Ink::Black);
    let text = |text: String| vec![Span::new(text, ROW)];
    let blocks = blocks(folio);
    let mut at = text(format!(
        "{} · {}",
        words.whole(as_of.number),
        words.utc_instant(as_of.time)
    ));
    at.push(Span::new("  ", ROW));
    at.push(Span::new(as_of.hash.to_string(), code));
    vec![
        (words.chain_id, text(chain.chain_id.to_string())),
        (
            words.genesis,
            vec![Span::new(chain.genesis.to_string(), code)],
        ),
        (
            words.contract,
            vec![Span::new(chain.contract.to_string(), code)],
        ),
        (
            words.code_hash,
            vec![Span::new(chain.code_hash.to_string(), code)],
        ),
        (words.as_of, at),
        (words.blocks, text(blocks)),
        (words.seals, text(seals(folio))),
        (words.completeness, text(completeness(folio))),
    ]
}

/// From which block to which the evidence reaches, and what it proves.
pub(crate) fn blocks(folio: &Folio) -> String {
    let (words, chain) = (folio.words, folio.chain);
    filled(
        words.blocks_text,
        &[
            &words.whole(chain.blocks.0),
            &words.whole(chain.blocks.1),
            &words.count(chain.receipts),
            &words.count(chain.with_receipts),
        ],
    )
}

/// Who sealed the block named.
pub(crate) fn seals(folio: &Folio) -> String {
    let words = folio.words;
    let Some(seals) = folio.chain.seals else {
        return words.seals_none.to_owned();
    };
    let (rules, count) = (seals.consensus.name(), words.count(seals.seals));
    match seals.validators {
        Some(validators) => filled(words.seals_text, &[rules, &count, &words.count(validators)]),
        None => filled(words.seals_contract, &[rules, &count]),
    }
}

/// Whether nothing was left out.
pub(crate) fn completeness(folio: &Folio) -> String {
    let words = folio.words;
    match folio.completeness {
        Completeness::Proven { histories, .. } => {
            let histories = words.count(histories);
            filled(words.complete_text, &[&histories])
        }
        Completeness::NotProven => words.open_text.to_owned(),
    }
}

fn attachments(folio: &Folio, flow: &mut Flow) {
    let words = folio.words;
    let code = CODE.size(6.4).ink(Ink::Black);
    let table = Table {
        columns: vec![
            Column::left(words.file, flow.width() - 56.0 - 262.0),
            Column::right(words.bytes, 56.0),
            Column::left(words.sha256, 262.0),
        ],
        air: AIR,
    };
    let rows: Vec<_> = folio
        .attached
        .iter()
        .map(|file| {
            vec![
                Cell::text(&file.name, CODE.size(7.4).bold().ink(Ink::Black))
                    .and(&file.about, SMALL),
                Cell::text(words.count(file.size), ROW),
                Cell::text(hex::encode(file.sha256), code),
            ]
        })
        .collect();
    flow.table(&table, &rows);
}
