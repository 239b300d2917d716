//! What a reader sees: text, styles, cursor, title, bells.

use std::fmt;

use vt100::{Cell, Color, Parser};

/// What the emulator does not keep by itself.
#[derive(Default)]
pub struct Heard {
    title: String,
    bells: usize,
}

impl vt100::Callbacks for Heard {
    fn audible_bell(&mut self, _: &mut vt100::Screen) {
        self.bells += 1;
    }

    fn set_window_title(&mut self, _: &mut vt100::Screen, title: &[u8]) {
        self.title = String::from_utf8_lossy(title).into_owned();
    }

    /// The emulator gives up on a title with a semicolon.
    fn unhandled_osc(&mut self, _: &mut vt100::Screen, parts: &[&[u8]]) {
        if let [b"0" | b"2", title @ ..] = parts {
            self.title = String::from_utf8_lossy(&title.join(&b';')).into_owned();
        }
    }
}

/// The screen at one moment. Equal screens look equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// Without the spaces at the end.
    pub rows: Vec<String>,
    /// Per row the styled stretches: first column, last column, style.
    pub styles: Vec<Vec<(u16, u16, String)>>,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Column and row.
    pub cursor: (u16, u16),
    pub cursor_hidden: bool,
    pub alternate: bool,
    pub bracketed_paste: bool,
    pub mouse: bool,
    pub title: String,
    pub bells: usize,
}

impl Screen {
    pub(super) fn of(parser: &Parser<Heard>) -> Self {
        let screen = parser.screen();
        let (rows, cols) = screen.size();
        let (rows, cols) = (rows.get(), cols.get());
        let (row, column) = screen.cursor_position();
        let heard = parser.callbacks();
        Self {
            rows: screen.rows(0, cols).map(|row| row.trim_end().to_owned()).collect(),
            styles: (0..rows).map(|row| stretches(screen, row, cols)).collect(),
            size: (cols, rows),
            cursor: (column, row),
            cursor_hidden: screen.hide_cursor(),
            alternate: screen.alternate_screen(),
            bracketed_paste: screen.bracketed_paste(),
            mouse: screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None,
            title: heard.title.clone(),
            bells: heard.bells,
        }
    }

    pub fn contains(&self, text: &str) -> bool {
        self.rows.iter().any(|row| row.contains(text))
    }

    /// The first row that contains the text.
    pub fn row_of(&self, text: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.contains(text))
    }

    /// The style at the first place where the text stands; empty for plain text.
    pub fn style_of(&self, text: &str) -> Option<String> {
        let row = self.row_of(text)?;
        let before = self.rows[row].split(text).next()?;
        let column = u16::try_from(vigie::text::format::width(before)).ok()?;
        let styles = &self.styles[row];
        let found = styles.iter().find(|(first, last, _)| (*first..=*last).contains(&column));
        Some(found.map(|(_, _, style)| style.clone()).unwrap_or_default())
    }

    pub fn text(&self) -> String {
        self.rows.join("\n").trim_end().to_owned()
    }

    /// Text, then one line per styled stretch: for snapshots.
    pub fn with_styles(&self) -> String {
        let mut out = self.text();
        out.push_str("\n--- styles\n");
        for (row, stretches) in self.styles.iter().enumerate() {
            for (first, last, style) in stretches {
                out.push_str(&format!("{row}:{first}-{last} {style}\n"));
            }
        }
        out
    }
}

impl fmt::Display for Screen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

fn stretches(screen: &vt100::Screen, row: u16, cols: u16) -> Vec<(u16, u16, String)> {
    let mut found: Vec<(u16, u16, String)> = Vec::new();
    for column in 0..cols {
        let style = screen.cell(row, column).map(style).unwrap_or_default();
        if style.is_empty() {
            continue;
        }
        match found.last_mut() {
            Some((_, last, same)) if *last + 1 == column && *same == style => *last = column,
            _ => found.push((column, column, style)),
        }
    }
    found
}

fn style(cell: &Cell) -> String {
    let marks = [
        (cell.bold(), "bold"),
        (cell.dim(), "dim"),
        (cell.italic(), "italic"),
        (cell.underline(), "underline"),
        (cell.inverse(), "reverse"),
    ];
    let mut words: Vec<String> =
        marks.iter().filter(|(on, _)| *on).map(|(_, word)| (*word).to_owned()).collect();
    for (name, colour) in [("fg", cell.fgcolor()), ("bg", cell.bgcolor())] {
        match colour {
            Color::Default => {}
            Color::Idx(n) => words.push(format!("{name}{n}")),
            Color::Rgb(r, g, b) => words.push(format!("{name}#{r:02x}{g:02x}{b:02x}")),
        }
    }
    words.join(" ")
}
