//! Stories told to a ledger: parties, their keys and what they record, in order; pure.
