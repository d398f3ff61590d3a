//! The first page of a report that was just drawn, as a picture for the window: a look at it before it is signed. It is no
//! reader of other people's files, and nothing is judged by what it shows.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

/// The widest picture that is drawn, in pixels.
const WIDEST: u16 = 4_000;

/// A page as a picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// It, as a PNG.
    pub png: Vec<u8>,
    /// How wide it is, in pixels.
    pub width: u32,
    /// How high it is, in pixels.
    pub height: u32,
}

/// Draws the first page of a PDF so many pixels wide; `None` if there is none that can be drawn.
pub fn first_page(pdf: Vec<u8>, width: u16) -> Option<Picture> {
    let pdf = Pdf::new(pdf).ok()?;
    let page = pdf.pages().iter().next()?;
    let (points, _) = page.render_dimensions();
    if !points.is_normal() || points <= 0.0 {
        return None;
    }
    let scale = f32::from(width.clamp(1, WIDEST)) / points;
    let drawn = render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &PixmapSettings {
            x_scale: scale,
            y_scale: scale,
            bg_color: WHITE,
        },
    );
    Some(Picture {
        width: u32::from(drawn.width()),
        height: u32::from(drawn.height()),
        png: drawn.into_png().ok()?,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use lopdf::content::{Content, Operation};
    use lopdf::{Document, Object, Stream, dictionary};

    use super::*;

    /// A page of 200 × 100 points, black on its left half.
    fn half_black() -> Vec<u8> {
        let mut document = Document::with_version("1.7");
        let operations = vec![
            Operation::new("re", vec![0.into(), 0.into(), 100.into(), 100.into()]),
            Operation::new("f", vec![]),
        ];
        let content = Content { operations }.encode().unwrap();
        let content = document.add_object(Stream::new(dictionary! {}, content));
        let pages = document.new_object_id();
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), 200.into(), 100.into()],
        });
        let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
        document.objects.insert(pages, Object::Dictionary(tree));
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_page_is_drawn_as_wide_as_asked_for() {
        let picture = first_page(half_black(), 400).unwrap();
        assert_eq!((picture.width, picture.height), (400, 200));
        assert!(picture.png.starts_with(b"\x89PNG"));
        let blank = first_page(half_black(), 40).unwrap();
        assert!(blank.png.len() < picture.png.len());
    }

    #[test]
    fn what_is_no_page_gives_no_picture() {
        assert_eq!(first_page(Vec::new(), 400), None);
        assert_eq!(first_page(b"%PDF-1.7 nothing".to_vec(), 400), None);
    }
}
