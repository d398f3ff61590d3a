//! The lineage dossier: everything that the evidence tells of a thing and its lineage, for whoever has to go through all of it.

mod events;
mod front;
mod listed;
mod model;
mod poster;
mod tiles;
mod words;

use crate::model::View;
use crate::pages::{Drawn, Folio, Heading, tables, verification};
use crate::{Locale, ReportError};
use model::dossier_of;
use words::DossierWords;

/// What stands at the head of its pages.
pub(super) fn heading(locale: Locale) -> Heading {
    let words = DossierWords::of(locale);
    Heading {
        title: words.title,
        form: words.form,
        number: words.number,
        method: &words.method,
    }
}

/// Draws its pages.
pub(super) fn draw(view: &View, folio: &Folio) -> Result<Drawn, ReportError> {
    let words = DossierWords::of(folio.parameters.locale);
    let dossier = dossier_of(view, folio.parameters)?;
    let object = &dossier.object.name;
    let mut flow = folio.flow(object);
    // Page numbers count from 1, and the first page stands before these.
    let mut pages = front::Pages::default();
    if dossier.findings.len() > front::plan(folio, words, &dossier).findings {
        pages.findings = tables::findings(folio, &mut flow, &dossier.findings) + 1;
    }
    poster::draw(folio, words, &mut flow, &dossier.figure);
    pages.figure = flow.section_page() + 1;
    tables::origins(folio, &mut flow, &dossier.origins);
    pages.origins = flow.section_page() + 1;
    tables::assets(folio, &mut flow, &dossier.assets);
    pages.assets = flow.section_page() + 1;
    tables::parties(folio, &mut flow, &dossier.parties);
    pages.parties = flow.section_page() + 1;
    tables::attestations(folio, &mut flow, &dossier.attestations);
    pages.claims = flow.section_page() + 1;
    events::draw(folio, words, &mut flow, &dossier.events);
    pages.events = flow.section_page() + 1;
    pages.verification = verification::draw(folio, &mut flow) + 1;
    let mut first = folio.first_sheet();
    front::draw(folio, words, &dossier, &mut first, pages);
    Ok(folio.bind(object, first, flow))
}
