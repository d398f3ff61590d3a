//! A picture to lay out: the lineage of one product, as bushy and as entangled as real ones are. The same size gives the same
//! picture. It holds no assets, only cards and arrows.

/// Cards and arrows, the latter from material to product.
pub(crate) struct Picture {
    pub(crate) cards: usize,
    pub(crate) arrows: Vec<(usize, usize)>,
}

/// A card in CSS pixels, as the window draws it.
pub(crate) const CARD: (f64, f64) = (172.0, 66.0);

/// Made from the product backwards: every card in turn gets up to three materials, most of them new and some of them shared
/// with cards that were made at about the same time.
pub(crate) fn picture(cards: usize) -> Picture {
    let mut dice = Dice(cards as u64);
    let mut arrows = Vec::new();
    let (mut next, mut at) = (1, 0);
    while at < next {
        let alone = next == at + 1 && next < cards;
        let inputs = if alone { 3 } else { dice.below(4) };
        for _ in 0..inputs {
            let waiting = next - at - 1;
            if next < cards && (waiting < 4 || dice.below(10) < 7) {
                arrows.push((next, at));
                next += 1;
            } else if waiting > 0 {
                let near = waiting.min(12);
                arrows.push((next - 1 - dice.below(near), at));
            }
        }
        at += 1;
    }
    arrows.sort_unstable();
    arrows.dedup();
    Picture {
        cards: next,
        arrows,
    }
}

/// Numbers that look like chance and are the same every time (splitmix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// Below a bound.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        // A remainder below `bound`, which is an index.
        usize::try_from(bits % bound.max(1) as u64).unwrap_or(0)
    }
}
