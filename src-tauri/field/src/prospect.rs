//! Whether a record is shown beside what is on the ledger, though it is not there.

use crate::State;

/// What is to be expected of a record that no synced block has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Prospect {
    /// It will be on the ledger, as far as its writer is concerned: what it says is shown as pending.
    Expected,
    /// Something stands against it, and somebody must decide: what it says is told, and shown nowhere as if it were so.
    Stuck,
    /// It is not whole, or it is over: on the ledger, called off, too late or put aside.
    None,
}

/// What is to be expected of a record; `withdrawn` says that its writer wants it called off, or that another took its place.
pub const fn prospect(state: State, withdrawn: bool) -> Prospect {
    match state {
        _ if withdrawn => Prospect::None,
        State::Ready | State::Signed | State::Sent => Prospect::Expected,
        State::Refused | State::Conflicting => Prospect::Stuck,
        State::Draft
        | State::Confirmed
        | State::Sealed
        | State::Cancelled
        | State::Expired
        | State::Discarded => Prospect::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Happening, next};

    #[test]
    fn what_the_ledger_has_or_what_is_over_is_shown_no_more() {
        let ends = [
            Happening::InBlock,
            Happening::CalledOff,
            Happening::RanOut,
            Happening::Discarded,
        ];
        for end in ends {
            let after = next(State::Signed, true, end).unwrap_or(State::Signed);
            assert_eq!(prospect(after, false), Prospect::None, "{end:?}");
        }
    }

    #[test]
    fn what_a_reorganisation_took_back_is_expected_again() {
        let after = next(State::Sealed, true, Happening::Reorganised);
        let after = after.unwrap_or(State::Sealed);
        assert_eq!(prospect(after, false), Prospect::Expected);
    }

    #[test]
    fn what_was_refused_is_told_until_it_is_replaced() {
        assert_eq!(prospect(State::Refused, false), Prospect::Stuck);
        assert_eq!(prospect(State::Refused, true), Prospect::None);
    }
}
