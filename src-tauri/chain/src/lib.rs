//! Nodes: sync and submit; the only crate that opens a connection to a network node.
//!
//! It fetches, checks and hands over; it stores nothing and does not know what a log means. What a node says is
//! believed only as far as hashes carry it: a header must hash to what the node calls the block, receipts must hash to
//! the header, a header must name the one before it. Whether the chain is the right one is the user's to say.
//!
//! A [`Connection`] makes a [`Node`], and a token stops it ([`Node::until`]). A [`Puller`] brings blocks that prove their
//! events, a [`LogPuller`] what a node reports, much faster; both follow any reorganisation, refuse another chain than the
//! pinned one, and take a node that is behind for what it is. A [`Doorbell`] says when to pull. [`Node::state`] proves
//! what a contract holds, [`compare()`] shows where two nodes disagree. It reads no clock: time that passes is measured,
//! the time of day is not.

mod account;
mod answer;
mod connection;
mod doorbell;
mod error;
mod node;
mod pace;
mod rpc;
mod time;
mod wire;

pub mod compare;
pub mod pull;
pub mod submit;
pub mod window;

#[cfg(test)]
mod stub;

pub use account::Account;
pub use compare::{Disagreement, LogFault, Side, compare};
pub use connection::{Auth, Connection};
pub use doorbell::{Doorbell, Ring};
pub use error::{NodeError, SubmitError};
pub use node::{Node, Pin};
pub use pull::{Batch, Cursor, Held, LogBatch, LogPuller, Pulled, PulledLogs, Puller, ReportedLog};
pub use submit::Mined;
pub use time::normalised_time;
/// What stops a [`Node`] that was made with [`Node::until`]: cancel it from any thread.
pub use tokio_util::sync::CancellationToken;
