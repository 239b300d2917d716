//! What the desk does between a key and a frame, and between a file and an answer. Whole processes
//! are measured by `whole.py`; the figures are in `docs/performance.md`.

use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use vigie::desk::demo::{self, Size};
use vigie::desk::{Desk, Home};
use vigie::domain::directory::{ChannelKind, Role};
use vigie::domain::{Audience, Command, EntityId};
use vigie::log::{Actor, Chain, Draft, Hlc, Signer};
use vigie::view::directory::ChannelView;
use vigie::view::lookup::Index;
use vigie::view::{Board, ContactView, Directory, Filter, Label, Sort};

fn main() {
    divan::main();
}

fn now() -> Timestamp {
    Timestamp::from_second(1_795_230_840).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn desk(requests: u32) -> (TempDir, Desk) {
    let dir = TempDir::new().expect("a temporary directory");
    let overlay = vec![(demo::SWITCH_ON.to_owned(), demo::switches())];
    let catalogue = Arc::new(vigie::catalogue::load(&overlay).expect("the built-in catalogue"));
    let size = Size { requests, seed: 1 };
    let home = Home::below(dir.path());
    let desk = demo::create(&home, catalogue, TimeZone::UTC, size, now());
    (dir, desk.expect("a home").expect("the script"))
}

#[divan::bench]
fn load_the_catalogue(bencher: divan::Bencher<'_, '_>) {
    bencher.bench(|| vigie::catalogue::load(&[]));
}

#[divan::bench]
fn order_the_queue(bencher: divan::Bencher<'_, '_>) {
    let (_dir, desk) = desk(100);
    let requests = desk.open_requests().expect("requests").into_iter().map(Arc::new).collect();
    let board = Board { requests };
    bencher.bench(|| board.in_order(Sort::Deadline, now(), |_| true));
}

#[divan::bench]
fn filter_the_queue(bencher: divan::Bencher<'_, '_>) {
    let (_dir, desk) = desk(100);
    let views = desk.open_requests().expect("requests");
    let texts: Vec<(String, _)> = views.into_iter().map(|v| (v.search_text(), v)).collect();
    bencher.bench(|| {
        let filter = Filter::parse("ransom with:de");
        texts.iter().filter(|(text, view)| filter.matches(view, text, "S. Alaoui", now())).count()
    });
}

#[divan::bench]
fn open_the_queue(bencher: divan::Bencher<'_, '_>) {
    let (_dir, desk) = desk(2000);
    bencher.bench_local(|| desk.open_requests());
}

#[divan::bench]
fn due_in_eight_hours(bencher: divan::Bencher<'_, '_>) {
    let (_dir, desk) = desk(2000);
    let until = now().checked_add(SignedDuration::from_hours(8)).unwrap_or(now());
    bencher.bench_local(|| desk.due_before(until));
}

#[divan::bench]
fn an_act_until_it_is_durable(bencher: divan::Bencher<'_, '_>) {
    let (_dir, mut desk) = desk(14);
    let entity: EntityId =
        desk.open_requests().expect("requests")[0].entity.parse().expect("an id");
    bencher.bench_local(|| {
        let note = Command::Note { text: "called".to_owned(), audience: Audience::Internal };
        desk.execute(entity, note, now())
    });
}

#[divan::bench]
fn seal_an_entry(bencher: divan::Bencher<'_, '_>) {
    let signer = Signer::from_seed(&[7; 32]);
    let mut chain = Chain::open(signer.public(), 1, Hlc::default());
    let draft = Draft {
        kind: "request.note".to_owned(),
        kver: 1,
        crit: false,
        entity: Some([1; 16]),
        refs: Vec::new(),
        actor: Actor { officer: "A".into(), desk: "d".into(), via: "cli".into() },
        at: now(),
        payload: serde_json::Map::new(),
    };
    bencher.bench_local(|| chain.seal(&signer, &[9; 32], 1, [3; 16], &draft, 1_795_230_840_000));
}

/// All States of the catalogue and so many invented contacts, evenly.
fn directory(contacts: usize) -> Directory {
    let catalogue = vigie::catalogue::load(&[]).expect("the built-in catalogue");
    let states: Vec<_> = vigie::view::states(&catalogue, "MA").into_iter().map(Arc::new).collect();
    let channel = |kind, value: String| ChannelView { kind, value, ..ChannelView::default() };
    let contact = |at: usize| {
        let state = &states[at % states.len()];
        ContactView {
            entity: format!("{at:032x}"),
            id: format!("{}-{at:04}", state.code),
            state: state.code.clone(),
            roles: vec![Role::Art35],
            name: Label::plain(&format!("Invented Office {at} of {}", state.name.en)),
            acronym: format!("IO{at}"),
            city: format!("Town {}", at % 97),
            channels: vec![
                channel(ChannelKind::PhoneEmergency, format!("+999{at:08}")),
                channel(ChannelKind::Phone, format!("+9995{at:07}")),
                channel(ChannelKind::Email, format!("duty{at}@example.org")),
            ],
            ..ContactView::default()
        }
    };
    let contacts = (0..contacts).map(|at| Arc::new(contact(at))).collect();
    Directory { states, contacts }
}

#[divan::bench]
fn index_ten_thousand_contacts(bencher: divan::Bencher<'_, '_>) {
    let directory = directory(10_000);
    bencher.bench(|| Index::new(&directory));
}

/// What one key costs beside its frame.
#[divan::bench(args = ["", "f", "a", "of", "fr", "france", "4410", "off mor", "المغ", "nvente", "zzzz"])]
fn look_up_in_ten_thousand_contacts(bencher: divan::Bencher<'_, '_>, query: &str) {
    let directory = directory(10_000);
    let index = Index::new(&directory);
    bencher.bench(|| index.find(&directory, query, 200));
}
