//! From typed text to values, each problem at its field. What is known of the world is not asked here.

use alloy_primitives::B256;
use jiff::fmt::temporal::Pieces;
use ledger::limits;
use protocol::field::{FieldAsset, FieldRecord, ProblemCode as Code};
use rust_decimal::Decimal;
use thiserror::Error;
use trace::{
    AssetDetail, AssetKind, Epc, EventTime, Granularity, MICRO, Mass, Quantity, QuantityError, Unit,
};

use crate::problems::Problems;

/// The longest record that is read or kept, in bytes.
pub const MAX_FORM: usize = 256 << 10;

/// A file or text that is no record.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum RecordError {
    /// It is not the JSON of a record; the message names the field.
    #[error("this is no record of the field: {0}")]
    Form(String),
    /// It is too long.
    #[error("a record has at most {MAX_FORM} bytes; this one has {0}")]
    TooLong(usize),
}

/// Reads the JSON form of a record. Unknown fields are refused by their names.
pub fn read_record(json: &[u8]) -> Result<FieldRecord, RecordError> {
    if json.len() > MAX_FORM {
        return Err(RecordError::TooLong(json.len()));
    }
    serde_json::from_slice(json).map_err(|error| RecordError::Form(error.to_string()))
}

/// The canonical name in a field.
pub(crate) fn epc(problems: &mut Problems, path: &str, text: &str) -> Option<Epc> {
    let text = text.trim();
    if text.is_empty() {
        problems.error(path, Code::Missing, &[]);
        return None;
    }
    Epc::parse(text)
        .map_err(|error| problems.error(path, Code::NotAName, &[&error.to_string()]))
        .ok()
}

/// A time with its offset; `None` where the field is empty or wrong.
pub(crate) fn time(problems: &mut Problems, path: &str, text: &str) -> Option<EventTime> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let read = parse_time(text);
    if read.is_none() {
        problems.error(path, Code::NotATime, &[text]);
        return None;
    }
    let fits = |time: &EventTime| {
        time.unix_millis > 0
            && time.unix_seconds() <= limits::LAST_SECOND
            && time.zone_offset_minutes.abs() <= limits::ZONE_OFFSET_MINUTES
    };
    let fitting = read.filter(fits);
    if fitting.is_none() {
        problems.error(path, Code::OutOfRange, &[text]);
    }
    fitting
}

/// A time with its offset (RFC 3339), as it is typed in forms.
pub fn parse_time(text: &str) -> Option<EventTime> {
    let pieces = Pieces::parse(text).ok()?;
    let offset = pieces.to_numeric_offset()?;
    let at = pieces.date().to_datetime(pieces.time()?);
    let instant = offset.to_timestamp(at).ok()?;
    Some(EventTime {
        unix_millis: u64::try_from(instant.as_millisecond()).ok()?,
        zone_offset_minutes: i16::try_from(offset.seconds() / 60).ok()?,
    })
}

/// A second that may be left open.
pub(crate) fn second(problems: &mut Problems, path: &str, text: &str) -> Option<u64> {
    time(problems, path, text).map(EventTime::unix_seconds)
}

/// A unit.
pub(crate) fn unit(problems: &mut Problems, path: &str, text: &str) -> Option<Unit> {
    let text = text.trim();
    if text.is_empty() {
        problems.error(path, Code::Missing, &[]);
        return None;
    }
    Unit::new(text)
        .map_err(|_| problems.error(path, Code::NotAUnit, &[text]))
        .ok()
}

/// More than nothing of something, in millionths.
pub(crate) fn quantity(
    problems: &mut Problems,
    path: &str,
    text: &str,
    unit: &Unit,
) -> Option<u64> {
    let text = text.trim();
    if text.is_empty() {
        problems.error(path, Code::Missing, &[]);
        return None;
    }
    match Quantity::parse(text, unit.clone()) {
        Ok(quantity) if quantity.micro == 0 => {
            problems.error(path, Code::NotPositive, &[]);
            None
        }
        Ok(quantity) => Some(quantity.micro),
        Err(QuantityError::TooLarge(_)) => {
            problems.error(path, Code::OutOfRange, &[text]);
            None
        }
        Err(_) => {
            problems.error(path, Code::NotANumber, &[text]);
            None
        }
    }
}

/// A decimal number in millionths; 0 for an empty field.
pub(crate) fn signed_micro(problems: &mut Problems, path: &str, text: &str) -> Option<i64> {
    let text = text.trim();
    if text.is_empty() {
        return Some(0);
    }
    let number: Option<Decimal> = text.parse().ok();
    let Some(number) = number.filter(|number| number.normalize().scale() <= 6) else {
        problems.error(path, Code::NotANumber, &[text]);
        return None;
    };
    let micro = number
        .checked_mul(Decimal::from(MICRO))
        .and_then(|micro| i64::try_from(micro).ok());
    if micro.is_none() {
        problems.error(path, Code::OutOfRange, &[text]);
    }
    micro
}

/// 32 bytes in hex.
pub(crate) fn hash(problems: &mut Problems, path: &str, text: &str) -> Option<B256> {
    let text = text.trim();
    if text.is_empty() {
        problems.error(path, Code::Missing, &[]);
        return None;
    }
    text.parse()
        .map_err(|_| problems.error(path, Code::NotAHash, &[text]))
        .ok()
}

/// A text of the ledger, whatever it says, up to so many bytes.
pub(crate) fn text(problems: &mut Problems, path: &str, text: &str, most: usize) -> String {
    let text = text.trim();
    if text.len() > most {
        problems.error(path, Code::TooLong, &[&most.to_string()]);
    }
    text.to_owned()
}

/// The same for a text that must be there.
pub(crate) fn needed(problems: &mut Problems, path: &str, given: &str, most: usize) -> String {
    if given.trim().is_empty() {
        problems.error(path, Code::Missing, &[]);
    }
    text(problems, path, given, most)
}

/// Whether a list has as many entries as the ledger takes, at least one.
pub(crate) fn list(problems: &mut Problems, path: &str, entries: usize) {
    if entries == 0 {
        problems.error(path, Code::Missing, &[]);
    } else if entries > limits::LIST {
        problems.error(path, Code::TooMany, &[&limits::LIST.to_string()]);
    }
}

/// An asset in the making.
pub(crate) fn asset(problems: &mut Problems, path: &str, form: &FieldAsset) -> Option<AssetDetail> {
    let at = |field: &str| format!("{path}.{field}");
    let epc = epc(problems, &at("name"), &form.name);
    let unit = unit(problems, &at("unit"), &form.unit);
    let description = text(
        problems,
        &at("description"),
        &form.description,
        limits::TEXT,
    );
    // The number can be judged before there is a unit.
    let piece = Unit::piece();
    let measured = unit.as_ref().unwrap_or(&piece);
    let micro =
        quantity(problems, &at("quantity"), &form.quantity, measured).filter(|_| unit.is_some());
    let unit_mass = unit_mass(problems, &at("unitMass"), &form.unit_mass)?;
    let granularity = granularity(form.granularity);
    let quantity = Quantity {
        micro: micro?,
        unit: unit?,
    };
    let one_piece = quantity.micro == MICRO && quantity.unit == Unit::piece();
    if granularity == Granularity::Item && !one_piece {
        problems.error(at("quantity"), Code::ItemIsOnePiece, &[]);
        return None;
    }
    Some(AssetDetail {
        epc: epc?,
        kind: kind(form.kind),
        granularity,
        description,
        quantity,
        unit_mass,
    })
}

/// The mass of one unit; `Some(None)` where none is recorded.
#[allow(clippy::option_option)] // wrong, left out, given
fn unit_mass(problems: &mut Problems, path: &str, text: &str) -> Option<Option<Mass>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    // Millionths of a kilogram are milligrams, in which the ledger keeps it.
    let milligrams = quantity(problems, path, text, &Unit::kilogram())?;
    Some(Some(Mass::from_milligrams(milligrams)))
}

const fn kind(kind: protocol::AssetKind) -> AssetKind {
    match kind {
        protocol::AssetKind::Material => AssetKind::Material,
        protocol::AssetKind::Component => AssetKind::Component,
        protocol::AssetKind::Product => AssetKind::Product,
        protocol::AssetKind::LogisticUnit => AssetKind::LogisticUnit,
    }
}

const fn granularity(granularity: protocol::Granularity) -> Granularity {
    match granularity {
        protocol::Granularity::Lot => Granularity::Lot,
        protocol::Granularity::Item => Granularity::Item,
        protocol::Granularity::LogisticUnit => Granularity::LogisticUnit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_keep_the_offset_of_the_place() {
        let mut problems = Problems::default();
        let read = time(&mut problems, "time", "2026-11-23T10:00:00+01:00");
        let expected = EventTime {
            unix_millis: 1_795_424_400_000,
            zone_offset_minutes: 60,
        };
        assert_eq!(read, Some(expected));
        assert_eq!(expected.utc_text(), "2026-11-23T09:00:00.000Z");
        let zulu = time(&mut problems, "time", "2026-11-23T10:00:00.250Z");
        assert_eq!(zulu.map(|at| at.zone_offset_minutes), Some(0));
        assert!(!problems.has_errors());
    }

    #[test]
    fn what_is_no_time_is_said_to_be_none() {
        for wrong in [
            "yesterday",
            "2026-11-23",
            "2026-11-23T10:00:00",
            "2026-13-23T10:00:00Z",
            "1969-12-31T00:00:00Z",
            "2026-11-23T10:00:00+23:00",
        ] {
            let mut problems = Problems::default();
            assert_eq!(time(&mut problems, "time", wrong), None, "{wrong}");
            assert!(problems.has_errors(), "{wrong}");
        }
    }
}
