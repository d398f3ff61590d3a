//! What matter is by its source: recycled, primary, or nobody says; and what is rework.
//!
//! Rework creates no recycled content (ISO 14021, 7.8.1.1: pre-consumer material leaves out what can be reclaimed within the
//! process that generated it). A process is a party at a place; where a place is not recorded, it may be any of the party's.
//! - Matter that goes back in without a claim is what it was before: the graph knows.
//! - An output beside others, claimed as `pre-consumer`, counts as that in other processes: by a certifier's word fully, by
//!   its maker's for the upper bound only, because the record says otherwise. In the process that it came out of, at once or
//!   by way of others, it is what it was before.
//! - A root claimed as `pre-consumer` that its own maker uses in its own process cannot be told from rework: unstated.

use trace::{ClaimKind, SubjectId};

use super::mixture::{Counts, Marking};
use super::source::{Source, source_of};
use crate::{Register, Transformation};

/// Who runs a process, and where.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Process {
    party: SubjectId,
    place: Option<SubjectId>,
}

impl Process {
    fn of(transformation: &Transformation) -> Self {
        Self {
            party: transformation.party,
            place: transformation.location,
        }
    }

    fn may_be(self, other: Self) -> bool {
        let places = self.place.zip(other.place);
        self.party == other.party && places.is_none_or(|(one, other)| one == other)
    }
}

/// What matter left a process as, and was before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Scrap {
    from: Process,
    was: Source,
    is_certain: bool,
}

/// The mark of matter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Matter {
    /// Nothing is recorded of it.
    Nowhere,
    /// From a source.
    Of(Source, Option<Scrap>),
}

impl Matter {
    /// Whether it is from one of these sources.
    pub(crate) fn counts_as(self, wanted: impl Fn(Source) -> Counts) -> Counts {
        match self {
            Self::Nowhere | Self::Of(Source::Unstated, _) => Counts::Perhaps,
            Self::Of(source, scrap) => match wanted(source) {
                Counts::Yes if scrap.is_some_and(|scrap| !scrap.is_certain) => Counts::Perhaps,
                counts => counts,
            },
        }
    }

    /// Whether it is recycled.
    pub(crate) fn is_recycled(self) -> Counts {
        self.counts_as(|source| Counts::yes_if(source.is_recycled()))
    }

    /// Whether nothing on record says what it is.
    pub(crate) const fn is_untraced(self) -> bool {
        matches!(self, Self::Nowhere | Self::Of(Source::Unstated, _))
    }

    pub(crate) fn entering(self, into: &Transformation) -> Self {
        match self {
            Self::Of(_, Some(scrap)) if scrap.from.may_be(Process::of(into)) => {
                Self::Of(scrap.was, None)
            }
            other => other,
        }
    }
}

/// Marks matter by its source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BySource<'a> {
    pub(crate) register: &'a Register,
    /// The second at which claims must be in force.
    pub(crate) second: u64,
}

impl BySource<'_> {
    pub(crate) fn root_matter(&self, id: SubjectId) -> Matter {
        let (source, _) = source_of(self.register, id, self.second);
        let maker = (source == Source::PreConsumer).then(|| self.register.asset(id));
        let scrap = maker.flatten().map(|asset| Scrap {
            from: Process {
                party: asset.maker,
                place: asset.made_at,
            },
            was: Source::Unstated,
            is_certain: true,
        });
        Matter::Of(source, scrap)
    }

    pub(crate) fn made_matter(&self, matter: Matter, id: SubjectId) -> Matter {
        let Matter::Of(was, _) = matter else {
            return matter;
        };
        if was.is_recycled() {
            return matter;
        }
        let by_product = (self.register.making(id)).filter(|making| making.outputs.len() > 1);
        let Some(making) = by_product else {
            return matter;
        };
        match source_of(self.register, id, self.second) {
            (Source::PreConsumer, is_certain) => {
                let from = Process::of(making);
                let scrap = Scrap {
                    from,
                    was,
                    is_certain,
                };
                Matter::Of(Source::PreConsumer, Some(scrap))
            }
            _ => matter,
        }
    }
}

impl Marking for BySource<'_> {
    type Mark = Matter;

    fn nowhere(&self) -> Matter {
        Matter::Nowhere
    }

    fn root(&self, asset: SubjectId) -> Matter {
        self.root_matter(asset)
    }

    fn entering(&self, mark: &Matter, into: &Transformation) -> Matter {
        mark.entering(into)
    }

    fn made(&self, mark: &Matter, asset: SubjectId) -> Matter {
        self.made_matter(*mark, asset)
    }
}

/// The origin claims about an asset that were in force.
pub(crate) fn origin_claims(
    register: &Register,
    asset: SubjectId,
    second: u64,
) -> impl Iterator<Item = trace::EventKey> {
    (register.attestations_about(asset))
        .filter(move |claim| claim.claim.kind == ClaimKind::Origin && claim.in_force_at(second))
        .map(|claim| claim.made.event)
}
