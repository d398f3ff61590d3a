//! Symbols drawn here, put into pictures as people would take them, and read again.

use std::io::Cursor;

use image::{GrayImage, ImageFormat, Luma, imageops};
use proptest::prelude::*;
use rxing::{BarcodeFormat, EncodeHints, Writer};

use crate::luma::turned;
use crate::{Matrix, Symbol, SymbolKind, draw_gs1_data_matrix, draw_qr, read};

const LINK: &str = "https://id.gs1.org/01/09521234543213/10/ABC-1";
const ELEMENTS: &str = "010952123454321310ABC-1\u{1d}3103012500";

/// The symbol with a quiet zone, each module so many pixels wide.
fn drawn(matrix: &Matrix, pitch: u32) -> GrayImage {
    let side = u32::try_from(matrix.side()).unwrap();
    let quiet = 4;
    GrayImage::from_fn(
        (side + 2 * quiet) * pitch,
        (side + 2 * quiet) * pitch,
        |x, y| {
            let module = |at: u32| usize::try_from((at / pitch).wrapping_sub(quiet)).unwrap();
            Luma([if matrix.is_dark(module(x), module(y)) {
                20
            } else {
                235
            }])
        },
    )
}

fn bars(text: &str) -> GrayImage {
    let hints = EncodeHints {
        Code128Compact: Some(false),
        ..EncodeHints::default()
    };
    let bits = rxing::oned::Code128Writer
        .encode_with_hints(text, &BarcodeFormat::CODE_128, 600, 120, &hints)
        .unwrap();
    let mut picture = GrayImage::from_pixel(680, 180, Luma([235]));
    for y in 0..120 {
        for x in 0..600.min(bits.width()) {
            if bits.get(x, y) {
                picture.put_pixel(x + 40, y + 30, Luma([20]));
            }
        }
    }
    picture
}

fn file(picture: &GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn read_png(picture: &GrayImage) -> Vec<Symbol> {
    read(&file(picture, ImageFormat::Png)).unwrap()
}

/// Grey noise that is the same in every run, and bright and dark specks.
fn noisy(mut picture: GrayImage) -> GrayImage {
    let mut state = 0x2545_f491_u32;
    for pixel in picture.pixels_mut() {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let noise = i32::from(u8::try_from(state % 81).unwrap()) - 40;
        let value = i32::from(pixel.0[0]) + noise;
        pixel.0[0] = u8::try_from(value.clamp(0, 255)).unwrap();
        if state.is_multiple_of(211) {
            pixel.0[0] = 255 - pixel.0[0];
        }
    }
    picture
}

fn qr() -> Symbol {
    Symbol {
        kind: SymbolKind::QrCode,
        text: format!("]Q1{LINK}"),
    }
}

fn data_matrix(found: &Symbol) -> bool {
    found.kind == SymbolKind::DataMatrix
        && gs1::read(&found.text).unwrap().human_readable()
            == "(01)09521234543213(10)ABC-1(3103)012500"
}

#[test]
fn a_qr_code_is_read_from_png_and_jpeg() {
    let picture = drawn(&draw_qr(LINK).unwrap(), 5);
    assert_eq!(read_png(&picture), [qr()]);
    assert_eq!(read(&file(&picture, ImageFormat::Jpeg)).unwrap(), [qr()]);
}

#[test]
fn a_gs1_data_matrix_says_that_it_is_one() {
    let found = read_png(&drawn(&draw_gs1_data_matrix(ELEMENTS).unwrap(), 6));
    assert_eq!(found.len(), 1);
    assert!(found[0].text.starts_with("]d2"), "{:?}", found[0]);
    assert!(data_matrix(&found[0]), "{:?}", found[0]);
}

#[test]
fn a_gs1_128_is_told_from_a_plain_code_128() {
    // ñ is FNC1 in the writer's alphabet.
    let found = read_png(&bars("\u{f1}010952123454321310ABC-1"));
    assert_eq!(found[0].text, "]C1010952123454321310ABC-1");
    let plain = read_png(&bars("PALLET 7"));
    assert_eq!(
        (plain[0].kind, plain[0].text.as_str()),
        (SymbolKind::Code128, "]C0PALLET 7")
    );
}

#[test]
fn turned_and_noisy_pictures_are_read() {
    for degrees in [0.0, 7.0, 33.0, 90.0, 140.0, 201.0, 315.0] {
        let square = drawn(&draw_qr(LINK).unwrap(), 7);
        assert_eq!(
            read_png(&noisy(turned(&square, degrees))),
            [qr()],
            "{degrees}°"
        );
        let matrix = drawn(&draw_gs1_data_matrix(ELEMENTS).unwrap(), 8);
        let found = read_png(&noisy(turned(&matrix, degrees)));
        assert!(found.iter().any(data_matrix), "{degrees}°: {found:?}");
    }
    for degrees in [0.0, 8.0, 30.0, 45.0, 60.0, 90.0, 180.0] {
        let found = read_png(&turned(&bars("PALLET 7"), degrees));
        assert!(
            found.iter().any(|symbol| symbol.text == "]C0PALLET 7"),
            "{degrees}°: {found:?}"
        );
    }
}

#[test]
fn several_symbols_of_one_picture_are_all_read() {
    let mut picture = GrayImage::from_pixel(1500, 1100, Luma([235]));
    let texts = [LINK, "(01)09521234543213(21)1", "(01)09521234543213(21)2"];
    let codes = texts.map(|text| drawn(&draw_qr(text).unwrap(), 6));
    for (code, (x, y)) in codes.iter().zip([(40, 30), (900, 90), (500, 600)]) {
        imageops::overlay(&mut picture, code, x, y);
    }
    let matrix = drawn(&draw_gs1_data_matrix(ELEMENTS).unwrap(), 7);
    imageops::overlay(&mut picture, &matrix, 60, 700);
    imageops::overlay(&mut picture, &bars("PALLET 7"), 800, 880);
    let found = read_png(&noisy(picture));
    for text in texts {
        let wanted = format!("]Q1{text}");
        assert!(
            found.iter().any(|one| one.text == wanted),
            "{text} in {found:?}"
        );
    }
    assert!(found.iter().any(data_matrix), "{found:?}");
    assert!(
        found.iter().any(|one| one.text == "]C0PALLET 7"),
        "{found:?}"
    );
    assert_eq!(found.len(), 5, "{found:?}");
}

#[test]
fn a_large_photograph_with_a_small_symbol_is_read() {
    let mut picture = GrayImage::from_pixel(4000, 3000, Luma([150]));
    imageops::overlay(&mut picture, &drawn(&draw_qr(LINK).unwrap(), 4), 2600, 1900);
    assert_eq!(
        read(&file(&noisy(picture), ImageFormat::Jpeg)).unwrap(),
        [qr()]
    );
}

#[test]
fn nothing_is_found_where_nothing_is() {
    let blank = GrayImage::from_pixel(300, 200, Luma([240]));
    assert_eq!(read_png(&blank), []);
    assert_eq!(read_png(&noisy(blank)), []);
    assert_eq!(read_png(&GrayImage::new(1, 1)), []);
}

#[test]
fn texts_that_fit_no_symbol_are_refused() {
    assert!(draw_qr(&"x".repeat(5000)).is_err());
    assert!(draw_gs1_data_matrix(&"x".repeat(5000)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = read(&bytes);
        for head in [&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], &b"\xff\xd8\xff\xe0"[..]] {
            let _ = read(&[head, &bytes].concat());
        }
    }

    #[test]
    fn no_bent_picture_panics(at in 8_usize..300, byte in any::<u8>()) {
        let mut bytes = file(&drawn(&draw_qr("x").unwrap(), 1), ImageFormat::Jpeg);
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = read(&bytes);
    }
}
