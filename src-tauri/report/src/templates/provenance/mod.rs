//! The declaration of provenance (a supplier's declaration in the form of ISO/IEC 17050-1): where a thing and its mass came from, how
//! much of it is recycled, what was claimed of it and what is wrong with that.

mod front;
mod model;

pub use model::Declaration;
pub(crate) use model::declaration_of;

use crate::ReportError;
use crate::model::View;
use crate::pages::{Drawn, Folio, Heading, figure, tables, verification};
use crate::words::Words;
use front::Places;

/// What stands at the head of its pages.
pub(super) fn heading(words: &'static Words) -> Heading {
    Heading {
        title: words.title,
        form: words.form,
        number: words.number,
        method: &words.method_text,
    }
}

/// Draws its pages.
pub(super) fn draw(view: &View, folio: &Folio) -> Result<Drawn, ReportError> {
    let declaration = declaration_of(view, folio.chain, folio.completeness, folio.parameters)?;
    let object = &declaration.object.name;
    let plan = front::plan(folio, &declaration);
    let mut flow = folio.flow(object);
    let mut places = Places::default();
    // The first page is drawn last: it names the pages behind it.
    if plan.origins < declaration.origins.len() {
        places.origins = tables::origins(folio, &mut flow, &declaration.origins) + 1;
    }
    if plan.findings < declaration.findings.len() {
        places.findings = tables::findings(folio, &mut flow, &declaration.findings) + 1;
    }
    tables::parties(folio, &mut flow, &declaration.parties);
    tables::assets(folio, &mut flow, &declaration.assets);
    tables::attestations(folio, &mut flow, &declaration.attestations);
    figure::draw(folio, &mut flow, &declaration.figure);
    places.verification = verification::draw(folio, &mut flow) + 1;

    let mut first = folio.first_sheet();
    front::draw(folio, &declaration, &mut first, &plan, places);
    Ok(folio.bind(object, first, flow))
}
