//! One workspace folder and everything one can do with it.
