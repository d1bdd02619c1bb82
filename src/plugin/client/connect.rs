//! A gRPC channel over a plugin's socket, with or without TLS. The server's certificate must be the one of the
//! handshake line, byte for byte.

use std::{io, sync::Arc};

use hyper_util::rt::TokioIo;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature},
    version::{TLS12, TLS13},
};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tonic::transport::Endpoint;

use crate::{
    connection::Carrier,
    handshake::Address,
    proto::tfplugin6::provider_client,
    services::LARGEST,
    tls::{ALPN, Identity, NAME, TlsError},
};

/// A connection to a plugin, for any of its services.
pub type Channel = tonic::transport::Channel;

/// Calls to the provider.
pub type ProviderClient = provider_client::ProviderClient<Channel>;

/// A client of the provider for messages of any size that the server takes.
pub(super) fn provider(channel: Channel) -> ProviderClient {
    ProviderClient::new(channel).max_decoding_message_size(LARGEST).max_encoding_message_size(LARGEST)
}

/// Connects to `address`; `tls` where the server has any.
pub(super) async fn channel(
    address: Address,
    tls: Option<ClientConfig>,
) -> Result<Channel, tonic::transport::Error> {
    let tls = tls.map(|config| TlsConnector::from(Arc::new(config)));
    let connector = tower::service_fn(move |_| {
        let (address, tls) = (address.clone(), tls.clone());
        async move {
            let plain = dial(&address).await?;
            let carrier: Box<dyn Carrier> = match tls {
                None => plain,
                Some(tls) => Box::new(tls.connect(server_name()?, plain).await?),
            };
            Ok::<_, io::Error>(TokioIo::new(carrier))
        }
    });
    Endpoint::from_static("http://localhost").connect_with_connector(connector).await
}

fn server_name() -> io::Result<ServerName<'static>> {
    ServerName::try_from(NAME).map_err(io::Error::other)
}

async fn dial(address: &Address) -> io::Result<Box<dyn Carrier>> {
    match address.network {
        #[cfg(unix)]
        "unix" => Ok(Box::new(tokio::net::UnixStream::connect(&address.text).await?)),
        _ => {
            let stream = TcpStream::connect(&address.text).await?;
            stream.set_nodelay(true)?;
            Ok(Box::new(stream))
        }
    }
}

/// TLS that accepts `server` alone and shows `own`; without `own` it shows nothing.
pub(super) fn only(server: CertificateDer<'static>, own: Option<Identity>) -> Result<ClientConfig, TlsError> {
    let provider = Arc::new(ring::default_provider());
    let pinned = Pinned { server, ring: provider.signature_verification_algorithms };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13, &TLS12])?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(pinned));
    let mut config = match own {
        Some(own) => builder.with_client_auth_cert(Vec::from([own.certificate]), own.key)?,
        None => builder.with_no_client_auth(),
    };
    config.alpn_protocols = Vec::from([ALPN.to_vec()]);
    Ok(config)
}

#[derive(Debug)]
struct Pinned {
    server: CertificateDer<'static>,
    ring: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if *end_entity == self.server {
            Ok(ServerCertVerified::assertion())
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
        verify_tls12_signature(message, certificate, signed, &self.ring)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.ring)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.ring.supported_schemes()
    }
}
