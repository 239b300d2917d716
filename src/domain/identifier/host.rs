//! Domain names: syntax, the part somebody registered, and scripts that imitate another.

use super::{CheckContext, Code, net};
use crate::domain::check::Finding;

/// Suffixes of two labels under which names are registered, without the country.
const SECOND_LEVEL: &[&str] = &[
    "ac", "asso", "co", "com", "edu", "gob", "gouv", "gov", "govt", "gv", "id", "ltd", "me", "mil",
    "ne", "net", "nhs", "nic", "nom", "or", "org", "plc", "police", "press", "sch", "school",
];

/// Names that never stand in the public DNS.
const NOT_PUBLIC: &[&str] = &[
    "corp",
    "example",
    "home",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "private",
    "test",
];

/// Top-level names of three letters and more that texts really contain. Names of two letters are
/// countries. Only for telling a name from a word in running text.
const COMMON: &[&str] = &[
    "academy",
    "aero",
    "africa",
    "agency",
    "app",
    "arpa",
    "art",
    "asia",
    "bank",
    "bet",
    "bid",
    "biz",
    "blog",
    "business",
    "buzz",
    "cam",
    "capital",
    "cash",
    "cat",
    "center",
    "chat",
    "church",
    "city",
    "click",
    "cloud",
    "club",
    "com",
    "community",
    "company",
    "coop",
    "date",
    "dev",
    "digital",
    "directory",
    "download",
    "edu",
    "email",
    "example",
    "exchange",
    "expert",
    "finance",
    "financial",
    "fit",
    "foundation",
    "fun",
    "fund",
    "fyi",
    "games",
    "global",
    "gov",
    "group",
    "guru",
    "health",
    "help",
    "host",
    "icu",
    "info",
    "ink",
    "institute",
    "int",
    "invalid",
    "investments",
    "jobs",
    "kim",
    "law",
    "legal",
    "life",
    "link",
    "live",
    "loan",
    "loans",
    "ltd",
    "market",
    "media",
    "men",
    "mil",
    "mobi",
    "moe",
    "money",
    "monster",
    "museum",
    "name",
    "net",
    "network",
    "news",
    "ngo",
    "ninja",
    "one",
    "onion",
    "online",
    "org",
    "page",
    "paris",
    "party",
    "photos",
    "post",
    "press",
    "pro",
    "racing",
    "review",
    "rocks",
    "run",
    "sbs",
    "science",
    "services",
    "shop",
    "site",
    "social",
    "solutions",
    "space",
    "store",
    "stream",
    "studio",
    "support",
    "systems",
    "team",
    "tech",
    "technology",
    "tel",
    "today",
    "tools",
    "top",
    "trade",
    "trading",
    "travel",
    "vip",
    "wang",
    "website",
    "wiki",
    "win",
    "work",
    "works",
    "world",
    "wtf",
    "xxx",
    "xyz",
    "zone",
];

/// Two-letter endings that in running text are file names or abbreviations rather than countries.
const FILE_ENDINGS: &[&str] =
    &["cc", "cs", "js", "md", "mm", "pl", "ps", "py", "rs", "sh", "so", "vb"];

pub(super) fn to_unicode(domain: &str) -> (String, bool) {
    let unicode = url::quirks::domain_to_unicode(domain);
    if unicode.is_empty() { (domain.to_owned(), false) } else { (unicode, true) }
}

/// The form the DNS knows, lower-case; `None` if it is not a name.
pub(super) fn to_ascii(domain: &str) -> Option<String> {
    let trimmed = domain.strip_suffix('.').unwrap_or(domain);
    if trimmed.is_empty() || trimmed.len() > 1000 {
        return None;
    }
    let ascii = url::quirks::domain_to_ascii(trimmed);
    let label = |l: &str| {
        let inner = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        !l.is_empty()
            && l.len() <= 63
            && l.bytes().all(inner)
            && !l.starts_with('-')
            && !l.ends_with('-')
    };
    let good = ascii.len() <= 253 && ascii.contains('.') && ascii.split('.').all(label);
    good.then_some(ascii)
}

/// The part that somebody registered: one label and the public suffix.
pub(super) fn registrable(ascii: &str) -> String {
    let labels: Vec<&str> = ascii.split('.').collect();
    let wanted = match labels.as_slice() {
        [.., second, top] if top.len() == 2 && SECOND_LEVEL.contains(second) => 3,
        _ => 2,
    };
    labels.get(labels.len().saturating_sub(wanted)..).unwrap_or_default().join(".")
}

pub(super) fn top(ascii: &str) -> &str {
    ascii.rsplit('.').next().unwrap_or_default()
}

/// Whether a token of running text is a domain name rather than a file name or two sentences.
pub(super) fn plausible(token: &str) -> bool {
    if token.len() > 253 || !token.contains('.') || token.contains("..") {
        return false;
    }
    let top = top(token);
    let mixed = top.chars().any(char::is_uppercase) && top.chars().any(char::is_lowercase);
    let lower = top.to_lowercase();
    let known = match lower.len() {
        0 | 1 => false,
        2 => lower.bytes().all(|b| b.is_ascii_lowercase()) && !FILE_ENDINGS.contains(&&*lower),
        _ => COMMON.contains(&lower.as_str()) || lower.starts_with("xn--"),
    };
    let first = token.split('.').next().unwrap_or_default();
    known && !mixed && first.chars().count() > 1 && to_ascii(token).is_some()
}

/// A name that shows non-Latin characters, or hides them behind punycode: (as shown, as sent).
pub(super) fn imitation(host: &str) -> Option<(String, String)> {
    let ascii = to_ascii(host)?;
    if !ascii.split('.').any(|label| label.starts_with("xn--")) {
        return None;
    }
    Some((to_unicode(&ascii).0, ascii))
}

pub(super) fn check(value: &str, cx: &CheckContext, out: &mut Vec<Finding>) {
    if net::parse(value).is_some() {
        out.push(Code::D06.finding(value, &[]));
        return;
    }
    let Some(ascii) = to_ascii(value) else {
        out.push(Code::D01.finding(&super::clip(value), &[]));
        return;
    };
    let own = registrable(&ascii);
    if own != ascii && format!("www.{own}") != ascii {
        out.push(Code::D02.finding(value, &[&own]));
    }
    if let Some((shown, sent)) = imitation(value) {
        out.push(Code::U04.finding(value, &[&shown, &sent]));
    }
    let top = top(&ascii);
    if top == "onion" {
        out.push(Code::U09.finding(value, &[]));
    } else if NOT_PUBLIC.contains(&top) || top.bytes().all(|b| b.is_ascii_digit()) {
        out.push(Code::D04.finding(value, &[top]));
    } else if top.len() == 2 {
        let ours = cx.home.eq_ignore_ascii_case(top);
        let code = if ours { Code::D05 } else { Code::D03 };
        out.push(code.finding(value, &[&format!(".{top}")]));
    }
}
