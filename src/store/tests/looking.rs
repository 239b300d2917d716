//! Look-ups, searches, and what is kept beside the record.

use super::fixture::*;
use crate::domain::Reference;
use crate::store::{Access, Store};

#[test]
fn a_request_is_found_by_whatever_an_officer_has_of_it() {
    let (_place, store) = filled();
    let reference = Reference::new("MA", 2026, 7).to_string();
    let one = store.find(&reference).unwrap();
    assert_eq!(one.len(), 1);
    let entity = one[0].0.to_string();
    let lower = reference.to_lowercase();
    let spaced = format!(" {reference} ");
    let check = &reference[10..];
    for text in [
        lower.as_str(),
        spaced.as_str(),
        "MA-2026-00007",
        "7",
        "00007",
        check,
        "PJ/2026/6-X",
        "pj/2026/6-x",
        "PJ/2026/6",
        &entity,
        &entity[..8],
        &entity.to_uppercase(),
    ] {
        assert_eq!(store.find(text).unwrap(), one, "{text}");
    }
    for text in ["", "  ", "zz", "MA-2027", "%", "_", "'", "99", "\u{10ffff}"] {
        assert_eq!(store.find(text).unwrap(), [], "{text}");
    }
    assert_eq!(store.find("MA-2026").unwrap().len(), 12);
    assert_eq!(store.find("-2026-").unwrap().len(), 12);
}

#[test]
fn an_exact_reference_wins_over_a_part_of_another() {
    let place = place();
    let mut store = Store::create(&place.file).unwrap();
    let mut desk = Desk::new(1);
    let (wanted, first) = desk.open(&[("their_ref", "A-1")]);
    let (_, second) = desk.open(&[("their_ref", "A-12")]);
    append(&mut store, &[first, second]);
    let found = store.find("a-1").unwrap();
    assert_eq!(found.iter().map(|(e, _)| *e).collect::<Vec<_>>(), [wanted]);
}

#[test]
fn a_changed_reference_of_the_partner_is_found_by_its_present_form_only() {
    let place = place();
    let mut store = Store::create(&place.file).unwrap();
    let mut desk = Desk::new(1);
    let (entity, first) = desk.open(&[("their_ref", "OLD 9")]);
    let change = desk.seal(Some(entity), &[id(&first)], &set(&[("their_ref", "NEW 9")]));
    append(&mut store, &[first]);
    append(&mut store, &[change]);
    assert_eq!(store.find("new 9").unwrap().len(), 1);
    assert_eq!(store.find("old 9").unwrap(), []);
}

#[test]
fn words_are_found_by_their_beginning_without_accents_and_in_arabic() {
    let place = place();
    let mut store = Store::create(&place.file).unwrap();
    let mut desk = Desk::new(1);
    let texts = [
        "Réquisition à l'opérateur, œuvre",
        "طلبُ حفظِ البيانات أمام المحكمة",
        "mail x.y@example.org and 192.0.2.44:50123",
    ];
    let entries: Vec<_> = texts.iter().map(|text| desk.open(&[("summary", text)])).collect();
    for (_, entry) in &entries {
        append(&mut store, std::slice::from_ref(entry));
    }
    for (words, hit) in [
        (vec!["requis"], Some(0)),
        (vec!["RÉQUISITION", "opér"], Some(0)),
        (vec!["oeuvre"], Some(0)),
        (vec!["حفظ"], Some(1)),
        (vec!["امام"], Some(1)),
        (vec!["المحكمه"], Some(1)),
        (vec!["x.y@example.org"], Some(2)),
        (vec!["192.0.2.44"], Some(2)),
        (vec!["192.0.2.4"], Some(2)),
        (vec!["requis", "حفظ"], None),
        (vec!["quisition"], None),
        (vec!["\"requis\" OR"], None),
        (vec!["summary:requis"], None),
        (vec!["requis*", "\u{0}", "\""], Some(0)),
        (vec!["NEAR(a b)"], None),
    ] {
        let words: Vec<String> = words.into_iter().map(str::to_owned).collect();
        let found = store.search(&words, true, 10).unwrap();
        let expected: Vec<String> = hit.iter().map(|&i: &usize| entries[i].0.to_string()).collect();
        let found: Vec<String> = found.into_iter().map(|view| view.entity).collect();
        assert_eq!(found, expected, "{words:?}");
    }
}

#[test]
fn a_search_leaves_closed_requests_out_unless_asked() {
    let (_place, store) = filled();
    let words = ["cafe".to_owned()];
    assert_eq!(store.search(&words, true, 50).unwrap().len(), 12);
    assert_eq!(store.search(&words, false, 50).unwrap().len(), 8);
    assert_eq!(store.search(&words, true, 5).unwrap().len(), 5);
    assert_eq!(store.search(&[], false, 50).unwrap().len(), 8);
    let latest = store.search(&words, true, 1).unwrap();
    assert_eq!(latest[0].id, Reference::new("MA", 2026, 12).as_str());
}

#[test]
fn text_that_was_replaced_is_not_found_any_more() {
    let (_place, mut store) = filled();
    let mut desk = Desk::new(2);
    let (entity, first) = desk.open(&[("summary", "lighthouse")]);
    let change = desk.seal(Some(entity), &[id(&first)], &set(&[("summary", "harbour")]));
    append(&mut store, &[first]);
    assert_eq!(store.search(&["lighth".into()], true, 9).unwrap().len(), 1);
    append(&mut store, &[change]);
    assert_eq!(store.search(&["lighth".into()], true, 9).unwrap().len(), 0);
    assert_eq!(store.search(&["harbour".into()], true, 9).unwrap().len(), 1);
}

#[test]
fn open_requests_come_in_the_order_of_their_ends() {
    let (_place, store) = filled();
    let open = store.open_views().unwrap();
    assert_eq!((open.len() as u64, store.count_open().unwrap()), (8, 8));
    let ends: Vec<_> = open.iter().map(|view| view.first_end()).collect();
    assert!(ends.is_sorted());
    let until = "2026-11-14T08:00:00Z".parse().unwrap();
    let due = store.due_before(until).unwrap();
    assert_eq!(due.len(), 2, "of the 10th to the 13th two are closed");
    assert_eq!(store.late_count(until).unwrap(), 2);
    for (whole, brief) in open.into_iter().zip(due) {
        assert!(!whole.timeline.is_empty() && brief.timeline.is_empty());
        let (parted, detail) = whole.clone().parted();
        assert_eq!(parted, brief);
        assert_eq!(brief.with(detail), whole);
    }
}

#[test]
fn settings_and_unfinished_forms_survive() {
    let (place, mut store) = filled();
    store.set_meta("profile", "{}").unwrap();
    store.set_metas(&[("share", "00"), ("profile", "{\"a\":1}")]).unwrap();
    store.save_draft("new-1", "{}").unwrap();
    store.save_draft("new-1", "{\"kind\":\"x\"}").unwrap();
    store.save_draft("new-2", "{}").unwrap();
    store.delete_draft("new-2").unwrap();
    drop(store);
    let store = Store::open(&place.file, Access::ReadOnly).unwrap();
    assert_eq!(store.meta("profile").unwrap().as_deref(), Some("{\"a\":1}"));
    assert_eq!(store.meta("none").unwrap(), None);
    assert_eq!(store.drafts().unwrap(), [("new-1".to_owned(), "{\"kind\":\"x\"}".to_owned())]);
}

#[test]
fn a_reader_sees_that_another_has_written() {
    let (place, mut store) = filled();
    let reader = Store::open(&place.file, Access::ReadOnly).unwrap();
    let before = reader.data_version().unwrap();
    assert_eq!(reader.data_version().unwrap(), before);
    let (_, entry) = Desk::new(2).open(&[]);
    append(&mut store, &[entry]);
    assert_ne!(reader.data_version().unwrap(), before);
    assert_eq!(reader.count_requests().unwrap(), 13);
}
