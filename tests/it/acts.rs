//! What an officer does, by keys alone, on a real desk.

use vigie::domain::Lang;
use vigie::tui::Effect;

use super::session::Session;

/// A phone call written down.
fn call(lang: Lang) -> Session {
    let mut session = Session::on_desk((120, 36), lang);
    session.press("n").write("expedited preservation 29").press("enter enter");
    session.write("fr").press("enter").write("PR/26/8812").press("enter enter");
    session.write("Phishing of a bank").press("enter");
    session.write("mail j.doe@example.org").press("ctrl-s");
    session
}

/// Chooses the step whose line holds these words, and stays in its form or question.
fn step(session: &mut Session, words: &str) {
    session.press("s");
    for _ in 0..20 {
        let screen = session.screen();
        let chosen = screen.lines().find(|line| line.contains("│▌")).unwrap_or_default().to_owned();
        if chosen.contains(words) {
            session.press("enter");
            return;
        }
        session.press("j");
    }
    panic!("no step {words:?}:\n{}", session.screen());
}

/// Every required entry of the form gets the same words; then it is sent and confirmed.
fn fill_all(session: &mut Session, words: &str) {
    for _ in 0..12 {
        session.press("ctrl-s");
        if session.screen().contains("Are you sure?") {
            break;
        }
        session.write(words);
    }
    session.press("y");
}

#[test]
fn a_phone_call_becomes_a_request_with_its_clocks() {
    let mut session = call(Lang::En);
    session.sees("Registered as MA-2026-00001").sees("FR France").sees("T-00:30");
    session.sees("j.doe@example.org").sees("their ref PR/26/8812");
    assert!(session.effects.contains(&Effect::DeleteDraft));
}

#[test]
fn a_preservation_goes_from_received_to_closed_by_keys() {
    let mut session = call(Lang::En);
    session.press("a").sees("Acknowledge MA-2026-00001").press("y");
    session.sees("State acknowledged");
    step(&mut session, "validate");
    session.sees("Set R01 aside").press("ctrl-s").sees("required");
    while !session.screen().contains("Are you sure?") {
        session.write("agreed by telephone").press("enter");
        if session.screen().contains("[unchecked]") {
            session.write("v").press("ctrl-s");
        }
    }
    session.press("y").sees("State validated");
    step(&mut session, "order");
    fill_all(&mut session, "Maroc Telecom");
    session.sees("Recorded: send");
    step(&mut session, "preserved");
    session.sees("Held until").press("ctrl-s").write("soon").press("ctrl-s");
    session.sees("not a time").press("ctrl-u").write("+90d").sees("in 90 d").press("ctrl-s y");
    session.sees("T-90d");
    step(&mut session, "release");
    fill_all(&mut session, "withdrawn by the partner");
    step(&mut session, "close");
    session.press("y");
    session.sees("Recorded: close").press("esc");
    session.sees("No open request.");
    session.press("F").sees("view: closed").sees("MA-2026-00001").press("enter");
    session.sees("State closed");
}

#[test]
fn a_question_takes_no_for_anything_but_yes() {
    let mut session = call(Lang::En);
    for keys in ["a n", "a esc", "a enter", "a a", "a q", "u space"] {
        session.press(keys).sees("State received");
    }
    assert!(!session.effects.iter().any(|effect| matches!(effect, Effect::Execute { .. })));
}

#[test]
fn a_held_key_never_confirms_what_it_asked_for() {
    let mut session = call(Lang::En);
    session.press("a");
    session.at_ms += 10;
    let y = vigie::tui::keymap::Key::parse("y").unwrap().event();
    session.tell(vigie::tui::Msg::Key(y));
    session.sees("pressed too soon").sees("Are you sure?").press("y").sees("State acknowledged");
}

#[test]
fn taking_and_giving_back_and_taking_back() {
    let mut session = call(Lang::En);
    session.press("t").sees("Owner S. Alaoui");
    session.press("t").sees("already");
    session.press("T").sees("nobody has taken it");
    session.press("u").sees("Take back your last act").sees("both stay in the record");
    session.press("y").sees("Owner S. Alaoui");
}

#[test]
fn notes_say_who_may_read_them() {
    let mut session = call(Lang::En);
    session.press("N").write("The caller knew the directory number.").press("enter");
    session.sees("INTERNAL NOTE").sees("┊ The caller knew");
    session.press("N ctrl-t").write("We have called the provider.").press("enter");
    session.sees("VISIBLE TO THE PARTNER").sees("║ We have called");
}

#[test]
fn a_field_is_changed_where_its_type_wants_it() {
    let mut session = call(Lang::En);
    session.press("e");
    while !session.screen().lines().any(|l| l.contains("│▌Urgency")) {
        session.press("j");
    }
    session.press("enter").sees("emergency").write("e").press("enter");
    session.sees("Urgency").sees("P2").sees("changed Urgency = emergency");
    // A field that every request has and nobody has filled can be filled too.
    session.press("e G").write("kkkkkkkkkkkk");
    while !session.screen().lines().any(|l| l.contains("│▌Custodian")) {
        session.press("j");
    }
    session.press("enter").write("Maroc Telecom").press("enter").sees("Custodian = Maroc Telecom");
}

#[test]
fn a_service_clock_pauses_with_a_reason_and_resumes() {
    let mut session = call(Lang::En);
    session.press("p").sees("Acknowledge").press("enter").sees("Reason");
    session.write("line is down").press("enter").write("+2h").press("enter");
    session.sees("paused until 05:14 by S. Alaoui: line is down");
    session.press("p enter").sees("Resume").press("y").sees_not("paused until");
}

#[test]
fn a_check_is_set_aside_with_a_reason_only() {
    let mut session = call(Lang::En);
    session.press("O").sees("R01").press("enter enter").sees("required");
    session.write("follows by letter").press("enter").sees("Recorded: set aside");
}

#[test]
fn every_clock_is_explained() {
    let mut session = call(Lang::En);
    session.press("x").sees("Why the clocks of MA-2026-00001").sees("Directive 2013/40/EU");
    session.press("G esc").sees_not("Why the clocks");
}

#[test]
fn an_unfinished_form_is_kept_and_offered_again() {
    let mut session = Session::on_desk((80, 24), Lang::Fr);
    session.press("n").write("conservation").press("tab tab").write("mar").press("tab esc");
    session.sees("Le brouillon est gardé.");
    let kept = session.effects.iter().rev().find_map(|effect| match effect {
        Effect::SaveDraft(json) => Some(json.clone()),
        _ => None,
    });
    session.tell(vigie::tui::Msg::Draft(kept.unwrap()));
    session.sees("Brouillon").sees("Nouvelle demande").sees("MA Maroc");
    session.press("ctrl-x").sees("Abandonner").press("y").sees("Aucune demande ouverte.");
    assert!(session.effects.contains(&Effect::DeleteDraft));
}

#[test]
fn a_paste_outside_a_field_never_runs_as_keys() {
    let mut session = Session::on_desk((100, 30), Lang::En);
    session.paste("n\nq\ny\nsome text of a partner").sees("Make a request of the pasted text");
    session.sees("some text of a partner").press("n").sees("No open request.");
    assert!(!session.quit());
    assert!(!session.effects.iter().any(|effect| matches!(effect, Effect::Import { .. })));
}

#[test]
fn leaving_asks_and_q_leaves_from_the_desk_only() {
    let mut session = call(Lang::En);
    session.press("q").sees("q does nothing here.");
    session.press("esc q").sees("Leave the desk?").press("n");
    assert!(!session.quit());
    session.press("ctrl-c y");
    assert!(session.quit());
}

#[test]
fn what_another_process_did_appears_and_the_selection_stays() {
    let mut session = Session::on_board(super::sample::board(), (80, 24), Lang::En);
    session.press("j j");
    let mut board = super::sample::board();
    let mut first = super::sample::emergency();
    first.entity = format!("{:032x}", 999);
    first.id = vigie::domain::Reference::new("MA", 2026, 999).to_string();
    board.requests.insert(0, std::sync::Arc::new(first));
    session.tell(vigie::tui::Msg::Board(std::sync::Arc::new(board)));
    let screen = session.screen();
    let chosen = screen.lines().find(|line| line.starts_with('▌')).unwrap();
    assert!(chosen.contains("MA-2026-00405"), "{screen}");
}

#[test]
fn every_dialog_in_both_languages() {
    for lang in Lang::ALL {
        let mut session = Session::on_desk((80, 24), lang);
        session.press("n").write("29").press("enter enter").write("al");
        insta::assert_snapshot!(format!("form_80x24_{lang}"), session.picture());
        session.press("enter tab tab").write("Fraude").press("enter");
        session.write("10.1.2.3 21/11/2026 02:31").press("tab");
        insta::assert_snapshot!(format!("form_identifiers_80x24_{lang}"), session.screen());
        session.press("ctrl-s a");
        insta::assert_snapshot!(format!("ask_80x24_{lang}"), session.picture());
        session.press("y s");
        insta::assert_snapshot!(format!("steps_80x24_{lang}"), session.picture());
        session.press("j enter");
        insta::assert_snapshot!(format!("step_form_80x24_{lang}"), session.picture());
        session.press("esc N").write("Deux lignes,").press("ctrl-j").write("dont une");
        insta::assert_snapshot!(format!("note_80x24_{lang}"), session.screen());
        session.press("enter x");
        insta::assert_snapshot!(format!("explain_80x24_{lang}"), session.screen());
        session.press("esc e");
        insta::assert_snapshot!(format!("edit_80x24_{lang}"), session.screen());
    }
}

#[test]
fn a_preservation_asked_of_a_partner_goes_from_draft_to_closed_by_keys() {
    let mut session = Session::on_desk((120, 36), Lang::En);
    session.press("n").write("expedited preservation 29").press("enter").write("o");
    session.press("enter").write("japan").press("enter enter enter").write("Ransom mail");
    session.press("ctrl-s").sees("Registered as MA-2026-00001").sees("State draft");
    let states = [
        "validated",
        "approved",
        "sent",
        "acknowledged by",
        "preservation confirmed",
        "MLA request drafted",
        "MLA request sent",
        "data received",
        "closed",
    ];
    for state in states {
        step(&mut session, &format!("│▌{state}"));
        for _ in 0..12 {
            if session.screen().contains("Are you sure?") {
                break;
            }
            let until = session.screen().contains("custodian's instant");
            session.write(if until { "+60d" } else { "M. Idrissi" }).press("ctrl-s");
        }
        session.press("y").sees(&format!("State {state}"));
    }
    session.press("esc").sees("No open request.");
}
