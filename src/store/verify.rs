//! Looking over the whole database: the file, every entry, and the projection against a replay.
//! Reports; changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rusqlite::{Connection, params};

use super::append::Project;
use super::error::{Fault, Outcome, StoreErrorKind};
use super::project::Entities;
use super::{Projected, Shown, Store, StoreError, contact, known, project, read};
use crate::domain::{AuthorKey, EntityId, EntryId};
use crate::log::verify::{Audit, Row};
use crate::log::{Place, sha256};

/// Entries held in memory at once.
const BATCH: usize = 4096;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifyReport {
    /// Entries looked at.
    pub entries: u64,
    pub problems: Vec<StoreProblem>,
}

impl VerifyReport {
    /// True where nothing was found but notes.
    pub fn is_sound(&self) -> bool {
        self.problems.iter().all(|problem| problem.note)
    }

    pub(super) fn add(&mut self, what: impl fmt::Display) {
        let what = what.to_string();
        self.problems.push(StoreProblem { entry: None, author: None, what, note: false });
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreProblem {
    pub entry: Option<EntryId>,
    pub author: Option<AuthorKey>,
    pub what: String,
    /// Worth a look; the record is sound all the same.
    pub note: bool,
}

impl Store {
    /// Checks the file's structure and every head, body, signature and chain. `full` also compares
    /// the projection with a replay of every request, and every file with its hash. A damaged file
    /// is a report, not an error; only what lies outside the file (a lock, a full disk) is one.
    pub fn verify(
        &self,
        full: bool,
        share: [u8; 32],
        project: &mut dyn Project,
    ) -> Result<VerifyReport, StoreError> {
        let mut report = VerifyReport::default();
        let conn = &self.conn;
        self.told(kept(structure(conn, full, &mut report), &mut report))?;
        self.told(kept(record(conn, share, &mut report), &mut report))?;
        if full {
            self.told(kept(projection(conn, project, &mut report), &mut report))?;
            self.told(kept(blobs(conn, &mut report), &mut report))?;
        }
        Ok(report)
    }
}

/// Damage that ended a step is one more finding.
fn kept(outcome: Outcome<()>, report: &mut VerifyReport) -> Outcome<()> {
    match outcome {
        Err(Fault { kind: kind @ StoreErrorKind::Damaged(_), .. }) => report.add(kind),
        Err(Fault { kind: StoreErrorKind::Other | StoreErrorKind::Io, detail }) => {
            report.add(detail);
        }
        other => return other,
    }
    Ok(())
}

fn structure(conn: &Connection, full: bool, report: &mut VerifyReport) -> Outcome<()> {
    let sql = if full { "PRAGMA integrity_check(100)" } else { "PRAGMA quick_check(100)" };
    let mut query = conn.prepare(sql)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let line: String = row.get(0)?;
        if line != "ok" {
            report.add(format!("the file is damaged: {line}"));
        }
    }
    Ok(())
}

/// A row of `entry`, with the columns that repeat its text.
struct Held {
    place: Place,
    id: [u8; 32],
    text: [String; 3],
    columns: project::Derived,
}

fn record(conn: &Connection, share: [u8; 32], report: &mut VerifyReport) -> Outcome<()> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut audit = Audit::new(share, threads);
    let walked = walk(conn, &mut audit, report);
    report.entries = audit.checked;
    report.problems.extend(audit.problems.into_iter().map(|problem| StoreProblem {
        entry: problem.id.map(EntryId),
        author: problem.place.map(|place| AuthorKey(place.author)),
        note: problem.what.is_note(),
        what: problem.to_string(),
    }));
    walked
}

fn walk(conn: &Connection, audit: &mut Audit, report: &mut VerifyReport) -> Outcome<()> {
    let mut query = conn.prepare(
        "SELECT author, inc, entry.seq, id, head, body, sig, entry.ms, entry.tick, entity, kind,
                officer, log.seq, log.last
         FROM log LEFT JOIN entry ON entry.log = log.row
         ORDER BY author, inc, entry.seq, id",
    )?;
    let mut rows = query.query([])?;
    let (mut batch, mut ends) = (Vec::new(), Ends::new());
    let read = loop {
        match rows.next().map_err(Fault::from).and_then(|row| row.map(Held::read).transpose()) {
            Ok(Some((log, end, held))) => {
                let end = ends.entry(log).or_insert((end, false));
                if let Some(held) = held {
                    end.1 |= end.0 == (held.place.seq, held.id);
                    batch.push(held);
                }
            }
            Ok(None) => break Ok(()),
            Err(fault) => break Err(fault),
        }
        if batch.len() >= BATCH {
            check(audit, &batch, report);
            batch.clear();
        }
    };
    check(audit, &batch, report);
    read?;
    lost_ends(&ends, report);
    Ok(())
}

/// Each log with the end kept at hand, and whether an entry is that end.
type Ends = BTreeMap<Log, (End, bool)>;
/// Author and incarnation.
type Log = ([u8; 32], u32);
/// Number and id of the last entry.
type End = (u64, [u8; 32]);

fn lost_ends(ends: &Ends, report: &mut VerifyReport) {
    let lost = ends.iter().filter(|(_, (_, found))| !found);
    for ((author, inc), ((seq, last), _)) in lost {
        let place = Place { author: *author, inc: *inc, seq: *seq };
        report.problems.push(StoreProblem {
            entry: Some(EntryId(*last)),
            author: Some(AuthorKey(*author)),
            what: format!("{place}: it was the last of its log and is not there"),
            note: false,
        });
    }
}

impl Held {
    fn read(row: &rusqlite::Row<'_>) -> Outcome<(Log, End, Option<Self>)> {
        let log = (row.get(0)?, row.get(1)?);
        let end = (row.get::<_, i64>(12)?.unsigned_abs(), row.get(13)?);
        let Some(id) = row.get::<_, Option<[u8; 32]>>(3)? else { return Ok((log, end, None)) };
        let seq: i64 = row.get(2)?;
        let held = Self {
            place: Place { author: log.0, inc: log.1, seq: seq.unsigned_abs() },
            id,
            text: [read::text(row, 4)?, read::text(row, 5)?, read::text(row, 6)?],
            columns: (
                seq,
                row.get(7)?,
                row.get(8)?,
                row.get(9)?,
                read::text(row, 10)?,
                read::text(row, 11)?,
            ),
        };
        Ok((log, end, Some(held)))
    }
}

fn check(audit: &mut Audit, batch: &[Held], report: &mut VerifyReport) {
    let rows: Vec<Row<'_>> = batch
        .iter()
        .map(|held| {
            let [head, body, signature] = held.text.each_ref().map(String::as_str);
            Row { place: held.place, id: held.id, head, body, signature }
        })
        .collect();
    audit.batch(&rows);
    for held in batch {
        let [head, body, _] = &held.text;
        if project::derived(held.id, head, body).is_some_and(|right| right != held.columns) {
            report.problems.push(StoreProblem {
                entry: Some(EntryId(held.id)),
                author: Some(AuthorKey(held.place.author)),
                what: format!("{}: it is filed under other values than it holds", held.place),
                note: false,
            });
        }
    }
}

/// Compares what is shown with what a replay gives: contacts first, because requests are shown with
/// what contacts tell.
fn projection(
    conn: &Connection,
    project: &mut dyn Project,
    report: &mut VerifyReport,
) -> Outcome<()> {
    let Entities { contacts, others } = project::entities(conn)?;
    let mut left = contact::shown(conn)?;
    let (mut told, mut requests) = (BTreeMap::<String, BTreeSet<String>>::new(), Vec::new());
    for entity in contacts {
        let replayed = project.project(entity, &read::entries_of(conn, entity)?, &|_| None);
        if let Some(Projected { shown: Shown::Contact(view), state, tells, .. }) = replayed {
            left.remove(&entity);
            contact::compare(conn, entity, (&view, &state), &tells, report)?;
            for (key, doc) in tells {
                told.entry(key).or_default().insert(doc);
            }
        } else {
            requests.push(entity);
        }
    }
    requests.extend(others);
    for short in left.into_values() {
        report.add(format!("{short}: shown, but not in the record"));
    }
    let mut known = BTreeMap::new();
    for (key, docs) in told {
        let docs: Vec<String> = docs.into_iter().collect();
        known.insert(key, project.gather(&docs));
    }
    if known::all(conn)? != known {
        report.add("what contacts tell of their States and services is out of date");
    }
    shown_requests(conn, &requests, &known, project, report)
}

fn shown_requests(
    conn: &Connection,
    requests: &[EntityId],
    known: &BTreeMap<String, String>,
    project: &mut dyn Project,
    report: &mut VerifyReport,
) -> Outcome<()> {
    let mut left: BTreeMap<EntityId, (String, String)> = BTreeMap::new();
    let mut query = conn.prepare("SELECT entity, reference, hash FROM request")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        left.insert(EntityId(row.get(0)?), (row.get(1)?, row.get(2)?));
    }
    let mut shown = conn.prepare(
        "SELECT doc, more FROM request JOIN shown ON shown.request = request.row WHERE entity = ?1",
    )?;
    let answer = |key: &str| known.get(key).cloned();
    for &entity in requests {
        let replayed = project.project(entity, &read::entries_of(conn, entity)?, &answer);
        let replayed = match replayed {
            Some(Projected { shown: Shown::Request(view), state, asks, .. }) => {
                Some((view, state, asks))
            }
            _ => None,
        };
        match (replayed, left.remove(&entity)) {
            (None, None) => {}
            (Some((view, state, asks)), Some((_, hash))) if state == hash => {
                let held: (String, String) =
                    shown.query_row(params![entity.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
                let reference = view.id.clone();
                if project::documents(*view)? != held {
                    report.add(format!("{reference}: what is shown is out of date"));
                } else if !known::is_asking(conn, entity, &asks)? {
                    report
                        .add(format!("{reference}: it is filed under other values than it holds"));
                }
            }
            (Some((view, ..)), _) => {
                report.add(format!("{}: the projection differs from the record", view.id));
            }
            (None, Some((reference, _))) => {
                report.add(format!("{reference}: shown, but not in the record"));
            }
        }
    }
    for (reference, _) in left.into_values() {
        report.add(format!("{reference}: shown, but not in the record"));
    }
    Ok(())
}

fn blobs(conn: &Connection, report: &mut VerifyReport) -> Outcome<()> {
    let mut query = conn.prepare("SELECT sha256, bytes FROM blob")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let hash: [u8; 32] = row.get(0)?;
        let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
        if sha256(bytes) != hash {
            let name = crate::log::hex(&hash);
            report.add(format!("file {name}: its bytes are not those of its hash"));
        }
    }
    Ok(())
}
