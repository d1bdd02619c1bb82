//! Ports, protocols and paths, as Kubernetes limits them.

use super::whole::Whole;
use super::{text_type, word_type};

/// The number of a TCP or UDP port.
pub(crate) type PortNumber = Whole<1, 65535>;

text_type!(
    /// The name of a port: an IANA service name (RFC 6335).
    PortName,
    "the name of a port (RFC 6335): at most 15 lower-case letters, digits and `-`, at least one letter, no `-` at \
     either end and no two in a row",
    |text| {
        (1..=15).contains(&text.len())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            && text.chars().any(|c| c.is_ascii_lowercase())
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--")
    }
);

text_type!(
    /// What an HTTP request asks for: a path and perhaps a query.
    HttpPath,
    "an absolute path such as `/healthz`, without spaces",
    |text| text.starts_with('/') && text.chars().all(|c| c.is_ascii_graphic())
);

text_type!(
    /// The first part of the paths that are routed to a service.
    RoutePath,
    "an absolute path such as `/` or `/api`, without spaces, `//`, `.` and `..` segments, `?`, `#` or `%2F`",
    |text| {
        text.starts_with('/')
            && text.chars().all(|c| c.is_ascii_graphic())
            && !text.contains(['?', '#'])
            && !text.contains("//")
            && !text.to_ascii_lowercase().contains("%2f")
            && text.split('/').all(|segment| segment != "." && segment != "..")
    }
);

word_type!(
    /// The transport protocol of a port.
    Protocol,
    "one of `TCP`, `UDP`",
    /// Streams.
    Tcp = "TCP",
    /// Datagrams.
    Udp = "UDP"
);

word_type!(
    /// Whether HTTP runs over TLS.
    Scheme,
    "one of `HTTP`, `HTTPS`",
    /// Without TLS.
    Http = "HTTP",
    /// Over TLS; a probe does not verify the certificate.
    Https = "HTTPS"
);

impl HttpPath {
    /// The path where none is given.
    pub(crate) fn root() -> Self {
        Self("/".to_owned())
    }
}

impl RoutePath {
    /// The path where none is given: everything.
    pub(crate) fn root() -> Self {
        Self("/".to_owned())
    }

    /// The path where Prometheus looks by convention.
    pub(crate) fn metrics() -> Self {
        Self("/metrics".to_owned())
    }
}
