use super::*;
use crate::domain::Lang;
use crate::export::sample::{now, request};
use crate::view::RequestView;

fn layout(lang: Lang, width: usize) -> Layout {
    Layout {
        text: Text::of(lang),
        now: now(),
        zone: TimeZone::UTC,
        width,
        color: false,
        plain: false,
    }
}

fn every_answer(layout: &Layout) -> Vec<String> {
    let view = request();
    let entry = AuditEntry {
        entry: "a".repeat(64),
        number: 3,
        at: now(),
        by: view.their_ref.clone(),
        desk: "desk-1".into(),
        what: "set".into(),
        text: view.their_ref.clone(),
        changes: vec![("custodian".into(), view.their_ref.clone(), view.summary.clone())],
    };
    let views = vec![std::sync::Arc::new(view)];
    vec![
        queue(&views, "nothing", layout),
        show(&views[0], layout),
        audit(&views[0].id, &[entry], layout),
    ]
}

#[test]
fn no_line_is_wider_than_the_terminal_and_no_control_gets_through() {
    for lang in Lang::ALL {
        for width in [40, 44, 60, 71, 72, 80, 120, 200] {
            for answer in every_answer(&layout(lang, width)) {
                for line in answer.lines() {
                    assert!(format::width(line) <= width, "{width}: {line:?}");
                    assert_eq!(line, line.trim_end(), "{line:?}");
                }
                assert!(!answer.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\r', '\t']));
            }
        }
    }
}

#[test]
fn below_forty_columns_it_is_laid_out_for_forty() {
    assert_eq!(every_answer(&layout(Lang::En, 12)), every_answer(&layout(Lang::En, 40)));
}

#[test]
fn the_queue_marks_late_legal_assumed_and_conflict() {
    let mut late = request();
    let mut legal = request();
    legal.clocks.retain(|clock| clock.id == "until");
    legal.conflicts.clear();
    late.owners.clear();
    let views: Vec<std::sync::Arc<RequestView>> = vec![late.into(), legal.into()];
    let text = queue(&views, "", &layout(Lang::En, 120));
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[1].starts_with("!  LATE +01:00") && lines[1].contains("(conflict)"), "{text}");
    assert!(lines[2].starts_with("L~ T-01d 16:00") && lines[2].contains("S. Alaoui"), "{text}");
    assert_eq!(lines.last(), Some(&"2 open · 1 late"));
}

#[test]
fn plain_is_one_line_with_tabs_for_each_request() {
    let views = vec![std::sync::Arc::new(request())];
    let plain = Layout { plain: true, ..layout(Lang::En, 40) };
    let text = queue(&views, "nothing", &plain);
    let cells: Vec<&str> = text.trim_end().split('\t').collect();
    assert_eq!(
        cells,
        ["MA-2026-00412-K", "-3600", "FR", "in", "P2", "preserved", "ack", "S. Alaoui"]
    );
    assert_eq!(queue(&Vec::<std::sync::Arc<RequestView>>::new(), "nothing", &plain), "");
}

#[test]
fn show_tells_clocks_checks_missing_fields_and_what_was_not_understood() {
    let text = show(&request(), &layout(Lang::En, 100));
    for part in [
        "LATE +01:00",
        "(assumed)",
        "ETS 185 29(7)",
        "BLOCK IP03",
        "INFO ZZ99",
        "(missing)",
        "90 days",
        "text not understood",
        "note for the partner",
        "In conflict",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}

#[test]
fn colour_is_never_the_only_mark() {
    let colored = Layout { color: true, ..layout(Lang::En, 80) };
    let plain = every_answer(&layout(Lang::En, 80));
    for (colored, plain) in every_answer(&colored).iter().zip(&plain) {
        let mut stripped = String::new();
        let mut rest = colored.as_str();
        while let Some((before, after)) = rest.split_once('\u{1b}') {
            stripped.push_str(before);
            rest = after.split_once('m').map_or("", |(_, rest)| rest);
        }
        stripped.push_str(rest);
        assert_eq!(&stripped, plain);
    }
}
