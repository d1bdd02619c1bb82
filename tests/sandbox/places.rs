//! Where things are: the cache that outlives sandboxes, the default folder of a sandbox, and every file inside one. No
//! other module joins a file name to a sandbox's folder.

use sha2::{Digest, Sha256};
use std::{
    env,
    path::{Path, PathBuf},
};

const PROJECT: &str = "terraform-provider-acme";

/// The longest path a unix socket may have in a sandbox's folder, with room for the name itself (107 bytes in all).
const SOCKET_FOLDER_MAX: usize = 75;

/// The checkout that this crate was built from.
pub(crate) fn source() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The workspace's folder: two above this crate.
pub(crate) fn workspace() -> PathBuf {
    source().ancestors().nth(2).unwrap_or(source()).to_path_buf()
}

fn home() -> PathBuf {
    env::home_dir().unwrap_or_else(env::temp_dir)
}

fn base(variable: &str, below_home: &str) -> PathBuf {
    match env::var_os(variable).map(PathBuf::from) {
        Some(path) if path.is_absolute() => path,
        _ => home().join(below_home),
    }
}

/// Holds what is built or fetched once: binaries, emulators, clients.
pub(crate) fn cache() -> PathBuf {
    base("XDG_CACHE_HOME", ".cache").join(PROJECT)
}

/// The user's own sandbox.
pub(crate) fn default_dir() -> PathBuf {
    base("XDG_STATE_HOME", ".local/state").join(PROJECT).join("sandbox")
}

/// The debug build of the provider: in the folder of the running executable when that is a Cargo target folder, else in
/// the workspace's own.
pub(crate) fn default_provider() -> PathBuf {
    let beside = env::current_exe().ok().and_then(|exe| {
        let folder = exe.parent()?;
        let folder = if folder.ends_with("deps") { folder.parent()? } else { folder };
        folder.parent()?.join("CACHEDIR.TAG").exists().then(|| folder.to_path_buf())
    });
    beside
        .unwrap_or_else(|| workspace().join("target/debug"))
        .join(format!("{PROJECT}{}", env::consts::EXE_SUFFIX))
}

/// The path from the root, without looking at what it names.
pub(crate) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// The files of one sandbox.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    dir: PathBuf,
}

impl Places {
    pub(crate) fn new(dir: &Path) -> Self {
        Self { dir: absolute(dir) }
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// What runs, by process: the file that makes a folder a sandbox.
    pub(crate) fn record(&self) -> PathBuf {
        self.dir.join("sandbox.json")
    }

    /// What the supervisor is to start.
    pub(crate) fn plan(&self) -> PathBuf {
        self.dir.join("plan.json")
    }

    pub(crate) fn log(&self, server: &str) -> PathBuf {
        self.dir.join("log").join(format!("{server}.log"))
    }

    /// The control plane's own folder.
    pub(crate) fn control_plane(&self) -> PathBuf {
        self.dir.join("kubernetes")
    }

    /// The kubeconfig of `user`: admin, token, nobody, …
    pub(crate) fn kubeconfig(&self, user: &str) -> PathBuf {
        self.control_plane().join(format!("{user}.kubeconfig"))
    }

    pub(crate) fn simulation(&self) -> PathBuf {
        self.dir.join("simulation")
    }

    pub(crate) fn node(&self) -> PathBuf {
        self.dir.join("node")
    }

    pub(crate) fn aws(&self) -> PathBuf {
        self.dir.join("aws")
    }

    /// Database servers and their data. Outside the folder where its path would be too long for a socket, and where we are
    /// root: servers run as another user then, who may not look into the folder.
    pub(crate) fn databases(&self) -> PathBuf {
        if self.dir.as_os_str().len() <= SOCKET_FOLDER_MAX && !rustix::process::geteuid().is_root() {
            self.dir.join("databases")
        } else {
            PathBuf::from("/tmp").join(format!("{}-databases", self.short_name()))
        }
    }

    /// The certificate authority of the database servers, as a client reads it.
    pub(crate) fn rds_ca(&self) -> PathBuf {
        self.dir.join("rds-ca.pem")
    }

    pub(crate) fn terraform_config(&self) -> PathBuf {
        self.dir.join("terraform.tfrc")
    }

    /// Holds a link to the provider's executable.
    pub(crate) fn provider(&self) -> PathBuf {
        self.dir.join("provider")
    }

    /// The configuration that `zero-downtime` applies.
    pub(crate) fn zero_downtime(&self) -> PathBuf {
        self.dir.join("zero-downtime")
    }

    pub(crate) fn provider_mirror(&self) -> PathBuf {
        self.dir.join("providers")
    }

    /// A short name for what lives outside the folder (a network namespace): the same for the same folder.
    pub(crate) fn short_name(&self) -> String {
        let digest = hex::encode(Sha256::digest(self.dir.as_os_str().as_encoded_bytes()));
        format!("acme-sandbox-{}", digest.get(..8).unwrap_or(&digest))
    }

    /// Where unix sockets go: the folder itself, or a short one outside it when its path would be too long for a socket.
    pub(crate) fn sockets(&self) -> PathBuf {
        if self.dir.as_os_str().len() <= SOCKET_FOLDER_MAX {
            self.dir.join("sockets")
        } else {
            PathBuf::from("/tmp").join(self.short_name())
        }
    }
}

#[cfg(test)]
mod tests;
