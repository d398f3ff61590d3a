//! Records of the field: what a form must hold, what is known to be wrong with it, the states that it goes through, the captured
//! record that it becomes, and what stands against that when the world moved on.
//!
//! It is pure: no clock, no file, no network; time and what is known are passed in. It keeps nothing (`outbox` does), holds no key
//! (`device` does) and sends nothing.

mod basis;
mod became;
mod bundle;
mod capture;
mod check;
mod clock;
mod conflict;
mod enclosure;
mod known;
mod problems;
mod prospect;
mod read;
mod state;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod testing;

pub use basis::{Basis, Consignment, Thing};
pub use became::became;
pub use bundle::{Bundle, BundleError, Carried, Fate, Receipt, Receipts};
pub use capture::{Touch, call, capture, touches};
pub use check::{Checked, Prepared, Writer, check};
pub use clock::{ClockSkew, clock_skew};
pub use conflict::{Conflict, Fact, conflicts, ways_out};
pub use enclosure::Enclosure;
pub use known::{Acting, AssetFacts, Known, RecordedEvent, ShipmentFacts, ShipmentStatus};
pub use prospect::{Prospect, prospect};
pub use protocol::field::{ConflictWord, FieldRecord, FieldState as State, WayOut};
pub use read::{MAX_FORM, RecordError, parse_time, read_record};
pub use state::{Happening, NotPossible, next};
