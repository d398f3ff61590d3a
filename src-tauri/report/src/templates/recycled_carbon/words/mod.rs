//! The words of a declaration of recycled content and carbon footprint that no other template has. The terms are those of the language
//! versions of Regulation (EU) 2023/1542.

mod de;
mod en;
mod fr;

use lineage::Stage;

use super::regulation::Element;
use crate::Locale;

/// The words of one language.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) form: &'static str,
    pub(super) number: &'static str,
    /// Box.
    pub(super) whole: &'static str,
    /// Box.
    pub(super) footprint: &'static str,
    pub(super) at_least: &'static str,
    /// {0} share.
    pub(super) primary: &'static str,
    pub(super) primary_unknown: &'static str,
    /// {0} share.
    pub(super) certified_share: &'static str,
    /// {0} mass.
    pub(super) understated: &'static str,
    pub(super) no_footprint: &'static str,
    /// Box and section.
    pub(super) materials: &'static str,
    pub(super) materials_lead: &'static str,
    /// {0} rows, {1} page.
    pub(super) more_materials: &'static str,
    /// {0} materials.
    pub(super) absent: &'static str,
    /// Columns.
    pub(super) material: &'static str,
    pub(super) mass: &'static str,
    pub(super) recycled: &'static str,
    pub(super) scale: &'static str,
    pub(super) post_consumer: &'static str,
    pub(super) pre_consumer: &'static str,
    pub(super) threshold: &'static str,
    /// In the order of `Element::ALL`.
    pub(super) elements: [&'static str; 4],
    pub(super) others: &'static str,
    pub(super) unrecorded: &'static str,
    pub(super) none_on_record: &'static str,
    pub(super) unbounded: &'static str,
    /// {0} share.
    pub(super) untraced: &'static str,
    /// {0} share.
    pub(super) proportional: &'static str,
    /// Below the table on the first page; {0} page.
    pub(super) threshold_note: &'static str,
    /// Section.
    pub(super) thresholds: &'static str,
    pub(super) thresholds_lead: &'static str,
    /// {0} date.
    pub(super) from: &'static str,
    /// Columns: the first and second day of application.
    pub(super) source: &'static str,
    /// {0} paragraph.
    pub(super) article: &'static str,
    pub(super) relation: &'static str,
    pub(super) reached: &'static str,
    pub(super) between: &'static str,
    pub(super) below: &'static str,
    pub(super) no_relation: &'static str,
    /// Bullets.
    pub(super) reservations: [&'static str; 4],
    /// Section.
    pub(super) claims: &'static str,
    pub(super) claims_lead: &'static str,
    pub(super) no_claims: &'static str,
    /// Columns.
    pub(super) asset: &'static str,
    pub(super) claimed: &'static str,
    pub(super) carried: &'static str,
    pub(super) above: &'static str,
    /// Box.
    pub(super) stages: &'static str,
    /// Columns.
    pub(super) stage: &'static str,
    pub(super) whole_object: &'static str,
    /// {0} unit.
    pub(super) per: &'static str,
    pub(super) share: &'static str,
    pub(super) of_it_certified: &'static str,
    /// {0} stages.
    pub(super) unclaimed: &'static str,
    pub(super) all_stages: &'static str,
    /// The regulation's four, then undivided, then use.
    stage_names: [&'static str; 6],
    pub(super) statement: &'static str,
    pub(super) limitations: &'static str,
    pub(super) method: [&'static str; 6],
}

impl Words {
    pub(super) const fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::En => &en::WORDS,
            Locale::De => &de::WORDS,
            Locale::Fr => &fr::WORDS,
        }
    }

    pub(super) const fn element(&self, element: Element) -> &'static str {
        self.elements[element as usize]
    }

    pub(super) const fn stage_name(&self, stage: Stage) -> &'static str {
        self.stage_names[match stage {
            Stage::MaterialAcquisition => 0,
            Stage::Production => 1,
            Stage::Distribution => 2,
            Stage::EndOfLife => 3,
            Stage::Undivided => 4,
            Stage::Use => 5,
        }]
    }
}
