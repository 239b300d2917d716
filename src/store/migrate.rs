//! The schema and its history: an append-only list of steps, counted by `user_version`.

use rusqlite::{Connection, TransactionBehavior};

use super::error::{Fault, Outcome, StoreErrorKind};

/// Never edit a step that was released; add one.
const STEPS: &[&str] =
    &[include_str!("schema/0001_start.sql"), include_str!("schema/0002_directory.sql")];

/// `VIGI`: marks the file as a desk's.
pub(super) const APPLICATION_ID: i32 = 0x5649_4749;

pub(super) fn known() -> u32 {
    u32::try_from(STEPS.len()).unwrap_or(u32::MAX)
}

/// Which version the file has. An empty database is version 0.
pub(super) fn version(conn: &Connection) -> Outcome<u32> {
    let (application, version, empty): (i32, u32, bool) = conn.query_row(
        "SELECT (SELECT application_id FROM pragma_application_id),
                (SELECT user_version FROM pragma_user_version),
                NOT EXISTS (SELECT 1 FROM sqlite_schema)",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    if empty && application == 0 && version == 0 {
        return Ok(0);
    }
    if application != APPLICATION_ID {
        return Err(Fault::new(StoreErrorKind::NotADesk, ""));
    }
    match version {
        0 => Err(Fault::damaged("the schema has no version")),
        found if found > known() => {
            Err(Fault::new(StoreErrorKind::NewerSchema { found, known: known() }, ""))
        }
        found => Ok(found),
    }
}

/// Nothing is in it: never a desk, or a desk cut off after its header.
pub(super) fn empty() -> Fault {
    Fault::new(StoreErrorKind::NotADesk, "it is empty")
}

/// Brings the schema to the present version, each step in a transaction of its own.
pub(super) fn migrate(conn: &mut Connection) -> Outcome<()> {
    take(conn, STEPS)
}

fn take(conn: &mut Connection, steps: &[&str]) -> Outcome<()> {
    loop {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Asked again inside the transaction: another process may have just done it.
        let done = recorded(&tx)?;
        let Some(step) = usize::try_from(done).ok().and_then(|done| steps.get(done)) else {
            return Ok(());
        };
        tx.execute_batch(step)?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(None, "user_version", done + 1)?;
        tx.commit()?;
    }
}

fn recorded(conn: &Connection) -> Outcome<u32> {
    Ok(conn.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(conn: &Connection) -> Vec<String> {
        let mut query =
            conn.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 't_' ORDER BY 1").unwrap();
        query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn steps_are_taken_once_and_in_order() {
        let mut conn = Connection::open_in_memory().unwrap();
        let steps = ["CREATE TABLE t1 (a)", "CREATE TABLE t2 (a)", "DROP TABLE t1"];
        for known in [1, 1, 2, 3, 3] {
            take(&mut conn, &steps[..known]).unwrap();
            assert_eq!(recorded(&conn).unwrap() as usize, known);
        }
        assert_eq!(tables(&conn), ["t2"]);
    }

    #[test]
    fn a_step_that_fails_leaves_the_version_before_it() {
        let mut conn = Connection::open_in_memory().unwrap();
        let bad = "CREATE TABLE t2 (a); INSERT INTO nowhere VALUES (1)";
        assert!(take(&mut conn, &["CREATE TABLE t1 (a)", bad]).is_err());
        assert_eq!(recorded(&conn).unwrap(), 1);
        assert_eq!(tables(&conn), ["t1"]);
    }
}
