//! The asset that actions are about, and the report that begins with it.

use leptos::prelude::*;

use crate::{
    logic::identity,
    state::{App, Place},
};

/// Whether a workspace is open.
pub(super) fn open(app: App) -> bool {
    untrack(|| app.has_workspace())
}

/// The asset that actions are about: the one shown beside the list or the canvas.
pub(crate) fn subject(app: App) -> Option<String> {
    if !open(app) {
        return None;
    }
    match app.place.get_untracked() {
        Place::Assets => app.assets.selected.get_untracked(),
        Place::Asset => app.asset.epc.get_untracked(),
        Place::Compare => app.compare.epc.get_untracked(),
        Place::Lineage => app
            .lineage
            .selected
            .get_untracked()
            .or_else(|| app.lineage.focus.get_untracked()),
        _ => None,
    }
}

/// Begins a report about the subject.
pub(crate) fn issue(app: App) {
    let Some(epc) = subject(app) else { return };
    issue_about(app, epc);
}

/// Begins a report about an asset; its name is asked for, because not every place holds it.
pub(crate) fn issue_about(app: App, epc: String) {
    leptos::task::spawn_local(async move {
        match crate::bridge::asset(&epc, None).await {
            Ok(detail) => {
                let name = identity::told_apart(&detail.asset.name, &epc);
                app.issue.begin(app, epc, name);
            }
            Err(error) => app.fail(error),
        }
    });
}
