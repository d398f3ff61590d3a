//! The picture of a lineage: edges and far-off cards on a canvas, near cards as elements above it, panned by dragging and
//! zoomed by the wheel.

pub(crate) mod card;
pub(crate) mod colours;
mod frame;
mod hover;
mod keys;
mod painter;
pub(crate) mod pen;
mod pointer;
mod scenery;
mod stubs;

use std::{cell::RefCell, collections::BTreeSet, sync::Arc, time::Duration};

use leptos::{html, leptos_dom::helpers::debounce, prelude::*};
use protocol::LineageView;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use self::scenery::{Scenery, Shows};
use crate::{
    bridge::{pointer::Drag, watch_size},
    locales::{tf, tn, words},
    logic::{
        level::{self, Level},
        viewport::Size,
    },
    state::{App, Drawn, Hovered, LineageState},
};

/// How long the hand rests before what it moved is drawn anew.
const REST: Duration = Duration::from_millis(260);

/// The cards that are elements now: which, and of which drawing.
type Near = Option<(Arc<Drawn>, Vec<usize>)>;

thread_local! {
    /// There is one canvas at a time.
    static CUT: painter::Cut = painter::Cut::default();
    static SCENERY: RefCell<Scenery> = RefCell::default();
}

/// The canvas.
#[component]
pub(crate) fn LineageCanvas() -> impl IntoView {
    let app = App::here();
    let lineage = app.lineage;
    let ground = NodeRef::<html::Div>::new();
    let paper = NodeRef::<html::Canvas>::new();
    let cards = NodeRef::<html::Div>::new();
    let stubs = NodeRef::<html::Div>::new();
    watch_size(ground, move |size| lineage.resized(size));
    let drag = Drag::new();
    let near = RwSignal::new(None::<(Arc<Drawn>, Vec<usize>)>);
    let lit = Memo::new(move |_| lineage.lit());
    let found = Memo::new(move |_| lineage.found());
    let frames = frame::Frames::new();
    let version = RwSignal::new(0_u32);
    let rested = StoredValue::new_local(debounce(REST, move |()| {
        // The canvas may be gone by then.
        let _ = version.try_update(|version| *version += 1);
    }));
    Effect::new(move || {
        lineage.drawn.track();
        lineage.selected.track();
        lineage.hovered.track();
        lit.track();
        found.track();
        app.preferences.is_dark();
        version.update(|version| *version += 1);
    });
    Effect::new(move || {
        lineage.viewport.track();
        lineage.screen.track();
        version.track();
        frames.ask(move || {
            let parts = Parts {
                paper,
                worlds: [cards, stubs],
                near,
                version: version.try_get_untracked().unwrap_or_default(),
            };
            if parts.draw(lineage, &lit, &found) == Some(Made::Moved) {
                rested.try_update_value(|rested| rested(()));
            }
        });
    });
    let chosen = Memo::new(move |_| lineage.selected.get());
    let is_odd = Memo::new(move |_| {
        let generation = near.with(|near| near.as_ref().map(|(drawn, _)| drawn.generation));
        generation.is_some_and(|generation| generation % 2 == 1)
    });
    view! {
        <div
            class="canvas"
            class:canvas--held=move || drag.is_held()
            node_ref=ground
            data-testid="lineage-canvas"
            data-cards=move || lineage.view.with(|view| view.as_ref().map(|view| view.nodes.len().to_string()))
            on:wheel=move |event| pointer::wheel(lineage, &event)
            on:pointerdown=move |event| pointer::down(drag, &event)
            on:pointermove=move |event| pointer::moved(lineage, drag, &event)
            on:pointerup=move |event| pointer::up(lineage, drag, &event)
            on:pointercancel=move |event| pointer::up(lineage, drag, &event)
            on:pointerleave=move |_| pointer::left(lineage)
            on:dblclick=move |event| pointer::open(app, &event)
        >
            <canvas class="canvas__paper" node_ref=paper aria-hidden="true"></canvas>
            <div
                class="canvas__list"
                class:canvas__list--odd=move || is_odd.get()
                id=keys::LIST
                role="listbox"
                tabindex="0"
                aria-label=move || lineage.view.get().map(|view| summary(&view))
                aria-activedescendant=move || active(near, lineage)
                on:keydown=move |event| keys::press(app, &event)
            >
                <div class="canvas__world" node_ref=cards>
                    {each(near, move |drawn, index| card::card(&drawn.view, index, chosen).into_any())}
                </div>
            </div>
            <div class="canvas__world" node_ref=stubs>
                {each(near, move |drawn, index| stubs::stubs(app, &drawn.view, index).into_any())}
            </div>
            {move || hover::hover(lineage)}
        </div>
    }
}

/// Something for each near card. Another drawing begins anew; within one, only what comes into sight is made.
fn each(
    near: RwSignal<Near>,
    make: impl Fn(&Drawn, usize) -> AnyView + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let generation =
        Memo::new(move |_| near.with(|near| near.as_ref().map(|(drawn, _)| drawn.generation)));
    move || {
        let of = generation.get();
        let listed = move || {
            let mut listed = near.with(listed);
            listed.retain(|(drawn, _)| Some(drawn.generation) == of);
            listed
        };
        view! {
            <For
                each=listed
                key=|(_, index)| *index
                children=move |(drawn, index)| make(&drawn, index)
            />
        }
    }
}

fn listed(near: &Near) -> Vec<(Arc<Drawn>, usize)> {
    near.iter()
        .flat_map(|(drawn, cards)| cards.iter().map(|index| (Arc::clone(drawn), *index)))
        .collect()
}

/// The element that the keyboard is at, if it is one now.
fn active(near: RwSignal<Near>, lineage: LineageState) -> Option<String> {
    let selected = lineage.selected.get()?;
    near.with(|near| {
        let (drawn, cards) = near.as_ref()?;
        let is_selected = |index: &&usize| drawn.view.nodes[**index].epc == selected;
        cards.iter().find(is_selected).map(|index| card::id(*index))
    })
}

/// What is drawn on and moved.
struct Parts {
    paper: NodeRef<html::Canvas>,
    worlds: [NodeRef<html::Div>; 2],
    near: RwSignal<Near>,
    /// Counts up whenever something else than the viewport has changed.
    version: u32,
}

/// How a frame was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Made {
    /// Everything was drawn.
    Drawn,
    /// What was drawn before was moved.
    Moved,
}

impl Parts {
    /// Brings the screen in line with the state; nothing where the canvas is gone.
    fn draw(
        &self,
        lineage: LineageState,
        lit: &Memo<BTreeSet<usize>>,
        found: &Memo<Vec<usize>>,
    ) -> Option<Made> {
        let canvas = self.paper.try_get_untracked().flatten()?;
        let screen = lineage.screen.get_untracked();
        let density = window().device_pixel_ratio();
        let paper = prepared(&canvas, screen, density)?;
        let Some(drawn) = lineage.drawn.get_untracked() else {
            let _ = paper.set_transform(density, 0.0, 0.0, density, 0.0, 0.0);
            paper.clear_rect(0.0, 0.0, screen.width, screen.height);
            self.near.set(None);
            return None;
        };
        let viewport = lineage.viewport.get_untracked();
        let cards: Vec<usize> = drawn.scene.cards_in(viewport.seen(screen)).collect();
        let level = level::of(viewport.zoom, cards.len());
        let index = |epc: Option<String>| {
            let epc = epc?;
            drawn.view.nodes.iter().position(|node| node.epc == epc)
        };
        let shows = Shows {
            version: self.version,
            level,
            screen,
            density,
        };
        let moved = SCENERY.with_borrow(|scenery| scenery.moved(&paper, shows, viewport));
        let made = moved.map_or(Made::Drawn, |_| Made::Moved);
        let hovered = lineage.hovered.get_untracked();
        let paint = || {
            colours::with(|colours| {
                CUT.with(|cut| {
                    cut.keep_for(drawn.generation);
                    let frame = painter::Frame {
                        drawn: &drawn,
                        viewport,
                        screen,
                        density,
                        cards: &cards,
                        level,
                        lit: &lit.get_untracked(),
                        selected: index(lineage.selected.get_untracked()),
                        focus: index(Some(drawn.view.focus.clone())),
                        hovered: hovered.and_then(|hovered| match hovered {
                            Hovered::Card(index) => Some(index),
                            Hovered::Edge(..) => None,
                        }),
                        touched: hovered.and_then(|hovered| match hovered {
                            Hovered::Edge(index, _, _) => Some(index),
                            Hovered::Card(_) => None,
                        }),
                        found: &found.get_untracked(),
                        headings: &headings(&drawn.view),
                        colours,
                        cut,
                    };
                    frame.paint(&paper)
                })
            })
        };
        let count = moved.unwrap_or_else(|| {
            let count = paint();
            SCENERY.with_borrow_mut(|scenery| scenery.keep(&canvas, shows, viewport, count));
            count
        });
        if let Some(ground) = canvas.parent_element() {
            let _ = ground.set_attribute("data-elements", &count.to_string());
        }
        self.place(viewport);
        let elements = if level == Level::Whole {
            cards
        } else {
            Vec::new()
        };
        let is_same = self.near.with_untracked(|near| {
            near.as_ref().is_some_and(|(before, cards)| {
                before.generation == drawn.generation && *cards == elements
            })
        });
        if !is_same {
            self.near.set(Some((drawn, elements)));
        }
        Some(made)
    }

    /// Moves the elements with the canvas.
    fn place(&self, viewport: crate::logic::viewport::Viewport) {
        let moved = format!(
            "translate({:.2}px,{:.2}px) scale({:.4})",
            viewport.left, viewport.top, viewport.zoom
        );
        for world in self.worlds {
            if let Some(world) = world.try_get_untracked().flatten() {
                let world: &web_sys::HtmlElement = &world;
                let _ = world.style().set_property("transform", &moved);
            }
        }
    }
}

/// The canvas with as many pixels as the screen has, and what draws on it.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // as large as a screen
fn prepared(
    canvas: &HtmlCanvasElement,
    screen: Size,
    density: f64,
) -> Option<CanvasRenderingContext2d> {
    let width = (screen.width * density).round() as u32;
    let height = (screen.height * density).round() as u32;
    if canvas.width() != width || canvas.height() != height {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// How far each layer is from the asset looked from: `Tier 1`, `Tier 2`… upstream, as the field counts suppliers.
pub(crate) fn headings(view: &LineageView) -> Vec<String> {
    let focus = focus_layer(view);
    view.layers
        .iter()
        .zip(0_i64..)
        .map(|(_, layer)| words::tier(layer - focus))
        .collect()
}

/// The layer of the asset looked from.
pub(crate) fn focus_layer(view: &LineageView) -> i64 {
    let focus = view.nodes.iter().find(|node| node.epc == view.focus);
    focus.map_or(0, |node| i64::from(node.layer))
}

fn summary(view: &LineageView) -> String {
    let count = u64::try_from(view.nodes.len()).unwrap_or(u64::MAX);
    let focus = view.nodes.iter().find(|node| node.epc == view.focus);
    let name = focus.map_or("", |node| node.name.as_str());
    tf(
        "lineage.summary",
        &[
            ("name", name),
            (
                "assets",
                &tn("count.assets.one", "count.assets.many", count),
            ),
        ],
    )
}
