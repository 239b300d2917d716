use super::*;
use ChannelKind::{Email, Phone, PhoneEmergency};

const OWN: &[(&str, &str)] = &[
    ("state", "FR"),
    ("role", "art35"),
    ("name", "Point de contact"),
    ("series", "coe"),
    ("key", "fr-1"),
];

fn compare(table: &str, held: &[Contact]) -> Diff {
    diff(&read_text(table), held, data())
}

fn row(more: &str, cells: &str) -> String {
    format!("key,series,state,name,role{more}\nfr-1,coe,FR,Point de contact,art35{cells}\n")
}

fn whats(diff: &Diff) -> Vec<&What> {
    diff.changes.iter().map(|change| &change.what).collect()
}

#[test]
fn what_is_written_out_and_read_again_changes_nothing() {
    let held = [told(
        1,
        &[("notes", "a, b"), ("languages", "fr, en"), ("say_first", "=1+1\nBonjour")],
        &[(Phone, "+33199000001", &[("order", "1")]), (Email, "a@example.org", &[])],
    )
    .set(OWN)
    .contact()];
    for text in [write::csv(&held, true), write::vcard(&held), write::toml(&held)] {
        let diff = compare(&text, &held);
        assert_eq!(diff.changes, [], "{text}");
        assert_eq!(diff.unchanged, 1);
    }
}

#[test]
fn another_number_takes_the_place_of_the_one_of_its_kind() {
    let held = [told(1, OWN, &[(Phone, "+33199000001", &[])]).contact()];
    let diff = compare(&row(",phone", ",+33199000002"), &held);
    let change = &diff.changes[0];
    let What::ChannelReplaced { before, new, .. } = &change.what else { panic!("{change:?}") };
    assert_eq!((before.as_str(), new.fields["value"].as_str()), ("+33199000001", "+33199000002"));
    assert!(change.guarded);
    assert_eq!((change.group, change.matched), (Group::Channels, MatchedBy::Key));
    assert!(diff.of_group(Group::Channels).is_empty());
    // Typed by hand, known from no edition: nothing is put beside it as in use.
    let held = [told(1, &OWN[..3], &[(Phone, "+33199000001", &[])]).contact()];
    let diff = compare(&row(",phone", ",+33199000002"), &held);
    assert!(matches!(diff.changes[0].what, What::ChannelReplaced { .. }));
    assert_eq!(diff.changes[0].matched, MatchedBy::Name);
    assert_eq!(
        diff.changes[0].carried,
        fields(&[("key", "fr-1"), ("series", "coe"), ("source", "x")])
    );
}

#[test]
fn labels_say_which_number_is_meant() {
    let held = [told(
        1,
        OWN,
        &[
            (Phone, "+33199000001", &[("label", "jour"), ("order", "1")]),
            (Phone, "+33199000002", &[("label", "nuit"), ("order", "2")]),
        ],
    )
    .contact()];
    let table =
        row(",phone,phone.label,phone_2,phone_2.label", ",+33199000009,nuit,+33199000001,jour");
    let diff = compare(&table, &held);
    let [What::ChannelReplaced { before, .. }] = whats(&diff)[..] else { panic!("{diff:?}") };
    assert_eq!(before, "+33199000002");
}

#[test]
fn what_the_edition_lacks_is_gone_only_in_its_own_series() {
    let two: &[Line<'_>] = &[(Phone, "+33199000001", &[]), (Email, "a@example.org", &[])];
    let held = [told(1, OWN, two).set(&[("notes", "old")]).contact()];
    let diff = compare(&row(",phone,email,notes", ",+33199000001,,"), &held);
    let [What::Field { field, after, .. }, What::ChannelGone { value, .. }] = whats(&diff)[..]
    else {
        panic!("{diff:?}")
    };
    assert_eq!((field.as_str(), after.as_str(), value.as_str()), ("notes", "", "a@example.org"));
    assert!(diff.changes[1].guarded, "a number is not taken away by a group");
    // No column: nothing is said of it. Another series: nothing is known of it.
    assert_eq!(compare(&row(",phone", ",+33199000001"), &held).changes, []);
    let held = [told(1, &OWN[..3], two).contact()];
    assert_eq!(compare(&row(",phone,email,notes", ",+33199000001,,"), &held).changes, []);
    // A number that cannot be read is not gone.
    let held = [told(1, OWN, two).contact()];
    assert_eq!(compare(&row(",phone,email", ",12,a@example.org"), &held).changes, []);
}

#[test]
fn contacts_of_the_series_that_are_not_in_it_are_gone() {
    let other =
        [("state", "DE"), ("role", "ncb"), ("name", "BKA"), ("series", "coe"), ("key", "de")];
    let own = || told(1, OWN, &[]).contact();
    let held = [own(), told(2, &other, &[]).contact(), told(3, &other[..3], &[]).contact()];
    let diff = compare(&row("", ""), &held);
    assert_eq!(diff.changes.len(), 1);
    assert_eq!((diff.changes[0].entity, diff.changes[0].line), (EntityId([2; 16]), 0));
    assert!(matches!(diff.changes[0].what, What::Gone { .. }));
    // Rows that were not understood may be anybody.
    let with_fault = format!("{}fr-2,coe,FR,a,b,c,d,e\n", row("", ""));
    let diff = compare(&with_fault, &held);
    assert_eq!((diff.changes.len(), &diff.notes[..]), (0, &[DiffNote::NotWhole][..]));
    // Two rows that differ are in the file all the same.
    let twice = format!("{}de,coe,DE,BKA,ncb\nde,coe,DE,BKB,ncb\n", row("", ""));
    let held = [own(), told(2, &other, &[]).contact()];
    assert_eq!(compare(&twice, &held).changes.len(), 1);
    let entity = super::entity("coe", "de");
    let mut derived = told(2, &other, &[]);
    derived.entity = entity;
    derived.entries.iter_mut().for_each(|entry| entry.entity = entity);
    assert_eq!(compare(&twice, &[own(), derived.contact()]).changes, []);
}

#[test]
fn a_new_contact_in_a_role_that_is_held_needs_its_own_yes() {
    let held = [told(1, OWN, &[(Email, "a@police.example.org", &[])]).contact()];
    let table = "state,name,role,email\n\
        FR,Nouveau point,art35,b@police.example.org\n\
        FR,Operateur,provider,c@example.net\n\
        FR,Autre,police,d@police-exarnple.org\n";
    let held = [
        &held[..],
        &[told(
            2,
            &[("state", "FR"), ("role", "ncb"), ("name", "B")],
            &[(Email, "x@police-example.org", &[])],
        )
        .contact()],
    ]
    .concat();
    let diff = compare(table, &held);
    let guarded: Vec<bool> = diff.changes.iter().map(|change| change.guarded).collect();
    assert_eq!(guarded, [true, false, true]);
    assert!(
        matches!(&diff.changes[0].warnings[..], [Warning::RoleTaken { name, .. }] if name == "Point de contact")
    );
    let known = "police-example.org".to_owned();
    let domain = "police-exarnple.org".to_owned();
    assert_eq!(diff.changes[2].warnings, [Warning::LookAlike { domain, known }]);
    assert_eq!(diff.of_group(Group::Added), [2]);
}

#[test]
fn a_look_alike_address_for_a_known_contact_is_told() {
    let held = [told(1, OWN, &[(Email, "desk@police-example.org", &[])]).contact()];
    let diff = diff(&read_fixture("lookalike.csv"), &held, data());
    let change = &diff.changes[0];
    assert!(
        matches!(&change.what, What::ChannelReplaced { before, .. } if before == "desk@police-example.org")
    );
    assert!(matches!(&change.warnings[..], [Warning::LookAlike { .. }]), "{change:?}");
    assert!(change.guarded);
}

#[test]
fn numbers_of_others_and_of_other_countries_are_told() {
    let held = [
        told(1, OWN, &[]).contact(),
        told(
            2,
            &[("state", "DE"), ("role", "ncb"), ("name", "Lage")],
            &[(Phone, "+493023125001", &[])],
        )
        .contact(),
    ];
    let diff = compare(&row(",phone_emergency", ",+49 30 23125 001"), &held);
    let [Warning::Shared { name, .. }, Warning::CallingCode { expected, .. }] =
        &diff.changes[0].warnings[..]
    else {
        panic!("{diff:?}")
    };
    assert_eq!((name.as_str(), expected.as_str()), ("Lage", "+33"));
    assert!(matches!(&diff.changes[0].what, What::ChannelAdded(new) if new.kind == PhoneEmergency));
}

#[test]
fn a_key_for_mail_never_changes_with_a_group() {
    let (old, new) = ("A".repeat(40), "B".repeat(40));
    let held =
        [told(1, OWN, &[(Email, "a@example.org", &[("fingerprint", old.as_str())])]).contact()];
    let diff = compare(
        &row(",email,email.fingerprint,email.label", &format!(",a@example.org,{new},x")),
        &held,
    );
    let guarded: Vec<bool> = diff.changes.iter().map(|change| change.guarded).collect();
    assert_eq!(guarded, [true, false]);
    assert_eq!(diff.changes[0].warnings, [Warning::Fingerprint]);
}

#[test]
fn an_edition_that_is_behind_takes_nothing_back() {
    let (old, new) = ("+33199000001", "+33199000002");
    let (old_id, new_id) = (channel_id(Phone, old), channel_id(Phone, new));
    let replaces = old_id.to_string();
    let held = || told(1, OWN, &[(Phone, old, &[]), (Phone, new, &[("replaces", &replaces)])]);
    // Proved: the edition still has the old one.
    let diff = compare(&row(",phone", &format!(",{old}")), &[held().answered(new_id).contact()]);
    assert_eq!(diff.changes, []);
    assert!(matches!(&diff.notes[..], [DiffNote::Stale { value, .. }] if value == old));
    // Not yet proved: the edition has the new one, and the old one stays.
    let diff = compare(&row(",phone", &format!(",{new}")), &[held().contact()]);
    assert_eq!(diff.changes, []);
}

#[test]
fn a_contact_is_matched_by_its_number_when_its_name_has_changed() {
    let held = [told(1, &OWN[..3], &[(Phone, "+33199000001", &[])]).contact()];
    let table = "state,name,role,phone\nFR,Office central,art35,01 99 00 00 01\n";
    let diff = compare(table, &held);
    assert_eq!(diff.changes[0].matched, MatchedBy::Channel);
    let [What::Field { field, before, after }] = whats(&diff)[..] else { panic!("{diff:?}") };
    assert_eq!(
        (&field[..], &before[..], &after[..]),
        ("name", "Point de contact", "Office central")
    );
    // Two bodies behind one switchboard are not one.
    let two =
        "state,name,role,phone\nFR,Point de contact,art35,+33199000001\nFR,BCN,ncb,+33199000001\n";
    let diff = compare(two, &held);
    assert_eq!((diff.unchanged, diff.changes.len()), (1, 1));
    assert!(matches!(diff.changes[0].what, What::Added { .. }));
}

#[test]
fn a_closed_contact_opens_again_only_by_an_own_yes() {
    let closed =
        told(1, OWN, &[]).set(&[("closed", "2026-01-01"), ("closed_reason", "x")]).contact();
    let diff = compare(&row("", ""), std::slice::from_ref(&closed));
    assert!(matches!(diff.changes[0].what, What::Reopened) && diff.changes[0].guarded);
    let gone = compare(
        &row(",closed,closed_reason", ",2026-02-02,merged"),
        &[told(1, OWN, &[]).contact()],
    );
    assert!(matches!(&gone.changes[0].what, What::Gone { reason } if reason == "merged"));
    assert_eq!(compare(&row(",closed,closed_reason", ",2026-01-01,x"), &[closed]).changes, []);
}

#[test]
fn a_change_has_the_same_name_after_others_were_accepted() {
    let before = [told(1, OWN, &[(Phone, "+33199000001", &[])]).contact()];
    let table = row(",phone,city", ",+33199000002,Paris");
    let first = compare(&table, &before);
    let after = [told(1, OWN, &[(Phone, "+33199000001", &[])]).set(&[("city", "Paris")]).contact()];
    let second = compare(&table, &after);
    assert_eq!(first.changes[1].code, second.changes[0].code);
    assert_eq!((first.changes[1].number, second.changes[0].number), (2, 1));
    assert_ne!(first.fingerprint(), second.fingerprint());
    assert_eq!(first.fingerprint(), compare(&table, &before).fingerprint());
}
