//! Why a text names nothing that GS1 knows.

use thiserror::Error;

/// A text that is no GS1 identifier, or a bent one.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Gs1Error {
    /// Nothing but blanks.
    #[error("there is nothing to read")]
    Empty,
    /// More characters than any symbol holds.
    #[error("the text has {0} characters; no GS1 symbol holds more than {max}", max = crate::MAX_LEN)]
    TooLong(usize),
    /// The last digit of a key does not fit the others.
    #[error(
        "the check digit of {what} {given} is {found}; by the other digits it would be {expected}"
    )]
    CheckDigit {
        /// Which key, such as `GTIN`.
        what: &'static str,
        /// The key as it was given.
        given: String,
        /// Its last digit.
        found: char,
        /// The digit that fits.
        expected: char,
    },
    /// A key or a value has the wrong number of characters.
    #[error("{what} has {wanted}; {given:?} has {found}")]
    Length {
        /// Which key or element.
        what: String,
        /// How many there must be, such as `14 digits`.
        wanted: String,
        /// What was given, cut.
        given: String,
        /// How many it has.
        found: usize,
    },
    /// A character that this key or element cannot have.
    #[error("{what} cannot have {character:?}")]
    Character {
        /// Which key or element.
        what: String,
        /// The first such character.
        character: char,
    },
    /// An Application Identifier that this program does not know, so that it cannot say where the element ends.
    #[error("{0:?} begins with no Application Identifier that is known here")]
    UnknownIdentifier(String),
    /// The same Application Identifier twice, with different values.
    #[error("({ai}) is there twice, once as {first:?} and once as {second:?}")]
    Repeated {
        /// The Application Identifier.
        ai: String,
        /// The first value.
        first: String,
        /// The second value.
        second: String,
    },
    /// Six digits that are no day.
    #[error("({ai}) {given:?} is no date; it is written YYMMDD")]
    Date {
        /// The Application Identifier.
        ai: String,
        /// What was given.
        given: String,
    },
    /// Neither a GS1 identifier nor a URI.
    #[error("{0:?} is neither a GS1 identifier nor a URI")]
    NotAName(String),
}

impl Gs1Error {
    /// A stable word for the reason, for whoever must tell it in another language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong(_) => "too-long",
            Self::CheckDigit { .. } => "check-digit",
            Self::Length { .. } => "length",
            Self::Character { .. } => "character",
            Self::UnknownIdentifier(_) => "unknown-identifier",
            Self::Repeated { .. } => "repeated",
            Self::Date { .. } => "date",
            Self::NotAName(_) => "not-a-name",
        }
    }
}

/// The beginning of a hostile text, for a message.
pub(crate) fn cut(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut cut: String = text.chars().take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        cut.push('…');
    }
    cut
}
