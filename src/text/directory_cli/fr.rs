//! Words of `vigie directory` in French.

use super::help_fr::HELP;
use super::{Debt, DirectoryCli, Done, Faults, Import, Ping};

pub const FR: DirectoryCli =
    DirectoryCli { help: HELP, done: DONE, fault: FAULT, import: IMPORT, ping: PING, debt: DEBT };

const DONE: Done = Done {
    added: "saisi",
    changed: "enregistré",
    closed: "clos",
    reopened: "de nouveau en service",
    pending: "{0} attend d’être éprouvé ; {1} reste en service jusque-là.",
    replaced: "{0} a été remplacé.",
    verified: "vérifié",
    called: "{0} : {1}, {2} {3}",
    on_request: "inscrit sur {0}",
    exported: "{0} dans {1}",
    no_contacts: "Aucun contact.",
};

const FAULT: Faults = Faults {
    no_contact: (
        "Aucun contact n’est connu sous « {0} ».",
        "`vigie directory list` et `vigie who NOM` montrent les identifiants.",
    ),
    ambiguous: (
        "« {0} » peut désigner plusieurs contacts : {1}.",
        "Donner les 32 chiffres de celui que vous voulez.",
    ),
    which_channel: ("{0} a plusieurs voies : {1}.", "En nommer une."),
    no_channel: ("{0} ne désigne aucune voie de ce contact ; il a {1}.", "En nommer une."),
    no_channels: (
        "{0} n’a ni numéro ni adresse en service.",
        "En ajouter : `vigie directory channel add {0} phone NUMÉRO`.",
    ),
    not_a_channel: (
        "{0} désigne un contact, non l’une de ses voies.",
        "Ajouter la voie : {0}/5be1c0aa.",
    ),
    unknown_role: ("Il n’y a pas de rôle « {0} ».", "Donner l’un de {1}."),
    unknown_kind: ("Il n’y a pas de type de voie « {0} ».", "Donner l’un de {1}."),
    unknown_outcome: ("Il n’y a pas d’issue « {0} ».", "Donner l’une de {1}."),
    verified_is_no_call: (
        "« verified » n’est pas l’issue d’un appel.",
        "Ce qui a été prouvé autrement : `vigie directory verified {0}`.",
    ),
    file_there: ("{0} existe déjà.", "Donner un autre nom, ou --force pour écrire par-dessus."),
    not_written: (
        "{0} ne peut être écrit : {1}.",
        "Choisir un autre endroit, ou libérer de la place.",
    ),
    json_needs_out: (
        "--json parle d’un fichier et demande --out.",
        "Ajouter --out FICHIER, ou retirer --json et lire la sortie standard.",
    ),
    too_large: (
        "{0} fait {1}, une édition {2} au plus : elle n’a pas été lue.",
        "Vérifier que c’est le bon fichier ; un annuaire plus grand vient en parties, une par région.",
    ),
    no_shipped: (
        "Aucune édition n’est fournie pour {0} ; il y a {1}.",
        "En nommer une, ou un fichier.",
    ),
    no_such_number: (
        "Les changements n’ont pas de numéro {0}.",
        "Lancer la commande sans --yes : elle montre les numéros.",
    ),
    yes_needs_diff: (
        "--yes demande l’empreinte des changements que vous avez lus.",
        "Ajouter --diff {0} après les avoir lus.",
    ),
    diff_changed: (
        "Les changements ne sont plus ceux de {0} : l’édition ou l’annuaire a changé depuis. Rien n’a été appliqué.",
        "Les relire et donner --diff {1}.",
    ),
    stdin_twice: (
        "L’édition vient de l’entrée standard : personne ne peut y répondre.",
        "Nommer le fichier, ou nommer des groupes après --accept.",
    ),
    nothing_named: (
        "--accept ne nomme aucun groupe, et il n’y a pas de terminal où demander.",
        "Nommer des groupes : added, fields, gone, channels ou all.",
    ),
    in_act: "{0} : {1}",
};

const IMPORT: Import = Import {
    head: "{0} : édition « {1} » du {2}, {3}",
    head_undated: "{0} : édition « {1} », {2}",
    head_plain: "{0} : {1}",
    own_yes: "demande son propre oui",
    was: "tenu",
    now: "édition",
    warning: "à regarder",
    notes: "À regarder",
    faults: "Non lu",
    counts: "Changements : {0}, protégés : {1}",
    nothing_new: "Rien ne diffère de ce qui est tenu.",
    fingerprint: "Empreinte de ces changements : {0}",
    not_applied: "Rien n’a été appliqué. Pour accepter : vigie directory import {0} --accept all (ou added, fields, gone, channels)",
    not_applied_guarded: "Chaque changement protégé demande son propre numéro : vigie directory import {0} --yes {2} --diff {1}",
    applied: "Appliqués : {0}. Non appliqués : {1}.",
    applied_all: "Appliqués : {0}. Il ne reste rien.",
    read_again: "Ce qui reste est numéroté à nouveau : lancer la commande sans --accept ni --yes avant le prochain oui.",
    fault: "{0} ; {1}",
    in_change: "Changement {0} : {1} Rien n’a été appliqué.",
    applied_none: "Rien n’a été appliqué.",
    question: "Accepter le changement {0} de {1} ?",
    answers: "[o = oui, Entrée ou n = non, q = arrêter] ",
    shipped: "Éditions fournies :",
    stopped: "Arrêté : plus rien n’a été demandé.",
};

const PING: Ping = Ping {
    plan: "Voies à tester : {0}, chacune à une heure où ils travaillent et, si elles s’accordent, dans notre nuit :",
    plan_empty: "Aucune voie n’attend de test.",
    nothing_registered: "Rien n’a été enregistré. Pour les enregistrer : la même commande avec --start",
    registered: "enregistré",
    already: "un test est déjà ouvert",
    report_empty: "Aucun test n’a été enregistré.",
    sent: "envoyés",
    answered: "répondus",
    failed: "échoués",
    waiting: "ouverts",
    minutes: "minutes",
    their_time: "là-bas",
    now: "maintenant",
    hours_assumed: "heures inconnues",
    note_unreached: "aucune heure trouvée dans les 7 jours",
};

const DEBT: Debt = Debt {
    head: "{0} voies non éprouvées depuis {1} :",
    none: "Aucune voie n’attend de preuve depuis plus de {0}.",
    never: "jamais éprouvée",
    proved: "éprouvée {0}",
    last: "dernier essai {0}, {1}",
    more: "encore {0} ; --limit les montre.",
};
