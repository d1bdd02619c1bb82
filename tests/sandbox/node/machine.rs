//! Whether this machine can run a real node; if not, one sentence that says what is missing and how to get it.

use crate::{Error, Options, tool};
use std::path::{Path, PathBuf};

const PACKAGES: &str = "containerd runc containernetworking-plugins nftables iproute2";
/// Where distributions put the CNI plugins.
const CNI_FOLDERS: [&str; 2] = ["/usr/lib/cni", "/usr/libexec/cni"];
/// The kubelet's sockets lie deep below its folder, and a socket's path has at most 107 bytes.
const LONGEST_FOLDER: usize = 65;

/// The programs of the machine that a configuration names.
pub(crate) struct Machine {
    pub(crate) runc: PathBuf,
    pub(crate) cni: PathBuf,
}

impl Machine {
    pub(crate) fn find() -> Result<Self, Error> {
        let install = |missing: &str| {
            Error::RealNode(format!(
                "{missing}: install it with your system's packages (`apt-get install {PACKAGES}`)"
            ))
        };
        for program in ["containerd", "containerd-shim-runc-v2", "ctr", "nft", "ip", "nsenter", "umount"] {
            tool::find(program).ok_or_else(|| install(program))?;
        }
        let runc = tool::find("runc").ok_or_else(|| install("runc"))?;
        let cni = CNI_FOLDERS.iter().map(Path::new).find(|folder| folder.join("bridge").exists());
        let cni = cni.ok_or_else(|| install("the CNI plugin bridge"))?.to_path_buf();
        Ok(Self { runc, cni })
    }
}

/// Looks before anything is built.
pub(crate) fn check(options: &Options) -> Result<(), Error> {
    if !cfg!(target_os = "linux") {
        return Err(Error::RealNode("Linux; simulated nodes (`cargo sandbox up`) do not".to_owned()));
    }
    if !rustix::process::geteuid().is_root() {
        return Err(Error::RealNode(
            "root: run it as root; simulated nodes (`cargo sandbox up`) do not".to_owned(),
        ));
    }
    if options.dir.as_os_str().len() > LONGEST_FOLDER {
        return Err(Error::RealNode(format!(
            "a folder whose path has at most {LONGEST_FOLDER} characters (--dir)"
        )));
    }
    if super::remains::pod_cgroups().next().is_some() {
        return Err(Error::RealNode(
            "a machine to itself: the cgroup kubepods exists, so another kubelet runs or ran here".to_owned(),
        ));
    }
    Machine::find().map(drop)
}
