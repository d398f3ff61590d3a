//! Where things were made and which way they went: places and the flows between them, before any drawing.
//!
//! Coordinates are those that the ledger's directory records, never guessed from a name. Masses are in kilograms and for
//! drawing and summing up only; exact figures are those of the assets themselves.

use serde::{Deserialize, Serialize};

use crate::{Amount, AssetKind, Direction};

/// What to map.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MapQuery {
    /// Only the lineage of this asset; `None` for the whole workspace.
    #[serde(default)]
    pub lineage_of: Option<String>,
    /// Which way the lineage is followed; of no matter for the whole workspace.
    #[serde(default)]
    pub direction: Direction,
    /// As known at this block; `None` for the newest.
    #[serde(default)]
    pub as_of: Option<u64>,
}

/// Places, and what went from one to another.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MapView {
    /// What people call the asset whose lineage this is; hostile text; `None` for the whole workspace.
    pub subject: Option<String>,
    /// What a flow is.
    pub basis: FlowBasis,
    /// The places where something was made, left or arrived, in the order of their canonical names.
    pub places: Vec<MapPlace>,
    /// What went from one place to another, by kind, in the order of the places.
    pub flows: Vec<MapFlow>,
}

/// What a flow on the map is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FlowBasis {
    /// Goods that were shipped; what a unit held counts, by what it held when it left.
    Shipped,
    /// Inputs made in one place that went into something made, or packed, in another.
    Used,
}

/// A place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MapPlace {
    /// Its canonical name; that of the party where the records name no place.
    pub epc: String,
    /// Its name as people write it; hostile text.
    pub title: String,
    /// Town; hostile text.
    pub town: String,
    /// Country; hostile text.
    pub country: String,
    /// Who runs it; hostile text.
    pub party: String,
    /// Where it is, or why that is not known.
    pub position: Position,
    /// What was made there, one entry per kind.
    pub made: Vec<MapMade>,
    /// The assets made there, newest first; no more than [`MapPlace::MOST_ASSETS`].
    pub assets: Vec<MapAsset>,
}

impl MapPlace {
    /// How many assets of a place cross; the list of assets finds the others.
    pub const MOST_ASSETS: usize = 60;
}

/// Where a place is.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "known")]
pub enum Position {
    /// As registered on the ledger, in degrees, north and east positive.
    Registered {
        /// From −90 to 90.
        latitude: f64,
        /// From −180 to 180.
        longitude: f64,
    },
    /// The place is registered without coordinates (both zero), or with such as no place on earth has.
    NoCoordinates,
    /// The events name no place; only who acted is known.
    NoPlace,
}

/// What was made in a place, of one kind.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MapMade {
    /// The kind.
    pub kind: AssetKind,
    /// How many assets.
    pub assets: u32,
    /// The mass of those whose mass is known.
    pub kilograms: f64,
    /// How many of them have no known mass.
    pub unweighed: u32,
}

/// An asset made in a place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MapAsset {
    /// Its canonical name.
    pub epc: String,
    /// What people call it; hostile text.
    pub name: String,
    /// What sort of thing it is.
    pub kind: AssetKind,
    /// How much was made.
    pub quantity: Amount,
}

/// What went from one place to another, of one kind.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MapFlow {
    /// Index of the place it left.
    pub from: u32,
    /// Index of the place it went to; never the same.
    pub to: u32,
    /// The kind.
    pub kind: AssetKind,
    /// How many times an asset went this way.
    pub movements: u32,
    /// How many of them have not arrived.
    pub under_way: u32,
    /// The mass of those whose mass is known.
    pub kilograms: f64,
    /// How many of them have no known mass.
    pub unweighed: u32,
}
