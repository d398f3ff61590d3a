//! What a root of the lineage is by its own word: recycled, primary, or nobody says. A root is an asset without recorded
//! inputs.

use trace::{ClaimKind, SubjectId};

use crate::Register;

/// What the origin claim of a root says it is.
///
/// The statement of the claim counts if it begins with the word, whatever its case, and the word ends there:
/// `Post-consumer, dross from Hoboken` does, `primarily recycled` and `recycled-free` do not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Source {
    /// `post-consumer`: recycled from what consumers have done with (ISO 14021, 7.8.1.1).
    PostConsumer,
    /// `pre-consumer`: recycled from another maker's waste (ISO 14021, 7.8.1.1).
    PreConsumer,
    /// `recycled`, without saying which.
    Recycled,
    /// `primary`: won from nature.
    Primary,
    /// No claim in force says any of these; a place alone says nothing of it either.
    Unstated,
}

impl Source {
    const STATED: [Self; 4] = [
        Self::PostConsumer,
        Self::PreConsumer,
        Self::Recycled,
        Self::Primary,
    ];

    /// The word for it in JSON and on screen; but for the last, the word that the claim begins with.
    pub const fn word(self) -> &'static str {
        match self {
            Self::PostConsumer => "post-consumer",
            Self::PreConsumer => "pre-consumer",
            Self::Recycled => "recycled",
            Self::Primary => "primary",
            Self::Unstated => "unstated",
        }
    }

    /// Whether it counts as recycled content.
    pub const fn is_recycled(self) -> bool {
        matches!(
            self,
            Self::PostConsumer | Self::PreConsumer | Self::Recycled
        )
    }

    /// Reads the statement of an origin claim.
    pub fn from_statement(statement: &str) -> Self {
        let statement = statement.trim_start();
        (Self::STATED.into_iter())
            .find(|source| begins_with_word(statement, source.word()))
            .unwrap_or(Self::Unstated)
    }
}

fn begins_with_word(text: &str, word: &str) -> bool {
    let (Some(head), Some(rest)) = (text.get(..word.len()), text.get(word.len()..)) else {
        return false;
    };
    let goes_on = |next: char| next.is_alphanumeric() || next == '-' || next == '_';
    head.eq_ignore_ascii_case(word) && !rest.starts_with(goes_on)
}

/// What the claims in force at this second say a root is, and whether a certifier says it. A certified claim goes before
/// a declared one, a later before an earlier; claims that state nothing of it are passed over.
pub(crate) fn source_of(register: &Register, root: SubjectId, second: u64) -> (Source, bool) {
    register
        .attestations_about(root)
        .filter(|attestation| {
            attestation.claim.kind == ClaimKind::Origin && attestation.in_force_at(second)
        })
        .map(|attestation| {
            let source = Source::from_statement(&attestation.claim.statement);
            (attestation.certified, attestation.made.event, source)
        })
        .filter(|(_, _, source)| *source != Source::Unstated)
        .max_by_key(|(certified, event, _)| (*certified, *event))
        .map_or((Source::Unstated, false), |(certified, _, source)| {
            (source, certified)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_of_a_statement_decides() {
        for (statement, source) in [
            ("post-consumer", Source::PostConsumer),
            (" Post-Consumer: dross", Source::PostConsumer),
            ("pre-consumer (offcuts)", Source::PreConsumer),
            ("recycled", Source::Recycled),
            ("primary, Bangka", Source::Primary),
            ("primarily recycled", Source::Unstated),
            ("recycled-free", Source::Unstated),
            ("not recycled", Source::Unstated),
            ("Rubaya mine", Source::Unstated),
            ("", Source::Unstated),
            ("rec\u{fc}cled", Source::Unstated),
            ("primar\u{fd}", Source::Unstated),
        ] {
            assert_eq!(Source::from_statement(statement), source, "{statement}");
        }
    }
}
