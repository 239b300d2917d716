//! The one place where a string becomes part of the screen. Text of others passes `foreign`, which
//! cleans it and puts it in display order; our own words pass `own`.

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Span;

use super::bidi::{self, BidiMode};
use super::colour::{Palette, Role, Symbols, Theme};
use super::screen::partner::Held;
use crate::domain::Lang;
use crate::text::{Text, format, sanitise};

#[derive(Debug, Clone)]
pub struct Pen<'a> {
    pub text: Text,
    pub theme: Theme,
    pub bidi: BidiMode,
    pub zone: &'a TimeZone,
    pub now: Timestamp,
    /// Zones of partners, by name.
    pub zones: &'a HashMap<String, TimeZone>,
    /// The partner of the selected request, as the directory has it.
    pub partner: &'a Held,
}

impl Pen<'_> {
    pub fn lang(&self) -> Lang {
        self.text.lang
    }

    pub fn symbols(&self) -> &'static Symbols {
        self.theme.symbols
    }

    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// The chosen row: reversed as a whole, whatever its parts are coloured.
    pub fn selected(&self) -> Style {
        let style =
            self.style(Role::Selection).remove_modifier(Modifier::DIM | Modifier::UNDERLINED);
        if self.theme.palette == Palette::Mono { style } else { style.fg(Color::Reset) }
    }

    /// Our own words.
    pub fn own(&self, text: impl Into<Cow<'static, str>>, role: Role) -> Span<'static> {
        Span::styled(self.letters(text.into()), self.style(role))
    }

    /// Words of others: partners, providers, files, officers.
    pub fn foreign(&self, text: &str, role: Role) -> Span<'static> {
        Span::styled(self.clean(text), self.style(role))
    }

    /// [`Pen::foreign`] cut to so many columns.
    pub fn foreign_within(&self, text: &str, cols: usize, role: Role) -> Span<'static> {
        let clean = sanitise::line(text);
        let short = format::truncate(&clean, cols);
        let mut shown = bidi::display(&short, self.bidi).into_owned();
        if !self.symbols().unicode {
            shown = shown.replace('…', ".");
        }
        Span::styled(shown, self.style(role))
    }

    /// Cleaned and in display order, for places that lay text out themselves.
    pub fn clean(&self, text: &str) -> String {
        bidi::display(&sanitise::line(text), self.bidi).into_owned()
    }

    /// Cleaned, logical order, line ends kept: to be wrapped before it is put in display order.
    pub fn clean_block(&self, text: &str) -> String {
        sanitise::block(text).into_owned()
    }

    pub fn in_order(&self, clean: &str) -> String {
        bidi::display(clean, self.bidi).into_owned()
    }

    /// Our words use a few signs that a terminal without UTF-8 cannot draw.
    fn letters(&self, text: Cow<'static, str>) -> Cow<'static, str> {
        if self.symbols().unicode || text.is_ascii() {
            return text;
        }
        let plain: String = text
            .chars()
            .map(|c| match c {
                '·' | '—' | '–' => '-',
                '…' => '.',
                '“' | '”' | '«' | '»' => '"',
                '’' => '\'',
                '−' => '-',
                c => c,
            })
            .collect();
        Cow::Owned(plain)
    }

    pub fn time_near(&self, at: Timestamp) -> String {
        format::time_near(at, self.now, self.zone, self.lang())
    }

    pub fn date_time(&self, at: Timestamp) -> String {
        format::date_time(at, self.zone, self.lang())
    }
}
