//! Finding in the drawing: what is found is marked, and jumped to one by one.

use leptos::prelude::*;

use super::LineageState;
use crate::logic::search;

impl LineageState {
    /// The cards that are found, from left to right; tracked.
    pub(crate) fn found(self) -> Vec<usize> {
        let wanted = self.wanted.get().unwrap_or_default();
        self.view
            .with(|view| view.as_ref().map(|view| search::found(view, &wanted)))
            .unwrap_or_default()
    }

    /// Begins to look, or goes on with other words; jumps to the first that is found.
    pub(crate) fn want(self, words: String) {
        let is_new = self
            .wanted
            .with_untracked(|before| before.as_deref().unwrap_or_default().trim() != words.trim());
        self.wanted.set(Some(words));
        if is_new {
            self.found_at.set(0);
            self.jump();
        }
    }

    /// Goes to the next that is found, or to the one before.
    pub(crate) fn jump_on(self, forward: bool) {
        let count = untrack(|| self.found()).len();
        if count > 0 {
            self.found_at.update(|at| {
                *at = if forward {
                    (*at + 1) % count
                } else {
                    (*at + count - 1) % count
                };
            });
            self.jump();
        }
    }

    fn jump(self) {
        let found = untrack(|| self.found());
        let index = found.get(self.found_at.get_untracked()).copied();
        let node = self.view.with_untracked(|view| {
            let view = view.as_ref()?;
            view.nodes.get(index?).cloned()
        });
        if let Some(node) = node {
            self.select(&node);
        }
    }
}
