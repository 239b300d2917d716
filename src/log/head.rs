//! The head of an entry: the part that is chained and signed. Its known keys stand in one order and
//! one spelling; keys of a later program may follow them.

use std::fmt::Write as _;

use super::digest::{hex, is_one_line, unhex};
use super::problem::{Place, ProblemKind};
use super::{Hlc, MAX_HEAD, MAX_INTEGER, strict};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub author: [u8; 32],
    /// Incarnation of the author's log: a new random number whenever the desk cannot be sure that
    /// it alone continues the old one.
    pub inc: u32,
    pub seq: u64,
    /// The id of the author's entry before this one; none at the start of a log.
    pub prev: Option<[u8; 32]>,
    pub hlc: Hlc,
    /// Bytes of the body.
    pub len: u32,
    pub body: [u8; 32],
    /// 0: the body is plain. Other values belong to later programs.
    pub flags: u16,
    /// Number of the key epoch of a sealed body.
    pub epoch: u16,
    /// Version of the roster under which the author acted.
    pub roster: u32,
}

impl Head {
    pub fn place(&self) -> Place {
        Place { author: self.author, inc: self.inc, seq: self.seq }
    }

    pub(super) fn render(&self) -> String {
        let mut out = String::with_capacity(400);
        let _ = write!(out, "{{\"v\":1,\"author\":\"{}\",\"inc\":{}", hex(&self.author), self.inc);
        let _ = match &self.prev {
            Some(prev) => write!(out, ",\"seq\":{},\"prev\":\"{}\"", self.seq, hex(prev)),
            None => write!(out, ",\"seq\":{},\"prev\":null", self.seq),
        };
        let _ = write!(
            out,
            ",\"hlc\":[{},{}],\"len\":{},\"body\":\"{}\"",
            self.hlc.ms,
            self.hlc.tick,
            self.len,
            hex(&self.body)
        );
        let _ = write!(
            out,
            ",\"flags\":{},\"epoch\":{},\"roster\":{}}}",
            self.flags, self.epoch, self.roster
        );
        out
    }

    pub fn parse(text: &str) -> Result<Self, ProblemKind> {
        if text.len() > MAX_HEAD {
            return Err(ProblemKind::TooLarge { what: "head", limit: MAX_HEAD });
        }
        let mut scan = Scan { rest: text };
        let v = scan.take("{\"v\":").and_then(|()| scan.number(MAX_INTEGER));
        match v {
            Some(1) => {}
            Some(v) => return Err(ProblemKind::Unreadable(format!("an entry of version {v}"))),
            None => return Err(ProblemKind::Unreadable("not the head of an entry".to_owned())),
        }
        let head = scan.head().ok_or_else(|| {
            let at = text.len() - scan.rest.len();
            ProblemKind::NotCanonical(format!("head, at byte {at}"))
        })?;
        if head.prev.is_none() != (head.seq == 0) {
            return Err(ProblemKind::NotCanonical("only a log's first entry has no prev".into()));
        }
        if scan.rest != "}" {
            let more = scan.rest.starts_with(',') && is_one_line(text);
            let read = if more { strict::object(text).map(|_| ()) } else { Err("its end".into()) };
            read.map_err(|e| ProblemKind::NotCanonical(format!("head: {e}")))?;
        }
        Ok(head)
    }
}

struct Scan<'a> {
    rest: &'a str,
}

impl Scan<'_> {
    fn take(&mut self, literal: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(literal)?;
        Some(())
    }

    fn number<T: TryFrom<u64>>(&mut self, max: u64) -> Option<T> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.rest.split_at_checked(digits)?;
        if number.len() > 1 && number.starts_with('0') {
            return None;
        }
        let value = number.parse::<u64>().ok().filter(|&n| n <= max)?;
        self.rest = rest;
        T::try_from(value).ok()
    }

    fn hex32(&mut self) -> Option<[u8; 32]> {
        self.take("\"")?;
        let (digits, rest) = self.rest.split_at_checked(64)?;
        let bytes = unhex(digits)?;
        self.rest = rest;
        self.take("\"")?;
        Some(bytes)
    }

    /// Everything after the version, up to but without the closing brace.
    fn head(&mut self) -> Option<Head> {
        self.take(",\"author\":")?;
        let author = self.hex32()?;
        self.take(",\"inc\":")?;
        let inc = self.number(u32::MAX.into())?;
        self.take(",\"seq\":")?;
        let seq = self.number(MAX_INTEGER)?;
        self.take(",\"prev\":")?;
        let prev = if self.take("null").is_some() { None } else { Some(self.hex32()?) };
        self.take(",\"hlc\":[")?;
        let ms = self.number(Hlc::MAX_MS)?;
        self.take(",")?;
        let tick = self.number(u16::MAX.into())?;
        self.take("],\"len\":")?;
        let len = self.number(u32::MAX.into())?;
        self.take(",\"body\":")?;
        let body = self.hex32()?;
        self.take(",\"flags\":")?;
        let flags = self.number(u16::MAX.into())?;
        self.take(",\"epoch\":")?;
        let epoch = self.number(u16::MAX.into())?;
        self.take(",\"roster\":")?;
        let roster = self.number(u32::MAX.into())?;
        let hlc = Hlc { ms, tick };
        Some(Head { author, inc, seq, prev, hlc, len, body, flags, epoch, roster })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn largest() -> Head {
        Head {
            author: [255; 32],
            inc: u32::MAX,
            seq: MAX_INTEGER,
            prev: Some([255; 32]),
            hlc: Hlc { ms: Hlc::MAX_MS, tick: u16::MAX },
            len: u32::MAX,
            body: [255; 32],
            flags: u16::MAX,
            epoch: u16::MAX,
            roster: u32::MAX,
        }
    }

    #[test]
    fn the_largest_head_fits_its_limit_and_reads_back() {
        let text = largest().render();
        assert_eq!(text.len(), 366);
        assert_eq!(Head::parse(&text), Ok(largest()));
        let first = Head { seq: 0, prev: None, ..largest() };
        assert_eq!(Head::parse(&first.render()), Ok(first));
    }

    #[test]
    fn keys_of_a_later_program_may_follow() {
        let text = largest().render();
        let open = text.strip_suffix('}').unwrap();
        assert_eq!(Head::parse(&format!("{open},\"later\":[1]}}")), Ok(largest()));
        for bad in [
            format!("{open},\"seq\":1}}"),
            format!("{open},\"later\":1.5}}"),
            format!("{open},\t\"later\":1}}"),
            format!("{open},}}"),
            format!("{text} "),
            open.to_owned(),
            format!("{open},\"later\":\"{}\"}}", "x".repeat(MAX_HEAD)),
        ] {
            assert!(Head::parse(&bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn another_spelling_of_the_same_head_is_refused() {
        let text = largest().render();
        for (from, to) in [
            ("\"v\":1", "\"v\":01"),
            ("\"v\":1", "\"v\":2"),
            ("\"v\":1", "\"v\": 1"),
            ("ff\"", "FF\""),
            ("\"inc\":", "\"inc\":0"),
            ("4294967295,\"body\"", "4294967296,\"body\""),
            ("9007199254740992", "9007199254740993"),
            ("\"hlc\":[281474976710655,65535]", "\"hlc\":[281474976710656,65535]"),
            ("\"flags\"", "\"epoch\""),
            ("\"prev\":\"ff", "\"prev\":\"é"),
        ] {
            let other = text.replacen(from, to, 1);
            assert_ne!(other, text);
            assert!(Head::parse(&other).is_err(), "{other}");
        }
        let orphan = Head { prev: None, ..largest() }.render();
        assert!(Head::parse(&orphan).is_err());
    }
}
