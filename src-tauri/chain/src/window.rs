//! Where two chains part: which block to compare next, and the last one that both have. Pure: no node, no store.
//!
//! Blocks name their parents by hash, so two chains that agree on a block agree on everything before it. The search
//! steps back from the newest block in doubling strides until a block agrees, then bisects: about 2·log₂(depth)
//! questions, at any depth. There is no window beyond which a reorganisation is too deep.

/// A search for the last common block among the numbers `floor..=top`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Search {
    floor: u64,
    /// The highest block seen to agree.
    agreed: Option<u64>,
    /// Everything from here to `top` is known to differ. One past `top` at first.
    differs: u64,
    stride: u64,
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Compare both chains' blocks of this number, and [`Search::tell`].
    Compare(u64),
    /// The search is over; this is the last block that both have, if there is one.
    Ancestor(Option<u64>),
}

impl Search {
    /// Starts at `top` and never goes below `floor`.
    pub fn new(floor: u64, top: u64) -> Self {
        Self {
            floor,
            agreed: None,
            differs: top.saturating_add(1).max(floor),
            stride: 1,
        }
    }

    /// What to do next.
    pub fn step(&self) -> Step {
        match self.agreed {
            Some(agreed) if agreed + 1 >= self.differs => Step::Ancestor(self.agreed),
            Some(agreed) => Step::Compare(agreed + (self.differs - agreed) / 2),
            None if self.differs <= self.floor => Step::Ancestor(None),
            None => Step::Compare(self.differs.saturating_sub(self.stride).max(self.floor)),
        }
    }

    /// Takes the outcome of the comparison that [`Search::step`] asked for. Without one asked for, nothing happens.
    pub fn tell(&mut self, agrees: bool) {
        let Step::Compare(number) = self.step() else {
            return;
        };
        if agrees {
            self.agreed = Some(number);
        } else {
            self.differs = number;
            self.stride = self.stride.saturating_mul(2);
        }
    }
}

/// The last block among `floor..=top` on which both chains agree, where `agree` compares one number at once.
pub fn ancestor(floor: u64, top: u64, mut agree: impl FnMut(u64) -> bool) -> Option<u64> {
    let mut search = Search::new(floor, top);
    loop {
        match search.step() {
            Step::Compare(number) => search.tell(agree(number)),
            Step::Ancestor(found) => return found,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_unchanged_chain_costs_one_comparison() {
        let mut asked = Vec::new();
        let found = ancestor(10, 1000, |number| {
            asked.push(number);
            true
        });
        assert_eq!((found, asked), (Some(1000), vec![1000]));
    }

    #[test]
    fn chains_without_a_common_block_have_no_ancestor() {
        assert_eq!(ancestor(10, 1000, |_| false), None);
        assert_eq!(ancestor(0, 0, |_| false), None);
    }

    #[test]
    fn nothing_to_search_has_no_ancestor() {
        assert_eq!(ancestor(10, 9, |_| panic!("nothing to compare")), None);
    }

    #[test]
    fn the_last_numbers_do_not_overflow() {
        assert_eq!(ancestor(0, u64::MAX - 1, |number| number < 5), Some(4));
        assert_eq!(ancestor(u64::MAX - 2, u64::MAX - 1, |_| false), None);
    }

    proptest! {
        /// The model: look at every block from the top down.
        #[test]
        fn any_fork_is_found_with_few_questions(floor in 0..50_u64, length in 0..5000_u64, fork in 0..6000_u64) {
            let top = floor + length;
            let model = (floor..=top).rev().find(|number| *number < fork);
            let mut questions = 0;
            let found = ancestor(floor, top, |number| {
                questions += 1;
                assert!((floor..=top).contains(&number));
                number < fork
            });
            prop_assert_eq!(found, model);
            let depth = top - model.unwrap_or(floor) + 1;
            prop_assert!(questions <= 2 * (u64::BITS - depth.leading_zeros()) + 1, "{} for depth {}", questions, depth);
        }

        /// A store with holes answers "differs" there: what is found agrees all the same.
        #[test]
        fn holes_never_invent_an_ancestor(agrees: Vec<bool>) {
            let top = agrees.len() as u64;
            let at = |number: u64| agrees.get(usize::try_from(number).unwrap()).copied().unwrap_or(false);
            if let Some(found) = ancestor(0, top, at) {
                prop_assert!(at(found));
            }
        }
    }
}
