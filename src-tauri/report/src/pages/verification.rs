//! The last pages: where the events stand, what is attached, how the figures came about, how to check all of it, and what nobody has
//! checked.

use super::{BODY, CODE, Draft, ROW, SMALL};
use crate::model::Completeness;
use crate::paper::flow::Flow;
use crate::paper::ink::Ink;
use crate::paper::table::{AIR, Cell, Column, Table};
use crate::paper::text::Span;
use crate::words::filled;

/// Draws them; gives the number of the first, counted from 1 behind the front page.
pub(super) fn draw(draft: &Draft, flow: &mut Flow) -> usize {
    let words = draft.words;
    flow.section(words.verification, words.verification_lead, 400.0);
    let page = flow.pages();
    flow.heading_within(words.network);
    flow.pairs(&network(draft));
    flow.heading_within(words.attachments);
    attachments(draft, flow);
    flow.heading_within(words.method);
    for paragraph in words.method_text {
        flow.paragraph(&[Span::new(paragraph, BODY)]);
        flow.skip(3.0);
    }
    flow.heading_within(words.steps);
    for (index, step) in words.steps_text.iter().enumerate() {
        flow.item(&(index + 1).to_string(), &[Span::new(step, BODY)]);
    }
    flow.heading_within(words.unchecked);
    let open = match draft.declaration.completeness {
        Completeness::Proven { .. } => None,
        Completeness::NotProven => Some(words.unchecked_open),
    };
    let [first, rest @ ..] = words.unchecked_text;
    for text in [first].into_iter().chain(open).chain(rest) {
        flow.item("–", &[Span::new(text, BODY)]);
    }
    page
}

fn network(draft: &Draft) -> Vec<(&'static str, Vec<Span>)> {
    let (words, chain, as_of) = (
        draft.words,
        &draft.declaration.chain,
        draft.parameters.as_of,
    );
    let code = CODE.size(7.2).ink(Ink::Black);
    let text = |text: String| vec![Span::new(text, ROW)];
    let number = |value: usize| words.whole(u64::try_from(value).unwrap_or(u64::MAX));
    let blocks = filled(
        words.blocks_text,
        &[
            &words.whole(chain.blocks.0),
            &words.whole(chain.blocks.1),
            &number(chain.receipts),
            &number(chain.with_receipts),
        ],
    );
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
        (words.seals, text(seals(draft))),
        (words.completeness, text(completeness(draft))),
    ]
}

fn seals(draft: &Draft) -> String {
    let words = draft.words;
    let number = |value: usize| words.whole(u64::try_from(value).unwrap_or(u64::MAX));
    let Some(seals) = draft.declaration.chain.seals else {
        return words.seals_none.to_owned();
    };
    let (rules, count) = (seals.consensus.name(), number(seals.seals));
    match seals.validators {
        Some(validators) => filled(words.seals_text, &[rules, &count, &number(validators)]),
        None => filled(words.seals_contract, &[rules, &count]),
    }
}

fn completeness(draft: &Draft) -> String {
    let words = draft.words;
    match draft.declaration.completeness {
        Completeness::Proven { histories, .. } => {
            let histories = words.whole(u64::try_from(histories).unwrap_or(u64::MAX));
            filled(words.complete_text, &[&histories])
        }
        Completeness::NotProven => words.open_text.to_owned(),
    }
}

fn attachments(draft: &Draft, flow: &mut Flow) {
    let words = draft.words;
    let code = CODE.size(6.4).ink(Ink::Black);
    let table = Table {
        columns: vec![
            Column::left(words.file, flow.width() - 56.0 - 262.0),
            Column::right(words.bytes, 56.0),
            Column::left(words.sha256, 262.0),
        ],
        air: AIR,
    };
    let rows: Vec<_> = draft
        .attached
        .iter()
        .map(|file| {
            let about = match file.name {
                "evidence.json" => words.file_about[0],
                "events.jsonld" => words.file_about[1],
                _ => words.file_about[2],
            };
            vec![
                Cell::text(file.name, CODE.size(7.4).bold().ink(Ink::Black)).and(about, SMALL),
                Cell::text(
                    words.whole(u64::try_from(file.size).unwrap_or(u64::MAX)),
                    ROW,
                ),
                Cell::text(hex::encode(file.sha256), code),
            ]
        })
        .collect();
    flow.table(&table, &rows);
}
