-- The network this workspace belongs to: always one row.
CREATE TABLE network (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  chain_id INTEGER NOT NULL,
  genesis BLOB NOT NULL CHECK (length(genesis) = 32),
  contract BLOB NOT NULL CHECK (length(contract) = 20),
  code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
  from_block INTEGER NOT NULL,
  label TEXT NOT NULL,
  synced_at INTEGER            -- Unix seconds of the last completed sync; NULL before the first
) STRICT;

-- Every header from the first synced block on; the newest row is the cursor.
CREATE TABLE blocks (
  number INTEGER PRIMARY KEY,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  header BLOB NOT NULL         -- RLP
) STRICT;

-- All receipts of the blocks in which the ledger wrote something: what receipt proofs are made from.
CREATE TABLE receipts (
  block INTEGER NOT NULL,
  tx_index INTEGER NOT NULL,
  encoded BLOB NOT NULL,       -- EIP-2718, with bloom
  PRIMARY KEY (block, tx_index)
) STRICT, WITHOUT ROWID;

-- The ledger's events of record. key = block << 20 | log index.
CREATE TABLE events (
  key INTEGER PRIMARY KEY,
  tx_index INTEGER NOT NULL,
  block_time INTEGER NOT NULL, -- Unix seconds
  type TEXT NOT NULL,          -- the decoding's name, or 'undecoded'
  event_time INTEGER,          -- Unix milliseconds, where the event has a record
  topic BLOB NOT NULL CHECK (length(topic) = 32),
  data BLOB NOT NULL
) STRICT;

-- What a reorg replaced: kept as it was, with the block at which it was found out.
CREATE TABLE superseded_blocks (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  number INTEGER NOT NULL,
  header BLOB NOT NULL,
  rolled_back_to INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE superseded_receipts (
  block_hash BLOB NOT NULL CHECK (length(block_hash) = 32),
  tx_index INTEGER NOT NULL,
  encoded BLOB NOT NULL,
  PRIMARY KEY (block_hash, tx_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE superseded_events (
  block_hash BLOB NOT NULL CHECK (length(block_hash) = 32),
  key INTEGER NOT NULL,
  tx_index INTEGER NOT NULL,
  block_time INTEGER NOT NULL,
  type TEXT NOT NULL,
  event_time INTEGER,
  topic BLOB NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (block_hash, key)
) STRICT, WITHOUT ROWID;

-- A projection for searching; dropped and rebuilt at will.
CREATE VIRTUAL TABLE asset_index USING fts5 (
  subject UNINDEXED, name, description, kind, party, place,
  tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);

-- Reports issued from this workspace.
CREATE TABLE reports (
  number TEXT PRIMARY KEY,
  epc TEXT NOT NULL,
  description TEXT NOT NULL,
  path TEXT NOT NULL,
  issued_at INTEGER NOT NULL,  -- Unix seconds
  as_of_block INTEGER NOT NULL,
  evidence_hash BLOB NOT NULL CHECK (length(evidence_hash) = 32)
) STRICT;
