//! Where a desk's things lie.

use std::path::{Path, PathBuf};

use super::{Failure, FailureKind};

/// Three directories. Below one, where `--home` or `VIGIE_HOME` names it; else the XDG ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// `config.toml` and catalogue corrections.
    pub config: PathBuf,
    /// `desk.db` and `keys/`.
    pub data: PathBuf,
    /// The log file and the restored screen.
    pub state: PathBuf,
}

impl Home {
    /// Everything below one directory.
    pub fn below(dir: &Path) -> Self {
        Self { config: dir.join("config"), data: dir.join("data"), state: dir.join("state") }
    }

    /// The XDG directories of the user.
    ///
    /// # Errors
    /// When the user has no home directory.
    pub fn of_user() -> Result<Self, Failure> {
        use etcetera::BaseStrategy;
        let xdg = etcetera::base_strategy::Xdg::new()
            .map_err(|error| Failure::new(FailureKind::NoHome, Path::new("~"), error))?;
        Ok(Self {
            config: xdg.config_dir().join("vigie"),
            data: xdg.data_dir().join("vigie"),
            state: xdg.state_dir().unwrap_or_else(|| xdg.data_dir()).join("vigie"),
        })
    }

    pub fn database(&self) -> PathBuf {
        self.data.join("desk.db")
    }

    pub fn keys(&self) -> PathBuf {
        self.data.join("keys")
    }

    pub fn desk_key(&self) -> PathBuf {
        self.keys().join("desk.key")
    }

    pub fn root_key(&self) -> PathBuf {
        self.keys().join("root.key")
    }

    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// Files here add to or correct the catalogue.
    pub fn catalogue_dir(&self) -> PathBuf {
        self.config.join("catalogue")
    }

    pub fn log_file(&self) -> PathBuf {
        self.state.join("vigie.log")
    }

    pub fn is_set_up(&self) -> bool {
        self.database().exists()
    }
}
