//! Who is let in: handshakes in memory, with the certificates that real clients make.

use std::sync::Arc;

use ::p521::ecdsa::{Signature, SigningKey as Key, signature::Signer as _};
use rustls::{
    ClientConfig, RootCertStore, SignatureAlgorithm,
    client::ResolvesClientCert,
    pki_types::{ServerName, pem::PemObject},
    sign::{CertifiedKey, Signer, SigningKey},
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::{TlsAcceptor, TlsConnector};

use super::*;

/// As Go's clients make it: self-signed, P-521 with SHA-512. Its key is worth nothing: it is here.
const P521_CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----
MIICHTCCAX6gAwIBAgIUA1ULvrUSFaPI9FjCSqMA+qnyL2AwCgYIKoZIzj0EAwQw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzE0MjcyMFoYDzIxMjYxMDMw
MTQyNzIwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwgZswEAYHKoZIzj0CAQYFK4EE
ACMDgYYABAFKfi64ZjPClM5BWViQcTRUcCkxPkj8ep0x0titA1Vu3yKQFpSGw9q4
HwyKf14RS4iC4+nyNZe544ZdwYG8R4t/0wAUw4FB1E2kIGQvK9SKMYyzLw69+uBU
U8XRaCzO7s2MoyM9dqQMwnq1pL7Q7Re054QowXb/CPqMc2Ypm3VB740VAqNpMGcw
HQYDVR0OBBYEFMb8OrQzjekGCiHHObyQSdQ+9gC3MB8GA1UdIwQYMBaAFMb8OrQz
jekGCiHHObyQSdQ+9gC3MA8GA1UdEwEB/wQFMAMBAf8wFAYDVR0RBA0wC4IJbG9j
YWxob3N0MAoGCCqGSM49BAMEA4GMADCBiAJCAMsYOVyuqxb0op/z+mXCryISLE/n
GiXvA7dSQBRuRV8RsiiMIh7hSOEgWUB1Jo6LG9rMvKUdCWgYBvi3VPr5H6fvAkIB
F7kyp0PlcG13aeypGOd0Bu4wH+S9JtCIxDPPQ7v3RYkbH4NLGu8jq+gfGKD6Jfw6
4wnvp36VuVKLyD4AJ6R8Kbk=
-----END CERTIFICATE-----
";
const P521_SCALAR: [u8; 66] = [
    0x00, 0xcb, 0xae, 0x28, 0xb8, 0x1b, 0x29, 0xcb, 0xd2, 0xb6, 0xb7, 0xf6, 0x12, 0x16, 0x70, 0xa6, 0x31,
    0xe5, 0xd5, 0xbb, 0x6b, 0xb8, 0x91, 0x79, 0xf6, 0xc1, 0x5f, 0xc7, 0xf0, 0xaa, 0xe0, 0x48, 0xfc, 0xa3,
    0xee, 0xee, 0x3f, 0x01, 0xb4, 0x6f, 0x3d, 0xa3, 0xc6, 0x5e, 0xd2, 0xed, 0x9d, 0x58, 0xa8, 0x44, 0x61,
    0xf7, 0xc2, 0xe7, 0x24, 0x80, 0x3a, 0xf9, 0x93, 0x3f, 0x88, 0x91, 0xf2, 0xd0, 0x31, 0x7a,
];

/// A key that rustls has no signer for.
#[derive(Debug)]
struct P521(Key);

impl SigningKey for P521 {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        let known = offered.contains(&SignatureScheme::ECDSA_NISTP521_SHA512);
        known.then(|| Box::new(Self(self.0.clone())) as Box<dyn Signer>)
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::ECDSA
    }
}

impl Signer for P521 {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rustls::Error> {
        let signature: Signature = self.0.sign(message);
        Ok(signature.to_der().as_bytes().to_vec())
    }

    fn scheme(&self) -> SignatureScheme {
        SignatureScheme::ECDSA_NISTP521_SHA512
    }
}

fn p521(scalar: &[u8; 66]) -> CertifiedKey {
    let certificate = CertificateDer::from_pem_slice(P521_CERTIFICATE.as_bytes()).unwrap();
    CertifiedKey::new(Vec::from([certificate]), Arc::new(P521(Key::from_slice(scalar).unwrap())))
}

fn p256() -> CertifiedKey {
    let Identity { certificate, key } = Identity::generate().unwrap();
    CertifiedKey::from_der(Vec::from([certificate]), key, &ring::default_provider()).unwrap()
}

/// Shows the same certificate whatever is asked for.
#[derive(Debug)]
struct Shows(Option<Arc<CertifiedKey>>);

impl ResolvesClientCert for Shows {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.0.clone()
    }

    fn has_certs(&self) -> bool {
        self.0.is_some()
    }
}

/// Whether a client that shows `shown` gets a byte through to a server that expects `expected`.
async fn let_in(
    expected: &CertificateDer<'static>,
    shown: Option<CertifiedKey>,
    version: &'static rustls::SupportedProtocolVersion,
) -> bool {
    let own = Identity::generate().unwrap();
    let server = TlsAcceptor::from(Arc::new(only(expected.clone(), own).unwrap()));
    let mut client = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[version])
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AnyServer))
        .with_client_cert_resolver(Arc::new(Shows(shown.map(Arc::new))));
    client.alpn_protocols = Vec::from([ALPN.to_vec()]);
    let (ours, theirs) = tokio::io::duplex(1 << 14);
    let serving = tokio::spawn(async move {
        let mut stream = server.accept(theirs).await?;
        stream.write_all(b"!").await?;
        stream.shutdown().await
    });
    let read = async {
        let mut stream =
            TlsConnector::from(Arc::new(client)).connect(ServerName::try_from(NAME).unwrap(), ours).await?;
        stream.read_u8().await
    };
    let read = read.await;
    let served = serving.await.unwrap();
    assert_eq!(read.is_ok(), served.is_ok(), "both sides agree: {read:?}, {served:?}");
    read.is_ok()
}

/// The server's certificate is checked elsewhere.
#[derive(Debug)]
struct AnyServer;

impl rustls::client::danger::ServerCertVerifier for AnyServer {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<rustls::client::danger::ServerCertVerified, rustls::Error> {
        Ok(rustls::client::danger::ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}

#[tokio::test]
async fn the_expected_client_is_let_in() {
    for version in [&TLS12, &TLS13] {
        let client = p256();
        assert!(let_in(&client.cert[0].clone(), Some(client), version).await, "{version:?}");
        let client = p521(&P521_SCALAR);
        assert!(let_in(&client.cert[0].clone(), Some(client), version).await, "{version:?}");
    }
}

#[tokio::test]
async fn nobody_else_is_let_in() {
    for version in [&TLS12, &TLS13] {
        let expected = p256().cert[0].clone();
        assert!(
            !let_in(&expected, Some(p256()), version).await,
            "a certificate of the same name, {version:?}"
        );
        assert!(!let_in(&expected, None, version).await, "no certificate, {version:?}");
        let mut wrong = P521_SCALAR;
        wrong[65] ^= 1;
        let stolen = p521(&wrong);
        assert!(
            !let_in(&stolen.cert[0].clone(), Some(stolen), version).await,
            "without its key, {version:?}"
        );
    }
}

#[test]
fn the_certificate_is_an_authority_for_itself() {
    let own = Identity::generate().unwrap();
    let mut roots = RootCertStore::empty();
    assert!(roots.add(own.certificate).is_ok());
    assert_ne!(Identity::generate().unwrap().certificate, Identity::generate().unwrap().certificate);
}
