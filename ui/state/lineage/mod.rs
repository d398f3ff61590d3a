//! The lineage: from which asset, what of it is drawn, and what the backend laid out. Where the canvas looks is in `sight`,
//! finding in the drawing in `find`.

mod find;
mod scope;
mod sight;

use std::{collections::BTreeSet, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use protocol::{ActivityBin, Direction, ErrorCode, LineageNode, LineageQuery, LineageView, Spot};

pub(crate) use scope::Scope;

use super::{App, Place};
use crate::{
    bridge,
    logic::{
        link::Link,
        path,
        scene::Scene,
        viewport::{Size, Viewport},
    },
};

/// Larger drawings are laid out from scratch: nobody keeps an eye on so many cards.
const MOST_SPOTS: usize = 2_000;

fn spot(node: &LineageNode) -> Spot {
    Spot {
        epc: (node.group.as_ref()).map_or_else(|| node.epc.clone(), |group| group.key.clone()),
        is_group: node.group.is_some(),
        x: node.x,
        y: node.y,
    }
}

/// As a picture or as a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LineageMode {
    Graph,
    Table,
}

/// A lineage as the backend laid it out, with what is worked out from it once.
#[derive(Debug)]
pub(crate) struct Drawn {
    /// What the backend laid out.
    pub(crate) view: Arc<LineageView>,
    /// Where everything lies.
    pub(crate) scene: Scene,
    /// Counts up with every drawing.
    pub(crate) generation: u32,
}

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
    /// What of it is drawn.
    pub(crate) scope: RwSignal<Scope>,
    /// As a picture or as a table.
    pub(crate) mode: RwSignal<LineageMode>,
    /// What the backend laid out.
    pub(crate) view: RwSignal<Option<Arc<LineageView>>>,
    /// The same, ready to be drawn.
    pub(crate) drawn: RwSignal<Option<Arc<Drawn>>>,
    /// The card shown beside the canvas.
    pub(crate) selected: RwSignal<Option<String>>,
    /// What is under the pointer.
    pub(crate) hovered: RwSignal<Option<Hovered>>,
    /// Where the canvas looks.
    pub(crate) viewport: RwSignal<Viewport>,
    /// How large the canvas is on the screen.
    pub(crate) screen: RwSignal<Size>,
    /// How high the tools are that lie over it.
    tools: RwSignal<f64>,
    /// What is looked for in the drawing; `None` while nobody looks.
    pub(crate) wanted: RwSignal<Option<String>>,
    /// Which of those found is jumped to.
    pub(crate) found_at: RwSignal<usize>,
    /// Which panel is open below the tools.
    pub(crate) panel: RwSignal<Option<Panel>>,
    /// How much happened when; empty where the backend does not tell.
    pub(crate) activity: RwSignal<Arc<Vec<ActivityBin>>>,
    /// The block at which the asset looked from was not on the ledger yet, if that is what is looked at.
    pub(crate) not_yet: RwSignal<Option<u64>>,
    /// Whether a question is under way.
    pub(crate) asking: RwSignal<bool>,
    /// The assets looked from before.
    been: RwSignal<Vec<String>>,
    /// Whether the canvas still has to be fitted to what comes next.
    unfitted: RwSignal<bool>,
    /// Where the canvas looked when the drawing was last fitted.
    fitted: RwSignal<Option<Viewport>>,
    /// The card that stays where it is on the screen when the next drawing comes.
    anchor: RwSignal<Option<String>>,
    /// Counts up with every new question.
    question: RwSignal<u32>,
}

/// A panel below the tools.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Panel {
    /// What is drawn.
    Filter,
    /// What can be saved or copied.
    Export,
}

/// What is under the pointer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Hovered {
    /// A card, by its index.
    Card(usize),
    /// An edge, by its index, and where on the canvas it was touched.
    Edge(usize, i32, i32),
}

impl LineageState {
    pub(super) fn new() -> Self {
        Self {
            focus: RwSignal::new(None),
            direction: RwSignal::new(Direction::Up),
            depth: RwSignal::new(None),
            as_of: RwSignal::new(None),
            scope: RwSignal::new(Scope::default()),
            mode: RwSignal::new(LineageMode::Graph),
            view: RwSignal::new(None),
            drawn: RwSignal::new(None),
            selected: RwSignal::new(None),
            hovered: RwSignal::new(None),
            viewport: RwSignal::new(Viewport::default()),
            screen: RwSignal::new(Size::default()),
            tools: RwSignal::new(0.0),
            wanted: RwSignal::new(None),
            found_at: RwSignal::new(0),
            panel: RwSignal::new(None),
            activity: RwSignal::new(Arc::new(Vec::new())),
            not_yet: RwSignal::new(None),
            asking: RwSignal::new(false),
            been: RwSignal::new(Vec::new()),
            unfitted: RwSignal::new(true),
            fitted: RwSignal::new(None),
            anchor: RwSignal::new(None),
            question: RwSignal::new(0),
        }
    }

    /// Begins anew for another workspace.
    pub(crate) fn forget(self) {
        self.focus.set(None);
        self.as_of.set(None);
        self.scope.set(Scope::default());
        self.clear();
        self.selected.set(None);
        self.wanted.set(None);
        self.been.set(Vec::new());
    }

    /// Shows the lineage of an asset.
    pub(crate) fn show(self, app: App, epc: String) {
        let before = self.focus.get_untracked();
        if before.as_ref() != Some(&epc) {
            if let Some(before) = before {
                self.been.update(|been| been.push(before));
            }
            self.look_from(epc.clone());
        }
        self.selected.set(Some(epc));
        app.go(Place::Lineage);
    }

    /// Shows what a link leads to.
    pub(crate) fn follow(self, app: App, link: Link) {
        self.direction.set(link.direction);
        self.as_of.set(link.as_of);
        self.show(app, link.epc);
    }

    /// The way back to what is shown; nothing where nothing is.
    pub(crate) fn link(self) -> Option<Link> {
        let epc = self.focus.get_untracked()?;
        Some(Link {
            epc,
            direction: self.direction.get_untracked(),
            as_of: self.as_of.get_untracked(),
        })
    }

    fn look_from(self, epc: String) {
        self.clear();
        self.scope.update(Scope::forget_places);
        self.unfitted.set(true);
        self.focus.set(Some(epc));
    }

    fn clear(self) {
        self.not_yet.set(None);
        self.view.set(None);
        self.drawn.set(None);
        self.hovered.set(None);
    }

    /// One step back: what was opened last is closed, else the asset looked from before comes back, else the place.
    pub(crate) fn step_back(self, app: App) {
        if self.panel.get_untracked().is_some() {
            self.panel.set(None);
        } else if self.wanted.with_untracked(Option::is_some) {
            self.wanted.set(None);
        } else if self.scope.with_untracked(|scope| scope.path.is_some()) {
            self.isolate(None);
        } else if self.selected.get_untracked() != self.focus.get_untracked() {
            self.selected.set(self.focus.get_untracked());
        } else if let Some(epc) = self.been.try_update(Vec::pop).flatten() {
            self.look_from(epc.clone());
            self.selected.set(Some(epc));
        } else {
            app.go_back();
        }
    }

    /// Looks another way.
    pub(crate) fn look(self, direction: Direction) {
        self.unfitted.set(true);
        self.direction.set(direction);
    }

    /// Shows more or fewer steps.
    pub(crate) fn reach(self, depth: Option<u32>) {
        self.unfitted.set(true);
        self.scope.update(Scope::forget_places);
        self.depth.set(depth);
    }

    /// Looks at what was known at a block; `None` for now. What is looked at stays where it is.
    pub(crate) fn travel(self, block: Option<u64>) {
        if self.as_of.get_untracked() != block {
            let selected = self.selected.get_untracked();
            self.hold(selected.or_else(|| self.focus.get_untracked()));
            self.as_of.set(block);
        }
    }

    fn query(self) -> Option<LineageQuery> {
        let scope = self.scope.get();
        Some(LineageQuery {
            epc: self.focus.get()?,
            direction: self.direction.get(),
            depth: self.depth.get(),
            as_of: self.as_of.get(),
            expanded: scope.expanded.into_iter().collect(),
            collapsed: scope.collapsed.into_iter().collect(),
            grouped: scope.grouped,
            opened: scope.opened.into_iter().collect(),
            filter: scope.filter,
            path: scope.path,
            before: self.spots(),
        })
    }

    /// Where the cards are now, unless another drawing begins or they are too many to tell.
    fn spots(self) -> Vec<Spot> {
        if self.unfitted.get_untracked() {
            return Vec::new();
        }
        self.view.with_untracked(|view| {
            let nodes = view.as_ref().map(|view| view.nodes.as_slice());
            let few = nodes.filter(|nodes| nodes.len() <= MOST_SPOTS);
            few.unwrap_or_default().iter().map(spot).collect()
        })
    }

    /// Asks for what the signals say; tracked, to be called from an effect.
    pub(crate) fn ask(self, app: App) {
        app.revision.track();
        let Some(query) = self.query() else { return };
        let question = self.question.get_untracked() + 1;
        self.question.set(question);
        self.asking.set(true);
        spawn_local(async move {
            let answer = bridge::lineage(&query).await;
            if self.question.get_untracked() != question {
                return;
            }
            self.asking.set(false);
            match answer {
                Ok(view) => self.take(view),
                Err(error) => self.refuse(app, error),
            }
        });
    }

    /// What cannot be drawn leaves what was drawn before, if there is something; but of an asset that was not there yet nothing
    /// is shown that came later.
    fn refuse(self, app: App, error: protocol::CommandError) {
        let is_known =
            self.view.with_untracked(Option::is_some) || self.not_yet.get_untracked().is_some();
        if error.code == ErrorCode::UnknownAsset
            && is_known
            && let Some(block) = self.as_of.get_untracked()
        {
            self.clear();
            self.not_yet.set(Some(block));
            return;
        }
        let has_view = self.view.with_untracked(Option::is_some);
        if error.code == ErrorCode::UnknownAsset && !has_view {
            self.focus.set(None);
        }
        app.fail(error);
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
        let view = Arc::new(view);
        let before = self.drawn.get_untracked();
        let generation = before.as_ref().map_or(0, |drawn| drawn.generation) + 1;
        let drawn = Arc::new(Drawn {
            scene: Scene::new(&view),
            view: Arc::clone(&view),
            generation,
        });
        self.hovered.set(None);
        self.not_yet.set(None);
        if let Some(before) = before.filter(|_| !self.unfitted.get_untracked()) {
            self.keep_in_place(&before.view, &view);
        }
        self.drawn.set(Some(drawn));
        self.view.set(Some(view));
        if self.unfitted.get_untracked() && self.screen.get_untracked().width > 0.0 {
            self.fit_readably();
        }
    }

    /// Opens a panel, or closes it.
    pub(crate) fn toggle(self, panel: Panel) {
        self.panel
            .update(|open| *open = (*open != Some(panel)).then_some(panel));
    }

    /// The card with this canonical name, if it is drawn.
    pub(crate) fn node(self, epc: &str) -> Option<LineageNode> {
        let view = self.view.get_untracked()?;
        view.nodes.iter().find(|node| node.epc == epc).cloned()
    }

    /// The edges on the way to the selection; tracked.
    pub(crate) fn lit(self) -> BTreeSet<usize> {
        let Some(view) = self.view.get() else {
            return BTreeSet::new();
        };
        let index = |epc: &str| {
            let at = view.nodes.iter().position(|node| node.epc == epc)?;
            u32::try_from(at).ok()
        };
        let selected = self.selected.get();
        match (index(&view.focus), selected.and_then(|epc| index(&epc))) {
            (Some(focus), Some(selected)) => path::to_selection(&view.edges, focus, selected),
            _ => BTreeSet::new(),
        }
    }
}
