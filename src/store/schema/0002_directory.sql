-- The directory: projections of contacts, States as the catalogue has them.

-- Numbers of a series of their own (tests of channels).
DROP INDEX number_alone;
DROP INDEX number_of_entity;
ALTER TABLE number RENAME TO number_before;

CREATE TABLE number (
  series TEXT NOT NULL,
  year   INTEGER NOT NULL,
  number INTEGER NOT NULL,
  entity BLOB NOT NULL,
  PRIMARY KEY (series, year, number, entity)
) STRICT, WITHOUT ROWID;

INSERT INTO number SELECT '', year, number, entity FROM number_before;
DROP TABLE number_before;

CREATE INDEX number_alone ON number (number, series, entity);
CREATE INDEX number_of_entity ON number (entity);

CREATE INDEX request_open_with ON request (partner) WHERE closed = 0;

-- From the catalogue: every State, and the routes between it and us where they are not as those of
-- most States. doc is what a list needs. Instruments as most States have them, and where facts come
-- from, are stored once.
CREATE TABLE state (
  code   TEXT PRIMARY KEY,
  doc    TEXT NOT NULL,
  routes TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE instrument (
  place INTEGER PRIMARY KEY,
  doc   TEXT NOT NULL
) STRICT;

CREATE TABLE provenance (
  place INTEGER PRIMARY KEY,
  doc   TEXT NOT NULL
) STRICT;

-- What a State answers to, folded: whole names, and the further words of them.
CREATE TABLE state_name (
  text  TEXT NOT NULL,
  code  TEXT NOT NULL,
  whole INTEGER NOT NULL,
  PRIMARY KEY (text, code)
) STRICT, WITHOUT ROWID;

-- place and sort are the order in which contacts are shown: of the role, then of the name.
CREATE TABLE contact (
  row       INTEGER PRIMARY KEY,
  entity    BLOB NOT NULL UNIQUE,
  short     TEXT NOT NULL,
  state     TEXT NOT NULL,
  closed    INTEGER NOT NULL,
  place     INTEGER NOT NULL,
  sort      TEXT NOT NULL,
  hash      TEXT NOT NULL,
  text_hash BLOB NOT NULL,
  doc       TEXT NOT NULL
) STRICT;

CREATE INDEX contact_of_state ON contact (state, place, sort) WHERE closed = 0;
CREATE INDEX contact_by_place ON contact (place, sort) WHERE closed = 0;
CREATE INDEX contact_short ON contact (short);

-- The digits of each number of a contact, last digit first: who calls is told by the last ones.
CREATE TABLE digits (
  reversed TEXT NOT NULL,
  contact  INTEGER NOT NULL,
  channel  TEXT NOT NULL,
  PRIMARY KEY (reversed, contact, channel)
) STRICT, WITHOUT ROWID;

CREATE INDEX digits_of_contact ON digits (contact);

-- What requests need to know of contacts, by key (a State, a provider's name): what each contact
-- tells, all of it together, and which requests ask for it.
CREATE TABLE tells (
  key     TEXT NOT NULL,
  contact INTEGER NOT NULL,
  doc     TEXT NOT NULL,
  PRIMARY KEY (key, contact)
) STRICT, WITHOUT ROWID;

CREATE INDEX tells_of_contact ON tells (contact);

CREATE TABLE known (
  key TEXT PRIMARY KEY,
  doc TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE asks (
  key     TEXT NOT NULL,
  request INTEGER NOT NULL,
  PRIMARY KEY (key, request)
) STRICT, WITHOUT ROWID;

CREATE INDEX asks_of_request ON asks (request);

-- Folded text; rowid is contact.row.
CREATE VIRTUAL TABLE contact_search USING fts5 (
  text,
  content = '',
  contentless_delete = 1,
  prefix = '1 2 3',
  tokenize = 'unicode61 remove_diacritics 2'
);
