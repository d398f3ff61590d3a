//! Events of the ledger as EPCIS 2.0 (ISO/IEC 19987), the form in which other systems read them; and positions that other devices
//! wrote down.
//!
//! Of events it writes only, and it is pure: no clock, no file, no network. The same events give the same bytes. It proves nothing:
//! the evidence beside the document does.

mod document;
mod event;
mod hash;
mod positions;
mod thing;

pub use document::{NAMESPACE, capture_hash, document, to_json};
pub use event::capture;
pub use hash::{event_hash, event_id};
pub use positions::{Point, PositionsError, positions};
pub use thing::Names;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
