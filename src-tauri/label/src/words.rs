//! The captions of a label in three languages, and its dates.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use report::Locale;
use trace::EventTime;

/// The captions.
pub(crate) struct Words {
    pub(crate) lot: &'static str,
    pub(crate) serial: &'static str,
    pub(crate) quantity: &'static str,
    pub(crate) made: &'static str,
}

impl Words {
    pub(crate) const fn of(locale: Locale) -> Self {
        match locale {
            Locale::En => Self {
                lot: "Batch/lot",
                serial: "Serial number",
                quantity: "Quantity",
                made: "Made on",
            },
            Locale::De => Self {
                lot: "Charge",
                serial: "Seriennummer",
                quantity: "Menge",
                made: "Hergestellt am",
            },
            Locale::Fr => Self {
                lot: "Lot",
                serial: "Numéro de série",
                quantity: "Quantité",
                made: "Fabriqué le",
            },
        }
    }
}

/// The day at the place; `None` beyond year 9999.
pub(crate) fn day(time: EventTime) -> Option<Date> {
    let at = Timestamp::from_millisecond(i64::try_from(time.unix_millis).ok()?).ok()?;
    let offset = Offset::from_seconds(i32::from(time.zone_offset_minutes) * 60).ok()?;
    Some(offset.to_datetime(at).date())
}
