-- Format 4. What was said on the ledger of reports issued from here, with the receipt of having said it. What others read there is in
-- `events`.
CREATE TABLE report_notices (
  tx BLOB PRIMARY KEY CHECK (length(tx) = 32),
  number TEXT NOT NULL,        -- of the report
  kind TEXT NOT NULL,          -- the word beside the anchored hash
  hash BLOB NOT NULL CHECK (length(hash) = 32),  -- the anchored hash
  digest BLOB NOT NULL CHECK (length(digest) = 32),  -- of the event, as it stands in its party's history
  block INTEGER NOT NULL,      -- as the node said
  sent_at INTEGER NOT NULL     -- Unix seconds
) STRICT;
