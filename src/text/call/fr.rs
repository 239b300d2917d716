use super::{BackWords, CallText, CardWords, ContactWords, PageWords, ShapeHints};

pub const FR: CallText = CallText { page: PAGE, back: BACK, card: CARD, form: FORM };

const PAGE: PageWords = PageWords {
    call: |whom| format!("Appeler {whom}"),
    call_back: |whom| format!("Rappel de vérification : {whom}"),
    about: |what| format!("pour {what}"),
    numbers: "Numéros",
    there: |time| format!("là-bas {time}"),
    say_first: "Dire d'abord",
    nothing_to_say: "rien de noté ; nommer le bureau, le pays et la référence",
    our_ref: "notre référence",
    their_ref: "leur référence",
    dial: "Composer",
    never_tried: "jamais essayé",
    by_day: "j",
    by_night: "n",
    unproved: "pas encore prouvé",
    logged: |outcome| format!("noté : {outcome}"),
    skipped: "passé",
    gone: "n'est plus dans l'annuaire",
    said: |outcome, name, number| format!("Noté : {outcome} · {name} · {number}"),
    wait: "Le dernier résultat est encore en cours d'enregistrement.",
    no_number: "Aucun numéro n'est choisi.",
    no_sense: "Ce résultat vaut pour un téléphone ; ici : répondu, pas de réponse, faux, refusé.",
    exhausted: "Il ne reste aucun numéro à appeler.",
    untried: |n| {
        if n < 2 {
            format!("{n} numéro reste à essayer.")
        } else {
            format!("{n} numéros restent à essayer.")
        }
    },
    what_else: "Ce qu'il y a d'autre",
    nothing_else: "rien que l'annuaire connaisse",
    through_ours: "Par les nôtres",
    networks: "Réseaux ouverts",
    none: |whom| format!("L'annuaire n'a aucun numéro pour {whom}."),
    none_help: |who, new| {
        format!("{who} cherche dans l'annuaire, {new} saisit un nouveau contact.")
    },
    ended: |n, list| {
        if n == 1 {
            format!("Appel terminé. Noté : {list}.")
        } else {
            format!("Appel terminé. {n} essais notés : {list}.")
        }
    },
    ended_empty: "Appel terminé. Rien n'a été noté.",
    no_partner: "Cette demande ne nomme aucun État partenaire.",
    note_title: |name| format!("{name} a répondu"),
    note: "Note",
    note_hint: "facultatif ; Entrée note l'appel, Échap non",
    ends: "termine",
    not_yet_logged: "Pas noté : donnez de nouveau le résultat.",
};

const BACK: BackWords = BackWords {
    rule: "Rappel de vérification : un numéro de l'annuaire, jamais celui du message.",
    stranger: |number| {
        format!("Le message donne {number} : absent de l'annuaire, ne pas l'appeler.")
    },
    known: |number, name| format!("Le message donne {number}, dans l'annuaire pour {name}."),
    question: |id| format!("Ont-ils confirmé avoir envoyé {id} ?"),
    yes: "oui, elle est d'eux",
    no: "non, elle n'est pas d'eux",
    later: "pas encore su",
    title: "Rappel de vérification",
    ours: "Cette demande est de nous : il n'y a pas d'expéditeur à vérifier.",
};

const CARD: CardWords = CardWords {
    partner: "Contact",
    nobody: "aucun contact dans l'annuaire",
    verified: |ago| format!("vérifié {ago}"),
    never_verified: "jamais vérifié",
    route: "Voie",
    route_open: |name, since| format!("{name} : ouverte depuis {since}"),
    route_closed: |name| format!("{name} : PAS OUVERTE aujourd'hui"),
    more: |n| format!("+ {n} autres"),
};

const FORM: ContactWords = ContactWords {
    new: "Nouveau contact",
    edit: |name| format!("Modifier {name}"),
    add: |name| format!("Ajouter un numéro ou une adresse à {name}"),
    close: |name| format!("Clore {name}"),
    verified: |name| format!("Un canal de {name} a été vérifié"),
    channel: "Canal",
    whole: "le contact entier",
    what: "Ce qui est clos",
    reason: "Motif",
    reason_hint: "gardé avec la date ; rien n'est effacé",
    replaces: "Prend la place de",
    replaces_hint: "l'ancien reste en usage tant que le nouveau n'a pas répondu",
    replaces_none: "aucun : les deux restent",
    how: "Comment",
    how_hint: "par quel autre moyen : lettre du ministère, en personne, liste du réseau",
    unchanged: "Rien n'a été modifié.",
    no_channel: "Ce contact n'a aucun canal en usage.",
    recorded: |name| format!("Enregistré : {name}"),
    saving: "enregistrement …",
    open: "non précisé",
    hints: ShapeHints {
        list: "séparés par des virgules",
        zone: "Europe/Paris ; vide : celui de l'État",
        languages: "fr, en",
        hours: "24/7 ; lun-ven 08:30-18:00; sam 09:00-12:00",
        days: "un nombre de jours",
        date: "2026-11-21",
        url: "https://…",
        value: "+33 1 99 00 00 07, nom@example.org, https://…, un indicatif",
    },
};
