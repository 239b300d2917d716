//! What columns are called: our own names, FIRST's, and those that people give them in English and
//! French. Letter case, accents and what stands between words do not count.

use crate::domain::decide::value::nearest;
use crate::domain::directory::{ChannelKind, Role, field};
use crate::domain::fold::folded;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// The entity, 32 hex digits: our own export.
    Entity,
    Field(&'static str),
    /// A field of the so-and-so-many-th channel of a kind, from 1.
    Channel(ChannelKind, u32, &'static str),
    /// A field of the one channel that the row is about; `type` says its kind.
    Row(&'static str),
}

/// Channels of one kind in one row.
const MOST_OF_A_KIND: u32 = 99;

const CONTACT: &[(&str, &str)] = &[
    ("country", "state"),
    ("country_code", "state"),
    ("cc", "state"),
    ("iso", "state"),
    ("pays", "state"),
    ("etat", "state"),
    ("code_pays", "state"),
    ("roles", "role"),
    ("fonction", "role"),
    ("role_of_the_authority", "role"),
    ("authority", "name"),
    ("authority_name", "name"),
    ("name_en", "name"),
    ("team_name", "name"),
    ("team", "name"),
    ("official_team_name", "name"),
    ("organisation", "name"),
    ("organization", "name"),
    ("nom", "name"),
    ("autorite", "name"),
    ("nom_de_l_autorite", "name"),
    ("nom_fr", "name_fr"),
    ("nom_ar", "name_ar"),
    ("short_team_name", "acronym"),
    ("short_name", "acronym"),
    ("sigle", "acronym"),
    ("acronyme", "acronym"),
    ("host_organization", "parent"),
    ("host_organisation", "parent"),
    ("tutelle", "parent"),
    ("department", "unit"),
    ("service", "unit"),
    ("unite", "unit"),
    ("contact_person", "person"),
    ("contact", "person"),
    ("personne", "person"),
    ("town", "city"),
    ("ville", "city"),
    ("adresse", "address"),
    ("postal_address", "address"),
    ("time_zone", "timezone"),
    ("tz", "timezone"),
    ("fuseau", "timezone"),
    ("fuseau_horaire", "timezone"),
    ("hours", "operating_hours"),
    ("opening_hours", "operating_hours"),
    ("business_hours", "operating_hours"),
    ("horaires", "operating_hours"),
    ("heures", "operating_hours"),
    ("jours_feries", "holidays"),
    ("language", "languages"),
    ("langue", "languages"),
    ("langues", "languages"),
    ("langues_de_reponse", "reply_languages"),
    ("a_dire_d_abord", "say_first"),
    ("domain", "domains"),
    ("domaines", "domains"),
    ("preservation", "preservation_days"),
    ("jours_de_conservation", "preservation_days"),
    ("remarks", "notes"),
    ("comment", "notes"),
    ("comments", "notes"),
    ("note", "notes"),
    ("remarques", "notes"),
    ("commentaire", "notes"),
    ("other_communication", "notes"),
    ("id", "key"),
    ("uid", "key"),
    ("cle", "key"),
    ("identifiant", "key"),
    ("edition", "series"),
    ("serie", "series"),
    ("date", "as_of"),
    ("updated", "as_of"),
    ("last_updated", "as_of"),
    ("mise_a_jour", "as_of"),
    ("fiabilite", "confidence"),
    ("ferme_le", "closed"),
];

const KINDS: &[(&str, ChannelKind)] = &[
    ("emergency_phone", ChannelKind::PhoneEmergency),
    ("emergency_number", ChannelKind::PhoneEmergency),
    ("emergency", ChannelKind::PhoneEmergency),
    ("phone_24_7", ChannelKind::PhoneEmergency),
    ("telephone_urgence", ChannelKind::PhoneEmergency),
    ("telephone_d_urgence", ChannelKind::PhoneEmergency),
    ("tel_urgence", ChannelKind::PhoneEmergency),
    ("urgence", ChannelKind::PhoneEmergency),
    ("telephone", ChannelKind::Phone),
    ("tel", ChannelKind::Phone),
    ("phone_number", ChannelKind::Phone),
    ("team_contact_number", ChannelKind::Phone),
    ("work_phone", ChannelKind::Phone),
    ("mobile", ChannelKind::Cell),
    ("mobile_phone", ChannelKind::Cell),
    ("cellphone", ChannelKind::Cell),
    ("cell_phone", ChannelKind::Cell),
    ("gsm", ChannelKind::Cell),
    ("portable", ChannelKind::Cell),
    ("telecopie", ChannelKind::Fax),
    ("telecopieur", ChannelKind::Fax),
    ("fax_number", ChannelKind::Fax),
    ("e_mail", ChannelKind::Email),
    ("mail", ChannelKind::Email),
    ("email_address", ChannelKind::Email),
    ("e_mail_address", ChannelKind::Email),
    ("courriel", ChannelKind::Email),
    ("adresse_electronique", ChannelKind::Email),
    ("securemail", ChannelKind::SecureMail),
    ("secure_email", ChannelKind::SecureMail),
    ("messagerie_sure", ChannelKind::SecureMail),
    ("courriel_securise", ChannelKind::SecureMail),
    ("web_portal", ChannelKind::Portal),
    ("portail", ChannelKind::Portal),
    ("i_24_7", ChannelKind::I247),
    ("i24_7", ChannelKind::I247),
    ("interpol_call_sign", ChannelKind::I247),
];

const CHANNEL: &[(&str, &str)] = &[
    ("number", "value"),
    ("hours", "operating_hours"),
    ("horaires", "operating_hours"),
    ("zone", "timezone"),
    ("tz", "timezone"),
    ("fuseau", "timezone"),
    ("language", "languages"),
    ("langues", "languages"),
    ("libelle", "label"),
    ("pgp", "key"),
    ("pgp_key", "key"),
    ("empreinte", "fingerprint"),
    ("ordre", "order"),
    ("pref", "order"),
];

const ROLES: &[(&str, Role)] = &[
    ("article_35", Role::Art35),
    ("art_35", Role::Art35),
    ("24_7", Role::Art35),
    ("24_7_contact_point", Role::Art35),
    ("24_7_point_of_contact", Role::Art35),
    ("24_7_network", Role::Art35),
    ("budapest", Role::Art35),
    ("point_de_contact_24_7", Role::Art35),
    ("point_de_contact", Role::Art35),
    ("g8", Role::G7),
    ("g7_24_7", Role::G7),
    ("interpol", Role::Ncb),
    ("bcn", Role::Ncb),
    ("interpol_ncb", Role::Ncb),
    ("bcn_interpol", Role::Ncb),
    ("autorite_centrale", Role::CentralAuthority),
    ("autorite_du_deuxieme_protocole", Role::ProtocolAuthority),
    ("prosecution", Role::Prosecutor),
    ("prosecutor_on_duty", Role::Prosecutor),
    ("procureur", Role::Prosecutor),
    ("procureur_de_permanence", Role::Prosecutor),
    ("parquet", Role::Prosecutor),
    ("gendarmerie", Role::Police),
    ("ministere", Role::Ministry),
    ("notre_autre_point_de_contact", Role::OtherPoint),
    ("cert", Role::Csirt),
    ("cirt", Role::Csirt),
    ("agence_de_cybersecurite", Role::CyberAgency),
    ("cybersecurity_agency", Role::CyberAgency),
    ("regulator", Role::TelecomRegulator),
    ("regulateur", Role::TelecomRegulator),
    ("regulateur_des_telecoms", Role::TelecomRegulator),
    ("dpa", Role::DataProtection),
    ("data_protection_authority", Role::DataProtection),
    ("autorite_de_protection_des_donnees", Role::DataProtection),
    ("isp", Role::Provider),
    ("fai", Role::Provider),
    ("fournisseur", Role::Provider),
    ("operator", Role::Provider),
    ("operateur", Role::Provider),
    ("registry", Role::Registrar),
    ("registre", Role::Registrar),
    ("bureau_d_enregistrement", Role::Registrar),
    ("autre", Role::Other),
];

/// Names of languages that people write out.
const LANGUAGES: &[(&str, &str)] = &[
    ("english", "en"),
    ("anglais", "en"),
    ("french", "fr"),
    ("francais", "fr"),
    ("arabic", "ar"),
    ("arabe", "ar"),
    ("spanish", "es"),
    ("espagnol", "es"),
    ("german", "de"),
    ("allemand", "de"),
    ("deutsch", "de"),
    ("portuguese", "pt"),
    ("portugais", "pt"),
    ("italian", "it"),
    ("italien", "it"),
    ("dutch", "nl"),
    ("neerlandais", "nl"),
    ("russian", "ru"),
    ("russe", "ru"),
    ("japanese", "ja"),
    ("japonais", "ja"),
    ("chinese", "zh"),
    ("chinois", "zh"),
    ("turkish", "tr"),
    ("turc", "tr"),
];

/// Lower case, without accents, words set apart by `_`; a dot stays.
pub(super) fn plain(name: &str) -> String {
    let mut plain = String::new();
    for c in folded(name.trim()).chars() {
        if c.is_alphanumeric() || c == '.' {
            plain.push(c);
        } else if !plain.is_empty() && !plain.ends_with(['_', '.']) {
            plain.push('_');
        }
    }
    plain.truncate(plain.trim_end_matches('_').len());
    plain
}

/// Long names are nobody's.
const LONGEST: usize = 60;

pub(super) fn column(name: &str) -> Option<Column> {
    if name.len() > LONGEST {
        return None;
    }
    let name = plain(name);
    match name.as_str() {
        "vigie_id" => return Some(Column::Entity),
        "type" | "channel_type" | "channel.type" => return Some(Column::Row("type")),
        "value" | "channel_value" => return Some(Column::Row("value")),
        "fingerprint" | "pgp_fingerprint" => {
            return Some(Column::Channel(ChannelKind::Email, 1, "fingerprint"));
        }
        "pgp_key" => return Some(Column::Channel(ChannelKind::Email, 1, "key")),
        _ => {}
    }
    if let Some(rest) = name.strip_prefix("channel.") {
        return channel_field(rest).map(Column::Row);
    }
    if let Some(key) = contact_field(&name) {
        return Some(Column::Field(key));
    }
    let (base, field) = match name.split_once('.') {
        Some((base, field)) => (base, channel_field(field)?),
        None => (name.as_str(), "value"),
    };
    let (kind, at) = numbered(base)?;
    Some(Column::Channel(kind, at, field))
}

/// The known name that an unknown one is nearest to: our own first, then what people say.
pub(super) fn near(name: &str) -> Option<String> {
    if name.len() > LONGEST {
        return None;
    }
    let name = plain(name);
    let own = field::CONTACT.iter().map(|field| field.key);
    let own = own.chain(ChannelKind::ALL.iter().map(|kind| kind.word()));
    let aliases = CONTACT.iter().map(|(alias, _)| *alias);
    nearest(&name, own).or_else(|| nearest(&name, aliases))
}

pub(super) fn contact_field(name: &str) -> Option<&'static str> {
    let own = field::contact(name).map(|field| field.key);
    own.or_else(|| CONTACT.iter().find(|(alias, _)| *alias == name).map(|(_, key)| *key))
}

pub(super) fn channel_field(name: &str) -> Option<&'static str> {
    let own = field::channel(name).map(|field| field.key).filter(|key| *key != "type");
    own.or_else(|| CHANNEL.iter().find(|(alias, _)| *alias == name).map(|(_, key)| *key))
}

pub(super) fn kind(name: &str) -> Option<ChannelKind> {
    let name = plain(name);
    let alias = || KINDS.iter().find(|(alias, _)| *alias == name).map(|(_, kind)| *kind);
    ChannelKind::from_word(&name).or_else(alias)
}

/// `phone`, `phone_2`, `phone2`.
fn numbered(base: &str) -> Option<(ChannelKind, u32)> {
    if let Some(kind) = kind(base) {
        return Some((kind, 1));
    }
    let name = base.trim_end_matches(|c: char| c.is_ascii_digit());
    let at: u32 = base.get(name.len()..)?.parse().ok()?;
    let kind = kind(name.trim_end_matches('_'))?;
    (1..=MOST_OF_A_KIND).contains(&at).then_some((kind, at))
}

pub(super) fn role(name: &str) -> Option<Role> {
    let name = plain(name);
    let alias = || ROLES.iter().find(|(alias, _)| *alias == name).map(|(_, role)| *role);
    Role::from_word(&name).or_else(alias)
}

/// An ISO 639 code of two or three letters.
pub(super) fn language(name: &str) -> Option<String> {
    let name = plain(name);
    if let Some((_, code)) = LANGUAGES.iter().find(|(known, _)| *known == name) {
        return Some((*code).to_owned());
    }
    let code = name.split(['_', '.']).next()?;
    let letters = code.chars().all(|c| c.is_ascii_lowercase());
    (letters && (2..=3).contains(&code.len())).then(|| code.to_owned())
}
