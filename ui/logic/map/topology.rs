//! Reads coasts and borders from `TopoJSON` (github.com/topojson/topojson-specification): lines that are shared are there
//! once, as whole numbers, each the difference to the one before.

use serde::Deserialize;

use super::projection::Geo;

/// Coasts and borders.
#[derive(Debug, Default)]
pub(super) struct Topology {
    /// The lines.
    pub(super) arcs: Vec<Vec<Geo>>,
    /// The land: polygons of rings of references to lines; the rings after a polygon's first are holes.
    pub(super) land: Vec<Vec<Vec<i32>>>,
    /// The lines that part two countries.
    pub(super) borders: Vec<usize>,
}

#[derive(Deserialize)]
struct File {
    transform: Transform,
    arcs: Vec<Vec<[i32; 2]>>,
    objects: Objects,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Objects {
    countries: Collection,
    land: Collection,
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "arcs")]
enum Geometry {
    Polygon(Vec<Vec<i32>>),
    MultiPolygon(Vec<Vec<Vec<i32>>>),
}

impl Geometry {
    fn polygons(self) -> Vec<Vec<Vec<i32>>> {
        match self {
            Self::Polygon(rings) => vec![rings],
            Self::MultiPolygon(polygons) => polygons,
        }
    }
}

/// Which line a reference means; a negative one is the line −1 − n, from its end.
pub(super) fn line(reference: i32) -> (usize, bool) {
    let is_backwards = reference < 0;
    let index = if is_backwards { !reference } else { reference };
    (usize::try_from(index).unwrap_or(usize::MAX), is_backwards)
}

impl Topology {
    /// Reads a file with the objects `countries` and `land`.
    pub(super) fn read(text: &str) -> Result<Self, serde_json::Error> {
        let file: File = serde_json::from_str(text)?;
        let arcs: Vec<_> = file
            .arcs
            .iter()
            .map(|line| unfold(line, &file.transform))
            .collect();
        let land = file.objects.land.geometries.into_iter();
        let mut users = vec![0_u32; arcs.len()];
        for country in file.objects.countries.geometries {
            for reference in country.polygons().into_iter().flatten().flatten() {
                if let Some(count) = users.get_mut(line(reference).0) {
                    *count += 1;
                }
            }
        }
        let shared = users.iter().enumerate().filter(|(_, count)| **count > 1);
        Ok(Self {
            arcs,
            land: land.flat_map(Geometry::polygons).collect(),
            borders: shared.map(|(index, _)| index).collect(),
        })
    }
}

fn unfold(line: &[[i32; 2]], transform: &Transform) -> Vec<Geo> {
    let (mut x, mut y) = (0_i32, 0_i32);
    let place = |[dx, dy]: &[i32; 2]| {
        x = x.saturating_add(*dx);
        y = y.saturating_add(*dy);
        Geo {
            longitude: f64::from(x) * transform.scale[0] + transform.translate[0],
            latitude: f64::from(y) * transform.scale[1] + transform.translate[1],
        }
    };
    line.iter().map(place).collect()
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Two countries side by side on one island: arc 0 is their border, 1 and 2 the coasts.
    pub(crate) const ISLAND: &str = r#"{"type":"Topology",
        "transform":{"scale":[1,1],"translate":[10,20]},
        "arcs":[[[2,0],[0,4]],[[2,4],[-2,0],[0,-4],[2,0]],[[2,0],[2,0],[0,4],[-2,0]]],
        "objects":{
            "countries":{"type":"GeometryCollection","geometries":[
                {"type":"Polygon","arcs":[[0,1]],"id":"1","properties":{"name":"West"}},
                {"type":"MultiPolygon","arcs":[[[2,-1]]],"id":"2","properties":{"name":"East"}}]},
            "land":{"type":"GeometryCollection","geometries":[{"type":"MultiPolygon","arcs":[[[1,2]]]}]}}}"#;

    #[test]
    fn differences_become_degrees() {
        let island = Topology::read(ISLAND).unwrap();
        assert_eq!(island.arcs[1].len(), 4);
        assert_eq!(
            island.arcs[1][3],
            Geo {
                longitude: 12.0,
                latitude: 20.0
            }
        );
        assert_eq!(island.land, [[[1, 2]]]);
    }

    #[test]
    fn what_two_countries_share_is_a_border() {
        let island = Topology::read(ISLAND).unwrap();
        assert_eq!(island.borders, [0]);
    }

    #[test]
    fn a_negative_reference_is_a_line_from_its_end() {
        assert_eq!(line(3), (3, false));
        assert_eq!(line(-1), (0, true));
        assert!(line(i32::MIN).1);
    }

    #[test]
    fn other_files_are_refused() {
        for text in ["", "{}", "[1,2]", r#"{"arcs":[[["x"]]]}"#] {
            assert!(Topology::read(text).is_err(), "{text}");
        }
    }
}
