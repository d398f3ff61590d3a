//! The lineage: from which asset, how it is looked at, and what the backend laid out.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use protocol::{ActivityBin, Direction, ErrorCode, LineageNode, LineageQuery, LineageView};

use super::{App, Place};
use crate::{
    bridge,
    logic::viewport::{Area, Size, Viewport},
};

/// As a picture or as a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LineageMode {
    Graph,
    Table,
}

/// The smallest zoom at which a card can still be read.
const READABLE: f64 = 0.5;

/// The lineage of one asset.
#[derive(Clone, Copy)]
pub(crate) struct LineageState {
    /// The asset it looks from.
    pub(crate) focus: RwSignal<Option<String>>,
    /// Which way.
    pub(crate) direction: RwSignal<Direction>,
    /// How many steps; `None` for all.
    pub(crate) depth: RwSignal<Option<u32>>,
    /// As known at this block; `None` for the newest.
    pub(crate) as_of: RwSignal<Option<u64>>,
    /// As a picture or as a table.
    pub(crate) mode: RwSignal<LineageMode>,
    /// What the backend laid out.
    pub(crate) view: RwSignal<Option<Arc<LineageView>>>,
    /// The card shown beside the canvas.
    pub(crate) selected: RwSignal<Option<String>>,
    /// Where the canvas looks.
    pub(crate) viewport: RwSignal<Viewport>,
    /// How large the canvas is on the screen.
    pub(crate) screen: RwSignal<Size>,
    /// How much happened when; empty where the backend does not tell.
    pub(crate) activity: RwSignal<Arc<Vec<ActivityBin>>>,
    /// Whether the canvas still has to be fitted to what comes next.
    unfitted: RwSignal<bool>,
    /// Counts up with every new question.
    question: RwSignal<u32>,
}

impl LineageState {
    pub(super) fn new() -> Self {
        Self {
            focus: RwSignal::new(None),
            direction: RwSignal::new(Direction::Up),
            depth: RwSignal::new(None),
            as_of: RwSignal::new(None),
            mode: RwSignal::new(LineageMode::Graph),
            view: RwSignal::new(None),
            selected: RwSignal::new(None),
            viewport: RwSignal::new(Viewport::default()),
            screen: RwSignal::new(Size::default()),
            activity: RwSignal::new(Arc::new(Vec::new())),
            unfitted: RwSignal::new(true),
            question: RwSignal::new(0),
        }
    }

    /// Begins anew for another workspace.
    pub(crate) fn forget(self) {
        self.focus.set(None);
        self.as_of.set(None);
        self.view.set(None);
        self.selected.set(None);
    }

    /// Shows the lineage of an asset.
    pub(crate) fn show(self, app: App, epc: String) {
        if self
            .focus
            .with_untracked(|focus| focus.as_ref() != Some(&epc))
        {
            self.view.set(None);
            self.unfitted.set(true);
            self.focus.set(Some(epc.clone()));
        }
        self.selected.set(Some(epc));
        app.go(Place::Lineage);
    }

    /// Looks another way.
    pub(crate) fn look(self, direction: Direction) {
        self.unfitted.set(true);
        self.direction.set(direction);
    }

    /// Shows more or fewer steps.
    pub(crate) fn reach(self, depth: Option<u32>) {
        self.unfitted.set(true);
        self.depth.set(depth);
    }

    /// Shows one step more than the drawing shows now.
    pub(crate) fn reach_farther(self) {
        if let Some(depth) = self.depth.get_untracked() {
            self.depth.set(Some(depth + 1));
        }
    }

    /// Asks for what the signals say; tracked, to be called from an effect.
    pub(crate) fn ask(self, app: App) {
        app.revision.track();
        let Some(epc) = self.focus.get() else { return };
        let query = LineageQuery {
            epc,
            direction: self.direction.get(),
            depth: self.depth.get(),
            as_of: self.as_of.get(),
        };
        let question = self.question.get_untracked() + 1;
        self.question.set(question);
        spawn_local(async move {
            let answer = bridge::lineage(&query).await;
            if self.question.get_untracked() != question {
                return;
            }
            match answer {
                Ok(view) => self.take(view),
                Err(error) => {
                    if error.code == ErrorCode::UnknownAsset {
                        self.focus.set(None);
                    }
                    app.fail(error);
                }
            }
        });
    }

    /// Asks how much happened when. The strip of time is an extra: without an answer it is not drawn.
    pub(crate) fn ask_activity(self, app: App) {
        app.revision.track();
        if !app.has_workspace() {
            return;
        }
        spawn_local(async move {
            let bins = bridge::activity().await.unwrap_or_default();
            self.activity.set(Arc::new(bins));
        });
    }

    fn take(self, view: LineageView) {
        self.view.set(Some(Arc::new(view)));
        if self.unfitted.get_untracked() && self.screen.get_untracked().width > 0.0 {
            self.fit_readably();
        }
    }

    /// Remembers how large the canvas is, and fits what is there when that was not possible before.
    pub(crate) fn resized(self, screen: Size) {
        self.screen.set(screen);
        if self.unfitted.get_untracked() && self.view.with_untracked(Option::is_some) {
            self.fit_readably();
        }
    }

    /// Shows the whole drawing, however small that is.
    pub(crate) fn fit(self) {
        self.fit_down_to(Viewport::FARTHEST);
    }

    fn fit_readably(self) {
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
        if let Some(size) = size {
            let screen = self.screen.get_untracked();
            self.viewport.set(Viewport::fit(size, screen, smallest));
        }
    }

    /// Zooms around the middle of the canvas.
    pub(crate) fn zoom(self, factor: f64) {
        let screen = self.screen.get_untracked();
        self.viewport.update(|view| {
            *view = view.zoomed(factor, screen.width / 2.0, screen.height / 2.0);
        });
    }

    /// Selects a card and moves it into sight.
    pub(crate) fn select(self, node: &LineageNode) {
        self.selected.set(Some(node.epc.clone()));
        let area = Area {
            x: node.x,
            y: node.y,
            width: node.width,
            height: node.height,
        };
        let screen = self.screen.get_untracked();
        if screen.width > 0.0 {
            self.viewport
                .update(|view| *view = view.revealing(area, screen));
        }
    }
}
