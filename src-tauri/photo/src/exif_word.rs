//! What the camera wrote into a photograph (Exif 3.0, CIPA DC-008): when, where, with which device. It is the file's own word.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use exif::{Field, In, Rational, Reader, Tag, Value};
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// The longest device name that is kept, in characters.
const LONGEST_NAME: usize = 80;

/// EXIF's word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exif {
    /// When the picture was taken.
    pub taken: Option<Taken>,
    /// Where it was taken.
    pub place: Option<Place>,
    /// Maker and model of the camera; hostile text.
    pub device: Option<String>,
}

/// The camera's clock.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    /// As the camera's clock showed it, such as `2026-11-23T21:14:05`.
    pub local: String,
    /// The clock's offset in minutes east of UTC, which many cameras do not tell.
    pub offset_minutes: Option<i16>,
}

impl Taken {
    /// As RFC 3339 with the offset, where that is told.
    pub fn rfc3339(&self) -> Option<String> {
        let minutes = self.offset_minutes?;
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.unsigned_abs();
        Some(format!(
            "{}{sign}{:02}:{:02}",
            self.local,
            minutes / 60,
            minutes % 60
        ))
    }
}

/// The camera's position (WGS 84).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Degrees north, in 10⁻⁷.
    pub latitude_e7: i32,
    /// Degrees east, in 10⁻⁷.
    pub longitude_e7: i32,
    /// How far off it may be, in centimetres, where the camera tells.
    pub accuracy_cm: Option<u32>,
    /// Height above the sea in centimetres, where the camera tells.
    pub altitude_cm: Option<i32>,
}

impl Place {
    /// Degrees north as a decimal number.
    pub fn latitude(&self) -> String {
        degrees(self.latitude_e7)
    }

    /// Degrees east as a decimal number.
    pub fn longitude(&self) -> String {
        degrees(self.longitude_e7)
    }

    /// The accuracy in metres as a decimal number.
    pub fn accuracy_metres(&self) -> Option<String> {
        let centimetres = self.accuracy_cm?;
        Some(format!("{}.{:02}", centimetres / 100, centimetres % 100))
    }
}

/// In six decimals, a tenth of a metre: as many as forms take.
fn degrees(e7: i32) -> String {
    let value = (e7.unsigned_abs() + 5) / 10;
    let sign = if e7 < 0 && value > 0 { "-" } else { "" };
    format!("{sign}{}.{:06}", value / 1_000_000, value % 1_000_000)
}

/// What a file's EXIF data says, and which side of the picture is up (1 to 8; 1 where it is not told).
pub(crate) struct Word {
    pub(crate) exif: Option<Exif>,
    pub(crate) orientation: u8,
}

/// Reads the EXIF data of a JPEG, PNG, TIFF, HEIF or WebP file.
pub(crate) fn read(bytes: &[u8]) -> Word {
    // Should the reader panic over a bent file, it has no EXIF data.
    let read = catch_unwind(AssertUnwindSafe(|| word(bytes)));
    read.ok().flatten().unwrap_or(Word {
        exif: None,
        orientation: 1,
    })
}

fn word(bytes: &[u8]) -> Option<Word> {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let read = reader
        .read_from_container(&mut Cursor::new(bytes))
        .or_else(|error| error.distill_partial_result(|_| {}))
        .ok()?;
    let fields = Fields(&read);
    let orientation = fields
        .of(Tag::Orientation)
        .and_then(|field| field.value.get_uint(0));
    let exif = Exif {
        taken: taken(&fields),
        place: place(&fields),
        device: device(&fields),
    };
    let says_something = exif.taken.is_some() || exif.place.is_some() || exif.device.is_some();
    Some(Word {
        exif: says_something.then_some(exif),
        orientation: orientation
            .and_then(|value| u8::try_from(value).ok())
            .filter(|value| (1..=8).contains(value))
            .unwrap_or(1),
    })
}

struct Fields<'a>(&'a exif::Exif);

impl Fields<'_> {
    fn of(&self, tag: Tag) -> Option<&Field> {
        self.0.get_field(tag, In::PRIMARY)
    }

    /// An ASCII value, cut where it becomes long.
    fn text(&self, tag: Tag) -> Option<String> {
        let Value::Ascii(lines) = &self.of(tag)?.value else {
            return None;
        };
        let line = lines.first()?;
        let text: String = String::from_utf8_lossy(line)
            .chars()
            .filter(|c| !c.is_control())
            .take(LONGEST_NAME)
            .collect();
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    fn rationals(&self, tag: Tag) -> Option<&[Rational]> {
        match &self.of(tag)?.value {
            Value::Rational(values) => Some(values),
            _ => None,
        }
    }
}

fn taken(fields: &Fields) -> Option<Taken> {
    let [stamp, offset] = [
        [Tag::DateTimeOriginal, Tag::OffsetTimeOriginal],
        [Tag::DateTimeDigitized, Tag::OffsetTimeDigitized],
    ]
    .into_iter()
    .find(|[stamp, _]| fields.of(*stamp).is_some())?;
    let local = DateTime::strptime("%Y:%m:%d %H:%M:%S", fields.text(stamp)?).ok()?;
    let offset = fields.text(offset).and_then(|text| offset_minutes(&text));
    Some(Taken {
        local: local.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        offset_minutes: offset,
    })
}

/// `+01:00`, `-03:30`.
fn offset_minutes(text: &str) -> Option<i16> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = digits.split_once(':')?;
    let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let sound = (0..=14).contains(&hours) && (0..60).contains(&minutes);
    let total = sign * (hours * 60 + minutes);
    (sound && Offset::from_seconds(i32::from(total) * 60).is_ok()).then_some(total)
}

fn place(fields: &Fields) -> Option<Place> {
    let coordinate = |value: Tag, half: Tag, negative: char, most: i128| {
        let found =
            angle_e7(fields.rationals(value)?).filter(|found| *found <= most * 10_000_000)?;
        let found = i32::try_from(found).ok()?;
        let half = fields.text(half)?.chars().next()?.to_ascii_uppercase();
        Some(if half == negative { -found } else { found })
    };
    let latitude_e7 = coordinate(Tag::GPSLatitude, Tag::GPSLatitudeRef, 'S', 90)?;
    let longitude_e7 = coordinate(Tag::GPSLongitude, Tag::GPSLongitudeRef, 'W', 180)?;
    let first = |tag: Tag| scaled(*fields.rationals(tag)?.first()?, 100);
    let below = fields
        .of(Tag::GPSAltitudeRef)
        .and_then(|field| field.value.get_uint(0));
    let altitude = first(Tag::GPSAltitude).and_then(|found| i32::try_from(found).ok());
    Some(Place {
        latitude_e7,
        longitude_e7,
        accuracy_cm: first(Tag::GPSHPositioningError).and_then(|found| u32::try_from(found).ok()),
        altitude_cm: altitude.map(|found| if below == Some(1) { -found } else { found }),
    })
}

/// Degrees, minutes and seconds in 10⁻⁷ degrees.
fn angle_e7(parts: &[Rational]) -> Option<i128> {
    let [degrees, minutes, seconds] = parts else {
        return None;
    };
    // In 10⁻⁷ seconds of arc, so that it is rounded once.
    let minutes = scaled(*minutes, 60 * 10_000_000)?;
    let seconds = scaled(*seconds, 10_000_000)?;
    if minutes >= 3600 * 10_000_000 || seconds > 60 * 10_000_000 {
        return None;
    }
    let total = scaled(*degrees, 3600 * 10_000_000)? + minutes + seconds;
    Some((total + 1800) / 3600)
}

/// So many times a fraction, rounded down; `None` for one without a denominator.
fn scaled(value: Rational, by: i128) -> Option<i128> {
    (value.denom != 0).then(|| i128::from(value.num) * by / i128::from(value.denom))
}

fn device(fields: &Fields) -> Option<String> {
    let (make, model) = (fields.text(Tag::Make), fields.text(Tag::Model));
    match (make, model) {
        // Many models begin with their maker's name.
        (Some(make), Some(model)) if !model.starts_with(&make) => Some(format!("{make} {model}")),
        (_, Some(model)) => Some(model),
        (make, None) => make,
    }
}
