//! What a look at everything found, kept as long as the state that is open: lists and sums over all assets are made once,
//! when they are first asked for, and not again for every page of a list.

use std::sync::{Arc, Mutex, OnceLock};

use trace::{AssetKind, AttestationId, SubjectId};

use super::findings::Marks;
use super::overview::Spreads;
use crate::Workspace;
use crate::field::Pending;

/// What was looked up so far. It belongs to one state of the workspace and is dropped with it.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    second: OnceLock<u64>,
    newest_first: OnceLock<Vec<(SubjectId, AssetKind)>>,
    marks: OnceLock<Marks>,
    attestations: OnceLock<Vec<AttestationId>>,
    spreads: OnceLock<Spreads>,
    /// The layer of what is pending, as it was made last.
    pub(crate) pending: Mutex<Option<Arc<Pending>>>,
}

impl Workspace {
    /// [`Workspace::judged_at`], looked up once.
    pub(super) fn second(&self) -> u64 {
        *self.seen.second.get_or_init(|| self.judged_at())
    }

    /// Every asset and its kind, the newest first.
    pub(super) fn newest_first(&self) -> &[(SubjectId, AssetKind)] {
        self.seen.newest_first.get_or_init(|| {
            let assets = self.register.assets().visit();
            let mut all: Vec<_> = assets
                .map(|(id, asset)| (asset.made_by, *id, asset.detail.kind))
                .collect();
            all.sort_unstable_by_key(|(made, id, _)| std::cmp::Reverse((*made, *id)));
            all.into_iter().map(|(_, id, kind)| (id, kind)).collect()
        })
    }

    /// What is wrong with which asset, counted once.
    pub(super) fn marks(&self) -> &Marks {
        self.seen.marks.get_or_init(|| Marks::of(&self.findings))
    }

    /// Every attestation, the newest first.
    pub(super) fn newest_attestations(&self) -> &[AttestationId] {
        self.seen.attestations.get_or_init(|| {
            let all = self.register.attestations().visit();
            let mut all: Vec<_> = all.map(|(id, about)| (about.made.event, *id)).collect();
            all.sort_unstable_by(|left, right| right.cmp(left));
            all.into_iter().map(|(_, id)| id).collect()
        })
    }

    /// How the figures of all assets spread.
    pub(super) fn spreads(&self) -> &Spreads {
        self.seen.spreads.get_or_init(|| Spreads::of(self))
    }
}
