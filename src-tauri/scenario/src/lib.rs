//! Stories told to a ledger: who takes part, with which keys, and what they record, in order.
//!
//! It is pure: no clock, no file, no network. A story is data: a program that talks to a node submits it, and [`replay`]
//! plays it through without one. Everything in a story is invented but the towns.

mod chips;
mod hashes;
mod keys;
mod load;
mod replay;
mod story;
mod teller;

pub use chips::chips;
pub use keys::{account_of, party_key};
pub use load::{LONGEST_LOAD, load};
pub use replay::replay;
pub use story::{
    Action, Document, Resolved, Step, Story, StoryLocation, StoryParty, UnresolvedError,
};

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
