//! The first words with a client: what the environment says, whether we understand each other, and the one line that
//! says where to connect. Decisions only: nothing here opens a socket or reads the environment itself.

use std::{ops::RangeInclusive, path::PathBuf};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use rustls_pki_types::{CertificateDer, pem::PemObject};

/// Set by every client to prove that it knows it starts a provider. A courtesy to people, not a secret.
pub(crate) const COOKIE: (&str, &str) =
    ("TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2");

/// The version of the line below; clients know no other.
const HANDSHAKE: u32 = 1;

/// The plugin protocol that is served.
pub(crate) const PROTOCOL: u32 = 6;

/// What to do, by arguments and environment.
#[derive(Debug, PartialEq)]
pub(crate) enum Start {
    /// A person started the program: say what it is.
    ByHand,
    /// A person asks for name and version.
    Version,
    /// A person wants to attach a client or debugger: serve without a client's certificate.
    Debug(Place),
    /// A client started the program: serve that client alone.
    Plugin {
        /// The one certificate to accept.
        client: CertificateDer<'static>,
        /// Where to listen.
        place: Place,
    },
}

/// Where to listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A unix socket in a new folder in here; `None`: where temporary files go.
    Unix(Option<PathBuf>),
    /// The first free port of these on the loopback address.
    Tcp(RangeInclusive<u16>),
}

/// Why not to serve a client.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The client is too old or too new.
    #[error(
        "the client offers plugin protocol {0}, this provider speaks {PROTOCOL}: Terraform 1.0 or OpenTofu 1.6 is needed at least"
    )]
    Protocol(String),
    /// Anyone on this machine could use the provider's credentials.
    #[error(
        "the client offers no certificate in PLUGIN_CLIENT_CERT, and this provider does not serve without mutual TLS: unset TF_DISABLE_PLUGIN_TLS, or use --debug"
    )]
    NoCertificate,
    /// The certificate is not one.
    #[error("the client's certificate in PLUGIN_CLIENT_CERT is not a PEM certificate")]
    BadCertificate,
}

/// What to do, by the arguments after the program's name and the environment's variables.
///
/// # Errors
/// A client asks for something that must not be given.
pub(crate) fn decide(
    arguments: &[String],
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Start, Refusal> {
    match arguments.first().map(|argument| argument.trim_start_matches('-')) {
        Some("version") => return Ok(Start::Version),
        Some("debug") => return Ok(Start::Debug(place(variable))),
        Some(_) => return Ok(Start::ByHand),
        None => {}
    }
    if variable(COOKIE.0).as_deref() != Some(COOKIE.1) {
        return Ok(Start::ByHand);
    }
    let offered = variable("PLUGIN_PROTOCOL_VERSIONS").unwrap_or_default();
    if !offered.is_empty() && !offered.split(',').any(|version| version.trim().parse() == Ok(PROTOCOL)) {
        return Err(Refusal::Protocol(offered));
    }
    let pem = variable("PLUGIN_CLIENT_CERT").filter(|pem| !pem.is_empty()).ok_or(Refusal::NoCertificate)?;
    let client = CertificateDer::from_pem_slice(pem.as_bytes()).map_err(|_| Refusal::BadCertificate)?;
    Ok(Start::Plugin { client, place: place(variable) })
}

fn place(variable: &dyn Fn(&str) -> Option<String>) -> Place {
    let port = |name, default| variable(name).and_then(|text| text.parse().ok()).unwrap_or(default);
    if cfg!(windows) || variable("ACME_PLUGIN_NETWORK").as_deref() == Some("tcp") {
        return Place::Tcp(port("PLUGIN_MIN_PORT", 10_000)..=port("PLUGIN_MAX_PORT", 25_000));
    }
    Place::Unix(variable("PLUGIN_UNIX_SOCKET_DIR").filter(|folder| !folder.is_empty()).map(PathBuf::from))
}

/// Where a client finds the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// `unix` or `tcp`.
    pub(crate) network: &'static str,
    /// The socket's path, or address and port.
    pub(crate) text: String,
}

/// The one line on standard output, its end included.
pub(crate) fn line(address: &Address, certificate: &CertificateDer<'_>) -> String {
    let Address { network, text } = address;
    let certificate = STANDARD_NO_PAD.encode(certificate);
    format!("{HANDSHAKE}|{PROTOCOL}|{network}|{text}|grpc|{certificate}\n")
}

#[cfg(test)]
mod tests;
