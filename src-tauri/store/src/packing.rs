//! A reversible shorter form of headers, receipts and log data. Most of their bytes are zeros (ABI padding, empty
//! blooms) or 20- and 32-byte values that come again and again (ids of assets, parties and places, addresses).
//!
//! A packed form is a row of tokens: a run of bytes as they are, a run of zeros, or the number of an interned value. It
//! knows nothing of what it packs: bytes of any kind come back as they were.

/// What the bytes look like, which says where values are to be looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    /// ABI encoding: words of 32 bytes.
    Words,
    /// RLP, in which strings may hold words.
    Rlp,
}

const LITERAL: u8 = 0;
const ZEROS: u8 = 1;
const VALUE: u8 = 2;

/// The largest count that fits beside a tag; larger ones go on behind it.
const INLINE: u64 = 63;

/// Zeros fewer than this are cheaper as they are.
const SHORTEST_RUN: usize = 3;

/// A packed form that nothing could have been packed to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Bent;

/// Packs bytes. `intern` gives the number of a value that is interned, and decides whether to intern it.
pub(crate) fn pack<E>(
    shape: Shape,
    bytes: &[u8],
    intern: impl FnMut(&[u8]) -> Result<Option<u64>, E>,
) -> Result<Vec<u8>, E> {
    let mut packing = Packing {
        bytes,
        at: 0,
        literal: 0,
        packed: Vec::with_capacity(bytes.len() / 2),
        intern,
    };
    match shape {
        Shape::Words => packing.words(bytes.len())?,
        Shape::Rlp => packing.rlp()?,
    }
    packing.end_literal(bytes.len());
    Ok(packing.packed)
}

/// Gives back what was packed; never more than `limit` bytes. `value` looks up an interned value by its number.
pub(crate) fn unpack<E: From<Bent>>(
    packed: &[u8],
    limit: usize,
    mut value: impl FnMut(u64, &mut Vec<u8>) -> Result<(), E>,
) -> Result<Vec<u8>, E> {
    let mut bytes = Vec::with_capacity(packed.len().saturating_mul(2).min(limit));
    let mut rest = packed;
    while let Some((tag, count)) = take(&mut rest)? {
        let length = usize::try_from(count).map_err(|_| Bent)?;
        match tag {
            LITERAL => {
                let length = length.checked_add(1).ok_or(Bent)?;
                let (run, behind) = rest.split_at_checked(length).ok_or(Bent)?;
                bytes.extend_from_slice(run);
                rest = behind;
            }
            ZEROS => {
                let end = bytes.len().checked_add(length).ok_or(Bent)?;
                if end >= limit {
                    return Err(Bent.into());
                }
                bytes.resize(end + 1, 0);
            }
            VALUE => value(count, &mut bytes)?,
            _ => return Err(Bent.into()),
        }
        if bytes.len() > limit {
            return Err(Bent.into());
        }
    }
    Ok(bytes)
}

fn put_literal(packed: &mut Vec<u8>, run: &[u8]) {
    if !run.is_empty() {
        put(packed, LITERAL, run.len() as u64 - 1);
        packed.extend_from_slice(run);
    }
}

fn put(packed: &mut Vec<u8>, tag: u8, count: u64) {
    let head = u8::try_from(count.min(INLINE)).unwrap_or(u8::MAX);
    packed.push(tag << 6 | head);
    let Some(mut more) = count.checked_sub(INLINE) else {
        return;
    };
    // LEB128.
    while more >= 0x80 {
        packed.push(0x80 | (more & 0x7f) as u8);
        more >>= 7;
    }
    packed.push((more & 0x7f) as u8);
}

fn take(rest: &mut &[u8]) -> Result<Option<(u8, u64)>, Bent> {
    let Some((head, mut behind)) = rest.split_first() else {
        return Ok(None);
    };
    let mut count = u64::from(head & 0x3f);
    if count == INLINE {
        let mut shift = 0;
        loop {
            let (byte, after) = behind.split_first().ok_or(Bent)?;
            behind = after;
            if shift > 56 {
                return Err(Bent);
            }
            let part = u64::from(byte & 0x7f) << shift;
            count = count.checked_add(part).ok_or(Bent)?;
            if byte & 0x80 == 0 {
                break;
            }
            shift += 7;
        }
    }
    *rest = behind;
    Ok(Some((head >> 6, count)))
}

fn zeros_at(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let words = rest.chunks_exact(8).take_while(|word| **word == [0; 8]);
    let whole = words.count() * 8;
    whole + rest[whole..].iter().take_while(|byte| **byte == 0).count()
}

/// Bytes on their way to their packed form. It is asked for every byte that comes in, so it steps from one byte that can
/// matter to the next.
struct Packing<'a, F> {
    bytes: &'a [u8],
    /// The next byte to be looked at.
    at: usize,
    /// Where the run of bytes begins that stay as they are.
    literal: usize,
    packed: Vec<u8>,
    intern: F,
}

impl<E, F: FnMut(&[u8]) -> Result<Option<u64>, E>> Packing<'_, F> {
    /// RLP: values stand behind their heads, and in strings of words.
    fn rlp(&mut self) -> Result<(), E> {
        while let Some(ahead) = self.bytes[self.at..].iter().position(|byte| says(*byte)) {
            self.at += ahead;
            match self.bytes[self.at] {
                0 => self.zeros(),
                0xa0 => self.behind_head::<32>()?,
                0x94 => self.behind_head::<20>()?,
                _ => match words_behind(&self.bytes[self.at..]) {
                    Some((head, length)) => {
                        self.at += head;
                        self.words(self.at + length)?;
                    }
                    None => self.at += 1,
                },
            }
        }
        Ok(())
    }

    fn behind_head<const N: usize>(&mut self) -> Result<(), E> {
        self.at += 1;
        self.value::<N>().map(drop)
    }

    /// Words of 32 bytes from here to `end`: a value is a whole word, or the last 20 bytes of one.
    fn words(&mut self, end: usize) -> Result<(), E> {
        let start = self.at;
        while self.at < end {
            let place = (self.at - start) % 32;
            let taken = match place {
                0 => self.value::<32>()?,
                12 => self.value::<20>()?,
                _ => false,
            };
            if taken {
                continue;
            }
            let next = if place < 12 { 12 } else { 32 };
            let stop = (self.at + next - place).min(end);
            let run = &self.bytes[self.at..stop];
            match run.iter().position(|byte| *byte == 0) {
                Some(0) => self.zeros(),
                Some(ahead) => self.at += ahead,
                None => self.at = stop,
            }
        }
        Ok(())
    }

    /// Takes the value that stands here, if it is one: dense enough not to be a number, and interned.
    fn value<const N: usize>(&mut self) -> Result<bool, E> {
        let Some(value) = self.bytes[self.at..].first_chunk::<N>() else {
            return Ok(false);
        };
        let filled: u8 = value.iter().map(|byte| u8::from(*byte != 0)).sum();
        if usize::from(filled) < N - N / 4 {
            return Ok(false);
        }
        let Some(number) = (self.intern)(value)? else {
            return Ok(false);
        };
        self.end_literal(self.at);
        put(&mut self.packed, VALUE, number);
        self.at += N;
        self.literal = self.at;
        Ok(true)
    }

    /// Takes the zeros that stand here, if they are worth it.
    fn zeros(&mut self) {
        let zeros = zeros_at(self.bytes, self.at);
        if zeros >= SHORTEST_RUN {
            self.end_literal(self.at);
            put(&mut self.packed, ZEROS, zeros as u64 - 1);
            self.literal = self.at + zeros;
        }
        self.at += zeros;
    }

    fn end_literal(&mut self, end: usize) {
        put_literal(&mut self.packed, &self.bytes[self.literal..end]);
        self.literal = end;
    }
}

/// Whether a byte of RLP may be a zero or the head of a value or of a string of words.
const fn says(byte: u8) -> bool {
    matches!(byte, 0 | 0x94 | 0xa0 | 0xb8..=0xba)
}

/// The lengths of the RLP head that stands here and of the stretch of words behind it, if it is the head of a string
/// that can hold some.
fn words_behind(bytes: &[u8]) -> Option<(usize, usize)> {
    let (head, length) = match *bytes {
        [0xb8, length, ..] => (2, usize::from(length)),
        [0xb9, high, low, ..] => (3, usize::from(high) << 8 | usize::from(low)),
        [0xba, high, middle, low, ..] => (
            4,
            usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low),
        ),
        _ => return None,
    };
    let fits = length >= 64 && length.is_multiple_of(32) && head + length <= bytes.len();
    fits.then_some((head, length))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    /// Packs with every value interned at first sight, and gives it back.
    fn there_and_back(shape: Shape, bytes: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let mut numbers = HashMap::<Vec<u8>, u64>::new();
        let packed = pack(shape, bytes, |value| {
            let next = numbers.len() as u64;
            Ok::<_, Bent>(Some(*numbers.entry(value.to_vec()).or_insert(next)))
        })
        .unwrap();
        let values: HashMap<u64, Vec<u8>> = numbers.into_iter().map(|(k, v)| (v, k)).collect();
        let back = unpack(&packed, bytes.len(), |number, out| {
            out.extend(values.get(&number).ok_or(Bent)?);
            Ok::<_, Bent>(())
        });
        (packed, back.unwrap())
    }

    #[test]
    fn words_become_a_few_bytes_each() {
        let mut data = [0_u8; 32 * 5];
        data[31] = 7;
        data[32..64].fill(0xaa);
        data[64 + 12..96].fill(0xbb);
        data[96..128].fill(0xaa);
        let (packed, back) = there_and_back(Shape::Words, &data);
        assert_eq!(back, data);
        assert!(packed.len() <= 10, "{packed:?}");
    }

    #[test]
    fn values_in_rlp_are_found_behind_their_heads_and_in_strings_of_words() {
        let mut rlp = vec![0xa0];
        rlp.extend([0xcc; 32]);
        rlp.push(0x94);
        rlp.extend([0xdd; 20]);
        rlp.extend([0xb8, 64]);
        rlp.extend([0xcc; 64]);
        let (packed, back) = there_and_back(Shape::Rlp, &rlp);
        assert_eq!(back, rlp);
        assert!(packed.len() <= 14, "{packed:?}");
    }

    #[test]
    fn a_packed_form_cannot_grow_beyond_its_limit() {
        let nothing = |_: u64, _: &mut Vec<u8>| Err(Bent);
        let mut zeros = Vec::new();
        put(&mut zeros, ZEROS, u64::from(u32::MAX));
        assert_eq!(unpack(&zeros, 1 << 20, nothing), Err(Bent));
        assert_eq!(unpack(&[ZEROS << 6 | 9], 9, nothing), Err(Bent));
        assert_eq!(unpack(&[ZEROS << 6 | 8], 9, nothing), Ok(vec![0; 9]));
    }

    fn pieces() -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            (1..200_usize).prop_map(|n| vec![0; n]),
            prop::collection::vec(any::<u8>(), 1..100),
            any::<u8>().prop_map(|b| [vec![0xa0], vec![b; 32]].concat()),
            any::<u8>().prop_map(|b| [vec![0x94], vec![b; 20]].concat()),
            (1..5_u8).prop_map(|n| [vec![0xb8, n * 32], vec![n; usize::from(n) * 32]].concat()),
        ];
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(bytes in pieces(), words: bool) {
            let shape = if words { Shape::Words } else { Shape::Rlp };
            prop_assert_eq!(there_and_back(shape, &bytes).1, bytes);
        }

        #[test]
        fn any_packed_form_is_refused_or_stays_within_its_limit(packed: Vec<u8>) {
            let back = unpack(&packed, 1000, |_, out| { out.extend([1; 32]); Ok::<_, Bent>(()) });
            if let Ok(bytes) = back {
                prop_assert!(bytes.len() <= 1000);
            }
        }
    }
}
