//! Why a file is not registered, in one sentence: what, where, and what to do.

/// Where in the file. Empty and zero parts are unknown.
#[derive(Debug, Clone, Copy, Default)]
pub struct At<'a> {
    pub line: usize,
    pub column: usize,
    /// A key of a request file.
    pub key: &'a str,
    /// A part or header of a message.
    pub part: &'a str,
}

#[derive(Debug)]
pub struct IntakeText {
    /// Code, place and values of a refusal to one sentence with its remedy, without the file's name.
    pub refused: fn(code: &str, at: At<'_>, detail: &[String]) -> String,
    pub not_understood: &'static str,
    pub sent_by: &'static str,
    pub known_file: &'static str,
    pub draft_layout: &'static str,
    pub confidence_low: &'static str,
}

pub const EN: IntakeText = IntakeText {
    refused: refused_en,
    not_understood: "Not understood, kept word for word",
    sent_by: "Sent by",
    known_file: "this file was registered before",
    draft_layout: "draft layout: parts of the form were reconstructed",
    confidence_low: "uncertain, check it",
};

pub const FR: IntakeText = IntakeText {
    refused: refused_fr,
    not_understood: "Non compris, conservé mot pour mot",
    sent_by: "Expéditeur",
    known_file: "ce fichier a déjà été enregistré",
    draft_layout: "mise en page provisoire : des parties du formulaire ont été reconstituées",
    confidence_low: "incertain, à vérifier",
};

/// `line 3, column 5, key "x": `.
fn place(at: At<'_>, [line, column, key, part]: [&str; 4], colon: &str) -> String {
    let mut said = Vec::new();
    if !at.part.is_empty() {
        // Header names speak for themselves, numbers of parts do not.
        let numbered = at.part.starts_with(|c: char| c.is_ascii_digit());
        said.push(if numbered { format!("{part} {}", at.part) } else { at.part.to_owned() });
    }
    if at.line > 0 {
        said.push(format!("{line} {}", at.line));
    }
    if at.column > 0 {
        said.push(format!("{column} {}", at.column));
    }
    if !at.key.is_empty() {
        said.push(format!("{key} `{}`", at.key));
    }
    if said.is_empty() { String::new() } else { format!("{}{colon}", said.join(", ")) }
}

fn get(detail: &[String], at: usize) -> &str {
    detail.get(at).map_or("", String::as_str)
}

/// Bytes in the largest whole unit of 1024.
fn size(text: &str, [mega, kilo, byte]: [&str; 3]) -> String {
    let bytes: u64 = text.parse().unwrap_or(0);
    match bytes {
        n if n >= 1 << 20 => format!("{} {mega}", n.div_ceil(1 << 20)),
        n if n >= 1 << 10 => format!("{} {kilo}", n.div_ceil(1 << 10)),
        n => format!("{n} {byte}"),
    }
}

fn type_en(word: &str) -> &str {
    if word == "port" { "a port number from 0 to 65535" } else { word }
}

fn refused_en(code: &str, at: At<'_>, detail: &[String]) -> String {
    let (a, b) = (get(detail, 0), get(detail, 1));
    let bytes = |t: &str| size(t, ["MiB", "KiB", "bytes"]);
    let near = |list: &str| match b {
        "" => format!("; {list}"),
        near => format!("; did you mean \"{near}\"?"),
    };
    let what = match code {
        "empty" => "nothing is in the file; ask the sender to send it again".into(),
        "too_large" => format!("{} is more than the limit of {}; register the request with `vigie new` and keep the file aside", bytes(a), bytes(b)),
        "too_many_parts" => format!("the message has more than {a} parts; save the part that holds the request as a file of its own"),
        "too_deep" => format!("messages lie more than {a} deep in one another; save the inner message as a file of its own"),
        "header_too_long" => format!("the headers are longer than {}; ask the sender to send it again", bytes(a)),
        "too_many" => format!("more than {a} entries stand in one list; split the file"),
        "too_long" => format!("{} is more than the limit of {} for one value; shorten it, or attach the text as a file", bytes(a), bytes(b)),
        "not_utf8" => "the text is not UTF-8; save the file as UTF-8".into(),
        "nul" => "a NUL character stands in the text; remove it, or ask the sender to send the text again".into(),
        "not_recognised" => "neither a message, a request file nor a form that is known; name it .eml, .toml, .json or .txt, or register it with `vigie new`".into(),
        "mismatch" => format!("the name says .{a}, the content looks like .{b}; rename the file"),
        "syntax" => format!("not valid {a}: {b}; correct this place"),
        "unknown_key" => format!("no key is named \"{a}\"{}", near("remove it, or put its text into `notes`")),
        "duplicate_key" => format!("\"{a}\" is given twice; keep one of them"),
        "missing_key" => format!("\"{a}\" is missing; add it"),
        "wrong_type" => format!("{} is wanted here, not {b}; {}", type_en(a), if a == "text" { "put the value in quotes" } else { "correct the value" }),
        "unknown_kind" => format!("no kind of request is named \"{a}\"{}", near("see the kinds in the catalogue")),
        "unknown_country" => format!("no country is known as \"{a}\"{}", near("use its two-letter code")),
        "unknown_word" => format!("\"{a}\" cannot stand here; use one of: {}", detail.get(1..).unwrap_or_default().join(", ")),
        "bad_date" => format!("\"{a}\" is not a date that exists; write it like 2026-11-21T01:30:00Z"),
        "date_out_of_range" => format!("the year of \"{a}\" is not between 1990 and 2100; correct the date"),
        "no_offset" => format!("\"{a}\" does not say its time zone; add Z or an offset such as +01:00"),
        "bad_period" => format!("\"{a}\" is not a period; write it like P90D or 90 days"),
        "bad_schema" => format!("this program reads \"{b}\", the file is \"{a}\"; correct `schema`"),
        other => format!("it cannot be read ({other})"),
    };
    format!("{}{what}", place(at, ["line", "column", "key", "part"], ": "))
}

fn type_fr(word: &str) -> &str {
    match word {
        "text" => "un texte",
        "table" => "une table",
        "list" => "une liste",
        "port" => "un numéro de port de 0 à 65535",
        other => other,
    }
}

fn found_fr(word: &str) -> String {
    let (kind, rest) = word.split_once(' ').unwrap_or((word, ""));
    let kind = match kind {
        "number" => "un nombre",
        "boolean" => "un booléen",
        "date" => "une date",
        "null" => "une valeur nulle",
        other => type_fr(other),
    };
    if rest.is_empty() { kind.to_owned() } else { format!("{kind} ({rest})") }
}

fn refused_fr(code: &str, at: At<'_>, detail: &[String]) -> String {
    let (a, b) = (get(detail, 0), get(detail, 1));
    let bytes = |t: &str| size(t, ["Mio", "Kio", "octets"]);
    let near = |list: &str| match b {
        "" => format!(" ; {list}"),
        near => format!(" ; vouliez-vous dire « {near} » ?"),
    };
    let what = match code {
        "empty" => "le fichier est vide ; demandez à l’expéditeur de le renvoyer".into(),
        "too_large" => format!("{} dépassent la limite de {} ; enregistrez la demande par `vigie new` et conservez le fichier à part", bytes(a), bytes(b)),
        "too_many_parts" => format!("le message a plus de {a} parties ; enregistrez à part celle qui contient la demande"),
        "too_deep" => format!("des messages sont imbriqués sur plus de {a} niveaux ; enregistrez le message intérieur à part"),
        "header_too_long" => format!("les en-têtes dépassent {} ; demandez à l’expéditeur de renvoyer le message", bytes(a)),
        "too_many" => format!("plus de {a} éléments dans une liste ; divisez le fichier"),
        "too_long" => format!("{} dépassent la limite de {} pour une valeur ; abrégez-la ou joignez le texte en fichier", bytes(a), bytes(b)),
        "not_utf8" => "le texte n’est pas en UTF-8 ; enregistrez le fichier en UTF-8".into(),
        "nul" => "le texte contient un caractère NUL ; supprimez-le ou demandez un nouvel envoi".into(),
        "not_recognised" => "ni message, ni fichier de demande, ni formulaire connu ; nommez-le .eml, .toml, .json ou .txt, ou enregistrez la demande par `vigie new`".into(),
        "mismatch" => format!("le nom dit .{a}, le contenu ressemble à .{b} ; renommez le fichier"),
        "syntax" => format!("{a} non valide : {b} ; corrigez cet endroit"),
        "unknown_key" => format!("aucune clé ne s’appelle « {a} »{}", near("supprimez-la ou mettez son texte dans `notes`")),
        "duplicate_key" => format!("« {a} » figure deux fois ; gardez-en une"),
        "missing_key" => format!("« {a} » manque ; ajoutez-le"),
        "wrong_type" => format!("il faut ici {}, non {} ; {}", type_fr(a), found_fr(b), if a == "text" { "mettez la valeur entre guillemets" } else { "corrigez la valeur" }),
        "unknown_kind" => format!("aucun type de demande ne s’appelle « {a} »{}", near("voyez les types du catalogue")),
        "unknown_country" => format!("aucun pays n’est connu sous « {a} »{}", near("employez son code à deux lettres")),
        "unknown_word" => format!("« {a} » ne convient pas ici ; employez l’un de : {}", detail.get(1..).unwrap_or_default().join(", ")),
        "bad_date" => format!("« {a} » n’est pas une date qui existe ; écrivez-la comme 2026-11-21T01:30:00Z"),
        "date_out_of_range" => format!("l’année de « {a} » n’est pas entre 1990 et 2100 ; corrigez la date"),
        "no_offset" => format!("« {a} » ne dit pas son fuseau ; ajoutez Z ou un décalage comme +01:00"),
        "bad_period" => format!("« {a} » n’est pas une durée ; écrivez P90D ou 90 jours"),
        "bad_schema" => format!("ce programme lit « {b} », le fichier est « {a} » ; corrigez `schema`"),
        other => format!("illisible ({other})"),
    };
    format!("{}{what}", place(at, ["ligne", "colonne", "clé", "partie"], " : "))
}
