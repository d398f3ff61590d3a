//! One drawing per frame of the screen, and only when something has changed. How long each took is left in the browser's own
//! timeline, where its developer tools and the tests read it.

use leptos::prelude::*;
use web_sys::Performance;

/// The name of the measures.
const MEASURE: &str = "lineage-frame";
const START: &str = "lineage-frame-start";
/// So many are kept before the timeline is cleared.
const KEPT: u32 = 600;

/// Whether a frame is asked for already, and how many were drawn.
#[derive(Clone, Copy)]
pub(super) struct Frames {
    pending: StoredValue<bool>,
    drawn: StoredValue<u32>,
}

impl Frames {
    /// None yet.
    pub(super) fn new() -> Self {
        Self {
            pending: StoredValue::new(false),
            drawn: StoredValue::new(0),
        }
    }

    /// Lets something be drawn with the next frame; asked twice before that, it is drawn once.
    pub(super) fn ask(self, draw: impl FnOnce() + 'static) {
        if self.pending.try_get_value() != Some(false) {
            return;
        }
        self.pending.set_value(true);
        request_animation_frame(move || {
            // The canvas may be gone by now.
            if self.pending.try_set_value(false).is_none() {
                self.measured(draw);
            }
        });
    }

    fn measured(self, draw: impl FnOnce()) {
        let Some(timeline) = window().performance() else {
            draw();
            return;
        };
        let count = self.drawn.get_value() + 1;
        self.drawn.set_value(count);
        if count.is_multiple_of(KEPT) {
            timeline.clear_measures_with_measure_name(MEASURE);
        }
        let _ = timeline.mark(START);
        draw();
        end(&timeline);
    }
}

fn end(timeline: &Performance) {
    let _ = timeline.measure_with_start_mark(MEASURE, START);
    timeline.clear_marks_with_mark_name(START);
}
