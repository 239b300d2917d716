//! An officer's session without a terminal: keys in, screen out. Effects run at once, on a real desk
//! in a folder of its own where there is one; time passes only when told.

#![allow(dead_code, reason = "a tool box: not every test uses every tool")]

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::{Color, Modifier};
use vigie::desk::{Desk, Home, Mode, Seat, Setup as DeskSetup};
use vigie::domain::Lang;
use vigie::domain::catalogue::Catalogue;
use vigie::text::Text;
use vigie::tui::bidi::BidiMode;
use vigie::tui::colour::{Level, Palette, Theme, UNICODE};
use vigie::tui::keymap::{Key, Keymap};
use vigie::tui::runtime::Worker;
use vigie::tui::{Banner, Effect, Model, Msg, Setup, Station, update, view};
use vigie::view::{Board, RequestView};

use super::sample;

/// Between two keys: slow enough to be meant.
const PACE_MS: u64 = 400;

pub struct Session {
    pub model: Model,
    pub now: Timestamp,
    pub at_ms: u64,
    /// Every effect so far that no worker took.
    pub effects: Vec<Effect>,
    screen: Terminal<TestBackend>,
    worker: Option<Worker>,
    /// The last frame whose cost was asked for.
    sent: Option<ratatui::buffer::Buffer>,
    _home: Option<tempfile::TempDir>,
}

pub fn station(banner: Banner) -> Station {
    Station {
        name: "desk-1".to_owned(),
        title: "24/7 contact point".to_owned(),
        country: "MA".to_owned(),
        officer: "S. Alaoui".to_owned(),
        officers: vec!["S. Alaoui".to_owned(), "M. Idrissi".to_owned()],
        banner,
    }
}

pub fn setup(board: Board, size: (u16, u16), lang: Lang) -> Setup {
    Setup {
        station: station(Banner::Demo),
        board: Arc::new(board),
        now: sample::now(),
        zone: TimeZone::UTC,
        lang,
        theme: Theme::new(Palette::Default, Level::Ansi16, &UNICODE),
        bidi: BidiMode::App,
        keymap: Keymap::built_in(),
        rules: Default::default(),
        size,
    }
}

impl Session {
    /// A board without a desk behind it: effects are only noted.
    pub fn on_board(board: Board, size: (u16, u16), lang: Lang) -> Self {
        Self::of(setup(board, size, lang), None, None)
    }

    pub fn of(setup: Setup, worker: Option<Worker>, home: Option<tempfile::TempDir>) -> Self {
        let (now, size) = (setup.now, setup.size);
        Self {
            model: Model::new(setup),
            now,
            at_ms: 0,
            effects: Vec::new(),
            screen: Terminal::new(TestBackend::new(size.0, size.1)).unwrap(),
            worker,
            sent: None,
            _home: home,
        }
    }

    /// An empty desk in a folder of its own.
    pub fn on_desk(size: (u16, u16), lang: Lang) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::below(folder.path());
        let seat = Seat { officer: "S. Alaoui".to_owned(), via: "tui", zone: TimeZone::UTC };
        let asked = DeskSetup {
            station: "desk-1".to_owned(),
            officer: "S. Alaoui".to_owned(),
            country: "MA".to_owned(),
            title: "24/7 contact point".to_owned(),
            mode: Mode::Training,
        };
        let desk = Desk::create(&home, &asked, seat, catalogue(), sample::now()).unwrap();
        let mut worker =
            Worker::new(desk, Text::of(lang), |failure, _| failure.to_string()).unwrap();
        let greeting = worker.greeting();
        let mut setup = setup(Board::default(), size, lang);
        setup.station = station(Banner::Training);
        let mut session = Self::of(setup, Some(worker), Some(folder));
        for message in greeting {
            session.tell(message);
        }
        session
    }

    /// Hands a message over and runs what it asks for.
    pub fn tell(&mut self, message: Msg) {
        let mut waiting = vec![message];
        while !waiting.is_empty() {
            let message = waiting.remove(0);
            for effect in update(&mut self.model, message, self.now, self.at_ms) {
                match &mut self.worker {
                    Some(worker) => {
                        self.effects.push(effect.clone());
                        waiting.extend(worker.run(effect, self.now));
                    }
                    None => self.effects.push(effect),
                }
            }
        }
    }

    pub fn key(&mut self, key: KeyEvent) {
        self.at_ms += PACE_MS;
        self.tell(Msg::Key(key));
    }

    /// Keys by name, parted by spaces: `j j enter ctrl-s`.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for name in keys.split(' ').filter(|name| !name.is_empty()) {
            let key = Key::parse(name).unwrap_or_else(|| panic!("no key {name:?}"));
            self.key(key.event());
        }
        self
    }

    /// Text typed letter by letter.
    pub fn write(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
        }
        self
    }

    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.tell(Msg::Paste(text.to_owned()));
        self
    }

    /// Lets seconds pass, one tick each.
    pub fn wait(&mut self, seconds: i64) -> &mut Self {
        for _ in 0..seconds {
            self.now += SignedDuration::from_secs(1);
            self.at_ms += 1000;
            self.tell(Msg::Tick { jump: None });
        }
        self
    }

    /// Lets a long time pass at once.
    pub fn skip(&mut self, length: SignedDuration) -> &mut Self {
        self.now += length;
        self.at_ms += u64::try_from(length.as_millis()).unwrap();
        self.tell(Msg::Tick { jump: None });
        self
    }

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.screen.backend_mut().resize(width, height);
        self.tell(Msg::Resize(width, height));
        self
    }

    pub fn draw(&mut self) -> &ratatui::buffer::Buffer {
        self.screen.draw(|frame| view(&self.model, frame)).unwrap();
        self.screen.backend().buffer()
    }

    /// What the frame costs on the line, after the last one that was asked for.
    pub fn bytes(&mut self) -> usize {
        let now = self.draw().clone();
        let before = self.sent.take().unwrap_or_else(|| ratatui::buffer::Buffer::empty(now.area));
        let mut line: Vec<u8> = Vec::new();
        let mut backend = ratatui::backend::CrosstermBackend::new(&mut line);
        crossterm::style::force_color_output(true);
        let changed = before.diff(&now);
        ratatui::backend::Backend::draw(&mut backend, changed.into_iter()).unwrap();
        self.sent = Some(now);
        line.len()
    }

    /// The text on screen, without what is blank at the end of lines.
    pub fn screen(&mut self) -> String {
        let buffer = self.draw();
        let mut out = String::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..buffer.area.width {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
                line.push_str(symbol);
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    /// One letter a cell for what is not plain text.
    pub fn styles(&mut self) -> String {
        let buffer = self.draw();
        let mut out = String::new();
        for y in 0..buffer.area.height {
            let line: String = (0..buffer.area.width).map(|x| letter(&buffer[(x, y)])).collect();
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    /// Text, then styles.
    pub fn picture(&mut self) -> String {
        format!("{}---\n{}", self.screen(), self.styles())
    }

    pub fn quit(&self) -> bool {
        self.effects.contains(&Effect::Quit)
    }

    #[track_caller]
    pub fn sees(&mut self, words: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.contains(words), "{words:?} is not on screen:\n{screen}");
        self
    }

    #[track_caller]
    pub fn sees_not(&mut self, words: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!screen.contains(words), "{words:?} is on screen:\n{screen}");
        self
    }
}

/// R reversed, U underlined, B bold, d dim; else the first letter of the colour, small.
fn letter(cell: &ratatui::buffer::Cell) -> char {
    let has = |modifier| cell.modifier.contains(modifier);
    match cell.fg {
        _ if has(Modifier::REVERSED) => 'R',
        Color::Red => '!',
        Color::Yellow => 'y',
        Color::Green => 'g',
        Color::Cyan => 'c',
        Color::Magenta => 'm',
        _ if has(Modifier::UNDERLINED) => 'U',
        _ if has(Modifier::BOLD) => 'B',
        _ if has(Modifier::DIM) => 'd',
        _ => ' ',
    }
}

/// The built-in catalogue, read once for all tests.
pub fn catalogue() -> Arc<Catalogue> {
    use std::sync::OnceLock;
    static CATALOGUE: OnceLock<Arc<Catalogue>> = OnceLock::new();
    Arc::clone(CATALOGUE.get_or_init(|| {
        Arc::new(vigie::catalogue::load(&[]).unwrap_or_else(|faults| panic!("{faults:?}")))
    }))
}

pub fn one(view: RequestView) -> Board {
    Board { requests: vec![Arc::new(view)] }
}
