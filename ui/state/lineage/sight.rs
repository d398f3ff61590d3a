//! Where the canvas looks.

use leptos::prelude::*;
use protocol::{LineageNode, LineageView};

use super::LineageState;
use crate::logic::viewport::{Area, Screen, Size, Viewport};

/// The smallest zoom at which a card can still be read.
const READABLE: f64 = 0.56;

impl LineageState {
    /// Remembers how large the canvas is, and fits what is there when that was not possible before.
    pub(crate) fn resized(self, screen: Size) {
        self.screen.set(screen);
        // Where the user looked by hand is left alone.
        let is_as_fitted = self.fitted.get_untracked() == Some(self.viewport.get_untracked());
        let is_due = (self.unfitted.get_untracked() || is_as_fitted) && screen.width > 0.0;
        if is_due && self.view.with_untracked(Option::is_some) {
            self.fit_readably();
        }
    }

    /// Remembers how high the tools over the canvas are: they wrap in a narrow window.
    pub(crate) fn tools_resized(self, height: f64) {
        if (self.tools.get_untracked() - height).abs() > 0.5 {
            self.tools.set(height);
            self.resized(self.screen.get_untracked());
        }
    }

    fn shown_on(self) -> Screen {
        Screen {
            size: self.screen.get_untracked(),
            tools: self.tools.get_untracked(),
        }
    }

    /// Shows the whole drawing, however small that is.
    pub(crate) fn fit(self) {
        self.fit_down_to(Viewport::FARTHEST);
    }

    pub(super) fn fit_readably(self) {
        self.unfitted.set(false);
        self.fit_down_to(READABLE);
    }

    fn fit_down_to(self, smallest: f64) {
        let size = self.view.with_untracked(|view| {
            view.as_ref().map(|view| Size {
                width: view.width,
                height: view.height,
            })
        });
        let Some(size) = size else { return };
        let screen = self.shown_on();
        self.viewport.set(Viewport::fit(size, screen, smallest));
        // A drawing that is larger than the canvas is entered where one looks from.
        let is_larger = self
            .viewport
            .with_untracked(|view| size.height * view.zoom > screen.size.height);
        if let Some(focus) = self.focus.get_untracked().filter(|_| is_larger)
            && let Some(node) = self.node(&focus)
        {
            self.viewport
                .update(|view| *view = view.revealing(area(&node), screen));
        }
        self.fitted.set(Some(self.viewport.get_untracked()));
    }

    /// Zooms around the middle of the canvas.
    pub(crate) fn zoom(self, factor: f64) {
        let screen = self.screen.get_untracked();
        self.viewport.update(|view| {
            *view = view.zoomed(factor, screen.width / 2.0, screen.height / 2.0);
        });
    }

    /// Zooms to full size around the selection, or around the middle where nothing is selected.
    pub(crate) fn zoom_full(self) {
        self.zoom(1.0 / self.viewport.get_untracked().zoom);
        if let Some(node) = self
            .selected
            .get_untracked()
            .and_then(|epc| self.node(&epc))
        {
            self.reveal(&node);
        }
    }

    /// Selects a card and moves it into sight.
    pub(crate) fn select(self, node: &LineageNode) {
        self.selected.set(Some(node.epc.clone()));
        self.reveal(node);
    }

    pub(super) fn reveal(self, node: &LineageNode) {
        let screen = self.shown_on();
        if screen.size.width > 0.0 {
            self.viewport
                .update(|view| *view = view.revealing(area(node), screen));
        }
    }

    /// Lets a card stay where it is on the screen when the next drawing comes.
    pub(super) fn hold(self, epc: Option<String>) {
        self.anchor.set(epc);
    }

    /// Moves the canvas so that the held card is where it was, or else the asset looked from.
    pub(super) fn keep_in_place(self, before: &LineageView, now: &LineageView) {
        let held = self.anchor.get_untracked();
        self.anchor.set(None);
        let moved = |epc: &str| {
            let find = |view: &LineageView| {
                let node = view.nodes.iter().find(|node| node.epc == epc)?;
                Some((node.x, node.y))
            };
            let ((x0, y0), (x1, y1)) = (find(before)?, find(now)?);
            Some((x0 - x1, y0 - y1))
        };
        let by = held
            .and_then(|epc| moved(&epc))
            .or_else(|| moved(&now.focus));
        if let Some((dx, dy)) = by {
            self.viewport
                .update(|view| *view = view.panned(dx * view.zoom, dy * view.zoom));
        }
    }
}

fn area(node: &LineageNode) -> Area {
    Area {
        x: node.x,
        y: node.y,
        width: node.width,
        height: node.height,
    }
}
