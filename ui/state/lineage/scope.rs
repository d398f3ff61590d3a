//! What of a lineage is drawn: opened by hand, grouped, filtered, or only the ways between two assets.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use protocol::{Direction, Hop, LineageFilter, LineageNode, LineagePath};

use super::LineageState;

/// How many members of a group are drawn at a time.
const AT_A_TIME: u32 = 50;

/// What of a lineage is drawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Scope {
    /// Assets whose neighbours are drawn beyond the depth.
    pub(crate) expanded: BTreeSet<Hop>,
    /// Assets whose neighbours are left out.
    pub(crate) collapsed: BTreeSet<Hop>,
    /// Whether like siblings are one card.
    pub(crate) grouped: bool,
    /// How many of a group are drawn card by card.
    pub(crate) opened: BTreeMap<String, u32>,
    /// What is drawn.
    pub(crate) filter: LineageFilter,
    /// Only the ways between two assets.
    pub(crate) path: Option<LineagePath>,
}

impl Default for Scope {
    fn default() -> Self {
        Self {
            expanded: BTreeSet::new(),
            collapsed: BTreeSet::new(),
            grouped: true,
            opened: BTreeMap::new(),
            filter: LineageFilter::default(),
            path: None,
        }
    }
}

impl Scope {
    /// Forgets what belongs to single assets of this drawing; what is chosen for any drawing stays.
    pub(super) fn forget_places(&mut self) {
        self.expanded.clear();
        self.collapsed.clear();
        self.opened.clear();
        self.path = None;
    }

    /// Draws the neighbours of an asset.
    fn expand(&mut self, hop: Hop) {
        if !self.collapsed.remove(&hop) {
            self.expanded.insert(hop);
        }
    }

    /// Leaves the neighbours of an asset out.
    fn collapse(&mut self, hop: Hop) {
        if !self.expanded.remove(&hop) {
            self.collapsed.insert(hop);
        }
    }
}

impl LineageState {
    /// Draws the neighbours of a card on one side, or leaves them out.
    pub(crate) fn unfold(self, epc: &str, up: bool, open: bool) {
        let hop = Hop {
            epc: epc.to_owned(),
            up,
        };
        self.hold(Some(epc.to_owned()));
        self.scope.update(|scope| {
            if open {
                scope.expand(hop);
            } else {
                scope.collapse(hop);
            }
        });
    }

    /// Draws what is hidden beside a card; where nothing is, leaves out what is drawn there.
    pub(crate) fn toggle_neighbours(self, node: &LineageNode) {
        let direction = self.direction.get_untracked();
        let up = match direction {
            Direction::Up => true,
            Direction::Down => false,
            Direction::Both => node.step <= 0,
        };
        let hidden = if up { node.hidden_up } else { node.hidden_down };
        self.unfold(&node.epc, up, hidden > 0);
    }

    /// Draws like siblings as one card each, or all on their own.
    pub(crate) fn group(self, grouped: bool) {
        self.hold(self.focus.get_untracked());
        self.scope.update(|scope| {
            scope.grouped = grouped;
            scope.opened.clear();
        });
    }

    /// Draws a group card by card, a large one a part at a time.
    pub(crate) fn open_group(self, node: &LineageNode) {
        if let Some(group) = &node.group {
            self.hold(Some(node.epc.clone()));
            self.scope.update(|scope| {
                let shown = scope.opened.entry(group.key.clone()).or_default();
                *shown = shown.saturating_add(AT_A_TIME);
            });
        }
    }

    /// Changes what is filtered by.
    pub(crate) fn filter(self, change: impl FnOnce(&mut LineageFilter)) {
        self.hold(self.focus.get_untracked());
        self.scope.update(|scope| change(&mut scope.filter));
    }

    /// Draws only the ways between two assets; `None` for everything.
    pub(crate) fn isolate(self, path: Option<LineagePath>) {
        self.unfitted.set(true);
        self.scope.update(|scope| scope.path = path);
    }

    /// Draws only the ways between the selection and the asset looked from.
    pub(crate) fn isolate_selection(self) {
        let (Some(focus), Some(selected)) =
            (self.focus.get_untracked(), self.selected.get_untracked())
        else {
            return;
        };
        let step = self.node(&selected).map_or(0, |node| node.step);
        if focus == selected {
            return;
        }
        let (from, to) = if step > 0 {
            (focus, selected)
        } else {
            (selected, focus)
        };
        self.isolate(Some(LineagePath { from, to }));
    }

    /// Draws everything: no filter, no path, all depths.
    pub(crate) fn show_all(self) {
        self.unfitted.set(true);
        self.depth.set(None);
        self.scope.update(|scope| {
            scope.forget_places();
            scope.filter = LineageFilter::default();
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hop(up: bool) -> Hop {
        Hop {
            epc: "urn:x".into(),
            up,
        }
    }

    #[test]
    fn opening_and_closing_undo_each_other() {
        let plain = Scope::default();
        let mut scope = plain.clone();
        scope.expand(hop(true));
        assert_ne!(scope, plain);
        scope.collapse(hop(true));
        assert_eq!(scope, plain);
        scope.collapse(hop(true));
        scope.expand(hop(true));
        assert_eq!(scope, plain);
    }

    #[test]
    fn the_two_sides_of_a_card_are_apart() {
        let mut scope = Scope::default();
        scope.collapse(hop(true));
        scope.expand(hop(false));
        assert_eq!((scope.collapsed.len(), scope.expanded.len()), (1, 1));
    }

    #[test]
    fn another_drawing_keeps_what_is_no_place_in_it() {
        let mut scope = Scope {
            grouped: false,
            ..Scope::default()
        };
        scope.expand(hop(true));
        scope.opened.insert("g".into(), 50);
        scope.forget_places();
        assert!(scope.expanded.is_empty() && scope.opened.is_empty() && !scope.grouped);
    }
}
