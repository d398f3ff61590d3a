//! The templates: one module each, with its own model (what is said) and pages (how it looks) over the shared layout language.
//!
//! A page that changes for the same inputs is another version. Versions that were released stay in the code, so that `verify` can
//! compute their pages again; a name that is not listed here is one that nobody can judge.

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod book;
mod custody;
mod dossier;
mod provenance;
mod recycled_carbon;

use std::collections::BTreeSet;
use std::fmt;

use trace::{SubjectId, TraceEvent};

use crate::model::View;
use crate::pages::Drawn;
use crate::pages::{Folio, Heading};
use crate::words::Words;
use crate::{Locale, Parameters, ReportError};

pub use custody::{CarriedBy, shipments_of};
pub use provenance::Declaration;
pub(crate) use provenance::declaration_of;

/// A template and its version.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Template {
    /// A supplier's declaration of where a thing and its mass came from (in the form of ISO/IEC 17050-1), version 1.
    #[default]
    Provenance,
    /// A statement on the chain of custody of one shipment (ISO 22095), version 1.
    Custody,
    /// A declaration of recycled content and carbon footprint (in the terms of Regulation (EU) 2023/1542), version 1.
    RecycledCarbon,
    /// Everything that the evidence tells of a thing and its lineage, version 1.
    Dossier,
}

/// What a report tells: what decides which histories must be whole.
pub(crate) struct Told {
    /// What it is about; told are their whole lineages.
    pub(crate) subjects: Vec<SubjectId>,
    /// Other assets of which it is told where they went.
    pub(crate) journeys: BTreeSet<SubjectId>,
}

impl Told {
    /// One asset and its lineage.
    pub(crate) fn of(subject: SubjectId) -> Self {
        Self {
            subjects: vec![subject],
            journeys: BTreeSet::new(),
        }
    }
}

impl Template {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [
        Self::Provenance,
        Self::Custody,
        Self::RecycledCarbon,
        Self::Dossier,
    ];

    /// The name with its version, as the parameters have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Provenance => "provenance/1",
            Self::Custody => "custody/1",
            Self::RecycledCarbon => "recycled-carbon/1",
            Self::Dossier => "dossier/1",
        }
    }

    /// The template with this name; [`ReportError::Template`] where this version of the program has none.
    pub fn from_name(name: &str) -> Result<Self, ReportError> {
        (Self::ALL.into_iter())
            .find(|template| template.name() == name)
            .ok_or_else(|| ReportError::Template(name.chars().take(40).collect()))
    }

    /// Whether it is about a shipment, which the parameters then name, rather than about one asset.
    pub const fn is_of_shipment(self) -> bool {
        match self {
            Self::Provenance | Self::RecycledCarbon | Self::Dossier => false,
            Self::Custody => true,
        }
    }

    /// What a report on this subject tells, of the events up to its block. An error where the parameters ask for what is not there.
    pub(crate) fn told(
        self,
        events: &[TraceEvent],
        subject: SubjectId,
        parameters: &Parameters,
    ) -> Result<Told, ReportError> {
        match self {
            Self::Provenance | Self::RecycledCarbon | Self::Dossier => Ok(Told::of(subject)),
            Self::Custody => custody::told(events, subject, parameters),
        }
    }

    /// What stands at the head of its pages, and how its figures came about.
    pub(crate) fn heading(self, locale: Locale) -> Heading {
        match self {
            Self::Provenance => provenance::heading(Words::of(locale)),
            Self::Custody => custody::heading(locale),
            Self::RecycledCarbon => recycled_carbon::heading(locale),
            Self::Dossier => dossier::heading(locale),
        }
    }

    /// Draws its pages.
    pub(crate) fn draw(self, view: &View, folio: &Folio) -> Result<Drawn, ReportError> {
        match self {
            Self::Provenance => provenance::draw(view, folio),
            Self::Custody => custody::draw(view, folio),
            Self::RecycledCarbon => recycled_carbon::draw(view, folio),
            Self::Dossier => dossier::draw(view, folio),
        }
    }
}

impl fmt::Display for Template {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_and_others_lead_nowhere() {
        for template in Template::ALL {
            assert_eq!(Template::from_name(template.name()).unwrap(), template);
        }
        for name in ["", "provenance", "provenance/0", "provenance/99"] {
            assert!(matches!(
                Template::from_name(name),
                Err(ReportError::Template(_))
            ));
        }
    }
}
