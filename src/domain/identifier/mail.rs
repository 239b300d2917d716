//! E-mail addresses.

use super::{Code, host, lookalike};
use crate::domain::check::Finding;

/// Mailboxes that live for minutes.
const DISPOSABLE: &[&str] = &[
    "10minutemail.com",
    "dispostable.com",
    "emailondeck.com",
    "fakeinbox.com",
    "getnada.com",
    "guerrillamail.com",
    "mail.tm",
    "mailinator.com",
    "maildrop.cc",
    "mohmal.com",
    "mytemp.email",
    "sharklasers.com",
    "temp-mail.org",
    "tempmail.com",
    "throwawaymail.com",
    "trashmail.com",
    "yopmail.com",
    "yopmail.fr",
];

/// Local part and domain of an address, if it is one.
pub(super) fn split(value: &str) -> Option<(&str, &str)> {
    let (local, domain) = value.rsplit_once('@')?;
    let allowed = |c: char| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    let plain = !local.is_empty()
        && local.len() <= 64
        && local.chars().all(allowed)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    let quoted = local.len() > 2
        && local.len() <= 64
        && local.starts_with('"')
        && local.ends_with('"')
        && !local.contains(char::is_control);
    ((plain || quoted) && host::to_ascii(domain).is_some()).then_some((local, domain))
}

pub(super) fn check(value: &str, out: &mut Vec<Finding>) {
    let subject = super::clip(value);
    let Some((local, domain)) = split(value) else {
        out.push(Code::E01.finding(&subject, &[]));
        return;
    };
    let lower = domain.to_lowercase();
    if let Some((shown, sent)) = host::imitation(domain) {
        out.push(Code::U04.finding(&subject, &[&shown, &sent]));
    }
    if DISPOSABLE.contains(&lower.as_str()) {
        out.push(Code::E05.finding(&subject, &[&lower]));
    } else if !lookalike::is_free_mail(&lower) {
        out.push(Code::E02.finding(&subject, &[&lower]));
    }
    if let Some(base) = base_address(local, &lower) {
        out.push(Code::E03.finding(&subject, &[&base]));
    }
}

/// The mailbox behind a `+tag`, and behind dots where the provider ignores them.
fn base_address(local: &str, domain: &str) -> Option<String> {
    let untagged = local.split_once('+').map_or(local, |(base, _)| base);
    let dotless = matches!(domain, "gmail.com" | "googlemail.com");
    let base = if dotless { untagged.replace('.', "") } else { untagged.to_owned() };
    (base != local && !base.is_empty()).then(|| format!("{base}@{domain}"))
}
