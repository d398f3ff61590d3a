//! The keyboard on the canvas: arrows walk the graph, Enter opens, the blank draws or leaves out neighbours. The rest of the
//! keys are actions.

use leptos::{ev::KeyboardEvent, prelude::*};

use crate::{
    logic::neighbour::{self, Arrow},
    state::App,
};

/// The id of the element that has the keyboard. It fills the canvas, so that giving it the keyboard scrolls nothing.
pub(super) const LIST: &str = "lineage-list";

/// A key was pressed on the canvas.
pub(super) fn press(app: App, event: &KeyboardEvent) {
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let key = event.key();
    let done = match (Arrow::from_key(&key), key.as_str()) {
        (Some(arrow), _) => walk(app, arrow),
        (None, "Enter") => open(app),
        (None, " ") => unfold(app),
        _ => false,
    };
    if done {
        event.prevent_default();
    }
}

fn walk(app: App, arrow: Arrow) -> bool {
    let lineage = app.lineage;
    let Some(view) = lineage.view.get_untracked() else {
        return false;
    };
    let selected = lineage.selected.get_untracked();
    let at = view
        .nodes
        .iter()
        .position(|node| Some(&node.epc) == selected.as_ref());
    let to = match at {
        Some(at) => neighbour::next(&view, at, arrow),
        None => view.nodes.iter().position(|node| node.epc == view.focus),
    };
    if let Some(node) = to.and_then(|to| view.nodes.get(to)) {
        lineage.select(node);
    }
    true
}

/// Opens the selected group, or looks from the selected asset.
fn open(app: App) -> bool {
    let Some(node) = selected(app) else {
        return false;
    };
    if node.group.is_some() {
        app.lineage.open_group(&node);
    } else {
        app.lineage.show(app, node.epc);
    }
    true
}

fn unfold(app: App) -> bool {
    let Some(node) = selected(app) else {
        return false;
    };
    if node.group.is_some() {
        app.lineage.open_group(&node);
    } else {
        app.lineage.toggle_neighbours(&node);
    }
    true
}

fn selected(app: App) -> Option<protocol::LineageNode> {
    let epc = app.lineage.selected.get_untracked()?;
    app.lineage.node(&epc)
}
