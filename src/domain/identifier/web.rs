//! Web addresses. None is ever opened.

use url::{Host, Url};

use super::{Code, host, net};
use crate::domain::check::Finding;

const SHORTENERS: &[&str] = &[
    "bit.ly",
    "buff.ly",
    "cutt.ly",
    "goo.gl",
    "is.gd",
    "lnkd.in",
    "ow.ly",
    "rb.gy",
    "rebrand.ly",
    "s.id",
    "shorturl.at",
    "t.co",
    "t.ly",
    "tiny.cc",
    "tinyurl.com",
    "v.gd",
    "wa.link",
];

/// Hosts of profiles and the path that carries an id which is never re-used.
const PROFILES: &[(&str, &[&str])] = &[
    ("facebook.com", &["profile.php"]),
    ("instagram.com", &["p", "reel", "stories"]),
    ("t.me", &["c"]),
    ("telegram.me", &["c"]),
    ("tiktok.com", &["video"]),
    ("twitter.com", &["i", "status"]),
    ("x.com", &["i", "status"]),
    ("youtube.com", &["channel", "watch", "shorts"]),
    ("steamcommunity.com", &["profiles"]),
    ("linkedin.com", &[]),
    ("vk.com", &["id"]),
];

const SECRETS: &[&str] = &[
    "access_token",
    "apikey",
    "api_key",
    "auth",
    "jwt",
    "passwd",
    "password",
    "phpsessid",
    "pwd",
    "session",
    "sessionid",
    "sid",
    "sig",
    "signature",
    "token",
];

pub(super) fn check(value: &str, out: &mut Vec<Finding>) {
    let subject = super::clip(value);
    let parsed = Url::parse(value).ok().filter(Url::has_host);
    let Some(url) = parsed else {
        out.push(Code::U01.finding(&subject, &[]));
        return;
    };
    check_host(&url, &subject, out);
    if secret(&url) {
        out.push(Code::U03.finding(&subject, &[]));
    }
    if let Some(stripped) = without_tracking(&url) {
        out.push(Code::U07.finding(&subject, &[&stripped]));
    }
    if let Some(decoded) = percent_decoded(value) {
        out.push(Code::U10.finding(&subject, &[&decoded]));
    }
}

fn check_host(url: &Url, subject: &str, out: &mut Vec<Finding>) {
    let special = match url.host() {
        Some(Host::Ipv4(address)) => net::special4(address).map(|(_, range)| range),
        Some(Host::Ipv6(address)) => net::special6(address).map(|(_, range)| range),
        _ => None,
    };
    if let Some(range) = special {
        out.push(Code::U05.finding(subject, &[range]));
    }
    let Some(name) = url.host_str().map(|name| name.trim_end_matches('.').to_lowercase()) else {
        return;
    };
    let bare = name.strip_prefix("www.").unwrap_or(&name);
    if name == "localhost" || name.ends_with(".localhost") || name.ends_with(".local") {
        out.push(Code::U05.finding(subject, &[&name]));
    }
    if SHORTENERS.contains(&bare) {
        out.push(Code::U02.finding(subject, &[bare]));
    }
    if let Some((shown, sent)) = host::imitation(&name) {
        out.push(Code::U04.finding(subject, &[&shown, &sent]));
    }
    if name.ends_with(".onion") {
        out.push(Code::U09.finding(subject, &[]));
    }
    if let Some(handle) = handle_only(url, bare) {
        out.push(Code::U06.finding(subject, &[&handle]));
    }
}

/// The re-usable name in a profile's address that carries no lasting id.
fn handle_only(url: &Url, bare: &str) -> Option<String> {
    let mobile = bare.strip_prefix("m.").unwrap_or(bare);
    let (_, lasting) = PROFILES.iter().find(|(name, _)| *name == mobile)?;
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let first = parts.first()?;
    let by_id = parts.iter().any(|part| {
        lasting.contains(part) || (part.len() >= 6 && part.bytes().all(|b| b.is_ascii_digit()))
    });
    (!by_id).then(|| (*first).to_owned())
}

/// Credentials or a session in the address: whoever reads it can act as that person.
fn secret(url: &Url) -> bool {
    let named = |(key, value): (std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)| {
        !value.is_empty() && SECRETS.contains(&key.to_ascii_lowercase().as_str())
    };
    url.password().is_some() || !url.username().is_empty() || url.query_pairs().any(named)
}

fn tracking(key: &str) -> bool {
    let lower = key.to_ascii_lowercase();
    lower.starts_with("utm_")
        || matches!(
            lower.as_str(),
            "fbclid"
                | "gclid"
                | "dclid"
                | "igshid"
                | "igsh"
                | "mc_eid"
                | "msclkid"
                | "twclid"
                | "yclid"
        )
}

fn without_tracking(url: &Url) -> Option<String> {
    let query = url.query()?;
    let key = |pair: &&str| pair.split('=').next().unwrap_or_default().to_owned();
    let kept: Vec<&str> = query.split('&').filter(|pair| !tracking(&key(pair))).collect();
    if kept.len() == query.split('&').count() {
        return None;
    }
    let mut stripped = url.clone();
    stripped.set_query((!kept.is_empty()).then(|| kept.join("&")).as_deref());
    Some(stripped.into())
}

/// The address with its escapes undone, where that changes what a reader sees.
fn percent_decoded(value: &str) -> Option<String> {
    let bytes = value.as_bytes();
    let hex = |at: usize| bytes.get(at).and_then(|&b| char::from(b).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    let decoded = String::from_utf8(out).ok()?;
    (decoded != value).then_some(decoded)
}
