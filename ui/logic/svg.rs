//! A drawing as an SVG document: the same cards, edges and headings as on the screen, whole. Texts from the ledger are
//! escaped and never become markup.

use std::{collections::BTreeSet, fmt::Write};

use protocol::{Chip, LineageNode, LineageView};

use super::{
    curve,
    face::{self, Border, Colours, Letters, Pen, Said},
    viewport::Area,
};

/// Free space around the drawing.
const MARGIN: f64 = 28.0;
/// Room above it for the title.
const HEAD: f64 = 84.0;
/// Room below it for what is hidden.
const FOOT: f64 = 30.0;

const TITLE: Letters = Letters {
    size: 17.0,
    bold: true,
};
const SMALL: Letters = Letters {
    size: 12.0,
    bold: false,
};

/// What is drawn on a sheet.
pub(crate) struct Sheet<'a> {
    /// The drawing.
    pub(crate) view: &'a LineageView,
    /// The selected card.
    pub(crate) selected: Option<usize>,
    /// The edges on the way to it.
    pub(crate) lit: &'a BTreeSet<usize>,
    /// Whose lineage it is.
    pub(crate) title: &'a str,
    /// As of when, and how it is looked at.
    pub(crate) subtitle: &'a str,
    /// What is not drawn; may be empty.
    pub(crate) foot: &'a str,
    /// A heading for each layer.
    pub(crate) headings: &'a [String],
    /// Quantity and place of a card.
    pub(crate) facts: &'a dyn Fn(&LineageNode) -> String,
    /// What is said of a card in short.
    pub(crate) chips: &'a dyn Fn(&LineageNode) -> Vec<Chip>,
    /// The marks of chips and findings.
    pub(crate) said: Said<'a>,
    /// The colours.
    pub(crate) colours: &'a Colours,
}

impl Sheet<'_> {
    /// How large the sheet is.
    pub(crate) fn size(&self) -> (f64, f64) {
        (
            (self.view.width + 2.0 * MARGIN).max(420.0),
            self.view.height + HEAD + FOOT + MARGIN,
        )
    }

    /// Where the drawing's own origin lies on the sheet.
    pub(crate) const fn origin() -> (f64, f64) {
        (MARGIN, HEAD)
    }

    /// Draws everything, in the drawing's own coordinates.
    pub(crate) fn draw(&self, pen: &mut dyn Pen) {
        let colours = self.colours;
        pen.words(self.title, [0.0, -52.0], TITLE, &colours.ink);
        pen.words(self.subtitle, [0.0, -34.0], SMALL, &colours.ink_2);
        for (left, heading) in self.view.layers.iter().zip(self.headings) {
            pen.words(heading, [*left, -10.0], SMALL, &colours.ink_3);
        }
        let is_lit = |index: &usize| self.lit.contains(index);
        for lit in [false, true] {
            for (index, edge) in self.view.edges.iter().enumerate() {
                if is_lit(&index) == lit {
                    face::edge(pen, edge, lit, colours);
                }
            }
        }
        for (index, node) in self.view.nodes.iter().enumerate() {
            let (facts, chips) = ((self.facts)(node), (self.chips)(node));
            let said = Said {
                facts: &facts,
                chips: &chips,
                ..self.said
            };
            face::card(pen, node, &said, self.selected == Some(index), colours);
        }
        let foot = self.view.height + FOOT;
        pen.words(self.foot, [0.0, foot], SMALL, &colours.ink_3);
    }

    /// As an SVG document.
    pub(crate) fn svg(&self, width_of: &dyn Fn(&str, Letters) -> f64) -> String {
        let mut pen = Writer {
            text: String::new(),
            width_of,
            font: &self.colours.font,
        };
        self.draw(&mut pen);
        let (width, height) = self.size();
        let (left, top) = Self::origin();
        let (title, paper) = (escaped(self.title), escaped(&self.colours.paper));
        let body = pen.text;
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\">\n<title>{title}</title>\n<rect width=\"100%\" height=\"100%\" fill=\"{paper}\"/>\n<g transform=\"translate({left} {top})\">\n{body}</g>\n</svg>\n"
        )
    }
}

/// A pen that writes elements.
struct Writer<'a> {
    text: String,
    width_of: &'a dyn Fn(&str, Letters) -> f64,
    font: &'a str,
}

impl Writer<'_> {
    // Writing into a string cannot fail.
    fn put(&mut self, words: std::fmt::Arguments<'_>) {
        let _ = self.text.write_fmt(words);
    }

    fn stroked(&mut self, border: Border<'_>) {
        let (colour, width) = (escaped(border.colour), border.width);
        self.put(format_args!(
            " stroke=\"{colour}\" stroke-width=\"{width:.2}\""
        ));
        if let Some([dash, gap]) = border.dash {
            self.put(format_args!(" stroke-dasharray=\"{dash} {gap}\""));
        }
    }
}

impl Pen for Writer<'_> {
    fn width(&self, text: &str, letters: Letters) -> f64 {
        (self.width_of)(text, letters)
    }

    fn frame(&mut self, area: Area, radius: f64, fill: Option<&str>, border: Option<Border<'_>>) {
        let Area {
            x,
            y,
            width,
            height,
        } = area;
        let fill = escaped(fill.unwrap_or("none"));
        self.put(format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{radius}\" fill=\"{fill}\""
        ));
        if let Some(border) = border {
            self.stroked(border);
        }
        self.put(format_args!("/>\n"));
    }

    fn line(&mut self, points: &[[f64; 2]], border: Border<'_>) {
        let path = curve::smooth(points);
        if path.is_empty() {
            return;
        }
        self.put(format_args!("<path d=\"{path}\" fill=\"none\""));
        self.stroked(border);
        self.put(format_args!("/>\n"));
    }

    fn filled(&mut self, [[ax, ay], [bx, by], [cx, cy]]: &[[f64; 2]; 3], colour: &str) {
        let colour = escaped(colour);
        self.put(format_args!(
            "<path d=\"M{ax:.1} {ay:.1}L{bx:.1} {by:.1}L{cx:.1} {cy:.1}Z\" fill=\"{colour}\"/>\n"
        ));
    }

    fn words(&mut self, text: &str, [x, y]: [f64; 2], letters: Letters, colour: &str) {
        if text.is_empty() {
            return;
        }
        let (words, colour, font) = (escaped(text), escaped(colour), escaped(self.font));
        let (size, weight) = (letters.size, if letters.bold { 600 } else { 400 });
        // Isolated, so that a name from right to left does not turn what stands around it.
        self.put(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-family=\"{font}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\" direction=\"ltr\" xml:space=\"preserve\">\u{2068}{words}\u{2069}</text>\n"
        ));
    }

    fn icon(&mut self, path: &'static str, [x, y]: [f64; 2], size: f64, colour: &str) {
        let (scale, colour) = (size / 16.0, escaped(colour));
        self.put(format_args!(
            "<path transform=\"translate({x:.1} {y:.1}) scale({scale:.3})\" d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>\n"
        ));
    }
}

/// As XML takes it in text and attributes. Characters that XML 1.0 does not allow at all are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use protocol::{ChipKind, Tone};

    use super::*;
    use crate::logic::samples::view;

    #[allow(clippy::cast_precision_loss)]
    fn half_square(text: &str, letters: Letters) -> f64 {
        text.chars().count() as f64 * letters.size / 2.0
    }

    fn drawn(view: &LineageView, lit: &BTreeSet<usize>) -> String {
        let colours = Colours {
            brand: "#0f6b62".into(),
            ..Colours::default()
        };
        let said = Said {
            facts: "",
            chips: &[],
            chip: |_| None,
            alert: "M0 0",
        };
        let sheet = Sheet {
            view,
            selected: Some(0),
            lit,
            title: "Lineage of \"<tin>\"",
            subtitle: "As of block 7",
            foot: "",
            headings: &["Tier 1".to_owned()],
            facts: &|node| format!("1 kg · {}", node.place),
            chips: &|node| node.chips.clone(),
            said,
            colours: &colours,
        };
        sheet.svg(&half_square)
    }

    #[test]
    fn everything_that_is_drawn_is_written() {
        let view = view(&[(0.0, 0.0), (200.0, 60.0)], &[(0, 1)]);
        let text = drawn(&view, &BTreeSet::from([0]));
        for part in [
            "<title>Lineage of &quot;&lt;tin&gt;&quot;</title>",
            "As of block 7",
            "Tier 1",
            "d=\"M100.0 20.0C150.0 20.0 150.0 80.0 200.0 80.0\"",
            "stroke=\"#0f6b62\"",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        assert_eq!(text.matches("<svg").count(), 1);
    }

    #[test]
    fn an_edge_that_closes_a_circle_has_a_head() {
        let mut view = view(&[(0.0, 0.0), (200.0, 60.0)], &[(0, 1)]);
        let plain = drawn(&view, &BTreeSet::new());
        assert!(!plain.contains("Z\""), "{plain}");
        view.edges[0].closes_circle = true;
        view.edges[0].points.reverse();
        let text = drawn(&view, &BTreeSet::new());
        assert!(
            text.contains("d=\"M100.0 20.0L109.0 15.5L109.0 24.5Z\""),
            "{text}"
        );
        assert!(text.contains("stroke-dasharray=\"9 3\""), "{text}");
    }

    #[test]
    fn what_is_pending_is_dotted() {
        let mut view = view(&[(0.0, 0.0), (200.0, 60.0)], &[(0, 1)]);
        view.edges[0].pending = true;
        view.nodes[1].assurance = protocol::Assurance::Pending;
        let text = drawn(&view, &BTreeSet::new());
        assert!(text.contains("stroke-dasharray=\"2 3\""), "{text}");
        assert!(text.contains("stroke-dasharray=\"1.5 2.5\""), "{text}");
    }

    #[test]
    fn hostile_names_are_no_markup() {
        let mut view = view(&[(0.0, 0.0)], &[]);
        view.nodes[0].width = 2000.0;
        view.nodes[0].name = "</text><script>alert('1')</script>\u{0}\u{b}&amp;".into();
        view.nodes[0].place = "\"onload=\"x".into();
        view.nodes[0].chips = vec![Chip {
            kind: ChipKind::Other,
            text: "<b>".into(),
            tone: Tone::Bad,
        }];
        let text = drawn(&view, &BTreeSet::new());
        assert!(!text.contains("<script"), "{text}");
        assert!(
            text.contains("&lt;/text&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;")
        );
        assert!(text.contains("&quot;onload=&quot;x") && text.contains("&lt;b&gt;"));
        assert!(!text.contains(['\u{0}', '\u{b}']));
    }

    #[test]
    fn long_names_are_cut_to_the_card() {
        let mut view = view(&[(0.0, 0.0)], &[]);
        view.nodes[0].name = "a".repeat(10_000);
        let text = drawn(&view, &BTreeSet::new());
        assert!(text.len() < 6_000 && text.contains("a…"), "{}", text.len());
    }
}
