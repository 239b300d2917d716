//! The program on a real terminal: start, keys, size, signals, a line that is cut. Whatever ends it,
//! the terminal is given back and the exit code says why.

use rustix::process::Signal;

use super::pty_harness::{Pty, Sandbox};

/// A desk of its own, set up and opened.
fn desk(sandbox: &Sandbox, env: &[(&str, &str)], cols: u16, rows: u16) -> Pty {
    let args = ["init", "--station", "desk-1", "--officer", "S. Alaoui", "--country", "MA"];
    let made = sandbox.run(&args);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    sandbox.pty(&[], env, cols, rows)
}

/// Alternate screen left, cursor shown, paste and colours off.
fn is_given_back(raw: &[u8]) -> bool {
    let has = |wanted: &[u8]| raw.windows(wanted.len()).rposition(|part| part == wanted);
    match (has(b"\x1b[?1049h"), has(b"\x1b[?1049l"), has(b"\x1b[?25h"), has(b"\x1b[?2004l")) {
        (Some(entered), Some(left), Some(_), Some(_)) => left > entered,
        _ => false,
    }
}

#[test]
fn the_desk_opens_and_q_y_leaves_with_zero() {
    let sandbox = Sandbox::new();
    let mut pty = desk(&sandbox, &[], 80, 24);
    pty.wait_for_text("No open request.");
    pty.send("q");
    pty.wait_for_text("Leave the desk?");
    pty.a_second_passes();
    pty.send("y");
    let exit = pty.exit();
    assert_eq!(exit.code, Some(0));
    assert!(is_given_back(&pty.raw()));
}

#[test]
fn signals_give_the_terminal_back_and_say_which() {
    for (signal, code) in
        [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)]
    {
        let sandbox = Sandbox::new();
        let pty = desk(&sandbox, &[], 80, 24);
        pty.wait_for_text("No open request.");
        pty.signal(signal);
        assert_eq!(pty.exit().code, Some(code));
        assert!(is_given_back(&pty.raw()), "{signal:?}");
    }
}

#[test]
fn a_cut_line_ends_the_program() {
    let sandbox = Sandbox::new();
    let mut pty = desk(&sandbox, &[], 80, 24);
    pty.wait_for_text("No open request.");
    pty.hang_up();
    let exit = pty.exit();
    let report = sandbox.path("state").join("vigie/fault.txt");
    let fault = std::fs::read_to_string(report).unwrap_or_default();
    assert_eq!(exit.code, Some(129), "{fault}");
}

#[test]
fn another_size_is_drawn_anew() {
    let sandbox = Sandbox::new();
    let pty = desk(&sandbox, &[], 120, 36);
    pty.wait_for_text("On duty");
    pty.resize(60, 15);
    pty.wait_for("the small header", |screen| {
        !screen.contains("On duty") && screen.contains("Queue")
    });
    pty.resize(20, 5);
    pty.wait_for_text("Too small");
}

#[test]
fn the_seconds_pass_without_a_key() {
    let sandbox = Sandbox::new();
    let pty = desk(&sandbox, &[], 80, 24);
    let first = pty.wait_for_text("No open request.").text();
    pty.wait_for("another second", |screen| screen.text() != first);
}

#[test]
fn what_the_command_line_records_appears_on_the_screen() {
    let sandbox = Sandbox::new();
    let pty = desk(&sandbox, &[], 120, 36);
    pty.wait_for_text("No open request.");
    let args = ["new", "bc29_preservation", "--with", "FR", "--set", "summary=From the shell"];
    let made = sandbox.run(&args);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    pty.wait_for_text("From the shell");
}

#[test]
fn a_paste_between_keys_runs_nothing() {
    let sandbox = Sandbox::new();
    let mut pty = desk(&sandbox, &[], 80, 24);
    pty.wait_for_text("No open request.");
    pty.paste("q\ny\n");
    pty.wait_for_text("Make a request of the pasted text");
    pty.send("n");
    pty.wait_for_text("No open request.");
}

#[test]
fn without_colour_marks_and_selection_remain() {
    let sandbox = Sandbox::new();
    let mut pty = desk(&sandbox, &[("NO_COLOR", "1")], 80, 24);
    pty.wait_for_text("No open request.");
    pty.send(":");
    let screen = pty.wait_for_text("Command");
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    assert!(!raw.contains("[38;") && !raw.contains("[48;"), "{raw:?}");
    assert!(screen.with_styles().contains("reverse") || screen.with_styles().contains("inverse"));
}

/// Runs in a process of its own, started by the test below.
#[test]
#[ignore = "ends in a panic on purpose, on a terminal"]
fn a_fault_on_purpose() {
    use vigie::tui::terminal::{Options, Terminal, install_panic_hook};
    let report = std::path::PathBuf::from(std::env::var("FAULT_REPORT").unwrap());
    install_panic_hook(report, |report| format!("a report is in {}", report.display()));
    let mut terminal = Terminal::enter(Options::default()).unwrap();
    terminal.draw(|frame| frame.set_cursor_position((0, 0))).unwrap();
    panic!("on purpose");
}

#[test]
fn a_fault_gives_the_terminal_back_and_leaves_a_report() {
    let sandbox = Sandbox::new();
    let report = sandbox.path("state").join("fault.txt");
    let program = std::env::current_exe().unwrap();
    let args = ["--ignored", "--exact", "--nocapture", "pty::a_fault_on_purpose"];
    let env = [("FAULT_REPORT", report.to_str().unwrap())];
    let pty = sandbox.pty_of(program.to_str().unwrap(), &args, &env, 80, 24);
    assert_ne!(pty.exit().code, Some(0));
    assert!(is_given_back(&pty.raw()));
    assert!(String::from_utf8_lossy(&pty.raw()).contains("a report is in"));
    assert!(std::fs::read_to_string(report).unwrap().contains("on purpose"));
}

#[test]
fn a_draft_outlives_the_terminal() {
    let sandbox = Sandbox::new();
    let mut pty = desk(&sandbox, &[], 80, 24);
    pty.wait_for_text("No open request.");
    pty.send("n");
    pty.wait_for_text("New request");
    pty.send("\t\t\t");
    pty.send("PR-77");
    pty.wait_for_text("PR-77");
    pty.signal(Signal::HUP);
    assert_eq!(pty.exit().code, Some(129));
    let again = sandbox.pty(&[], &[], 80, 24);
    again.wait_for_text("Restored a draft");
    again.wait_for_text("PR-77");
}

#[test]
fn ctrl_z_asks_stops_and_goes_on() {
    let sandbox = Sandbox::new();
    let mut pty = desk(&sandbox, &[], 80, 24);
    pty.wait_for_text("No open request.");
    pty.send("\x1a");
    pty.wait_for_text("clocks are not watched");
    pty.send("n");
    pty.wait_for("the desk", |screen| !screen.contains("Are you sure?"));
}
