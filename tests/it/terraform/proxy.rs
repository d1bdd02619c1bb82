//! A proxy between the provider and RDS, or AWS Backup, that does what networks and services do on bad days: it throttles, fails, cuts
//! connections, and tells of states that have not come yet. One fault for each call, in the order given, then none.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is throttled: HTTP 400 with the code `Throttling`.
    Throttled,
    /// The service fails: HTTP 500.
    Failed,
    /// The connection ends without an answer, before the call is made.
    Cut,
    /// The connection ends without an answer, after the call was made.
    Lost,
    /// Servers are said to be under way that are there.
    Late,
    /// Nothing.
    None,
}

/// A proxy that runs as long as the tests do.
pub(super) struct Proxy {
    pub(super) url: String,
    left: Arc<Mutex<Vec<Fault>>>,
    seen: Arc<AtomicUsize>,
}

impl Proxy {
    /// Begins to listen, for calls to `upstream`, a URL.
    pub(super) fn start(upstream: &str, faults: &[Fault]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let left = Arc::new(Mutex::new(faults.iter().rev().copied().collect::<Vec<_>>()));
        let seen = Arc::new(AtomicUsize::new(0));
        let (script, count) = (Arc::clone(&left), Arc::clone(&seen));
        let upstream = upstream.trim_start_matches("http://").trim_end_matches('/').to_owned();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (script, count, upstream) = (Arc::clone(&script), Arc::clone(&count), upstream.clone());
                std::thread::spawn(move || {
                    count.fetch_add(1, Ordering::SeqCst);
                    // Whoever goes away in the middle of a call is no concern of this one.
                    let _ = pass(client, &upstream, &script);
                });
            }
        });
        Self { url, left, seen }
    }

    /// How many calls there were, and the faults that nobody has met.
    pub(super) fn report(&self) -> (usize, Vec<Fault>) {
        (self.seen.load(Ordering::SeqCst), self.left.lock().expect("the script").clone())
    }
}

/// Takes one call over one connection.
fn pass(mut client: TcpStream, upstream: &str, script: &Mutex<Vec<Fault>>) -> std::io::Result<()> {
    let request = message(&mut client)?;
    let text = String::from_utf8_lossy(&request).into_owned();
    let is_described = text.contains("Action=DescribeDBInstances");
    let fault = {
        let mut script = script.lock().expect("the script");
        // A state that comes late shows only where states are asked for.
        match script.last() {
            Some(Fault::Late) if !is_described => None,
            _ => script.pop(),
        }
    };
    match fault {
        Some(Fault::Throttled) => {
            return answer(&mut client, (&text, "400 Bad Request"), ("Throttling", "Rate exceeded"));
        }
        Some(Fault::Failed) => {
            return answer(
                &mut client,
                (&text, "500 Internal Server Error"),
                ("InternalFailure", "try again"),
            );
        }
        Some(Fault::Cut) => return Ok(()),
        Some(Fault::Lost | Fault::Late | Fault::None) | None => {}
    }
    let mut server = TcpStream::connect(upstream)?;
    server.write_all(&closing(&text).into_bytes())?;
    let mut answered = Vec::new();
    server.read_to_end(&mut answered)?;
    match fault {
        Some(Fault::Lost) => Ok(()),
        Some(Fault::Late) => {
            let text = String::from_utf8_lossy(&answered);
            // The connection ends where the answer does, so its length need not be said.
            client.write_all(
                text.replace(">available<", ">creating<")
                    .replace("\r\ncontent-length", "\r\nx-length")
                    .as_bytes(),
            )
        }
        Some(Fault::Throttled | Fault::Failed | Fault::Cut | Fault::None) | None => {
            client.write_all(&answered)
        }
    }
}

/// Reads a request: its head, and as much as that says.
fn message(from: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut some = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            if body.len() >= length.unwrap_or(0) {
                return Ok(bytes);
            }
        }
        let read = from.read(&mut some)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&some[..read]);
    }
}

/// The request for a connection that ends with its answer.
fn closing(request: &str) -> String {
    let (head, body) = request.split_once("\r\n\r\n").unwrap_or((request, ""));
    let lines = head.lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let head: Vec<_> = lines.collect();
    format!("{}\r\nConnection: close\r\n\r\n{body}", head.join("\r\n"))
}

/// Fails in the dialect of the service: RDS takes all its calls at `/`.
fn answer(
    client: &mut TcpStream,
    (request, status): (&str, &str),
    (code, message): (&str, &str),
) -> std::io::Result<()> {
    let is_rds = request.starts_with("POST / ");
    let (kind, body) = if is_rds {
        let body = format!(
            "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>\
             <RequestId>fault</RequestId></ErrorResponse>"
        );
        ("text/xml", body)
    } else {
        ("application/json", format!("{{\"message\": \"{message}\"}}"))
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nX-Amzn-ErrorType: {code}Exception\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    client.write_all(format!("{head}{body}").as_bytes())
}
