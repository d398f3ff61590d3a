//! The states of a record, and the only ways from one to another.

use protocol::field::FieldState as State;
use thiserror::Error;

/// What happens to a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Happening {
    /// It was written on and is not whole.
    Written,
    /// It was written on and is whole.
    Completed,
    /// It was signed.
    Signed,
    /// The network took it.
    Taken,
    /// The ledger refused it.
    Refused,
    /// The world moved against it.
    Moved,
    /// Nothing stands against it any more, or its writer has decided to send it all the same.
    Cleared,
    /// A synced block has it.
    InBlock,
    /// That block is sealed.
    Sealed,
    /// What it is sealed by is not trusted any more.
    Unsealed,
    /// The block that had it, or the transaction that brought it, is gone.
    Reorganised,
    /// The ledger says that it was called off.
    CalledOff,
    /// Its time to be submitted is over.
    RanOut,
    /// Its writer put it aside.
    Discarded,
}

/// Something that cannot happen to a record in its state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("a record that is {} cannot become {}", word(*.from), what(*.happening))]
pub struct NotPossible {
    /// The state.
    pub from: State,
    /// What was to happen.
    pub happening: Happening,
}

/// The state after something happened; the same state where that changes nothing.
///
/// What was signed never becomes a draft again. Whoever has a signed record can submit it, so the ledger's word overrules every
/// other state: also what was put aside or was taken to be over can turn up in a block. `signed` says whether it ever was: of what
/// was not, the ledger knows nothing.
#[expect(
    clippy::match_same_arms,
    reason = "a table, in the order in which it is read"
)]
pub fn next(from: State, signed: bool, happening: Happening) -> Result<State, NotPossible> {
    use Happening as H;
    use State as S;
    let of_writer = matches!(
        happening,
        H::Written | H::Completed | H::Signed | H::Discarded
    );
    if !signed && !of_writer {
        return Err(NotPossible { from, happening });
    }
    Ok(match (from, happening) {
        (S::Draft | S::Ready, H::Written) => S::Draft,
        (S::Draft | S::Ready, H::Completed) => S::Ready,
        (S::Ready, H::Signed) => S::Signed,
        (S::Draft | S::Ready, H::Discarded) => S::Discarded,
        (S::Draft | S::Ready, _) => return Err(NotPossible { from, happening }),

        // What the ledger says.
        (S::Sealed, H::InBlock) => S::Sealed,
        (_, H::InBlock) => S::Confirmed,
        (S::Confirmed | S::Sealed, H::Sealed) => S::Sealed,
        (S::Confirmed | S::Sealed, H::Unsealed) => S::Confirmed,
        (S::Confirmed | S::Sealed, H::Reorganised) => S::Sent,
        (S::Sent | S::Cancelled, H::Reorganised) => S::Signed,
        (S::Confirmed | S::Sealed, _) => return Err(NotPossible { from, happening }),
        (_, H::CalledOff) => S::Cancelled,
        (S::Cancelled, _) => return Err(NotPossible { from, happening }),

        (S::Discarded, H::Discarded) => S::Discarded,
        (S::Discarded, _) => return Err(NotPossible { from, happening }),
        (_, H::RanOut) => S::Expired,
        (S::Expired | S::Signed | S::Refused | S::Conflicting, H::Discarded) => S::Discarded,
        (S::Expired, _) => return Err(NotPossible { from, happening }),

        (S::Signed | S::Sent | S::Refused | S::Conflicting, H::Taken) => S::Sent,
        (S::Signed | S::Sent | S::Refused | S::Conflicting, H::Refused) => S::Refused,
        (S::Signed | S::Refused | S::Conflicting, H::Moved) => S::Conflicting,
        (S::Signed | S::Refused | S::Conflicting, H::Cleared) => S::Signed,
        _ => return Err(NotPossible { from, happening }),
    })
}

/// The state in English words.
const fn word(state: State) -> &'static str {
    match state {
        State::Draft => "a draft",
        State::Ready => "ready",
        State::Signed => "signed",
        State::Sent => "sent",
        State::Confirmed => "confirmed",
        State::Sealed => "sealed",
        State::Refused => "refused",
        State::Conflicting => "in conflict",
        State::Cancelled => "called off",
        State::Expired => "expired",
        State::Discarded => "put aside",
    }
}

const fn what(happening: Happening) -> &'static str {
    match happening {
        Happening::Written | Happening::Completed => "another one: it can only be corrected",
        Happening::Signed => "signed",
        Happening::Taken => "sent",
        Happening::Refused => "refused",
        Happening::Moved => "one in conflict",
        Happening::Cleared => "sent again",
        Happening::InBlock => "confirmed",
        Happening::Sealed => "sealed",
        Happening::Unsealed => "unsealed",
        Happening::Reorganised => "undone by a reorganisation",
        Happening::CalledOff => "called off",
        Happening::RanOut => "expired",
        Happening::Discarded => "put aside",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const STATES: [State; 11] = [
        State::Draft,
        State::Ready,
        State::Signed,
        State::Sent,
        State::Confirmed,
        State::Sealed,
        State::Refused,
        State::Conflicting,
        State::Cancelled,
        State::Expired,
        State::Discarded,
    ];
    const HAPPENINGS: [Happening; 14] = [
        Happening::Written,
        Happening::Completed,
        Happening::Signed,
        Happening::Taken,
        Happening::Refused,
        Happening::Moved,
        Happening::Cleared,
        Happening::InBlock,
        Happening::Sealed,
        Happening::Unsealed,
        Happening::Reorganised,
        Happening::CalledOff,
        Happening::RanOut,
        Happening::Discarded,
    ];

    proptest! {
        #[test]
        fn a_record_takes_only_ways_that_make_sense(happenings in prop::collection::vec(select(HAPPENINGS.to_vec()), 1..60)) {
            let (mut state, mut signed, mut in_block) = (State::Draft, false, false);
            for happening in happenings {
                let Ok(after) = next(state, signed, happening) else {
                    continue;
                };
                signed |= happening == Happening::Signed;
                match happening {
                    Happening::InBlock => in_block = true,
                    Happening::Reorganised => in_block = false,
                    _ => {}
                }
                let unsigned = matches!(after, State::Draft | State::Ready);
                prop_assert!(!(signed && unsigned), "{state:?} {happening:?} {after:?}");
                prop_assert!(signed || unsigned || after == State::Discarded);
                let claims_block = matches!(after, State::Confirmed | State::Sealed);
                prop_assert!(!claims_block || in_block, "{state:?} {happening:?} {after:?}");
                state = after;
            }
        }
    }

    #[test]
    fn from_every_signed_state_the_ledger_has_the_last_word() {
        for state in STATES {
            if matches!(state, State::Draft | State::Ready) {
                continue;
            }
            let after = next(state, true, Happening::InBlock);
            assert!(matches!(after, Ok(State::Confirmed | State::Sealed)));
            for written in [Happening::Written, Happening::Completed, Happening::Signed] {
                assert!(next(state, true, written).is_err(), "{state:?} {written:?}");
            }
        }
    }

    #[test]
    fn nothing_is_sent_that_is_confirmed_called_off_or_over() {
        use State as S;
        for state in [
            S::Confirmed,
            S::Sealed,
            S::Cancelled,
            S::Expired,
            S::Discarded,
            S::Draft,
            S::Ready,
        ] {
            for sending in [Happening::Taken, Happening::Cleared] {
                assert!(next(state, true, sending).is_err(), "{state:?}");
            }
        }
    }
}
