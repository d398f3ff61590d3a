//! The tables behind the first page: origins and findings in full, parties, assets, claims.

use super::{CODE, Folio, ROW, SMALL};
use crate::figures::utc;
use crate::model::{
    AssetLine, AttestationLine, Finding, Gravity, Origin, PartyLine, Source, Standing,
};
use crate::paper::flow::Flow;
use crate::paper::ink::Ink;
use crate::paper::table::{AIR, Cell, Column, Table};
use crate::paper::text::{Span, Style};
use crate::parameters::Proven;
use crate::words::{Words, filled};
use trace::{AssetKind, ClaimKind};

/// What the flow needs below a title to begin a section on the same page.
const SOME_ROWS: f32 = 110.0;

/// The table of origins, as wide and as airy as told.
pub(crate) fn origin_table(words: &Words, width: f32, air: f32) -> Table {
    let rest = width - 64.0 - 60.0 - 46.0;
    Table {
        columns: vec![
            Column::left(words.material, rest * 0.32),
            Column::left(words.origin, rest * 0.39),
            Column::left(words.refiner, rest * 0.29),
            Column::right(words.mass, 64.0),
            Column::right(words.share, 60.0),
            Column::left(words.assurance, 46.0),
        ],
        air,
    }
}

/// A row of it.
pub(crate) fn origin_cells(folio: &Folio, origin: &Origin, style: Style) -> Vec<Cell> {
    let words = folio.words;
    let told = |text: &str| -> Cell {
        if text.is_empty() {
            Cell::text("–", style.ink(Ink::Grey))
        } else {
            Cell::text(text, style)
        }
    };
    let source = words.sources[match origin.source {
        Source::PostConsumer => 0,
        Source::PreConsumer => 1,
        Source::Recycled => 2,
        Source::Primary => 3,
        Source::Unstated => 4,
    }];
    let place = match (origin.place.as_str(), source) {
        ("", "") => Cell::text(words.unrecorded, style),
        (place, "") => Cell::text(place, style),
        (place, source) => Cell::text(format!("{place} · {source}"), style),
    };
    let material = if origin.roots > 1 {
        filled(
            words.origin_count,
            &[&origin.material, &origin.roots.to_string()],
        )
    } else {
        origin.material.clone()
    };
    let mass = origin.kilograms.map(|mass| words.masses(&mass));
    vec![
        told(&material),
        place,
        told(&origin.refiner),
        told(&mass.unwrap_or_default()),
        Cell::text(words.percents(&origin.share), style.bold()),
        Cell::text(proven(words, folio.parameters.assurance), style),
    ]
}

fn proven(words: &Words, assurance: Proven) -> &'static str {
    match assurance {
        Proven::Sealed => words.proven[0],
        Proven::Included => words.proven[1],
        Proven::Reported => words.proven[2],
    }
}

/// Origins in full.
pub(crate) fn origins(folio: &Folio, flow: &mut Flow, origins: &[Origin]) -> usize {
    flow.section(folio.words.origins_all, "", SOME_ROWS);
    let page = flow.pages();
    let table = origin_table(folio.words, flow.width(), AIR);
    let rows: Vec<_> = origins
        .iter()
        .map(|origin| origin_cells(folio, origin, ROW))
        .collect();
    flow.table(&table, &rows);
    page
}

/// Findings in full.
pub(crate) fn findings(folio: &Folio, flow: &mut Flow, findings: &[Finding]) -> usize {
    let words = folio.words;
    flow.section(words.findings_all, "", SOME_ROWS);
    let page = flow.pages();
    for finding in findings {
        flow.marked(
            &words.finding(&finding.told, ROW.size(8.0)),
            finding.gravity == Gravity::Bad,
        );
    }
    page
}

/// Who took part.
pub(crate) fn parties(folio: &Folio, flow: &mut Flow, parties: &[PartyLine]) {
    let words = folio.words;
    flow.section(words.parties, words.parties_lead, SOME_ROWS);
    let table = Table {
        columns: vec![
            Column::left(words.party, flow.width() - 122.0 - 118.0 - 46.0 - 76.0),
            Column::left(words.place, 122.0),
            Column::left(words.did, 118.0),
            Column::right(words.events, 46.0),
            Column::left(words.account, 76.0),
        ],
        air: AIR,
    };
    let rows: Vec<_> = parties
        .iter()
        .map(|party| party_cells(words, party))
        .collect();
    flow.table(&table, &rows);
}

fn party_cells(words: &Words, party: &PartyLine) -> Vec<Cell> {
    let acts: Vec<&str> = party
        .acts
        .iter()
        .map(|act| words.acts[*act as usize])
        .collect();
    let below = if party.gln.is_empty() {
        party.epc.clone()
    } else {
        format!("{} {}", words.gln, party.gln)
    };
    vec![
        Cell::text(&party.name, ROW.bold()).and_identifier(below, CODE),
        Cell::text(&party.place, ROW),
        Cell::text(acts.join(", "), ROW),
        Cell::text(words.count(party.events), ROW),
        Cell::default().and_identifier(party.account.to_string(), CODE),
    ]
}

/// Every asset.
pub(crate) fn assets(folio: &Folio, flow: &mut Flow, assets: &[AssetLine]) {
    let words = folio.words;
    flow.section(words.assets, words.assets_lead, SOME_ROWS);
    let table = Table {
        columns: vec![
            Column::left(words.asset, flow.width() - 84.0 - 152.0 - 70.0),
            Column::right(words.made_quantity, 84.0),
            Column::left(words.maker, 152.0),
            Column::left(words.made_on, 70.0),
        ],
        air: AIR,
    };
    let rows: Vec<_> = assets
        .iter()
        .map(|asset| asset_cells(words, asset))
        .collect();
    flow.table(&table, &rows);
}

fn asset_cells(words: &Words, asset: &AssetLine) -> Vec<Cell> {
    let mut name = vec![Span::new(&asset.name, ROW.bold())];
    name.push(Span::new(format!("  {}", kind(words, asset.kind)), SMALL));
    if asset.recalled {
        name.push(Span::new(
            format!("  ▲ {}", words.recalled),
            SMALL.bold().ink(Ink::Bad),
        ));
    }
    vec![
        Cell::spans(name).and_identifier(&asset.epc, CODE),
        Cell::text(words.quantity(&asset.quantity), ROW),
        Cell::text(&asset.maker, ROW).and(&asset.place, SMALL),
        Cell::text(words.date(asset.made), ROW),
    ]
}

/// The word for a kind of asset.
pub(crate) fn kind(words: &Words, kind: AssetKind) -> &'static str {
    words.kinds[usize::from(kind.code())]
}

/// What was claimed.
pub(crate) fn attestations(folio: &Folio, flow: &mut Flow, claims: &[AttestationLine]) {
    let words = folio.words;
    let lead = filled(
        words.claims_lead,
        &[&words.whole(folio.parameters.as_of.number)],
    );
    flow.section(words.claims, &lead, SOME_ROWS);
    if claims.is_empty() {
        flow.paragraph(&[Span::new(words.no_claims, ROW)]);
        return;
    }
    attestation_table(folio, flow, claims);
}

/// These claims as a table, without a title.
pub(crate) fn attestation_table(folio: &Folio, flow: &mut Flow, claims: &[AttestationLine]) {
    let words = folio.words;
    let table = Table {
        columns: vec![
            Column::left(words.claim, flow.width() - 104.0 - 104.0 - 72.0 - 92.0),
            Column::left(words.about, 104.0),
            Column::left(words.by, 104.0),
            Column::left(words.validity, 72.0),
            Column::left(words.status, 92.0),
        ],
        air: AIR,
    };
    let rows: Vec<_> = claims
        .iter()
        .map(|line| attestation_cells(words, line))
        .collect();
    flow.table(&table, &rows);
}

fn attestation_cells(words: &Words, line: &AttestationLine) -> Vec<Cell> {
    let claim = &line.claim;
    let name = match &claim.kind {
        ClaimKind::RecycledContent => words.claim_kinds[0],
        ClaimKind::CarbonFootprint => words.claim_kinds[1],
        ClaimKind::Origin => words.claim_kinds[2],
        ClaimKind::Conformity => words.claim_kinds[3],
        ClaimKind::Other(word) => word,
    };
    let mut first = vec![Span::new(name, ROW.bold())];
    let value = match claim.unit.as_str() {
        "" => String::new(),
        "P1" => format!("{}\u{a0}%", words.decimal(claim.value())),
        "KGM" => format!("{}\u{a0}kg CO₂e", words.decimal(claim.value())),
        unit => format!("{} {unit}", words.decimal(claim.value())),
    };
    if !value.is_empty() {
        first.push(Span::new(format!("  {value}"), ROW.bold()));
    }
    let mut told = Cell::spans(first).and(&claim.statement, SMALL.ink(Ink::Black));
    let mut by_what = Vec::new();
    if !claim.method.is_empty() {
        by_what.push(Span::new(&claim.method, SMALL));
    }
    if let Some(hash) = claim.document_hash {
        let joint = if by_what.is_empty() { "" } else { " · " };
        by_what.push(Span::new(format!("{joint}{} ", words.document), SMALL));
        by_what.push(Span::new(format!("{}…", hex::encode(&hash[..4])), CODE));
    }
    if !by_what.is_empty() {
        told = told.and_spans(by_what);
    }
    let who = if line.certified {
        words.certified
    } else {
        words.self_declared
    };
    vec![
        told,
        Cell::text(&line.subject, ROW),
        Cell::text(&line.by, ROW).and(who, SMALL),
        Cell::text(validity(words, line), ROW.size(7.2)),
        status(words, line),
    ]
}

fn validity(words: &Words, line: &AttestationLine) -> String {
    let date = |second: u64| words.date(utc(second));
    match (line.claim.valid_from, line.claim.valid_until) {
        (Some(from), Some(until)) => filled(words.from_until, &[&date(from), &date(until)]),
        (Some(from), None) => filled(words.from_on, &[&date(from)]),
        (None, Some(until)) => filled(words.until, &[&date(until)]),
        (None, None) => words.open_ended.to_owned(),
    }
}

fn status(words: &Words, line: &AttestationLine) -> Cell {
    match &line.status {
        Standing::InForce => Cell::text(words.in_force, ROW),
        Standing::NotYet => Cell::text(words.not_yet, ROW),
        Standing::Expired => Cell::text(words.expired, ROW.bold()),
        Standing::Revoked { on, reason } => {
            let revoked = filled(words.revoked_on, &[&words.date(*on)]);
            Cell::text(format!("▲ {revoked}"), ROW.bold().ink(Ink::Bad)).and(reason, SMALL)
        }
    }
}
