//! What a figure rests on: the events that it was reckoned from. How well each is proven is for the caller to say.

use std::collections::BTreeSet;

use trace::{Assurance, EventKey};

/// A figure and the events it was reckoned from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figure<T> {
    /// The figure.
    pub value: T,
    /// What it rests on.
    pub basis: Basis,
}

/// The events that a figure was reckoned from: those that made or packed the assets on the way, and the claims and
/// entries of the directory that it counts by.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Basis(Vec<EventKey>);

impl Basis {
    pub(crate) fn new(events: BTreeSet<EventKey>) -> Self {
        Self(events.into_iter().collect())
    }

    /// The events in chain order, each once.
    pub fn events(&self) -> &[EventKey] {
        &self.0
    }

    /// The assurance of the figure, which is that of the weakest event it rests on; `None` if it rests on none.
    pub fn weakest(&self, assurance: impl Fn(EventKey) -> Assurance) -> Option<Assurance> {
        self.0.iter().map(|event| assurance(*event)).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_is_as_strong_as_its_weakest_link() {
        let event = |block| EventKey {
            block,
            log_index: 0,
        };
        let basis = Basis::new(BTreeSet::from([event(3), event(1), event(2)]));
        assert_eq!(basis.events(), [event(1), event(2), event(3)]);
        let of = |key: EventKey| match key.block {
            2 => Assurance::Reported,
            _ => Assurance::Sealed,
        };
        assert_eq!(basis.weakest(of), Some(Assurance::Reported));
        assert_eq!(Basis::default().weakest(of), None);
    }
}
