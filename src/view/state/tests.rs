//! States as they are shown.

use super::*;
use crate::domain::catalogue::Instrument;
use crate::domain::routes::Standing;

fn country(code: &str, en: &str, fr: &str, ar: &str) -> Country {
    Country {
        alpha2: code.to_owned(),
        name: Name { en: en.to_owned(), fr: fr.to_owned(), ar: Some(ar.to_owned()) },
        ..Country::default()
    }
}

fn names(country: Country) -> Vec<String> {
    let mut catalogue = Catalogue::default();
    catalogue.countries.insert(country.alpha2.clone(), country.clone());
    state(&catalogue, "MA", &country.alpha2).unwrap().names()
}

#[test]
fn a_state_answers_to_its_names_in_three_languages_codes_and_capital() {
    let us = Country {
        alpha3: "USA".to_owned(),
        capital: "Washington".to_owned(),
        calling_code: "+1".to_owned(),
        aliases: vec!["U.S.".to_owned(), "Amérique".to_owned()],
        ..country("US", "United States", "États-Unis", "الولايات المتحدة")
    };
    let names = names(us);
    let wanted = [
        "us",
        "usa",
        "united states",
        "etats-unis",
        "etats unis",
        "الولايات المتحده",
        "ولايات متحده",
        "washington",
        "u.s.",
        "amerique",
        "1",
    ];
    for name in wanted {
        assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
    }
    let mut once = names.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), names.len(), "each once");
}

#[test]
fn the_arabic_article_may_be_left_out_and_is_not_cut_out_of_a_word() {
    assert!(names(country("MA", "Morocco", "Maroc", "المغرب")).contains(&"مغرب".to_owned()));
    let germany = names(country("DE", "Germany", "Allemagne", "ألمانيا"));
    assert!(germany.contains(&"المانيا".to_owned()), "{germany:?}");
    assert!(!germany.contains(&"مانيا".to_owned()), "{germany:?}");
}

#[test]
fn an_ampersand_an_apostrophe_and_a_hyphen_need_not_be_typed() {
    let names = names(country("AG", "Antigua & Barbuda", "Côte d’Ivoire", "أنتيغوا"));
    for name in ["antigua and barbuda", "cote d ivoire"] {
        assert!(names.contains(&name.to_owned()), "{names:?}");
    }
}

#[test]
fn a_route_shows_both_sides_and_is_judged_by_the_day() {
    let instrument = Instrument {
        id: "ets185".to_owned(),
        in_force: PartialDate::parse("2004-07-01"),
        ..Instrument::default()
    };
    let party = |day: &str| Party {
        standing: Standing::Party,
        in_force: PartialDate::parse(day),
        ..Party::default()
    };
    let mut catalogue = Catalogue::default();
    catalogue.instruments.insert("ets185".to_owned(), instrument);
    let parties =
        [("MA".to_owned(), party("2018-10-01")), ("FR".to_owned(), party("2006-05"))].into();
    catalogue.parties.insert("ets185".to_owned(), parties);
    for code in ["MA", "FR", "NR"] {
        catalogue.countries.insert(code.to_owned(), country(code, code, code, code));
    }
    let states = states(&catalogue, "MA");
    let of = |code: &str| states.iter().find(|s| s.code == code).unwrap().routes[0].clone();
    let france = of("FR");
    assert_eq!(
        (france.ours.in_force.as_str(), france.theirs.in_force.as_str()),
        ("2018-10-01", "2006-05")
    );
    let day = |text: &str| text.parse().unwrap();
    assert!(france.is_open(day("2018-10-01")) && !france.is_open(day("2018-09-30")));
    assert!(france.is_shared() && !of("NR").is_shared());
    assert!(!of("NR").is_open(day("2026-11-22")));
    assert_eq!(of("MA").theirs, of("MA").ours);
    let json = serde_json::to_string(&states).unwrap();
    let back: Vec<StateView> = serde_json::from_str(&json).unwrap();
    assert_eq!(back, states);
}
