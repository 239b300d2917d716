//! The same with a desk behind it, and on a real terminal.

use vigie::domain::Lang;
use vigie::tui::Effect;

use crate::pty_harness::{Pty, Sandbox};
use crate::session::Session;

/// A French request on an empty desk whose directory has nobody.
fn desk(lang: Lang) -> Session {
    let mut session = Session::on_desk((120, 36), lang);
    session.press("n").write("expedited preservation 29").press("enter enter");
    session.write("fr").press("enter").write("PR/26/8812").press("enter enter");
    session.write("Phishing of a bank").press("ctrl-s");
    session
}

/// Enters a contact point with one number by keys, out of an empty ladder.
fn enter_contact(session: &mut Session, number: &str) {
    session.press("enter").write("budapest").press("enter");
    session.write("Duty office").press("tab").write("OFAC").press("tab tab");
    session.write("fr, en").press("tab").write("24/7");
    for _ in 0..5 {
        session.press("tab");
    }
    session.write(number).press("ctrl-s");
}

#[test]
fn a_call_is_on_the_request_and_a_call_back_settles_its_authenticity() {
    let mut session = desk(Lang::En);
    session.sees("no contact in the directory").press("c");
    session.sees("The directory has no number for FR France.");
    enter_contact(&mut session, "call me");
    session.sees("New contact").sees("call me").sees("OFAC").press("ctrl-u");
    session.write("01 99 00 00 07").press("ctrl-s").sees_not("New contact");
    session.sees("Duty office").sees("+33 1 99 00 00 07").sees("open at any hour");
    session.press("b").sees("Logged: busy").sees("No number is left to call.");
    session.press("k a").write("Lt Martin").press("enter").sees("logged: answered");
    session.press("esc").sees("Call ended. 2 tries logged: busy, answered.");
    session.sees("call: busy · ").sees("call: answered · ").sees("· Lt Martin");
    session.sees("Contact       OFAC · 24/7 contact point (Budapest)").sees("verified");
    session.press("v").sees("never the one in the message").press("a n enter esc");
    session.sees("changed Sender verified = failed");
    session.press("v a y enter esc").sees("changed Sender verified = verified");
    let calls = session.effects.iter().filter(|e| matches!(e, Effect::Call { .. })).count();
    assert_eq!(calls, 4);
}

#[test]
fn calls_are_said_in_french_too() {
    let mut session = desk(Lang::Fr);
    session.press("c").sees("L'annuaire n'a aucun numéro pour FR France.");
    enter_contact(&mut session, "+33 1 99 00 00 07");
    session.press("n").sees("Noté : pas de réponse").press("esc");
    session.sees("appel : pas de réponse · ");
}

fn run(sandbox: &Sandbox, args: &[&str]) -> String {
    let done = sandbox.run(args);
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// Types one key when it is taken for an answer again.
fn answer(pty: &mut Pty, key: &str, seen: &str) {
    pty.a_second_passes();
    pty.send(key);
    pty.wait_for_text(seen);
}

#[test]
fn a_ladder_walked_on_a_terminal_is_in_the_record() {
    let sandbox = Sandbox::new();
    run(&sandbox, &["init", "--station", "desk-1", "--officer", "S. Alaoui", "--country", "MA"]);
    let point = ["directory", "add", "--state", "FR", "--role", "art35", "--name", "Duty office"];
    let numbers = ["--emergency", "+33 1 99 00 00 07", "--phone", "+33 1 99 00 00 08"];
    run(&sandbox, &[&point[..], &numbers[..]].concat());
    run(&sandbox, &["new", "bc29_preservation", "--with", "FR", "--set", "summary=Fraud"]);
    let mut pty = sandbox.pty(&[], &[], 80, 24);
    pty.wait_for_text("MA-20");
    // The directory comes a moment after the queue.
    for _ in 0..3 {
        pty.a_second_passes();
    }
    pty.send("v");
    pty.wait_for_text("never the one in the message");
    answer(&mut pty, "b", "logged: busy");
    answer(&mut pty, "n", "No number is left to call.");
    answer(&mut pty, "g", "+33 1 99 00 00 07");
    answer(&mut pty, "a", "Did they confirm");
    answer(&mut pty, "y", "yes, it is theirs");
    pty.send("Lt_Martin");
    pty.wait_for_text("Lt_Martin");
    answer(&mut pty, "\r", "logged: answered");
    answer(&mut pty, "\x1b", "Call ended. 3 tries logged: busy, no answer, answered.");
    answer(&mut pty, "\x03", "Leave the desk?");
    answer(&mut pty, "y", "");
    assert_eq!(pty.exit().code, Some(0));
    let queue = run(&sandbox, &["queue", "--plain"]);
    let reference = queue.split_whitespace().find(|word| word.starts_with("MA-20")).unwrap();
    let shown = run(&sandbox, &["show", reference]);
    for said in ["+33199000007", "+33199000008", "Duty office", "Lt_Martin", "no answer"] {
        assert!(shown.contains(said), "{said}:\n{shown}");
    }
    assert_eq!(shown.matches("Duty office · +33").count(), 3, "{shown}");
}
