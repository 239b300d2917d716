use super::{ChangeText, EditionText, NoteText, RefusedText, WarningText, WrongText};

pub const FR: EditionText = EditionText {
    refused: RefusedText {
        empty: ("le fichier est vide", "exportez l’annuaire à nouveau"),
        too_large: (
            "le fichier compte {0}, la limite est de {1}",
            "découpez-le, ou retirez ce qui n’est pas un contact",
        ),
        too_many: ("le fichier contient plus de {0} contacts", "découpez-le"),
        other_kind: (
            "c’est un fichier .{0}",
            "enregistrez le tableau en CSV, ou les cartes en .vcf",
        ),
        not_text: ("ce n’est pas un fichier de texte", "enregistrez le tableau en CSV (UTF-8)"),
        header: (
            "la première ligne ne nomme pas la colonne {0} ; elle nomme : {1}{2}",
            "tout tableau a les colonnes state, name et role ; `vigie directory export` en écrit un pour commencer",
        ),
        header_near: "« {0} » est proche de « {1} »",
        syntax: ("ligne {0}, colonne {1} : TOML non valide : {2}", "corrigez cet endroit"),
        unclosed: (
            "ligne {0} : la carte qui commence ici ne finit pas",
            "ajoutez END:VCARD, ou exportez les cartes à nouveau",
        ),
        no_contacts: (
            "le fichier ne contient aucun contact",
            "vérifiez que c’est le bon ; `vigie directory export` montre la forme",
        ),
    },
    wrong: WrongText {
        value: (
            "{0} : « {1} » n’est pas {2}",
            "corrigez-la ; la valeur n’est pas reprise, le reste du contact l’est",
        ),
        number_alone: (
            "{0} : « {1} » est sans indicatif de pays",
            "écrivez-le avec + et l’indicatif ; rien n’a été deviné",
        ),
        zone: (
            "{0} : « {1} » n’est pas un fuseau horaire{2}",
            "nommez le fuseau comme Africa/Casablanca",
        ),
        state: (
            "{0} : « {1} » n’est pas un État{2}",
            "écrivez son code à deux lettres ou son nom entier",
        ),
        role: (
            "{0} : « {1} » n’est pas un rôle{2}",
            "`vigie directory add --help` nomme les rôles",
        ),
        too_long: (
            "{0} : plus long que {2} octets : « {1} »",
            "raccourcissez, ou voyez s’il manque un guillemet",
        ),
        in_future: ("{0} : « {1} » n’est pas encore venu", "corrigez la date"),
        missing: (
            "le contact est sans {2}",
            "ajoutez-le ; tout contact a un État (state), un nom (name) et un rôle (role)",
        ),
        same_key: (
            "« {2} » figure ici et à la ligne {3} avec d’autres valeurs ; aucun n’est repris",
            "gardez le bon, ou donnez à chacun sa propre clé (key)",
        ),
        same_channel: (
            "{0} : « {1} » figure deux fois avec d’autres valeurs ; la première est gardée",
            "gardez-en une",
        ),
        cells: (
            "{2} cellules dans un tableau de {3} colonnes : un séparateur se trouve dans une valeur ; la ligne n’est pas reprise",
            "mettez la valeur entre guillemets",
        ),
        too_many_channels: (
            "le contact a plus de {2} voies ; le reste n’est pas repris",
            "vérifiez que le fichier est en ordre",
        ),
        no_value: (
            "{0} : « {1} » sans numéro ni adresse",
            "ajoutez le numéro, ou retirez le reste",
        ),
        unknown: ("« {0} » n’est pas connu ici : « {1} »{2}", "corrigez le nom, ou retirez-le"),
    },
    notes: NoteText {
        encoding: "le fichier ne dit pas son codage ; lu comme {0} : vérifiez les accents",
        column: "aucun champ ne prend la colonne « {0} »{1}",
        twice: "la ligne {0} est encore le contact de la ligne {1} : repris une fois",
        property: "aucun champ ne prend la propriété {0} ({1} fois)",
        quotes: "le fichier a un nombre impair de guillemets : une valeur a pu avaler des lignes",
        left_out: "ligne {0} : laissée de côté : sans État, nom ou rôle, et personne de connu",
        closed_new: "ligne {0} : {1} est clos dans l’édition et inconnu ici : laissé de côté",
        stale: "ligne {0} : {1} a été remplacé ou clos ici : rien ne change",
        same_contact: "la ligne {0} est ici le même contact que la ligne {1} : laissée de côté",
        not_whole: "des lignes n’ont pu être lues : aucun contact n’est proposé comme disparu",
        untold: "et {0} de plus",
    },
    changes: ChangeText {
        added: "nouveau contact : {0}",
        field: "{0} : {1} → {2}",
        field_filled: "{0} : {2} (était vide)",
        field_cleared: "{0} : {1} → vide",
        channel_added: "nouvelle voie, {0} : {1}",
        channel_replaced: "{0} : {1} → {2} ; l’ancienne voie reste jusqu’à ce que la nouvelle ait répondu",
        channel_field: "{0} {1}, {2} : {3} → {4}",
        channel_gone: "{0} {1} n’est plus dans l’édition : clore",
        gone: "n’est plus dans l’édition : clore",
        gone_because: "clos dans l’édition : {0}",
        reopened: "clos ici, ouvert dans l’édition : rouvrir",
        matched_by_name: "reconnu par son nom",
        matched_by_channel: "reconnu par son numéro",
        guarded: "demande son propre oui",
    },
    warnings: WarningText {
        look_alike: "le domaine {0} ressemble à {1}, qui est connu, et en est un autre",
        shared: "{0} est aussi le numéro ou l’adresse de {1} ({2})",
        calling_code: "{0} ne commence pas par {1}, l’indicatif de l’État",
        role_taken: "{1} est déjà, pour cet État : {0}",
        fingerprint: "le chiffrement de son courriel change : comparez l’empreinte par téléphone",
        not_compared: "trop de domaines nouveaux pour comparer {0} à ceux qui sont connus",
    },
    line: "ligne {0}",
    near: " ; vouliez-vous dire « {0} » ?",
    groups: ["contacts ajoutés", "champs changés", "voies", "disparus"],
    gone_reason: "n’est plus dans {0} du {1}",
    gone_reason_undated: "n’est plus dans {0}",
};
