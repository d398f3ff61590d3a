//! Where the map looks: pan and zoom within the world's bounds. Knows no mouse and no screen.

use super::projection::{HEIGHT, Point, WIDTH};
use crate::logic::viewport::{Area, Size};

/// A point of the map at (x, y) appears at (x · zoom + left, y · zoom + top).
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Camera {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) zoom: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            left: 0.0,
            top: 0.0,
            zoom: 1.0,
        }
    }
}

/// The largest zoom: a kilometre is about half a pixel, and the coasts are as fine as they are known.
const NEAREST: f64 = 24.0;
/// No closer than this when places are fitted, so that one sees which part of the world it is.
const NEAREST_FIT: f64 = 7.0;
/// Free space at the sides of what is fitted: the length of a name.
const NAME: f64 = 150.0;
/// Free space around what is fitted or revealed.
const MARGIN: f64 = 64.0;

impl Camera {
    /// Shows all of these points; the whole world where there is none.
    pub(crate) fn fit(points: &[Point], screen: Size) -> Self {
        let first = points.first().copied();
        let Some(first) = first else {
            return Self::whole(screen);
        };
        let (mut low, mut high) = (first, first);
        for point in points {
            low = Point {
                x: low.x.min(point.x),
                y: low.y.min(point.y),
            };
            high = Point {
                x: high.x.max(point.x),
                y: high.y.max(point.y),
            };
        }
        let room = |length: f64, margin: f64| (length - 2.0 * margin).max(1.0);
        let zoom = (room(screen.width, NAME) / (high.x - low.x).max(1e-6))
            .min(room(screen.height, MARGIN) / (high.y - low.y).max(1e-6));
        let zoom = zoom.clamp(farthest(screen), NEAREST_FIT);
        Self {
            left: screen.width / 2.0 - f64::midpoint(low.x, high.x) * zoom,
            top: screen.height / 2.0 - f64::midpoint(low.y, high.y) * zoom,
            zoom,
        }
        .kept(screen)
    }

    /// The whole world.
    pub(crate) fn whole(screen: Size) -> Self {
        Self {
            left: 0.0,
            top: 0.0,
            zoom: farthest(screen),
        }
        .kept(screen)
    }

    /// Moves the map by so many pixels.
    pub(crate) fn panned(self, dx: f64, dy: f64, screen: Size) -> Self {
        Self {
            left: self.left + dx,
            top: self.top + dy,
            ..self
        }
        .kept(screen)
    }

    /// Zooms by a factor, keeping what is at this point of the screen where it is.
    pub(crate) fn zoomed(self, factor: f64, x: f64, y: f64, screen: Size) -> Self {
        let zoom = (self.zoom * factor).clamp(farthest(screen), NEAREST);
        let ratio = zoom / self.zoom;
        Self {
            left: x - (x - self.left) * ratio,
            top: y - (y - self.top) * ratio,
            zoom,
        }
        .kept(screen)
    }

    /// Moves no more than needed for a point to be well inside the screen.
    pub(crate) fn revealing(self, point: Point, screen: Size) -> Self {
        let shift = |at: f64, length: f64| {
            let margin = MARGIN.min(length / 3.0);
            at.clamp(margin, (length - margin).max(margin)) - at
        };
        let (x, y) = self.on_screen(point);
        self.panned(shift(x, screen.width), shift(y, screen.height), screen)
    }

    /// Where a point of the map appears.
    pub(crate) fn on_screen(self, point: Point) -> (f64, f64) {
        (
            point.x * self.zoom + self.left,
            point.y * self.zoom + self.top,
        )
    }

    /// The part of the map to draw: what is seen and somewhat more, in steps, so that it changes rarely.
    pub(crate) fn drawn(self, screen: Size) -> Area {
        let across = |offset: f64, length: f64| {
            let step = (length / self.zoom).max(1.0);
            let from = ((-offset / self.zoom) / step).floor() * step;
            (from - step / 2.0, 3.0 * step)
        };
        let (x, width) = across(self.left, screen.width);
        let (y, height) = across(self.top, screen.height);
        Area {
            x,
            y,
            width,
            height,
        }
    }

    /// The same with the world kept in sight: centred where it is smaller than the screen, and otherwise covering its middle.
    fn kept(self, screen: Size) -> Self {
        let hold = |offset: f64, world: f64, length: f64| {
            if world <= length {
                return (length - world) / 2.0;
            }
            offset.clamp(length / 2.0 - world, length / 2.0)
        };
        Self {
            left: hold(self.left, WIDTH * self.zoom, screen.width),
            top: hold(self.top, HEIGHT * self.zoom, screen.height),
            zoom: self.zoom,
        }
    }
}

/// The zoom at which the whole world is seen.
fn farthest(screen: Size) -> f64 {
    (screen.width / WIDTH)
        .min(screen.height / HEIGHT)
        .clamp(0.2, 3.0)
        * 0.96
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Size = Size {
        width: 1000.0,
        height: 700.0,
    };

    fn point(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    fn is_inside(camera: Camera, at: Point) -> bool {
        let (x, y) = camera.on_screen(at);
        (0.0..=SCREEN.width).contains(&x) && (0.0..=SCREEN.height).contains(&y)
    }

    #[test]
    fn fitting_shows_every_point() {
        let points = [point(480.0, 90.0), point(800.0, 260.0), point(270.0, 150.0)];
        let camera = Camera::fit(&points, SCREEN);
        assert!(points.iter().all(|point| is_inside(camera, *point)));
        assert!(camera.zoom > Camera::whole(SCREEN).zoom);
    }

    #[test]
    fn one_place_is_not_blown_up_beyond_recognition() {
        assert!(Camera::fit(&[point(500.0, 100.0)], SCREEN).zoom <= NEAREST_FIT);
        assert_eq!(Camera::fit(&[], SCREEN), Camera::whole(SCREEN));
    }

    #[test]
    fn the_world_cannot_be_lost() {
        let lost = Camera::whole(SCREEN)
            .zoomed(8.0, 0.0, 0.0, SCREEN)
            .panned(1e7, -1e7, SCREEN);
        let (left, top) = lost.on_screen(point(0.0, HEIGHT));
        assert!(left <= SCREEN.width / 2.0 && top >= SCREEN.height / 2.0 - 1e-6);
    }

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let before = Camera::fit(&[point(480.0, 90.0), point(640.0, 200.0)], SCREEN);
        let after = before.zoomed(1.5, 520.0, 340.0, SCREEN);
        let under = |camera: Camera| (520.0 - camera.left) / camera.zoom;
        assert!((under(before) - under(after)).abs() < 1e-6);
    }

    #[test]
    fn revealing_moves_only_when_it_must() {
        let camera = Camera::fit(&[point(480.0, 90.0), point(520.0, 110.0)], SCREEN);
        assert_eq!(camera.revealing(point(500.0, 100.0), SCREEN), camera);
        let far = point(700.0, 200.0);
        assert!(!is_inside(camera, far));
        assert!(is_inside(camera.revealing(far, SCREEN), far));
    }

    #[test]
    fn what_is_drawn_covers_what_is_seen() {
        for dx in [0.0, 33.0, 400.0, -77.0] {
            let camera = Camera::fit(&[point(480.0, 90.0)], SCREEN).panned(dx, dx, SCREEN);
            let area = camera.drawn(SCREEN);
            let (left, right) = (
                -camera.left / camera.zoom,
                (SCREEN.width - camera.left) / camera.zoom,
            );
            assert!(area.x <= left && area.x + area.width >= right);
        }
    }
}
