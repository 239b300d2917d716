//! Signatures that `ssh-keygen -Y verify` reads (the SSHSIG format of OpenSSH), so that a roster
//! can be checked with no program of ours. Ed25519 keys only.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha512};

use super::signer::{Checker, Signer};

/// The namespace of roster signatures.
pub const ROSTER: &str = "roster@vigie";

const MAGIC: &[u8] = b"SSHSIG";
const KEY_TYPE: &[u8] = b"ssh-ed25519";
const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";
/// Characters: a signature of ours has about 400.
const MAX_ARMOR: usize = 8 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SshSigError {
    #[error("not an armored ssh signature")]
    NotArmored,
    #[error("not an ssh signature of version 1 by an ed25519 key")]
    Unsupported,
    #[error("the signature is for another purpose")]
    Namespace,
    #[error("the signature does not fit")]
    Signature,
}

/// Signs `message` for one purpose. The same message and key always give the same text.
pub fn sign(signer: &Signer, namespace: &str, message: &[u8]) -> String {
    let signature = signer.sign(&signed(namespace.as_bytes(), b"sha512", message));
    let mut blob = MAGIC.to_vec();
    blob.extend(1_u32.to_be_bytes());
    put(&mut blob, &key_blob(&signer.public()));
    put(&mut blob, namespace.as_bytes());
    put(&mut blob, b"");
    put(&mut blob, b"sha512");
    let mut inner = Vec::new();
    put(&mut inner, KEY_TYPE);
    put(&mut inner, &signature);
    put(&mut blob, &inner);
    armor(&STANDARD.encode(blob))
}

fn armor(coded: &str) -> String {
    let mut out = format!("{BEGIN}\n");
    let mut rest = coded;
    while !rest.is_empty() {
        let (line, after) = rest.split_at_checked(70).unwrap_or((rest, ""));
        out.push_str(line);
        out.push('\n');
        rest = after;
    }
    out.push_str(END);
    out.push('\n');
    out
}

/// Checks a signature and returns the key that made it. Whether that key may sign is the caller's
/// question.
pub fn verify(armored: &str, namespace: &str, message: &[u8]) -> Result<[u8; 32], SshSigError> {
    if armored.len() > MAX_ARMOR {
        return Err(SshSigError::NotArmored);
    }
    let inner = armored.trim().strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(END));
    let coded: String = inner.into_iter().flat_map(str::split_ascii_whitespace).collect();
    let blob = STANDARD.decode(coded).map_err(|_| SshSigError::NotArmored)?;
    let parts = Parts::of(&blob).ok_or(SshSigError::Unsupported)?;
    if parts.namespace != namespace.as_bytes() {
        return Err(SshSigError::Namespace);
    }
    let covered = signed(parts.namespace, parts.hash, message);
    if Checker::default().message(&parts.key, &covered, &parts.signature) {
        Ok(parts.key)
    } else {
        Err(SshSigError::Signature)
    }
}

/// `ssh-ed25519 AAAA... comment`, as in `authorized_keys`; control characters of the comment are
/// left out.
pub fn public_line(public: &[u8; 32], comment: &str) -> String {
    let clean: String = comment.chars().filter(|c| !c.is_control()).collect();
    let line = format!("ssh-ed25519 {} {clean}", STANDARD.encode(key_blob(public)));
    line.trim_end().to_owned()
}

/// Reads the key of such a line.
pub fn parse_public_line(line: &str) -> Option<[u8; 32]> {
    let mut words = line.split_ascii_whitespace();
    if words.next()? != "ssh-ed25519" {
        return None;
    }
    let blob = STANDARD.decode(words.next()?).ok()?;
    let mut rest = blob.as_slice();
    let key = key_of(&mut rest)?;
    rest.is_empty().then_some(key)
}

struct Parts<'a> {
    key: [u8; 32],
    namespace: &'a [u8],
    hash: &'a [u8],
    signature: [u8; 64],
}

impl<'a> Parts<'a> {
    fn of(blob: &'a [u8]) -> Option<Self> {
        let mut rest = blob.strip_prefix(MAGIC)?.strip_prefix(&1_u32.to_be_bytes())?;
        let mut key_part = take(&mut rest)?;
        let key = key_of(&mut key_part)?;
        let namespace = take(&mut rest)?;
        let _reserved = take(&mut rest)?;
        let hash = take(&mut rest)?;
        let mut inner = take(&mut rest)?;
        let known = take(&mut inner)? == KEY_TYPE && matches!(hash, b"sha256" | b"sha512");
        let signature = <[u8; 64]>::try_from(take(&mut inner)?).ok()?;
        let whole = rest.is_empty() && inner.is_empty() && key_part.is_empty();
        (known && whole).then_some(Self { key, namespace, hash, signature })
    }
}

fn key_of(rest: &mut &[u8]) -> Option<[u8; 32]> {
    if take(rest)? != KEY_TYPE {
        return None;
    }
    take(rest)?.try_into().ok()
}

fn key_blob(public: &[u8; 32]) -> Vec<u8> {
    let mut blob = Vec::new();
    put(&mut blob, KEY_TYPE);
    put(&mut blob, public);
    blob
}

/// What the signature covers.
fn signed(namespace: &[u8], hash: &[u8], message: &[u8]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    put(&mut out, namespace);
    put(&mut out, b"");
    put(&mut out, hash);
    if hash == b"sha256" {
        put(&mut out, &Sha256::digest(message));
    } else {
        put(&mut out, &Sha512::digest(message));
    }
    out
}

/// An SSH string. Everything put here is far shorter than 4 GiB.
fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    out.extend(length.to_be_bytes());
    out.extend(bytes);
}

fn take<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (taken, after) = after.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

#[cfg(test)]
mod tests;
