//! Which events have which digest: what a correction names the wrong event by. Kept as the first 96 bits of each digest, so that
//! a million of them take 24 MB; nobody finds another event with the same ones.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use alloy_primitives::B256;
use trace::EventKey;

use super::pack::Key;

const TAG: usize = 12;
/// How many bytes an entry has.
pub(super) const LENGTH: usize = TAG + EventKey::LENGTH;

/// The start of a digest and the key of its event, as bytes that sort like the two.
pub(super) type Entry = [u8; LENGTH];

/// Digests with their events; two that say the same in every word have the same.
#[derive(Clone, Default)]
pub(super) struct Digests {
    /// Copies share it.
    settled: Arc<Vec<Entry>>,
    open: BTreeSet<Entry>,
}

impl Digests {
    pub(super) fn insert(&mut self, digest: B256, event: EventKey) {
        self.open.insert(entry(digest, event));
    }

    /// The events with this digest before this one, in chain order.
    pub(super) fn before(&self, digest: B256, event: EventKey) -> Vec<EventKey> {
        let range = entry(digest, EventKey::FIRST)..entry(digest, event);
        let from = self.settled.partition_point(|held| *held < range.start);
        let to = self.settled.partition_point(|held| *held < range.end);
        let settled = self.settled[from..to].iter();
        let newer = self.open.range(range);
        let mut keys: Vec<_> = (settled.chain(newer))
            .filter_map(|entry| EventKey::read(&entry[TAG..]))
            .collect();
        keys.sort_unstable();
        keys
    }

    // Two ascending runs: a sort that finds runs only merges them.
    #[allow(clippy::stable_sort_primitive)]
    pub(super) fn settle(&mut self) {
        if !self.open.is_empty() {
            let open = std::mem::take(&mut self.open);
            let settled = Arc::make_mut(&mut self.settled);
            settled.reserve_exact(open.len());
            settled.extend(open);
            settled.sort();
        }
    }

    /// All entries, ascending.
    fn all(&self) -> BTreeSet<&Entry> {
        self.settled.iter().chain(&self.open).collect()
    }

    /// All entries behind one another; settled ones only.
    pub(super) fn bytes(&self) -> &[u8] {
        self.settled.as_flattened()
    }

    /// The digests of these entries; `None` if they are not in order.
    pub(super) fn of(settled: Vec<Entry>) -> Option<Self> {
        settled.is_sorted().then(|| Self {
            settled: Arc::new(settled),
            open: BTreeSet::new(),
        })
    }
}

impl PartialEq for Digests {
    fn eq(&self, other: &Self) -> bool {
        self.all() == other.all()
    }
}

impl Eq for Digests {}

impl fmt::Debug for Digests {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.all()).finish()
    }
}

fn entry(digest: B256, event: EventKey) -> Entry {
    let mut bytes = Vec::with_capacity(LENGTH);
    bytes.extend_from_slice(&digest[..TAG]);
    event.put(&mut bytes);
    let mut entry = [0; LENGTH];
    entry.copy_from_slice(&bytes);
    entry
}
