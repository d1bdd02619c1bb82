//! Container images for a real node, packed from static Go programs: there is no registry in the sandbox. A web server
//! stands in for the product's services, in a few versions to roll between.

use crate::{
    Error,
    cache::{Item, Key},
    error::file,
    golang::Build,
    places,
    progress::Report,
    tool,
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The image that holds a pod's namespaces.
pub(crate) const PAUSE: &str = "sandbox.test/pause:1";
/// References of the web server, by the version that it says it has.
const WEB: [(&str, &str); 8] = [
    ("sandbox.test/httpd:1", "1"),
    ("sandbox.test/httpd:2", "2"),
    ("docker.io/acme/ui:1.0.0", "1.0.0"),
    ("docker.io/acme/ui:1.1.0", "1.1.0"),
    ("docker.io/acme/api:1.0.0", "1.0.0"),
    ("docker.io/acme/api:1.1.0", "1.1.0"),
    ("docker.io/acme/api:1.4.2", "1.4.2"),
    ("docker.io/acme/api:1.5.0", "1.5.0"),
];

/// How the programs in the images, and the one that packs them, are built.
pub(crate) fn programs() -> Build<'static> {
    Build {
        name: "image-programs",
        module: "images",
        packages: &["./pause", "./httpd", "./mkimage"],
        tags: "",
        ldflags: "-s -w".to_owned(),
        expect: "once, cached, a few seconds",
    }
}

/// The folder of the tarballs.
pub(crate) fn build(report: Report<'_>) -> Result<PathBuf, Error> {
    let programs = programs().ensure(report)?;
    let mut key = Key::default();
    key.add("programs", programs.as_os_str().as_encoded_bytes());
    key.add("references", format!("{PAUSE} {WEB:?}").as_bytes());
    let cache = places::cache();
    let item = Item { cache: &cache, name: "images", key: key.finish() };
    item.ensure(report, &mut |dir, report| {
        tool::timed("pack the container images", "once, cached, a few seconds", report, &mut |report| {
            let mut pack = |reference: &str, program: &str, version: &str| {
                let name = reference.replace(['/', ':'], "_");
                let mut mkimage = Command::new(programs.join("mkimage"));
                mkimage.arg("-o").arg(dir.join(format!("{name}.tar"))).args(["-ref", reference]);
                mkimage.args(["-entrypoint", &format!("/{program}"), "-env", &format!("VERSION={version}")]);
                mkimage.arg(format!("/{program}={}", programs.join(program).display()));
                tool::run(&mut mkimage, "pack the container images", report)
            };
            pack(PAUSE, "pause", "1")?;
            WEB.iter().try_for_each(|(reference, version)| pack(reference, "httpd", version))
        })
    })
}

pub(crate) fn tarballs(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(folder).map_err(file("read", folder))?;
    Ok(entries.flatten().map(|entry| entry.path()).collect())
}
