//! Then and now: which two blocks are compared, about what, and the answer.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use protocol::{CompareQuery, CompareView};

use super::{App, Place};
use crate::bridge;

/// Then and now.
#[derive(Clone, Copy)]
pub(crate) struct CompareState {
    /// The asset whose lineage it is about; `None` for all of the ledger.
    pub(crate) epc: RwSignal<Option<String>>,
    /// The earlier block; `None` while the backend chooses it.
    pub(crate) then: RwSignal<Option<u64>>,
    /// The later block; `None` for the newest.
    pub(crate) now: RwSignal<Option<u64>>,
    /// What changed.
    pub(crate) view: RwSignal<Option<Arc<CompareView>>>,
    /// Counts up with every new question, so that a late answer to an old one is dropped.
    question: RwSignal<u32>,
}

impl CompareState {
    pub(super) fn new() -> Self {
        Self {
            epc: RwSignal::new(None),
            then: RwSignal::new(None),
            now: RwSignal::new(None),
            view: RwSignal::new(None),
            question: RwSignal::new(0),
        }
    }

    /// Begins anew for another workspace.
    pub(crate) fn forget(self) {
        self.epc.set(None);
        self.then.set(None);
        self.now.set(None);
        self.view.set(None);
    }

    /// Compares what is known of an asset, or of all of the ledger.
    pub(crate) fn show(self, app: App, epc: Option<String>) {
        self.about(epc);
        app.go(Place::Compare);
    }

    /// Makes it about an asset, or about all of the ledger.
    pub(crate) fn about(self, epc: Option<String>) {
        if self.epc.get_untracked() != epc {
            self.then.set(None);
            self.epc.set(epc);
        }
    }

    /// Asks for what the signals say; tracked, to be called from an effect.
    pub(crate) fn ask(self, app: App) {
        app.revision.track();
        let query = CompareQuery {
            epc: self.epc.get(),
            then: self.then.get(),
            now: self.now.get(),
        };
        if !app.has_workspace() {
            return;
        }
        let question = self.question.get_untracked() + 1;
        self.question.set(question);
        spawn_local(async move {
            let answer = bridge::compare(&query).await;
            if self.question.get_untracked() != question {
                return;
            }
            match answer {
                Ok(view) => self.view.set(Some(Arc::new(view))),
                Err(error) => app.fail(error),
            }
        });
    }
}
