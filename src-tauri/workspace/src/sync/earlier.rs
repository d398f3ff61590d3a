//! Blocks up to the one as of which validators are trusted. Sets are followed forwards only, but what the trusted set itself
//! sealed before is sealed as well: a report is verified by the same rule.

use std::ops::RangeInclusive;

use evidence::{Consensus, Header, SealError, SealFollower, SealTrust};
use store::Store;

use crate::Failure;

/// The newest held block up to the trusted one that the trusted set, unchanged, has sealed. Only some blocks are looked at:
/// going back in ever longer steps, then between the last two. In Clique a header alone says nothing.
pub(super) fn newest_sealed(store: &Store, pinned: &SealTrust) -> Result<Option<u64>, Failure> {
    let newest = store.cursor()?.map_or(0, |(number, _)| number);
    if pinned.consensus == Consensus::Clique {
        return Ok(None);
    }
    search(1..=newest.min(pinned.block), |number| {
        let header = store.headers(number..=number)?.pop();
        Ok(header.is_some_and(|header| seals(pinned, &header).is_ok()))
    })
}

/// Whether the trusted set, unchanged, sealed this header.
fn seals(pinned: &SealTrust, header: &Header) -> Result<(), SealError> {
    let unchanged = SealTrust {
        block: header.number().saturating_sub(1),
        time: 0,
        // Another set is never believed here, however large a part of the trusted one stayed.
        period: 0,
        votes: Vec::new(),
        ..pinned.clone()
    };
    SealFollower::new(&unchanged)?.follow(header).map(drop)
}

/// A number for which `holds`, found from the end; the last one, where all before it hold and none after it.
fn search(
    numbers: RangeInclusive<u64>,
    holds: impl Fn(u64) -> Result<bool, Failure>,
) -> Result<Option<u64>, Failure> {
    let (first, last) = (*numbers.start(), *numbers.end());
    if first > last {
        return Ok(None);
    }
    let (mut step, mut fails, mut at) = (1, last + 1, last);
    while !holds(at)? {
        if at == first {
            return Ok(None);
        }
        fails = at;
        at = at.saturating_sub(step).max(first);
        step *= 2;
    }
    while fails - at > 1 {
        let middle = at + (fails - at) / 2;
        if holds(middle)? {
            at = middle;
        } else {
            fails = middle;
        }
    }
    Ok(Some(at))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::cell::Cell;

    use super::*;

    #[test]
    fn the_last_of_those_that_hold_is_found_with_few_looks() {
        for last in [0, 1, 2, 3, 50, 1_000] {
            for edge in 0..=last {
                let looks = Cell::new(0);
                let holds = |number| {
                    looks.set(looks.get() + 1);
                    Ok(number <= edge)
                };
                let found = search(1..=last, holds).unwrap();
                assert_eq!(found, (edge > 0).then_some(edge), "{edge} of {last}");
                assert!(looks.get() <= 22, "{} looks", looks.get());
            }
        }
    }

    #[test]
    fn what_is_found_holds_whatever_the_pattern() {
        let holds = |number: u64| number.is_multiple_of(7);
        let found = search(1..=500, |number| Ok(holds(number))).unwrap();
        assert!(found.is_none_or(holds));
    }
}
