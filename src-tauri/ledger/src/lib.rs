//! The contract's events and calls as types; pure.
