//! What somebody wants to see of a lineage: from where, how far, what of it, and how much at most.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use petgraph::Direction;
use trace::{AssetKind, ClaimKind, SubjectId};

use crate::{Asset, Register};

/// More cards and groups than this are no picture any more, whatever the screen.
const MOST: usize = 10_000;

/// One side of an asset.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Side {
    /// Towards materials: what it was made from, and what is packed in it.
    Up,
    /// Towards products: what was made of it, and what it is packed in.
    Down,
}

impl Side {
    /// Both sides.
    pub const BOTH: [Self; 2] = [Self::Up, Self::Down];

    pub(super) const fn way(self) -> Direction {
        match self {
            Self::Up => Direction::Incoming,
            Self::Down => Direction::Outgoing,
        }
    }

    pub(super) const fn sign(self) -> i32 {
        match self {
            Self::Up => -1,
            Self::Down => 1,
        }
    }
}

/// Which ways to walk from the focus.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Ways {
    /// To all that it came from.
    #[default]
    Up,
    /// To all that became of it.
    Down,
    /// Both; not to what else became of its materials.
    Both,
}

impl Ways {
    pub(super) const fn sides(self) -> &'static [Side] {
        match self {
            Self::Up => &[Side::Up],
            Self::Down => &[Side::Down],
            Self::Both => &Side::BOTH,
        }
    }
}

/// What is asked for. Start with [`Scope::around`] and change what should be otherwise.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    /// The asset to look from.
    pub focus: SubjectId,
    /// Which ways.
    pub ways: Ways,
    /// How many steps at most; `None` for all.
    pub depth: Option<u32>,
    /// Only what lies on the ways between these two, whichever comes first; `ways` and `depth` say nothing then.
    pub between: Option<(SubjectId, SubjectId)>,
    /// How many steps more to go from an asset on a side.
    pub expanded: BTreeMap<(SubjectId, Side), u32>,
    /// From which assets not to go on, and on which side.
    pub collapsed: BTreeSet<(SubjectId, Side)>,
    /// At least so many like siblings are shown as one; `None` for never.
    pub group_from: Option<usize>,
    /// How many members of a group to show as cards of their own; named by any of its members.
    pub opened: BTreeMap<SubjectId, usize>,
    /// What to show of what is reached.
    pub filter: Filter<'a>,
    /// How many assets and groups to show at most.
    pub most: usize,
}

impl Scope<'_> {
    /// All that an asset came from, ungrouped and unfiltered, up to 10,000 assets.
    pub fn around(focus: SubjectId) -> Self {
        Self {
            focus,
            ways: Ways::Up,
            depth: None,
            between: None,
            expanded: BTreeMap::new(),
            collapsed: BTreeSet::new(),
            group_from: None,
            opened: BTreeMap::new(),
            filter: Filter::default(),
            most: MOST,
        }
    }

    /// Whether an asset stands for itself whatever is like it: what the user named is there to be found again.
    pub(super) fn is_pinned(&self, asset: SubjectId) -> bool {
        let either = |check: &dyn Fn(Side) -> bool| Side::BOTH.into_iter().any(check);
        self.is_named(asset)
            || either(&|side| self.expanded.contains_key(&(asset, side)))
            || either(&|side| self.collapsed.contains(&(asset, side)))
    }

    /// Whether an asset is shown whatever the filter says.
    pub(super) fn is_named(&self, asset: SubjectId) -> bool {
        match self.between {
            Some((one, other)) => asset == one || asset == other,
            None => asset == self.focus,
        }
    }
}

/// A judge of assets that the caller brings.
pub type Judge<'a> = &'a dyn Fn(SubjectId) -> bool;

/// Which assets to show. An empty part lets everything pass. The focus and the ends of a path pass always.
#[derive(Clone, Default)]
pub struct Filter<'a> {
    /// Assets of these kinds.
    pub kinds: BTreeSet<AssetKind>,
    /// Assets that one of these parties made or holds.
    pub parties: BTreeSet<SubjectId>,
    /// Assets that were made at one of these locations.
    pub places: BTreeSet<SubjectId>,
    /// Assets with a claim of one of these kinds in force at the time of the register's last event.
    pub claims: Vec<ClaimKind>,
    /// Assets that this says yes to, for example by their assurance.
    pub other: Option<Judge<'a>>,
}

impl fmt::Debug for Filter<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("Filter")
            .field("kinds", &self.kinds)
            .field("parties", &self.parties)
            .field("places", &self.places)
            .field("claims", &self.claims)
            .field("other", &self.other.map(|_| "…"))
            .finish()
    }
}

/// Whether an asset fails each part of a filter: kind, party, place, claim, other.
pub(super) struct Failed(pub(super) [bool; 5]);

impl Filter<'_> {
    /// Whether everything passes.
    pub fn is_open(&self) -> bool {
        self.kinds.is_empty()
            && self.parties.is_empty()
            && self.places.is_empty()
            && self.claims.is_empty()
            && self.other.is_none()
    }

    pub(super) fn failed(&self, register: &Register, id: SubjectId, asset: &Asset) -> Failed {
        let at = register.latest_time();
        let has_claim = |kind: &ClaimKind| register.claim_in_force(id, kind, at).is_some();
        Failed([
            !self.kinds.is_empty() && !self.kinds.contains(&asset.detail.kind),
            !self.parties.is_empty() && !self.has_party(asset),
            !self.places.is_empty()
                && (asset.made_at).is_none_or(|place| !self.places.contains(&place)),
            !self.claims.is_empty() && !self.claims.iter().any(has_claim),
            self.other.is_some_and(|passes| !passes(id)),
        ])
    }

    fn has_party(&self, asset: &Asset) -> bool {
        self.parties.contains(&asset.maker)
            || asset.held.keys().any(|party| self.parties.contains(party))
    }
}
