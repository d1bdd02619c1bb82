//! The certificate of every database server and the authority that signed it, made anew for each sandbox. Says nothing
//! about who trusts it.

use super::installation::Installation;
use crate::{Error, error::file, places::Places};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

/// The names that a server answers to.
const NAMES: [&str; 2] = ["localhost", "127.0.0.1"];

pub(super) fn certificate(folder: &Path) -> PathBuf {
    folder.join("server.crt")
}

pub(super) fn key(folder: &Path) -> PathBuf {
    folder.join("server.key")
}

/// Writes certificate and key into the servers' folder and the authority's certificate to where clients find it.
pub(super) fn issue(installation: &Installation, places: &Places) -> Result<(), Error> {
    let failed =
        |error: rcgen::Error| Error::Answer { doing: "make a certificate", answer: error.to_string() };
    let mut authority = CertificateParams::new(Vec::new()).map_err(failed)?;
    authority.distinguished_name.push(DnType::CommonName, "sandbox RDS root");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let signer = KeyPair::generate().map_err(failed)?;
    let root = authority.self_signed(&signer).map_err(failed)?;
    let issuer = Issuer::new(authority, signer);

    let mut server = CertificateParams::new(NAMES.map(str::to_owned)).map_err(failed)?;
    server.distinguished_name.push(DnType::CommonName, "localhost");
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    server.use_authority_key_identifier_extension = true;
    let own = KeyPair::generate().map_err(failed)?;
    let signed = server.signed_by(&own, &issuer).map_err(failed)?;

    let bundle = places.rds_ca();
    fs::write(&bundle, root.pem()).map_err(file("write", &bundle))?;
    let folder = places.databases();
    for (path, text) in [(certificate(&folder), signed.pem()), (key(&folder), own.serialize_pem())] {
        fs::write(&path, "").map_err(file("create", &path))?;
        // A server refuses a key that others could read.
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).map_err(file("protect", &path))?;
        fs::write(&path, text).map_err(file("write", &path))?;
        installation.give(&path)?;
    }
    Ok(())
}
