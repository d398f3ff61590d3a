//! What a card looks like when it is drawn and not an element: in exported pictures, and on the canvas from afar. One
//! hand draws both; with which pen is the pen's matter.

use protocol::{
    AssetKind, Assurance, Chip, ChipKind, EdgeKind, LineageEdge, LineageNode, Severity, Tone,
};

use super::{curve, ellipsis, viewport::Area};

/// The colours of the window, as CSS writes them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Colours {
    pub(crate) paper: String,
    pub(crate) surface: String,
    pub(crate) line: String,
    pub(crate) line_strong: String,
    pub(crate) ink: String,
    pub(crate) ink_2: String,
    pub(crate) ink_3: String,
    pub(crate) brand: String,
    pub(crate) brand_soft: String,
    /// Material, component, product, logistic unit.
    pub(crate) kinds: [String; 4],
    /// Neutral, good, warn, bad.
    pub(crate) tones: [String; 4],
    /// The grounds behind them.
    pub(crate) softs: [String; 4],
    /// The family of letters.
    pub(crate) font: String,
}

impl Colours {
    /// The colour of a sort of thing.
    pub(crate) fn kind(&self, kind: AssetKind) -> &str {
        &self.kinds[match kind {
            AssetKind::Material => 0,
            AssetKind::Component => 1,
            AssetKind::Product => 2,
            AssetKind::LogisticUnit => 3,
        }]
    }

    /// The colour of how something stands, and of the ground behind it.
    pub(crate) fn tone(&self, tone: Tone) -> (&str, &str) {
        let at = match tone {
            Tone::Neutral => 0,
            Tone::Good => 1,
            Tone::Warn => 2,
            Tone::Bad => 3,
        };
        (&self.tones[at], &self.softs[at])
    }

    /// The colour of a finding.
    pub(crate) fn severity(&self, severity: Severity) -> &str {
        self.tone(match severity {
            Severity::Note => Tone::Neutral,
            Severity::Warning => Tone::Warn,
            Severity::Error => Tone::Bad,
        })
        .0
    }
}

/// How a border is drawn.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Border<'a> {
    pub(crate) colour: &'a str,
    pub(crate) width: f64,
    /// Lengths of dashes and gaps; `None` for a solid line.
    pub(crate) dash: Option<[f64; 2]>,
}

/// How letters are set.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Letters {
    pub(crate) size: f64,
    pub(crate) bold: bool,
}

/// Something to draw with.
pub(crate) trait Pen {
    /// How wide a text is.
    fn width(&self, text: &str, letters: Letters) -> f64;
    /// A rectangle with round corners.
    fn frame(&mut self, area: Area, radius: f64, fill: Option<&str>, border: Option<Border<'_>>);
    /// A smooth line through points.
    fn line(&mut self, points: &[[f64; 2]], border: Border<'_>);
    /// A surface between corners.
    fn filled(&mut self, corners: &[[f64; 2]; 3], colour: &str);
    /// A text of one line; `at` is where its base line begins. The text can be anything.
    fn words(&mut self, text: &str, at: [f64; 2], letters: Letters, colour: &str);
    /// An icon, drawn on a grid of 16; `at` is its upper left corner.
    fn icon(&mut self, path: &'static str, at: [f64; 2], size: f64, colour: &str);
}

/// What is said on a card beside what its asset tells.
pub(crate) struct Said<'a> {
    /// Quantity and place in a line.
    pub(crate) facts: &'a str,
    /// Claims and figures, or that it is pending.
    pub(crate) chips: &'a [Chip],
    /// The mark of a sort of chip.
    pub(crate) chip: fn(ChipKind) -> Option<&'static str>,
    /// The mark of a finding.
    pub(crate) alert: &'static str,
}

const NAME: Letters = Letters {
    size: 13.0,
    bold: true,
};
const FACTS: Letters = Letters {
    size: 12.0,
    bold: false,
};
const CHIP: Letters = Letters {
    size: 10.5,
    bold: false,
};
const RADIUS: f64 = 6.0;
/// Between the border of a card and its letters.
const INSET: (f64, f64) = (13.0, 9.0);
const CHIP_HEIGHT: f64 = 16.0;

/// The border of a card: solid where it is proven, dashed where it is only said, dotted and hollow where it still waits.
pub(crate) fn border(assurance: Assurance, colours: &Colours) -> (Border<'_>, bool) {
    let (colour, dash, is_hollow) = match assurance {
        Assurance::Sealed | Assurance::Included => (&colours.line_strong, None, false),
        Assurance::Reported | Assurance::Declared => (&colours.ink_3, Some([4.0, 3.0]), false),
        Assurance::Pending => (&colours.ink_3, Some([1.5, 2.5]), true),
    };
    let border = Border {
        colour,
        width: 1.0,
        dash,
    };
    (border, is_hollow)
}

/// The dashes of an edge: packed things are joined by long ones, what is joined through hidden assets by dots, what is pending by
/// nearer ones, what closes a circle by the longest; what is made of something by a solid line.
pub(crate) fn dashes(edge: &LineageEdge) -> Option<[f64; 2]> {
    match edge.kind {
        _ if edge.closes_circle => Some([9.0, 3.0]),
        _ if edge.pending => Some([2.0, 3.0]),
        _ if edge.through > 0 => Some([1.5, 4.0]),
        EdgeKind::Packed => Some([5.0, 4.0]),
        EdgeKind::Transformed => None,
    }
}

/// How thick an edge is: by its share of the mass, and never a hair where it closes a circle or is pending.
pub(crate) fn thickness(edge: &LineageEdge) -> f64 {
    let by_share = curve::thickness(edge.share);
    if edge.closes_circle || edge.pending {
        by_share.max(2.0)
    } else {
        by_share
    }
}

impl Colours {
    /// The colour of an edge: closing a circle, on the way to the selection, pending, or neither.
    pub(crate) fn edge(&self, edge: &LineageEdge, is_lit: bool) -> &str {
        match edge {
            LineageEdge {
                closes_circle: true,
                ..
            } => &self.tones[2],
            _ if is_lit => &self.brand,
            LineageEdge { pending: true, .. } => &self.ink_3,
            _ => &self.line_strong,
        }
    }
}

/// How long the head of an arrow is, and half as wide.
const HEAD: f64 = 9.0;

/// The head of an arrow at the end of a line: its point and the two corners behind it. `None` for what is no line.
pub(crate) fn head(points: &[[f64; 2]]) -> Option<[[f64; 2]; 3]> {
    let [.., before, end] = points else {
        return None;
    };
    // Edges come to a card level, whatever way they took.
    let back = if before[0] > end[0] { HEAD } else { -HEAD };
    let [x, y] = *end;
    Some([
        [x, y],
        [x + back, y - HEAD / 2.0],
        [x + back, y + HEAD / 2.0],
    ])
}

/// Draws a whole edge, with a head where it goes against the flow.
pub(crate) fn edge(pen: &mut dyn Pen, edge: &LineageEdge, is_lit: bool, colours: &Colours) {
    let colour = colours.edge(edge, is_lit);
    let border = Border {
        colour,
        width: thickness(edge),
        dash: dashes(edge),
    };
    pen.line(&edge.points, border);
    if let Some(corners) = head(&edge.points).filter(|_| edge.closes_circle) {
        pen.filled(&corners, colour);
    }
}

/// Draws a whole card where its asset lies.
pub(crate) fn card(
    pen: &mut dyn Pen,
    node: &LineageNode,
    said: &Said<'_>,
    selected: bool,
    colours: &Colours,
) {
    ground(pen, node, selected, colours);
    let room = node.width - INSET.0 - INSET.1;
    let left = node.x + INSET.0;
    let middle = node.y + node.height / 2.0;
    let (name, facts) = if said.chips.is_empty() {
        (middle - 4.0, middle + 13.0)
    } else {
        (middle - 13.0, middle + 4.0)
    };
    line(pen, &node.name, [left, name], room, NAME, &colours.ink);
    line(pen, said.facts, [left, facts], room, FACTS, &colours.ink_2);
    chips(pen, [left, middle + 11.0], room, said, colours);
    if let Some(mark) = node.findings {
        let colour = colours.severity(mark.worst);
        let spot = Area {
            x: node.x + node.width - 13.0,
            y: node.y - 9.0,
            width: 20.0,
            height: 20.0,
        };
        let ring = Border {
            colour,
            width: 1.0,
            dash: None,
        };
        pen.frame(spot, 10.0, Some(&colours.surface), Some(ring));
        pen.icon(said.alert, [spot.x + 4.0, spot.y + 3.5], 12.0, colour);
    }
}

/// The card without its letters: the sheets of a group, ground, border and the bar of its kind.
pub(crate) fn ground(pen: &mut dyn Pen, node: &LineageNode, selected: bool, colours: &Colours) {
    let area = Area {
        x: node.x,
        y: node.y,
        width: node.width,
        height: node.height,
    };
    let (plain, is_hollow) = border(node.assurance, colours);
    if node.group.is_some() {
        for (away, inset) in [(6.0, 6.0), (3.0, 3.0)] {
            let sheet = Area {
                x: area.x + inset,
                y: area.y + away,
                width: area.width - 2.0 * inset,
                ..area
            };
            pen.frame(sheet, RADIUS, Some(&colours.surface), Some(plain));
        }
    }
    let shown = if selected {
        Border {
            colour: &colours.brand,
            width: 2.0,
            dash: None,
        }
    } else {
        plain
    };
    let fill = if is_hollow {
        &colours.paper
    } else {
        &colours.surface
    };
    pen.frame(area, RADIUS, Some(fill), Some(shown));
    let bar = Area {
        x: area.x + 4.0,
        y: area.y + 8.0,
        width: 3.0,
        height: area.height - 16.0,
    };
    pen.frame(bar, 1.5, Some(colours.kind(node.kind)), None);
}

fn line(pen: &mut dyn Pen, text: &str, at: [f64; 2], room: f64, letters: Letters, colour: &str) {
    let cut = ellipsis::cut(text, room, &|part| pen.width(part, letters)).into_owned();
    pen.words(&cut, at, letters, colour);
}

fn chips(pen: &mut dyn Pen, [left, top]: [f64; 2], room: f64, said: &Said<'_>, colours: &Colours) {
    let mut x = left;
    for chip in said.chips {
        let icon = (said.chip)(chip.kind);
        let before = if icon.is_some() { 16.0 } else { 5.0 };
        let free = left + room - x - before - 5.0;
        if free < 24.0 {
            break;
        }
        let text = ellipsis::cut(&chip.text, free, &|part| pen.width(part, CHIP)).into_owned();
        let (ink, soft) = colours.tone(chip.tone);
        let area = Area {
            x,
            y: top,
            width: before + pen.width(&text, CHIP) + 5.0,
            height: CHIP_HEIGHT,
        };
        pen.frame(area, CHIP_HEIGHT / 2.0, Some(soft), None);
        if let Some(path) = icon {
            pen.icon(path, [x + 4.0, top + 3.0], 10.0, ink);
        }
        pen.words(&text, [x + before, top + 11.8], CHIP, ink);
        x += area.width + 3.0;
    }
}
