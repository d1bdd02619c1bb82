//! The configuration of the Terraform and OpenTofu command lines: the provider is the one that was just built, and other
//! providers come from a mirror where the machine has one, else from their registry.

use crate::{Error, error::file, places::Places};
use std::{
    env, fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

/// A provider's address has a host; a configuration that names none means the one of the program that reads it.
const ADDRESSES: [&str; 2] = ["registry.terraform.io/acme/acme", "registry.opentofu.org/acme/acme"];
/// Names more folders with mirrors, separated like `PATH`.
const MIRROR_VARIABLE: &str = "SANDBOX_PROVIDER_MIRROR";
/// Names the configuration for Terraform and OpenTofu.
pub(crate) const CONFIG_VARIABLE: &str = "TF_CLI_CONFIG_FILE";

/// What is written into the mirror in place of the provider. `init` wants a file there whose checksum goes into the lock
/// file; every other command takes the provider from `dev_overrides`. So the lock file holds while the provider is rebuilt.
const STAND_IN: &str = "#!/bin/sh\n# Stands in for the provider while `init` looks for it; the provider itself is named by \
                        dev_overrides.\necho 'run with the CLI configuration of the sandbox' >&2\nexit 1\n";

/// Writes the configuration of a sandbox and the mirror that it names.
pub(crate) fn write(places: &Places, provider: &Path) -> Result<(), Error> {
    let mirror = places.provider_mirror();
    let platform = format!("{}_{}", os(env::consts::OS), arch(env::consts::ARCH));
    for address in ADDRESSES {
        let folder = mirror.join(address).join(env!("CARGO_PKG_VERSION")).join(&platform);
        fs::create_dir_all(&folder).map_err(file("create", &folder))?;
        let stand_in = folder.join(format!("terraform-provider-acme_v{}", env!("CARGO_PKG_VERSION")));
        fs::write(&stand_in, STAND_IN).map_err(file("write", &stand_in))?;
        executable(&stand_in)?;
    }
    let text = render(&link(places, provider)?, &mirror, &mirrors());
    let path = places.terraform_config();
    fs::write(&path, text).map_err(file("write", &path))
}

/// A folder with nothing but the provider, under the one name that the clients look for.
fn link(places: &Places, provider: &Path) -> Result<PathBuf, Error> {
    let folder = places.provider();
    fs::create_dir_all(&folder).map_err(file("create", &folder))?;
    let link = folder.join("terraform-provider-acme");
    // It may lead to the provider of an earlier `up`.
    let _ = fs::remove_file(&link);
    symlink(provider, &link).map_err(file("create", &link))?;
    Ok(folder)
}

fn executable(path: &Path) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).map_err(file("make executable", path))
}

/// Terraform's names of platforms.
fn os(name: &str) -> &str {
    match name {
        "macos" => "darwin",
        other => other,
    }
}

fn arch(name: &str) -> &str {
    match name {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}

/// A folder of other providers and the addresses that are found in it.
#[derive(Debug, PartialEq, Eq)]
struct Mirror {
    folder: PathBuf,
    addresses: Vec<String>,
}

/// The text of the configuration. Each mirror answers only for what it holds, so that a provider it lacks comes from the
/// registry.
fn render(provider: &Path, own: &Path, mirrors: &[Mirror]) -> String {
    let list =
        |addresses: &[String]| addresses.iter().map(|one| format!("{one:?}")).collect::<Vec<_>>().join(", ");
    let own_addresses = ADDRESSES.map(str::to_owned);
    let mut text = String::from("# Written by the sandbox.\nprovider_installation {\n  dev_overrides {\n");
    for address in ADDRESSES {
        text.push_str(&format!("    {address:?} = {:?}\n", provider.display().to_string()));
    }
    text.push_str("  }\n");
    let mut mirror = |folder: &Path, addresses: &[String]| {
        text.push_str(&format!(
            "  filesystem_mirror {{\n    path    = {:?}\n    include = [{}]\n  }}\n",
            folder.display().to_string(),
            list(addresses)
        ));
    };
    mirror(own, &own_addresses);
    let mut mirrored = own_addresses.to_vec();
    for other in mirrors {
        mirror(&other.folder, &other.addresses);
        mirrored.extend(other.addresses.iter().cloned());
    }
    text.push_str(&format!("  direct {{\n    exclude = [{}]\n  }}\n}}\n", list(&mirrored)));
    text
}

/// Every mirror that this machine names or keeps in a usual place.
fn mirrors() -> Vec<Mirror> {
    let mut taken: Vec<String> = ADDRESSES.map(str::to_owned).to_vec();
    let mut mirrors = Vec::new();
    for folder in folders() {
        let mut addresses = holds(&folder);
        addresses.retain(|address| !taken.contains(address));
        if !addresses.is_empty() {
            taken.extend(addresses.iter().cloned());
            mirrors.push(Mirror { folder, addresses });
        }
    }
    mirrors
}

fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    if let Some(named) = env::var_os(MIRROR_VARIABLE) {
        folders.extend(env::split_paths(&named).filter(|path| path.is_absolute()));
    }
    let home = env::home_dir().unwrap_or_default();
    let users = env::var_os(CONFIG_VARIABLE).map(PathBuf::from);
    for config in users.into_iter().chain([home.join(".terraformrc"), home.join(".tofurc")]) {
        folders.extend(named_mirrors(&fs::read_to_string(config).unwrap_or_default()));
    }
    folders.push(home.join(".terraform.d/plugins"));
    folders.push(home.join(".local/share/terraform/plugins"));
    folders.extend(["/usr/local/share/terraform/plugins", "/usr/share/terraform/plugins"].map(PathBuf::from));
    folders
}

/// The paths of the `filesystem_mirror` blocks of a configuration.
fn named_mirrors(config: &str) -> Vec<PathBuf> {
    let blocks = config.split("filesystem_mirror").skip(1);
    let path = |block: &str| {
        let (body, _) = block.split_once('}')?;
        let line = body
            .lines()
            .map(str::trim)
            .find(|line| line.trim_start_matches('{').trim().starts_with("path"))?;
        let value = line.split_once('=')?.1.trim().trim_matches('"');
        Some(PathBuf::from(value)).filter(|path| path.is_absolute())
    };
    blocks.filter_map(path).collect()
}

/// The addresses in a mirror: HOST/NAMESPACE/TYPE, three folders deep.
fn holds(mirror: &Path) -> Vec<String> {
    let entries = |folder: &Path| {
        let names = fs::read_dir(folder).into_iter().flatten().flatten();
        names.filter_map(|entry| entry.file_name().into_string().ok()).collect::<Vec<_>>()
    };
    let mut addresses = Vec::new();
    for host in entries(mirror).iter().filter(|host| host.contains('.')) {
        for namespace in entries(&mirror.join(host)) {
            let types = entries(&mirror.join(host).join(&namespace));
            addresses.extend(types.iter().map(|kind| format!("{host}/{namespace}/{kind}")));
        }
    }
    addresses.sort();
    addresses
}

#[cfg(test)]
mod tests;
