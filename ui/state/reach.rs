//! The reach of a recall: which lot the dialog is about, and the answer.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use protocol::ReachView;

use super::{App, Notice};
use crate::{bridge, locales::tf, logic::identity};

/// The reach of a recall.
#[derive(Clone, Copy)]
pub(crate) struct ReachState {
    /// What a lot went into; `None` while the dialog is closed.
    pub(crate) view: RwSignal<Option<Arc<ReachView>>>,
}

impl ReachState {
    pub(super) fn new() -> Self {
        Self {
            view: RwSignal::new(None),
        }
    }

    /// Opens the dialog about a lot, once the answer is there.
    pub(crate) fn show(self, app: App, epc: String) {
        spawn_local(async move {
            match bridge::reach(&epc).await {
                Ok(view) => self.view.set(Some(Arc::new(view))),
                Err(error) => app.fail(error),
            }
        });
    }

    /// Closes the dialog.
    pub(crate) fn close(self) {
        self.view.set(None);
    }

    /// Saves the table where the user chooses.
    pub(crate) fn save(self, app: App) {
        let Some(view) = self.view.get_untracked() else {
            return;
        };
        spawn_local(async move {
            match save(&view).await {
                Ok(Some(path)) => app.tell(Notice::done(tf("reach.saved", &[("path", &path)]))),
                Ok(None) => {}
                Err(error) => app.fail(error),
            }
        });
    }
}

async fn save(view: &ReachView) -> bridge::Answer<Option<String>> {
    let table = bridge::reach_csv(&view.epc).await?;
    let serial = identity::serial(&view.epc).unwrap_or("lot");
    let plain: String = (serial.chars())
        .filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
        .take(40)
        .collect();
    bridge::save_as(&format!("reach-{plain}.csv"), table.as_bytes()).await
}
