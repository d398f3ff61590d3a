//! The main job in the real window, driven through WebDriver: open the sample, search, look at a lineage, issue a report,
//! verify it; and a sync with a node, as far as one looks at it from here. A picture of every page is left in
//! `target/screenshots`. It needs a display (`cargo xtask test window` brings one of its own) and fails without it: a window
//! that nobody saw was not tested.

#![allow(clippy::unwrap_used)]

mod accessibility;
mod driver;
mod field;
mod field_day;
mod journey;
mod lineage;
mod map;
mod overview;
mod pending;
mod screen;
mod signing;
mod sync;
mod then_now;
mod wide;
