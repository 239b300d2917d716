//! Runs the program in a home of its own, plainly or on a real pseudo-terminal whose screen is kept
//! by an emulator. Waits for what is seen, never for a length of time; a deadline only ends a test
//! that would hang.

#![allow(dead_code, reason = "a tool box: not every test uses every tool")]

mod screen;

use std::{
    ffi::OsStr,
    io::{Read, Write},
    num::NonZeroU16,
    os::{
        fd::{BorrowedFd, OwnedFd},
        unix::{fs::PermissionsExt, process::ExitStatusExt},
    },
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::{Arc, Condvar, Mutex, MutexGuard},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::{
    event::{PollFd, PollFlags, poll},
    process::{Pid, Signal, kill_process},
};

pub use screen::Screen;

/// Ends a test that would hang; long, because machines that run tests are busy.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// A home that nobody else has: `HOME`, XDG folders, UTC, UTF-8, no colour variables.
pub struct Sandbox {
    folder: tempfile::TempDir,
}

impl Sandbox {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["home", "config", "data", "state", "cache", "run", "tmp"] {
            let path = folder.path().join(name);
            std::fs::create_dir(&path).expect("a folder");
            let mode = std::fs::Permissions::from_mode(0o700);
            std::fs::set_permissions(&path, mode).expect("its mode");
        }
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The whole environment of the program.
    fn environment(&self) -> Vec<(String, String)> {
        let folder = |name: &str| self.path(name).to_string_lossy().into_owned();
        let fixed = [("TZ", "UTC"), ("LANG", "C.UTF-8"), ("TERM", "xterm-256color")];
        let folders = [
            ("HOME", "home"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_RUNTIME_DIR", "run"),
            ("TMPDIR", "tmp"),
        ];
        let mut all: Vec<(String, String)> =
            fixed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        all.extend(folders.iter().map(|(n, f)| ((*n).to_owned(), folder(f))));
        all.push(("PATH".to_owned(), std::env::var("PATH").unwrap_or_default()));
        all
    }

    /// The program with these arguments, without a terminal; standard input is empty.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
        command.args(args).env_clear().envs(self.environment());
        command.current_dir(self.path("home")).stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the program starts")
    }

    /// Runs the program with this on its standard input.
    pub fn run_with(&self, args: &[&str], stdin: &[u8]) -> Output {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut input = child.stdin.take().expect("its input");
        std::thread::scope(|scope| {
            scope.spawn(move || {
                // It may well end without reading all.
                let _ = input.write_all(stdin);
            });
            child.wait_with_output().expect("the program ends")
        })
    }

    /// The program on a terminal of its own.
    pub fn pty(&self, args: &[&str], env: &[(&str, &str)], cols: u16, rows: u16) -> Pty {
        Pty::start(self, env!("CARGO_BIN_EXE_vigie").as_ref(), args, env, (cols, rows))
    }

    /// Another program on a terminal, such as a shell that starts ours.
    pub fn pty_of(
        &self,
        program: &str,
        args: &[&str],
        env: &[(&str, &str)],
        cols: u16,
        rows: u16,
    ) -> Pty {
        Pty::start(self, program.as_ref(), args, env, (cols, rows))
    }
}

/// How a program ended: one of the two is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exit {
    pub code: Option<i32>,
    pub signal: Option<i32>,
}

struct Shared {
    parser: vt100::Parser<screen::Heard>,
    raw: Vec<u8>,
    /// Nothing more can come from the terminal.
    ended: bool,
    exit: Option<Exit>,
}

/// What the threads share, and the bell they ring when it changes.
struct Meeting {
    shared: Mutex<Shared>,
    changed: Condvar,
}

impl Meeting {
    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Shared)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }
}

/// A program on a pseudo-terminal. Dropping it kills the program.
pub struct Pty {
    meeting: Arc<Meeting>,
    pid: Pid,
    writer: Option<Box<dyn Write + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    reader: Option<JoinHandle<()>>,
    stop: Option<OwnedFd>,
    /// The home of a program started without a sandbox of its own.
    _sandbox: Option<Sandbox>,
}

impl Pty {
    /// The program on a terminal, in a new home.
    pub fn spawn(args: &[&str], env: &[(&str, &str)], cols: u16, rows: u16) -> Self {
        let sandbox = Sandbox::new();
        let mut pty = sandbox.pty(args, env, cols, rows);
        pty._sandbox = Some(sandbox);
        pty
    }

    fn start(
        sandbox: &Sandbox,
        program: &OsStr,
        args: &[&str],
        env: &[(&str, &str)],
        (cols, rows): (u16, u16),
    ) -> Self {
        let pair = native_pty_system().openpty(size(cols, rows)).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env_clear();
        let own = env.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        for (name, value) in sandbox.environment().into_iter().chain(own) {
            command.env(name, value);
        }
        command.cwd(sandbox.path("home"));
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let pid = child.process_id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        let meeting = Arc::new(Meeting {
            shared: Mutex::new(Shared {
                parser: vt100::Parser::new_with_callbacks(
                    cells(rows),
                    cells(cols),
                    0,
                    screen::Heard::default(),
                ),
                raw: Vec::new(),
                ended: false,
                exit: None,
            }),
            changed: Condvar::new(),
        });
        let (stopped, stop) = std::io::pipe().expect("a pipe");
        let reader = read_on(&*pair.master, stopped.into(), Arc::clone(&meeting));
        wait_on(child, Arc::clone(&meeting));
        Self {
            writer: Some(pair.master.take_writer().expect("its input")),
            master: Some(pair.master),
            reader: Some(reader),
            stop: Some(stop.into()),
            meeting,
            pid: pid.expect("a process"),
            _sandbox: None,
        }
    }

    pub fn pid(&self) -> Pid {
        self.pid
    }

    /// What is on the screen now.
    pub fn screen(&self) -> Screen {
        Screen::of(&self.meeting.lock().parser)
    }

    /// Every byte the program has written.
    pub fn raw(&self) -> Vec<u8> {
        self.meeting.lock().raw.clone()
    }

    /// Waits until the screen is as wanted; fails with the screen as it is.
    #[track_caller]
    pub fn wait_for(&self, what: &str, wanted: impl Fn(&Screen) -> bool) -> Screen {
        self.wait_within(what, DEADLINE, wanted)
    }

    /// Waits until the text stands somewhere on the screen.
    #[track_caller]
    pub fn wait_for_text(&self, text: &str) -> Screen {
        self.wait_within(text, DEADLINE, |screen| screen.contains(text))
    }

    #[track_caller]
    pub fn wait_within(
        &self,
        what: &str,
        deadline: Duration,
        wanted: impl Fn(&Screen) -> bool,
    ) -> Screen {
        let seen = self.until(deadline, |shared| {
            let screen = Screen::of(&shared.parser);
            let over = shared.ended && shared.exit.is_some();
            (wanted(&screen) || over).then_some(screen)
        });
        match seen {
            Some(screen) if wanted(&screen) => screen,
            _ => {
                let shared = self.meeting.lock();
                let screen = Screen::of(&shared.parser);
                panic!("waited in vain for {what}; exit {:?}; screen:\n{screen}", shared.exit)
            }
        }
    }

    /// Waits until the clock on the screen has moved twice: at least one whole second has passed,
    /// and a key is taken for an answer again.
    #[track_caller]
    pub fn a_second_passes(&self) {
        for _ in 0..2 {
            // Other things on the screen may change within a second: the directory comes in.
            let before = clock(&self.screen().text());
            self.wait_for("the clock to move", |screen| clock(&screen.text()) != before);
        }
    }

    /// Waits until the raw bytes from `from` on contain `wanted`; returns the index behind it.
    #[track_caller]
    pub fn wait_for_bytes(&self, from: usize, wanted: &[u8]) -> usize {
        let found = self.until(DEADLINE, |shared| {
            let rest = shared.raw.get(from..)?;
            let at = rest.windows(wanted.len()).position(|w| w == wanted)?;
            Some(from + at + wanted.len())
        });
        let wanted = String::from_utf8_lossy(wanted);
        found.unwrap_or_else(|| panic!("waited in vain for {wanted:?}; screen:\n{}", self.screen()))
    }

    /// Waits until the program has ended and all it wrote has been read.
    #[track_caller]
    pub fn exit(&self) -> Exit {
        let exit = self.until(DEADLINE, |s| if s.ended { s.exit } else { None });
        exit.unwrap_or_else(|| panic!("the program does not end; screen:\n{}", self.screen()))
    }

    fn until<T>(&self, deadline: Duration, ready: impl Fn(&Shared) -> Option<T>) -> Option<T> {
        let start = Instant::now();
        let mut shared = self.meeting.lock();
        loop {
            if let Some(ready) = ready(&shared) {
                return Some(ready);
            }
            let left = deadline.checked_sub(start.elapsed())?;
            let waited = self.meeting.changed.wait_timeout(shared, left);
            shared = waited.unwrap_or_else(std::sync::PoisonError::into_inner).0;
        }
    }

    /// Types the bytes as they are: `"q"`, `"\r"`, `"\x1b[A"`.
    pub fn send(&mut self, keys: &str) {
        let writer = self.writer.as_mut().expect("the line is up");
        writer.write_all(keys.as_bytes()).expect("the terminal takes keys");
        writer.flush().expect("the terminal takes keys");
    }

    /// Pastes with brackets, as a terminal does.
    pub fn paste(&mut self, text: &str) {
        self.send(&format!("\x1b[200~{text}\x1b[201~"));
    }

    pub fn resize(&self, cols: u16, rows: u16) {
        self.meeting.change(|s| s.parser.screen_mut().set_size(cells(rows), cells(cols)));
        let master = self.master.as_ref().expect("the line is up");
        master.resize(size(cols, rows)).expect("a new size");
    }

    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).expect("a signal");
    }

    /// Cuts the line: closes the terminal under the program.
    pub fn hang_up(&mut self) {
        self.stop = None;
        if let Some(reader) = self.reader.take() {
            reader.join().expect("the reader ends");
        }
        self.writer = None;
        self.master = None;
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if self.meeting.lock().exit.is_none() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
        self.hang_up();
    }
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).expect("a screen has cells")
}

/// Reads until the terminal is closed or `stopped` is.
fn read_on(master: &dyn MasterPty, stopped: OwnedFd, meeting: Arc<Meeting>) -> JoinHandle<()> {
    let mut reader = master.try_clone_reader().expect("its output");
    let raw = master.as_raw_fd().expect("a descriptor");
    // SAFETY: `Pty` joins this thread before it drops the master that owns the descriptor.
    let master: BorrowedFd<'static> = unsafe { BorrowedFd::borrow_raw(raw) };
    std::thread::spawn(move || {
        let mut chunk = [0_u8; 16 * 1024];
        loop {
            let mut fds =
                [PollFd::new(&master, PollFlags::IN), PollFd::new(&stopped, PollFlags::IN)];
            let polled = poll(&mut fds, None);
            let [_, stop] = &fds;
            if polled.is_ok() && !stop.revents().is_empty() {
                break;
            }
            match reader.read(&mut chunk) {
                Ok(n) if n > 0 => meeting.change(|shared| {
                    shared.raw.extend_from_slice(&chunk[..n]);
                    shared.parser.process(&chunk[..n]);
                }),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                // Linux says EIO when the last program has closed the terminal.
                _ => break,
            }
        }
        drop(reader);
        meeting.change(|shared| shared.ended = true);
    })
}

fn wait_on(mut child: Box<dyn portable_pty::Child + Send + Sync>, meeting: Arc<Meeting>) {
    std::thread::spawn(move || {
        let child: &mut dyn portable_pty::Child = &mut *child;
        let status = child.downcast_mut::<std::process::Child>().map(std::process::Child::wait);
        let exit = match status {
            Some(Ok(status)) => Exit { code: status.code(), signal: status.signal() },
            _ => Exit { code: None, signal: None },
        };
        meeting.change(|shared| shared.exit = Some(exit));
    });
}

#[test]
fn the_harness_sees_screen_keys_sizes_and_ends() {
    let sandbox = Sandbox::new();
    let script =
        r"printf '\033]2;title\007\033[1mbold\033[0m\r\n'; stty size; read a; echo got $a; exit 7";
    let mut pty = sandbox.pty_of("/bin/sh", &["-c", script], &[], 40, 10);
    let screen = pty.wait_for_text("10 40");
    assert_eq!(screen.title, "title");
    assert_eq!(screen.style_of("bold").as_deref(), Some("bold"));
    pty.send("keys\r");
    pty.wait_for_text("got keys");
    assert_eq!(pty.exit(), Exit { code: Some(7), signal: None });
    assert!(pty.raw().starts_with(b"\x1b]2;title\x07"));
}

#[test]
fn the_harness_sees_signals_resizes_and_a_cut_line() {
    let sandbox = Sandbox::new();
    let script = "trap 'stty size' WINCH; echo ready; while :; do read a; done";
    let pty = sandbox.pty_of("/bin/sh", &["-c", script], &[], 40, 10);
    pty.wait_for_text("ready");
    pty.signal(Signal::TERM);
    assert_eq!(pty.exit(), Exit { code: None, signal: Some(15) });

    // Reads on past the end of a cut line, so that only the signal ends it.
    let waits = "echo ready; read a; stty size; while :; do read b; done";
    let mut pty = sandbox.pty_of("/bin/sh", &["-c", waits], &[], 40, 10);
    pty.wait_for_text("ready");
    pty.resize(60, 15);
    pty.send("\r");
    assert_eq!(pty.wait_for_text("15 60").size, (60, 15));
    pty.hang_up();
    assert_eq!(pty.exit(), Exit { code: None, signal: Some(1) });
}

/// The time of day with seconds, as the header shows it.
fn clock(screen: &str) -> Option<String> {
    let time = |word: &&str| word.len() == 8 && word.matches(':').count() == 2;
    screen.lines().next()?.split_whitespace().find(time).map(str::to_owned)
}
