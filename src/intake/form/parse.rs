//! One walk over the lines of a form. Every line that says something ends in a value or is kept.

use std::collections::BTreeMap;

use super::layout::{Form, Section, SectionType};
use super::lines::{blank, boxes, heading, numbered, strip_label, strip_longest, value_behind};

/// What a form says, by field, before it is brought into the fields' forms.
#[derive(Debug, Default)]
pub struct Filled {
    /// Field: its lines and the section that they stood in.
    pub values: BTreeMap<String, Value>,
    /// Ticked boxes: what they set, to which value, in which section.
    pub ticks: Vec<(String, String, u8)>,
    pub unparsed: Vec<String>,
    /// Text of sections that may name identifiers.
    pub evidence: String,
}

#[derive(Debug, Default, Clone)]
pub struct Value {
    pub lines: Vec<String>,
    pub kind: SectionType,
    pub origin: String,
    /// The heading stood without its number, or the lines were told by their place only.
    pub unsure: bool,
    /// Lines that are nothing but a ticked box of the form.
    pub box_lines: usize,
}

impl Value {
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }
}

struct Walk<'f> {
    form: &'f Form,
    section: Option<&'f Section>,
    /// The number of the last section, known or not.
    number: u8,
    unsure: bool,
    /// The labelled field whose value may run on.
    open: Option<(&'f str, SectionType, bool)>,
    out: Filled,
}

pub fn parse(text: &str, form: &Form) -> Filled {
    let out = Filled::default();
    let mut walk = Walk { form, section: None, number: 0, unsure: false, open: None, out };
    for line in text.lines() {
        let line = line.trim();
        if !blank(line) {
            walk.line(line);
        }
    }
    walk.out
}

impl<'f> Walk<'f> {
    fn line(&mut self, line: &str) {
        let title = |t: &String| strip_label(line, t).is_some_and(blank);
        if self.section.is_none() && self.form.titles.iter().any(title) {
            return;
        }
        if self.labelled(line) {
            return;
        }
        if let Some(found) = heading(line, self.form, self.number) {
            self.section = Some(found.section);
            self.number = found.section.number;
            self.unsure = !found.numbered;
            self.open = None;
            if !blank(found.rest) {
                self.content(found.rest);
            }
            return;
        }
        if self.strange_heading(line) {
            return;
        }
        self.content(line);
    }

    /// A later number before words that no section has: the text below belongs to no known field.
    fn strange_heading(&mut self, line: &str) -> bool {
        let (Some(number), text) = numbered(line) else { return false };
        let short = text.chars().count() <= 60 && !text.ends_with('.');
        let opens = self.section.is_some() && number > self.number && number <= 30 && short;
        if opens {
            (self.section, self.open, self.number) = (None, None, number);
            self.keep(line);
        }
        opens
    }

    fn content(&mut self, line: &str) {
        let Some(section) = self.section else { return self.keep(line) };
        let (before, found) = boxes(line);
        let known = found.iter().any(|(_, text)| {
            section.boxes.iter().any(|b| strip_longest(text, &b.labels).is_some())
        });
        if !known {
            if !found.is_empty() && found.iter().all(|(ticked, _)| !ticked) {
                // Words that nobody ticked are nobody's statement.
                self.open = None;
                self.keep(line);
            } else if !self.labelled(line) {
                self.text(line);
            }
            return;
        }
        if !blank(before) && !self.labelled(before) {
            self.text(before.trim());
        }
        for (ticked, text) in found {
            self.tick(ticked, text);
        }
    }

    /// `Label: value` of the section, also with nothing behind it.
    fn labelled(&mut self, line: &str) -> bool {
        let Some(section) = self.section else { return false };
        let best = section.fields.iter().filter_map(|field| {
            let (len, rest) = strip_longest(line, &field.labels)?;
            Some((len, field, value_behind(rest)?))
        });
        let Some((_, field, value)) = best.max_by_key(|(len, ..)| *len) else { return false };
        // A period or a name that the section's text repeats ends with its line.
        let runs_on = field.kind == SectionType::Text && !field.copy;
        self.open = runs_on.then_some((&field.key, field.kind, false));
        if !blank(value) {
            self.put(&field.key, value, field.kind);
            if section.labelled || field.copy {
                self.own(section, line);
            }
            if section.evidence {
                self.evidence(line);
            }
        }
        true
    }

    fn tick(&mut self, ticked: bool, text: &str) {
        let Some(section) = self.section else { return self.keep(&written(ticked, text)) };
        let best = section.boxes.iter().filter_map(|b| Some((b, strip_longest(text, &b.labels)?)));
        let Some((known, (_, rest))) = best.max_by_key(|(_, (len, _))| *len) else {
            // Its own words: with a tick they are the sender's, without one nobody said them.
            self.open = None;
            return if ticked && !blank(text) {
                self.text(&written(true, text))
            } else if !blank(text) {
                self.keep(&written(false, text))
            };
        };
        let rest = rest.trim_start_matches([':', '-', '–', ' ', ',', ';', '*']).trim();
        if !ticked {
            self.open = None;
            if !blank(rest) {
                self.keep(&written(false, text));
            }
            return;
        }
        self.out.ticks.push((known.set.clone(), known.value.clone(), section.number));
        let said = written(true, text);
        if section.labelled {
            self.own(section, &said);
        }
        if let Some(key) = &known.words {
            self.put(key, &said, SectionType::Text);
            if let Some(value) = self.out.values.get_mut(key)
                && blank(rest)
            {
                value.box_lines += 1;
            }
        }
        self.open = known.rest.as_deref().map(|key| (key, SectionType::Text, false));
        if blank(rest) {
            return;
        }
        match &known.rest {
            Some(key) => self.put(key, bare_reference(rest), SectionType::Text),
            None if known.words.is_some() || section.labelled => {}
            None => self.keep(&said),
        }
    }

    fn text(&mut self, line: &str) {
        let Some(section) = self.section else { return self.keep(line) };
        if section.evidence {
            self.evidence(line);
        }
        if let Some((key, kind, copy)) = self.open {
            self.put(key, line, kind);
            if section.labelled || copy {
                self.own(section, line);
            }
        } else if section.key.is_some() {
            self.own(section, line);
        } else {
            self.keep(line);
        }
    }

    fn own(&mut self, section: &Section, line: &str) {
        match &section.key {
            Some(key) => self.put(key, line, section.kind),
            None => self.keep(line),
        }
    }

    fn put(&mut self, key: &str, line: &str, kind: SectionType) {
        let origin = self.section.map(Section::origin).unwrap_or_default();
        let unsure = self.unsure;
        let value = self.out.values.entry(key.to_owned()).or_insert_with(|| Value {
            kind,
            origin,
            unsure,
            ..Value::default()
        });
        value.lines.push(line.to_owned());
    }

    fn evidence(&mut self, line: &str) {
        self.out.evidence.push_str(line);
        self.out.evidence.push('\n');
    }

    fn keep(&mut self, line: &str) {
        self.out.unparsed.push(line.to_owned());
    }
}

fn written(ticked: bool, text: &str) -> String {
    format!("[{}] {text}", if ticked { 'x' } else { ' ' })
}

/// `(ref. X)` and `ref: X` behind a box are X.
fn bare_reference(rest: &str) -> &str {
    let inner = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')).unwrap_or(rest).trim();
    ["Ref.:", "Ref.", "ref.:", "ref.", "Ref:", "ref:", "Réf.:", "Réf.", "réf.", "réf:", "n°"]
        .iter()
        .find_map(|w| inner.strip_prefix(w))
        .map_or(inner, str::trim)
}
