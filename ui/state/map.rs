//! The map: of what, how it is looked at, and what the backend and the world's file answered.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use protocol::{AssetKind, Direction, ErrorCode, MapQuery, MapView};

use super::{App, Place};
use crate::{
    bridge,
    logic::{
        map::{
            camera::Camera,
            figures::Measure,
            projection::project,
            scene::{self, Scene},
            world::World,
        },
        viewport::Size,
    },
};

/// As a picture or as tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum MapMode {
    Picture,
    Tables,
}

/// What the pointer or the keyboard is on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Pointed {
    /// The mark that this place leads.
    Place(usize),
    /// The flow between the marks that these places lead.
    Flow(usize, usize),
}

/// The map.
#[derive(Clone, Copy)]
pub(crate) struct MapState {
    /// The asset whose lineage is mapped; `None` for everything.
    pub(crate) about: RwSignal<Option<String>>,
    /// Which way that lineage is followed.
    pub(crate) direction: RwSignal<Direction>,
    /// Only this kind.
    pub(crate) kind: RwSignal<Option<AssetKind>>,
    /// What sizes stand for.
    pub(crate) measure: RwSignal<Measure>,
    /// As a picture or as tables.
    pub(crate) mode: RwSignal<MapMode>,
    /// What the backend answered.
    pub(crate) view: RwSignal<Option<Arc<MapView>>>,
    /// The coasts; `None` until they are read.
    pub(crate) world: RwSignal<Option<Arc<World>>>,
    /// Where the picture looks.
    pub(crate) camera: RwSignal<Camera>,
    /// How large the picture is on the screen.
    pub(crate) screen: RwSignal<Size>,
    /// The canonical names of the places shown beside the map; empty for none.
    pub(crate) selected: RwSignal<Vec<String>>,
    /// What the pointer or the keyboard is on.
    pub(crate) pointed: RwSignal<Option<Pointed>>,
    /// Whether the picture still has to be fitted to what comes next.
    unfitted: RwSignal<bool>,
    /// Counts up with every new question.
    question: RwSignal<u32>,
}

impl MapState {
    pub(super) fn new() -> Self {
        Self {
            about: RwSignal::new(None),
            direction: RwSignal::new(Direction::Up),
            kind: RwSignal::new(None),
            measure: RwSignal::new(Measure::default()),
            mode: RwSignal::new(MapMode::Picture),
            view: RwSignal::new(None),
            world: RwSignal::new(None),
            camera: RwSignal::new(Camera::default()),
            screen: RwSignal::new(Size::default()),
            selected: RwSignal::new(Vec::new()),
            pointed: RwSignal::new(None),
            unfitted: RwSignal::new(true),
            question: RwSignal::new(0),
        }
    }

    /// Begins anew for another workspace.
    pub(crate) fn forget(self) {
        self.about.set(None);
        self.view.set(None);
        self.selected.set(Vec::new());
        self.pointed.set(None);
        self.unfitted.set(true);
    }

    /// Maps the lineage of an asset, or everything.
    pub(crate) fn show(self, app: App, about: Option<String>) {
        if self.about.with_untracked(|now| *now != about) {
            self.selected.set(Vec::new());
            self.pointed.set(None);
            self.unfitted.set(true);
            self.about.set(about);
        }
        app.go(Place::Map);
    }

    /// Follows the lineage another way.
    pub(crate) fn look(self, direction: Direction) {
        self.unfitted.set(true);
        self.direction.set(direction);
    }

    /// Asks for what the signals say; tracked, to be called from an effect.
    pub(crate) fn ask(self, app: App) {
        app.revision.track();
        if !app.has_workspace() {
            return;
        }
        let query = MapQuery {
            lineage_of: self.about.get(),
            direction: self.direction.get(),
            as_of: None,
        };
        let question = self.question.get_untracked() + 1;
        self.question.set(question);
        spawn_local(async move {
            let answer = bridge::map(&query).await;
            if self.question.get_untracked() != question {
                return;
            }
            match answer {
                Ok(view) => {
                    self.pointed.set(None);
                    self.view.set(Some(Arc::new(view)));
                    self.fit_if_needed();
                }
                Err(error) => {
                    if error.code == ErrorCode::UnknownAsset {
                        self.about.set(None);
                    }
                    app.fail(error);
                }
            }
        });
    }

    /// Reads the coasts, once. Without them the map is bare, and its tables say the same.
    pub(crate) fn ask_world(self) {
        if self.world.with_untracked(Option::is_some) {
            return;
        }
        spawn_local(async move {
            let Some(text) = bridge::browser::own_file("map/world.json").await else {
                return;
            };
            if let Ok(world) = World::read(&text) {
                self.world.set(Some(Arc::new(world)));
            }
        });
    }

    /// Remembers how large the picture is, and fits what is there when that was not possible before.
    pub(crate) fn resized(self, screen: Size) {
        self.screen.set(screen);
        self.camera
            .update(|camera| *camera = camera.panned(0.0, 0.0, screen));
        self.fit_if_needed();
    }

    fn fit_if_needed(self) {
        let can = self.screen.get_untracked().width > 0.0;
        if can && self.unfitted.get_untracked() && self.view.with_untracked(Option::is_some) {
            self.fit();
        }
    }

    /// Shows every place.
    pub(crate) fn fit(self) {
        let points: Vec<_> = self.view.with_untracked(|view| {
            let positions = view.as_ref().map(|view| scene::positions(view));
            let known = positions.unwrap_or_default().into_iter().flatten();
            known.map(project).collect()
        });
        self.unfitted.set(false);
        let screen = self.screen.get_untracked();
        self.camera.set(Camera::fit(&points, screen));
    }

    /// Shows the whole world.
    pub(crate) fn whole(self) {
        self.camera.set(Camera::whole(self.screen.get_untracked()));
    }

    /// Zooms around the middle of the picture.
    pub(crate) fn zoom(self, factor: f64) {
        let screen = self.screen.get_untracked();
        self.zoom_at(factor, screen.width / 2.0, screen.height / 2.0);
    }

    /// Zooms around a point of the screen.
    pub(crate) fn zoom_at(self, factor: f64, x: f64, y: f64) {
        let screen = self.screen.get_untracked();
        self.camera
            .update(|camera| *camera = camera.zoomed(factor, x, y, screen));
    }

    /// Moves the picture by so many pixels.
    pub(crate) fn pan(self, dx: f64, dy: f64) {
        let screen = self.screen.get_untracked();
        self.camera
            .update(|camera| *camera = camera.panned(dx, dy, screen));
    }

    /// From the picture to the tables, and back.
    pub(crate) fn toggle(self) {
        self.mode.update(|mode| {
            *mode = match mode {
                MapMode::Picture => MapMode::Tables,
                MapMode::Tables => MapMode::Picture,
            };
        });
    }

    /// What is drawn over the world; made anew when what is shown or the zoom changes, and not when the map moves.
    pub(crate) fn scene(self) -> Memo<Arc<Scene>> {
        let zoom = Memo::new(move |_| self.camera.get().zoom);
        Memo::new(move |_| {
            let view = self.view.get();
            let drawn = view.map(|view| {
                let (kind, measure) = (self.kind.get(), self.measure.get());
                Scene::new(&view, kind, measure, zoom.get())
            });
            Arc::new(drawn.unwrap_or_default())
        })
    }
}
