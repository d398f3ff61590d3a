//! What the map computes: projection, coasts, clusters of places, arcs between them, and what is summed up where. Pure:
//! it knows no browser; lengths on the map are in its own units, a thousand from west to east.

pub(crate) mod arc;
pub(crate) mod camera;
pub(crate) mod cluster;
pub(crate) mod figures;
pub(crate) mod labels;
pub(crate) mod projection;
pub(crate) mod scene;
mod topology;
pub(crate) mod world;
pub(crate) mod written;
