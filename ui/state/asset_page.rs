//! The page of one asset: which asset it is about, and the event to look at on it.

use leptos::prelude::*;

use super::{App, Place};
use crate::bridge::browser;

/// The block and the index of the log in it.
pub(crate) type EventPlace = (u64, u32);

/// The id of an event's entry in the history of an asset.
pub(crate) fn event_id((block, log_index): EventPlace) -> String {
    format!("event-{block}-{log_index}")
}

/// The page of one asset.
#[derive(Clone, Copy)]
pub(crate) struct AssetPageState {
    /// The canonical name of the asset.
    pub(crate) epc: RwSignal<Option<String>>,
    /// What people call it, once that is known.
    pub(crate) name: RwSignal<Option<String>>,
    /// The event to bring into view, until the page has done so.
    pub(crate) event: RwSignal<Option<EventPlace>>,
}

impl AssetPageState {
    pub(super) fn new() -> Self {
        Self {
            epc: RwSignal::new(None),
            name: RwSignal::new(None),
            event: RwSignal::new(None),
        }
    }

    /// Begins anew for another workspace.
    pub(crate) fn forget(self) {
        self.epc.set(None);
        self.name.set(None);
        self.event.set(None);
    }
}

impl App {
    /// Opens the page of an asset.
    pub(crate) fn open_asset(self, epc: String) {
        if self.asset.epc.get_untracked().as_ref() != Some(&epc) {
            // Another asset on the same page is a step that one can go back from.
            if self.place.get_untracked() == Place::Asset {
                self.remember();
            }
            self.asset.name.set(None);
            self.asset.epc.set(Some(epc));
        }
        self.go(Place::Asset);
    }

    /// Shows an event in the history of the asset whose page is open or else of this one.
    pub(crate) fn open_event(self, epc: String, event: EventPlace) {
        if self.place.get_untracked() == Place::Asset && browser::reveal(&event_id(event)) {
            return;
        }
        self.asset.event.set(Some(event));
        self.open_asset(epc);
    }
}
