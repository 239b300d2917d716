use super::*;
use crate::log::vectors::{entries, signer};
use crate::log::{Chain, Draft, Signer};

const SHARE: [u8; 32] = [5; 32];

fn audit(rows: &[Row<'_>]) -> Vec<Problem> {
    let mut audit = Audit::new(SHARE, 2);
    audit.batch(rows);
    assert_eq!(audit.checked, u64::try_from(rows.len()).unwrap());
    audit.problems
}

fn rows(entries: &[Entry]) -> Vec<Row<'_>> {
    entries.iter().map(Row::from).collect()
}

/// `count` entries after `chain`, made with `key`.
fn run(chain: &mut Chain, key: &Signer, count: usize, like: &Draft) -> Vec<Entry> {
    (0..count).map(|_| chain.seal(key, &SHARE, 1, [0; 16], like, 10_000).unwrap()).collect()
}

fn draft() -> Draft {
    let body = entries(&SHARE)[2].body().unwrap();
    let (kind, kver, crit, entity) = (body.kind, body.kver, body.crit, body.entity);
    let (refs, actor, at, payload) = (body.refs, body.actor, body.at, body.payload);
    Draft { kind, kver, crit, entity, refs, actor, at, payload }
}

/// The other character of a pair, so that text stays text.
fn flip(text: &str, at: usize) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn a_sound_record_has_no_problem_however_it_is_cut_into_batches() {
    let made = entries(&SHARE);
    for size in [1, 3, made.len()] {
        let mut audit = Audit::new(SHARE, 1);
        made.chunks(size).for_each(|part| audit.batch(&rows(part)));
        assert_eq!(audit.problems, []);
    }
    let mut chain = Chain::open(signer().public(), 9, Hlc::default());
    let many = run(&mut chain, &signer(), 300, &draft());
    assert_eq!(audit(&rows(&many)), []);
}

#[test]
fn one_flipped_byte_is_one_problem_that_names_its_entry() {
    let made = entries(&SHARE);
    let (place, id) = (made[5].place(), made[5].id());
    for line in 0..3 {
        let text = [made[5].head_text(), made[5].body_text(), made[5].signature_text()][line];
        for at in (0..text.len()).step_by(7) {
            let changed = flip(text, at);
            let mut rows = rows(&made);
            let row = &mut rows[5];
            *[&mut row.head, &mut row.body, &mut row.signature][line] = &changed;
            let problems = audit(&rows);
            assert_eq!(problems.len(), 1, "line {line} byte {at}: {problems:?}");
            assert_eq!((problems[0].place, problems[0].id), (Some(place), Some(id)));
        }
    }
}

#[test]
fn a_wrong_column_beside_the_entry_is_named() {
    let made = entries(&SHARE);
    let mut rows = rows(&made);
    rows[5].id = [1; 32];
    let problems = audit(&rows);
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].what, ProblemKind::Misfiled);
}

#[test]
fn missing_entries_are_counted() {
    let mut made = entries(&SHARE);
    made.drain(3..5);
    let problems = audit(&rows(&made));
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].what, ProblemKind::ChainBroken { missing: 2 });
    assert_eq!(audit(&rows(&made[2..]))[0].what, ProblemKind::ChainBroken { missing: 2 });
}

#[test]
fn a_fork_is_named_and_both_branches_are_followed() {
    let made = entries(&SHARE);
    let mut other = Chain::resume(made[4].head(), made[4].id(), Hlc::default());
    let branch = run(&mut other, &signer(), 2, &draft());
    let mut both = made.clone();
    both.splice(5..7, [&made[5], &branch[0], &made[6], &branch[1]].map(Entry::clone));
    let forks: Vec<_> = audit(&rows(&both)).into_iter().map(|p| (p.id, p.what)).collect();
    let fork = |a: &Entry, b: &Entry| (Some(b.id()), ProblemKind::Fork { other: a.id() });
    let clock = |(_, what): &(_, ProblemKind)| what.is_note();
    let hard: Vec<_> = forks.into_iter().filter(|f| !clock(f)).collect();
    // The first branch goes on past the second; the second is whole as far as it goes.
    let back = (Some(made[8].id()), ProblemKind::RosterWentBack);
    assert!(!hard.contains(&back));
    assert_eq!(hard, [fork(&made[5], &branch[0]), fork(&made[6], &branch[1])]);
    let seen = ingest(&SHARE, &[made[5].clone(), branch[0].clone()], |_| true);
    assert_eq!(seen.trust, [Trust::Good, Trust::Good]);
    assert_eq!(seen.problems, [branch[0].problem(ProblemKind::Fork { other: made[5].id() })]);
}

#[test]
fn a_clock_that_stands_still_is_a_note_and_an_older_roster_a_fault() {
    let made = entries(&SHARE);
    let mut late = Chain::resume(made[3].head(), made[3].id(), Hlc::default());
    let head =
        crate::log::Head { hlc: Hlc::default(), roster: 0, seq: 4, ..made[4].head().clone() };
    let body = made[4].body_text().to_owned();
    let entry = Entry::signed(&signer(), &SHARE, head, body).unwrap();
    let kinds: Vec<_> = audit(&rows(&[made[..4].to_vec(), vec![entry]].concat()))
        .into_iter()
        .map(|p| p.what)
        .collect();
    assert_eq!(kinds, [ProblemKind::ClockSuspect, ProblemKind::RosterWentBack]);
    assert!(kinds[0].is_note() && !kinds[1].is_note());
    assert!(!late.observe(Hlc { ms: Hlc::MAX_MS, tick: 0 }, 0));
}

fn with_signature(entry: &Entry, signature: &str) -> Entry {
    Entry::parse(&SHARE, entry.head_text(), entry.body_text(), signature).unwrap()
}

#[test]
fn at_ingest_a_later_signature_vouches_for_what_it_is_chained_to() {
    let mut made = entries(&SHARE);
    let wrong = made[0].signature_text().to_owned();
    made[5] = with_signature(&made[5], &wrong);
    let verdict = ingest(&SHARE, &made, |_| true);
    assert_eq!(verdict, Verdict { trust: vec![Trust::Good; made.len()], problems: vec![] });
    // The audit is stricter: it wants every signature.
    let problems = audit(&rows(&made));
    assert_eq!(problems, [made[5].problem(ProblemKind::Signature)]);

    let last = made.len() - 1;
    made[last] = with_signature(&made[last], &wrong);
    let verdict = ingest(&SHARE, &made, |_| true);
    assert_eq!(verdict.trust[last], Trust::Bad);
    assert_eq!(verdict.trust[..last], vec![Trust::Good; last]);
    assert_eq!(verdict.problems, [made[last].problem(ProblemKind::Signature)]);

    made.remove(6);
    let verdict = ingest(&SHARE, &made, |_| true);
    assert_eq!(verdict.trust[5], Trust::Bad, "nothing chains it to a signed entry any more");
    assert_eq!(verdict.trust[4], Trust::Good);
}

#[test]
fn strangers_are_set_apart_without_work() {
    let made = entries(&SHARE);
    let verdict = ingest(&SHARE, &made, |_| false);
    assert_eq!(verdict.trust, vec![Trust::Unknown; made.len()]);
    let replayed = ingest(&[6; 32], &made, |_| true);
    assert_eq!(replayed.trust, vec![Trust::Bad; made.len()], "entries of another share");
}

#[test]
fn a_signature_vouches_only_along_prev() {
    let made = entries(&SHARE);
    let wrong = made[0].signature_text().to_owned();
    let mut branch = Chain::resume(made[4].head(), made[4].id(), Hlc::default());
    let other = run(&mut branch, &signer(), 2, &draft());
    // Entry 6 of one branch after entry 5 of the other, whose signature is wrong.
    let mixed = [with_signature(&made[5], &wrong), other[1].clone()];
    let verdict = ingest(&SHARE, &mixed, |_| true);
    assert_eq!(verdict.trust, [Trust::Bad, Trust::Good]);
}
