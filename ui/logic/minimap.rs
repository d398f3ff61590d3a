//! A drawing made small: from places in the drawing to places on the map, and back.

use super::viewport::{Area, Size};

/// How a drawing lies on its map.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Reduced {
    /// Pixels of the map per pixel of the drawing.
    pub(crate) scale: f64,
    left: f64,
    top: f64,
    map: Size,
}

impl Reduced {
    /// As large as fits, in the middle.
    pub(crate) fn new(drawing: Size, map: Size) -> Self {
        let scale = (map.width / drawing.width.max(1.0))
            .min(map.height / drawing.height.max(1.0))
            .min(0.25);
        Self {
            scale,
            left: (map.width - drawing.width * scale) / 2.0,
            top: (map.height - drawing.height * scale) / 2.0,
            map,
        }
    }

    /// Where a point of the drawing lies on the map.
    pub(crate) fn to_map(self, x: f64, y: f64) -> (f64, f64) {
        (x * self.scale + self.left, y * self.scale + self.top)
    }

    /// Where a point of the map lies in the drawing.
    pub(crate) fn to_drawing(self, x: f64, y: f64) -> (f64, f64) {
        ((x - self.left) / self.scale, (y - self.top) / self.scale)
    }

    /// The frame around an area of the drawing, within the map and never too small to be taken hold of.
    pub(crate) fn frame(self, seen: Area) -> Area {
        const LEAST: f64 = 6.0;
        let (x0, y0) = self.to_map(seen.x, seen.y);
        let (x1, y1) = self.to_map(seen.x + seen.width, seen.y + seen.height);
        let within = |from: f64, to: f64, most: f64| {
            let from = from.clamp(0.0, most - LEAST);
            (from, to.clamp(from + LEAST, most) - from)
        };
        let (x, width) = within(x0, x1, self.map.width);
        let (y, height) = within(y0, y1, self.map.height);
        Area {
            x,
            y,
            width,
            height,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: Size = Size {
        width: 160.0,
        height: 60.0,
    };

    #[test]
    fn a_point_goes_to_the_map_and_back() {
        let reduced = Reduced::new(
            Size {
                width: 3200.0,
                height: 900.0,
            },
            MAP,
        );
        let (x, y) = reduced.to_map(1234.0, 567.0);
        assert!(x > 0.0 && x < MAP.width && y > 0.0 && y < MAP.height);
        let (x, y) = reduced.to_drawing(x, y);
        assert!((x - 1234.0).abs() < 1e-6 && (y - 567.0).abs() < 1e-6);
    }

    #[test]
    fn the_frame_stays_on_the_map() {
        let reduced = Reduced::new(
            Size {
                width: 2000.0,
                height: 1_000_000.0,
            },
            MAP,
        );
        for (x, y) in [(-5e6, -5e6), (0.0, 0.0), (1e3, 999_990.0), (5e6, 5e6)] {
            let frame = reduced.frame(Area {
                x,
                y,
                width: 800.0,
                height: 600.0,
            });
            assert!(frame.x >= 0.0 && frame.x + frame.width <= MAP.width);
            assert!(frame.y >= 0.0 && frame.y + frame.height <= MAP.height);
            assert!(frame.width >= 6.0 && frame.height >= 6.0, "{frame:?}");
        }
    }
}
