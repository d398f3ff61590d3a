//! Photographs made here, with EXIF data of every sort, and files that are none.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;

use crate::{Examined, MAX_BYTES, PictureError, Place, THUMBNAIL_SIDE, Taken, examine, unpack};

fn field(tag: Tag, value: Value) -> Field {
    Field {
        tag,
        ifd_num: In::PRIMARY,
        value,
    }
}

fn ascii(tag: Tag, text: &str) -> Field {
    field(tag, Value::Ascii(vec![text.as_bytes().to_vec()]))
}

fn rational(tag: Tag, parts: &[(u32, u32)]) -> Field {
    let parts = parts.iter().map(|(num, denom)| Rational {
        num: *num,
        denom: *denom,
    });
    field(tag, Value::Rational(parts.collect()))
}

/// A JPEG file, left half red and right half blue, with these EXIF fields.
fn jpeg(width: u32, height: u32, fields: &[Field]) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, _| {
        Rgb(if x < width / 2 {
            [200, 20, 20]
        } else {
            [20, 20, 200]
        })
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    let bytes = bytes.into_inner();
    if fields.is_empty() {
        return bytes;
    }
    let mut writer = Writer::new();
    for field in fields {
        writer.push_field(field);
    }
    let mut tiff = Cursor::new(Vec::new());
    writer.write(&mut tiff, false).unwrap();
    let content = [b"Exif\0\0".as_slice(), &tiff.into_inner()].concat();
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&bytes[..2], &[0xff, 0xe1], &length, &content, &bytes[2..]].concat()
}

fn place_fields() -> Vec<Field> {
    vec![
        ascii(Tag::GPSLatitudeRef, "S"),
        rational(Tag::GPSLatitude, &[(1, 1), (52, 1), (3036, 100)]),
        ascii(Tag::GPSLongitudeRef, "E"),
        rational(Tag::GPSLongitude, &[(106, 1), (7, 1), (0, 1)]),
        rational(Tag::GPSHPositioningError, &[(475, 100)]),
        rational(Tag::GPSAltitude, &[(12, 1)]),
    ]
}

fn examined(fields: &[Field]) -> Examined {
    examine(&jpeg(40, 20, fields))
}

#[test]
fn time_and_place_are_the_cameras_word() {
    let mut fields = place_fields();
    fields.extend([
        ascii(Tag::DateTimeOriginal, "2026:11:23 21:14:05"),
        ascii(Tag::OffsetTimeOriginal, "+07:00"),
        ascii(Tag::Make, "Fairphone"),
        ascii(Tag::Model, "FP5"),
    ]);
    let exif = examined(&fields).exif.unwrap();
    let taken = exif.taken.unwrap();
    assert_eq!(taken.rfc3339().unwrap(), "2026-11-23T21:14:05+07:00");
    let place = exif.place.unwrap();
    assert_eq!(
        (place.latitude(), place.longitude()),
        ("-1.875100".to_owned(), "106.116667".to_owned())
    );
    assert_eq!(place.accuracy_metres().as_deref(), Some("4.75"));
    assert_eq!(place.altitude_cm, Some(1200));
    assert_eq!(exif.device.as_deref(), Some("Fairphone FP5"));
}

#[test]
fn a_clock_without_offset_is_told_as_that() {
    let exif = examined(&[ascii(Tag::DateTimeOriginal, "2026:11:23 21:14:05")])
        .exif
        .unwrap();
    let taken = Taken {
        local: "2026-11-23T21:14:05".to_owned(),
        offset_minutes: None,
    };
    assert_eq!(exif.taken, Some(taken.clone()));
    assert_eq!(taken.rfc3339(), None);
    assert_eq!(exif.place, None);
}

#[test]
fn impossible_times_and_places_are_none() {
    for time in [
        "2026:13:23 21:14:05",
        "0000:00:00 00:00:00",
        "yesterday",
        "    :  :     :  :  ",
    ] {
        assert_eq!(
            examined(&[ascii(Tag::DateTimeOriginal, time)]).exif,
            None,
            "{time}"
        );
    }
    let bent = [
        rational(Tag::GPSLatitude, &[(91, 1), (0, 1), (0, 1)]),
        rational(Tag::GPSLatitude, &[(0, 0), (0, 0), (0, 0)]),
        rational(Tag::GPSLatitude, &[(1, 1)]),
        rational(Tag::GPSLatitude, &[(1, 1), (60, 1), (0, 1)]),
        ascii(Tag::GPSLatitude, "1"),
    ];
    for latitude in bent {
        let mut fields = place_fields();
        fields[1] = latitude;
        assert_eq!(examined(&fields).exif.and_then(|exif| exif.place), None);
    }
    let accuracy = rational(Tag::GPSHPositioningError, &[(1, 0)]);
    let mut fields = place_fields();
    fields[4] = accuracy;
    let place: Place = examined(&fields).exif.unwrap().place.unwrap();
    assert_eq!(place.accuracy_cm, None);
}

#[test]
fn a_thumbnail_is_small_and_the_right_side_up() {
    let turned = field(Tag::Orientation, Value::Short(vec![6]));
    let thumbnail = examine(&jpeg(1200, 600, &[turned])).thumbnail.unwrap();
    assert_eq!(
        (thumbnail.width, thumbnail.height),
        (THUMBNAIL_SIDE / 2, THUMBNAIL_SIDE)
    );
    assert_eq!(thumbnail.of, (600, 1200));
    let picture = image::load_from_memory(&thumbnail.bytes)
        .unwrap()
        .into_rgb8();
    let (top, bottom) = (picture.get_pixel(128, 20), picture.get_pixel(128, 490));
    assert!(top[0] > 150 && bottom[2] > 150, "{top:?} {bottom:?}");
    assert_eq!(
        examine(&thumbnail.bytes).exif,
        None,
        "nothing of the camera's word is in it"
    );
}

#[test]
fn transparent_pictures_stay_transparent() {
    let picture = RgbaImage::from_pixel(30, 20, Rgba([1, 2, 3, 4]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(picture)
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    let examined = examine(&bytes.into_inner());
    let thumbnail = examined.thumbnail.unwrap();
    assert_eq!((thumbnail.media_type, thumbnail.width), ("image/png", 30));
    assert_eq!(examined.media_type, "image/png");
}

#[test]
fn pictures_are_bounded_before_they_are_unpacked() {
    let mut bomb = Cursor::new(Vec::new());
    RgbImage::new(30, 20)
        .write_to(&mut bomb, ImageFormat::Png)
        .unwrap();
    let mut bomb = bomb.into_inner();
    // Sides of 60 000 pixels in the header, under a checksum that fits.
    bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let checksum = crc(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&checksum);
    assert!(matches!(unpack(&bomb), Err(PictureError::Pixels { .. })));
    assert!(matches!(
        unpack(&vec![0; MAX_BYTES + 1]),
        Err(PictureError::TooLarge(_))
    ));
    assert!(matches!(
        unpack(b"GIF89a.."),
        Err(PictureError::NotAPicture)
    ));
    assert!(matches!(
        unpack(&jpeg(30, 20, &[])[..60]),
        Err(PictureError::Damaged(_))
    ));
}

/// CRC-32 as PNG has it.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

#[test]
fn the_content_tells_the_type() {
    let told = |bytes: &[u8]| examine(bytes).media_type;
    assert_eq!(told(&jpeg(4, 4, &[])), "image/jpeg");
    assert_eq!(told(b"%PDF-1.7\n"), "application/pdf");
    assert_eq!(told(b"<?xml version=\"1.0\"?><a/>"), "text/xml");
    assert_eq!(told(b" {\"a\": 1}"), "application/json");
    assert_eq!(told("Menge: 12 kg, geprüft".as_bytes()), "text/plain");
    assert_eq!(told(b"\x00\x01\x02"), "application/octet-stream");
    assert_eq!(told(b""), "application/octet-stream");
}

#[test]
fn the_hash_is_of_all_bytes() {
    let hash = hex(&examine(b"abc").sha256);
    assert_eq!(
        hash,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    assert_eq!(examine(b"abc").length, 3);
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for head in [&b""[..], b"\xff\xd8\xff\xe1\x00\x80Exif\0\0II*\0", b"II*\0", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"] {
            examine(&[head, &bytes].concat());
        }
    }

    #[test]
    fn no_bent_photograph_panics(changes in proptest::collection::vec((2_usize..500, any::<u8>()), 1..6)) {
        let mut bytes = jpeg(16, 16, &place_fields());
        let length = bytes.len();
        for (at, byte) in changes {
            bytes[at % length] = byte;
        }
        examine(&bytes);
    }
}
