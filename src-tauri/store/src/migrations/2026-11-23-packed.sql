-- Format 2. Headers, receipts and log data are packed; values that repeat are interned; what was only reported, what is
-- sealed, proofs of state and disagreements have tables. Rows of format 1 are kept under other names until they are copied.

-- Values of 20 and 32 bytes that packed bytes refer to by number.
CREATE TABLE interned (
  number INTEGER PRIMARY KEY,
  value BLOB NOT NULL CHECK (length(value) IN (20, 32))
) STRICT;

-- A log's topic with the name of its decoding ('undecoded' where there is none).
CREATE TABLE kinds (
  id INTEGER PRIMARY KEY,
  topic BLOB NOT NULL CHECK (length(topic) = 32),
  type TEXT NOT NULL,
  UNIQUE (topic, type)
) STRICT;

ALTER TABLE blocks RENAME TO blocks_1;
ALTER TABLE receipts RENAME TO receipts_1;
ALTER TABLE events RENAME TO events_1;
ALTER TABLE superseded_blocks RENAME TO superseded_blocks_1;
ALTER TABLE superseded_receipts RENAME TO superseded_receipts_1;
ALTER TABLE superseded_events RENAME TO superseded_events_1;

CREATE TABLE blocks (
  number INTEGER PRIMARY KEY,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  header BLOB NOT NULL         -- RLP, packed
) STRICT;

CREATE TABLE receipts (
  block INTEGER NOT NULL,
  tx_index INTEGER NOT NULL,
  encoded BLOB NOT NULL,       -- EIP-2718, with bloom, packed
  PRIMARY KEY (block, tx_index)
) STRICT, WITHOUT ROWID;

-- key = block << 20 | log index.
CREATE TABLE events (
  key INTEGER PRIMARY KEY,
  tx_index INTEGER NOT NULL,
  block_time INTEGER NOT NULL, -- Unix seconds
  kind INTEGER NOT NULL REFERENCES kinds (id),
  event_time INTEGER,          -- Unix milliseconds, where the event has a record
  data BLOB NOT NULL           -- packed
) STRICT;

CREATE TABLE superseded_blocks (
  hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
  number INTEGER NOT NULL,
  header BLOB NOT NULL,        -- RLP, packed
  rolled_back_to INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE superseded_receipts (
  block_hash BLOB NOT NULL CHECK (length(block_hash) = 32),
  tx_index INTEGER NOT NULL,
  encoded BLOB NOT NULL,       -- packed
  PRIMARY KEY (block_hash, tx_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE superseded_events (
  block_hash BLOB NOT NULL CHECK (length(block_hash) = 32),
  key INTEGER NOT NULL,
  tx_index INTEGER NOT NULL,
  block_time INTEGER NOT NULL,
  kind INTEGER NOT NULL REFERENCES kinds (id),
  event_time INTEGER,
  data BLOB NOT NULL,          -- packed
  PRIMARY KEY (block_hash, key)
) STRICT, WITHOUT ROWID;

-- Ranges of blocks of which a node reported the ledger's events, with no header and no receipt to prove them.
CREATE TABLE reported_ranges (
  first INTEGER PRIMARY KEY,
  last INTEGER NOT NULL CHECK (last >= first)
) STRICT;

-- What the node said the hashes of some of those blocks are: of the last of each range, and of all that hold events.
CREATE TABLE reported_blocks (
  number INTEGER PRIMARY KEY,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- Reported events that the receipts disproved: kept as they were reported.
CREATE TABLE disproved_events (
  id INTEGER PRIMARY KEY,
  block_hash BLOB CHECK (length(block_hash) = 32),
  key INTEGER NOT NULL,
  tx_index INTEGER NOT NULL,
  block_time INTEGER NOT NULL,
  kind INTEGER NOT NULL REFERENCES kinds (id),
  event_time INTEGER,
  data BLOB NOT NULL           -- packed
) STRICT;

-- Blocks known to be sealed by a quorum of the trusted validators, and by descent those before them.
CREATE TABLE sealed_blocks (
  number INTEGER PRIMARY KEY
) STRICT;

-- The validators as followed up to a block: the state that following goes on from.
CREATE TABLE seal_states (
  block INTEGER PRIMARY KEY,
  state TEXT NOT NULL          -- JSON
) STRICT;

-- Proofs of the ledger's state (EIP-1186) at a block.
CREATE TABLE states (
  block INTEGER PRIMARY KEY,
  account BLOB NOT NULL,       -- RLP: a list of trie nodes
  storage BLOB NOT NULL        -- RLP: a list of trie nodes
) STRICT;

CREATE TABLE superseded_states (
  block_hash BLOB PRIMARY KEY CHECK (length(block_hash) = 32),
  block INTEGER NOT NULL,
  account BLOB NOT NULL,
  storage BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Where a source says something else than what is held, or than it said before.
CREATE TABLE disagreements (
  id INTEGER PRIMARY KEY,
  found_at INTEGER NOT NULL,   -- Unix seconds
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  block INTEGER NOT NULL,
  log_index INTEGER,
  held TEXT,
  claimed TEXT,
  resolved_at INTEGER,         -- Unix seconds
  resolution TEXT
) STRICT;

-- Rows that a repair took out because they were damaged: kept as they were found.
CREATE TABLE damaged_rows (
  id INTEGER PRIMARY KEY,
  origin TEXT NOT NULL,        -- the table
  block INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- Written whole after a first sync: indexes of short beginnings would take as long as the rest of it, and searching does well
-- without them.
CREATE VIRTUAL TABLE asset_index_2 USING fts5 (
  subject UNINDEXED, name, description, kind, party, place,
  tokenize = "unicode61 remove_diacritics 2"
);
INSERT INTO asset_index_2 (rowid, subject, name, description, kind, party, place)
  SELECT rowid, subject, name, description, kind, party, place FROM asset_index;
DROP TABLE asset_index;
ALTER TABLE asset_index_2 RENAME TO asset_index;
