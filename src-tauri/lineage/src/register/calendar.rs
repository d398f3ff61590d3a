//! When events were recorded: the blocks that hold some, with their times and how many. Not what they say. A block takes
//! some four bytes, so that nobody needs the events themselves to draw a strip of time.

use std::ops::RangeInclusive;

use super::pack::{Pack, Packer, Unpacker, Words};

/// How many blocks lie between two marks.
const STRETCH: usize = 128;

/// A block with events in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct BlockEvents {
    /// Its number.
    pub block: u64,
    /// Its time as the chain has it.
    pub time: u64,
    /// How many events it holds.
    pub events: u64,
}

/// The blocks with events, ascending.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Calendar {
    /// Each block but the last as its distance from the one before.
    packed: Vec<u8>,
    /// One for the first block of each stretch.
    marks: Vec<Mark>,
    /// How many blocks are packed.
    blocks: usize,
    before_last: BlockEvents,
    /// The last block, to which events may yet come.
    last: BlockEvents,
    /// How many events there are in all.
    events: u64,
}

/// Where a stretch begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Mark {
    at: usize,
    /// The block before it, with the number of all events up to it.
    before: BlockEvents,
}

impl Calendar {
    /// How many events there are.
    pub const fn events(&self) -> u64 {
        self.events
    }

    /// How many events these blocks hold.
    pub fn events_in(&self, blocks: &RangeInclusive<u64>) -> u64 {
        if blocks.is_empty() {
            return 0;
        }
        let before = blocks.start().checked_sub(1);
        self.events_up_to(*blocks.end()) - before.map_or(0, |block| self.events_up_to(block))
    }

    /// How many events there are up to and with this block.
    pub fn events_up_to(&self, block: u64) -> u64 {
        if block >= self.last.block {
            return self.events;
        }
        let stretches = self
            .marks
            .partition_point(|mark| mark.before.block <= block);
        let Some(mark) = stretches.checked_sub(1).and_then(|at| self.marks.get(at)) else {
            return 0;
        };
        let up_to = self.from(*mark).take_while(|next| next.block <= block);
        mark.before.events + up_to.map(|next| next.events).sum::<u64>()
    }

    /// All blocks with events, ascending.
    pub fn iter(&self) -> impl Iterator<Item = BlockEvents> + '_ {
        let packed = (self.marks.first()).map(|mark| self.from(*mark));
        let last = (self.events > 0).then_some(self.last);
        packed.into_iter().flatten().chain(last)
    }

    /// Takes in an event; they come in chain order.
    pub(super) fn note(&mut self, block: u64, time: u64) {
        if self.events > 0 && self.last.block == block {
            self.last.events += 1;
            self.events += 1;
        } else {
            let events = 1;
            self.begin(BlockEvents {
                block,
                time,
                events,
            });
        }
    }

    /// Packs the last block, for another one follows.
    fn begin(&mut self, next: BlockEvents) {
        if self.events > 0 {
            if self.blocks.is_multiple_of(STRETCH) {
                self.marks.push(Mark {
                    at: self.packed.len(),
                    before: BlockEvents {
                        events: self.events - self.last.events,
                        ..self.before_last
                    },
                });
            }
            let mut packer = Packer::onto(std::mem::take(&mut self.packed));
            put(&mut packer, &self.last, &self.before_last);
            self.packed = packer.finish();
            self.blocks += 1;
        }
        self.before_last = self.last;
        self.last = next;
        self.events = self.events.saturating_add(next.events);
    }

    fn from(&self, mark: Mark) -> impl Iterator<Item = BlockEvents> + '_ {
        const NONE: &Words = &Words(Vec::new());
        let packed = self.packed.get(mark.at..).unwrap_or(&[]);
        let mut unpacker = Unpacker::new(packed, NONE);
        let mut before = mark.before;
        std::iter::from_fn(move || {
            before = take(&mut unpacker, &before)?;
            Some(before)
        })
    }
}

fn put(to: &mut Packer, block: &BlockEvents, before: &BlockEvents) {
    to.apart(block.block, before.block);
    to.apart(block.time, before.time);
    to.number(block.events);
}

fn take(from: &mut Unpacker<'_>, before: &BlockEvents) -> Option<BlockEvents> {
    Some(BlockEvents {
        block: from.apart(before.block)?,
        time: from.apart(before.time)?,
        events: from.number()?,
    })
}

impl Pack<()> for Calendar {
    fn pack(&self, to: &mut Packer) {
        to.number(self.iter().count() as u64);
        let mut before = BlockEvents::default();
        for next in self.iter() {
            put(to, &next, &before);
            before = next;
        }
    }

    fn unpack((): &(), from: &mut Unpacker<'_>) -> Option<Self> {
        let mut calendar = Self::default();
        for _ in 0..from.number()? {
            calendar.begin(take(from, &calendar.last)?);
        }
        Some(calendar)
    }
}
