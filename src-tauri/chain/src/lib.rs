//! Nodes: sync and submit; the only crate that talks to a network node.
