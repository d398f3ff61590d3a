//! How much of an asset is recycled: in all, by kind, and by the material it is in.

use rust_decimal::Decimal;

use super::bounds::Bounds;
use super::matter::Matter;
use super::mixture::{Counts, Mixture};
use super::source::Source;

/// How much of an asset is recycled, by mass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecycledContent {
    /// The recycled share.
    pub share: Bounds,
    /// The share, in proportion, that no claim in force gives a source for: it counts as 0 for the lower and as 1 for the
    /// upper bound.
    pub untraced: Decimal,
    /// Whether all masses on the way are known; if not, the bounds are as wide as that makes them.
    pub is_weighed: bool,
}

/// How much of an asset, or of a material in it, is recycled and from where (ISO 14021, 7.8.1.1).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecycledByKind {
    /// The recycled share in all.
    pub total: Bounds,
    /// From what consumers have done with.
    pub post_consumer: Bounds,
    /// From the waste of a process that is not the one it went back to.
    pub pre_consumer: Bounds,
    /// Recycled, and nobody says which; it counts for the upper bounds of the other two.
    pub unspecified: Bounds,
    /// The share, in proportion, that no claim in force gives a source for.
    pub untraced: Decimal,
    /// Whether all masses on the way are known.
    pub is_weighed: bool,
}

/// A question to matter.
type Question = fn(Matter) -> Counts;

const TOTAL: Question = Matter::is_recycled;
const POST_CONSUMER: Question =
    |matter| matter.counts_as(|source| of(source, Source::PostConsumer));
const PRE_CONSUMER: Question = |matter| matter.counts_as(|source| of(source, Source::PreConsumer));
const UNSPECIFIED: Question =
    |matter| matter.counts_as(|source| Counts::yes_if(source == Source::Recycled));
const UNTRACED: Question = |matter| Counts::yes_if(matter.is_untraced());

fn of(source: Source, wanted: Source) -> Counts {
    match source {
        Source::Recycled => Counts::Perhaps,
        other if other == wanted => Counts::Yes,
        _ => Counts::No,
    }
}

impl RecycledContent {
    pub(super) fn of(mixture: &Mixture<Matter>) -> Self {
        Self {
            share: mixture.share(|matter| TOTAL(*matter)),
            untraced: mixture.share(|matter| UNTRACED(*matter)).proportional,
            is_weighed: mixture.is_weighed,
        }
    }
}

impl RecycledByKind {
    pub(super) fn of(mixture: &Mixture<Matter>) -> Self {
        let share = |question: Question| mixture.share(|matter| question(*matter));
        Self::answered(share, mixture.is_weighed)
    }

    /// Of the part of a mixture whose marks `pick` gives matter for.
    pub(super) fn within<M: Ord + Clone>(
        mixture: &Mixture<M>,
        pick: impl Fn(&M) -> Option<Matter>,
    ) -> Self {
        let share = |question: Question| mixture.share_within(|mark| Some(question(pick(mark)?)));
        Self::answered(share, mixture.is_weighed)
    }

    fn answered(share: impl Fn(Question) -> Bounds, is_weighed: bool) -> Self {
        Self {
            total: share(TOTAL),
            post_consumer: share(POST_CONSUMER),
            pre_consumer: share(PRE_CONSUMER),
            unspecified: share(UNSPECIFIED),
            untraced: share(UNTRACED).proportional,
            is_weighed,
        }
    }
}
