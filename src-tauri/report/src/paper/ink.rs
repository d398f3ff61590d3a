//! The colours of a report. They are few, and none carries a meaning that a word or a shape beside it does not.

use printpdf::{Color, Rgb};

/// A colour by its role.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ink {
    /// Text.
    Black,
    /// Secondary text.
    Grey,
    /// Captions.
    Pale,
    /// Hairlines inside a box.
    Hair,
    /// The frame of a box, the track of a range bar.
    Frame,
    /// The track of a bar, the ground of a table head.
    Ground,
    /// The one brand colour.
    Brand,
    /// Its tint.
    BrandSoft,
    /// The paper.
    White,
    /// A finding that needs attention.
    Bad,
    /// A finding to know of.
    Warn,
    /// The kind bar of a material.
    Material,
    /// The kind bar of a component.
    Component,
    /// The kind bar of a product.
    Product,
    /// The kind bar of a logistic unit.
    Unit,
}

impl Ink {
    pub(crate) fn color(self) -> Color {
        let hex: u32 = match self {
            Self::Black => 0x1d_2321,
            Self::Grey => 0x56_605c,
            Self::Pale => 0x68_716d,
            Self::Hair => 0xe3_dfd6,
            Self::Frame => 0xcf_c9bc,
            Self::Ground => 0xf3_f1ec,
            Self::Brand | Self::Product => 0x0f_6b62,
            Self::BrandSoft => 0xf1_f8f6,
            Self::White => 0xff_ffff,
            Self::Bad => 0xb3_372b,
            Self::Warn => 0x9a_6200,
            Self::Material => 0x8a_6d3b,
            Self::Component => 0x3d_6489,
            Self::Unit => 0x7a_5c86,
        };
        let [_, red, green, blue] = hex.to_be_bytes();
        let share = |byte: u8| (f32::from(byte) / 255.0 * 1000.0).round() / 1000.0;
        Color::Rgb(Rgb::new(share(red), share(green), share(blue), None))
    }
}
