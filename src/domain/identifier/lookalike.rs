//! Domains that are made to be mistaken for another.

/// Mailboxes anybody can open. An authority writes from its own domain.
const FREE_MAIL: &[&str] = &[
    "aol.com",
    "free.fr",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.com",
    "live.fr",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "outlook.fr",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rediffmail.com",
    "sfr.fr",
    "t-online.de",
    "tuta.io",
    "tutanota.com",
    "wanadoo.fr",
    "web.de",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.fr",
    "yandex.com",
    "yandex.ru",
    "ymail.com",
    "zoho.com",
    "163.com",
    "126.com",
];

pub fn is_free_mail(domain: &str) -> bool {
    FREE_MAIL.contains(&domain.trim().to_lowercase().as_str())
}

/// Longer than any name the DNS knows.
const LONGEST: usize = 253;

/// The known domain that this one looks like without being it.
pub fn lookalike(domain: &str, known: &[&str]) -> Option<String> {
    let domain = domain.trim().trim_end_matches('.').to_lowercase();
    if domain.is_empty() || domain.len() > LONGEST {
        return None;
    }
    let real: Vec<String> = known.iter().map(|name| name.trim().to_lowercase()).collect();
    let ours = |name: &String| domain == *name || domain.ends_with(&format!(".{name}"));
    if real.iter().any(ours) {
        return None;
    }
    let (unicode, _) = url_to_unicode(&domain);
    let folded = fold(&unicode);
    let real = real.into_iter().filter(|name| !name.is_empty() && name.len() <= LONGEST);
    // Of several that it looks like, the one that the eye takes it for.
    let edits = |name: &String| {
        let target = fold(name);
        // Two edits turn one short name into any other: allow fewer there.
        let allowed = match target.chars().count() {
            0..=5 => 0,
            6..=8 => 1,
            _ => 2,
        };
        let near = || (0..=allowed).find(|limit| within(&folded, &target, *limit));
        let near = within(&folded, &target, allowed).then(near).flatten();
        near.or_else(|| contains_name(&folded, &target).then_some(allowed + 1))
    };
    let near = real.filter_map(|name| edits(&name).map(|edits| (edits, name)));
    near.min_by_key(|(edits, _)| *edits).map(|(_, name)| name)
}

/// `police.example.org.evil.example`: the known name stands in front of another's domain.
fn contains_name(folded: &str, target: &str) -> bool {
    target.len() > 5 && folded.strip_prefix(target).is_some_and(|rest| rest.starts_with(['.', '-']))
}

/// Punycode labels as their readers see them.
fn url_to_unicode(domain: &str) -> (String, bool) {
    super::host::to_unicode(domain)
}

/// Maps characters and pairs that the eye confuses to one form.
fn fold(text: &str) -> String {
    let plain: String = text.chars().map(fold_char).collect();
    plain.replace("rn", "m").replace("vv", "w").replace("cl", "d")
}

fn fold_char(c: char) -> char {
    match c {
        '0' | 'о' | 'ο' | 'ө' | 'ö' | 'ó' | 'ò' | 'ô' => 'o',
        '1' | 'l' | 'і' | 'ι' | 'ı' | 'í' | 'ì' | 'ї' | '|' | 'ӏ' => 'i',
        'а' | 'α' | 'á' | 'à' | 'â' | 'ä' | 'ɑ' => 'a',
        'е' | 'ε' | 'é' | 'è' | 'ê' | 'ë' | '3' => 'e',
        'с' | 'ϲ' | 'ç' => 'c',
        'р' | 'ρ' => 'p',
        'х' | 'χ' => 'x',
        'у' | 'γ' | 'ý' | 'ÿ' => 'y',
        'ѕ' | '5' => 's',
        'ԁ' => 'd',
        'һ' => 'h',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' => 'm',
        'т' | 'τ' => 't',
        'в' => 'b',
        'ո' | 'ñ' | 'ń' => 'n',
        'ԛ' => 'q',
        'ѵ' | 'ν' => 'v',
        'ԝ' => 'w',
        'ü' | 'ú' | 'ù' | 'υ' => 'u',
        c => c,
    }
}

/// Whether two texts are at most `limit` edits apart (a swap of neighbours counts one).
fn within(a: &str, b: &str, limit: usize) -> bool {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > limit {
        return false;
    }
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let get = |from: &[usize], at: usize| from.get(at).copied().unwrap_or(usize::MAX / 2);
            let mut best = (get(&last, j) + usize::from(x != y))
                .min(get(&last, j + 1) + 1)
                .min(get(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(&y) && b.get(j - 1) == Some(&x);
            if swapped {
                best = best.min(get(&before, j - 1) + 1);
            }
            row.push(best);
        }
        if row.iter().min().is_none_or(|&least| least > limit + 1) {
            return false;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().is_some_and(|&distance| distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[&str] = &["cyber.police.example.org", "interpol.int", "nca.example"];

    #[test]
    fn of_several_the_nearest_is_named() {
        let known = ["ch.example.org", "fr.example.org", "de.example.org"];
        assert_eq!(lookalike("fr.examp1e.org", &known).as_deref(), Some("fr.example.org"));
    }

    #[test]
    fn copies_of_a_known_domain_are_named() {
        let cases = [
            ("cyber.po1ice.example.org", "cyber.police.example.org"),
            ("cyber.policе.example.org", "cyber.police.example.org"),
            ("cyber-police.example.org", "cyber.police.example.org"),
            ("lnterpol.int", "interpol.int"),
            ("interpool.int", "interpol.int"),
            ("interpol.int.example.com", "interpol.int"),
            ("intrepol.int", "interpol.int"),
        ];
        for (domain, real) in cases {
            assert_eq!(lookalike(domain, KNOWN).as_deref(), Some(real), "{domain}");
        }
    }

    #[test]
    fn the_domain_itself_its_subdomains_and_strangers_are_not() {
        for domain in ["interpol.int", "mail.interpol.int", "example.com", "", "nca.exemple.fr"] {
            assert_eq!(lookalike(domain, KNOWN), None, "{domain}");
        }
    }

    #[test]
    fn free_mail_is_known() {
        assert!(is_free_mail("GMail.com"));
        assert!(!is_free_mail("police.example.org"));
    }
}
