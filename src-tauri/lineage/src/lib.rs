//! What the events add up to: the register of assets, their lineage, roll-ups along it, findings, and a layout to draw it.
//!
//! It is pure: no clock, no file, no network. The events come in, in chain order; times to judge by are passed in.
//! Nothing here proves an event (that is `evidence`) and nothing here writes for one language only: findings carry
//! their figures as fields beside the English text.

mod compare;
mod custody;
mod dot;
mod findings;
mod graph;
mod layout;
mod pending;
mod reach;
mod register;
mod rollup;
mod trail;
mod visible;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod testing;

pub use compare::{Change, Sort, changes, expiries, rests_on, undermining};
pub use custody::{Custody, CustodyModel, Downgrade, Reason, Verdict, custody, custody_for};
pub use dot::dot;
pub use findings::{Figures, Finding, Severity, findings};
pub use graph::{Lineage, LinkKind};
pub use layout::{Before, Box, Layout, Placed, Spacing, layout, layout_after};
pub use reach::{Holding, HoldingState, Reach, Touched, reach};
pub use register::{
    Asset, Attestation, BlockEvents, Calendar, Correction, Gap, Lifting, Packing, Recall, Register,
    Rejection, Revocation, Shipment, Step, Table, Transformation, Unresolved, Whereabouts,
};
pub use rollup::{
    Basis, Bearing, Bounds, Country, Coverage, Figure, Footprint, Material, MaterialContent,
    OriginShare, Origins, RecycledByKind, RecycledContent, RollUp, Share, Shares, Smelting, Source,
    Stage, StageShare, Standing, Status,
};
pub use trail::{Trail, TrailEdge, TrailNode};
pub use visible::{
    Filter, Hidden, Judge, NodeKey, Scope, Side, Stub, Unseen, Visible, VisibleEdge, VisibleNode,
    Ways,
};
