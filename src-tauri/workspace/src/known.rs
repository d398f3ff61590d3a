//! What the events held add up to: read from the snapshot that an earlier opening or sync left, as far as that goes, and folded
//! forward by the events that came since. The snapshot is a projection: without it everything is the same, and takes longer.

use std::ops::RangeInclusive;

use alloy_primitives::Address;
use lineage::Register;
use store::Store;
use trace::TraceEvent;

use crate::folder::Folder;
use crate::snapshot::{Point, read_snapshot, write_snapshot};
use crate::{Failure, ingest};

/// A snapshot is written when it spares folding this many events.
const WORTH_KEEPING: u64 = 20_000;

/// How many events are taken in before what they changed is packed: a share of all, for packing copies what is packed already, but
/// never so few that it is not worth it, nor so many that they take much memory meanwhile.
const SETTLED_SHARE: u64 = 4;
const SETTLED_AFTER: RangeInclusive<u64> = 25_000..=200_000;

/// The register as of a block, and how many of its events no snapshot has.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) register: Register,
    unkept: u64,
    unsettled: u64,
}

impl Known {
    /// Everything held, as of the newest block.
    pub(crate) fn read(folder: &Folder, store: &Store, contract: Address) -> Result<Self, Failure> {
        let held = read_snapshot(&folder.register(), store);
        let (next, register) = held.map_or((0, Register::default()), |(block, register)| {
            (block + 1, register)
        });
        let mut known = Self {
            register,
            ..Self::default()
        };
        known.take_in(store, contract, next..=u64::MAX)?;
        known.register.settle();
        Ok(known)
    }

    /// Everything up to and with a block, of which these events are known already.
    pub(crate) fn up_to(
        block: u64,
        from: Option<(u64, Register)>,
        store: &Store,
        contract: Address,
    ) -> Result<Register, Failure> {
        let (next, register) = from.map_or((0, Register::default()), |(known, register)| {
            (known + 1, register)
        });
        let mut known = Self {
            register,
            ..Self::default()
        };
        if next <= block {
            known.take_in(store, contract, next..=block)?;
            known.register.settle();
        }
        Ok(known.register)
    }

    /// Leaves a snapshot for the next opening, if that is worth it. Whoever calls holds the folder's lock.
    pub(crate) fn keep(&mut self, folder: &Folder, store: &Store) {
        if let Some(point) = self.worth_keeping(store) {
            self.keep_at(folder, point);
        }
    }

    /// Where a snapshot would be as of, if one is worth it; everything is settled then, ready for [`Known::keep_at`].
    pub(crate) fn worth_keeping(&mut self, store: &Store) -> Option<Point> {
        let point = (self.unkept >= WORTH_KEEPING).then(|| Point::of(store))??;
        self.register.settle();
        self.unkept = 0;
        Some(point)
    }

    /// Leaves a snapshot as of this point. Failing that there is none, and the next opening takes longer.
    pub(crate) fn keep_at(&self, folder: &Folder, point: Point) {
        write_snapshot(&folder.register(), point, &self.register);
    }

    /// Takes in the next event.
    pub(crate) fn apply(&mut self, event: &TraceEvent) {
        self.register.apply(event);
        self.unkept += 1;
        self.unsettled += 1;
        let share = self.register.calendar().events() / SETTLED_SHARE;
        if self.unsettled > share.clamp(*SETTLED_AFTER.start(), *SETTLED_AFTER.end()) {
            self.register.settle();
            self.unsettled = 0;
        }
    }

    fn take_in(
        &mut self,
        store: &Store,
        contract: Address,
        blocks: RangeInclusive<u64>,
    ) -> Result<(), Failure> {
        ingest::each_event(store, contract, blocks, |event| self.apply(&event))
    }
}
