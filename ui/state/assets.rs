//! The list of assets: what is asked for, and the pages of the answer that are held.

use std::collections::BTreeMap;

use leptos::{prelude::*, task::spawn_local};
use protocol::{AssetKind, AssetQuery, AssetRow};

use super::App;
use crate::bridge;

/// How many rows are fetched at once.
pub(crate) const PAGE: u32 = 100;

/// What the list shows some of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Collection {
    All,
    Kind(AssetKind),
    WithFindings,
}

/// The list of assets.
#[derive(Clone, Copy)]
pub(crate) struct AssetsState {
    /// The words searched for.
    pub(crate) text: RwSignal<String>,
    /// Which of the assets.
    pub(crate) collection: RwSignal<Collection>,
    /// How many there are; `None` before the first answer.
    pub(crate) total: RwSignal<Option<u32>>,
    /// How many of them are pending.
    pub(crate) pending: RwSignal<u32>,
    /// The rows held, by page.
    pub(crate) pages: RwSignal<BTreeMap<u32, Vec<AssetRow>>>,
    /// The row the keyboard is on.
    pub(crate) active: RwSignal<u32>,
    /// The asset shown beside the list.
    pub(crate) selected: RwSignal<Option<String>>,
    /// The assets picked to issue reports about: canonical names, and what people call them.
    pub(crate) picked: RwSignal<Vec<(String, String)>>,
    /// Counts up with every new question, so that a late answer to an old one is dropped.
    question: RwSignal<u32>,
}

impl AssetsState {
    pub(super) fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            collection: RwSignal::new(Collection::All),
            total: RwSignal::new(None),
            pending: RwSignal::new(0),
            pages: RwSignal::new(BTreeMap::new()),
            active: RwSignal::new(0),
            selected: RwSignal::new(None),
            picked: RwSignal::default(),
            question: RwSignal::new(0),
        }
    }

    /// Begins anew for another workspace.
    pub(crate) fn forget(self) {
        self.text.set(String::new());
        self.collection.set(Collection::All);
        self.selected.set(None);
        self.picked.set(Vec::new());
        self.total.set(None);
        self.pending.set(0);
        self.pages.set(BTreeMap::new());
    }

    /// Asks again from the top; what is shown stays until the answer is there.
    pub(crate) fn ask(self, app: App) {
        self.question.update(|question| *question += 1);
        self.fetch(app, 0);
    }

    /// Fetches a page that is not held yet.
    pub(crate) fn need(self, app: App, page: u32) {
        if !self.pages.with_untracked(|pages| pages.contains_key(&page)) {
            self.pages.update_untracked(|pages| {
                pages.insert(page, Vec::new());
            });
            self.fetch(app, page);
        }
    }

    /// The row at an index, if it is held; tracked.
    pub(crate) fn row(self, index: u32) -> Option<AssetRow> {
        let within = usize::try_from(index % PAGE).ok()?;
        self.pages
            .with(|pages| pages.get(&(index / PAGE))?.get(within).cloned())
    }

    /// Picks an asset, or puts it back.
    pub(crate) fn pick(self, row: &AssetRow) {
        self.picked.update(|picked| {
            let before = picked.len();
            picked.retain(|(epc, _)| *epc != row.epc);
            if picked.len() == before {
                picked.push((row.epc.clone(), row.name.clone()));
            }
        });
    }

    /// Whether an asset is picked; tracked.
    pub(crate) fn is_picked(self, epc: &str) -> bool {
        self.picked
            .with(|picked| picked.iter().any(|(known, _)| known == epc))
    }

    fn fetch(self, app: App, page: u32) {
        let question = self.question.get_untracked();
        let query = self.query(page);
        spawn_local(async move {
            let answer = bridge::assets(&query).await;
            if self.question.get_untracked() != question {
                return;
            }
            match answer {
                Ok(found) => {
                    self.total.set(Some(found.total));
                    self.pending.set(found.pending);
                    self.pages.update(|pages| {
                        if page == 0 {
                            pages.clear();
                        }
                        pages.insert(page, found.rows);
                    });
                }
                Err(error) => {
                    self.pages.update(|pages| {
                        pages.remove(&page);
                    });
                    app.fail(error);
                }
            }
        });
    }

    fn query(self, page: u32) -> AssetQuery {
        let collection = self.collection.get_untracked();
        AssetQuery {
            text: self.text.get_untracked().trim().to_owned(),
            kind: match collection {
                Collection::Kind(kind) => Some(kind),
                Collection::All | Collection::WithFindings => None,
            },
            with_findings: collection == Collection::WithFindings,
            limit: PAGE,
            offset: page * PAGE,
        }
    }
}
