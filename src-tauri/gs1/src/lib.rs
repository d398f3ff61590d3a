//! GS1 identifiers, as people type them and scanners give them: keys with their check digits, element strings with brackets or
//! separators, Digital Links, and the one canonical name that `trace` has for the thing named.
//!
//! It is pure: no clock, no file, no network; it draws and scans nothing (that is `symbol`) and resolves no link. The sources are
//! the GS1 General Specifications, sections 3 (Application Identifiers) and 7 (check digits, dates, element strings), and the GS1
//! Digital Link URI syntax.

mod application;
mod date;
mod element;
mod error;
mod key;
mod link;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod properties;
mod reading;

pub use date::ShortDate;
pub use element::{Element, ElementString};
pub use error::Gs1Error;
pub use key::{Giai, Gln, Grai, Gtin, Sscc};
pub use reading::{Reading, read};

/// The most characters of any text that is read: more than any symbol holds.
pub const MAX_LEN: usize = 4500;

/// FNC1 behind an element of variable length, as scanners give it (ASCII 29, group separator).
pub const SEPARATOR: char = '\u{1d}';
