//! What the lineage of one asset adds up to: recycled content, origins, carbon footprint, custody. Every figure is in
//! bounds where the record leaves room, and carries what it rests on.

use serde::{Deserialize, Serialize};

use crate::{Amount, Assurance, AttestationView, ChipKind, EventRef, RangeView};

/// The roll-ups of one asset; each `None` where nothing on record lets it be worked out.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AssetFigures {
    /// The mass of the whole asset, with what is packed in it.
    pub mass: Option<Amount>,
    /// Recycled content by mass.
    pub recycled: Option<RecycledFigure>,
    /// Where the mass came from.
    pub origins: Option<OriginsFigure>,
    /// Carbon footprint.
    pub carbon: Option<CarbonFigure>,
    /// Models of custody, one answer for each sort of claim that matter on the way bears.
    pub custody: Vec<CustodyFigure>,
    /// Attestations about what the asset was made from, newest first; no more than fit a page.
    pub upstream: Vec<AttestationView>,
    /// How many of these there are.
    pub upstream_total: u32,
}

/// The events that a figure came from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BasisView {
    /// The weakest assurance among them; `None` where the figure rests on nothing recorded.
    pub assurance: Option<Assurance>,
    /// The events in chain order, no more than one can read.
    pub events: Vec<EventRef>,
    /// How many there are.
    pub total: u32,
}

/// Recycled content by mass.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecycledFigure {
    /// The recycled share of the mass, with what is claimed of it.
    pub share: RangeView,
    /// By the kind of recycled matter (ISO 14021, 7.8.1.1); only kinds that can occur.
    pub kinds: Vec<KindShare>,
    /// By material, greatest share of the asset first.
    pub materials: Vec<MaterialShare>,
    /// The share, in proportion, that no claim in force gives a source for.
    pub untraced: f64,
    /// Whether all masses on the way are known; otherwise the bounds are as wide as that makes them.
    pub weighed: bool,
    /// What it rests on.
    pub basis: BasisView,
}

/// Where recycled matter came from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RecycledKind {
    /// From what consumers have done with.
    PostConsumer,
    /// From another maker's waste.
    PreConsumer,
    /// Recycled, without saying which.
    Unspecified,
}

/// The share of one kind of recycled matter.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KindShare {
    /// The kind.
    pub kind: RecycledKind,
    /// Its share of the asset's mass.
    pub share: RangeView,
}

/// One material in an asset and how much of it is recycled.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MaterialShare {
    /// What the material is called.
    pub name: ShareName,
    /// The material's share of the asset's mass.
    pub of_asset: RangeView,
    /// The recycled share of the material.
    pub recycled: RangeView,
}

/// What a share is called.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ShareName {
    /// A name from the record; hostile text.
    Named(String),
    /// A country by its code in ISO 3166-1, such as `ID`; hostile text.
    Country(String),
    /// The root is known, its country is not.
    CountryUnknown,
    /// It passed no smelter that is known.
    NoSmelter,
    /// All the small ones that are not told one by one.
    Others,
    /// It came from nothing recorded.
    Unrecorded,
}

/// Where the mass of an asset came from, three times over.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OriginsFigure {
    /// By the assets at the beginning: mines, recyclers.
    pub roots: Vec<OriginShareView>,
    /// By country of these.
    pub countries: Vec<OriginShareView>,
    /// By the last smelter or refiner passed.
    pub smelters: Vec<OriginShareView>,
    /// How many rows were left out of each list for length, with what they add up to in proportion, between 0 and 1.
    pub rest: [RestView; 3],
    /// Whether all masses on the way are known.
    pub weighed: bool,
    /// What it rests on.
    pub basis: BasisView,
}

/// Rows that a list leaves out.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RestView {
    /// How many.
    pub count: u32,
    /// Their share in proportion, between 0 and 1.
    pub share: f64,
}

/// A share of an asset's mass by where it came from.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OriginShareView {
    /// What it is called.
    pub name: ShareName,
    /// Place and source in a few words; hostile text, may be empty.
    pub aside: String,
    /// The asset to look at, where it is one.
    pub asset: Option<String>,
    /// The share.
    pub share: RangeView,
    /// The same in kilograms of the whole asset, least and most; `None` where that is unknown.
    pub kilograms: Option<[String; 2]>,
}

/// A stage of life.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StageWord {
    /// Winning and refining materials.
    Materials,
    /// Making.
    Production,
    /// Bringing it to whoever uses it.
    Distribution,
    /// Using it.
    Use,
    /// After use.
    EndOfLife,
    /// A claim that does not say of which stage.
    Undivided,
}

/// Carbon footprint; amounts are plain decimal numbers of kilograms of CO₂ equivalent.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CarbonFigure {
    /// Of the whole asset.
    pub total: String,
    /// Of one unit of it.
    pub per_unit: String,
    /// That unit, such as `kg` or `pcs`.
    pub unit: String,
    /// Whether something on the way has no claim, so that all figures are the least.
    pub open: bool,
    /// By stage of life, in the order of life.
    pub stages: Vec<StageView>,
    /// From certified claims.
    pub verified: String,
    /// From declared claims.
    pub declared: String,
    /// The shares of mass under a certified, a declared and no claim, each between 0 and 1; `None` where masses are unknown.
    pub coverage: Option<[f64; 3]>,
    /// The share of mass under claims about these very goods, between 0 and 1, the nearest that the record has to PACT v3
    /// `primaryDataShare`; `None` where masses are unknown.
    pub primary: Option<f64>,
    /// By how much the claims of the inputs exceed the asset's own; `None` where they do not.
    pub understated: Option<String>,
    /// What it rests on.
    pub basis: BasisView,
}

/// One stage of a footprint.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StageView {
    /// The stage.
    pub stage: StageWord,
    /// Its amount.
    pub kilograms: String,
    /// Its share of the total, between 0 and 1.
    pub share: f64,
}

/// A model of custody (ISO 22095), the strongest first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CustodyWord {
    /// One origin, never mixed.
    IdentityPreserved,
    /// Mixed only with what bears the same claim.
    Segregated,
    /// Mixed with other matter in known shares.
    ControlledBlending,
    /// Balanced by quantity, whatever was mixed.
    MassBalance,
    /// Bought apart from the goods.
    BookAndClaim,
}

/// Which models of custody the record supports for one claim.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustodyFigure {
    /// What the claim is about.
    pub claim: ChipKind,
    /// Whether someone makes such a claim of the asset; otherwise any such claim would be judged so.
    pub claimed: bool,
    /// One answer for each model, the strongest first.
    pub models: Vec<CustodyView>,
    /// The strongest model that holds.
    pub best: Option<CustodyWord>,
    /// What it rests on.
    pub basis: BasisView,
}

/// Whether the record supports a model.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CustodyView {
    /// The model.
    pub model: CustodyWord,
    /// The step that rules it out; `None` where it holds.
    pub downgrade: Option<DowngradeView>,
}

/// Why a step rules a model of custody out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DowngradeReason {
    /// Matter of several sources came together.
    SeveralSources,
    /// Matter with the characteristic came together with matter that has it not.
    MixedWithOther,
    /// It came together with matter of which nobody says whether it has it.
    MixedWithUntraced,
    /// Some was lost, and nobody says of which input.
    LossUnattributed,
    /// Masses are not known.
    Unweighed,
    /// Someone used what, by the record, he did not hold.
    NotHeld,
    /// No matter on record has the characteristic.
    NothingSpecified,
    /// The claim says more than the inputs can carry.
    ClaimTooHigh,
    /// No certifier attests the claim.
    NotCertified,
    /// Nobody makes such a claim of the asset.
    NotClaimed,
}

/// The step at which a model of custody was lost.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DowngradeView {
    /// Why.
    pub reason: DowngradeReason,
    /// The event.
    pub event: EventRef,
    /// The names of what was made there and of what went in, the first few; hostile text.
    pub assets: Vec<String>,
}
