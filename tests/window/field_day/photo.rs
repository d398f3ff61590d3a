//! Photos as a telephone takes them: a JPEG picture that says when and where it was taken, by EXIF 2.32 (a TIFF within an `APP1`
//! segment); and a picture of a code.

use std::io::Cursor;

use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage};

/// A photo of its own, taken on 23 November 2026 at 21:14:05 +07:00 near Muntok.
pub(super) fn taken(number: u8) -> Vec<u8> {
    let picture = RgbImage::from_fn(320, 240, |x, y| {
        let shade = |of: u32| u8::try_from(of % 256).unwrap();
        Rgb([shade(x / 2 + 40), shade(y / 2 + u32::from(number) * 9), 96])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    let bytes = bytes.into_inner();
    let content = [b"Exif\0\0".as_slice(), &tiff()].concat();
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&bytes[..2], &[0xff, 0xe1], &length, &content, &bytes[2..]].concat()
}

/// A picture of a QR code.
pub(super) fn code(text: &str) -> Vec<u8> {
    let matrix = symbol::draw_qr(text).unwrap();
    let (scale, quiet) = (8, 4);
    let side = u32::try_from(matrix.side()).unwrap();
    let picture = GrayImage::from_fn(
        (side + 2 * quiet) * scale,
        (side + 2 * quiet) * scale,
        |x, y| {
            let at = |of: u32| (of / scale).checked_sub(quiet).filter(|of| *of < side);
            let dark = at(x)
                .zip(at(y))
                .is_some_and(|(column, row)| matrix.is_dark(column as usize, row as usize));
            Luma([if dark { 0 } else { 255 }])
        },
    );
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(picture)
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// A field of a directory: its tag, its type, and its value.
struct Entry(u16, u16, Vec<u8>);

fn text(tag: u16, words: &str) -> Entry {
    Entry(tag, 2, [words.as_bytes(), &[0]].concat())
}

fn fractions(tag: u16, parts: &[(u32, u32)]) -> Entry {
    let halves = parts.iter().flat_map(|(above, below)| [*above, *below]);
    Entry(tag, 5, halves.flat_map(u32::to_le_bytes).collect())
}

fn pointer(tag: u16, to: usize) -> Entry {
    Entry(tag, 4, u32::try_from(to).unwrap().to_le_bytes().to_vec())
}

/// A directory that begins at `start`, with what does not fit into it behind it.
fn directory(start: usize, entries: &[Entry]) -> Vec<u8> {
    let short = |of: usize| u16::try_from(of).unwrap().to_le_bytes();
    let long = |of: usize| u32::try_from(of).unwrap().to_le_bytes();
    let (mut head, mut tail) = (short(entries.len()).to_vec(), Vec::<u8>::new());
    let behind = start + 2 + 12 * entries.len() + 4;
    for Entry(tag, kind, value) in entries {
        let size = match kind {
            2 => 1,
            4 => 4,
            _ => 8,
        };
        head.extend(tag.to_le_bytes());
        head.extend(kind.to_le_bytes());
        head.extend(long(value.len() / size));
        if value.len() <= 4 {
            let mut value = value.clone();
            value.resize(4, 0);
            head.extend(value);
        } else {
            head.extend(long(behind + tail.len()));
            tail.extend(value);
        }
    }
    head.extend(long(0));
    head.extend(tail);
    head
}

/// The tags are those of EXIF 2.32, sections 4.6.4 to 4.6.6.
fn tiff() -> Vec<u8> {
    let header = [b"II\x2a\0".as_slice(), &8_u32.to_le_bytes()].concat();
    let first = |exif, gps| directory(8, &[pointer(0x8769, exif), pointer(0x8825, gps)]);
    let exif_at = 8 + first(0, 0).len();
    let times = [text(0x9003, "2026:11:23 21:14:05"), text(0x9011, "+07:00")];
    let exif = directory(exif_at, &times);
    let gps_at = exif_at + exif.len();
    let gps = directory(
        gps_at,
        &[
            text(1, "S"),
            fractions(2, &[(1, 1), (52, 1), (3036, 100)]),
            text(3, "E"),
            fractions(4, &[(106, 1), (7, 1), (0, 1)]),
            fractions(0x1f, &[(475, 100)]),
        ],
    );
    [header, first(exif_at, gps_at), exif, gps].concat()
}
