//! How assets and events spread, a chart a file.

mod carbon;
mod kinds;
mod months;
mod recycled;

pub(super) use carbon::Carbon;
pub(super) use kinds::kinds;
pub(super) use months::months;
pub(super) use recycled::Recycled;
