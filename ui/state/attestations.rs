//! The list of attestations: what is asked for, and the answer.

use leptos::{prelude::*, task::spawn_local};
use protocol::{AttestationPage, AttestationQuery, AttestationStatus};

use super::App;
use crate::bridge;

/// How many rows are shown at once.
pub(crate) const ROWS: u32 = 100;

/// The list of attestations.
#[derive(Clone, Copy)]
pub(crate) struct AttestationsState {
    /// The words searched for.
    pub(crate) text: RwSignal<String>,
    /// How they must stand; `None` for all.
    pub(crate) status: RwSignal<Option<AttestationStatus>>,
    /// How many rows are skipped.
    pub(crate) offset: RwSignal<u32>,
    /// The answer.
    pub(crate) page: RwSignal<Option<AttestationPage>>,
    /// Counts up with every new question, so that a late answer to an old one is dropped.
    question: RwSignal<u32>,
}

impl AttestationsState {
    pub(super) fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            status: RwSignal::new(None),
            offset: RwSignal::new(0),
            page: RwSignal::new(None),
            question: RwSignal::new(0),
        }
    }

    /// Begins anew for another workspace.
    pub(crate) fn forget(self) {
        self.text.set(String::new());
        self.status.set(None);
        self.offset.set(0);
        self.page.set(None);
    }

    /// Shows those that stand so, from the top.
    pub(crate) fn choose(self, status: Option<AttestationStatus>) {
        self.offset.set(0);
        self.status.set(status);
    }

    /// Asks for what the signals say; what is shown stays until the answer is there.
    pub(crate) fn ask(self, app: App) {
        let question = self.question.get_untracked() + 1;
        self.question.set(question);
        let query = AttestationQuery {
            text: self.text.get_untracked().trim().to_owned(),
            status: self.status.get_untracked(),
            limit: ROWS,
            offset: self.offset.get_untracked(),
        };
        spawn_local(async move {
            let answer = bridge::attestations(&query).await;
            if self.question.get_untracked() != question {
                return;
            }
            match answer {
                Ok(page) => self.page.set(Some(page)),
                Err(error) => app.fail(error),
            }
        });
    }
}
