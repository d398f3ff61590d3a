//! The words of a chain-of-custody statement that no other template has. The terms are those of ISO 22095:2020.

mod de;
mod en;
mod fr;

use lineage::{CustodyModel, Reason};

use crate::Locale;

/// The words of one language.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) form: &'static str,
    pub(super) number: &'static str,
    /// Box.
    pub(super) consignor: &'static str,
    /// Box.
    pub(super) consignee: &'static str,
    /// Box.
    pub(super) shipment: &'static str,
    /// {0} date.
    pub(super) shipped: &'static str,
    /// {0} date.
    pub(super) received: &'static str,
    /// {0} date.
    pub(super) refused: &'static str,
    /// {0} days.
    pub(super) open: &'static str,
    /// {0} number of product lines, {1} mass.
    pub(super) contents: &'static str,
    /// Where a mass is not known.
    pub(super) unweighed: &'static str,
    /// {0} units.
    pub(super) in_units: &'static str,
    /// Box and section.
    pub(super) goods: &'static str,
    pub(super) goods_lead: &'static str,
    pub(super) no_goods: &'static str,
    /// {0} lines, {1} page.
    pub(super) more_lines: &'static str,
    /// Columns.
    pub(super) line: &'static str,
    pub(super) product: &'static str,
    pub(super) quantity: &'static str,
    pub(super) claim: &'static str,
    pub(super) carried: &'static str,
    pub(super) model: &'static str,
    /// Nobody claims any.
    pub(super) not_claimed: &'static str,
    /// {0} who.
    pub(super) claimed_by: &'static str,
    pub(super) above: &'static str,
    /// The records bound nothing.
    pub(super) unbounded: &'static str,
    /// {0} proportional value.
    pub(super) proportional: &'static str,
    /// No model holds.
    pub(super) no_model: &'static str,
    /// If the claim were made.
    pub(super) if_claimed: &'static str,
    /// The models, in the order of `CustodyModel::ALL`.
    pub(super) models: [&'static str; 5],
    /// Box and section.
    pub(super) balance: &'static str,
    /// {0} block.
    pub(super) balance_lead: &'static str,
    /// Columns.
    pub(super) came_in: &'static str,
    pub(super) this_shipment: &'static str,
    pub(super) otherwise: &'static str,
    pub(super) stock: &'static str,
    pub(super) difference: &'static str,
    pub(super) closes: &'static str,
    /// What came in and went out, in parts.
    pub(super) made: &'static str,
    pub(super) got: &'static str,
    pub(super) returned: &'static str,
    pub(super) sent: &'static str,
    pub(super) used: &'static str,
    /// Section.
    pub(super) making: &'static str,
    pub(super) making_lead: &'static str,
    /// Columns.
    pub(super) entry: &'static str,
    pub(super) mass: &'static str,
    pub(super) of_it_recycled: &'static str,
    /// Rows.
    pub(super) went_in: &'static str,
    pub(super) lost: &'static str,
    pub(super) gained: &'static str,
    pub(super) came_out: &'static str,
    /// {0} others.
    pub(super) beside: &'static str,
    /// Section.
    pub(super) inputs: &'static str,
    pub(super) inputs_lead: &'static str,
    /// Columns.
    pub(super) input: &'static str,
    pub(super) came_by: &'static str,
    /// What did not come from elsewhere.
    pub(super) own: &'static str,
    /// {0} from, {1} date.
    pub(super) arrived: &'static str,
    /// {0} more.
    pub(super) more_arrivals: &'static str,
    /// A line without inputs.
    pub(super) no_inputs: &'static str,
    /// Section.
    pub(super) custody: &'static str,
    pub(super) custody_lead: &'static str,
    /// Columns.
    pub(super) clause: &'static str,
    pub(super) supported: &'static str,
    pub(super) step: &'static str,
    pub(super) yes: &'static str,
    pub(super) no: &'static str,
    /// {0} asset, {1} date, {2} block.
    pub(super) at: &'static str,
    /// In the order of the variants of `Reason`.
    pub(super) reasons: [&'static str; 10],
    /// Section.
    pub(super) schemes: &'static str,
    pub(super) schemes_lead: &'static str,
    pub(super) no_schemes: &'static str,
    /// Section.
    pub(super) packing: &'static str,
    pub(super) packing_lead: &'static str,
    /// {0} page.
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

    pub(super) const fn model(&self, model: CustodyModel) -> &'static str {
        self.models[model as usize]
    }

    pub(super) const fn reason(&self, reason: Reason) -> &'static str {
        self.reasons[reason as usize]
    }
}
