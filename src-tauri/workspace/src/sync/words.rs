//! What a sync says when it cannot go on, or when there is something to know: what happened and what to do next. It decides
//! nothing.

use evidence::SealError;

use super::SyncNote;
use crate::{Failure, FailureKind};

pub(super) fn behind(head: u64, newest: u64) -> SyncNote {
    SyncNote {
        code: "node_behind",
        message: format!("the node is at block {head}, behind block {newest} that is held"),
        hint:
            "Nothing was undone. It may be catching up; if it stays behind, ask those who run it."
                .into(),
    }
}

pub(super) fn unsealed_branch(first: u64, error: &SealError) -> Failure {
    Failure::new(
        FailureKind::NotBelieved,
        format!("the node has other blocks from {first} on than the validators sealed: {error}"),
        "Nothing was undone. Ask another node, and tell those who run this one that it is not on the network's chain.",
    )
}

pub(super) fn other_chain() -> Failure {
    Failure::new(
        FailureKind::OtherNetwork,
        "the node's blocks do not go back to the first block that is trusted",
        "Check the node's address; nothing of its answer was kept.",
    )
}

pub(super) fn no_node() -> Failure {
    Failure::new(
        FailureKind::Usage,
        "this workspace has no node to sync with",
        "It came from a file. Name a node of its network with `waymark sync DIR --rpc URL`.",
    )
}

pub(super) fn stopped() -> Failure {
    Failure::new(
        FailureKind::Cancelled,
        "the sync was stopped",
        "What came in so far is kept; sync again to go on.",
    )
}
