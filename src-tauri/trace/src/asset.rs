//! Assets: tokenised physical things, and how one is described when it is made.

use thiserror::Error;

use crate::{Epc, MICRO, Mass, Quantity, SubjectId};

/// A number that stands for no member of the named code list.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{code} is not a code of {list}")]
pub struct UnknownCode {
    /// The code list.
    pub list: &'static str,
    /// The number found.
    pub code: u8,
}

/// What sort of thing an asset is, along the way from mine to shop.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AssetKind {
    /// Ore, scrap, metal, powder, wafer: counted by mass or as stock.
    Material,
    /// A part made to be built in.
    Component,
    /// A thing that is sold.
    Product,
    /// A pallet, crate or container (SSCC).
    LogisticUnit,
}

impl AssetKind {
    /// All kinds in the order of the contract's codes.
    pub const ALL: [Self; 4] = [
        Self::Material,
        Self::Component,
        Self::Product,
        Self::LogisticUnit,
    ];

    /// The word for it in JSON and on screen.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Material => "material",
            Self::Component => "component",
            Self::Product => "product",
            Self::LogisticUnit => "logistic unit",
        }
    }

    /// The contract's code.
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl TryFrom<u8> for AssetKind {
    type Error = UnknownCode;

    fn try_from(code: u8) -> Result<Self, UnknownCode> {
        Self::ALL
            .get(usize::from(code))
            .copied()
            .ok_or(UnknownCode {
                list: "asset kinds",
                code,
            })
    }
}

/// Whether an asset is a class-level quantity or one thing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Granularity {
    /// A class-level quantity (LGTIN): it can be divided.
    Lot,
    /// One serialised thing (SGTIN).
    Item,
    /// One logistic unit (SSCC).
    LogisticUnit,
}

impl Granularity {
    /// All members in the order of the contract's codes.
    pub const ALL: [Self; 3] = [Self::Lot, Self::Item, Self::LogisticUnit];

    /// The word for it in JSON and on screen.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Lot => "lot",
            Self::Item => "item",
            Self::LogisticUnit => "logistic unit",
        }
    }

    /// The contract's code.
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl TryFrom<u8> for Granularity {
    type Error = UnknownCode;

    fn try_from(code: u8) -> Result<Self, UnknownCode> {
        Self::ALL
            .get(usize::from(code))
            .copied()
            .ok_or(UnknownCode {
                list: "granularities",
                code,
            })
    }
}

/// An asset as it was described when it was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AssetDetail {
    /// Its canonical name.
    pub epc: Epc,
    /// What sort of thing it is.
    pub kind: AssetKind,
    /// Lot, item or logistic unit.
    pub granularity: Granularity,
    /// What people call it, as its maker wrote it; hostile text.
    pub description: String,
    /// How much of it was made.
    pub quantity: Quantity,
    /// The recorded mass of one whole unit; `None` when it was not recorded.
    pub unit_mass: Option<Mass>,
}

impl AssetDetail {
    /// The id of the asset.
    pub fn id(&self) -> SubjectId {
        SubjectId::of(&self.epc)
    }

    /// The mass of `micro` millionths of the asset's unit; `None` where no mass is known.
    pub fn mass_of(&self, micro: u64) -> Option<Mass> {
        self.mass_of_one().map(|one| one.times_micro(micro))
    }

    /// The mass of one whole unit, by the unit or as recorded; `None` where none is known.
    pub fn mass_of_one(&self) -> Option<Mass> {
        self.quantity.unit.mass_of(MICRO).or(self.unit_mass)
    }
}
