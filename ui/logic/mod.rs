//! What the window computes by itself; pure, without a browser, tested natively.

pub(crate) mod asked;
pub(crate) mod calendar;
pub(crate) mod csv;
pub(crate) mod curve;
pub(crate) mod ellipsis;
pub(crate) mod face;
pub(crate) mod format;
pub(crate) mod fuzzy;
pub(crate) mod identity;
pub(crate) mod level;
pub(crate) mod link;
pub(crate) mod map;
pub(crate) mod minimap;
pub(crate) mod neighbour;
pub(crate) mod path;
#[cfg(test)]
pub(crate) mod samples;
pub(crate) mod scale;
pub(crate) mod scene;
pub(crate) mod search;
pub(crate) mod svg;
pub(crate) mod viewport;
pub(crate) mod when;
pub(crate) mod window;
