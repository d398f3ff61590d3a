//! The vocabulary of traceability: assets, events, parties, locations, claims and what is known of them.
//!
//! It is pure: no clock, no file, no network, and no wire format; where a type crosses a border (JSON, SQL, ABI)
//! the crate at that border converts. Terms follow EPCIS 2.0 / CBV 2.0 (ISO/IEC 19987, 19988) and ISO 22095.

mod asset;
mod assurance;
mod claim;
mod epc;
mod event;
mod party;
mod quantity;
mod subject;
mod time;

pub use asset::{AssetDetail, AssetKind, Granularity, UnknownCode};
pub use assurance::Assurance;
pub use claim::{Claim, ClaimKind};
pub use epc::{Epc, EpcError, check_digit};
pub use event::{EventBody, EventKey, EventType, Portion, Record, TraceEvent};
pub use party::{Location, Party};
pub use quantity::{MICRO, Mass, Quantity, QuantityError, Unit};
pub use subject::{AttestationId, ShipmentId, Strand, SubjectId};
pub use time::EventTime;
