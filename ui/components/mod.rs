//! What pages are made of; a folder each, its styles beside it.

pub(crate) mod asset_table;
pub(crate) mod attestations;
pub(crate) mod badge;
pub(crate) mod collections;
pub(crate) mod detail;
pub(crate) mod drop_zone;
pub(crate) mod empty;
pub(crate) mod finding;
pub(crate) mod icon;
pub(crate) mod issue_dialog;
pub(crate) mod lineage_canvas;
pub(crate) mod lineage_table;
pub(crate) mod lineage_tools;
pub(crate) mod minimap;
pub(crate) mod notices;
pub(crate) mod origins;
pub(crate) mod palette;
pub(crate) mod range_bar;
pub(crate) mod segmented;
pub(crate) mod sidebar;
pub(crate) mod status_line;
pub(crate) mod time_strip;
pub(crate) mod timeline;
pub(crate) mod topbar;
pub(crate) mod verdict;
