-- Format 3. Of each report it is kept what was asked for and what came of it; numbers are set aside before anything is written.
ALTER TABLE reports ADD COLUMN template TEXT NOT NULL DEFAULT '';  -- with its version; empty where it was not kept
ALTER TABLE reports ADD COLUMN locale TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN recipient TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN pages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reports ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
-- SHA-256 of the signed file, of the report before it was signed, and of what was asked for; NULL where it was not kept.
ALTER TABLE reports ADD COLUMN file_hash BLOB CHECK (length(file_hash) = 32);
ALTER TABLE reports ADD COLUMN base_hash BLOB CHECK (length(base_hash) = 32);
ALTER TABLE reports ADD COLUMN request BLOB CHECK (length(request) = 32);

-- Numbers of reports that are being issued, or whose issuing was cut short: they are never given to anything else.
CREATE TABLE report_numbers (
  number TEXT PRIMARY KEY,
  request BLOB NOT NULL CHECK (length(request) = 32),
  path TEXT NOT NULL,
  issued_at INTEGER NOT NULL,  -- Unix seconds
  as_of_block INTEGER NOT NULL
) STRICT;
