//! Electronic mail (`.eml`): who wrote, when they say they did, the text and the files. A form in
//! the text, in a forwarded message or in an attached text file is read; attached request files are
//! only listed, because a stranger's mail must not register what it likes.

mod decode;
mod parts;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use jiff::civil::DateTime as CivilTime;
use jiff::tz::Offset;
use mail_parser::{Addr, Address, Message};

use crate::domain::catalogue::Confidence;
use crate::domain::check::{Finding, Level};

use super::refused::{Place, Refused, RefusedKind};
use super::value::{head, plausible_sent};
use super::{How, IntakeContext, Proposal, Sender, form, guess, identify};
use parts::{Parts, headers, split, with_end};

/// Bytes of message text that are read; the whole of a longer one is attached as a file.
const READ_LIMIT: usize = 256 << 10;

/// Whether the first lines are headers of a message.
pub fn looks_like_mail(text: &str) -> bool {
    const NAMES: &[&str] = &[
        "from",
        "to",
        "date",
        "subject",
        "received",
        "message-id",
        "mime-version",
        "return-path",
        "content-type",
        "delivered-to",
        "reply-to",
        "dkim-signature",
        "x-mailer",
    ];
    let mut known = 0;
    let text = text.get(mailbox_line(text.as_bytes())..).unwrap_or(text);
    for line in text.lines().take(60) {
        if line.starts_with([' ', '\t']) && known > 0 {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { break };
        if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') || name.is_empty() {
            break;
        }
        known += usize::from(NAMES.contains(&name.to_ascii_lowercase().as_str()));
    }
    known >= 2
}

/// The line that mailbox files put before a message is no header.
fn mailbox_line(bytes: &[u8]) -> usize {
    let end = bytes.iter().position(|&b| b == b'\n').map_or(0, |at| at + 1);
    if bytes.starts_with(b"From ") { end } else { 0 }
}

/// # Errors
/// Beyond the limits, not a message, NUL in header or text.
pub fn read(bytes: &[u8], cx: &IntakeContext) -> Result<Proposal, Refused> {
    let bytes = bytes.get(mailbox_line(bytes)..).unwrap_or(bytes);
    let (block, _) = split(bytes, "")?;
    if let Some(at) = block.iter().position(|&b| b == 0) {
        let mut place = Place::of_offset(bytes, at);
        place.part = "header".into();
        return Err(Refused::new(place, RefusedKind::Nul));
    }
    let mut parts = Parts::default();
    parts.walk(bytes, "", 1, false)?;
    let block = with_end(block);
    let message = headers(&block);
    let sender = sender(&message);
    if sender.from.is_empty() && sender.subject.is_none() && message.date().is_none() {
        return Err(RefusedKind::NotRecognised.into());
    }
    no_nul(&sender)?;
    let mut out = Proposal::new("", "email", cx);
    let body = body(&mut out, &mut parts);
    understand(&mut out, &sender, &body, &parts, cx);
    sent(&mut out, &message, &sender, cx);
    look_alike(&mut out, &sender);
    for file in parts.files {
        out.attach(&file.name, file.bytes);
    }
    out.sender = Some(sender);
    Ok(out)
}

fn no_nul(sender: &Sender) -> Result<(), Refused> {
    let texts = [
        ("Subject", sender.subject.as_deref().unwrap_or_default()),
        ("From", &sender.name),
        ("From", &sender.from),
        ("Reply-To", sender.reply_to.as_deref().unwrap_or_default()),
        ("Message-ID", sender.message_id.as_deref().unwrap_or_default()),
    ];
    match texts.iter().find(|(_, text)| text.contains('\0')) {
        Some((part, _)) => Err(Refused::new(Place::part(*part), RefusedKind::Nul)),
        None => Ok(()),
    }
}

fn sender(message: &Message) -> Sender {
    let first = |a: Option<&Address>| a.and_then(Address::first).map(one).unwrap_or_default();
    let (name, from) = first(message.from());
    let (_, reply_to) = first(message.reply_to());
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    Sender {
        name: line(head(&name, 400)),
        from: line(head(&from, 400)),
        reply_to: Some(line(head(&reply_to, 400))).filter(|r| !r.is_empty()),
        message_id: message
            .message_id()
            .map(|id| head(id.trim_matches(['<', '>', ' ']), 400).to_owned())
            .filter(|id| !id.is_empty()),
        subject: message.subject().map(|s| line(head(s, 1000))).filter(|s| !s.is_empty()),
        sent_at: message.date().and_then(instant),
    }
}

fn one(addr: &Addr) -> (String, String) {
    (addr.name().unwrap_or_default().to_owned(), addr.address().unwrap_or_default().to_owned())
}

fn instant(date: &mail_parser::DateTime) -> Option<Timestamp> {
    let small = |n: u8| i8::try_from(n).ok();
    let civil = CivilTime::new(
        i16::try_from(date.year).ok()?,
        small(date.month)?,
        small(date.day)?,
        small(date.hour)?,
        small(date.minute)?,
        // A leap second is the second before it.
        small(date.second.min(59))?,
        0,
    )
    .ok()?;
    let seconds = i32::from(date.tz_hour) * 3600 + i32::from(date.tz_minute) * 60;
    let offset = Offset::from_seconds(if date.tz_before_gmt { -seconds } else { seconds }).ok()?;
    offset.to_timestamp(civil).ok()
}

/// The message's own text. What exceeds the limit is in the attached whole.
fn body(out: &mut Proposal, parts: &mut Parts) -> String {
    let mut body = String::new();
    for text in parts.texts.iter().filter(|t| !t.nested) {
        body.push_str(text.text.trim_end());
        body.push('\n');
        if let Some(origin) = &text.charset {
            let how =
                How { field: "text".into(), confidence: Confidence::Low, origin: origin.clone() };
            out.how.push(how);
        }
    }
    if body.len() > READ_LIMIT {
        out.attach("message-text.txt", body.clone().into_bytes());
        body = head(&body, READ_LIMIT).to_owned();
    }
    body
}

fn understand(out: &mut Proposal, sender: &Sender, body: &str, parts: &Parts, cx: &IntakeContext) {
    let nested = parts.texts.iter().filter(|t| t.nested).map(|t| t.text.as_str());
    let attached = parts.files.iter().filter_map(|f| f.text.as_deref());
    let mut others = nested.chain(attached).map(|t| head(t, READ_LIMIT));
    if form::fill(out, body, cx) {
        // The body was the form.
    } else if others.any(|text| form::fill(out, text, cx)) {
        out.keep(body);
    } else {
        guess::fill(out, sender, body, cx);
        identify::propose(out, body, cx);
        out.keep(body);
    }
    guess::complete(out, sender, body, cx);
    // The sender's own address is how to answer, not evidence.
    out.identifiers.retain(|i| {
        !i.value.eq_ignore_ascii_case(&sender.from)
            && !sender.reply_to.as_ref().is_some_and(|r| i.value.eq_ignore_ascii_case(r))
    });
}

fn sent(out: &mut Proposal, message: &Message, sender: &Sender, cx: &IntakeContext) {
    match sender.sent_at {
        Some(at) if plausible_sent(at, cx.now) => {
            // The header tells the minute where the form tells the day.
            if let Some(day) = out.fields.remove("sent") {
                out.how.retain(|h| h.field != "sent");
                out.fields.insert("date".into(), day);
            }
            out.put("sent", &at.to_string(), Confidence::Medium, "header Date");
        }
        other if message.date().is_some() => {
            let shown = other.map(|at| at.to_string()).unwrap_or_default();
            out.findings.push(Finding::new("R20", Level::Warn, "sent").with(shown));
        }
        _ => {}
    }
}

/// Answers that would go elsewhere than where the message says it came from.
fn look_alike(out: &mut Proposal, sender: &Sender) {
    let host = |mail: &str| mail.rsplit('@').next().unwrap_or_default().to_lowercase();
    if let Some(reply_to) = &sender.reply_to
        && host(reply_to) != host(&sender.from)
    {
        let finding = Finding::new("R15", Level::Warn, "reply_to");
        let finding = finding.with(sender.from.clone()).with(reply_to.clone());
        out.findings.push(finding.with(host(&sender.from)).with(host(reply_to)));
    }
}
