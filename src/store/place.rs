//! Where a database may lie, and the file before SQLite opens it: on a local disk, readable by its
//! owner alone.

use std::fmt::Write as _;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::error::{Fault, Outcome, StoreErrorKind};

/// `f_type` of statfs(2) → the name of a file system on which SQLite's locks or its shared memory
/// cannot be relied on. FUSE hides what lies below it (sshfs, rclone, a cloud drive), so all of it
/// is refused.
const NETWORK: &[(u32, &str)] = &[
    (0x0000_6969, "NFS"),
    (0x0000_517b, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB2"),
    (0x6573_5546, "FUSE"),
    (0x5346_414f, "AFS"),
    (0x6b41_4653, "kAFS"),
    (0x0102_1997, "9P"),
    (0x00c3_6400, "Ceph"),
    (0x7375_7245, "Coda"),
    (0x0000_564c, "NCP"),
    (0x7461_636f, "OCFS2"),
    (0x0116_1970, "GFS2"),
    (0x0bd0_0bd0, "Lustre"),
    (0x4750_4653, "GPFS"),
    (0x2003_0528, "OrangeFS"),
    (0x786f_4256, "VirtualBox share"),
];

/// The name of a network file system by its statfs magic; `None` for a local one.
pub fn network_file_system(magic: u32) -> Option<&'static str> {
    NETWORK.iter().find(|(known, _)| *known == magic).map(|(_, name)| *name)
}

/// Refuses a place on a network file system. `path` may name a file that does not exist yet.
pub(super) fn is_local(path: &Path) -> Outcome<()> {
    match magic(path).and_then(network_file_system) {
        Some(name) => {
            Err(Fault::new(StoreErrorKind::NetworkFileSystem(name.to_owned()), String::new()))
        }
        None => Ok(()),
    }
}

#[cfg(target_os = "linux")]
fn magic(path: &Path) -> Option<u32> {
    let stat = rustix::fs::statfs(path)
        .or_else(|_| rustix::fs::statfs(path.parent().unwrap_or(Path::new("."))))
        .ok()?;
    // The magic numbers have 32 bits.
    #[allow(
        clippy::unnecessary_cast,
        reason = "width and sign of the field depend on the processor"
    )]
    Some(stat.f_type as u32)
}

#[cfg(not(target_os = "linux"))]
fn magic(_path: &Path) -> Option<u32> {
    None
}

/// Makes the parent directory (0700) and an empty file (0600) unless one is there. SQLite gives its
/// companion files the mode of the database.
pub(super) fn prepare(path: &Path) -> Outcome<()> {
    if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
    }
    is_local(path)?;
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(file) => Ok(file.sync_all()?),
        // An empty file is what a creation leaves behind that was interrupted.
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
            match fs::metadata(path)?.len() {
                0 => Ok(()),
                _ => Err(Fault::new(StoreErrorKind::Exists, "")),
            }
        }
        Err(e) => Err(e.into()),
    }
}

/// Refuses a missing file and what is no file. Asks only for the name: to open and close the file
/// here would drop the locks that SQLite holds on it elsewhere in this process.
pub(super) fn is_file(path: &Path) -> Outcome<()> {
    match fs::metadata(path)?.is_file() {
        true => Ok(()),
        false => Err(Fault::new(StoreErrorKind::NotADesk, "")),
    }
}

/// A path as the part of a `file:` URI.
pub(super) fn escaped(path: &Path) -> String {
    let mut out = String::new();
    for &byte in path.as_os_str().as_bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02x}");
            }
        }
    }
    out
}

/// Makes a new directory entry survive a power cut, where the system can.
pub(super) fn sync_parent(path: &Path) {
    if let Some(parent) = path.parent()
        && let Ok(dir) = File::open(parent)
    {
        // Some file systems refuse to sync a directory; the file itself is safe by then.
        let _ = dir.sync_all();
    }
}

/// True where a write-ahead log holds anything that is not yet in the database.
pub(super) fn has_wal(path: &Path) -> bool {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    fs::metadata(PathBuf::from(name)).is_ok_and(|meta| meta.len() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_file_systems_are_known_by_their_magic() {
        for (magic, name) in [
            (0x6969, Some("NFS")),
            (0xff53_4d42, Some("CIFS")),
            (0xfe53_4d42, Some("SMB2")),
            (0x6573_5546, Some("FUSE")),
            (0x0102_1997, Some("9P")),
            (0x00c3_6400, Some("Ceph")),
            (0xef53, None),      // ext4
            (0x5846_5342, None), // XFS
            (0x9123_683e, None), // Btrfs
            (0x0102_1994, None), // tmpfs
            (0x794c_7630, None), // overlay
        ] {
            assert_eq!(network_file_system(magic), name, "{magic:#x}");
        }
    }

    #[test]
    fn no_magic_stands_twice() {
        let mut all: Vec<u32> = NETWORK.iter().map(|(magic, _)| *magic).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), NETWORK.len());
    }
}
