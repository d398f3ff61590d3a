-- What people wrote in the field. A format that has shipped is never changed; the next one is added behind it.
CREATE TABLE records (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    device      TEXT NOT NULL,
    state       TEXT NOT NULL,
    form        TEXT NOT NULL,
    progress    TEXT NOT NULL,
    made_from   TEXT REFERENCES records (id),
    replaced_by TEXT REFERENCES records (id),
    changed     INTEGER NOT NULL
) STRICT;

-- What was signed, as it was signed.
CREATE TABLE signed (
    record      TEXT PRIMARY KEY REFERENCES records (id),
    capture     BLOB NOT NULL UNIQUE CHECK (length(capture) = 32),
    carried     TEXT NOT NULL,
    event       BLOB NOT NULL,
    basis       TEXT NOT NULL,
    form        TEXT NOT NULL,
    signed_at   INTEGER NOT NULL,
    known_block INTEGER NOT NULL,
    known_time  INTEGER NOT NULL
) STRICT;

-- Which subjects a signed record is about, and whether it changes them.
CREATE TABLE touches (
    record  TEXT NOT NULL REFERENCES records (id),
    subject BLOB NOT NULL CHECK (length(subject) = 32),
    changes INTEGER NOT NULL,
    PRIMARY KEY (record, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    record  TEXT NOT NULL REFERENCES records (id),
    at      INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    words   TEXT NOT NULL
) STRICT;
CREATE INDEX attempts_of ON attempts (record);

-- Every state that a record was in.
CREATE TABLE history (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    record TEXT NOT NULL REFERENCES records (id),
    at     INTEGER NOT NULL,
    state  TEXT NOT NULL
) STRICT;

-- What was put aside, as it was.
CREATE TABLE copies (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    record TEXT NOT NULL REFERENCES records (id),
    at     INTEGER NOT NULL,
    form   TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER signed_stays BEFORE UPDATE ON signed
BEGIN SELECT RAISE(ABORT, 'what was signed is not changed'); END;
CREATE TRIGGER signed_is_kept BEFORE DELETE ON signed
BEGIN SELECT RAISE(ABORT, 'what was signed is not deleted'); END;
CREATE TRIGGER touches_stay BEFORE UPDATE ON touches
BEGIN SELECT RAISE(ABORT, 'what was signed is not changed'); END;
CREATE TRIGGER touches_are_kept BEFORE DELETE ON touches
BEGIN SELECT RAISE(ABORT, 'what was signed is not deleted'); END;
CREATE TRIGGER signed_form_stays BEFORE UPDATE OF form, device, id, number ON records
WHEN EXISTS (SELECT 1 FROM signed WHERE record = OLD.id)
    AND (NEW.form <> OLD.form OR NEW.device <> OLD.device OR NEW.id <> OLD.id OR NEW.number <> OLD.number)
BEGIN SELECT RAISE(ABORT, 'what was signed is not changed'); END;
CREATE TRIGGER records_are_kept BEFORE DELETE ON records
BEGIN SELECT RAISE(ABORT, 'what was written is not deleted'); END;
CREATE TRIGGER copies_stay BEFORE UPDATE ON copies
BEGIN SELECT RAISE(ABORT, 'what was put aside is not changed'); END;
CREATE TRIGGER copies_are_kept BEFORE DELETE ON copies
BEGIN SELECT RAISE(ABORT, 'what was put aside is not deleted'); END;
CREATE TRIGGER history_stays BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'what happened is not changed'); END;
CREATE TRIGGER history_is_kept BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'what happened is not deleted'); END;
