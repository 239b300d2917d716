//! The key of a desk. The secret half never shows in a message and is wiped when dropped.

use std::fmt;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use super::digest::{base32, hex, sha256};

const ENTRY: &[u8] = b"vigie/entry/v1\0";

pub struct Signer {
    key: SigningKey,
    public: [u8; 32],
}

impl Signer {
    /// `seed` is the 32 secret bytes of RFC 8032; a new key is 32 fresh random bytes.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        let key = SigningKey::from_bytes(seed);
        let public = key.verifying_key().to_bytes();
        Self { key, public }
    }

    /// The secret bytes, to be kept in a file that only its owner reads.
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.key.to_bytes())
    }

    pub fn public(&self) -> [u8; 32] {
        self.public
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }

    pub(super) fn sign_head(&self, share: &[u8; 32], head: &str) -> [u8; 64] {
        self.sign(&head_message(share, head))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", hex(&self.public))
    }
}

/// The locator of a desk in file names: trust is in the full key, never in this.
pub fn desk26(public: &[u8; 32]) -> String {
    base32(&sha256(public), 26)
}

fn head_message(share: &[u8; 32], head: &str) -> Vec<u8> {
    [ENTRY, share, head.as_bytes()].concat()
}

/// Checks signatures and keeps the last key unpacked: entries of one author come in rows.
#[derive(Default)]
pub(super) struct Checker {
    last: Option<([u8; 32], Option<VerifyingKey>)>,
}

impl Checker {
    fn key(&mut self, author: &[u8; 32]) -> Option<VerifyingKey> {
        if let Some((last, key)) = &self.last
            && last == author
        {
            return *key;
        }
        let key = VerifyingKey::from_bytes(author).ok();
        self.last = Some((*author, key));
        key
    }

    pub fn message(&mut self, author: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = Signature::from_bytes(signature);
        self.key(author).is_some_and(|key| key.verify_strict(message, &signature).is_ok())
    }

    pub fn head(
        &mut self,
        author: &[u8; 32],
        share: &[u8; 32],
        head: &str,
        signature: &[u8; 64],
    ) -> bool {
        self.message(author, &head_message(share, head), signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_rfc_8032() {
        // RFC 8032, 7.1, test 1.
        let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        let signer = Signer::from_seed(&crate::log::unhex(seed).unwrap());
        assert_eq!(hex(&signer.public()), public);
        let signature = signer.sign(b"");
        assert!(hex(&signature).starts_with("e5564300c360ac729086e2cc806e828a"));
        assert!(Checker::default().message(&signer.public(), b"", &signature));
    }

    #[test]
    fn a_signer_never_shows_its_secret() {
        let signer = Signer::from_seed(&[7; 32]);
        assert!(!format!("{signer:?}").contains("0707"));
        assert_eq!(*signer.seed(), [7; 32]);
    }

    #[test]
    fn keys_of_small_order_prove_nothing() {
        let mut identity = [0; 32];
        identity[0] = 1;
        for key in [[0; 32], identity, [0xff; 32]] {
            assert!(!Checker::default().message(&key, b"x", &[0; 64]));
        }
    }
}
