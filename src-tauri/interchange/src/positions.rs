//! Positions that another device wrote down: the points of a GPX file (1.0 and 1.1: waypoints, routes and tracks), or the rows of a
//! CSV file. Where they were, when, and how exact that is, in the device's own words; nothing here says that it is true.

use jiff::Timestamp;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rust_decimal::Decimal;
use thiserror::Error;

/// More points than this are not read: a day's track with one every two seconds.
const MAX_POINTS: usize = 50_000;
/// The longest name of a point, in characters.
const MAX_NAME: usize = 80;
/// Decimals of a coordinate: a tenth of a metre.
const DECIMALS: u32 = 6;

/// A point of such a file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Point {
    /// Degrees north, −90 to 90, of at most six decimals.
    pub latitude: String,
    /// Degrees east, −180 to 180, of at most six decimals.
    pub longitude: String,
    /// How far off it may be, in metres, where the file says so. A dilution of precision is no such number.
    pub accuracy: String,
    /// What the device calls it; hostile text.
    pub name: String,
    /// When it was there, RFC 3339; empty where the file does not say or says no time.
    pub time: String,
}

/// A file without positions.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum PositionsError {
    /// It is no text.
    #[error("the file is no text")]
    NotText,
    /// It is not the XML that it begins as.
    #[error("the file is not well-formed: {0}")]
    NotWellFormed(String),
    /// No point was found in it.
    #[error("the file has no positions: neither points of GPX nor columns lat, lon and accuracy")]
    None,
}

/// The points of a GPX or CSV file, in its order; those closest in time first, if a time (RFC 3339) is given.
pub fn positions(file: &[u8], near: Option<&str>) -> Result<Vec<Point>, PositionsError> {
    let text = std::str::from_utf8(file).map_err(|_| PositionsError::NotText)?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let mut points = if text.starts_with('<') {
        of_gpx(text)?
    } else {
        of_csv(text)
    };
    if points.is_empty() {
        return Err(PositionsError::None);
    }
    if let Some(near) = near.and_then(second) {
        let apart = |point: &Point| second(&point.time).map_or(u64::MAX, |at| at.abs_diff(near));
        points.sort_by_key(apart);
    }
    Ok(points)
}

fn second(time: &str) -> Option<i64> {
    time.trim()
        .parse::<Timestamp>()
        .ok()
        .map(Timestamp::as_second)
}

/// A coordinate or a distance, in as many decimals as count.
fn decimal(text: &str, most: u32) -> Option<String> {
    let text = text.trim();
    let number = Decimal::from_str_exact(text).or_else(|_| text.parse::<Decimal>());
    let number = number.ok()?.round_dp(DECIMALS).normalize();
    (number.abs() <= Decimal::from(most)).then(|| number.to_string())
}

impl Point {
    fn at(latitude: &str, longitude: &str) -> Option<Self> {
        Some(Self {
            latitude: decimal(latitude, 90)?,
            longitude: decimal(longitude, 180)?,
            ..Self::default()
        })
    }

    /// Takes what a file says beside the coordinates.
    fn tell(&mut self, what: &str, text: &str) {
        let text = text.trim();
        match what {
            "name" => self.name = text.chars().take(MAX_NAME).collect(),
            "time" if second(text).is_some() => text.clone_into(&mut self.time),
            "accuracy" => {
                let metres = decimal(text, 1_000_000).filter(|metres| !metres.starts_with('-'));
                self.accuracy = metres.unwrap_or_default();
            }
            _ => {}
        }
    }
}

fn of_gpx(text: &str) -> Result<Vec<Point>, PositionsError> {
    let bent = |error: &dyn std::fmt::Display| {
        PositionsError::NotWellFormed(error.to_string().chars().take(200).collect())
    };
    let mut reader = Reader::from_str(text);
    let (mut points, mut open, mut within) = (Vec::new(), None, String::new());
    let mut said = String::new();
    while points.len() < MAX_POINTS {
        match reader.read_event().map_err(|error| bent(&error))? {
            Event::Start(tag) => {
                open = open.or(point_of(&tag));
                tag.local_name().as_ref().clone_into(&mut within);
                said.clear();
            }
            Event::Empty(tag) => {
                if open.is_none() {
                    points.extend(point_of(&tag));
                }
            }
            Event::Text(words) => said.push_str(&words.xml10_content()),
            Event::CData(words) => said.push_str(&words.xml10_content()),
            Event::GeneralRef(name) => {
                let character = name.resolve_char_ref().ok().flatten();
                said.extend(character);
            }
            Event::End(tag) => {
                let tag = tag.local_name();
                if is_point(tag.as_ref()) {
                    points.extend(open.take());
                } else if let Some(point) = &mut open
                    && tag.as_ref() == within
                {
                    point.tell(&within, &said);
                }
                within.clear();
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    Ok(points)
}

fn is_point(tag: &str) -> bool {
    matches!(tag, "wpt" | "rtept" | "trkpt")
}

/// The point that this tag begins, if it does and its coordinates are on Earth.
fn point_of(tag: &BytesStart<'_>) -> Option<Point> {
    if !is_point(tag.local_name().as_ref()) {
        return None;
    }
    let value = |name: &str| {
        let found = tag.try_get_attribute(name).ok().flatten()?;
        Some(found.value.into_owned())
    };
    Point::at(&value("lat")?, &value("lon")?)
}

/// Which column holds what.
#[derive(Default)]
struct Columns {
    latitude: Option<usize>,
    longitude: Option<usize>,
    accuracy: Option<usize>,
    name: Option<usize>,
    time: Option<usize>,
}

impl Columns {
    /// Without a header: latitude, longitude, accuracy.
    const PLAIN: Self = Self {
        latitude: Some(0),
        longitude: Some(1),
        accuracy: Some(2),
        name: None,
        time: None,
    };

    fn named(header: &csv::StringRecord) -> Option<Self> {
        let mut columns = Self::default();
        for (at, word) in header.iter().enumerate() {
            let column = match word.trim().to_lowercase().as_str() {
                "lat" | "latitude" => &mut columns.latitude,
                "lon" | "lng" | "long" | "longitude" => &mut columns.longitude,
                "accuracy" | "accuracy_m" | "accuracy (m)" => &mut columns.accuracy,
                "name" => &mut columns.name,
                "time" | "timestamp" => &mut columns.time,
                _ => continue,
            };
            *column = Some(at);
        }
        (columns.latitude.is_some() && columns.longitude.is_some()).then_some(columns)
    }

    fn point(&self, row: &csv::StringRecord) -> Option<Point> {
        let cell = |column: Option<usize>| column.and_then(|at| row.get(at)).unwrap_or_default();
        let mut point = Point::at(cell(self.latitude), cell(self.longitude))?;
        point.tell("accuracy", cell(self.accuracy));
        point.tell("name", cell(self.name));
        point.tell("time", cell(self.time));
        Some(point)
    }
}

fn of_csv(text: &str) -> Vec<Point> {
    let first = text.lines().next().unwrap_or_default();
    let separator = [b';', b'\t']
        .into_iter()
        .find(|of| first.contains(char::from(*of)));
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut rows = rows
        .records()
        .filter_map(Result::ok)
        .take(MAX_POINTS)
        .peekable();
    let columns = rows.peek().and_then(Columns::named);
    let columns = columns.unwrap_or(Columns::PLAIN);
    // A header is no point.
    rows.filter_map(|row| columns.point(&row)).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const GPX: &str = r#"<?xml version="1.0"?>
<gpx version="1.1" creator="a phone" xmlns="http://www.topografix.com/GPX/1/1">
  <metadata><name>A day</name><time>2026-11-23T00:00:00Z</time></metadata>
  <wpt lat="-2.0612345678" lon="105.16"><name>Pit 4 &#38; shed</name><hdop>1.2</hdop></wpt>
  <trk><trkseg>
    <trkpt lat="-2.07" lon="105.17"><ele>12</ele><time>2026-11-23T03:00:00Z</time>
      <extensions><x:accuracy xmlns:x="urn:x">4.5</x:accuracy></extensions></trkpt>
    <trkpt lat="-2.08" lon="105.18"><time>2026-11-23T04:00:00Z</time></trkpt>
    <trkpt lat="-2.09" lon="105.19"/>
    <trkpt lat="91" lon="0"/>
  </trkseg></trk>
</gpx>"#;

    fn point(latitude: &str, longitude: &str, accuracy: &str, name: &str, time: &str) -> Point {
        let own = str::to_owned;
        Point {
            latitude: own(latitude),
            longitude: own(longitude),
            accuracy: own(accuracy),
            name: own(name),
            time: own(time),
        }
    }

    #[test]
    fn waypoints_and_tracks_are_read_in_their_order() {
        let found = positions(GPX.as_bytes(), None).unwrap();
        let wanted = [
            point("-2.061235", "105.16", "", "Pit 4 & shed", ""),
            point("-2.07", "105.17", "4.5", "", "2026-11-23T03:00:00Z"),
            point("-2.08", "105.18", "", "", "2026-11-23T04:00:00Z"),
            point("-2.09", "105.19", "", "", ""),
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn what_was_nearest_in_time_comes_first() {
        let found = positions(GPX.as_bytes(), Some("2026-11-23T11:05:00+07:00")).unwrap();
        let order: Vec<_> = found.iter().map(|point| point.latitude.as_str()).collect();
        assert_eq!(order, ["-2.08", "-2.07", "-2.061235", "-2.09"]);
    }

    #[test]
    fn rows_have_columns_by_name_or_in_the_usual_order() {
        let found = |text: &str| positions(text.as_bytes(), None).unwrap();
        let first = point("-2.06", "105.16", "8", "", "");
        assert_eq!(found("-2.06,105.16,8\n"), std::slice::from_ref(&first));
        assert_eq!(
            found("\u{feff}name;longitude;latitude\r\nPit;105.16;-2.06\r\nno;such;row\r\n"),
            [point("-2.06", "105.16", "", "Pit", "")]
        );
        let timed = found("time,lat,lon,accuracy\n2026-11-23T03:00:00Z,-2.06,105.16,-8\n");
        assert_eq!(
            timed,
            [point("-2.06", "105.16", "", "", "2026-11-23T03:00:00Z")]
        );
    }

    #[test]
    fn a_file_without_positions_is_refused() {
        let refused = |bytes: &[u8]| positions(bytes, None).unwrap_err();
        assert_eq!(refused(b"\xff\xfe"), PositionsError::NotText);
        assert_eq!(refused(b"hello"), PositionsError::None);
        assert_eq!(refused(b"<gpx></gpx>"), PositionsError::None);
        assert!(matches!(
            refused(b"<gpx><wpt></gpx>"),
            PositionsError::NotWellFormed(_)
        ));
    }
}
