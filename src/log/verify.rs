//! Judges entries: quickly at ingest, where a later signature vouches through the chain for what
//! comes before it, and wholly in an audit, where every hash, signature and link is checked.

use super::Hlc;
use super::entry::{Entry, Read, body_of};
use super::head::Head;
use super::problem::{Place, Problem, ProblemKind};
use super::signer::Checker;

/// What is known of an entry's origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// Its own signature fits, or it is chained to a later entry whose signature does.
    Good,
    /// Its author is in no roster that we hold: kept apart, never merged. Not checked further.
    Unknown,
    /// Nothing proves that its author wrote it.
    Bad,
}

/// The verdict on a batch of entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// One for each entry, in the order given.
    pub trust: Vec<Trust>,
    pub problems: Vec<Problem>,
}

/// Judges a batch at ingest. Entries of one log stand in the order of their numbers, as in a
/// bundle; the first may continue something that is not in the batch. Only the last signature of
/// each unbroken run is verified, unless it is bad.
pub fn ingest(share: &[u8; 32], entries: &[Entry], known: impl Fn(&[u8; 32]) -> bool) -> Verdict {
    let mut verdict = Verdict { trust: Vec::with_capacity(entries.len()), problems: Vec::new() };
    let mut checker = Checker::default();
    for run in entries.chunk_by(linked) {
        let Some(first) = run.first() else { continue };
        if !known(&first.head().author) {
            verdict.trust.extend(run.iter().map(|_| Trust::Unknown));
            continue;
        }
        let proven = run.iter().rposition(|e| e.is_signed_by(share, &mut checker));
        for (i, entry) in run.iter().enumerate() {
            let good = proven.is_some_and(|last| i <= last);
            verdict.trust.push(if good { Trust::Good } else { Trust::Bad });
            if !good {
                verdict.problems.push(entry.problem(ProblemKind::Signature));
            }
        }
        order_of(run, &mut verdict.problems);
    }
    for pair in entries.windows(2) {
        if let [a, b] = pair
            && a.is_fork_of(b)
        {
            verdict.problems.push(b.problem(ProblemKind::Fork { other: a.id() }));
        }
    }
    verdict
}

fn linked(a: &Entry, b: &Entry) -> bool {
    let (x, y) = (a.head(), b.head());
    x.author == y.author
        && x.inc == y.inc
        && x.seq.checked_add(1) == Some(y.seq)
        && y.prev == Some(a.id())
}

fn order_of(run: &[Entry], problems: &mut Vec<Problem>) {
    for pair in run.windows(2) {
        let [a, b] = pair else { continue };
        if b.head().hlc <= a.head().hlc {
            problems.push(b.problem(ProblemKind::ClockSuspect));
        }
        if b.head().roster < a.head().roster {
            problems.push(b.problem(ProblemKind::RosterWentBack));
        }
    }
}

/// An entry as a store holds it: what it is filed under, and its three lines.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    pub place: Place,
    pub id: [u8; 32],
    pub head: &'a str,
    pub body: &'a str,
    pub signature: &'a str,
}

impl<'a> From<&'a Entry> for Row<'a> {
    fn from(entry: &'a Entry) -> Self {
        Self {
            place: entry.place(),
            id: entry.id(),
            head: entry.head_text(),
            body: entry.body_text(),
            signature: entry.signature_text(),
        }
    }
}

/// Checks every hash, signature, link and body of a whole record, fed in batches of rows sorted by
/// (author, incarnation, number). What the end of a log has lost is not seen here: that is told by
/// what others attest of its head.
#[derive(Debug)]
pub struct Audit {
    share: [u8; 32],
    threads: usize,
    before: Option<Before>,
    pub checked: u64,
    pub problems: Vec<Problem>,
}

/// The entry before, with every id that was seen under its number and the number before.
#[derive(Debug)]
struct Before {
    place: Place,
    ids: Vec<[u8; 32]>,
    parents: Vec<[u8; 32]>,
    hlc: Hlc,
    roster: u32,
}

/// What one row says of the chain, when its head could be read.
struct Link {
    prev: Option<[u8; 32]>,
    hlc: Hlc,
    roster: u32,
}

struct Checked {
    place: Place,
    id: [u8; 32],
    link: Option<Link>,
    faults: Vec<ProblemKind>,
}

impl Audit {
    /// `threads`: how many may work at once; 0 counts as 1.
    pub fn new(share: [u8; 32], threads: usize) -> Self {
        Self { share, threads: threads.max(1), before: None, checked: 0, problems: Vec::new() }
    }

    pub fn batch(&mut self, rows: &[Row<'_>]) {
        let share = &self.share;
        let part = rows.len().div_ceil(self.threads).max(64);
        let check = |rows: &[Row<'_>]| {
            let mut checker = Checker::default();
            rows.iter().map(|row| check_row(share, row, &mut checker)).collect::<Vec<_>>()
        };
        let checked: Vec<Checked> = if rows.len() <= part {
            check(rows)
        } else {
            std::thread::scope(|scope| {
                let parts: Vec<_> =
                    rows.chunks(part).map(|part| (part, scope.spawn(|| check(part)))).collect();
                // A worker that could not finish must not pass for one that found nothing.
                parts
                    .into_iter()
                    .flat_map(|(part, work)| work.join().unwrap_or_else(|_| check(part)))
                    .collect()
            })
        };
        for row in checked {
            self.follow(row);
        }
    }

    /// Links a row to the one before it in its log.
    fn follow(&mut self, row: Checked) {
        self.checked += 1;
        let mut faults = row.faults;
        let (place, id, link) = (row.place, row.id, row.link);
        let same_log = |b: &Before| (b.place.author, b.place.inc) == (place.author, place.inc);
        let before = self.before.take().filter(same_log);
        let fits = |ids: &[[u8; 32]]| {
            link.as_ref().is_none_or(|l| l.prev.is_none_or(|prev| ids.contains(&prev)))
        };
        let (mut ids, mut parents) = (Vec::new(), Vec::new());
        match before.as_ref().map_or(place.seq, |b| place.seq.wrapping_sub(b.place.seq + 1)) {
            0 => {
                parents = before.as_ref().map(|b| b.ids.clone()).unwrap_or_default();
                if !fits(&parents) {
                    faults.push(ProblemKind::ChainBroken { missing: 0 });
                }
                if let (Some(b), Some(l)) = (&before, &link) {
                    faults.extend((l.hlc <= b.hlc).then_some(ProblemKind::ClockSuspect));
                    faults.extend((l.roster < b.roster).then_some(ProblemKind::RosterWentBack));
                }
            }
            u64::MAX => {
                let b = before.as_ref();
                (ids, parents) = b.map(|b| (b.ids.clone(), b.parents.clone())).unwrap_or_default();
                faults.extend(ids.first().map(|&other| ProblemKind::Fork { other }));
                if !parents.is_empty() && !fits(&parents) {
                    faults.push(ProblemKind::ChainBroken { missing: 0 });
                }
            }
            missing => faults.push(ProblemKind::ChainBroken { missing }),
        }
        ids.push(id);
        let (hlc, roster) = link
            .map(|l| (l.hlc, l.roster))
            .or(before.map(|b| (b.hlc, b.roster)))
            .unwrap_or_default();
        self.before = Some(Before { place, ids, parents, hlc, roster });
        let report = |what| Problem { place: Some(place), id: Some(id), what };
        self.problems.extend(faults.into_iter().map(report));
    }
}

/// Everything that can be said of a row by itself.
fn check_row(share: &[u8; 32], row: &Row<'_>, checker: &mut Checker) -> Checked {
    let mut out = Checked { place: row.place, id: row.id, link: None, faults: Vec::new() };
    let read = match Read::of(share, row.head, row.body, row.signature) {
        Ok(read) => read,
        Err(what) => {
            out.faults.push(what);
            return out;
        }
    };
    let signed = read
        .signature
        .is_some_and(|signature| checker.head(&read.head.author, share, row.head, &signature));
    out.faults = read.faults;
    if read.id != row.id || read.head.place() != row.place {
        if !signed {
            // What an altered head says of its body means nothing.
            out.faults.clear();
        }
        out.faults.push(ProblemKind::Misfiled);
    } else if !signed && !out.faults.contains(&ProblemKind::Signature) {
        out.faults.push(ProblemKind::Signature);
    }
    // An altered head says nothing of the chain: what it was filed under still does.
    if signed || read.id == row.id {
        let Head { prev, hlc, roster, .. } = read.head;
        out.id = read.id;
        out.link = Some(Link { prev, hlc, roster });
    }
    if out.faults.is_empty() && read.head.flags == 0 {
        out.faults.extend(body_of(&read.head, row.body).err());
    }
    out
}

#[cfg(test)]
mod tests;
