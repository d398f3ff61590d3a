//! The first page of a dossier: what it is about, what is in it and on which page, and the figures at a glance.

use super::model::Dossier;
use super::words::DossierWords;
use crate::model::Gravity;
use crate::pages::boxes::{Across, Body, Frame, NumberedBox, PAD};
use crate::pages::front::{FRAME_TOP, MOST_ROWS, letterhead, tall};
use crate::pages::{BODY, CODE, Folio, ROW, SMALL, signature, values, verification};
use crate::paper::flow::MARGIN;
use crate::paper::ink::Ink;
use crate::paper::sheet::Sheet;
use crate::paper::table::{Cell, Column, Row, Table, stack};
use crate::paper::text::{Line, Span, wrap};
use crate::words::{Filler, fill, filled};

/// On which page each section begins, counted from 1; 0 where there is none.
#[derive(Clone, Copy, Default)]
pub(super) struct Pages {
    pub(super) findings: usize,
    pub(super) figure: usize,
    pub(super) origins: usize,
    pub(super) assets: usize,
    pub(super) parties: usize,
    pub(super) claims: usize,
    pub(super) events: usize,
    pub(super) verification: usize,
}

/// Between the frame and the limitations.
const AIR: f32 = 8.0;

/// What of the first page fits on it.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    /// So many findings.
    pub(super) findings: usize,
    /// The box on the evidence, which a page behind tells as well.
    has_evidence: bool,
}

/// Decides what fits: a finding goes before the box on the evidence.
pub(super) fn plan(folio: &Folio, words: &DossierWords, dossier: &Dossier) -> Plan {
    // The longest page references there can be, so that the real ones fit as well.
    let pages = Pages {
        findings: 9_999,
        verification: 9_999,
        ..Pages::default()
    };
    let limitations = tall(&folio.limitations(words.limitations));
    let room = signature::top(folio.parameters.paper) - 6.0 - FRAME_TOP - AIR - limitations;
    let all = dossier.findings.len().min(MOST_ROWS);
    let plans = [true, false].into_iter().flat_map(|has_evidence| {
        (all.min(1)..=all).rev().map(move |findings| Plan {
            findings,
            has_evidence,
        })
    });
    plans
        .into_iter()
        .find(|plan| frame(folio, words, dossier, pages, *plan).height() <= room)
        .unwrap_or(Plan {
            findings: 0,
            has_evidence: false,
        })
}

/// Draws it.
pub(super) fn draw(
    folio: &Folio,
    words: &DossierWords,
    dossier: &Dossier,
    sheet: &mut Sheet,
    pages: Pages,
) {
    letterhead(folio, sheet);
    let frame = frame(folio, words, dossier, pages, plan(folio, words, dossier));
    let y = frame.draw(sheet, FRAME_TOP, 1);
    let limitations = folio.limitations(words.limitations);
    stack(sheet, MARGIN, y + AIR, &limitations);
    signature::draw(folio, sheet, frame.boxes() + 1, pages.verification);
}

fn frame<'a>(
    folio: &'a Folio,
    words: &DossierWords,
    dossier: &'a Dossier,
    pages: Pages,
    plan: Plan,
) -> Frame<'a> {
    let shared = folio.words;
    let lines = |title, lines| NumberedBox {
        title,
        body: Body::Lines(lines),
    };
    let page = Filler::Plain(pages.verification.to_string());
    let statement = wrap(
        &fill(words.statement, BODY, &[page]),
        folio.width() - 2.0 * PAD,
    );
    let (table, rows) = contents(folio, words, dossier, pages);
    let (recycled, footprint) = (dossier.recycled.as_ref(), dossier.footprint.as_ref());
    let height = values::height(folio, recycled, footprint);
    let figure = |title, draw| NumberedBox {
        title,
        body: Body::Drawn { height, draw },
    };
    let mut rows = vec![
        Across::Halves(
            lines(shared.issued_by, folio.issued_by()),
            lines(shared.issued_to, folio.issued_to()),
        ),
        Across::Halves(
            lines(words.object, folio.object(&dossier.object)),
            lines(shared.scope, folio.scope(dossier.scope)),
        ),
        Across::Whole(NumberedBox {
            title: words.contents,
            body: Body::Rows {
                table,
                rows,
                none: "",
                note: None,
            },
        }),
        Across::Halves(
            figure(
                shared.recycled,
                Box::new(move |sheet, area| values::recycled(folio, recycled, sheet, area)),
            ),
            figure(
                shared.footprint,
                Box::new(move |sheet, area| values::footprint(folio, footprint, sheet, area)),
            ),
        ),
        Across::Whole(NumberedBox {
            title: shared.findings,
            body: marked(folio, dossier, plan.findings, pages.findings),
        }),
    ];
    if plan.has_evidence {
        rows.push(Across::Whole(lines(words.evidence, evidence(folio))));
    }
    rows.push(Across::Whole(lines(shared.statement, statement)));
    Frame(rows)
}

/// Where the events stand and what the attached evidence shows of them.
fn evidence(folio: &Folio) -> Vec<Line> {
    let words = folio.words;
    let code = CODE.size(7.0).ink(Ink::Black);
    let mut ledger = vec![Span::new(
        format!("{} {} · ", words.chain_id, folio.chain.chain_id),
        SMALL,
    )];
    ledger.push(Span::new(folio.chain.contract.to_string(), code));
    let told = [
        format!("{}: {}", words.blocks, verification::blocks(folio)),
        format!("{}: {}", words.seals, verification::seals(folio)),
        format!(
            "{}: {}",
            words.completeness,
            verification::completeness(folio)
        ),
    ];
    let room = folio.width() - 2.0 * PAD;
    let mut lines = wrap(&ledger, room);
    for text in told {
        lines.extend(wrap(&[Span::new(text, SMALL)], room));
    }
    lines
}

fn marked<'a>(folio: &Folio, dossier: &Dossier, shown: usize, page: usize) -> Body<'a> {
    let words = folio.words;
    let items: Vec<(_, Gravity)> = (dossier.findings.iter().take(shown))
        .map(|finding| {
            let spans = words.finding(&finding.told, BODY.size(8.0));
            let lines = wrap(&spans, folio.width() - 2.0 * PAD - 16.0);
            (lines, finding.gravity)
        })
        .collect();
    let left = dossier.findings.len() - shown;
    let note = filled(
        words.more_findings,
        &[&words.count(left), &page.to_string()],
    );
    Body::Marked {
        items,
        none: if left == 0 { words.no_findings } else { "" },
        note: (left > 0).then_some(note),
    }
}

/// What is in the dossier, how much of it, and from which page.
fn contents(
    folio: &Folio,
    words: &DossierWords,
    dossier: &Dossier,
    pages: Pages,
) -> (Table, Vec<Row>) {
    let shared = folio.words;
    let width = folio.width() - 2.0 * PAD;
    let table = Table {
        columns: vec![
            Column::left(words.section, width - 90.0 - 60.0),
            Column::right(words.entries, 90.0),
            Column::right(words.page, 60.0),
        ],
        air: 1.7,
    };
    let listed = [
        (shared.figure, dossier.figure.cards.len(), pages.figure),
        (shared.origins_all, dossier.origins.len(), pages.origins),
        (shared.assets, dossier.assets.len(), pages.assets),
        (shared.parties, dossier.parties.len(), pages.parties),
        (shared.claims, dossier.attestations.len(), pages.claims),
        (words.events, dossier.events.len(), pages.events),
        (
            shared.verification,
            folio.attached.len(),
            pages.verification,
        ),
    ];
    let style = ROW.size(7.4);
    let rows = listed
        .into_iter()
        .map(|(title, count, page)| {
            table.row(&[
                Cell::text(title, style),
                Cell::text(shared.count(count), style),
                Cell::text(page.to_string(), style.bold()),
            ])
        })
        .collect();
    (table, rows)
}
