//! Which values are interned, as far as memory holds it. The table itself is `tables::interned`.
//!
//! A value is interned when it is seen the third time: a digest or a document's hash comes once or twice and would only
//! make the table longer. Sightings are remembered in a table of fixed size, so a value whose sightings lie far apart may
//! stay as it is; that costs bytes, never meaning.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// How many interned values are held in memory, in each direction.
pub(crate) const HELD: usize = 1 << 17;

/// How many values the sightings are remembered of: few enough for the table to stay in a processor's cache, for it is
/// asked about every value.
const SIGHTINGS: usize = 1 << 16;

/// The sighting at which a value is interned.
const ENOUGH: u32 = 3;

/// What memory holds of the interned values.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    numbers: HashMap<Vec<u8>, u64, RandomState>,
    values: HashMap<u64, Vec<u8>, RandomState>,
    /// A value's first three bytes, and how often it was seen; made when first needed.
    sightings: Vec<u32>,
}

impl Interner {
    /// The number of a value, if it is held.
    pub(crate) fn number(&self, value: &[u8]) -> Option<u64> {
        self.numbers.get(value).copied()
    }

    /// A value by its number, if it is held.
    pub(crate) fn value(&self, number: u64) -> Option<&[u8]> {
        self.values.get(&number).map(Vec::as_slice)
    }

    /// Whether there is no room for more values to be known by.
    pub(crate) fn is_full(&self) -> bool {
        self.numbers.len() >= HELD
    }

    /// Holds the number of a value that was written or looked up by value.
    pub(crate) fn hold_number(&mut self, value: &[u8], number: u64) {
        if self.numbers.len() >= HELD {
            self.numbers.clear();
        }
        self.numbers.insert(value.to_vec(), number);
    }

    /// Holds a value that was looked up by number.
    pub(crate) fn hold_value(&mut self, number: u64, value: Vec<u8>) {
        if self.values.len() >= HELD {
            self.values.clear();
        }
        self.values.insert(number, value);
    }

    /// Notes a sighting of a value that is not interned; whether it has been seen often enough to be.
    pub(crate) fn sight(&mut self, value: &[u8]) -> bool {
        if self.sightings.is_empty() {
            self.sightings = vec![0; SIGHTINGS];
        }
        let (Some(first), Some(last)) = (value.first_chunk::<8>(), value.last_chunk::<8>()) else {
            return false;
        };
        let (first, last) = (u64::from_be_bytes(*first), u64::from_be_bytes(*last));
        // Values are hashes or begin like one another (names): all of these bytes place them, a few tell them apart.
        let place = (first ^ last.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mark = (first >> 32) as u32 & !0xff;
        let slot = &mut self.sightings[(place >> 48) as usize % SIGHTINGS];
        if *slot & !0xff != mark {
            *slot = mark;
        }
        *slot = mark | ((*slot & 0xff) + 1).min(0xff);
        *slot & 0xff >= ENOUGH
    }

    /// Forgets everything: what was written may have been taken back.
    pub(crate) fn forget(&mut self) {
        self.numbers.clear();
        self.values.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_interned_at_its_third_sighting() {
        let mut interner = Interner::default();
        assert!(!interner.sight(&[7; 32]));
        assert!(!interner.sight(&[8; 32]));
        assert!(!interner.sight(&[7; 32]));
        assert!(interner.sight(&[7; 32]));
        assert!(!interner.sight(&[8; 32]));
    }

    #[test]
    fn memory_is_bounded() {
        let mut interner = Interner::default();
        for number in 0..(HELD as u64 + 10) {
            interner.hold_number(&number.to_be_bytes(), number);
            interner.hold_value(number, vec![0; 20]);
        }
        assert!(interner.numbers.len() <= HELD && interner.values.len() <= HELD);
    }
}
