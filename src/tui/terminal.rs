//! The one owner of the terminal: enters it, draws on it, and gives it back as it was, on return,
//! error, panic and signal alike. Never asks the terminal anything: answers would come as keys.

mod frame;
mod hangup;

use std::{
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use ratatui::{Frame, TerminalOptions, Viewport, backend::CrosstermBackend, layout::Size};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    process::{Signal, kill_current_process_group},
};

pub use frame::FrameWriter;
pub use hangup::{Watch, watch, watch_fd};

use crate::text::sanitise;

/// Title kept, alternate screen, bracketed paste, cursor hidden.
const ENTER: &str = "\x1b[22;0t\x1b[?1049h\x1b[?2004h\x1b[?25l";
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const FOCUS_ON: &str = "\x1b[?1004h";
/// Everything off that may be on: synchronised output, mouse, focus, paste, keyboard protocol,
/// colours, alternate screen; cursor shown, title as before.
const LEAVE: &str = concat!(
    "\x1b[?2026l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2004l",
    "\x1b[<u\x1b[0m\x1b[?1049l\x1b[?25h\x1b[23;0t"
);
/// A terminal that takes nothing for so long is not waited for on the way out.
const LEAVE_WAIT_MS: i64 = 250;
/// Longest text put on the clipboard: terminals drop longer ones silently.
const COPY_MAX: usize = 8 * 1024;

/// Whether the modes above are on. One terminal per process.
static ENTERED: AtomicBool = AtomicBool::new(false);

#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    #[error("{0} is not a terminal")]
    NotATerminal(&'static str),
    #[error("the terminal cannot be set up: {0}")]
    Setup(#[source] io::Error),
    #[error("the terminal is gone: {0}")]
    Lost(#[from] io::Error),
    #[error("the terminal has already been given back")]
    Left,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    pub mouse: bool,
    pub focus: bool,
    pub synchronised: bool,
    pub title: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { mouse: false, focus: false, synchronised: true, title: true }
    }
}

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    /// Bytes sent; zero when nothing has changed.
    Sent(usize),
    /// The line is still busy with earlier frames; draw again later.
    Busy,
}

/// Standard output without the library's line buffer: one `write` per frame.
pub struct Tty;

impl Write for Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match rustix::io::write(rustix::stdio::stdout(), bytes) {
                Err(rustix::io::Errno::INTR) => {}
                Err(rustix::io::Errno::AGAIN) => {
                    writable(-1);
                }
                other => return Ok(other?),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether standard output takes bytes within so many milliseconds; negative waits for ever.
fn writable(wait_ms: i64) -> bool {
    let stdout = rustix::stdio::stdout();
    let mut fds = [PollFd::new(&stdout, PollFlags::OUT)];
    let wait = Timespec { tv_sec: wait_ms / 1000, tv_nsec: wait_ms % 1000 * 1_000_000 };
    let timeout = (wait_ms >= 0).then_some(&wait);
    matches!(poll(&mut fds, timeout), Ok(n) if n > 0)
}

/// The terminal while it is ours.
pub struct Terminal {
    screen: ratatui::Terminal<CrosstermBackend<FrameWriter<Tty>>>,
    writer: FrameWriter<Tty>,
    options: Options,
    title: String,
}

impl Terminal {
    /// Takes the terminal: raw input, alternate screen, bracketed paste, no cursor.
    pub fn enter(options: Options) -> Result<Self, TerminalError> {
        check()?;
        let writer = FrameWriter::new(Tty, options.synchronised);
        switch_on(options)?;
        let screen = ratatui::Terminal::with_options(
            CrosstermBackend::new(writer.clone()),
            TerminalOptions { viewport: Viewport::Fullscreen },
        );
        match screen {
            Ok(screen) => Ok(Self { screen, writer, options, title: String::new() }),
            Err(error) => {
                teardown();
                Err(TerminalError::Setup(error))
            }
        }
    }

    /// Draws a frame: synchronised, gathered, sent in one write.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> Result<Drawn, TerminalError> {
        if !ENTERED.load(Ordering::Acquire) {
            return Err(TerminalError::Left);
        }
        if !writable(0) {
            return Ok(Drawn::Busy);
        }
        self.writer.begin();
        match self.screen.draw(render) {
            Ok(_) => Ok(Drawn::Sent(self.writer.end()?)),
            Err(error) => {
                self.writer.abandon();
                Err(error.into())
            }
        }
    }

    pub fn size(&self) -> Result<Size, TerminalError> {
        Ok(self.screen.size()?)
    }

    /// Forgets what is on the screen, so that the next frame draws all of it.
    pub fn repaint(&mut self) -> Result<(), TerminalError> {
        // The library's `clear` asks the terminal where the cursor is; `resize` does not. The frame
        // is left open: what erases the screen goes out together with what fills it again.
        self.writer.begin();
        let size = self.screen.size()?;
        Ok(self.screen.resize(size.into())?)
    }

    /// Sets the window title. It is seen on locked and shared screens: counters and times only,
    /// never case data.
    pub fn title(&mut self, text: &str) -> Result<(), TerminalError> {
        let title = sanitise::title(text);
        if !self.options.title || title == self.title {
            return Ok(());
        }
        self.title = title.into_owned();
        let sequence = format!("\x1b]2;{}\x1b\\", self.title);
        self.send(sequence.as_bytes())
    }

    pub fn bell(&mut self) -> Result<(), TerminalError> {
        self.send(b"\x07")
    }

    /// Asks the terminal to put the text on its clipboard; false when it is too long for that.
    /// Whether it did is not known, so show the text as well.
    pub fn copy(&mut self, text: &str) -> Result<bool, TerminalError> {
        if text.len() > COPY_MAX {
            return Ok(false);
        }
        let sequence = format!("\x1b]52;c;{}\x1b\\", STANDARD.encode(text));
        self.send(sequence.as_bytes()).map(|()| true)
    }

    /// Turns mouse reports on or off.
    pub fn mouse(&mut self, on: bool) -> Result<(), TerminalError> {
        self.options.mouse = on;
        self.send(if on { MOUSE_ON } else { "\x1b[?1000l\x1b[?1002l\x1b[?1006l" }.as_bytes())
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), TerminalError> {
        if !ENTERED.load(Ordering::Acquire) {
            return Err(TerminalError::Left);
        }
        self.writer.write_all(bytes)?;
        Ok(self.writer.flush()?)
    }

    /// Runs something that needs the terminal as it was, such as an editor, then takes it back.
    pub fn outside<T>(&mut self, run: impl FnOnce() -> T) -> Result<T, TerminalError> {
        teardown();
        let result = run();
        self.resume()?;
        Ok(result)
    }

    /// Stops the process as the shell's Ctrl-Z would, and takes the terminal back when it goes on.
    /// While it is stopped no alarm rings: ask first. Call from the main thread.
    pub fn suspend(&mut self) -> Result<(), TerminalError> {
        self.outside(|| kill_current_process_group(Signal::TSTP))?
            .map_err(|errno| TerminalError::Lost(errno.into()))
    }

    /// Takes the terminal back after a stop that came from outside.
    pub fn resume(&mut self) -> Result<(), TerminalError> {
        check()?;
        switch_on(self.options)?;
        let title = std::mem::take(&mut self.title);
        self.title(&title)?;
        self.repaint()
    }

    /// Gives the terminal back; the same as dropping it.
    pub fn leave(self) {}
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // The library would write once more behind the teardown.
        self.writer.close();
        teardown();
    }
}

fn check() -> Result<(), TerminalError> {
    if !io::stdin().is_terminal() {
        return Err(TerminalError::NotATerminal("standard input"));
    }
    if !io::stdout().is_terminal() {
        return Err(TerminalError::NotATerminal("standard output"));
    }
    Ok(())
}

fn switch_on(options: Options) -> Result<(), TerminalError> {
    crossterm::terminal::enable_raw_mode().map_err(TerminalError::Setup)?;
    ENTERED.store(true, Ordering::Release);
    let mut modes = ENTER.to_owned();
    if options.mouse {
        modes.push_str(MOUSE_ON);
    }
    if options.focus {
        modes.push_str(FOCUS_ON);
    }
    Tty.write_all(modes.as_bytes()).map_err(|error| {
        teardown();
        TerminalError::Setup(error)
    })
}

/// Gives the terminal back. Does nothing when it is not ours, so it may be called from every way
/// out, more than once and from any thread. A dead terminal is not waited for.
pub fn teardown() {
    if !ENTERED.swap(false, Ordering::AcqRel) {
        return;
    }
    if writable(LEAVE_WAIT_MS) {
        let _ = Tty.write_all(LEAVE.as_bytes());
    }
    let _ = crossterm::terminal::disable_raw_mode();
}

/// On a panic gives the terminal back, writes a short report, says `say(report)` on standard error
/// and goes on to the hook before it.
pub fn install_panic_hook(report: PathBuf, say: impl Fn(&Path) -> String + Send + Sync + 'static) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        teardown();
        if write_report(&report, info).is_ok() {
            let _ = writeln!(io::stderr(), "{}", say(&report));
        }
        before(info);
    }));
}

/// Version, place and trace. The message is written by us; it carries no case data.
fn write_report(path: &Path, info: &std::panic::PanicHookInfo<'_>) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    let thread = std::thread::current();
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let message: String = info.payload_as_str().unwrap_or("").chars().take(500).collect();
    writeln!(
        file,
        "vigie {}\nthread {}\nat {place}\n{}\n{}",
        env!("CARGO_PKG_VERSION"),
        thread.name().unwrap_or("-"),
        sanitise::block(&message),
        std::backtrace::Backtrace::force_capture(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_switched_on_is_switched_off() {
        for mode in [ENTER, MOUSE_ON, FOCUS_ON].concat().split('\x1b').filter(|s| !s.is_empty()) {
            let off = match mode {
                "[22;0t" => "[23;0t".to_owned(),
                "[?25l" => "[?25h".to_owned(),
                mode => mode.replace('h', "l"),
            };
            assert!(LEAVE.contains(&off), "{mode}");
        }
        assert!(LEAVE.starts_with("\x1b[?2026l"), "first ends a frame left open");
    }

    #[test]
    fn a_teardown_without_a_terminal_does_nothing() {
        teardown();
        teardown();
        assert!(!ENTERED.load(Ordering::Acquire));
    }
}
