//! Where connections come in: a unix socket that only this user can reach, or a loopback port where there are none.
//! Each connection shakes hands on its own, so one that is slow or wrong holds up nobody.

use std::{io, time::Duration};

use futures::Stream;
use tokio::{net::TcpListener, sync::mpsc, time::timeout};
use tokio_rustls::TlsAcceptor;
use tokio_stream::wrappers::ReceiverStream;

use crate::{
    connection::{Carrier, Connection, Live},
    handshake::{Address, Place},
};

/// The longest that a client may take to shake hands.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// The rest after a failed accept, as when no file descriptor is free.
const REST: Duration = Duration::from_millis(50);

/// Why nobody can connect.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ListenError {
    /// The socket or its folder cannot be made.
    #[error("failed to listen on a socket in {0}")]
    Socket(String, #[source] io::Error),
    /// The path of the socket cannot be told to the client.
    #[error("the socket's path {0:?} holds a character that the handshake line cannot carry")]
    Path(String),
    /// Every port is taken.
    #[error("no port from {0} to {1} is free on 127.0.0.1")]
    Ports(u16, u16),
}

/// A place that accepts connections. The socket and its folder are removed when it is dropped.
pub(crate) enum Listener {
    /// A socket, and the folder that goes with it.
    #[cfg(unix)]
    Unix { socket: tokio::net::UnixListener, _folder: tempfile::TempDir },
    /// A port.
    Tcp(TcpListener),
}

impl Listener {
    /// Starts to listen.
    pub(crate) async fn bind(place: &Place) -> Result<(Self, Address), ListenError> {
        match place {
            #[cfg(unix)]
            Place::Unix(folder) => unix(folder.as_deref()),
            #[cfg(not(unix))]
            Place::Unix(_) => tcp(10_000..=25_000).await,
            Place::Tcp(ports) => tcp(ports.clone()).await,
        }
    }

    async fn accept(&self) -> io::Result<Box<dyn Carrier>> {
        match self {
            #[cfg(unix)]
            Self::Unix { socket, .. } => Ok(Box::new(socket.accept().await?.0)),
            Self::Tcp(listener) => {
                let stream = listener.accept().await?.0;
                // Without it, small answers wait for acknowledgements and a plan takes four times as long.
                stream.set_nodelay(true)?;
                Ok(Box::new(stream))
            }
        }
    }
}

#[cfg(unix)]
fn unix(folder: Option<&std::path::Path>) -> Result<(Listener, Address), ListenError> {
    use std::{fs, os::unix::fs::PermissionsExt};

    let parent = folder.map_or_else(std::env::temp_dir, Into::into);
    let fail = |error| ListenError::Socket(parent.display().to_string(), error);
    // Nobody else can enter the folder, so there is no moment in which the socket is open to others.
    let folder = tempfile::Builder::new()
        .prefix("plugin-")
        .permissions(fs::Permissions::from_mode(0o700))
        .tempdir_in(&parent)
        .map_err(fail)?;
    let path = folder.path().join("socket");
    let Some(text) = path.to_str().filter(|text| !text.contains(['|', '\n'])) else {
        return Err(ListenError::Path(path.to_string_lossy().into_owned()));
    };
    let socket = tokio::net::UnixListener::bind(&path).map_err(fail)?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).map_err(fail)?;
    let address = Address { network: "unix", text: text.to_owned() };
    Ok((Listener::Unix { socket, _folder: folder }, address))
}

async fn tcp(ports: std::ops::RangeInclusive<u16>) -> Result<(Listener, Address), ListenError> {
    for port in ports.clone() {
        if let Ok(listener) = TcpListener::bind(("127.0.0.1", port)).await
            && let Ok(bound) = listener.local_addr()
        {
            return Ok((Listener::Tcp(listener), Address { network: "tcp", text: bound.to_string() }));
        }
    }
    Err(ListenError::Ports(*ports.start(), *ports.end()))
}

/// Every connection that has shaken hands. Ends, and closes the listener, when the stream is dropped.
pub(crate) fn incoming(
    listener: Listener,
    tls: Option<TlsAcceptor>,
    live: Live,
) -> impl Stream<Item = io::Result<Connection>> {
    let (sender, receiver) = mpsc::channel(16);
    tokio::spawn(async move {
        loop {
            let accepted = tokio::select! {
                () = sender.closed() => return,
                accepted = listener.accept() => accepted,
            };
            match accepted {
                Ok(carrier) => {
                    tokio::spawn(shake_hands(carrier, tls.clone(), live.clone(), sender.clone()));
                }
                Err(error) => {
                    tracing::warn!(%error, "failed to accept a connection");
                    tokio::time::sleep(REST).await;
                }
            }
        }
    });
    ReceiverStream::new(receiver)
}

async fn shake_hands(
    carrier: Box<dyn Carrier>,
    tls: Option<TlsAcceptor>,
    live: Live,
    ready: mpsc::Sender<io::Result<Connection>>,
) {
    let connection = match tls {
        None => Connection::new(carrier, live),
        Some(tls) => match timeout(HANDSHAKE, tls.accept(carrier)).await {
            Ok(Ok(encrypted)) => Connection::new(encrypted, live),
            Ok(Err(error)) => {
                tracing::warn!(%error, "dropped a connection that failed the TLS handshake");
                return;
            }
            Err(_) => {
                tracing::warn!("dropped a connection that did not finish the TLS handshake in time");
                return;
            }
        },
    };
    // Fails only when the server has ended; the connection ends with it.
    let _ = ready.send(Ok(connection)).await;
}
