//! A plugin's process: how it is started, what it said, how it ends. Killed where a test forgets it.

use std::{
    ffi::OsStr,
    io,
    process::{ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::STANDARD_NO_PAD};
use rustls_pki_types::CertificateDer;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStderr, ChildStdout},
    time::timeout,
};
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};

use super::connect::{self, Channel, ProviderClient};
use crate::{
    handshake::{Address, COOKIE},
    proto::plugin::{Empty, grpc_controller_client::GrpcControllerClient},
    tls::{Identity, TlsError},
};

/// The longest to wait for the handshake line or the end.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The program cannot be started, or is gone.
    #[error("failed to run the plugin")]
    Process(#[from] io::Error),
    /// No certificate could be made.
    #[error("failed to set up TLS")]
    Tls(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The first line on standard output is not what it should be.
    #[error("the plugin said {line:?} instead of the handshake line; on standard error: {stderr}")]
    Handshake {
        /// The line; empty where there was none.
        line: String,
        /// Everything on standard error so far.
        stderr: String,
    },
    /// The server does not let this client in.
    #[error("failed to connect")]
    Connect(#[from] tonic::transport::Error),
    /// The server does not answer.
    #[error("failed to call the plugin")]
    Call(#[from] Box<tonic::Status>),
}

impl From<TlsError> for ClientError {
    fn from(error: TlsError) -> Self {
        Self::Tls(Box::new(error))
    }
}

/// How to start a plugin.
pub struct Command {
    inner: tokio::process::Command,
}

/// A running plugin and the connection to it.
pub struct Client {
    child: Child,
    address: Address,
    server: CertificateDer<'static>,
    line: String,
    channel: Channel,
    stderr: Arc<Mutex<Vec<String>>>,
    _stdout: Lines<BufReader<ChildStdout>>,
}

impl Command {
    /// `program` with what a client of protocol 6 puts into the environment.
    #[must_use]
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let mut inner = tokio::process::Command::new(program);
        inner
            .env(COOKIE.0, COOKIE.1)
            .env("PLUGIN_PROTOCOL_VERSIONS", "5,6")
            .env("PLUGIN_MIN_PORT", "10000")
            .env("PLUGIN_MAX_PORT", "25000")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        Self { inner }
    }

    /// Sets a variable, also one of those above.
    #[must_use]
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.inner.env(name, value);
        self
    }

    /// Takes a variable away, also one of those above.
    #[must_use]
    pub fn without(mut self, name: impl AsRef<OsStr>) -> Self {
        self.inner.env_remove(name);
        self
    }

    /// Starts the plugin and connects to it.
    ///
    /// # Errors
    /// It does not start, does not shake hands as it should, or does not let the client in.
    pub async fn start(mut self) -> Result<Client, ClientError> {
        let own = Identity::generate()?;
        self.inner.env("PLUGIN_CLIENT_CERT", pem(&own.certificate));
        let mut child = self.inner.spawn()?;
        let stderr = Arc::new(Mutex::new(Vec::new()));
        let collected = child.stderr.take().map(|pipe| tokio::spawn(collect(pipe, Arc::clone(&stderr))));
        let Some(pipe) = child.stdout.take() else {
            return Err(io::Error::other("standard output is not piped").into());
        };
        let mut stdout = BufReader::new(pipe).lines();
        let line =
            timeout(PATIENCE, stdout.next_line()).await.map_err(io::Error::other)??.unwrap_or_default();
        let Some((address, server)) = parse(&line) else {
            // What it has to say comes before it ends, and is read to its end.
            let _ = timeout(PATIENCE, child.wait()).await;
            if let Some(collected) = collected {
                let _ = timeout(PATIENCE, collected).await;
            }
            return Err(ClientError::Handshake { line, stderr: lines(&stderr).join("\n") });
        };
        let tls = connect::only(server.clone(), Some(own))?;
        let channel = connect::channel(address.clone(), Some(tls)).await?;
        Ok(Client { child, address, server, line, channel, stderr, _stdout: stdout })
    }
}

impl Client {
    /// Calls to the provider.
    #[must_use]
    pub fn provider(&self) -> ProviderClient {
        connect::provider(self.channel.clone())
    }

    /// The connection, for calls to the other services.
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.channel.clone()
    }

    /// The handshake line, without its end.
    #[must_use]
    pub fn line(&self) -> &str {
        &self.line
    }

    /// The process's number; `None` once it has ended.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Every line on standard error so far.
    #[must_use]
    pub fn stderr(&self) -> Vec<String> {
        lines(&self.stderr)
    }

    /// Tries to connect as somebody else on this machine would: with a certificate of one's own, or none.
    ///
    /// # Errors
    /// What is wished for: the server does not let this client in.
    pub async fn intrude(&self, certificate: Certificate) -> Result<(), ClientError> {
        let own = match certificate {
            Certificate::Foreign => Some(Identity::generate()?),
            Certificate::None => None,
        };
        let tls = connect::only(self.server.clone(), own)?;
        let channel = connect::channel(self.address.clone(), Some(tls)).await?;
        // With TLS 1.3 a client hears only after its own part of the handshake that it is not wanted.
        HealthClient::new(channel).check(HealthCheckRequest::default()).await.map_err(Box::new)?;
        Ok(())
    }

    /// Asks the plugin to end, as a client that is done.
    ///
    /// # Errors
    /// It did not end in time; then it is killed.
    pub async fn shut_down(mut self) -> Result<ExitStatus, ClientError> {
        // A server that ends at once may not answer; what counts is that it ends.
        let _ = GrpcControllerClient::new(self.channel.clone()).shutdown(Empty {}).await;
        self.ended().await
    }

    /// Waits until the plugin has ended by itself.
    ///
    /// # Errors
    /// It did not end in time.
    pub async fn ended(&mut self) -> Result<ExitStatus, ClientError> {
        Ok(timeout(PATIENCE, self.child.wait()).await.map_err(io::Error::other)??)
    }
}

/// What an intruder shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// Another certificate than the one that the plugin was started with.
    Foreign,
    /// Nothing.
    None,
}

async fn collect(pipe: ChildStderr, into: Arc<Mutex<Vec<String>>>) {
    let mut pipe = BufReader::new(pipe).lines();
    while let Ok(Some(line)) = pipe.next_line().await {
        into.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }
}

fn lines(collected: &Mutex<Vec<String>>) -> Vec<String> {
    collected.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

fn pem(certificate: &CertificateDer<'_>) -> String {
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", STANDARD.encode(certificate))
}

fn parse(line: &str) -> Option<(Address, CertificateDer<'static>)> {
    let [_, _, network, text, "grpc", certificate] = line.split('|').collect::<Vec<_>>()[..] else {
        return None;
    };
    let network = if network == "unix" { "unix" } else { "tcp" };
    let certificate = STANDARD_NO_PAD.decode(certificate).ok()?;
    Some((Address { network, text: text.to_owned() }, certificate.into()))
}
