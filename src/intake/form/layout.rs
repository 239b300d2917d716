//! The layouts of the forms, as data. A correction of a form is a change of `assets/forms` only.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::intake::value::fold;

const SOURCES: &[&str] = &[
    include_str!("../../../assets/forms/tcy_preservation@1.toml"),
    include_str!("../../../assets/forms/tcy_mla_subscriber@1.toml"),
];

/// Labels are kept folded (`value::fold`): they serve to compare, not to show.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    pub id: String,
    pub version: u32,
    /// `draft`: parts of the layout were reconstructed, conformity must not be claimed.
    pub layout: String,
    pub kind: String,
    /// The kind where the box "extension" is ticked.
    pub kind_extension: Option<String>,
    pub titles: Vec<String>,
    #[serde(rename = "section")]
    pub sections: Vec<Section>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub number: u8,
    /// `verified` or `reconstructed`.
    pub mark: String,
    pub headings: Vec<String>,
    /// The field that takes the section's own text.
    pub key: Option<String>,
    /// A second field that takes the first line of it.
    pub also: Option<String>,
    #[serde(default, rename = "type")]
    pub kind: SectionType,
    /// The section consists of labelled lines: `key` takes them all, with their labels.
    #[serde(default)]
    pub labelled: bool,
    /// Its text may name identifiers.
    #[serde(default)]
    pub evidence: bool,
    #[serde(default)]
    pub fields: Vec<Label>,
    #[serde(default)]
    pub boxes: Vec<TickBox>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SectionType {
    #[default]
    Text,
    Line,
    Date,
    Period,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    pub key: String,
    #[serde(default, rename = "type")]
    pub kind: SectionType,
    /// The line also stays in the section's own text.
    #[serde(default)]
    pub copy: bool,
    pub labels: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TickBox {
    /// The field that a tick sets, and to what.
    pub set: String,
    pub value: String,
    /// The field that takes what is written behind the box.
    pub rest: Option<String>,
    /// The field that takes the ticked words themselves.
    pub words: Option<String>,
    pub labels: Vec<String>,
}

impl Section {
    pub fn origin(&self) -> String {
        format!("form section {} ({})", self.number, self.mark)
    }
}

/// The forms that can be read.
pub fn forms() -> &'static [Form] {
    static FORMS: OnceLock<Vec<Form>> = OnceLock::new();
    FORMS
        .get_or_init(|| SOURCES.iter().filter_map(|s| toml::from_str(s).ok().map(folded)).collect())
}

fn folded(mut form: Form) -> Form {
    form.titles.iter_mut().for_each(|t| *t = fold(t));
    for section in &mut form.sections {
        let fields = section.fields.iter_mut().flat_map(|f| &mut f.labels);
        let boxes = section.boxes.iter_mut().flat_map(|b| &mut b.labels);
        section.headings.iter_mut().chain(fields).chain(boxes).for_each(|l| *l = fold(l));
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_loads_and_its_sections_are_numbered_from_one() {
        for source in SOURCES {
            let form: Form = toml::from_str(source).unwrap();
            let numbers: Vec<u8> = form.sections.iter().map(|s| s.number).collect();
            let want: Vec<u8> = (1..).take(numbers.len()).collect();
            assert_eq!(numbers, want, "{}", form.id);
            assert_eq!(form.layout, "draft");
        }
        assert_eq!(forms().len(), SOURCES.len());
    }

    #[test]
    fn only_compared_sections_are_marked_verified() {
        for form in forms() {
            for s in &form.sections {
                let limit = if form.id == "tcy_preservation" { 7 } else { 11 };
                assert_eq!(s.mark == "verified", s.number <= limit, "{} {}", form.id, s.number);
            }
        }
    }
}
