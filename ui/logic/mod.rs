//! What the window computes by itself; pure, without a browser, tested natively.

pub(crate) mod calendar;
pub(crate) mod csv;
pub(crate) mod curve;
pub(crate) mod format;
pub(crate) mod fuzzy;
pub(crate) mod identity;
pub(crate) mod map;
pub(crate) mod neighbour;
pub(crate) mod path;
pub(crate) mod scale;
pub(crate) mod viewport;
pub(crate) mod window;
