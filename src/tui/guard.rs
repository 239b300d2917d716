//! The input guard in front of the keymap: puts escape sequences cut in two together again,
//! swallows late replies of the terminal, and keeps a paste without brackets from running as
//! commands. Pure: instants are milliseconds of any steady clock, given by the caller.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// How long a lone Esc is held for the rest of its sequence.
const ESC_HOLD_MS: u64 = 40;
const ESC_HOLD_SSH_MS: u64 = 120;
/// Silence which ends a reply, a cut sequence or an ignored paste.
const SILENCE_MS: u64 = 150;
/// A reply is never swallowed for longer than this.
const REPLY_MAX_MS: u64 = 2_000;
/// More printable keys than this within the window are a paste.
const BURST_KEYS: usize = 12;
const BURST_WINDOW_MS: u64 = 30;
/// Keys closer together than this come out of one chunk of input; they are held until it is over.
const CHUNK_GAP_MS: u64 = 3;
const CHUNK_HOLD_MS: u64 = 8;
/// Longest parameter part of a sequence that is waited for.
const SEQUENCE_MAX: usize = 64;

/// What the guard lets through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Out {
    Key(KeyEvent),
    /// Bracketed paste; never run as keys.
    Paste(String),
    /// Text came in as keys outside a text field and was dropped. Said once per paste.
    PasteIgnored,
    /// Resize, mouse, focus: unchanged.
    Other(Event),
}

#[derive(Debug)]
enum State {
    Idle,
    /// A lone Esc, held since.
    Esc(u64),
    /// Behind `ESC [` or `ESC O`: the parameters so far, and the instant of the last key.
    Sequence {
        parameters: String,
        last: u64,
    },
    /// Inside an OSC, DCS, APC, PM or SOS reply.
    Reply {
        since: u64,
        last: u64,
        escaped: bool,
    },
    /// Inside an ignored paste.
    Burst {
        last: u64,
    },
}

/// The state machine. Feed it every event, and tick it at [`Guard::deadline`].
#[derive(Debug)]
pub struct Guard {
    state: State,
    esc_hold: u64,
    text_field: bool,
    /// Instants of the last printable keys, at most `BURST_KEYS`.
    recent: Vec<u64>,
    /// Keys of a chunk which is not over, in order, and the instant of the last one.
    held: Vec<KeyEvent>,
    held_last: u64,
    latest: u64,
}

impl Guard {
    /// `ssh`: the terminal is far away, so a cut sequence takes longer to come together.
    pub fn new(ssh: bool) -> Self {
        Self {
            state: State::Idle,
            esc_hold: if ssh { ESC_HOLD_SSH_MS } else { ESC_HOLD_MS },
            text_field: false,
            recent: Vec::with_capacity(BURST_KEYS),
            held: Vec::new(),
            held_last: 0,
            latest: 0,
        }
    }

    /// Says whether a text field has the focus: there a burst of keys is text, not commands.
    pub fn set_text_field(&mut self, focused: bool) {
        self.text_field = focused;
    }

    /// When [`Guard::tick`] has something to do, if no event comes before.
    pub fn deadline(&self) -> Option<u64> {
        let held = (!self.held.is_empty()).then(|| self.held_last.saturating_add(CHUNK_HOLD_MS));
        let state = match &self.state {
            State::Idle => None,
            State::Esc(since) => Some(since.saturating_add(self.esc_hold)),
            State::Sequence { last, .. } | State::Burst { last } => {
                Some(last.saturating_add(SILENCE_MS))
            }
            State::Reply { since, last, .. } => {
                Some(last.saturating_add(SILENCE_MS).min(since.saturating_add(REPLY_MAX_MS)))
            }
        };
        [held, state].into_iter().flatten().min()
    }

    /// Takes one event read at `at_ms`; an instant before the last one counts as the last one.
    pub fn feed(&mut self, event: Event, at_ms: u64) -> Vec<Out> {
        let mut out = self.tick(at_ms);
        let at = self.latest;
        match event {
            Event::Key(key) if key.kind == KeyEventKind::Release => {}
            Event::Key(key) => self.key(key, at, &mut out),
            Event::Paste(text) => {
                self.flush(&mut out);
                out.push(Out::Paste(text));
            }
            other => out.push(Out::Other(other)),
        }
        out
    }

    /// Lets go what has waited long enough.
    pub fn tick(&mut self, at_ms: u64) -> Vec<Out> {
        let at = at_ms.max(self.latest);
        self.latest = at;
        let mut out = Vec::new();
        if !self.held.is_empty() && at >= self.held_last.saturating_add(CHUNK_HOLD_MS) {
            self.release(&mut out);
        }
        if self.deadline().is_some_and(|due| at >= due) {
            if let State::Esc(_) = self.state {
                self.release(&mut out);
                out.push(Out::Key(plain(KeyCode::Esc)));
            }
            self.state = State::Idle;
        }
        out
    }

    /// Ends whatever was waited for, because something came that does not belong to it.
    fn flush(&mut self, out: &mut Vec<Out>) {
        self.release(out);
        if let State::Esc(_) = self.state {
            out.push(Out::Key(plain(KeyCode::Esc)));
        }
        self.state = State::Idle;
    }

    fn release(&mut self, out: &mut Vec<Out>) {
        out.extend(self.held.drain(..).map(Out::Key));
    }

    fn key(&mut self, key: KeyEvent, at: u64, out: &mut Vec<Out>) {
        match std::mem::replace(&mut self.state, State::Idle) {
            State::Idle => self.idle(key, at, out),
            State::Esc(since) => self.after_esc(key, since, at, out),
            State::Sequence { parameters, .. } => self.in_sequence(key, parameters, at, out),
            State::Reply { since, escaped, .. } => self.in_reply(key, since, escaped, at, out),
            State::Burst { .. } if is_text(&key) => self.state = State::Burst { last: at },
            State::Burst { .. } => self.idle(key, at, out),
        }
    }

    fn idle(&mut self, key: KeyEvent, at: u64, out: &mut Vec<Out>) {
        if key.code == KeyCode::Esc && key.modifiers.is_empty() {
            self.state = State::Esc(at);
            return;
        }
        if key.modifiers.difference(KeyModifiers::SHIFT) == KeyModifiers::ALT
            && let KeyCode::Char(c) = key.code
            && let Some(state) = opens(c, at)
        {
            self.state = state;
            return;
        }
        if self.text_field || !is_text(&key) {
            self.release(out);
            out.push(Out::Key(key));
            return;
        }
        self.printable(key, at, out);
    }

    /// A printable key outside a text field: let through, held, or found to be a paste.
    fn printable(&mut self, key: KeyEvent, at: u64, out: &mut Vec<Out>) {
        let chunk = self.recent.last().is_some_and(|&last| at - last <= CHUNK_GAP_MS);
        self.recent.retain(|&then| at - then <= BURST_WINDOW_MS);
        self.recent.push(at);
        if self.recent.len() > BURST_KEYS {
            self.recent.clear();
            // One key held down, delivered late in one piece, is no paste.
            if !self.held.is_empty() && self.held.iter().all(|h| h.code == key.code) {
                self.release(out);
                out.push(Out::Key(key));
                return;
            }
            self.held.clear();
            self.state = State::Burst { last: at };
            out.push(Out::PasteIgnored);
        } else if chunk {
            self.held.push(key);
            self.held_last = at;
        } else {
            self.release(out);
            out.push(Out::Key(key));
        }
    }

    fn after_esc(&mut self, key: KeyEvent, since: u64, at: u64, out: &mut Vec<Out>) {
        if is_printable(&key)
            && let KeyCode::Char(c) = key.code
            && let Some(state) = opens(c, at)
        {
            self.state = state;
            return;
        }
        self.state = State::Esc(since);
        self.flush(out);
        self.idle(key, at, out);
    }

    fn in_sequence(&mut self, key: KeyEvent, parameters: String, at: u64, out: &mut Vec<Out>) {
        let c = match key.code {
            KeyCode::Char(c) if is_printable(&key) => c,
            _ => return self.idle(key, at, out),
        };
        let mut parameters = parameters;
        match c {
            // `ESC [ [ A`: a function key of the Linux console.
            '[' if parameters.is_empty() => {}
            '@'..='~' => {
                if parameters == "200" && c == '~' {
                    // The opening bracket of a paste was cut: its text comes as keys.
                    self.state = State::Burst { last: at };
                    out.push(Out::PasteIgnored);
                } else if let Some(key) = known(&parameters, c) {
                    self.release(out);
                    out.push(Out::Key(key));
                }
                return;
            }
            ' '..='?' if parameters.len() < SEQUENCE_MAX => {}
            _ => return,
        }
        parameters.push(c);
        self.state = State::Sequence { parameters, last: at };
    }

    fn in_reply(&mut self, key: KeyEvent, since: u64, esc: bool, at: u64, out: &mut Vec<Out>) {
        let bell = key.code == KeyCode::Char('g') && key.modifiers == KeyModifiers::CONTROL;
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let ends = key.code == KeyCode::Char('\\') && (alt || esc);
        if bell || ends {
            return;
        }
        let escaped = key.code == KeyCode::Esc;
        if escaped || is_printable(&key) {
            self.state = State::Reply { since, last: at, escaped };
            return;
        }
        self.idle(key, at, out);
    }
}

/// What `ESC` and this character begin.
fn opens(c: char, at: u64) -> Option<State> {
    match c {
        '[' | 'O' => Some(State::Sequence { parameters: String::new(), last: at }),
        ']' | 'P' | '_' | '^' | 'X' => Some(State::Reply { since: at, last: at, escaped: false }),
        _ => None,
    }
}

fn plain(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

fn is_printable(key: &KeyEvent) -> bool {
    matches!(key.code, KeyCode::Char(_)) && key.modifiers.difference(KeyModifiers::SHIFT).is_empty()
}

/// What a paste consists of when it comes as keys.
fn is_text(key: &KeyEvent) -> bool {
    let line_end = key.code == KeyCode::Char('j') && key.modifiers == KeyModifiers::CONTROL;
    is_printable(key) || line_end || matches!(key.code, KeyCode::Enter | KeyCode::Tab)
}

/// The key of a sequence, for those that every terminal sends alike.
fn known(parameters: &str, last: char) -> Option<KeyEvent> {
    let mut numbers = parameters.split(';');
    let first = numbers.next().unwrap_or_default();
    let code = match (last, first) {
        ('A', _) => KeyCode::Up,
        ('B', _) => KeyCode::Down,
        ('C', _) => KeyCode::Right,
        ('D', _) => KeyCode::Left,
        ('H', _) | ('~', "1" | "7") => KeyCode::Home,
        ('F', _) | ('~', "4" | "8") => KeyCode::End,
        ('Z', _) => return Some(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT)),
        ('~', "2") => KeyCode::Insert,
        ('~', "3") => KeyCode::Delete,
        ('~', "5") => KeyCode::PageUp,
        ('~', "6") => KeyCode::PageDown,
        _ => return None,
    };
    if last != '~' && !matches!(first, "" | "1") {
        return None;
    }
    let bits = numbers.next().and_then(|n| n.parse::<u8>().ok()).unwrap_or(1).saturating_sub(1);
    let mut modifiers = KeyModifiers::NONE;
    for (bit, modifier) in
        [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)]
    {
        modifiers.set(modifier, bits & bit != 0);
    }
    Some(KeyEvent::new(code, modifiers))
}

/// Whether a key may act now: never within a moment of another key, of a dialog that has just
/// opened, or of a list that has just been sorted anew under the officer's fingers.
#[derive(Debug, Default)]
pub struct ActGate {
    opened: Option<u64>,
    sorted: Option<u64>,
    last: Option<(KeyCode, u64)>,
}

const QUIET_MS: u64 = 50;
const OPENED_MS: u64 = 150;
const REPEAT_MS: u64 = 250;
const SORTED_MS: u64 = 300;

impl ActGate {
    /// A dialog has opened.
    pub fn opened(&mut self, at_ms: u64) {
        self.opened = Some(at_ms);
    }

    /// The rows have changed places.
    pub fn sorted(&mut self, at_ms: u64) {
        self.sorted = Some(at_ms);
    }

    /// Notes the key; true when it may act. Every key goes through here, acting or not.
    pub fn key(&mut self, key: &KeyEvent, at_ms: u64) -> bool {
        let since = |then: Option<u64>| then.map_or(u64::MAX, |then| at_ms.saturating_sub(then));
        let repeat = key.kind == KeyEventKind::Repeat
            || self
                .last
                .is_some_and(|(code, at)| code == key.code && at_ms.saturating_sub(at) < REPEAT_MS);
        let quiet = since(self.last.map(|(_, at)| at)) >= QUIET_MS;
        let opened = since(self.opened) >= if repeat { REPEAT_MS } else { OPENED_MS };
        let sorted = since(self.sorted) >= SORTED_MS;
        self.last = Some((key.code, at_ms));
        quiet && opened && sorted
    }
}

#[cfg(test)]
mod tests;
