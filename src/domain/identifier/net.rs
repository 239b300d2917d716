//! Addresses and ports. The table of special ranges is written out: the standard library does not
//! know the shared (CGNAT) space on stable, and "private" alone lets it through.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Cgnat, CheckContext, Code};
use crate::domain::Identifier;
use crate::domain::check::{Finding, Level};

/// First address, prefix length, code, name of the range. The first match counts.
type Range4 = ([u8; 4], u8, Code, &'static str);

const V4: &[Range4] = &[
    ([10, 0, 0, 0], 8, Code::Ip02, "10.0.0.0/8"),
    ([172, 16, 0, 0], 12, Code::Ip02, "172.16.0.0/12"),
    ([192, 168, 0, 0], 16, Code::Ip02, "192.168.0.0/16"),
    ([100, 64, 0, 0], 10, Code::Ip03, "100.64.0.0/10"),
    ([0, 0, 0, 0], 8, Code::Ip04, "0.0.0.0/8"),
    ([127, 0, 0, 0], 8, Code::Ip04, "127.0.0.0/8"),
    ([169, 254, 0, 0], 16, Code::Ip04, "169.254.0.0/16"),
    ([224, 0, 0, 0], 4, Code::Ip04, "224.0.0.0/4"),
    ([255, 255, 255, 255], 32, Code::Ip04, "255.255.255.255/32"),
    ([192, 0, 0, 0], 24, Code::Ip05, "192.0.0.0/24"),
    ([192, 0, 2, 0], 24, Code::Ip05, "192.0.2.0/24"),
    ([198, 18, 0, 0], 15, Code::Ip05, "198.18.0.0/15"),
    ([198, 51, 100, 0], 24, Code::Ip05, "198.51.100.0/24"),
    ([203, 0, 113, 0], 24, Code::Ip05, "203.0.113.0/24"),
    ([240, 0, 0, 0], 4, Code::Ip05, "240.0.0.0/4"),
];

const V6: &[(Ipv6Addr, u8, Code, &str)] = &[
    (Ipv6Addr::UNSPECIFIED, 128, Code::Ip04, "::/128"),
    (Ipv6Addr::LOCALHOST, 128, Code::Ip04, "::1/128"),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10, Code::Ip04, "fe80::/10"),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8, Code::Ip04, "ff00::/8"),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7, Code::Ip02, "fc00::/7"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, Code::Ip05, "2001:db8::/32"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, Code::Ip05, "3fff::/20"),
    (Ipv6Addr::new(0x100, 0, 0, 0, 0, 0, 0, 0), 64, Code::Ip05, "100::/64"),
];

/// Ports that servers listen on: as a *source* port they are probably the other end.
const SERVICE_PORTS: &[u16] = &[
    20, 21, 22, 23, 25, 53, 80, 110, 123, 143, 443, 465, 587, 853, 993, 995, 1433, 3306, 3389,
    5060, 5061, 5432, 8080, 8443,
];

/// An address as read from text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    V4(Ipv4Addr),
    V6(Ipv6Addr),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parsed {
    pub address: Address,
    pub prefix: Option<u8>,
    /// Octets with leading zeros: decimal to some readers, octal to others.
    pub zeros: bool,
}

/// Reads an address, bare, in brackets, or with a prefix length.
pub(super) fn parse(value: &str) -> Option<Parsed> {
    let value = value.trim();
    let (host, prefix) = match value.split_once('/') {
        Some((host, prefix)) => (host, Some(prefix.parse::<u8>().ok()?)),
        None => (value, None),
    };
    let host = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    if let Some((octets, zeros)) = octets(host) {
        let parts: Vec<u8> = octets.iter().filter_map(|&n| u8::try_from(n).ok()).collect();
        let bytes: [u8; 4] = parts.try_into().ok()?;
        if prefix.is_some_and(|p| p > 32) {
            return None;
        }
        return Some(Parsed { address: Address::V4(Ipv4Addr::from(bytes)), prefix, zeros });
    }
    let bare = host.split_once('%').map_or(host, |(address, _)| address);
    let address = bare.parse::<Ipv6Addr>().ok()?;
    if prefix.is_some_and(|p| p > 128) {
        return None;
    }
    Some(Parsed { address: Address::V6(address), prefix, zeros: false })
}

/// Four groups of one to three digits, and whether any has a leading zero.
pub(super) fn octets(text: &str) -> Option<([u16; 4], bool)> {
    let mut out = [0u16; 4];
    let mut zeros = false;
    let mut groups = text.split('.');
    for slot in &mut out {
        let group = groups.next()?;
        if group.is_empty() || group.len() > 3 || !group.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        zeros |= group.len() > 1 && group.starts_with('0');
        *slot = group.parse().ok()?;
    }
    groups.next().is_none().then_some((out, zeros))
}

pub(super) fn special4(address: Ipv4Addr) -> Option<(Code, &'static str)> {
    let bits = u32::from(address);
    V4.iter().find_map(|&(first, prefix, code, name)| {
        let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
        (bits & mask == u32::from(Ipv4Addr::from(first)) & mask).then_some((code, name))
    })
}

pub(super) fn special6(address: Ipv6Addr) -> Option<(Code, &'static str)> {
    let bits = u128::from(address);
    V6.iter().find_map(|&(first, prefix, code, name)| {
        let mask = u128::MAX.checked_shl(128 - u32::from(prefix)).unwrap_or(0);
        (bits & mask == u128::from(first) & mask).then_some((code, name))
    })
}

pub(super) fn check(identifier: &Identifier, cx: &CheckContext, out: &mut Vec<Finding>) {
    let value = identifier.value.trim();
    let parts = value.split([',', ';', ' ', '\n', '\t', '|']).filter(|p| !p.is_empty());
    let addresses: Vec<&str> = parts.filter(|part| parse(part).is_some()).collect();
    if addresses.len() > 1 {
        out.push(Code::Ip12.finding(&super::clip(value), &[&addresses.len().to_string()]));
        return;
    }
    let Some(parsed) = parse(value) else {
        out.push(Code::Ip01.finding(&super::clip(value), &[]));
        return;
    };
    match parsed.address {
        Address::V4(address) => check4(identifier, parsed, address, cx, out),
        Address::V6(address) => check6(identifier, parsed, address, out),
    }
    check_port(identifier, out);
}

fn check4(
    identifier: &Identifier,
    parsed: Parsed,
    address: Ipv4Addr,
    cx: &CheckContext,
    out: &mut Vec<Finding>,
) {
    let value = identifier.value.trim();
    if parsed.zeros {
        out.push(Code::Ip06.finding(value, &[&address.to_string()]));
    }
    if let Some(prefix) = parsed.prefix.filter(|&p| p < 24) {
        out.push(Code::Ip10.finding(value, &[&format!("/{prefix}")]));
    }
    let special = special4(address);
    if let Some((code, name)) = special {
        out.push(code.finding(value, &[name]));
    }
    // An address that cannot be looked up at all needs no port.
    let reachable = special.is_none_or(|(code, _)| code == Code::Ip03);
    if reachable && identifier.port.is_none() {
        match cx.cgnat {
            Cgnat::No => {}
            Cgnat::Unknown | Cgnat::Yes => out.push(Code::Pt01.finding(value, &[])),
            Cgnat::PortRequired => out.push(Code::Pt01.at_level(Level::Block, value, &[])),
        }
    }
}

fn check6(identifier: &Identifier, parsed: Parsed, address: Ipv6Addr, out: &mut Vec<Finding>) {
    let value = identifier.value.trim();
    if let Some(prefix) = parsed.prefix.filter(|&p| p < 48) {
        out.push(Code::Ip10.finding(value, &[&format!("/{prefix}")]));
    }
    if let Some(mapped) = address.to_ipv4_mapped() {
        out.push(Code::Ip07.finding(value, &[&mapped.to_string()]));
        if let Some((code, name)) = special4(mapped) {
            out.push(code.finding(value, &[name]));
        }
        return;
    }
    if let Some((code, name)) = special6(address) {
        out.push(code.finding(value, &[name]));
    } else if let Some(inner) = embedded(address) {
        out.push(Code::Ip08.finding(value, &[&inner.to_string()]));
    } else if parsed.prefix.is_none() && looks_temporary(address) {
        let [a, b, c, d, ..] = address.segments();
        let network = Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0);
        out.push(Code::Ip09.finding(value, &[&format!("{network}/64")]));
    }
    if let Some(port) = identifier.port {
        out.push(Code::Pt05.finding(value, &[&port.to_string()]));
    }
}

/// The IPv4 address inside a 6to4, Teredo or NAT64 address.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let pair = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match address.segments() {
        [0x2002, high, low, ..] => Some(pair(high, low)),
        // Teredo writes the client's address inverted.
        [0x2001, 0, _, _, _, _, high, low] => Some(pair(!high, !low)),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(pair(high, low)),
        _ => None,
    }
}

/// A random-looking interface identifier: not made from a hardware address and not hand-numbered.
fn looks_temporary(address: Ipv6Addr) -> bool {
    let [first, _, _, _, high, second, third, _] = address.segments();
    let global = first & 0xe000 == 0x2000;
    let hardware = second & 0x00ff == 0x00ff && third & 0xff00 == 0xfe00;
    let numbered = high == 0 && second == 0;
    global && !hardware && !numbered
}

fn check_port(identifier: &Identifier, out: &mut Vec<Finding>) {
    let value = identifier.value.trim();
    let Some(port) = identifier.port else { return };
    let shown = port.to_string();
    if port == 0 {
        out.push(Code::Pt03.finding(value, &[&shown]));
    } else if SERVICE_PORTS.contains(&port) {
        out.push(Code::Pt02.finding(value, &[&shown]));
    }
    if identifier.protocol.as_deref().is_none_or(|p| p.trim().is_empty()) {
        out.push(Code::Pt04.finding(value, &[&shown]));
    }
}
