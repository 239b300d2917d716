-- The record: what was signed, as it was signed. Nothing here is ever changed.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One log is one author key and one incarnation. Its last entry and its highest stamp are kept at
-- hand; the entries are what counts.
CREATE TABLE log (
  row    INTEGER PRIMARY KEY,
  author BLOB NOT NULL,
  inc    INTEGER NOT NULL,
  seq    INTEGER NOT NULL,
  last   BLOB NOT NULL,
  ms     INTEGER NOT NULL,
  tick   INTEGER NOT NULL,
  UNIQUE (author, inc)
) STRICT;

-- In the order of arrival: rows with random keys of their own would be written and read three times
-- slower. (log, seq) is not unique: a forked log is kept whole.
-- kind, entity and officer repeat what the body says; ms and tick what the head says.
CREATE TABLE entry (
  row     INTEGER PRIMARY KEY,
  id      BLOB NOT NULL UNIQUE,
  log     INTEGER NOT NULL REFERENCES log (row),
  seq     INTEGER NOT NULL,
  ms      INTEGER NOT NULL,
  tick    INTEGER NOT NULL,
  arrived INTEGER NOT NULL,
  entity  BLOB,
  kind    TEXT NOT NULL,
  officer TEXT NOT NULL,
  head    TEXT NOT NULL,
  body    TEXT NOT NULL,
  sig     TEXT NOT NULL
) STRICT;

CREATE INDEX entry_of_log ON entry (log, seq);
CREATE INDEX entry_of_officer ON entry (officer) WHERE entity IS NOT NULL;
CREATE INDEX entry_of_entity ON entry (entity) WHERE entity IS NOT NULL;

-- Files that came with requests, by the hash of their bytes.
CREATE TABLE blob (
  sha256 BLOB NOT NULL UNIQUE,
  bytes  BLOB NOT NULL
) STRICT;

-- Forms begun and not yet recorded. They are this machine's own and not part of the record.
CREATE TABLE draft (
  key  TEXT PRIMARY KEY,
  json TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The projection: all below can be dropped and made anew from the record.

CREATE TABLE request (
  row       INTEGER PRIMARY KEY,
  entity    BLOB NOT NULL UNIQUE,
  reference TEXT NOT NULL,
  closed    INTEGER NOT NULL,
  next_due  INTEGER,
  received  INTEGER NOT NULL,
  kind      TEXT NOT NULL,
  direction TEXT NOT NULL,
  partner   TEXT NOT NULL,
  state     TEXT NOT NULL,
  priority  TEXT NOT NULL,
  hash      TEXT NOT NULL,
  text_hash BLOB NOT NULL
) STRICT;

CREATE INDEX request_open ON request (next_due) WHERE closed = 0;

-- What is shown of it, apart: a walk over many requests does not read it. doc is what a list needs,
-- more what only the page of one request does; in this order, so that doc is read without more.
CREATE TABLE shown (
  request INTEGER PRIMARY KEY REFERENCES request (row),
  doc     TEXT NOT NULL,
  more    TEXT NOT NULL
) STRICT;

-- What a request answers to, in capitals: our references and the partner's.
CREATE TABLE name (
  text    TEXT NOT NULL,
  request INTEGER NOT NULL,
  ours    INTEGER NOT NULL,
  PRIMARY KEY (text, request, ours)
) STRICT, WITHOUT ROWID;

CREATE INDEX name_of_request ON name (request);

-- The numbers drawn, from our references and those of other desks.
CREATE TABLE number (
  year   INTEGER NOT NULL,
  number INTEGER NOT NULL,
  entity BLOB NOT NULL,
  PRIMARY KEY (year, number, entity)
) STRICT, WITHOUT ROWID;

CREATE INDEX number_alone ON number (number, entity);
CREATE INDEX number_of_entity ON number (entity);

-- Folded text; rowid is request.row.
CREATE VIRTUAL TABLE search USING fts5 (
  text,
  content = '',
  contentless_delete = 1,
  prefix = '2 3',
  tokenize = 'unicode61 remove_diacritics 2'
);
