//! Behaviour of the whole outbox.
