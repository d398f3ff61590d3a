//! How values become bytes and come back: numbers of as many bytes as they need, and words that come again and again by
//! their place in a list. The form lives as long as one version of the program; files carry a version beside it.

use std::collections::HashMap;

use alloy_primitives::B256;
use foldhash::fast::RandomState;
use trace::{AttestationId, EventKey, ShipmentId, SubjectId};

/// The longest word that is kept in the list, in bytes, and how many words there are at most.
const WORD: usize = 64;
const WORDS: usize = 1 << 16;

/// What a value is found by.
pub trait Key: Copy + Ord + Sized {
    /// How many bytes its form has.
    const LENGTH: usize;

    /// Puts its form behind these bytes.
    fn put(&self, to: &mut Vec<u8>);

    /// The key of this form, which has [`Key::LENGTH`] bytes; `None` for any other number.
    fn read(form: &[u8]) -> Option<Self>;
}

/// What can be packed, and unpacked under its key.
pub trait Pack<K>: Sized {
    /// Puts its form behind what is packed already.
    fn pack(&self, to: &mut Packer);

    /// Takes it from the front of what is packed; `None` if it is not there.
    fn unpack(key: &K, from: &mut Unpacker<'_>) -> Option<Self>;
}

/// Words by their number.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Words(pub(super) Vec<Box<[u8]>>);

/// Packs values behind one another.
#[derive(Default)]
pub struct Packer {
    bytes: Vec<u8>,
    words: Words,
    numbers: HashMap<Box<[u8]>, u64, RandomState>,
}

impl Packer {
    /// Goes on from these words; some number of bytes is expected.
    pub(super) fn new(words: Words, expected: usize) -> Self {
        let numbers = words.0.iter().cloned().zip(1..).collect();
        Self {
            bytes: Vec::with_capacity(expected),
            words,
            numbers,
        }
    }

    /// How many bytes there are, up to 4 GiB.
    pub(super) fn end(&self) -> u32 {
        u32::try_from(self.bytes.len()).unwrap_or(u32::MAX)
    }

    /// Puts values that are packed already.
    pub(super) fn copy(&mut self, packed: &[u8]) {
        self.bytes.extend_from_slice(packed);
    }

    /// Goes on behind what is packed already; for values without words.
    pub(super) fn onto(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            ..Self::default()
        }
    }

    /// What was packed.
    pub(super) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// What was packed with its words; `None` if it is more than 4 GiB.
    pub(super) fn finish_with_words(mut self) -> Option<(Vec<u8>, Words)> {
        u32::try_from(self.bytes.len()).ok()?;
        self.bytes.shrink_to_fit();
        Some((self.bytes, self.words))
    }

    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Seven bits in a byte, the lowest first; the top bit says that more follow.
    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }

    /// A number of either sign; near zero it is short.
    pub(super) fn signed(&mut self, number: i64) {
        self.number((number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned());
    }

    /// How far a number is from one that is known when it is unpacked.
    pub(super) fn apart(&mut self, number: u64, from: u64) {
        self.signed(number.wrapping_sub(from).cast_signed());
    }

    pub(super) fn hash(&mut self, hash: &B256) {
        self.bytes.extend_from_slice(hash.as_slice());
    }

    pub(super) fn run(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    /// Bytes that probably come again.
    pub(super) fn word(&mut self, word: &[u8]) {
        if let Some(number) = self.numbers.get(word) {
            self.number(*number);
        } else if word.len() <= WORD && self.words.0.len() < WORDS {
            self.words.0.push(word.into());
            let number = self.words.0.len() as u64;
            self.numbers.insert(word.into(), number);
            self.number(number);
        } else {
            self.number(0);
            self.run(word);
        }
    }

    /// A value or none.
    pub(super) fn option<T>(&mut self, value: Option<T>, put: impl FnOnce(&mut Self, T)) {
        self.byte(u8::from(value.is_some()));
        if let Some(value) = value {
            put(self, value);
        }
    }

    /// As many values as there are.
    pub(super) fn list<T>(
        &mut self,
        values: impl ExactSizeIterator<Item = T>,
        mut put: impl FnMut(&mut Self, T),
    ) {
        self.number(values.len() as u64);
        for value in values {
            put(self, value);
        }
    }
}

/// Unpacks values one after another. No bytes make it panic.
pub struct Unpacker<'packed> {
    bytes: &'packed [u8],
    words: &'packed Words,
}

impl<'packed> Unpacker<'packed> {
    pub(super) fn new(bytes: &'packed [u8], words: &'packed Words) -> Self {
        Self { bytes, words }
    }

    fn bytes(&mut self, count: usize) -> Option<&'packed [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    pub(super) fn apart(&mut self, from: u64) -> Option<u64> {
        Some(from.wrapping_add(self.signed()?.cast_unsigned()))
    }

    pub(super) fn hash(&mut self) -> Option<B256> {
        self.bytes(32).map(B256::from_slice)
    }

    pub(super) fn run(&mut self) -> Option<&'packed [u8]> {
        let count = usize::try_from(self.number()?).ok()?;
        self.bytes(count)
    }

    pub(super) fn word(&mut self) -> Option<&'packed [u8]> {
        match self.number()?.checked_sub(1) {
            None => self.run(),
            Some(place) => Some(self.words.0.get(usize::try_from(place).ok()?)?),
        }
    }

    /// A word that is a text.
    pub(super) fn text(&mut self) -> Option<String> {
        String::from_utf8(self.word()?.to_vec()).ok()
    }

    /// A run that is a text.
    pub(super) fn text_run(&mut self) -> Option<String> {
        String::from_utf8(self.run()?.to_vec()).ok()
    }

    /// A value or none; `None` if there is neither.
    #[allow(clippy::option_option)]
    pub(super) fn option<T>(
        &mut self,
        take: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.byte()? {
            0 => Some(None),
            1 => take(self).map(Some),
            _ => None,
        }
    }

    pub(super) fn list<T, L: FromIterator<T>>(
        &mut self,
        mut take: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<L> {
        // Collecting stops at the first that is not there, so a number from nowhere costs nothing.
        let count = self.number()?;
        (0..count).map(|_| take(self)).collect()
    }
}

macro_rules! hash_key {
    ($($key:ident),*) => {$(
        impl Key for $key {
            const LENGTH: usize = 32;

            fn put(&self, to: &mut Vec<u8>) {
                to.extend_from_slice(self.0.as_slice());
            }

            fn read(form: &[u8]) -> Option<Self> {
                B256::try_from(form).ok().map(Self)
            }
        }
    )*};
}

hash_key!(SubjectId, AttestationId, ShipmentId);

impl Key for EventKey {
    const LENGTH: usize = 12;

    fn put(&self, to: &mut Vec<u8>) {
        to.extend_from_slice(&self.block.to_be_bytes());
        to.extend_from_slice(&self.log_index.to_be_bytes());
    }

    fn read(form: &[u8]) -> Option<Self> {
        let (block, log_index) = form.split_first_chunk()?;
        Some(Self {
            block: u64::from_be_bytes(*block),
            log_index: u32::from_be_bytes(log_index.try_into().ok()?),
        })
    }
}

impl<A: Key, B: Key> Key for (A, B) {
    const LENGTH: usize = A::LENGTH + B::LENGTH;

    fn put(&self, to: &mut Vec<u8>) {
        self.0.put(to);
        self.1.put(to);
    }

    fn read(form: &[u8]) -> Option<Self> {
        let (first, second) = form.split_at_checked(A::LENGTH)?;
        Some((A::read(first)?, B::read(second)?))
    }
}
