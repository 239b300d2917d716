use crate::domain::catalogue::Confidence;
use crate::intake::tests::{catalogue, context, fixture, one};
use crate::intake::{DEPTH_LIMIT, FILE_LIMIT, PART_LIMIT, read};

fn code(bytes: &[u8]) -> String {
    let data = catalogue();
    match read("x.eml", bytes, &context(&data)) {
        Ok(_) => "ok".into(),
        Err(refused) => refused.code().into(),
    }
}

#[test]
fn a_french_message_gives_sender_text_and_files() {
    let p = one("french.eml");
    assert_eq!(p.kind, "bc29_preservation");
    assert_eq!(p.partner.as_deref(), Some("FR"));
    assert_eq!(p.their_ref.as_deref(), Some("OF-2026/0312"));
    assert_eq!(p.fields["summary"], "URGENT – Demande de conservation, réf. OF-2026/0312");
    assert_eq!(p.fields["sent"], "2026-11-20T21:41:07Z");
    assert_eq!(p.fields["received"], "2026-11-21T23:00:00Z");
    assert_eq!(p.fields["urgency"], "urgent");
    let sender = p.sender.unwrap();
    assert_eq!(sender.name, "Éloïse Fictive (France)");
    assert_eq!(sender.message_id.as_deref(), Some("0312.20261120@police.example.org"));
    let text = p.not_understood.join("\n");
    assert!(
        text.contains("relatives à l'adresse IP 192.0.2.77,") && !text.contains("version riche")
    );
    let files: Vec<_> = p.attachments.iter().map(|(a, _)| (a.name.as_str(), a.size)).collect();
    assert_eq!(files, [("réquisition.pdf", 26), ("request.toml", 25)]);
    assert_eq!(
        p.attachments[0].0.sha256,
        "618ccbc4da2824767cc8ff0c51ebb3291a7578bad0efad1e1cee3724f2dad8cc"
    );
    assert!(p.attachments[0].1.starts_with(b"%PDF"));
}

#[test]
fn a_form_in_a_message_is_read_and_the_greeting_kept() {
    let p = one("form_in_mail.eml");
    assert_eq!((p.kind.as_str(), p.channel.as_str()), ("bc29_preservation", "email"));
    assert_eq!(p.partner.as_deref(), Some("DE"));
    assert_eq!(p.fields["sent"], "2026-11-20T09:00:00Z");
    assert!(p.not_understood[0].starts_with("Dear colleagues,\nplease find our request below.\n"));
    let finding = p.findings.iter().find(|f| f.code == "R15").unwrap();
    assert_eq!(
        finding.detail,
        [
            "desk@police.example.org",
            "other@elsewhere.example.net",
            "police.example.org",
            "elsewhere.example.net"
        ]
    );
    let sure = p.how.iter().find(|h| h.field == "their_ref").unwrap();
    assert_eq!(
        (sure.confidence, sure.origin.as_str()),
        (Confidence::High, "form section 2 (verified)")
    );
}

#[test]
fn an_arabic_message_is_read_in_its_character_set() {
    let p = one("arabic.eml");
    assert_eq!(p.sender.as_ref().unwrap().name, "أمينة المثال");
    assert_eq!((p.partner.as_deref(), p.kind.as_str()), (Some("TN"), "bc29_preservation"));
    assert!(p.not_understood[0].contains("نرجو حفظ البيانات"));
}

#[test]
fn hostile_text_is_kept_as_text_and_names_no_path() {
    let p = one("hostile.eml");
    assert!(p.fields["summary"].contains("\u{1b}[2J"));
    assert!(p.not_understood[0].contains("\u{202e}\u{2066}"));
    assert_eq!(p.attachments[0].0.name, "\u{1b}[2J\u{202e}gnp.exe");
}

#[test]
fn a_form_in_a_forwarded_message_or_text_file_is_read() {
    let inner = String::from_utf8(fixture("form_in_mail.eml")).unwrap();
    let form = String::from_utf8(fixture("tcy_preservation_en.txt")).unwrap();
    let head = "Date: Sat, 21 Nov 2026 10:00:00 +0000\nFrom: A <a@example.org>\nSubject: Fwd\n\
        Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee attached.\n--b\n";
    let forwarded = format!("{head}Content-Type: message/rfc822\n\n{inner}\n--b--\n");
    let attached = format!(
        "{head}Content-Type: text/plain; charset=utf-8; name=form.txt\nContent-Disposition: attachment\n\n{form}\n--b--\n"
    );
    for (mail, file) in [(forwarded, "message.eml"), (attached, "form.txt")] {
        let data = catalogue();
        let p = read("x.eml", mail.as_bytes(), &context(&data)).unwrap().remove(0);
        assert_eq!(p.their_ref.as_deref(), Some("DE-2026/4471-C"), "{file}");
        assert_eq!(p.attachments[0].0.name, file);
        assert!(p.not_understood.iter().any(|t| t == "See attached."));
    }
}

#[test]
fn a_hundred_megabytes_are_refused_at_once() {
    assert_eq!(code(&vec![b'x'; 100 << 20]), "too_large");
    assert_eq!(code(&vec![b'x'; FILE_LIMIT]), "header_too_long");
}

/// A message of parts that lie in one another.
fn nested(depth: usize) -> Vec<u8> {
    let mut mail = String::from("From: a@example.org\nSubject: x\n");
    for n in 0..depth {
        mail.push_str(&format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"));
    }
    mail.push_str("\nend\n");
    for n in (0..depth).rev() {
        mail.push_str(&format!("--b{n}--\n"));
    }
    mail.into_bytes()
}

#[test]
fn nesting_and_number_of_parts_are_limited() {
    assert_eq!(code(&nested(DEPTH_LIMIT - 1)), "ok");
    assert_eq!(code(&nested(DEPTH_LIMIT)), "too_deep");
    assert_eq!(code(&nested(10_000)), "too_deep");
    let flat = |n: usize| {
        let head = "From: a@example.org\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n";
        format!("{head}{}--b--\n", "--b\n\ntext\n".repeat(n)).into_bytes()
    };
    assert_eq!(code(&flat(PART_LIMIT - 1)), "ok");
    assert_eq!(code(&flat(PART_LIMIT)), "too_many_parts");
    assert_eq!(code(&flat(10_000)), "too_many_parts");
    let messages = format!(
        "From: a@example.org\nSubject: x\n{}\ntext\n",
        "Content-Type: message/rfc822\n\n".repeat(10_000)
    );
    assert_eq!(code(messages.as_bytes()), "too_deep");
}

#[test]
fn nul_is_refused_with_its_part() {
    let data = catalogue();
    let cases: [(&[u8], &str); 3] = [
        (b"From: a@example.org\nSubject: a\0b\n\ntext\n", "header"),
        (b"From: a@example.org\nSubject: =?utf-8?Q?a=00b?=\n\ntext\n", "Subject"),
        (b"From: a@example.org\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nok\n--b\n\na\0b\n--b--\n", "2"),
    ];
    for (mail, part) in cases {
        let refused = read("x.eml", mail, &context(&data)).unwrap_err();
        assert_eq!((refused.code(), refused.place.part.as_str()), ("nul", part));
    }
}

#[test]
fn an_impossible_header_date_is_said_and_not_used() {
    for date in ["Fri, 20 Nov 1926 10:00:00 +0000", "Fri, 20 Nov 2099 10:00:00 +0000"] {
        let mail = format!("From: a@example.org\nDate: {date}\nSubject: x\n\ntext\n");
        let data = catalogue();
        let p = read("x.eml", mail.as_bytes(), &context(&data)).unwrap().remove(0);
        assert!(!p.fields.contains_key("sent"), "{date}");
        assert!(p.findings.iter().any(|f| f.code == "R20"), "{date}");
    }
}

#[test]
fn very_long_text_is_kept_whole_as_a_file() {
    let mail = format!("From: a@example.org\nSubject: x\n\n{}", "a line of text\n".repeat(60_000));
    let data = catalogue();
    let p = read("x.eml", mail.as_bytes(), &context(&data)).unwrap().remove(0);
    assert_eq!(p.attachments[0].0.name, "message-text.txt");
    assert_eq!(
        p.attachments[0].0.size,
        900_000 + u64::from(!p.attachments[0].1.ends_with(b"text\n"))
    );
}
