//! What every action is called: one word or two for hints, one sentence for help.

/// A short name and a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Say {
    pub name: &'static str,
    pub help: &'static str,
}

macro_rules! action_text {
    ($($field:ident: $en:literal, $en_help:literal, $fr:literal, $fr_help:literal;)+) => {
        #[derive(Debug)]
        pub struct ActionText {
            $(pub $field: Say,)+
        }

        pub const EN: ActionText =
            ActionText { $($field: Say { name: $en, help: $en_help },)+ };
        pub const FR: ActionText =
            ActionText { $($field: Say { name: $fr, help: $fr_help },)+ };
    };
}

action_text! {
    help: "keys", "Show the keys of this place; type to search, Enter to run",
        "touches", "Afficher les touches d'ici ; taper pour chercher, Entrée pour exécuter";
    palette: "command", "Find any command by name and run it",
        "commande", "Chercher une commande par son nom et l'exécuter";
    quit: "quit", "Leave the desk",
        "quitter", "Quitter le bureau";
    redraw: "redraw", "Draw the whole screen again",
        "redessiner", "Redessiner tout l'écran";
    interrupt: "leave", "Leave at once; asks when something is not saved",
        "sortir", "Sortir tout de suite ; demande si quelque chose n'est pas enregistré";
    suspend: "suspend", "Stop the program; clocks are not watched meanwhile",
        "suspendre", "Arrêter le programme ; les échéances ne sont alors plus surveillées";
    up: "up", "One line up", "haut", "Une ligne plus haut";
    down: "down", "One line down", "bas", "Une ligne plus bas";
    page_up: "page up", "One page up", "page préc.", "Une page plus haut";
    page_down: "page down", "One page down", "page suiv.", "Une page plus bas";
    half_up: "half up", "Half a page up", "demi-page haut", "Une demi-page plus haut";
    half_down: "half down", "Half a page down", "demi-page bas", "Une demi-page plus bas";
    first: "first", "To the first line", "début", "À la première ligne";
    last: "last", "To the last line", "fin", "À la dernière ligne";
    next_pane: "next pane", "To the next pane or field", "volet suiv.", "Au volet ou champ suivant";
    previous_pane: "previous pane", "To the pane or field before",
        "volet préc.", "Au volet ou champ précédent";
    open: "open", "Open the request; changes nothing",
        "ouvrir", "Ouvrir la demande ; ne change rien";
    back: "back", "One level back", "retour", "Un niveau en arrière";
    next_view: "next view", "Next view of the queue", "vue suiv.", "Vue suivante de la file";
    previous_view: "previous view", "View of the queue before",
        "vue préc.", "Vue précédente de la file";
    filter: "filter", "Filter the queue by words: late, mine, p1, in, out, kind:, with:, state:, owner:",
        "filtrer", "Filtrer la file par mots : retard, moi, p1, entrant, sortant, type:, avec:, etat:, agent:";
    sort: "sort", "Choose the order of the queue", "trier", "Choisir l'ordre de la file";
    new_request: "new", "Register a request, for instance from a phone call",
        "nouvelle", "Enregistrer une demande, par exemple reçue par téléphone";
    acknowledge: "ack", "Acknowledge receipt to the partner",
        "accuser", "Accuser réception au partenaire";
    take: "take", "Take the request: you answer for it",
        "prendre", "Prendre la demande en charge";
    release: "release", "Give the request back to the desk",
        "rendre", "Rendre la demande au bureau";
    step: "step", "Take the request a step further; lists what is possible and what is missing",
        "étape", "Faire avancer la demande ; liste ce qui est possible et ce qui manque";
    note: "note", "Write a note, internal or visible to the partner",
        "note", "Écrire une note, interne ou visible du partenaire";
    edit: "edit", "Change a field", "modifier", "Modifier un champ";
    add_identifier: "identifier", "Add an identifier: address, account, number",
        "identifiant", "Ajouter un identifiant : adresse, compte, numéro";
    explain: "explain", "Explain every clock: rule, article, event, why",
        "expliquer", "Expliquer chaque échéance : règle, article, événement, pourquoi";
    pause: "pause", "Pause or resume a service clock; legal clocks never pause",
        "pause", "Suspendre ou reprendre un délai de service ; un délai légal jamais";
    set_aside: "set aside", "Set a blocking check aside, with a reason",
        "écarter", "Écarter un contrôle bloquant, avec un motif";
    undo: "undo", "Take back your last act on this request; both stay in the record",
        "annuler", "Revenir sur votre dernier acte ; les deux restent au registre";
    copy: "copy ref", "Copy our reference", "copier réf.", "Copier notre référence";
    accept: "accept", "Accept what is entered or chosen",
        "valider", "Valider la saisie ou le choix";
    submit: "save", "Save the whole form", "enregistrer", "Enregistrer tout le formulaire";
    confirm: "yes", "Confirm", "oui", "Confirmer";
    decline: "no", "Do nothing", "non", "Ne rien faire";
    switch: "switch", "Switch between internal and partner-visible, or to the next choice",
        "changer", "Passer d'interne à visible du partenaire, ou au choix suivant";
    discard: "discard", "Discard the draft; asks first",
        "abandonner", "Abandonner le brouillon ; demande d'abord";
    who: "who?", "Look up a partner: three letters give the number",
        "qui ?", "Chercher un partenaire : trois lettres donnent le numéro";
    show_desk: "desk", "The queue of requests", "bureau", "La file des demandes";
    show_who: "directory", "The directory of partners", "annuaire", "L'annuaire des partenaires";
    call_partner: "call", "Call the partner about this request, number by number",
        "appeler", "Appeler le partenaire pour cette demande, numéro par numéro";
    call_back: "call back", "Verify the sender by a number of the directory",
        "rappeler", "Vérifier l'expéditeur par un numéro de l'annuaire";
    look: "look up", "Type a name, a country, a city or a number",
        "chercher", "Taper un nom, un pays, une ville ou un numéro";
    routes: "routes", "Which treaties and networks are open with this State today",
        "voies", "Quels traités et réseaux sont ouverts avec cet État aujourd'hui";
    debt: "unverified", "Channels that nobody has proved for longest",
        "non vérifiés", "Les canaux que personne n'a vérifiés depuis le plus longtemps";
    copy_number: "copy", "Copy the first number or address of this contact",
        "copier", "Copier le premier numéro ou la première adresse du contact";
    verified: "verified", "Record that a channel was verified by other means",
        "vérifié", "Noter qu'un canal a été vérifié par un autre moyen";
    ping: "ping", "Register a test of this contact's channel",
        "test", "Enregistrer un test du canal de ce contact";
    new_contact: "new contact", "Enter a contact that the directory lacks",
        "nouveau contact", "Saisir un contact que l'annuaire n'a pas";
    edit_contact: "edit", "Change what is known of this contact",
        "modifier", "Modifier ce que l'on sait de ce contact";
    add_channel: "add channel", "Add a number or an address; the old one stays until it is proved",
        "ajouter canal", "Ajouter un numéro ou une adresse ; l'ancien reste jusqu'à vérification";
    close_contact: "close", "Close this contact with a reason; nothing is deleted",
        "clore", "Clore ce contact avec un motif ; rien n'est effacé";
    answered: "answered", "Somebody of the contact answered",
        "répondu", "Quelqu'un du contact a répondu";
    busy: "busy", "The line was busy", "occupé", "La ligne était occupée";
    no_answer: "no answer", "Nobody answered", "pas de réponse", "Personne n'a répondu";
    wrong_number: "wrong number", "Somebody else has this number",
        "faux numéro", "Quelqu'un d'autre a ce numéro";
    refused_call: "refused", "They answered and would not help",
        "refusé", "On a répondu, sans vouloir aider";
    skip: "skip", "Leave this number untried and go on to the next",
        "passer", "Laisser ce numéro sans essai et aller au suivant";
}
