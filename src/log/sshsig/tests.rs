use std::io::Write;
use std::process::Command;

use super::*;

const MESSAGE: &[u8] = b"version = 1\n";

#[test]
fn a_signature_holds_for_its_message_and_purpose_only() {
    let signer = Signer::from_seed(&[9; 32]);
    let text = sign(&signer, ROSTER, MESSAGE);
    assert_eq!(verify(&text, ROSTER, MESSAGE), Ok(signer.public()));
    assert_eq!(verify(&text, ROSTER, b"version = 2\n"), Err(SshSigError::Signature));
    assert_eq!(verify(&text, "git", MESSAGE), Err(SshSigError::Namespace));
    assert_eq!(verify("", ROSTER, MESSAGE), Err(SshSigError::Unsupported));
    assert_eq!(verify(BEGIN, ROSTER, MESSAGE), Err(SshSigError::Unsupported));
}

#[test]
fn no_changed_byte_passes_or_panics() {
    let signer = Signer::from_seed(&[9; 32]);
    let text = sign(&signer, ROSTER, MESSAGE);
    let coded: String = text.lines().filter(|l| !l.starts_with('-')).collect();
    let blob = STANDARD.decode(coded).unwrap();
    for at in 0..blob.len() {
        for bit in 0..8 {
            let mut other = blob.clone();
            other[at] ^= 1 << bit;
            let text = armor(&STANDARD.encode(&other));
            assert!(verify(&text, ROSTER, MESSAGE).is_err(), "byte {at} bit {bit}");
        }
        let cut = armor(&STANDARD.encode(&blob[..at]));
        assert!(verify(&cut, ROSTER, MESSAGE).is_err(), "cut at {at}");
    }
}

#[test]
fn a_public_key_line_reads_back() {
    let public = Signer::from_seed(&[9; 32]).public();
    let line = public_line(&public, "root key\n1");
    assert!(line.starts_with("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI"), "{line}");
    assert!(line.ends_with(" root key1"));
    assert_eq!(parse_public_line(&line), Some(public));
    assert_eq!(parse_public_line(&public_line(&public, "")), Some(public));
    for bad in ["", "ssh-ed25519", "ssh-rsa AAAA", "ssh-ed25519 AAAA", "ssh-ed25519 ###"] {
        assert_eq!(parse_public_line(bad), None, "{bad}");
    }
}

/// The reference implementation, where the machine has it. That the published signature is ours is
/// tested beside the other published examples.
#[test]
fn openssh_accepts_the_published_signature_for_its_purpose_only() {
    if Command::new("ssh-keygen").arg("-?").output().is_err() {
        let why = "no ssh-keygen on this machine";
        assert!(std::env::var_os("VIGIE_TEST_ALL").is_none(), "{why}");
        // Past the runner's capture, so that it is seen.
        let _ = writeln!(std::io::stderr(), "skipped: {why}");
        return;
    }
    let run = |namespace: &str, message: &str| {
        let script = "ssh-keygen -Y verify -f allowed_signers -I root -n \"$0\" \
                      -s genesis.toml.sig < \"$1\"";
        let mut command = Command::new("sh");
        command.args(["-c", script, namespace, message]);
        command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/log"));
        command.output().unwrap().status.success()
    };
    assert!(run(ROSTER, "genesis.toml"));
    assert!(!run("git", "genesis.toml"));
    assert!(!run(ROSTER, "v1.vgb"));
}
