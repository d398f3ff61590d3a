//! The chain-of-custody statement for a shipment: its goods by product line with the claims about them, the custody model of
//! ISO 22095 that the records support for each, where the sender had them from, and whether its mass balance closes.

mod account;
mod cargo;
mod derive;
mod front;
mod lines;
mod model;
mod sections;
mod stowage;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod words;

pub(super) use cargo::told;
pub use cargo::{CarriedBy, shipments_of};

use crate::model::View;
use crate::pages::{Drawn, Folio, Heading, tables, verification};
use crate::{Locale, ReportError};
use front::Places;
use words::Words;

/// What stands at the head of its pages.
pub(super) fn heading(locale: Locale) -> Heading {
    let words = Words::of(locale);
    Heading {
        title: words.title,
        form: words.form,
        number: words.number,
        method: &words.method,
    }
}

/// Draws its pages.
pub(super) fn draw(view: &View, folio: &Folio) -> Result<Drawn, ReportError> {
    let statement = derive::statement_of(view, folio.parameters)?;
    let words = Words::of(folio.parameters.locale);
    let object = statement.consignment.route();
    let plan = front::plan(folio, words, &statement);
    let mut flow = folio.flow(&object);
    let mut places = Places::default();
    // The first page is drawn last: it names the pages behind it.
    if plan.lines < statement.lines.len() {
        places.lines = sections::goods(folio, words, &mut flow, &statement.lines) + 1;
    }
    sections::custody(folio, words, &mut flow, &statement.lines);
    sections::inputs(folio, words, &mut flow, &statement.lines);
    sections::making(folio, words, &mut flow, &statement.lines);
    sections::balance(folio, words, &mut flow, &statement.lines);
    sections::packing(folio, words, &mut flow, &statement);
    sections::schemes(folio, words, &mut flow, &statement.schemes);
    if plan.findings < statement.findings.len() {
        places.findings = tables::findings(folio, &mut flow, &statement.findings) + 1;
    }
    tables::parties(folio, &mut flow, &statement.parties);
    tables::attestations(folio, &mut flow, &statement.attestations);
    places.verification = verification::draw(folio, &mut flow) + 1;

    let mut first = folio.first_sheet();
    front::draw(folio, words, &statement, &mut first, plan, places);
    Ok(folio.bind(&object, first, flow))
}
