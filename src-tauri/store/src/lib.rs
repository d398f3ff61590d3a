//! SQLite: the cache of one workspace and the ledger file; the only crate that knows SQL.
