//! The declaration of recycled content and carbon footprint in the terms of the EU battery regulation: recycled shares by material
//! beside the thresholds of its Article 8, and the footprint by the life-cycle stages of its Annex II. It declares no conformity.

mod claims;
mod derive;
mod front;
mod materials;
mod model;
mod regulation;
mod stages;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod thresholds;
mod words;

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
    let object = &statement.object.name;
    let plan = front::plan(folio, words, &statement);
    let mut flow = folio.flow(object);
    // The first page is drawn last: it names the pages behind it.
    let mut places = Places {
        materials: materials::section(folio, words, &mut flow, &statement.materials) + 1,
        thresholds: thresholds::section(folio, words, &mut flow, &statement.materials) + 1,
        ..Places::default()
    };
    claims::section(folio, words, &mut flow, &statement.claims);
    if plan.findings < statement.findings.len() {
        places.findings = tables::findings(folio, &mut flow, &statement.findings) + 1;
    }
    tables::parties(folio, &mut flow, &statement.parties);
    tables::assets(folio, &mut flow, &statement.assets);
    tables::attestations(folio, &mut flow, &statement.attestations);
    places.verification = verification::draw(folio, &mut flow) + 1;

    let mut first = folio.first_sheet();
    front::draw(folio, words, &statement, &mut first, plan, places);
    Ok(folio.bind(object, first, flow))
}
