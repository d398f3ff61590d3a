//! Against a real node: anvil under the rules of consortium networks and under today's, and how fast a sync is beside the
//! plain fetch. They take long, so they run where `WAYMARK_LONG` is set, and need anvil: `WAYMARK_ANVIL`, or the
//! contracts' packages.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod ledger;
mod networks;
mod node;
mod rate;

/// Whether long tests are wanted.
fn long() -> bool {
    std::env::var_os("WAYMARK_LONG").is_some()
}
