//! Findings as sentences: what is wrong and the figures that show it.

use super::{Filler, Words, fill, filled};
use crate::model::Told;
use crate::paper::text::{Span, Style};

impl Words {
    /// A finding as a paragraph.
    pub(crate) fn finding(&self, told: &Told, style: Style) -> Vec<Span> {
        let plain = |text: &str| Filler::Plain(text.to_owned());
        match told {
            Told::OverClaim {
                asset,
                by,
                claimed,
                most,
            } => {
                let fillers = [
                    Filler::Strong(asset.clone()),
                    Filler::Strong(self.percent(*claimed)),
                    plain(by),
                    Filler::Strong(self.percent_at_most(*most)),
                ];
                fill(self.found_over_claim, style, &fillers)
            }
            Told::Revoked {
                statement,
                subject,
                by,
                on,
                assets,
                reason,
            } => {
                let revoked = filled(self.found_revoked_word, &[&self.date(*on)]);
                let fillers = [
                    plain(statement),
                    plain(subject),
                    Filler::Strong(revoked),
                    plain(by),
                ];
                let mut spans = fill(self.found_revoked, style, &fillers);
                spans.extend(fill(
                    self.found_relied_on,
                    style,
                    &[plain(&assets.to_string())],
                ));
                spans.extend(self.reason(reason, style));
                spans
            }
            Told::NotReceived {
                goods,
                from,
                to,
                on,
                days,
            } => {
                let fillers = [
                    Filler::Strong(goods.clone()),
                    plain(from),
                    plain(to),
                    plain(&self.date(*on)),
                    Filler::Strong(self.found_not_received_word.to_owned()),
                    plain(&days.to_string()),
                ];
                fill(self.found_not_received, style, &fillers)
            }
            Told::Recalled { .. } => self.recalled_finding(told, style),
            Told::Corrected {
                subject,
                by,
                on,
                reason,
            } => {
                let wrong = filled(self.found_corrected_word, &[&self.date(*on)]);
                let fillers = [
                    Filler::Strong(subject.clone()),
                    Filler::Strong(wrong),
                    plain(by),
                ];
                let mut spans = fill(self.found_corrected, style, &fillers);
                spans.extend(self.reason(reason, style));
                spans
            }
            Told::OutputExceedsInput {
                asset,
                input,
                output,
            } => {
                let fillers = [
                    Filler::Strong(asset.clone()),
                    Filler::Strong(self.mass(*output)),
                    Filler::Strong(self.mass(*input)),
                ];
                fill(self.found_exceeds, style, &fillers)
            }
        }
    }

    fn recalled_finding(&self, told: &Told, style: Style) -> Vec<Span> {
        let Told::Recalled {
            asset,
            by,
            on,
            reason,
            used_after,
            lifted,
        } = told
        else {
            return Vec::new();
        };
        let recalled = filled(self.found_recalled_word, &[&self.date(*on)]);
        let fillers = [
            Filler::Strong(asset.clone()),
            Filler::Strong(recalled),
            Filler::Plain(by.clone()),
        ];
        let mut spans = fill(self.found_recalled, style, &fillers);
        if *used_after {
            spans.push(Span::new(self.found_used_after, style));
        }
        if let Some(on) = lifted {
            let on = Filler::Plain(self.date(*on));
            spans.extend(fill(self.found_lifted, style, &[on]));
        }
        spans.extend(self.reason(reason, style));
        spans
    }

    fn reason(&self, reason: &str, style: Style) -> Vec<Span> {
        if reason.trim().is_empty() {
            return Vec::new();
        }
        fill(
            self.found_reason,
            style,
            &[Filler::Plain(reason.to_owned())],
        )
    }
}
