//! Cards: single assets, and like siblings as one. Like are assets of one kind, granularity, maker and unit that are joined
//! in the same manner to the same assets, as far as the scope reaches, and on the ledger or pending all of them. What they are worth or claimed to be is not compared.

use std::collections::HashMap;

use petgraph::graph::NodeIndex;
use trace::{AssetKind, Granularity, SubjectId, Unit};

use super::{NodeKey, Side, Sight};
use crate::graph::Arc;

/// A card in the making.
pub(super) struct Card {
    pub(super) key: NodeKey,
    /// Places in the reach, in the order in which they were made.
    pub(super) members: Vec<usize>,
    /// The place of the member that was met first.
    pub(super) met: usize,
}

/// All cards.
pub(super) struct Cards {
    pub(super) list: Vec<Card>,
    /// By place in the reach: the card that shows it.
    pub(super) shown_by: Vec<Option<usize>>,
    /// How many assets are on no card for want of room.
    pub(super) over_limit: usize,
}

impl Cards {
    pub(super) fn of(sight: &Sight<'_>) -> Self {
        let classes = Classes::of(sight);
        let mut cards = Vec::new();
        let mut begun = vec![false; classes.members.len()];
        for place in 0..sight.assets.len() {
            if sight.is_filtered[place] {
                continue;
            }
            match classes.class_of[place] {
                None => cards.push(single(sight, place)),
                Some(class) if !std::mem::replace(&mut begun[class], true) => {
                    push_class(sight, &classes.members[class], &mut cards);
                }
                Some(_) => {}
            }
        }
        cards.sort_by_key(|card| card.met);
        Self::with_room_for(sight.scope.most.max(1), cards, sight.assets.len())
    }

    fn with_room_for(most: usize, mut cards: Vec<Card>, reached: usize) -> Self {
        let beyond = cards.split_off(most.min(cards.len()));
        let mut shown_by = vec![None; reached];
        for (at, card) in cards.iter().enumerate() {
            for place in &card.members {
                shown_by[*place] = Some(at);
            }
        }
        Self {
            list: cards,
            shown_by,
            over_limit: beyond.iter().map(|card| card.members.len()).sum(),
        }
    }
}

fn single(sight: &Sight<'_>, place: usize) -> Card {
    Card {
        key: NodeKey::Asset(sight.id(place)),
        members: vec![place],
        met: place,
    }
}

/// The cards of assets that are alike: those opened, and one for the rest.
fn push_class(sight: &Sight<'_>, members: &[usize], cards: &mut Vec<Card>) {
    let opened = &sight.scope.opened;
    let count = if opened.is_empty() {
        None
    } else {
        (members.iter())
            .filter_map(|place| opened.get(&sight.id(*place)))
            .max()
    };
    let (singles, rest) = members.split_at(count.map_or(0, |count| members.len().min(*count)));
    cards.extend(singles.iter().map(|place| single(sight, *place)));
    match rest {
        [] => {}
        [only] => cards.push(single(sight, *only)),
        rest => cards.push(Card {
            key: NodeKey::Group(sight.id(members[0])),
            met: rest.iter().copied().min().unwrap_or(rest[0]),
            members: rest.to_vec(),
        }),
    }
}

/// Which assets are alike.
struct Classes {
    /// Places in the reach, in the order in which the assets were made.
    members: Vec<Vec<usize>>,
    /// By place in the reach: its class, if there are enough like it.
    class_of: Vec<Option<usize>>,
}

#[derive(PartialEq, Eq, Hash)]
struct Likeness<'a> {
    kind: AssetKind,
    granularity: Granularity,
    maker: SubjectId,
    unit: &'a Unit,
    is_pending: bool,
    joined: Joined,
}

impl Classes {
    fn of(sight: &Sight<'_>) -> Self {
        let mut classes = Self {
            members: Vec::new(),
            class_of: vec![None; sight.assets.len()],
        };
        let Some(least) = sight.scope.group_from else {
            return classes;
        };
        let mut alike: HashMap<Likeness<'_>, Vec<usize>> = HashMap::new();
        let mut marks = Marks::new(sight);
        for (place, asset) in sight.assets.iter().enumerate() {
            let Some(asset) = asset else { continue };
            if sight.is_filtered[place] || sight.scope.is_pinned(sight.id(place)) {
                continue;
            }
            let likeness = Likeness {
                kind: asset.detail.kind,
                granularity: asset.detail.granularity,
                maker: asset.maker,
                unit: &asset.detail.quantity.unit,
                is_pending: sight.lineage.is_pending(asset.made_by),
                joined: marks.joined(sight.reach.assets[place]),
            };
            alike.entry(likeness).or_default().push(place);
        }
        alike.retain(|_, members| members.len() >= least.max(2));
        classes.members = alike.into_values().collect();
        for (class, members) in classes.members.iter_mut().enumerate() {
            members.sort_by_cached_key(|place| {
                let made_by = sight.assets[*place].map(|asset| asset.made_by);
                (made_by, sight.id(*place))
            });
            for place in members {
                classes.class_of[*place] = Some(class);
            }
        }
        classes
    }
}

/// The neighbours of an asset on either side, as a sum of marks: two assets with the same neighbours have the same sums.
/// That two others have them too takes a chance of 2⁻¹²⁸, and would only put an asset on the wrong card.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Joined([u128; 2]);

/// The marks of what lies beyond each transformation, summed once for all that pass it.
struct Marks<'a> {
    sight: &'a Sight<'a>,
    /// By side and vertex.
    beyond: [HashMap<NodeIndex, u128>; 2],
}

impl<'a> Marks<'a> {
    fn new(sight: &'a Sight<'a>) -> Self {
        Self {
            sight,
            beyond: [HashMap::new(), HashMap::new()],
        }
    }

    fn joined(&mut self, asset: NodeIndex) -> Joined {
        Joined(Side::BOTH.map(|side| self.side(asset, side)))
    }

    fn side(&mut self, asset: NodeIndex, side: Side) -> u128 {
        let Sight { lineage, reach, .. } = *self.sight;
        let mut sum = 0_u128;
        for (next, arc) in lineage.beside(asset, side.way()) {
            let mark = match arc {
                Arc::Stay(..) if reach.place(next).is_some() => mark(next, 1),
                Arc::Stay(..) => 0,
                _ => *(self.beyond[side as usize].entry(next)).or_insert_with(|| {
                    (lineage.beside(next, side.way()))
                        .filter(|(far, _)| reach.place(*far).is_some())
                        .fold(0, |sum, (far, _)| sum.wrapping_add(mark(far, 0)))
                }),
            };
            sum = sum.wrapping_add(mark);
        }
        sum
    }
}

/// A number that stands for a neighbour and how it is joined; spread over all bits by the finaliser of splitmix64.
fn mark(vertex: NodeIndex, manner: u64) -> u128 {
    let spread = |seed: u64| {
        let mut bits = (vertex.index() as u64 * 2 + manner).wrapping_add(seed);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    };
    (u128::from(spread(0x9e37_79b9_7f4a_7c15)) << 64) | u128::from(spread(0x3c6e_f372_fe94_f82a))
}
