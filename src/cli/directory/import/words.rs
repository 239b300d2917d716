//! An edition in words: head, changes, faults, warnings, how to accept.

use super::rows::value_of;
use super::{Chosen, Seen};
use crate::cli::directory::args::Import;
use crate::cli::directory::{counted, find};
use crate::cli::error::{CliError, Kind};
use crate::cli::here::Here;
use crate::domain::directory::short_id;
use crate::edition::{Change, Fault, Refused, What};
use crate::export::text::wrap;
use crate::text::refusal::filled;
use crate::text::{format, sanitise};

pub(super) fn head(seen: &Seen<'_>) -> String {
    let words = &seen.here.text.cli.directory.import;
    let edition = seen.edition;
    let file = seen.args.file.display().to_string();
    let contacts = counted(seen.here, edition.contacts.len());
    let (series, as_of) = (edition.series.clone(), edition.as_of.clone());
    let said = match (series.is_empty(), as_of.is_empty()) {
        (true, _) => filled(words.head_plain, &[file, contacts]),
        (false, true) => filled(words.head_undated, &[file, series, contacts]),
        (false, false) => filled(words.head, &[file, series, as_of, contacts]),
    };
    format!("{said}\n")
}

/// One change: whose, what, and both values below each other where a number or an address is to be
/// replaced.
pub(super) fn change(here: &Here, change: &Change) -> String {
    let text = here.text;
    let words = &text.cli.directory.import;
    let pair = text.cli.directory.fault.in_act;
    let id = short_id(&change.state, change.entity);
    let mut what = vec![format!("{id}  {}", change.name)];
    match &change.what {
        What::ChannelReplaced { kind, .. } => what.push(text.directory.kind(*kind).to_owned()),
        _ => {
            let said = text.edition.change(change, text.directory);
            what.push(said.trim_end_matches([' ', ':', '\u{a0}']).to_owned());
        }
    }
    what.extend(text.edition.matched(change.matched).map(str::to_owned));
    if change.line > 0 {
        what.push(filled(text.edition.line, &[change.line.to_string()]));
    }
    if change.guarded {
        what.push(format!("{} [{}]", words.own_yes, change.code));
    }
    let mark = if change.guarded { '!' } else { mark(&change.what) };
    let first = format!("{:>4} {mark} {}", change.number, what.join(" · "));
    let mut out = paragraph(here, &first, 0, 7);
    if let What::ChannelReplaced { kind, before, new, .. } = &change.what {
        for (label, value) in [(words.was, before), (words.now, &value_of(new))] {
            let values = [label.to_owned(), find::value(*kind, value)];
            out.push_str(&paragraph(here, &filled(pair, &values), 9, 11));
        }
    }
    for warning in &change.warnings {
        let warning = text.edition.warning(warning, text.directory);
        let values = [words.warning.to_owned(), warning];
        out.push_str(&paragraph(here, &filled(pair, &values), 7, 9));
    }
    out
}

fn mark(what: &What) -> char {
    match what {
        What::Added { .. } | What::ChannelAdded(_) => '+',
        What::Gone { .. } | What::ChannelGone { .. } => '-',
        _ => '~',
    }
}

fn paragraph(here: &Here, text: &str, first: usize, hang: usize) -> String {
    let width = if here.plain { usize::MAX } else { here.width };
    let text = sanitise::line(text).into_owned();
    wrap(&text, width, first, hang).iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// `Not read:`, `Non lu :`.
fn heading(here: &Here, text: &str) -> String {
    format::labelled(text, "", here.text.lang).trim_end().to_owned()
}

/// Faults by line and field, notes, and how many changes there are.
pub(super) fn after(seen: &Seen<'_>) -> String {
    let here = seen.here;
    let words = &here.text.cli.directory.import;
    let mut out = String::new();
    let edition = seen.edition;
    if !edition.faults.is_empty() {
        out.push_str(&format!("\n{}\n", heading(here, words.faults)));
        for one in &edition.faults {
            out.push_str(&paragraph(here, &fault(here, one), 2, 4));
        }
    }
    let notes = notes(seen);
    if !notes.is_empty() {
        out.push_str(&format!("\n{}\n", heading(here, words.notes)));
        for note in &notes {
            out.push_str(&paragraph(here, note, 2, 4));
        }
    }
    if edition.untold > 0 {
        out.push_str(&format!("  {}\n", here.text.edition.untold(edition.untold)));
    }
    if !seen.diff.changes.is_empty() {
        let guarded = seen.diff.changes.iter().filter(|change| change.guarded).count();
        let counts = [seen.diff.changes.len().to_string(), guarded.to_string()];
        out.push_str(&format!("\n{}. ", filled(words.counts, &counts)));
        out.push_str(&filled(words.fingerprint, std::slice::from_ref(&seen.fingerprint)));
        out.push('\n');
    }
    out
}

/// The closing lines where nothing was asked to be applied.
pub(super) fn how_to_accept(seen: &Seen<'_>) -> String {
    let words = &seen.here.text.cli.directory.import;
    let Some(first) = seen.diff.changes.first() else {
        return format!("{}\n", words.nothing_new);
    };
    let file = seen.args.file.display().to_string();
    let mut out =
        paragraph(seen.here, &filled(words.not_applied, std::slice::from_ref(&file)), 0, 2);
    let guarded = seen.diff.changes.iter().find(|change| change.guarded);
    if guarded.is_some() {
        let number = guarded.unwrap_or(first).number.to_string();
        let values = [file, seen.fingerprint.clone(), number];
        out.push_str(&paragraph(seen.here, &filled(words.not_applied_guarded, &values), 0, 2));
    }
    out
}

pub(super) fn applied(seen: &Seen<'_>, chosen: &Chosen) -> String {
    let words = &seen.here.text.cli.directory.import;
    if seen.diff.changes.is_empty() {
        return format!("{}\n", words.nothing_new);
    }
    let mut out = String::new();
    if chosen.stopped {
        out.push_str(&format!("{}\n", words.stopped));
    }
    if chosen.numbers.is_empty() {
        out.push_str(&format!("{}\n", words.applied_none));
        return out;
    }
    let left: Vec<usize> = seen.diff.changes.iter().map(|change| change.number).collect();
    let left: Vec<usize> = left.into_iter().filter(|n| !chosen.numbers.contains(n)).collect();
    let values = [list(&chosen.numbers), list(&left)];
    let said = match left.is_empty() {
        true => filled(words.applied_all, &values),
        false => filled(words.applied, &values),
    };
    out.push_str(&paragraph(seen.here, &said, 0, 2));
    let guarded =
        seen.diff.changes.iter().any(|change| change.guarded && left.contains(&change.number));
    if guarded {
        out.push_str(&paragraph(seen.here, words.read_again, 0, 2));
    }
    out
}

/// `1-4, 7`.
fn list(numbers: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let said = |(first, last): &(usize, usize)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    runs.iter().map(said).collect::<Vec<_>>().join(", ")
}

/// What is wrong with a value, and what to do.
pub(super) fn fault(here: &Here, fault: &Fault) -> String {
    let said = here.text.edition.fault(fault, here.text.directory);
    if said.remedy.is_empty() {
        said.what
    } else {
        filled(here.text.cli.directory.import.fault, &[said.what, said.remedy])
    }
}

/// What is worth saying of the file and of the comparison.
pub(super) fn notes(seen: &Seen<'_>) -> Vec<String> {
    let words = seen.here.text.edition;
    let of_file = seen.edition.notes.iter().map(|note| words.note(note));
    of_file.chain(seen.diff.notes.iter().map(|note| words.diff_note(note))).collect()
}

/// Why a whole file is not read.
pub(super) fn not_read(here: &Here, args: &Import, why: &Refused) -> CliError {
    let said = here.text.edition.refused(why);
    let file = sanitise::line(&args.file.display().to_string()).into_owned();
    CliError { kind: Kind::Refused, what: format!("{file}: {}", said.what), remedy: said.remedy }
}
