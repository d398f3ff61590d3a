//! From a log of the contract to an event, with everything checked that the log alone can show.
//!
//! Whether the log is really on a chain is `evidence`'s question; whether the event makes sense beside others is
//! `lineage`'s. Text that is not UTF-8 keeps its place with U+FFFD for what cannot be read: it is text to show, and an
//! event must not vanish because its description is broken. Names are another matter: one that is not canonical
//! refuses the event, as its id would mean another thing.

use alloy_primitives::{B256, Log};
use alloy_sol_types::{SolEvent, SolType, abi};
use thiserror::Error;
use trace::{EpcError, EventBody, Quantity, QuantityError, Strand, SubjectId, UnknownCode};

use crate::abi::TraceLedger as contract;
use crate::{convert, limits};

/// A log that bears the topic of an event of record and is none.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum DecodeError {
    /// The data is longer than any event of the contract.
    #[error("a log with {0} bytes of data is longer than any event of the ledger")]
    Size(usize),
    /// The number of topics is not the event's.
    #[error("the log has {0} topics, which does not fit its event")]
    Topics(usize),
    /// The data is not the one ABI encoding of the event's fields.
    #[error("the log's data is not an encoding of its event: {0}")]
    Layout(String),
    /// A text is longer or shorter than the contract lets it be.
    #[error("{field} has {length} bytes, and may have {min} to {max}")]
    Length {
        /// The field.
        field: &'static str,
        /// Its length in bytes.
        length: usize,
        /// The least it may have.
        min: usize,
        /// The most it may have.
        max: usize,
    },
    /// A list is empty or too long.
    #[error("{field} has {entries} entries, and may have 1 to 64")]
    List {
        /// The field.
        field: &'static str,
        /// How many entries it has.
        entries: usize,
    },
    /// A correction of no event, or of one with more histories than any event has.
    #[error("a correction names {0} histories, and may name 1 to 128")]
    Histories(usize),
    /// A document is anchored without its hash.
    #[error("a document was anchored without its hash")]
    NoHash,
    /// A name names nothing.
    #[error("the name is not one: {0}")]
    Name(#[from] EpcError),
    /// A name is a second spelling of something that has a canonical one.
    #[error("{found:?} is written {canonical:?}")]
    NotCanonical {
        /// The name in the log.
        found: String,
        /// Its one spelling.
        canonical: String,
    },
    /// The id beside a name is not the name's hash.
    #[error("{found} is not the id of the name beside it")]
    Id {
        /// The id in the log.
        found: B256,
    },
    /// A number stands for no member of its code list.
    #[error(transparent)]
    Code(#[from] UnknownCode),
    /// A unit is no UN/ECE Recommendation 20 code.
    #[error(transparent)]
    Unit(QuantityError),
    /// A quantity is zero or more than 2⁶³ − 1 millionths.
    #[error("{0} millionths are not a quantity")]
    Quantity(u64),
    /// An item is not exactly one piece.
    #[error("an item is one piece, not {0}")]
    NotOnePiece(Quantity),
    /// A time is 0 or beyond the year 9999.
    #[error("{0} is not a time that the ledger takes")]
    Time(u64),
    /// A zone offset is beyond 14 hours.
    #[error("{0} minutes are not a zone offset")]
    ZoneOffset(i16),
    /// A place lies beyond a pole or the date line.
    #[error("{latitude_e6}, {longitude_e6} millionths of a degree are no place on Earth")]
    Coordinates {
        /// Latitude.
        latitude_e6: i32,
        /// Longitude.
        longitude_e6: i32,
    },
}

/// The event that a log of the contract records; `None` if the log is of another kind, such as
/// `HeadExtended`, what became of a captured record (see [`crate::decode_capture`]), an ERC-1155 transfer or a change of
/// roles.
///
/// The log's address is not looked at: which contract to listen to is the caller's choice.
pub fn decode(log: &Log) -> Result<Option<EventBody>, DecodeError> {
    let Some(topic) = log.topics().first() else {
        return Ok(None);
    };
    let body = match *topic {
        contract::PartyRegistered::SIGNATURE_HASH => convert::party_registered(fields(log)?)?,
        contract::LocationRegistered::SIGNATURE_HASH => convert::location_registered(fields(log)?)?,
        contract::Commissioned::SIGNATURE_HASH => convert::commissioned(fields(log)?)?,
        contract::Transformed::SIGNATURE_HASH => convert::transformed(fields(log)?)?,
        contract::Packed::SIGNATURE_HASH => convert::packed(fields(log)?)?,
        contract::Unpacked::SIGNATURE_HASH => convert::unpacked(fields(log)?)?,
        contract::Shipped::SIGNATURE_HASH => convert::shipped(fields(log)?)?,
        contract::Received::SIGNATURE_HASH => convert::received(fields(log)?)?,
        contract::Attested::SIGNATURE_HASH => convert::attested(fields(log)?)?,
        contract::Revoked::SIGNATURE_HASH => convert::revoked(fields(log)?)?,
        contract::Recalled::SIGNATURE_HASH => convert::recalled(fields(log)?)?,
        contract::Rejected::SIGNATURE_HASH => convert::rejected(fields(log)?)?,
        contract::Observed::SIGNATURE_HASH => convert::observed(fields(log)?)?,
        contract::Lifted::SIGNATURE_HASH => convert::lifted(fields(log)?)?,
        contract::Corrected::SIGNATURE_HASH => convert::corrected(fields(log)?)?,
        contract::Anchored::SIGNATURE_HASH => convert::anchored(fields(log)?)?,
        contract::Delegated::SIGNATURE_HASH => convert::delegated(&fields(log)?)?,
        contract::DelegationWithdrawn::SIGNATURE_HASH => {
            convert::delegation_withdrawn(&fields(log)?)
        }
        _ => return Ok(None),
    };
    Ok(Some(body))
}

/// A subject's history grew by one event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HeadExtension {
    /// Whose history.
    pub subject: SubjectId,
    /// Which of its two.
    pub strand: Strand,
    /// The digest of the event that it grew by (see [`crate::event_digest`]).
    pub digest: B256,
    /// The running hash from now on.
    pub head: B256,
    /// How many events the history has from now on.
    pub count: u64,
}

/// The `HeadExtended` event that a log records; `None` if the log is of another kind.
pub fn decode_head(log: &Log) -> Result<Option<HeadExtension>, DecodeError> {
    if log.topics().first() != Some(&contract::HeadExtended::SIGNATURE_HASH) {
        return Ok(None);
    }
    if log.topics().len() != 3 {
        return Err(DecodeError::Topics(log.topics().len()));
    }
    let event = contract::HeadExtended::decode_raw_log_validate(log.topics(), &log.data.data)
        .map_err(layout)?;
    Ok(Some(HeadExtension {
        subject: SubjectId(event.subject),
        strand: convert::strand(event.strand)?,
        digest: event.digest,
        head: event.head,
        count: event.count,
    }))
}

// By value, as `map_err` hands it over.
#[allow(clippy::needless_pass_by_value)]
pub(crate) fn layout(error: alloy_sol_types::Error) -> DecodeError {
    DecodeError::Layout(error.to_string().chars().take(200).collect())
}

/// The fields of an event without indexed ones. Strict decoding refuses gaps and overlaps, so what is decoded is never
/// larger than the data, whatever its offsets claim.
fn fields<E: SolEvent>(log: &Log) -> Result<E, DecodeError> {
    let data = &log.data.data;
    if log.topics().len() != 1 {
        return Err(DecodeError::Topics(log.topics().len()));
    }
    if data.len() > limits::LOG_DATA {
        return Err(DecodeError::Size(data.len()));
    }
    let config = abi::AbiDecoderConfig::new()
        .strict(true)
        .memory_limit(32 * limits::LOG_DATA);
    let tokens =
        abi::decode_sequence_with_config::<<E::DataTuple<'_> as SolType>::Token<'_>>(data, config)
            .map_err(layout)?;
    let topics = E::decode_topics(log.topics().iter().copied()).map_err(layout)?;
    Ok(E::new(topics, E::DataTuple::detokenize(tokens)))
}
