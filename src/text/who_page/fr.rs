use super::{CardText, DebtText, RoutesText, WhoActText, WhoPageText};
use crate::domain::Lang;
use crate::text::format::{count, number};

pub const FR: WhoPageText = WhoPageText {
    tabs: ["Bureau", "Qui"],
    prompt: "qui ?",
    type_help: "un code, un nom, une ville, les derniers chiffres d'un numéro",
    commands: "commandes",
    counts: |states, contacts| {
        let states = count(states as u64, "État", "États", Lang::Fr);
        format!("{states} · {}", count(contacts as u64, "contact", "contacts", Lang::Fr))
    },
    found: |n, more| {
        let plus = if more { "+" } else { "" };
        format!("{}{plus} trouvé{}", number(n as u64, Lang::Fr), if n < 2 { "" } else { "s" })
    },
    loading: ("Lecture de l'annuaire.", "La file reste utilisable pendant ce temps."),
    nothing: (
        "Personne ne répond à cela.",
        "Essayer un code, une partie de nom, une ville, ou les derniers chiffres d'un numéro.",
    ),
    empty: ("L'annuaire est vide.", "`vigie directory import FICHIER` en lit un."),
    roles_short: [
        "24/7 Budapest",
        "24/7 G7",
        "BCN INTERPOL",
        "Autorité cent.",
        "2e Protocole",
        "Procureur",
        "Police",
        "Ministère",
        "Autre point",
        "CSIRT",
        "Agence cyber",
        "Régulateur",
        "Données pers.",
        "Fournisseur",
        "Registre",
        "Autre",
    ],
    no_contact: "aucun contact dans l'annuaire",
    no_zone: "heure inconnue",
    weekend_there: "week-end là-bas",
    never: "jamais",
    card: CARD,
    routes: ROUTES,
    debt: DebtText {
        title: |n, days| {
            let channels = count(n as u64, "canal", "canaux", Lang::Fr);
            format!("Non vérifiés depuis {days} jours : {channels}")
        },
        none: ("Rien n'est dû.", "Chaque canal en service a été vérifié dans le délai."),
    },
    act: WhoActText {
        choose_first: "Choisir d'abord un contact.",
        no_number: "Ce contact n'a ni numéro ni adresse.",
        pick_ping: |id| format!("Quel canal de {id} est testé ?"),
        ask_ping: |id, value| format!("Enregistrer un test de {value} ({id}) ?"),
        ping_note: "Il devient une demande à part ; rien n'est envoyé tout seul.",
    },
};

const CARD: CardText = CardText {
    by_region: |hours| format!("selon la région {hours}"),
    time: "Là-bas",
    say_first: "Dire d'abord",
    languages: "Langues",
    calling_code: "indicatif",
    routes: "Voies ce jour",
    not_yet: "pas encore",
    no_routes: "aucune connue",
    preservation: "Conservation",
    usual_days: |days| format!("{} en règle générale", count(days, "jour", "jours", Lang::Fr)),
    notice_days: |days| {
        format!("veut être prévenu {} avant la fin", count(days, "jour", "jours", Lang::Fr))
    },
    requests: "Avec eux",
    no_requests: "aucune demande ouverte",
    and_more: |n| format!("et {n} de plus"),
    calls: "Appels",
    no_channels: "Ni numéro ni adresse.",
    pending: "NOUVEAU, non prouvé",
    pending_for: |old| format!("NOUVEAU, non prouvé, remplacerait {old}"),
    contact_closed: "CLOS",
    customer: "Client",
    known_from: "Connu par",
    as_of: |date| format!("au {date}"),
    differs: |field, values| format!("{field} : deux valeurs subsistent, {values}"),
};

const ROUTES: RoutesText = RoutesText {
    title: |name| format!("Voies avec {name}"),
    none: "Aucun instrument n'est connu entre cet État et le nôtre.",
    until: |date| format!("jusqu'au {date}"),
    declares: "déclare",
    source: "source",
};
