//! A small world to check records against.
