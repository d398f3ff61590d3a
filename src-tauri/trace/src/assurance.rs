//! How well a fact is proven. It says nothing of whether the fact is true.

/// What proves a fact, from the strongest to the weakest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Assurance {
    /// Proven to a quorum of the validators' seals.
    Sealed,
    /// Proven to a block hash that the user trusts.
    Included,
    /// A node said so.
    Reported,
    /// Stated off the chain.
    Declared,
    /// Waiting in the outbox.
    Pending,
}

impl Assurance {
    /// The word for it on screen, on paper and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sealed => "sealed",
            Self::Included => "included",
            Self::Reported => "reported",
            Self::Declared => "declared",
            Self::Pending => "pending",
        }
    }
}
