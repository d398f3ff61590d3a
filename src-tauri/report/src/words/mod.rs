//! The words of a report, one table a language. A table is whole or it does not compile.
//!
//! Placeholders are filled span by span ([`fill`]): what is put in is never read as a template.

mod de;
mod en;
mod findings;
mod fr;

use crate::Locale;
use crate::paper::text::{Span, Style};

/// The words of one language.
pub(crate) struct Words {
    /// Between whole and fraction.
    pub(crate) decimal_sign: char,
    /// Behind the day of a date.
    pub(crate) day_sign: &'static str,
    /// The months, short.
    pub(crate) months: [&'static str; 12],
    /// The language tag of the file.
    pub(crate) lang: &'static str,
    /// The unit of pieces.
    pub(crate) pieces: &'static str,
    /// The title.
    pub(crate) title: &'static str,
    /// Under the title.
    pub(crate) form: &'static str,
    /// Above the document number.
    pub(crate) number: &'static str,
    /// Issued {0}.
    pub(crate) issued: &'static str,
    /// Across the head of a report that a demonstration key signs.
    pub(crate) demonstration: &'static str,
    /// Box.
    pub(crate) issued_by: &'static str,
    /// Box.
    pub(crate) issued_to: &'static str,
    /// No recipient.
    pub(crate) anyone: &'static str,
    /// Under it.
    pub(crate) anyone_note: &'static str,
    /// Box.
    pub(crate) object: &'static str,
    /// {0} is a party, {1} a date.
    pub(crate) made_by: &'static str,
    /// Box.
    pub(crate) scope: &'static str,
    /// {0} assets, {1} events, {2} parties.
    pub(crate) scope_counts: &'static str,
    /// {0} block, {1} instant.
    pub(crate) scope_until: &'static str,
    /// Nothing was left out.
    pub(crate) scope_complete: &'static str,
    /// Something may have been.
    pub(crate) scope_open: &'static str,
    /// Box.
    pub(crate) origins: &'static str,
    /// Column.
    pub(crate) material: &'static str,
    /// Column.
    pub(crate) origin: &'static str,
    /// Column.
    pub(crate) refiner: &'static str,
    /// Column.
    pub(crate) mass: &'static str,
    /// Column.
    pub(crate) share: &'static str,
    /// Column.
    pub(crate) assurance: &'static str,
    /// Sealed, included, reported.
    pub(crate) proven: [&'static str; 3],
    /// No origin.
    pub(crate) no_origins: &'static str,
    /// {0} rows on page {1}.
    pub(crate) more_origins: &'static str,
    /// Box.
    pub(crate) recycled: &'static str,
    /// {0} untraced, {1} proportional.
    pub(crate) recycled_note: &'static str,
    /// {0} claimed, {1} by.
    pub(crate) recycled_claim: &'static str,
    /// Claim above the bounds.
    pub(crate) claim_above: &'static str,
    /// No value.
    pub(crate) unknown: &'static str,
    /// Box.
    pub(crate) footprint: &'static str,
    /// {0} is who, {1} the method.
    pub(crate) footprint_own: &'static str,
    /// None.
    pub(crate) no_footprint: &'static str,
    /// Who said.
    pub(crate) certified: &'static str,
    /// Who said.
    pub(crate) self_declared: &'static str,
    /// Box.
    pub(crate) findings: &'static str,
    /// None.
    pub(crate) no_findings: &'static str,
    /// {0} more, page {1}.
    pub(crate) more_findings: &'static str,
    /// Box.
    pub(crate) statement: &'static str,
    /// {0} page.
    pub(crate) statement_text: &'static str,
    /// Lead.
    pub(crate) limitations: &'static str,
    /// Text.
    pub(crate) limitations_text: &'static str,
    /// Box; {0} instant.
    pub(crate) signed: &'static str,
    /// {0} algorithm.
    pub(crate) signature: &'static str,
    /// Before the fingerprint.
    pub(crate) certificate: &'static str,
    /// Who vouches.
    pub(crate) self_signed: &'static str,
    /// Key.
    pub(crate) demonstration_key: &'static str,
    /// {0} page.
    pub(crate) check_offline: &'static str,
    /// Label.
    pub(crate) gln: &'static str,
    /// Footer.
    pub(crate) evidence: &'static str,
    /// Footer.
    pub(crate) page_of: &'static str,
    /// Overleaf.
    pub(crate) continued: &'static str,
    /// Section.
    pub(crate) origins_all: &'static str,
    /// Section.
    pub(crate) findings_all: &'static str,
    /// Section.
    pub(crate) parties: &'static str,
    /// Lead.
    pub(crate) parties_lead: &'static str,
    /// Column.
    pub(crate) party: &'static str,
    /// Column.
    pub(crate) place: &'static str,
    /// Column.
    pub(crate) did: &'static str,
    /// Column.
    pub(crate) events: &'static str,
    /// Column.
    pub(crate) account: &'static str,
    /// Section.
    pub(crate) assets: &'static str,
    /// Lead.
    pub(crate) assets_lead: &'static str,
    /// Column.
    pub(crate) asset: &'static str,
    /// Column.
    pub(crate) made_quantity: &'static str,
    /// Column.
    pub(crate) maker: &'static str,
    /// Column.
    pub(crate) made_on: &'static str,
    /// Mark.
    pub(crate) recalled: &'static str,
    /// Material, component, product, logistic unit.
    pub(crate) kinds: [&'static str; 4],
    /// Section.
    pub(crate) claims: &'static str,
    /// {0} block.
    pub(crate) claims_lead: &'static str,
    /// None.
    pub(crate) no_claims: &'static str,
    /// Column.
    pub(crate) claim: &'static str,
    /// Column.
    pub(crate) about: &'static str,
    /// Column.
    pub(crate) by: &'static str,
    /// Column.
    pub(crate) validity: &'static str,
    /// Column.
    pub(crate) status: &'static str,
    /// Recycled content, carbon footprint, origin, conformity.
    pub(crate) claim_kinds: [&'static str; 4],
    /// Status.
    pub(crate) in_force: &'static str,
    /// Status.
    pub(crate) not_yet: &'static str,
    /// Status.
    pub(crate) expired: &'static str,
    /// {0} date.
    pub(crate) revoked_on: &'static str,
    /// {0} {1}.
    pub(crate) from_until: &'static str,
    /// {0}.
    pub(crate) from_on: &'static str,
    /// {0}.
    pub(crate) until: &'static str,
    /// No dates.
    pub(crate) open_ended: &'static str,
    /// Before a hash.
    pub(crate) document: &'static str,
    /// Section.
    pub(crate) figure: &'static str,
    /// Lead.
    pub(crate) figure_lead: &'static str,
    /// {0} count.
    pub(crate) figure_too_large: &'static str,
    /// {0} assets.
    pub(crate) figure_alike: &'static str,
    /// Section.
    pub(crate) verification: &'static str,
    /// Lead.
    pub(crate) verification_lead: &'static str,
    /// Heading.
    pub(crate) network: &'static str,
    /// Row.
    pub(crate) chain_id: &'static str,
    /// Row.
    pub(crate) genesis: &'static str,
    /// Row.
    pub(crate) contract: &'static str,
    /// Row.
    pub(crate) code_hash: &'static str,
    /// Row.
    pub(crate) as_of: &'static str,
    /// Row.
    pub(crate) blocks: &'static str,
    /// {0} first, {1} last, {2} receipts, {3} blocks.
    pub(crate) blocks_text: &'static str,
    /// Row.
    pub(crate) seals: &'static str,
    /// {0} rules, {1} seals, {2} validators.
    pub(crate) seals_text: &'static str,
    /// {0} rules, {1} seals; the header lists nobody.
    pub(crate) seals_contract: &'static str,
    /// A header without seals of a quorum.
    pub(crate) seals_none: &'static str,
    /// Row.
    pub(crate) completeness: &'static str,
    /// {0} histories.
    pub(crate) complete_text: &'static str,
    /// Not proven.
    pub(crate) open_text: &'static str,
    /// Heading.
    pub(crate) attachments: &'static str,
    /// Column.
    pub(crate) file: &'static str,
    /// evidence.json, events.jsonld, parameters.json.
    pub(crate) file_about: [&'static str; 3],
    /// A document.
    pub(crate) document_about: &'static str,
    /// Column.
    pub(crate) bytes: &'static str,
    /// Column.
    pub(crate) sha256: &'static str,
    /// Heading.
    pub(crate) method: &'static str,
    /// Paragraphs.
    pub(crate) method_text: [&'static str; 5],
    /// Heading.
    pub(crate) steps: &'static str,
    /// Numbered.
    pub(crate) steps_text: [&'static str; 5],
    /// Heading.
    pub(crate) unchecked: &'static str,
    /// Bullets.
    pub(crate) unchecked_text: [&'static str; 3],
    /// The bullet behind the first, where histories are not proven whole.
    pub(crate) unchecked_open: &'static str,
    /// {0} asset, {1} claimed, {2} by, {3} most.
    pub(crate) found_over_claim: &'static str,
    /// {0} statement, {1} subject, {2} date, {3} by.
    pub(crate) found_revoked: &'static str,
    /// {0} date.
    pub(crate) found_revoked_word: &'static str,
    /// {0} date.
    pub(crate) found_relied_on: &'static str,
    /// {0} reason.
    pub(crate) found_reason: &'static str,
    /// {0} goods, {1} from, {2} to, {3} date.
    pub(crate) found_not_received: &'static str,
    /// Strong.
    pub(crate) found_not_received_word: &'static str,
    /// {0} asset, {1} recalled on, {2} by.
    pub(crate) found_recalled: &'static str,
    /// {0} date.
    pub(crate) found_recalled_word: &'static str,
    /// Plain.
    pub(crate) found_used_after: &'static str,
    /// {0} date.
    pub(crate) found_lifted: &'static str,
    /// {0} what it is about, {1} called wrong, {2} by.
    pub(crate) found_corrected: &'static str,
    /// {0} date.
    pub(crate) found_corrected_word: &'static str,
    /// {0} asset, {1} out, {2} in.
    pub(crate) found_exceeds: &'static str,
    /// {0} unit.
    pub(crate) per: &'static str,
    /// Post-consumer, pre-consumer, recycled, primary, unstated.
    pub(crate) sources: [&'static str; 5],
    /// A share that came from nothing recorded.
    pub(crate) unrecorded: &'static str,
    /// Under the recycled share.
    pub(crate) unweighed: &'static str,
    /// Sourced, made, packed, moved, certified, declared, revoked, recalled.
    pub(crate) acts: [&'static str; 8],
    /// Legend.
    pub(crate) packed_in: &'static str,
    /// {0} name, {1} count.
    pub(crate) origin_count: &'static str,
    /// No bounds on the recycled share.
    pub(crate) unbounded: &'static str,
}

impl Words {
    /// The words of a language.
    pub(crate) const fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::En => &en::WORDS,
            Locale::De => &de::WORDS,
            Locale::Fr => &fr::WORDS,
        }
    }
}

/// What goes into a placeholder.
pub(crate) enum Filler {
    /// As the text around it.
    Plain(String),
    /// In semi-bold.
    Strong(String),
}

/// A template with its placeholders `{0}`, `{1}`, … filled, as spans. A placeholder without a filler stays empty.
pub(crate) fn fill(template: &str, style: Style, fillers: &[Filler]) -> Vec<Span> {
    let mut spans = Vec::new();
    for (index, part) in template.split('{').enumerate() {
        let literal = match part.split_once('}').filter(|_| index > 0) {
            Some((number, rest)) => {
                match number.parse().ok().and_then(|at: usize| fillers.get(at)) {
                    Some(Filler::Plain(text)) => spans.push(Span::new(text, style)),
                    Some(Filler::Strong(text)) => spans.push(Span::new(text, style.bold())),
                    None => {}
                }
                rest
            }
            None => part,
        };
        // A name that ends in a full stop ends its sentence as well.
        let stopped = spans
            .last()
            .is_some_and(|span: &Span| span.text.ends_with('.'));
        let literal = literal
            .strip_prefix('.')
            .filter(|_| stopped)
            .unwrap_or(literal);
        if !literal.is_empty() {
            spans.push(Span::new(literal, style));
        }
    }
    spans
}

/// A template filled with plain texts, as one text.
pub(crate) fn filled(template: &str, fillers: &[&str]) -> String {
    let mut text = String::new();
    for (index, part) in template.split('{').enumerate() {
        match part.split_once('}').filter(|_| index > 0) {
            Some((number, rest)) => {
                let filler = number.parse().ok().and_then(|at: usize| fillers.get(at));
                text.push_str(filler.copied().unwrap_or_default());
                text.push_str(rest);
            }
            None => text.push_str(part),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::face::Face;
    use crate::paper::ink::Ink;

    #[test]
    fn what_is_put_in_is_never_read_as_a_template() {
        let style = Style::new(Face::Text, 8.0, Ink::Black);
        let spans = fill(
            "{0} by {1}.",
            style,
            &[Filler::Plain("{1}".into()), Filler::Strong("x".into())],
        );
        let told: Vec<_> = spans
            .iter()
            .map(|span| (span.text.as_str(), span.style.face))
            .collect();
        assert_eq!(
            told,
            [
                ("{1}", Face::Text),
                (" by ", Face::Text),
                ("x", Face::Bold),
                (".", Face::Text)
            ]
        );
        let spans = fill("{0}. Then", style, &[Filler::Plain("Miedź S.A.".into())]);
        assert_eq!(spans[1].text, " Then", "one full stop is enough");
        assert_eq!(filled("{0} of {1}", &["{1}", "2"]), "{1} of 2");
        assert_eq!(filled("{7}!", &[]), "!");
    }
}
