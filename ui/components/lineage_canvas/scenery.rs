//! A large lineage while the hand moves it: the picture of it is moved, and drawn anew as soon as the hand rests. Ten thousand
//! lines drawn with every frame would make the frames stutter, wherever no graphics card draws them.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::logic::{
    level::Level,
    viewport::{Size, Viewport},
};

/// Drawings with fewer elements in sight are drawn anew each time.
const HEAVY: usize = 2_000;

/// The picture and what it shows.
#[derive(Default)]
pub(super) struct Scenery {
    held: Option<Held>,
    canvas: Option<HtmlCanvasElement>,
}

struct Held {
    shows: Shows,
    viewport: Viewport,
    elements: usize,
}

/// Everything that changes a picture but where one looks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Shows {
    /// Counts up whenever something else than the viewport has changed.
    pub(super) version: u32,
    pub(super) level: Level,
    pub(super) screen: Size,
    pub(super) density: f64,
}

impl Scenery {
    /// Draws the picture where the viewport is now, if it shows the same and still fills most of the screen; says how many
    /// elements are in it.
    pub(super) fn moved(
        &self,
        paper: &CanvasRenderingContext2d,
        shows: Shows,
        viewport: Viewport,
    ) -> Option<usize> {
        let held = self.held.as_ref().filter(|held| held.shows == shows)?;
        let canvas = self.canvas.as_ref()?;
        let (zoom, left, top) = viewport.since(held.viewport, shows.screen)?;
        let density = shows.density;
        let _ = paper.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        let (width, height) = (shows.screen.width * density, shows.screen.height * density);
        paper.clear_rect(0.0, 0.0, width, height);
        let _ = paper.set_transform(zoom, 0.0, 0.0, zoom, left * density, top * density);
        paper
            .draw_image_with_html_canvas_element(canvas, 0.0, 0.0)
            .ok()?;
        Some(held.elements)
    }

    /// Keeps what was just drawn, if it was much.
    pub(super) fn keep(
        &mut self,
        drawn: &HtmlCanvasElement,
        shows: Shows,
        viewport: Viewport,
        elements: usize,
    ) {
        self.held = None;
        if elements < HEAVY {
            self.canvas = None;
            return;
        }
        if self.copy(drawn).is_some() {
            self.held = Some(Held {
                shows,
                viewport,
                elements,
            });
        }
    }

    fn copy(&mut self, drawn: &HtmlCanvasElement) -> Option<()> {
        if self.canvas.is_none() {
            let canvas = leptos::prelude::document().create_element("canvas").ok()?;
            self.canvas = canvas.dyn_into().ok();
        }
        let canvas = self.canvas.as_ref()?;
        // To give it a size, even the same, clears it.
        canvas.set_width(drawn.width());
        canvas.set_height(drawn.height());
        let paper: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        paper
            .draw_image_with_html_canvas_element(drawn, 0.0, 0.0)
            .ok()
    }
}
