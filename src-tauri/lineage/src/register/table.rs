//! An ordered map of which most lies packed: keys in a row, values as bytes, unpacked one by one when they are looked at.
//! What changed since it was last settled lies open beside that. It knows nothing of what its values mean.
//!
//! A million events leave more than a million values; unpacked they take some gigabyte, and hardly any are looked at.

use std::collections::{BTreeMap, btree_map};
use std::fmt;
use std::iter::Peekable;
use std::ops::{Deref, Range, RangeInclusive};
use std::sync::{Arc, OnceLock};

use super::pack::{Key, Pack, Packer, Unpacker, Words};

/// How many cells are made at once.
const CHUNK: usize = 32;

/// An ordered map that keeps most of its values packed. It reads like [`BTreeMap`].
pub struct Table<K, V> {
    settled: Arc<Settled<K>>,
    /// The settled values that were looked at.
    cells: Cells<V>,
    /// What is newer than the settled values.
    open: BTreeMap<K, Box<V>>,
    /// How many keys only the open part has.
    fresh: usize,
}

/// The packed part: nothing in it changes.
pub(super) struct Settled<K> {
    /// Ascending.
    pub(super) keys: Vec<K>,
    /// Where the value of each key ends in `bytes`.
    pub(super) ends: Vec<u32>,
    pub(super) bytes: Vec<u8>,
    pub(super) words: Words,
}

impl<K: Key, V: Pack<K>> Table<K, V> {
    /// A table of settled values; `None` if they cannot be any.
    pub(super) fn of(settled: Settled<K>) -> Option<Self> {
        let ascending = settled.keys.is_sorted_by(|a, b| a < b) && settled.ends.is_sorted();
        let last = settled.ends.last().copied().unwrap_or(0);
        let fits = settled.keys.len() == settled.ends.len() && last as usize == settled.bytes.len();
        (ascending && fits).then(|| Self {
            cells: Cells::of(settled.keys.len()),
            settled: Arc::new(settled),
            open: BTreeMap::new(),
            fresh: 0,
        })
    }

    /// The packed part; without the open one.
    pub(super) fn settled(&self) -> &Settled<K> {
        &self.settled
    }

    /// How many values have changed since it was settled.
    pub(super) fn open_len(&self) -> usize {
        self.open.len()
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.settled.keys.len() + self.fresh
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        match self.open.get(key) {
            Some(value) => Some(value),
            None => self.look(self.settled.place(key)?),
        }
    }

    /// The value of a key, which is not kept unpacked: for whoever looks at very many.
    pub fn peek(&self, key: &K) -> Option<Peek<'_, V>> {
        match self.open.get(key) {
            Some(value) => Some(Peek::Open(value)),
            None => self
                .settled
                .unpack(self.settled.place(key)?)
                .map(Peek::Unpacked),
        }
    }

    /// Whether there is a value of this key.
    pub fn contains_key(&self, key: &K) -> bool {
        self.open.contains_key(key) || self.settled.place(key).is_some()
    }

    /// All keys with their values, ascending.
    pub fn iter(&self) -> Iter<'_, K, V> {
        let places = 0..self.settled.keys.len();
        self.walk(places, self.open.range(..))
    }

    /// All keys, ascending.
    pub fn keys(&self) -> impl Iterator<Item = &K> + Clone {
        self.iter().pairs.map(|(key, _)| key)
    }

    /// All values, in the order of their keys.
    pub fn values(&self) -> impl Iterator<Item = &V> + Clone {
        self.iter().map(|(_, value)| value)
    }

    /// All keys with their values, ascending; none of them is kept unpacked.
    pub fn visit(&self) -> impl Iterator<Item = (&K, Peek<'_, V>)> {
        self.iter().pairs.filter_map(|(key, found)| {
            let value = match found {
                Found::Open(value) => Peek::Open(value),
                Found::Settled(place) => Peek::Unpacked(self.settled.unpack(place)?),
            };
            Some((key, value))
        })
    }

    /// All keys, ascending, with a part of their values that is read without unpacking the rest.
    pub(super) fn skim<T>(
        &self,
        open: impl Fn(&V) -> T,
        packed: impl Fn(&mut Unpacker<'_>) -> Option<T>,
    ) -> impl Iterator<Item = (&K, T)> {
        self.iter().pairs.filter_map(move |(key, found)| {
            let part = match found {
                Found::Open(value) => open(value),
                Found::Settled(place) => packed(&mut self.settled.unpacker(place)?)?,
            };
            Some((key, part))
        })
    }

    /// The keys of a range with their values, ascending.
    pub fn range(&self, range: RangeInclusive<K>) -> Iter<'_, K, V> {
        if range.is_empty() {
            return self.walk(0..0, btree_map::Range::default());
        }
        let keys = &self.settled.keys;
        let from = keys.partition_point(|key| key < range.start());
        let to = keys.partition_point(|key| key <= range.end());
        self.walk(from..to, self.open.range(range))
    }

    fn walk<'table>(
        &'table self,
        places: Range<usize>,
        open: btree_map::Range<'table, K, Box<V>>,
    ) -> Iter<'table, K, V> {
        let pairs = Pairs {
            places: places.peekable(),
            open: open.peekable(),
            keys: &self.settled.keys,
        };
        Iter { pairs, table: self }
    }

    /// The value of a key, to be changed.
    pub(super) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        if !self.open.contains_key(key) {
            let place = self.settled.place(key)?;
            let value = match self.cells.take(place) {
                Some(value) => value,
                None => Box::new(self.settled.unpack(place)?),
            };
            self.open.insert(*key, value);
        }
        self.open.get_mut(key).map(Box::as_mut)
    }

    /// Puts a value under a key.
    pub(super) fn insert(&mut self, key: K, value: V) {
        let known = self.open.insert(key, Box::new(value)).is_some();
        if !known && self.settled.place(&key).is_none() {
            self.fresh += 1;
        }
    }

    /// The value of a key, to be changed; `made` goes in where there is none.
    pub(super) fn get_or_insert(&mut self, key: K, made: V) -> &mut V {
        if self.get_mut(&key).is_none() {
            self.fresh += 1;
        }
        self.open.entry(key).or_insert_with(|| Box::new(made))
    }

    /// Packs what lies open, and lets go of what was unpacked to be looked at.
    pub(super) fn settle(&mut self) {
        self.cells = Cells::of(self.len());
        if self.open.is_empty() {
            return;
        }
        if let Some(settled) = self.settled.with(&self.open, self.fresh) {
            self.settled = Arc::new(settled);
            self.open.clear();
            self.fresh = 0;
        }
    }

    fn look(&self, place: usize) -> Option<&V> {
        self.cells.get(place, || self.settled.unpack(place))
    }
}

impl<K: Key> Settled<K> {
    fn place(&self, key: &K) -> Option<usize> {
        self.keys.binary_search(key).ok()
    }

    /// Where the value of a place begins in `bytes`.
    fn start(&self, place: usize) -> u32 {
        let before = place.checked_sub(1).and_then(|at| self.ends.get(at));
        before.copied().unwrap_or(0)
    }

    fn unpacker(&self, place: usize) -> Option<Unpacker<'_>> {
        let range = self.start(place) as usize..*self.ends.get(place)? as usize;
        Some(Unpacker::new(self.bytes.get(range)?, &self.words))
    }

    fn unpack<V: Pack<K>>(&self, place: usize) -> Option<V> {
        V::unpack(self.keys.get(place)?, &mut self.unpacker(place)?)
    }

    /// These values and newer ones; `None` if they are more than 4 GiB.
    fn with<V: Pack<K>>(&self, newer: &BTreeMap<K, Box<V>>, fresh: usize) -> Option<Self> {
        let length = self.keys.len() + fresh;
        let mut keys = Vec::with_capacity(length);
        let mut ends = Vec::with_capacity(length);
        let mut packer = Packer::new(self.words.clone(), self.bytes.len());
        let mut at = 0;
        for (key, value) in newer {
            let place = at + self.keys[at..].partition_point(|held| held < key);
            self.copy(at..place, &mut keys, &mut ends, &mut packer);
            let replaces = self.keys.get(place) == Some(key);
            at = place + usize::from(replaces);
            value.pack(&mut packer);
            keys.push(*key);
            ends.push(packer.end());
        }
        self.copy(at..self.keys.len(), &mut keys, &mut ends, &mut packer);
        let (bytes, words) = packer.finish_with_words()?;
        Some(Self {
            keys,
            ends,
            bytes,
            words,
        })
    }

    fn copy(
        &self,
        places: Range<usize>,
        keys: &mut Vec<K>,
        ends: &mut Vec<u32>,
        packer: &mut Packer,
    ) {
        let (from, to) = (self.start(places.start), self.start(places.end));
        let begin = packer.end();
        let moved = |end: &u32| begin.saturating_add(end - from);
        keys.extend_from_slice(&self.keys[places.clone()]);
        ends.extend(self.ends[places.clone()].iter().map(moved));
        packer.copy(&self.bytes[from as usize..to as usize]);
    }
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self {
            settled: Arc::default(),
            cells: Cells::of(0),
            open: BTreeMap::new(),
            fresh: 0,
        }
    }
}

impl<K> Default for Settled<K> {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            ends: Vec::new(),
            bytes: Vec::new(),
            words: Words::default(),
        }
    }
}

/// A copy shares the packed part and has looked at none of it.
impl<K: Key, V: Clone> Clone for Table<K, V> {
    fn clone(&self) -> Self {
        Self {
            settled: Arc::clone(&self.settled),
            cells: Cells::of(self.settled.keys.len()),
            open: self.open.clone(),
            fresh: self.fresh,
        }
    }
}

impl<K: Key, V: Pack<K> + PartialEq> PartialEq for Table<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl<K: Key, V: Pack<K> + Eq> Eq for Table<K, V> {}

impl<K: Key + fmt::Debug, V: Pack<K> + fmt::Debug> fmt::Debug for Table<K, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
impl<K: Key, V: Pack<K>> std::ops::Index<&K> for Table<K, V> {
    type Output = V;

    /// The value of a key that is known to be there.
    ///
    /// # Panics
    ///
    /// If it is not, as with [`BTreeMap`].
    #[allow(clippy::expect_used)]
    fn index(&self, key: &K) -> &V {
        self.get(key).expect("no value of this key")
    }
}

impl<'table, K: Key, V: Pack<K>> IntoIterator for &'table Table<K, V> {
    type Item = (&'table K, &'table V);
    type IntoIter = Iter<'table, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// A value that is looked at once.
pub enum Peek<'table, V> {
    /// It lies open.
    Open(&'table V),
    /// It was unpacked to be looked at.
    Unpacked(V),
}

impl<V> Deref for Peek<'_, V> {
    type Target = V;

    fn deref(&self) -> &V {
        match self {
            Self::Open(value) => value,
            Self::Unpacked(value) => value,
        }
    }
}

/// The keys and values of a [`Table`], ascending.
pub struct Iter<'table, K, V> {
    pairs: Pairs<'table, K, V>,
    table: &'table Table<K, V>,
}

impl<K, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self {
        let pairs = self.pairs.clone();
        Self { pairs, ..*self }
    }
}

impl<'table, K: Key, V: Pack<K>> Iterator for Iter<'table, K, V> {
    type Item = (&'table K, &'table V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (key, found) = self.pairs.next()?;
            let value = match found {
                Found::Open(value) => Some(value),
                Found::Settled(place) => self.table.look(place),
            };
            // Packed values that cannot be unpacked do not come into a table; it is passed over rather than panicked at.
            if let Some(value) = value {
                return Some((key, value));
            }
        }
    }
}

/// Where the value of a key lies.
enum Found<'table, V> {
    Open(&'table V),
    Settled(usize),
}

/// The keys of both parts in one order.
struct Pairs<'table, K, V> {
    places: Peekable<Range<usize>>,
    open: Peekable<btree_map::Range<'table, K, Box<V>>>,
    keys: &'table [K],
}

impl<K, V> Clone for Pairs<'_, K, V> {
    fn clone(&self) -> Self {
        Self {
            places: self.places.clone(),
            open: self.open.clone(),
            keys: self.keys,
        }
    }
}

impl<'table, K: Key, V> Iterator for Pairs<'table, K, V> {
    type Item = (&'table K, Found<'table, V>);

    fn next(&mut self) -> Option<Self::Item> {
        let settled = self.places.peek().map(|place| &self.keys[*place]);
        let open = self.open.peek().map(|(key, _)| *key);
        match (settled, open) {
            (Some(key), Some(newer)) if key < newer => self.settled(),
            (Some(key), Some(newer)) => {
                if key == newer {
                    self.places.next();
                }
                self.open()
            }
            (Some(_), None) => self.settled(),
            (None, _) => self.open(),
        }
    }
}

impl<'table, K, V> Pairs<'table, K, V> {
    fn settled(&mut self) -> Option<(&'table K, Found<'table, V>)> {
        let place = self.places.next()?;
        Some((&self.keys[place], Found::Settled(place)))
    }

    fn open(&mut self) -> Option<(&'table K, Found<'table, V>)> {
        let (key, value) = self.open.next()?;
        Some((key, Found::Open(value)))
    }
}

/// Room for values that are made when they are first looked at.
struct Cells<V>(Vec<OnceLock<Box<Chunk<V>>>>);

type Chunk<V> = [OnceLock<Option<Box<V>>>; CHUNK];

impl<V> Cells<V> {
    fn of(count: usize) -> Self {
        Self(
            (0..count.div_ceil(CHUNK))
                .map(|_| OnceLock::new())
                .collect(),
        )
    }

    fn get(&self, place: usize, make: impl FnOnce() -> Option<V>) -> Option<&V> {
        let chunk = self.0.get(place / CHUNK)?;
        let chunk = chunk.get_or_init(|| Box::new([const { OnceLock::new() }; CHUNK]));
        let cell = chunk[place % CHUNK].get_or_init(|| make().map(Box::new));
        cell.as_deref()
    }

    fn take(&mut self, place: usize) -> Option<Box<V>> {
        self.0.get_mut(place / CHUNK)?.get_mut()?[place % CHUNK].take()?
    }
}
