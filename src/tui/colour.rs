//! How much colour and which symbols the terminal gets, and what each role of text looks like.
//! Pure but for [`apply`]. Colour is never the only mark of anything.

use std::{fmt, str::FromStr};

use ratatui::{
    style::{Color, Modifier, Style},
    symbols::border,
};

/// What the officer asked for: `--color` or the setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum When {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not one of auto, always, never")]
pub struct BadWhen;

impl FromStr for When {
    type Err = BadWhen;

    fn from_str(text: &str) -> Result<Self, BadWhen> {
        match text {
            "auto" => Ok(When::Auto),
            "always" => Ok(When::Always),
            "never" => Ok(When::Never),
            _ => Err(BadWhen),
        }
    }
}

/// What the process was told about its terminal. Empty variables count as unset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Env {
    pub no_color: Option<String>,
    pub clicolor: Option<String>,
    pub clicolor_force: Option<String>,
    pub colorterm: Option<String>,
    pub term: Option<String>,
    pub lc_all: Option<String>,
    pub lc_ctype: Option<String>,
    pub lang: Option<String>,
    pub stdout_is_terminal: bool,
}

impl Env {
    pub fn of_process() -> Self {
        use std::io::IsTerminal;
        let get = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        Self {
            no_color: get("NO_COLOR"),
            clicolor: get("CLICOLOR"),
            clicolor_force: get("CLICOLOR_FORCE"),
            colorterm: get("COLORTERM"),
            term: get("TERM"),
            lc_all: get("LC_ALL"),
            lc_ctype: get("LC_CTYPE"),
            lang: get("LANG"),
            stdout_is_terminal: std::io::stdout().is_terminal(),
        }
    }
}

/// Colours the terminal understands, from none upwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Mono,
    Ansi16,
    Ansi256,
    True,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Mono => "mono",
            Level::Ansi16 => "16",
            Level::Ansi256 => "256",
            Level::True => "truecolor",
        })
    }
}

/// The setting wins over `NO_COLOR`, that over `CLICOLOR_FORCE`, that over what the terminal is.
pub fn level(when: When, env: &Env) -> Level {
    let term = env.term.as_deref().unwrap_or("");
    let able = match env.colorterm.as_deref() {
        Some("truecolor" | "24bit") => Level::True,
        _ if term.contains("256color") => Level::Ansi256,
        _ => Level::Ansi16,
    };
    let plain = matches!(term, "" | "dumb") || term.starts_with("vt1") || term.starts_with("vt2");
    let forced = env.clicolor_force.as_deref().is_some_and(|v| v != "0");
    match when {
        When::Never => Level::Mono,
        When::Always => able,
        When::Auto if env.no_color.is_some() => Level::Mono,
        When::Auto if forced => able,
        When::Auto if plain || !env.stdout_is_terminal => Level::Mono,
        When::Auto if env.clicolor.as_deref() == Some("0") => Level::Mono,
        When::Auto => able,
    }
}

/// Takes the decision about colour away from the terminal library, which under `NO_COLOR` would
/// also wipe bold and reverse. Once, before the first frame.
pub fn apply() {
    crossterm::style::force_color_output(true);
}

/// The characters of the chrome.
#[derive(Debug, PartialEq, Eq)]
pub struct Symbols {
    pub unicode: bool,
    pub late: &'static str,
    pub legal: &'static str,
    pub assumed: &'static str,
    pub paused: &'static str,
    pub cursor: &'static str,
    pub check: &'static str,
    pub warning: &'static str,
    pub dot: &'static str,
    pub dash: &'static str,
    pub ellipsis: &'static str,
    pub into: &'static str,
    pub out: &'static str,
    pub room: &'static str,
    pub menu: &'static str,
    pub up: &'static str,
    pub down: &'static str,
    pub bar: &'static str,
    pub border: border::Set<'static>,
}

pub const UNICODE: Symbols = Symbols {
    unicode: true,
    late: "!",
    legal: "L",
    assumed: "~",
    paused: "‖",
    cursor: "▌",
    check: "✓",
    warning: "!",
    dot: "·",
    dash: "—",
    ellipsis: "…",
    into: "→",
    out: "←",
    room: "⇅",
    menu: "▾",
    up: "▲",
    down: "▼",
    bar: "│",
    border: border::ROUNDED,
};

pub const ASCII: Symbols = Symbols {
    unicode: false,
    late: "!",
    legal: "L",
    assumed: "~",
    paused: "=",
    cursor: ">",
    check: "ok",
    warning: "!",
    dot: "-",
    dash: "-",
    ellipsis: "..",
    into: ">",
    out: "<",
    room: "<>",
    menu: "v",
    up: "^",
    down: "v",
    bar: "|",
    border: border::Set {
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        vertical_left: "|",
        vertical_right: "|",
        horizontal_top: "-",
        horizontal_bottom: "-",
    },
};

/// Unicode where the locale is UTF-8 and the terminal has the glyphs.
pub fn symbols(env: &Env) -> &'static Symbols {
    let locale = [&env.lc_all, &env.lc_ctype, &env.lang].into_iter().find_map(|v| v.as_deref());
    let lower = locale.unwrap_or("").to_ascii_lowercase();
    let utf8 = lower.contains("utf-8") || lower.contains("utf8");
    let bare = matches!(env.term.as_deref(), None | Some("linux" | "dumb" | ""));
    if utf8 && !bare { &UNICODE } else { &ASCII }
}

/// What a piece of text is, whatever it looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    Text,
    Dim,
    Title,
    Label,
    Border,
    BorderFocused,
    Selection,
    /// The row that keeps the cursor while another pane has the focus.
    SelectionIdle,
    Marked,
    Match,
    Key,
    Input,
    /// Overdue.
    Late,
    /// Due soon.
    Soon,
    /// A legal clock.
    Legal,
    /// An assumed date.
    Assumed,
    Paused,
    Ok,
    Warning,
    Error,
    /// An alarm nobody has acknowledged.
    Alarm,
    AlarmSeen,
    /// Partner-visible text, apart from internal notes.
    Visible,
    Internal,
    Tlp,
    /// The banner of a demo.
    Demo,
    /// The banner of a display or a record that cannot be trusted.
    Stale,
}

impl Role {
    pub const ALL: [Role; 27] = [
        Role::Text,
        Role::Dim,
        Role::Title,
        Role::Label,
        Role::Border,
        Role::BorderFocused,
        Role::Selection,
        Role::SelectionIdle,
        Role::Marked,
        Role::Match,
        Role::Key,
        Role::Input,
        Role::Late,
        Role::Soon,
        Role::Legal,
        Role::Assumed,
        Role::Paused,
        Role::Ok,
        Role::Warning,
        Role::Error,
        Role::Alarm,
        Role::AlarmSeen,
        Role::Visible,
        Role::Internal,
        Role::Tlp,
        Role::Demo,
        Role::Stale,
    ];
}

/// A palette. All but `Mono` use the terminal's own 16 colours on its own background.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Palette {
    #[default]
    Default,
    HighContrast,
    Deuteranopia,
    Tritanopia,
    Mono,
}

impl Palette {
    pub const ALL: [(Palette, &'static str); 5] = [
        (Palette::Default, "default"),
        (Palette::HighContrast, "high-contrast"),
        (Palette::Deuteranopia, "deuteranopia"),
        (Palette::Tritanopia, "tritanopia"),
        (Palette::Mono, "mono"),
    ];

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(palette, _)| *palette)
    }
}

/// Roles to styles.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    pub palette: Palette,
    pub symbols: &'static Symbols,
}

impl Theme {
    /// Without colour every palette is the mono one.
    pub fn new(palette: Palette, level: Level, symbols: &'static Symbols) -> Self {
        let palette = if level == Level::Mono { Palette::Mono } else { palette };
        Self { palette, symbols }
    }

    pub fn style(&self, role: Role) -> Style {
        let style = Style::new().add_modifier(modifiers(role));
        match colour(self.palette, role) {
            Some(colour) => style.fg(colour),
            None => style,
        }
    }
}

/// What tells a role without any colour.
fn modifiers(role: Role) -> Modifier {
    match role {
        Role::Text | Role::Label | Role::Border | Role::Soon | Role::Legal | Role::Ok => {
            Modifier::empty()
        }
        Role::AlarmSeen | Role::Visible | Role::Warning => Modifier::empty(),
        Role::Dim | Role::Paused | Role::Internal => Modifier::DIM,
        Role::Selection | Role::Alarm | Role::Demo | Role::Stale => {
            Modifier::REVERSED.union(Modifier::BOLD)
        }
        Role::SelectionIdle | Role::Match | Role::Input | Role::Assumed => Modifier::UNDERLINED,
        Role::Title | Role::BorderFocused | Role::Marked | Role::Key => Modifier::BOLD,
        Role::Late | Role::Error | Role::Tlp => Modifier::BOLD,
    }
}

fn colour(palette: Palette, role: Role) -> Option<Color> {
    let (bad, near, good) = match palette {
        Palette::Mono => return None,
        Palette::Default => (Color::Red, Color::Yellow, Color::Green),
        Palette::HighContrast => (Color::LightRed, Color::LightYellow, Color::LightGreen),
        Palette::Deuteranopia => (Color::Yellow, Color::Magenta, Color::Blue),
        Palette::Tritanopia => (Color::Red, Color::Magenta, Color::Cyan),
    };
    match role {
        Role::Late | Role::Error | Role::Alarm | Role::Stale => Some(bad),
        Role::Soon | Role::Warning | Role::AlarmSeen | Role::Demo => Some(near),
        Role::Ok => Some(good),
        Role::Legal | Role::Key | Role::BorderFocused => Some(Color::Cyan),
        Role::Assumed | Role::Visible => Some(Color::Magenta),
        Role::Text | Role::Dim | Role::Title | Role::Label | Role::Border => None,
        Role::Selection | Role::SelectionIdle | Role::Marked | Role::Match => None,
        Role::Input | Role::Paused | Role::Internal | Role::Tlp => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(pairs: &[(&str, &str)]) -> Env {
        let get = |name: &str| {
            pairs.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned())
        };
        Env {
            no_color: get("NO_COLOR"),
            clicolor: get("CLICOLOR"),
            clicolor_force: get("CLICOLOR_FORCE"),
            colorterm: get("COLORTERM"),
            term: get("TERM"),
            lc_all: get("LC_ALL"),
            lc_ctype: get("LC_CTYPE"),
            lang: get("LANG"),
            stdout_is_terminal: get("PIPE").is_none(),
        }
    }

    #[test]
    fn the_level_follows_setting_then_environment() {
        use When::{Always, Auto, Never};
        for (when, pairs, expected) in [
            (Auto, &[("TERM", "xterm")][..], Level::Ansi16),
            (Auto, &[("TERM", "xterm-256color")], Level::Ansi256),
            (Auto, &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], Level::True),
            (Auto, &[("TERM", "xterm"), ("NO_COLOR", "1")], Level::Mono),
            (Always, &[("TERM", "xterm"), ("NO_COLOR", "1")], Level::Ansi16),
            (Never, &[("TERM", "xterm"), ("CLICOLOR_FORCE", "1")], Level::Mono),
            (Auto, &[("TERM", "dumb")], Level::Mono),
            (Auto, &[("TERM", "vt220")], Level::Mono),
            (Auto, &[], Level::Mono),
            (Auto, &[("TERM", "xterm"), ("PIPE", "1")], Level::Mono),
            (Auto, &[("TERM", "xterm"), ("PIPE", "1"), ("CLICOLOR_FORCE", "1")], Level::Ansi16),
            (Auto, &[("TERM", "xterm"), ("CLICOLOR", "0")], Level::Mono),
        ] {
            assert_eq!(level(when, &env(pairs)), expected, "{when:?} {pairs:?}");
        }
    }

    #[test]
    fn symbols_need_a_utf8_locale_and_a_terminal_with_glyphs() {
        for (pairs, unicode) in [
            (&[("TERM", "xterm"), ("LANG", "fr_MA.UTF-8")][..], true),
            (&[("TERM", "xterm"), ("LANG", "fr_MA.UTF-8"), ("LC_ALL", "C")], false),
            (&[("TERM", "xterm"), ("LC_CTYPE", "C.utf8")], true),
            (&[("TERM", "linux"), ("LANG", "en_GB.UTF-8")], false),
            (&[("TERM", "xterm")], false),
        ] {
            assert_eq!(symbols(&env(pairs)).unicode, unicode, "{pairs:?}");
        }
    }

    #[test]
    fn mono_has_no_colour_and_every_palette_reverses_the_selection() {
        for (palette, name) in Palette::ALL {
            assert_eq!(Palette::from_name(name), Some(palette));
            let theme = Theme::new(palette, Level::Ansi16, &UNICODE);
            let selection = theme.style(Role::Selection);
            assert!(selection.add_modifier.contains(Modifier::REVERSED));
            for role in Role::ALL {
                let style = theme.style(role);
                assert_eq!(style.bg, None, "the background stays the terminal's own");
                assert!(palette != Palette::Mono || style.fg.is_none());
            }
        }
        let theme = Theme::new(Palette::Default, Level::Mono, &ASCII);
        assert_eq!(theme.palette, Palette::Mono);
        assert_ne!(theme.style(Role::Alarm), theme.style(Role::Text));
    }
}
