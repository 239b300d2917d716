//! The program run as an officer or a script runs it: words in, text or JSON and an exit code out.
//! A training home, so that acts run on a set clock.

mod care;
mod directory;
mod flows;
mod schema;
mod who;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// When everything here happens.
const AT: &str = "2026-11-21T22:00:00Z";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/intake").join(name)
}

/// What a command said, and how it ended.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|e| panic!("{e}: {:?} / {:?}", self.out, self.err))
    }
}

/// A home of its own.
struct Place {
    dir: tempfile::TempDir,
}

impl Place {
    fn empty() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// With a training desk in it.
    fn training() -> Self {
        let place = Self::empty();
        let init = ["init", "--station", "School", "--officer", "S. Alaoui", "--training"];
        place.ok(&init);
        place
    }

    fn home(&self) -> PathBuf {
        self.dir.path().join("home")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
        command
            .args(args)
            .env_clear()
            .env("HOME", self.dir.path())
            .env("VIGIE_HOME", self.home())
            .env("VIGIE_AT", AT)
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Said {
        finished(self.command(args))
    }

    /// Runs a command that must end well.
    fn ok(&self, args: &[&str]) -> Said {
        let said = self.run(args);
        assert_eq!(said.code, 0, "{args:?}: {}{}", said.out, said.err);
        said
    }

    fn json(&self, args: &[&str]) -> Value {
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        self.ok(&args).json()
    }

    /// Runs a command that must be refused; returns its error object.
    fn refused(&self, code: i32, kind: &str, args: &[&str]) -> Value {
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        let said = self.run(&args);
        assert_eq!(said.code, code, "{args:?}: {}{}", said.out, said.err);
        let error = said.json();
        assert_eq!(error["schema"], "vigie.error/1", "{args:?}");
        assert_eq!(error["kind"], kind, "{args:?}: {error}");
        assert!(error["what"].as_str().is_some_and(|what| what.len() > 5), "{error}");
        error
    }

    /// Registers one file; returns its reference.
    fn take_in(&self, name: &str) -> String {
        let path = fixture(name);
        let said = self.json(&["intake", path.to_str().unwrap()]);
        said["results"][0]["id"].as_str().unwrap().to_owned()
    }

    fn state(&self, id: &str) -> String {
        self.json(&["show", id])["request"]["state"].as_str().unwrap().to_owned()
    }
}

fn finished(mut command: Command) -> Said {
    let output = command.output().unwrap();
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
