//! Accounts on platforms: handles change hands, numeric ids do not.

use super::Code;
use crate::domain::Identifier;
use crate::domain::check::Finding;

/// Platform as written in texts, and the company that answers for it.
const PLATFORMS: &[(&str, &str)] = &[
    ("facebook", "Meta"),
    ("messenger", "Meta"),
    ("instagram", "Meta"),
    ("whatsapp", "Meta"),
    ("threads", "Meta"),
    ("telegram", "Telegram"),
    ("twitter", "X"),
    ("x.com", "X"),
    ("tiktok", "TikTok"),
    ("snapchat", "Snap"),
    ("discord", "Discord"),
    ("signal", "Signal"),
    ("youtube", "Google"),
    ("google", "Google"),
    ("gmail", "Google"),
    ("linkedin", "LinkedIn"),
    ("steam", "Valve"),
    ("reddit", "Reddit"),
    ("skype", "Microsoft"),
    ("xbox", "Microsoft"),
    ("vk", "VK"),
    ("vkontakte", "VK"),
    ("wechat", "Tencent"),
    ("viber", "Rakuten"),
    ("tinder", "Match"),
    ("roblox", "Roblox"),
    ("github", "GitHub"),
    ("binance", "Binance"),
    ("coinbase", "Coinbase"),
    ("paypal", "PayPal"),
    ("apple", "Apple"),
    ("icloud", "Apple"),
    ("bluesky", "Bluesky"),
    ("twitch", "Amazon"),
];

/// Words that announce a handle or id.
pub(super) const LABELS: &[&str] = &[
    "account",
    "compte",
    "user",
    "username",
    "userid",
    "user-id",
    "handle",
    "pseudo",
    "pseudonyme",
    "profile",
    "profil",
    "nick",
    "nickname",
    "id",
    "uid",
    "identifiant",
];

/// The platform a word of running text names.
pub(super) fn platform(word: &str) -> Option<&'static str> {
    PLATFORMS.iter().map(|(name, _)| *name).find(|name| word.eq_ignore_ascii_case(name))
}

/// The company that holds the data of a platform.
pub(crate) fn operator(platform: &str) -> Option<&'static str> {
    let platform = platform.trim();
    PLATFORMS.iter().find(|(name, _)| platform.eq_ignore_ascii_case(name)).map(|(_, owner)| *owner)
}

pub(super) fn check(identifier: &Identifier, out: &mut Vec<Finding>) {
    let value = identifier.value.as_str();
    let subject = super::clip(value.trim());
    let platform = identifier.platform.as_deref().map(str::trim).filter(|p| !p.is_empty());
    if platform.is_none() {
        out.push(Code::Ac01.finding(&subject, &[]));
    }
    if !is_lasting(value.trim()) {
        out.push(Code::Ac02.finding(&subject, &[platform.unwrap_or("-")]));
    }
    if identifier.at.is_none() && identifier.time_text.is_none() {
        out.push(Code::Ac03.finding(&subject, &[]));
    }
    if suspicious(value) {
        out.push(Code::Ac04.finding(&subject, &[]));
    }
}

/// A numeric id (Facebook, X, Telegram, Discord, Steam64) or a YouTube channel id.
fn is_lasting(value: &str) -> bool {
    let digits = value.len() >= 5 && value.bytes().all(|b| b.is_ascii_digit());
    digits || (value.len() == 24 && value.starts_with("UC"))
}

/// Blanks, a leading `@`, or characters of two scripts that look alike.
fn suspicious(value: &str) -> bool {
    let latin = value.chars().any(|c| c.is_ascii_alphabetic());
    let foreign = value.chars().any(|c| matches!(c, 'Ͱ'..='ԯ' | '\u{ff00}'..='\u{ffef}'));
    let hidden =
        value.chars().any(|c| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'));
    value.trim() != value || value.starts_with('@') || (latin && foreign) || hidden
}
