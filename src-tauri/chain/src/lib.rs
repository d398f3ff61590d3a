//! Nodes: sync and submit; the only crate that opens a connection to a network node.
//!
//! It fetches, checks and hands over; it stores nothing and does not know what a log means. What a node says is
//! believed only as far as hashes carry it: a header must hash to what the node calls the block, receipts must hash to
//! the header, a header must name the one before it. Whether the chain is the right one is the user's to say.

mod account;
mod answer;
mod error;
mod node;
mod pace;
mod rpc;
mod wire;

pub mod pull;
pub mod submit;
pub mod window;

#[cfg(test)]
mod stub;

pub use account::Account;
pub use error::{NodeError, SubmitError};
pub use node::Node;
pub use pull::{Batch, Cursor, Held, Puller};
pub use rpc::Auth;
pub use submit::Mined;
