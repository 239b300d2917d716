//! Refusals in French.

use super::RefusalText;
use crate::domain::Lang;

pub const FR: RefusalText = RefusalText {
    lang: Lang::Fr,
    unknown_kind: (
        "Il n’existe pas de type de demande « {0} ».",
        "{1}`vigie new --help` dit comment le nommer ; les types sont au catalogue.",
    ),
    kind_off: (
        "Le type « {0} » est désactivé : {1} n’est pas en vigueur avec notre pays.",
        "Choisir une autre voie, ou activer l’instrument dans la configuration.",
    ),
    wrong_direction: ("Le type « {0} » ne va pas dans ce sens.", "Possible : {1}."),
    no_partner: (
        "Aucun partenaire n’est nommé.",
        "Nommer le partenaire par son code pays à deux lettres, par exemple FR.",
    ),
    unknown_country: (
        "« {0} » n’est pas un code pays connu du catalogue.",
        "Donner les deux lettres ISO 3166, par exemple FR, MA ou US.",
    ),
    unknown_field: (
        "Ce type de demande n’a pas de champ « {0} ».",
        "{1}Les champs figurent sur la page de la demande.",
    ),
    bad_value: ("Le champ {0} ne peut pas prendre « {1} ».", "Donner {2}."),
    too_long: (
        "Le texte pour {0} est trop long.",
        "Rester sous {1} octets ; mettre le reste dans une note ou un fichier.",
    ),
    empty_text: ("Le texte est vide.", "Écrire au moins un mot."),
    no_such_step: ("Aucun passage de {0} à {1}.", "Passages possibles : {2}."),
    guarded: "Le passage à {0} n’est pas encore ouvert : {1}",
    in_future: (
        "{0} est à venir : un acte se consigne une fois accompli.",
        "Donner l’instant où il a eu lieu, ou rien pour maintenant.",
    ),
    until_before_start: (
        "L’échéance {0} n’est pas après l’acte ({1}).",
        "Donner l’instant jusqu’auquel le gardien conserve les données.",
    ),
    already_closed: (
        "La demande est close ({0}).",
        "La rouvrir par un passage motivé, ou en enregistrer une nouvelle.",
    ),
    nothing_to_acknowledge: (
        "Il n’y a pas d’accusé de réception à donner à l’état {0}.",
        "Voir les passages ouverts de la demande.",
    ),
    already_yours: ("Elle est déjà à vous.", "Rien à faire."),
    not_yours: ("Elle n’est pas à vous : {0}.", "La prendre d’abord."),
    unknown_clock: (
        "Il n’y a pas de délai « {0} » ici.",
        "Délais qui peuvent être suspendus : {1}.",
    ),
    legal_never_pauses: (
        "{0} est un délai légal : il ne se suspend jamais.",
        "Seul un événement du registre le déplace : faire l’acte qui l’arrête, ou demander une prolongation.",
    ),
    clock_not_running: (
        "Le délai {0} ne court pas : il est {1}.",
        "Seul un délai qui court peut être suspendu.",
    ),
    not_paused: ("Le délai {0} n’est pas suspendu.", "Rien à faire."),
    pause_too_long: (
        "La suspension est trop longue.",
        "Un délai se suspend {0} au plus ; le suspendre de nouveau plus tard.",
    ),
    pause_in_past: ("La suspension serait déjà finie.", "Donner une fin à venir."),
    unknown_check: ("Aucun contrôle ouvert « {0} ».", "Contrôles ouverts : {1}."),
    not_such_identifier: (
        "La demande ne contient pas l’identifiant « {0} ».",
        "Le copier de la page de la demande.",
    ),
    link_to_self: ("Une demande ne se lie pas à elle-même.", "Nommer l’autre demande."),
    nothing_to_undo: (
        "Vous n’avez rien fait ici qui puisse être annulé.",
        "Un agent annule son propre dernier acte sur une demande.",
    ),
    cannot_undo: (
        "« {0} » ne s’annule pas : le registre le garde.",
        "Écrire une note qui dit ce qui est faux, ou corriger la valeur.",
    ),
    changed_since: (
        "« {0} » a été modifié depuis, par {1}.",
        "S’accorder avec cet agent et consigner la bonne valeur.",
    ),
    not_their_contact: (
        "Un contact de {0} ne peut pas confirmer une demande de {1}.",
        "Rappeler sur un numéro de l’annuaire : une autorité de l’État partenaire, ou du nôtre.",
    ),
    number_not_proved: (
        "{0} n’est pas en usage, ou un tiers y a répondu : il ne confirme pas qui a envoyé une demande.",
        "Rappeler sur un numéro de l’annuaire qui est en usage.",
    ),
    no_request: (
        "Aucune demande n’est nommée.",
        "En nommer une par notre référence ou celle du partenaire.",
    ),
    read_only: (
        "Un programme plus récent a écrit dans cette demande : elle se lit ici, sans modification.",
        "Mettre ce poste à jour, puis recommencer.",
    ),

    need_field: ("{0} manque", "Remplir {0} ({1})."),
    need_reason: ("un motif manque", "Donner le motif."),
    need_until: (
        "le terme de la conservation manque",
        "Donner l’instant jusqu’auquel le gardien conserve les données.",
    ),
    need_ground: ("un motif de refus manque", "Commencer le motif par l’un de : {0}."),
    need_any_ground: ("un motif de refus manque", "Donner le motif de refus."),
    need_checks: (
        "des contrôles bloquants sont ouverts : {0}",
        "Corriger les valeurs, ou écarter chaque contrôle avec un motif.",
    ),
    need_authentic: (
        "l’expéditeur n’est pas vérifié ({0})",
        "Rappeler sur un numéro de l’annuaire, puis mettre authenticity à verified.",
    ),
    need_second: ("un second agent manque", "Nommer le second agent, autre que vous-même."),
    still_held: (
        "les données sont conservées jusqu’au {0} : rien n’a pris fin",
        "Les libérer, ou consigner la fin une fois cet instant passé.",
    ),
    after_until: (
        "la conservation est finie",
        "Demander une nouvelle conservation : celle-ci ne se prolonge plus.",
    ),
    need_instrument: (
        "{0} n’est pas ouvert avec ce partenaire",
        "Choisir une autre voie, ou activer l’instrument dans la configuration.",
    ),
    need_link: (
        "l’autre demande n’est pas nommée ({0})",
        "Nommer l’autre demande par sa référence.",
    ),

    expected_instant: "un instant, par exemple 2026-11-21T14:30:00Z, 2026-11-21 14:30 ou -20m",
    expected_flag: "oui ou non",
    expected_period: "une durée, par exemple 90j ou P90D",
    expected_country: "un code pays à deux lettres",
    expected_one_of: "l’un de {0}",
    did_you_mean: "Vouliez-vous dire « {0} » ? ",
    nothing: "aucun",
    directions: ["entrante", "sortante", "interne"],
    relations: ["prolonge", "doublon de", "faite pour", "fait suite à"],
    clock_states: ["pas commencé", "en cours", "suspendu", "en retard", "tenu", "manqué"],
    acts: &[
        ("opened", "enregistrée"),
        ("set", "modifiée"),
        ("step", "passage"),
        ("undo", "annulé"),
        ("note", "note"),
        ("identifier", "identifiant ajouté"),
        ("identifier_removed", "identifiant retiré"),
        ("attached", "pièce jointe"),
        ("paused", "délai suspendu"),
        ("resumed", "délai repris"),
        ("override", "contrôle écarté"),
        ("overridden", "contrôle écarté"),
        ("linked", "liée"),
        ("struck", "rayée"),
        ("called", "appel"),
        ("unknown", "écrit par un programme plus récent"),
    ],
};
