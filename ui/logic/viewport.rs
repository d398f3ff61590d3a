//! Where the canvas looks: pan and zoom as numbers. Knows no mouse and no screen.

/// The part of a drawing that is seen: a point of the drawing at (x, y) appears at (x · zoom + left, y · zoom + top).
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Viewport {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) zoom: f64,
}

/// A width and a height in pixels.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Size {
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// Where a drawing is shown.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Screen {
    pub(crate) size: Size,
    /// How high the tools are that lie over its upper border.
    pub(crate) tools: f64,
}

impl Screen {
    /// Free space above the drawing when it is fitted.
    fn above(self) -> f64 {
        self.tools.max(TOOLS) + BELOW_TOOLS
    }
}

/// A rectangle in the drawing's own coordinates.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Area {
    /// Whether a point lies in it.
    pub(crate) fn holds(self, x: f64, y: f64) -> bool {
        x >= self.x && x <= self.x + self.width && y >= self.y && y <= self.y + self.height
    }

    /// Whether the two have a point in common.
    pub(crate) fn meets(self, other: Self) -> bool {
        self.x <= other.x + other.width
            && other.x <= self.x + self.width
            && self.y <= other.y + other.height
            && other.y <= self.y + self.height
    }
}

/// Free space around the drawing when it is fitted, at the sides.
const MARGIN: f64 = 24.0;
/// Free space below the tools when the drawing is fitted: its headings stand there.
const BELOW_TOOLS: f64 = 46.0;
/// How high one row of tools is.
const TOOLS: f64 = 30.0;
/// Free space below (time strip, minimap) when the drawing is fitted.
const MARGIN_BOTTOM: f64 = 112.0;

/// So much of the screen a moved picture fills at least.
const FILLED: f64 = 0.6;
/// So much larger or smaller than it was drawn a moved picture is at most.
const COARSEST: f64 = 1.5;

impl Default for Viewport {
    fn default() -> Self {
        Self {
            left: MARGIN,
            top: TOOLS + BELOW_TOOLS,
            zoom: 1.0,
        }
    }
}

impl Viewport {
    /// The smallest zoom.
    pub(crate) const FARTHEST: f64 = 0.002;
    /// The largest zoom.
    pub(crate) const NEAREST: f64 = 2.5;

    /// Shows the whole drawing, but never larger than it was made nor smaller than it can be read; what does not fit
    /// then is cut at the left, because a lineage is read from its end.
    pub(crate) fn fit(drawing: Size, on: Screen, smallest: f64) -> Self {
        let (screen, above) = (on.size, on.above());
        let room_x = (screen.width - 2.0 * MARGIN).max(1.0);
        let room_y = (screen.height - above - MARGIN_BOTTOM).max(1.0);
        let zoom = (room_x / drawing.width.max(1.0))
            .min(room_y / drawing.height.max(1.0))
            .clamp(smallest, 1.0);
        let (width, height) = (drawing.width * zoom, drawing.height * zoom);
        let left = if width > room_x {
            screen.width - MARGIN - width
        } else {
            MARGIN + (room_x - width) / 2.0
        };
        // A little above the middle, where the eye rests.
        let top = above + ((room_y - height) / 3.0).max(0.0);
        Self { left, top, zoom }
    }

    /// Moves the drawing by so many pixels.
    pub(crate) fn panned(self, dx: f64, dy: f64) -> Self {
        Self {
            left: self.left + dx,
            top: self.top + dy,
            ..self
        }
    }

    /// Zooms by a factor, keeping what is at this point of the screen where it is.
    pub(crate) fn zoomed(self, factor: f64, x: f64, y: f64) -> Self {
        let zoom = (self.zoom * factor).clamp(Self::FARTHEST, Self::NEAREST);
        let ratio = zoom / self.zoom;
        Self {
            left: x - (x - self.left) * ratio,
            top: y - (y - self.top) * ratio,
            zoom,
        }
    }

    /// The part of the drawing that a screen of this size shows.
    pub(crate) fn seen(self, screen: Size) -> Area {
        Area {
            x: -self.left / self.zoom,
            y: -self.top / self.zoom,
            width: screen.width / self.zoom,
            height: screen.height / self.zoom,
        }
    }

    /// Where a point of the screen lies in the drawing.
    pub(crate) fn point(self, x: f64, y: f64) -> (f64, f64) {
        ((x - self.left) / self.zoom, (y - self.top) / self.zoom)
    }

    /// Puts a point of the drawing into the middle of the screen.
    pub(crate) fn centred(self, x: f64, y: f64, screen: Size) -> Self {
        Self {
            left: screen.width / 2.0 - x * self.zoom,
            top: screen.height / 2.0 - y * self.zoom,
            ..self
        }
    }

    /// How a picture of `before` is to be scaled and moved to show what this shows; `None` where too much of the screen would
    /// stay empty, or where it would be too coarse.
    pub(crate) fn since(self, before: Self, screen: Size) -> Option<(f64, f64, f64)> {
        let zoom = self.zoom / before.zoom;
        let (left, top) = (self.left - before.left * zoom, self.top - before.top * zoom);
        let seen =
            |from: f64, length: f64| ((from + length * zoom).min(length) - from.max(0.0)).max(0.0);
        let filled = seen(left, screen.width) * seen(top, screen.height);
        let is_enough = filled >= FILLED * screen.width * screen.height;
        let is_fine = (COARSEST.recip()..=COARSEST).contains(&zoom);
        (is_enough && is_fine).then_some((zoom, left, top))
    }

    /// Moves no more than needed for the area to be seen whole.
    pub(crate) fn revealing(self, area: Area, on: Screen) -> Self {
        let screen = on.size;
        let shift = |from: f64, length: f64, low: f64, high: f64| {
            if from < low {
                low - from
            } else if from + length > high {
                (high - from - length).max(low - from)
            } else {
                0.0
            }
        };
        let dx = shift(
            area.x * self.zoom + self.left,
            area.width * self.zoom,
            MARGIN,
            screen.width - MARGIN,
        );
        let dy = shift(
            area.y * self.zoom + self.top,
            area.height * self.zoom,
            on.above(),
            screen.height - MARGIN_BOTTOM,
        );
        self.panned(dx, dy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Size = Size {
        width: 1000.0,
        height: 800.0,
    };

    const ON: Screen = Screen {
        size: SCREEN,
        tools: TOOLS,
    };

    fn near(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-6, "{a} is not {b}");
    }

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let before = Viewport::default();
        let after = before.zoomed(1.5, 300.0, 200.0);
        near(
            (300.0 - before.left) / before.zoom,
            (300.0 - after.left) / after.zoom,
        );
        near(
            (200.0 - before.top) / before.zoom,
            (200.0 - after.top) / after.zoom,
        );
    }

    #[test]
    fn a_moved_picture_shows_every_point_where_it_is() {
        let before = Viewport::default();
        let now = before.zoomed(1.2, 700.0, 300.0).panned(-40.0, 25.0);
        let (zoom, left, top) = now.since(before, SCREEN).unwrap();
        let on_picture = (
            210.0 * before.zoom + before.left,
            90.0 * before.zoom + before.top,
        );
        near(on_picture.0 * zoom + left, 210.0 * now.zoom + now.left);
        near(on_picture.1 * zoom + top, 90.0 * now.zoom + now.top);
    }

    #[test]
    fn a_picture_that_leaves_the_screen_empty_is_not_moved() {
        let before = Viewport::default();
        assert!(before.panned(300.0, 0.0).since(before, SCREEN).is_some());
        assert!(before.panned(500.0, 0.0).since(before, SCREEN).is_none());
        assert!(before.panned(0.0, -9e9).since(before, SCREEN).is_none());
        assert!(before.zoomed(0.5, 0.0, 0.0).since(before, SCREEN).is_none());
        assert!(
            before
                .zoomed(2.0, 500.0, 400.0)
                .since(before, SCREEN)
                .is_none()
        );
    }

    #[test]
    fn zoom_has_ends() {
        near(
            Viewport::default().zoomed(1e9, 0.0, 0.0).zoom,
            Viewport::NEAREST,
        );
        near(
            Viewport::default().zoomed(1e-9, 0.0, 0.0).zoom,
            Viewport::FARTHEST,
        );
    }

    #[test]
    fn a_small_drawing_is_not_blown_up_and_a_large_one_is_seen_whole() {
        let small = Size {
            width: 200.0,
            height: 100.0,
        };
        near(Viewport::fit(small, ON, 0.1).zoom, 1.0);
        let large = Size {
            width: 4000.0,
            height: 1000.0,
        };
        let fitted = Viewport::fit(large, ON, 0.1);
        let seen = fitted.seen(SCREEN);
        assert!(seen.x <= 0.0 && seen.x + seen.width >= 4000.0);
    }

    #[test]
    fn what_cannot_be_read_when_whole_is_shown_from_its_end() {
        let long = Size {
            width: 9000.0,
            height: 300.0,
        };
        let fitted = Viewport::fit(long, ON, 0.6);
        near(fitted.zoom, 0.6);
        let seen = fitted.seen(SCREEN);
        assert!(seen.x + seen.width > 9000.0 && seen.x > 0.0);
    }

    #[test]
    fn revealing_moves_only_when_it_must() {
        let view = Viewport::default();
        let inside = Area {
            x: 100.0,
            y: 100.0,
            width: 50.0,
            height: 50.0,
        };
        assert_eq!(view.revealing(inside, ON), view);
        let right = Area {
            x: 2000.0,
            ..inside
        };
        let moved = view.revealing(right, ON);
        assert!(moved.left < view.left);
        near(moved.top, view.top);
        assert_eq!(moved.revealing(right, ON), moved);
    }

    #[test]
    fn a_drawing_begins_below_the_tools() {
        let drawing = Size {
            width: 400.0,
            height: 9000.0,
        };
        let two_rows = Screen { tools: 68.0, ..ON };
        let [one, two] = [ON, two_rows].map(|on| Viewport::fit(drawing, on, 0.5).top);
        near(two - one, 38.0);
    }
}
