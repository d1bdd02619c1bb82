//! Mutual TLS between one client and this process: both make a certificate for one run and pass it beside the
//! connection, so each accepts exactly the other's and no authority is asked.

mod p521;

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, ServerConfig, SignatureScheme,
    client::danger::HandshakeSignatureValid,
    crypto::{WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature},
    server::{
        NoServerSessionStorage,
        danger::{ClientCertVerified, ClientCertVerifier},
    },
    version::{TLS12, TLS13},
};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, UnixTime};
use time::{Duration, OffsetDateTime};

/// The name in both certificates; clients check it.
pub(crate) const NAME: &str = "localhost";

/// gRPC's Go implementation closes connections that do not agree on this.
pub(crate) const ALPN: &[u8] = b"h2";

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    /// No key or certificate could be made.
    #[error("failed to make a certificate")]
    Certificate(#[from] rcgen::Error),
    /// The parts do not fit together.
    #[error("failed to set up TLS")]
    Setup(#[from] rustls::Error),
}

/// A certificate and its key, made for this run.
pub(crate) struct Identity {
    pub(crate) certificate: CertificateDer<'static>,
    pub(crate) key: PrivateKeyDer<'static>,
}

impl Identity {
    /// Self-signed on P-256. Go's client uses the server's certificate as an authority for itself, so it has to be one.
    pub(crate) fn generate() -> Result<Self, TlsError> {
        let key = KeyPair::generate()?;
        let mut parameters = CertificateParams::new([NAME.to_owned()])?;
        parameters.distinguished_name.push(DnType::CommonName, NAME);
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        parameters.key_usages = Vec::from([
            KeyUsagePurpose::DigitalSignature,
            KeyUsagePurpose::KeyEncipherment,
            KeyUsagePurpose::KeyAgreement,
            KeyUsagePurpose::KeyCertSign,
        ]);
        parameters.extended_key_usages =
            Vec::from([ExtendedKeyUsagePurpose::ClientAuth, ExtendedKeyUsagePurpose::ServerAuth]);
        // A day of grace for a clock that is set back while Terraform runs; a year, far beyond any run.
        let now = OffsetDateTime::now_utc();
        parameters.not_before = now - Duration::days(1);
        parameters.not_after = now + Duration::days(365);
        let certificate = parameters.self_signed(&key)?.der().clone();
        Ok(Self { certificate, key: PrivatePkcs8KeyDer::from(key.serialize_der()).into() })
    }
}

/// TLS 1.2 or newer that shows `own` and lets in who holds the key to the certificate `client`, nobody else.
pub(crate) fn only(client: CertificateDer<'static>, own: Identity) -> Result<ServerConfig, TlsError> {
    let provider = Arc::new(ring::default_provider());
    let pinned = Pinned { client, ring: provider.signature_verification_algorithms };
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13, &TLS12])?
        .with_client_cert_verifier(Arc::new(pinned))
        .with_single_cert(Vec::from([own.certificate]), own.key)?;
    config.alpn_protocols = Vec::from([ALPN.to_vec()]);
    // One connection a process: nothing to resume, and every connection shows its certificate.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(config)
}

/// Accepts one certificate, byte for byte, from whoever proves to hold its key.
#[derive(Debug)]
struct Pinned {
    client: CertificateDer<'static>,
    ring: WebPkiSupportedAlgorithms,
}

impl Pinned {
    /// Go's clients sign with P-521, the one curve in use here that ring does not have.
    fn algorithms(&self, scheme: SignatureScheme) -> &WebPkiSupportedAlgorithms {
        if scheme == SignatureScheme::ECDSA_NISTP521_SHA512 { &p521::ALGORITHMS } else { &self.ring }
    }
}

impl ClientCertVerifier for Pinned {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        if *end_entity == self.client {
            Ok(ClientCertVerified::assertion())
        } else {
            Err(CertificateError::ApplicationVerificationFailure.into())
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, self.algorithms(signed.scheme))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, self.algorithms(signed.scheme))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let mut schemes = self.ring.supported_schemes();
        schemes.push(SignatureScheme::ECDSA_NISTP521_SHA512);
        schemes
    }
}

#[cfg(test)]
mod tests;
