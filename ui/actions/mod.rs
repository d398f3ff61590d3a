//! Everything one can do in the window, once: palette, shortcuts and buttons take it from here.

mod chord;
mod keyboard;
mod list;
mod subject;

pub(crate) use chord::Chord;
pub(crate) use keyboard::listen;
pub(crate) use list::ACTIONS;
pub(crate) use subject::{issue, issue_about, subject};

use crate::{components::icon::Icon, state::App};

/// Something one can do.
pub(crate) struct Action {
    /// The key of its words.
    pub(crate) word: &'static str,
    /// Its mark.
    pub(crate) icon: Icon,
    /// Its keys, as [`Chord::parse`] reads them.
    pub(crate) chord: Option<&'static str>,
    /// Whether it can be done now.
    pub(crate) available: fn(App) -> bool,
    /// Does it.
    pub(crate) run: fn(App),
}

/// The id of the field that searches the list of assets.
pub(crate) const SEARCH_ID: &str = "asset-search";
