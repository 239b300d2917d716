//! The loop around the model: keys, seconds, signals and the worker come in, frames and effects go
//! out. The only place of the full-screen face that reads the clock or starts a thread.

mod worker;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use crossterm::event::{Event, EventStream};
use futures_util::StreamExt;
use jiff::{SignedDuration, Timestamp};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::bidi::BidiMode;
use super::colour::{self, Theme};
use super::guard::{Guard, Out};
use super::keymap::Keymap;
use super::model::{Banner, Effect, Model, Msg, Setup, Station};
use super::partners::Rules;
use super::terminal::{self, Drawn, Options, Terminal, TerminalError};
use crate::desk::{Desk, Failure, Home, Look, Mode, Seat};
use crate::domain::Lang;
use crate::domain::catalogue::Catalogue;
use crate::text::Text;
use crate::view::{Board, Sort};

pub use worker::{Job, SayFailure, Worker};

/// A frame that the line could not take is tried again after so long.
const RETRY: Duration = Duration::from_millis(50);
/// How long the worker may take to finish on the way out.
const LAST_WORDS: Duration = Duration::from_millis(900);
/// Wall clock and steady clock may part by this much.
const JUMP_MS: i64 = 2_000;

/// What a session starts from.
pub struct Start {
    pub home: Home,
    /// What the first frame is drawn from.
    pub look: Look,
    pub seat: Seat,
    pub lang: Lang,
    pub theme: Theme,
    pub bidi: BidiMode,
    pub keymap: Keymap,
    pub rules: Rules,
    pub terminal: Options,
    /// The other end is far away: a cut escape sequence takes longer to come together.
    pub ssh: bool,
    /// Loads the catalogue, on the worker's thread. The error is said as it is.
    pub catalogue: Box<dyn FnOnce() -> Result<Arc<Catalogue>, String> + Send>,
    pub say_failure: SayFailure,
    /// Where a panic is reported.
    pub report: PathBuf,
}

#[derive(Debug, thiserror::Error)]
pub enum TuiError {
    #[error(transparent)]
    Desk(#[from] Failure),
    #[error(transparent)]
    Terminal(#[from] TerminalError),
    #[error("the screen's loop cannot start: {0}")]
    Loop(#[source] std::io::Error),
}

/// What ends the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Quit,
    Signal(u8),
    /// The terminal is gone.
    Lost,
}

impl End {
    fn code(self) -> u8 {
        match self {
            End::Quit => 0,
            End::Signal(number) => 128 + number,
            End::Lost => 129,
        }
    }
}

/// Runs the full-screen face until it is left. Returns the exit code.
pub fn run(start: Start) -> Result<u8, TuiError> {
    let now = crate::now::now();
    let board = first_board(&start.look, now)?;
    let station = station(&start.look, &start.seat);
    let reactor = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(TuiError::Loop)?;
    // Before the terminal is taken: no signal may end the process and leave it in raw mode.
    let signals = {
        let _inside = reactor.enter();
        Signals::new().map_err(TuiError::Loop)?
    };
    colour::apply();
    terminal::install_panic_hook(start.report.clone(), |report| {
        format!("vigie: stopped by a fault of its own; a report is in {}", report.display())
    });
    let terminal = Terminal::enter(start.terminal)?;
    let size = terminal.size()?;
    let model = Model::new(Setup {
        station,
        board: Arc::new(board),
        now,
        zone: start.seat.zone.clone(),
        lang: start.lang,
        theme: start.theme,
        bidi: start.bidi,
        keymap: start.keymap.clone(),
        rules: start.rules.clone(),
        size: (size.width, size.height),
    });
    reactor.block_on(session(start, model, terminal, signals))
}

/// What the first frame shows: of all open requests what a list needs, and the whole of the one that
/// comes first. The worker brings the rest before it does anything else.
fn first_board(look: &Look, now: Timestamp) -> Result<Board, Failure> {
    let open = look.open_brief()?.into_iter().map(Arc::new).collect();
    let mut board = Board { requests: open };
    let first = board.in_order(Sort::default(), now, |_| true).into_iter().next();
    if let Some(entity) = first.and_then(|view| view.entity.parse().ok())
        && let Some(whole) = look.view(entity)?
        && let Some(place) = board.requests.iter_mut().find(|view| view.entity == whole.entity)
    {
        *place = Arc::new(whole);
    }
    Ok(board)
}

fn station(look: &Look, seat: &Seat) -> Station {
    let profile = look.profile();
    Station {
        name: profile.station.clone(),
        title: profile.title.clone(),
        country: profile.country.clone(),
        officer: seat.officer.clone(),
        officers: profile.officers.clone(),
        banner: match profile.mode {
            Mode::Duty => Banner::None,
            Mode::Demo => Banner::Demo,
            Mode::Training => Banner::Training,
        },
    }
}

/// The worker's thread and the two ways to and from it.
struct Office {
    jobs: Option<mpsc::Sender<Job>>,
    answers: UnboundedReceiver<Msg>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Office {
    fn open(start: Start) -> Result<(Self, Guard), TuiError> {
        let guard = Guard::new(start.ssh);
        let (jobs, inbox) = mpsc::channel();
        let (tell, answers) = unbounded_channel();
        let text = Text::of(start.lang);
        let thread = std::thread::Builder::new()
            .name("desk".to_owned())
            .spawn(move || work(start, text, &inbox, &tell))
            .map_err(TuiError::Loop)?;
        Ok((Self { jobs: Some(jobs), answers, thread: Some(thread) }, guard))
    }

    /// False where the worker is gone.
    fn ask(&self, job: Job) -> bool {
        self.jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_ok())
    }

    /// Lets the worker finish what it was given, but not for ever.
    fn close(&mut self) {
        self.jobs = None;
        let Some(thread) = self.thread.take() else { return };
        let begun = Instant::now();
        while !thread.is_finished() && begun.elapsed() < LAST_WORDS {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

fn work(start: Start, text: Text, inbox: &mpsc::Receiver<Job>, tell: &UnboundedSender<Msg>) {
    let say = start.say_failure;
    let sent = match start.look.open_requests() {
        Ok(open) => {
            let requests = open.into_iter().map(Arc::new).collect();
            tell.send(Msg::Board(Arc::new(Board { requests })))
        }
        Err(failure) => tell.send(Msg::Failed(say(&failure, text))),
    };
    drop(start.look);
    if sent.is_err() {
        return;
    }
    let opened = (start.catalogue)().and_then(|catalogue| {
        Desk::open(&start.home, start.seat, catalogue)
            .and_then(|desk| Worker::new(desk, text, say))
            .map_err(|failure| say(&failure, text))
    });
    match opened {
        Ok(mut worker) => {
            for message in worker.greeting() {
                if tell.send(message).is_err() {
                    return;
                }
            }
            worker.warm(crate::now::now());
            worker::serve(&mut worker, inbox, crate::now::now, |msg| tell.send(msg).is_ok());
        }
        Err(why) => {
            let _ = tell.send(Msg::Failed(why));
            let _ = tell.send(Msg::WorkerGone);
        }
    }
}

/// Everything that the loop owns.
struct Session {
    model: Model,
    terminal: Terminal,
    office: Office,
    guard: Guard,
    began: Instant,
    /// Wall clock less steady clock, in milliseconds, when last looked at.
    drift: i64,
    dirty: bool,
    end: Option<End>,
}

async fn session(
    start: Start,
    model: Model,
    terminal: Terminal,
    signals: Signals,
) -> Result<u8, TuiError> {
    let began = Instant::now();
    let drift = crate::now::now().as_millisecond();
    let mut terminal = terminal;
    // The library's reader cannot be made once the line is dead, and says so by a panic.
    if !std::io::stdin().is_terminal() {
        return Ok(End::Lost.code());
    }
    let events = EventStream::new();
    // The first frame goes out before anything else is opened.
    terminal.draw(|frame| super::view(&model, frame))?;
    let (office, guard) = Office::open(start)?;
    let mut session =
        Session { model, terminal, office, guard, began, drift, dirty: false, end: None };
    let (lost, mut hung_up) = unbounded_channel::<()>();
    let over = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&over);
    let watch = terminal::watch(move || {
        let _ = lost.send(());
        // The library's reader can turn for ever on a dead line, on the very thread that would act
        // on this: then the program ends from here. Drafts were saved as their fields were left.
        std::thread::sleep(LAST_WORDS);
        if !heard.load(Ordering::Acquire) {
            std::process::exit(i32::from(End::Lost.code()));
        }
    });
    let ended = session.run(events, signals, &mut hung_up).await;
    over.store(true, Ordering::Release);
    drop(watch);
    session.farewell();
    Ok(ended.code())
}

impl Session {
    async fn run(
        &mut self,
        mut events: EventStream,
        mut signals: Signals,
        hung_up: &mut UnboundedReceiver<()>,
    ) -> End {
        loop {
            self.paint();
            if let Some(end) = self.end {
                return end;
            }
            let wake = self.until_next();
            tokio::select! {
                biased;
                signal = signals.next() => self.signal(signal),
                _ = hung_up.recv() => self.end = Some(End::Lost),
                event = events.next() => match event {
                    Some(Ok(event)) => self.event(event),
                    Some(Err(_)) | None => self.end = Some(End::Lost),
                },
                answer = self.office.answers.recv(), if self.office.jobs.is_some() => match answer {
                    Some(message) => self.take(message),
                    None => {
                        self.office.jobs = None;
                        self.take(Msg::WorkerGone);
                    }
                },
                () = tokio::time::sleep(wake) => self.wake(),
            }
        }
    }

    fn at_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Until the next full second of the wall clock, or the guard's own hour if that is sooner.
    fn until_next(&self) -> Duration {
        let part = crate::now::now().as_millisecond().rem_euclid(1000);
        let second = Duration::from_millis(u64::try_from(1000 - part).unwrap_or(1000));
        let guard = self.guard.deadline().map(|due| due.saturating_sub(self.at_ms()));
        let wake = guard.map_or(second, |ms| second.min(Duration::from_millis(ms)));
        if self.dirty { wake.min(RETRY) } else { wake }
    }

    fn wake(&mut self) {
        let outs = self.guard.tick(self.at_ms());
        self.outs(outs);
        let now = crate::now::now();
        if now.as_second() != self.model_second() {
            self.tick(now);
        }
    }

    fn model_second(&self) -> i64 {
        self.model.now.as_second()
    }

    /// A second has passed. Timers stand still while the machine sleeps, so the hour is always read
    /// anew, and what the two clocks disagree by is said.
    fn tick(&mut self, now: Timestamp) {
        let steady = i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX);
        let drift = now.as_millisecond().saturating_sub(steady);
        let by = drift.saturating_sub(self.drift);
        self.drift = drift;
        let jump = (by.abs() >= JUMP_MS).then(|| SignedDuration::from_millis(by));
        self.take(Msg::Tick { jump });
        if !self.office.ask(Job::Look) && self.office.jobs.is_some() {
            self.office.jobs = None;
            self.take(Msg::WorkerGone);
        }
    }

    fn event(&mut self, event: Event) {
        self.guard.set_text_field(self.model.wants_text());
        let outs = self.guard.feed(event, self.at_ms());
        self.outs(outs);
    }

    fn outs(&mut self, outs: Vec<Out>) {
        for out in outs {
            match out {
                Out::Key(key) => self.take(Msg::Key(key)),
                Out::Paste(text) => self.take(Msg::Paste(text)),
                Out::PasteIgnored => self.take(Msg::PasteIgnored),
                Out::Other(Event::Resize(width, height)) => self.take(Msg::Resize(width, height)),
                Out::Other(_) => {}
            }
        }
    }

    fn take(&mut self, message: Msg) {
        let at_ms = self.at_ms();
        let effects = super::update(&mut self.model, message, crate::now::now(), at_ms);
        self.dirty = true;
        for effect in effects {
            self.effect(effect);
        }
    }

    /// What concerns the terminal is done here; the rest is the worker's.
    fn effect(&mut self, effect: Effect) {
        let done = match effect {
            Effect::Quit => {
                self.end = Some(End::Quit);
                Ok(())
            }
            Effect::Bell => self.terminal.bell(),
            Effect::Title(text) => self.terminal.title(&text),
            Effect::Copy(text) => self.terminal.copy(&text).map(|_| ()),
            Effect::Repaint => self.terminal.repaint(),
            Effect::Suspend => self.terminal.suspend(),
            effect => {
                if !self.office.ask(Job::Run(effect)) {
                    self.take(Msg::WorkerGone);
                }
                Ok(())
            }
        };
        if done.is_err() {
            self.end = Some(End::Lost);
        }
    }

    /// A terminal that takes no frame is gone; there is nobody left to tell.
    fn paint(&mut self) {
        if !self.dirty || self.end.is_some() {
            return;
        }
        let model = &self.model;
        match self.terminal.draw(|frame| super::view(model, frame)) {
            Ok(Drawn::Sent(_)) => self.dirty = false,
            Ok(Drawn::Busy) => {}
            Err(_) => self.end = Some(End::Lost),
        }
    }

    fn signal(&mut self, signal: Caught) {
        match signal {
            Caught::End(number) => self.end = Some(End::Signal(number)),
            Caught::Continue if self.terminal.resume().is_err() => self.end = Some(End::Lost),
            Caught::Continue => self.dirty = true,
        }
    }

    /// Keeps the open draft, gives the terminal back, and lets the worker finish.
    fn farewell(mut self) {
        if let Some(draft) = self.model.draft_text() {
            self.office.ask(Job::Run(Effect::SaveDraft(draft)));
        }
        self.office.ask(Job::Run(Effect::SaveScreen(self.model.screen_text())));
        self.terminal.leave();
        self.office.close();
    }
}

enum Caught {
    End(u8),
    Continue,
}

struct Signals {
    ending: [(tokio::signal::unix::Signal, u8); 4],
    on: tokio::signal::unix::Signal,
}

impl Signals {
    fn new() -> std::io::Result<Self> {
        let of = |kind: SignalKind| -> std::io::Result<(tokio::signal::unix::Signal, u8)> {
            Ok((signal(kind)?, u8::try_from(kind.as_raw_value()).unwrap_or(0)))
        };
        Ok(Self {
            ending: [
                of(SignalKind::hangup())?,
                of(SignalKind::interrupt())?,
                of(SignalKind::quit())?,
                of(SignalKind::terminate())?,
            ],
            on: signal(SignalKind::from_raw(rustix::process::Signal::CONT.as_raw()))?,
        })
    }

    async fn next(&mut self) -> Caught {
        let [(hup, a), (int, b), (quit, c), (term, d)] = &mut self.ending;
        tokio::select! {
            _ = hup.recv() => Caught::End(*a),
            _ = int.recv() => Caught::End(*b),
            _ = quit.recv() => Caught::End(*c),
            _ = term.recv() => Caught::End(*d),
            _ = self.on.recv() => Caught::Continue,
        }
    }
}
