use super::*;
use crate::domain::directory::Standing;
use crate::view::directory::ChannelView;

const DAYS: i64 = 24 * 3600;

fn now() -> Timestamp {
    "2026-11-21T03:14:00Z".parse().unwrap()
}

fn channel(id: &str, proved_days_ago: Option<i64>) -> ChannelView {
    let ago = |days: i64| Timestamp::from_second(now().as_second() - days * DAYS).unwrap();
    ChannelView { id: id.to_owned(), proved: proved_days_ago.map(ago), ..ChannelView::default() }
}

fn contact(channels: Vec<ChannelView>) -> ContactView {
    ContactView { channels, ..ContactView::default() }
}

fn owed(contacts: Vec<ContactView>) -> Vec<String> {
    let contacts: Vec<Arc<ContactView>> = contacts.into_iter().map(Arc::new).collect();
    let owed = debt(&contacts, now(), SignedDuration::from_secs(120 * DAYS));
    owed.iter().map(|owed| owed.contact.channels[owed.channel].id.clone()).collect()
}

#[test]
fn what_was_never_proved_comes_first_and_then_the_oldest_proof() {
    let first = contact(vec![channel("121", Some(121)), channel("never", None)]);
    let second = contact(vec![
        channel("119", Some(119)),
        channel("400", Some(400)),
        channel("120", Some(120)),
        channel("ahead", Some(-1)),
        channel("never too", None),
    ]);
    assert_eq!(owed(vec![first, second]), ["never", "never too", "400", "121"]);
}

#[test]
fn only_channels_that_are_used_are_owed() {
    let stands = |standing| ChannelView { standing, ..channel(Standing::word(standing), None) };
    let all = Standing::ALL.iter().map(|standing| stands(*standing)).collect();
    assert_eq!(owed(vec![contact(all)]), ["in_use", "pending"]);
    let mut closed = contact(vec![channel("a", None)]);
    closed.closed = true;
    assert_eq!(owed(vec![closed]), Vec::<String>::new());
}
