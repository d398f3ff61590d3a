//! The words of a dossier that no other template has.

mod de;
mod en;
mod fr;

use crate::Locale;

/// The words of one language.
pub(super) struct DossierWords {
    pub(super) title: &'static str,
    pub(super) form: &'static str,
    pub(super) number: &'static str,
    /// Paragraphs, {0} the template.
    pub(super) method: [&'static str; 4],
    /// Box.
    pub(super) object: &'static str,
    /// Box.
    pub(super) contents: &'static str,
    /// Column.
    pub(super) section: &'static str,
    /// Column.
    pub(super) entries: &'static str,
    /// Column.
    pub(super) page: &'static str,
    /// {0} page.
    pub(super) statement: &'static str,
    pub(super) limitations: &'static str,
    /// Under the title of the figure.
    pub(super) figure_lead: &'static str,
    /// {0} numbers, {1} page.
    pub(super) on_page: &'static str,
    /// {0} of {1}.
    pub(super) sheet_of: &'static str,
    /// Where the figure would be too large; {0} cards.
    pub(super) listed_lead: &'static str,
    /// Column.
    pub(super) made_of: &'static str,
    /// Column.
    pub(super) went_into: &'static str,
    /// Box.
    pub(super) evidence: &'static str,
    /// Title.
    pub(super) events: &'static str,
    /// {0} events.
    pub(super) events_lead: &'static str,
    /// Column.
    pub(super) event_number: &'static str,
    /// Column.
    pub(super) event_when: &'static str,
    /// Column.
    pub(super) event_what: &'static str,
    /// Column.
    pub(super) event_who: &'static str,
    /// Column.
    pub(super) event_at: &'static str,
    /// {0} the other party.
    pub(super) event_with: &'static str,
    /// {0} not named.
    pub(super) more: &'static str,
    /// In the order of [`trace::EventType`].
    pub(super) types: [&'static str; 18],
}

impl DossierWords {
    /// The words of a language.
    pub(super) const fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::En => &en::WORDS,
            Locale::De => &de::WORDS,
            Locale::Fr => &fr::WORDS,
        }
    }
}
