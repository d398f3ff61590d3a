//! Paper: faces, inks, text, tables and pages. It knows how to draw, and nothing of what is said.

pub(crate) mod face;
pub(crate) mod flow;
pub(crate) mod ink;
pub(crate) mod qr;
pub(crate) mod sheet;
pub(crate) mod table;
pub(crate) mod text;
