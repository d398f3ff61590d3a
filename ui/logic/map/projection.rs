//! The Equal Earth projection: areas are true everywhere, so that a circle's neighbourhood is never larger than it is.
//!
//! B. Šavrič, T. Patterson and B. Jenny, "The Equal Earth map projection", International Journal of Geographical Information
//! Science 33 (3), 2019, equations 9 and 10; doi:10.1080/13658816.2018.1504949.

use std::f64::consts::PI;

/// The polynomial's coefficients, as published.
const A1: f64 = 1.340_264;
const A2: f64 = -0.081_106;
const A3: f64 = 0.000_893;
const A4: f64 = 0.003_796;
const SQRT_3: f64 = 1.732_050_807_568_877_2;

/// From west to east, in units of the map.
pub(crate) const WIDTH: f64 = 1000.0;
/// From pole to pole, in units of the map.
pub(crate) const HEIGHT: f64 = WIDTH * 1.317_362_759_157_4 / HALF_EQUATOR;
/// Half of the equator on a globe of radius 1: 2√3π / (3·A1).
const HALF_EQUATOR: f64 = 2.0 * SQRT_3 * PI / (3.0 * A1);

/// A point of the map: x to the right from the antimeridian, y down from the north pole.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

impl Point {
    /// How far it is to another point.
    pub(crate) fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// A place on the globe, in degrees; north and east are positive.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Geo {
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
}

/// Where a place lies on the map.
pub(crate) fn project(place: Geo) -> Point {
    let (x, y) = on_unit_globe(place);
    let scale = WIDTH / 2.0 / HALF_EQUATOR;
    Point {
        x: WIDTH / 2.0 + x * scale,
        y: HEIGHT / 2.0 - y * scale,
    }
}

fn on_unit_globe(place: Geo) -> (f64, f64) {
    let theta = (SQRT_3 / 2.0 * place.latitude.to_radians().sin()).asin();
    let square = theta * theta;
    let sixth = square * square * square;
    let x = 2.0 * SQRT_3 * place.longitude.to_radians() * theta.cos()
        / (3.0 * (sixth * (9.0 * A4 * square + 7.0 * A3) + 3.0 * A2 * square + A1));
    let y = theta * (sixth * (A4 * square + A3) + A2 * square + A1);
    (x, y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(latitude: f64, longitude: f64) -> Point {
        project(Geo {
            latitude,
            longitude,
        })
    }

    fn near(a: f64, b: f64, by: f64) {
        assert!((a - b).abs() < by, "{a} is not {b}");
    }

    #[test]
    fn the_globe_fills_the_map() {
        near(at(0.0, -180.0).x, 0.0, 1e-9);
        near(at(0.0, 180.0).x, WIDTH, 1e-9);
        near(at(90.0, 12.0).y, 0.0, 1e-6);
        near(at(-90.0, 0.0).y, HEIGHT, 1e-6);
        assert_eq!(
            at(0.0, 0.0),
            Point {
                x: WIDTH / 2.0,
                y: HEIGHT / 2.0
            }
        );
    }

    #[test]
    fn it_is_the_published_projection() {
        // The paper's own figures: the pole is a line of 0.59 equators, and the map is 0.487 as high as it is wide.
        near(
            (at(90.0, 180.0).x - at(90.0, -180.0).x) / WIDTH,
            0.59,
            0.005,
        );
        near(HEIGHT / WIDTH, 0.487, 0.0005);
    }

    #[test]
    fn areas_are_true() {
        // The determinant of the projection's derivative over the globe's own, which is cos φ, is 1 everywhere.
        let step = 1e-4;
        for latitude in [-75.0, -40.0, -2.0, 0.0, 33.0, 51.0, 64.0, 80.0_f64] {
            for longitude in [-170.0, -60.0, 0.0, 105.0] {
                let part = |dlat: f64, dlon: f64| {
                    on_unit_globe(Geo {
                        latitude: latitude + dlat,
                        longitude: longitude + dlon,
                    })
                };
                let (north, south) = (part(step, 0.0), part(-step, 0.0));
                let (east, west) = (part(0.0, step), part(0.0, -step));
                let span = (2.0 * step).to_radians();
                let down = ((north.0 - south.0) / span, (north.1 - south.1) / span);
                let across = ((east.0 - west.0) / span, (east.1 - west.1) / span);
                let area = across.0 * down.1 - across.1 * down.0;
                near(area / latitude.to_radians().cos(), 1.0, 1e-6);
            }
        }
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        assert!(at(51.0, 13.0).y < at(-2.0, 13.0).y);
        assert!(at(51.0, 13.0).x < at(51.0, 105.0).x);
    }
}
