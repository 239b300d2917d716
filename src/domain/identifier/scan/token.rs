//! Tokens between blanks: addresses, names, digests and wallets.

use std::ops::Range;

use super::Scan;
use crate::domain::IdentifierKind;
use crate::domain::identifier::{Code, account, clip, coin, hash, host, mail, net};

/// Longer tokens are encoded data, not identifiers.
const LONGEST: usize = 2048;

/// What the words before a token on its line say about it.
#[derive(Default, Clone, Copy)]
struct Line {
    platform: Option<&'static str>,
    /// A word such as `account` came last, and whether a colon followed it.
    label: Option<bool>,
    wallet: bool,
    digest: bool,
    from_header: bool,
}

impl Scan<'_> {
    pub(super) fn tokens(&mut self) {
        let text = self.text;
        let header = |line: &str, name: &str| {
            line.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
        };
        let full = |line: &str| header(line, "message-id:") || header(line, "received:");
        let headers = text.lines().any(full);
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let mut state =
                Line { from_header: !headers && header(line, "from:"), ..Line::default() };
            let mut at = start;
            for piece in line.split_inclusive(char::is_whitespace) {
                let token = piece.trim_end();
                if !token.is_empty() && token.len() <= LONGEST {
                    self.token(token, at, &mut state);
                }
                at += piece.len();
            }
            start += line.len();
        }
    }

    fn token(&mut self, token: &str, at: usize, line: &mut Line) {
        if self.web(token, at) {
            return;
        }
        let split = |c: char| {
            matches!(c, ',' | ';' | '|' | '=' | '<' | '>' | '"' | '\'' | '(' | ')' | '{' | '}')
                || matches!(c, '«' | '»' | '“' | '”')
        };
        let mut from = 0;
        for part in token.split_inclusive(split) {
            let bare = part.trim_end_matches(split);
            let closing = part.get(bare.len()..).unwrap_or_default();
            self.part(bare, at + from, closing.contains('='), line);
            from += part.len();
        }
    }

    /// A web address runs to the blank: what would split other tokens belongs to it.
    fn web(&mut self, token: &str, at: usize) -> bool {
        let Some(mark) = token.find("://") else {
            return false;
        };
        let head = token.get(..mark).unwrap_or_default();
        let scheme = head.bytes().rev().take(16).take_while(u8::is_ascii_alphanumeric).count();
        let start = mark - scheme;
        let rest = token.get(start..).unwrap_or_default();
        let end = rest.find(['<', '>', '"', '«', '»', '“', '”']).unwrap_or(rest.len());
        let mut url = rest.get(..end).unwrap_or_default();
        url = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ']', '}', '*']);
        if url.ends_with(')') && !url.contains('(') {
            url = url.trim_end_matches(')');
        }
        if scheme == 0 || url.len() <= scheme + 3 {
            return false;
        }
        let span = at + start..at + start + url.len();
        self.propose(IdentifierKind::Url, url, span).is_some()
    }

    fn part(&mut self, part: &str, at: usize, assigned: bool, line: &mut Line) {
        let bare = part.trim_start_matches(['*', '-', '`', '\'', ':', '•']);
        let at = at + (part.len() - bare.len());
        let word = bare.trim_end_matches(['.', ',', ':', '!', '?', '*', '`', '\'', '#']);
        let colon = assigned || bare.get(word.len()..).is_some_and(|end| end.contains(':'));
        if word.is_empty() {
            // A lone `:` or `#` still joins a label with its value.
            line.label = line.label.map(|had| had || colon || bare.contains(['#', ':']));
            return;
        }
        let done = self.mailbox(word, at, line.from_header)
            || self.address(word, at)
            || self.digest(word, at, *line)
            || self.wallet(word, at, *line)
            || self.account(word, at, line)
            || self.name(word, at);
        if done {
            line.label = None;
        } else {
            learn(word, colon, line);
        }
    }

    fn mailbox(&mut self, word: &str, at: usize, from_header: bool) -> bool {
        let skipped = match word.get(..7) {
            Some(head) if head.eq_ignore_ascii_case("mailto:") => 7,
            _ => word
                .find(':')
                .filter(|&c| word.find('@').is_some_and(|a| c < a))
                .map_or(0, |c| c + 1),
        };
        let address = word.get(skipped..).unwrap_or_default();
        if address.len() > 320 || mail::split(address).is_none() {
            return false;
        }
        let span = at + skipped..at + word.len();
        let Some(draft) = self.propose(IdentifierKind::Email, address, span) else {
            return false;
        };
        if from_header {
            draft.extra.push(Code::E04.finding(&clip(address), &[]));
        }
        true
    }

    /// `192.0.2.1`, `192.0.2.1:443`, `192.0.2.0/24`, `[2001:db8::1]:443`, `2001:db8::1`.
    fn address(&mut self, word: &str, at: usize) -> bool {
        if word.len() > 64 || !word.contains(['.', ':']) {
            return false;
        }
        let (host, port) = split_port(word);
        // `IP:192.0.2.1` without a blank.
        let label = host.find(':').filter(|_| host.contains('.') && !host.contains("::"));
        let label = label
            .filter(|&c| host.get(..c).is_some_and(|h| h.bytes().all(|b| b.is_ascii_alphabetic())));
        let skipped = label.map_or(0, |c| c + 1);
        let host = host.get(skipped..).unwrap_or_default();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let real = match net::octets(bare.split('/').next().unwrap_or_default()) {
            Some(_) => true,
            None => is_v6(bare) && net::parse(host).is_some(),
        };
        if !real {
            return false;
        }
        let span = at + skipped..at + word.len();
        let Some(draft) = self.propose(IdentifierKind::Ip, bare, span) else { return false };
        match port.map(str::parse::<u16>) {
            Some(Ok(port)) => draft.identifier.port = Some(port),
            Some(Err(_)) => {
                let port = port.unwrap_or_default();
                draft.extra.push(Code::Pt03.finding(&clip(bare), &[&clip(port)]));
            }
            None => {}
        }
        true
    }

    fn digest(&mut self, word: &str, at: usize, line: Line) -> bool {
        let (label, digits) = match word.split_once(':') {
            Some((label, digits)) if digest_label(label) => (Some(label), digits),
            _ => (None, word),
        };
        let hex =
            (16..=256).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let mixed = digits.bytes().any(|b| b.is_ascii_alphabetic());
        let labelled = line.digest || label.is_some();
        if !hex || !(mixed || labelled) {
            return false;
        }
        let usual = hash::algorithm(digits.len()).is_some();
        if !usual && !labelled {
            return false;
        }
        // 64 digits named as a transaction are not a file.
        let kind = if line.wallet && digits.len() == 64 && !labelled {
            IdentifierKind::Wallet
        } else {
            IdentifierKind::Hash
        };
        let span = at + (word.len() - digits.len())..at + word.len();
        self.propose(kind, digits, span).is_some()
    }

    fn wallet(&mut self, word: &str, at: usize, line: Line) -> bool {
        let from = word.rfind(':').map_or(0, |colon| colon + 1);
        let value = word.get(from..).unwrap_or_default();
        if value.len() < 14 || value.len() > 120 {
            return false;
        }
        let right = coin::form(value).is_some();
        if !right
            && !(coin::shaped(value)
                && (line.wallet || value.starts_with("0x") || value.starts_with("bc1")))
        {
            return false;
        }
        self.propose(IdentifierKind::Wallet, value, at + from..at + word.len()).is_some()
    }

    fn account(&mut self, word: &str, at: usize, line: &Line) -> bool {
        let body = word.strip_prefix('@').unwrap_or(word);
        let handle = (2..=64).contains(&body.chars().count())
            && body.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'));
        if !handle || account::platform(body).is_some() {
            return false;
        }
        let at_sign = body.len() < word.len() && body.chars().any(char::is_alphabetic);
        let numeric = body.bytes().all(|b| b.is_ascii_digit());
        let telling = body.chars().any(|c| c.is_ascii_digit() || c == '_');
        let labelled = line.label.is_some_and(|colon| colon || telling) && line.platform.is_some();
        let snowflake = numeric && (17..=20).contains(&body.len()) && line.platform.is_some();
        let short = numeric && body.len() < 5;
        let label = account::LABELS.iter().any(|l| body.eq_ignore_ascii_case(l));
        if label || short || !(at_sign || labelled || snowflake) {
            return false;
        }
        let span: Range<usize> = at + (word.len() - body.len())..at + word.len();
        let platform = line.platform;
        let Some(draft) = self.propose(IdentifierKind::Account, body, span) else { return false };
        draft.identifier.platform = platform.map(str::to_owned);
        true
    }

    /// A domain name, or a web address without its scheme.
    fn name(&mut self, word: &str, at: usize) -> bool {
        let (name, path) = match word.find(['/', '?']) {
            Some(cut) => word.split_at(cut),
            None => (word, ""),
        };
        let name = name.split(':').next().unwrap_or_default();
        if !host::plausible(name) {
            return false;
        }
        if path.len() > 1 {
            return self.propose(IdentifierKind::Url, word, at..at + word.len()).is_some();
        }
        self.propose(IdentifierKind::Domain, name, at..at + name.len()).is_some()
    }
}

fn learn(word: &str, colon: bool, line: &mut Line) {
    let lower = if word.len() <= 32 { word.to_lowercase() } else { String::new() };
    let lower = lower.as_str();
    if let Some(platform) = account::platform(lower) {
        line.platform = Some(platform);
        // `Telegram: name` labels by itself.
        line.label = colon.then_some(true);
        return;
    }
    line.wallet |= matches!(
        lower,
        "wallet"
            | "btc"
            | "bitcoin"
            | "eth"
            | "ethereum"
            | "usdt"
            | "trx"
            | "tron"
            | "txid"
            | "tx"
            | "transaction"
            | "portefeuille"
            | "crypto"
            | "blockchain"
            | "ltc"
            | "xrp"
            | "address"
            | "adresse"
    );
    line.digest |= digest_label(lower);
    if account::LABELS.contains(&lower) {
        line.label = Some(colon || line.label.unwrap_or(false));
    } else if colon && line.label.is_some() {
        line.label = Some(true);
    } else {
        line.label = None;
    }
}

fn digest_label(word: &str) -> bool {
    let first = word.bytes().next().unwrap_or_default() | 0x20;
    if !matches!(first, b'm' | b's' | b'h' | b'c' | b'e' | b'd') {
        return false;
    }
    let plain: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
    let names = ["md5", "sha1", "sha256", "sha512", "hash", "checksum", "empreinte", "digest"];
    word.len() <= 24 && names.iter().any(|name| plain.eq_ignore_ascii_case(name))
}

fn split_port(word: &str) -> (&str, Option<&str>) {
    let digits = |p: &str| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit());
    if word.starts_with('[') {
        return match word.rsplit_once("]:") {
            Some((_, port)) if digits(port) => {
                (word.get(..word.len() - port.len() - 1).unwrap_or_default(), Some(port))
            }
            _ => (word, None),
        };
    }
    match word.rsplit_once(':') {
        Some((host, port)) if digits(port) && host.contains('.') && !host.contains("::") => {
            (host, Some(port))
        }
        _ => (word, None),
    }
}

/// `a::b` in a program's text is no address: two filled groups and a digit, or four groups.
fn is_v6(text: &str) -> bool {
    let groups = text.split(':').filter(|group| !group.is_empty()).count();
    groups >= 4 || (groups >= 2 && text.bytes().any(|b| b.is_ascii_digit()))
}
