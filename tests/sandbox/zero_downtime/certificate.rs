//! The certificate of the host that the ingress serves, signed by nobody but itself and trusted by the load alone.

use super::{
    load::Tls,
    release::{HOST, NAMESPACE},
};
use crate::{Error, Running, error::file};
use std::{fs, path::Path};

/// The Secret that holds it.
pub(super) const SECRET: &str = "app-tls";

/// Makes it, gives it to the cluster, and says how a client knows it.
pub(super) fn issue(running: &Running, folder: &Path) -> Result<Tls, Error> {
    let failed =
        |error: rcgen::Error| Error::Answer { doing: "make a certificate", answer: error.to_string() };
    let made = rcgen::generate_simple_self_signed([HOST.to_owned()]).map_err(failed)?;
    let (ca, key) = (folder.join("app.crt"), folder.join("app.key"));
    fs::write(&ca, made.cert.pem()).map_err(file("write", &ca))?;
    fs::write(&key, made.signing_key.serialize_pem()).map_err(file("write", &key))?;
    let (cert, key) = (format!("--cert={}", ca.display()), format!("--key={}", key.display()));
    running.ask_kubectl(&["create", "secret", "tls", SECRET, "--namespace", NAMESPACE, &cert, &key])?;
    Ok(Tls { name: HOST.to_owned(), ca })
}
