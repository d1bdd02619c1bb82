//! What a probe means: exactly one handler, every number within its limits, every port known.

use std::collections::BTreeMap;

use acme_schema::{Attr, Path};

use super::model::{ExecModel, GrpcModel, HttpGetModel, ProbeModel, TcpSocketModel};
use crate::shared::{Findings, Given, HttpPath, PortName, PortNumber, Scheme, Text, Whole};

/// Seconds before the first probe.
pub(crate) type Delay = Whole<0, 3600>;
/// Seconds between probes or until an answer.
pub(crate) type Seconds = Whole<1, 3600>;
/// How often in a row.
pub(crate) type Count = Whole<1, 1000>;

impl Delay {
    pub(crate) const DEFAULT: Self = Self::clamped(0);
}

impl Seconds {
    pub(crate) const PERIOD: Self = Self::clamped(10);
    pub(crate) const TIMEOUT: Self = Self::clamped(1);
}

impl Count {
    pub(crate) const FAILURES: Self = Self::clamped(3);
    pub(crate) const SUCCESSES: Self = Self::clamped(1);
}

/// What a probe decides about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProbeKind {
    Startup,
    Readiness,
    Liveness,
}

/// How a container is asked, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Probe {
    pub(crate) handler: Handler,
    pub(crate) timing: Timing,
}

/// How a container is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Handler {
    HttpGet {
        path: HttpPath,
        port: ProbePort,
        scheme: Scheme,
    },
    TcpSocket {
        port: ProbePort,
    },
    /// Kubernetes takes no port name here.
    Grpc {
        port: PortNumber,
        service: Option<String>,
    },
    Exec {
        command: Vec<String>,
    },
}

/// How often a container is asked, and how often it must agree with itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Timing {
    pub(crate) initial_delay: Delay,
    pub(crate) period: Seconds,
    pub(crate) timeout: Seconds,
    pub(crate) failures: Count,
    pub(crate) successes: Count,
}

/// A port by name or number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ProbePort {
    Name(PortName),
    Number(PortNumber),
}

/// The declared ports as far as they are known: name to number.
pub(crate) type Declared = Attr<BTreeMap<String, Attr<PortNumber>>>;

impl Default for Timing {
    fn default() -> Self {
        Self {
            initial_delay: Delay::DEFAULT,
            period: Seconds::PERIOD,
            timeout: Seconds::TIMEOUT,
            failures: Count::FAILURES,
            successes: Count::SUCCESSES,
        }
    }
}

impl Text for ProbePort {
    const ALLOWED: &'static str = "the name of one of `ports`, or a port number from 1 to 65535";

    fn parse(text: &str) -> Option<Self> {
        if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
            return PortNumber::parse(text.parse().ok()?).map(Self::Number);
        }
        PortName::parse(text).map(Self::Name)
    }
}

/// Reads the probe at `path`; null where there is none.
pub(crate) fn read(
    given: &Attr<ProbeModel>,
    kind: ProbeKind,
    declared: &Declared,
    path: &Path,
    find: &mut Findings,
) -> Option<Probe> {
    let model = find.seen(given)?;
    let timing = timing(model, kind, path, find);
    let given =
        [model.http_get.is_null(), model.tcp_socket.is_null(), model.grpc.is_null(), model.exec.is_null()];
    let unknown = model.http_get.is_unknown()
        || model.tcp_socket.is_unknown()
        || model.grpc.is_unknown()
        || model.exec.is_unknown();
    let count = given.iter().filter(|null| !**null).count();
    if count == 0 || (count > 1 && !unknown) {
        find.rule(path, "must have exactly one of `http_get`, `tcp_socket`, `grpc` and `exec`");
    }
    let ports = Ports { declared };
    let http = http_get(&model.http_get, &ports, path, find);
    let tcp = tcp_socket(&model.tcp_socket, &ports, path, find);
    let grpc = grpc(&model.grpc, &ports, path, find);
    let exec = exec(&model.exec, path, find);
    Some(Probe { handler: http.or(tcp).or(grpc).or(exec)?, timing: timing? })
}

fn timing(model: &ProbeModel, kind: ProbeKind, path: &Path, find: &mut Findings) -> Option<Timing> {
    let at = |name: &str| path.attribute(name);
    let standard = Timing::default();
    let delay = find.whole(&model.initial_delay_seconds, &at("initial_delay_seconds"));
    let period = find.whole(&model.period_seconds, &at("period_seconds"));
    let timeout = find.whole(&model.timeout_seconds, &at("timeout_seconds"));
    let failures = find.whole(&model.failure_threshold, &at("failure_threshold"));
    let successes = find.whole(&model.success_threshold, &at("success_threshold"));
    match kind {
        ProbeKind::Startup | ProbeKind::Liveness => {
            if successes.known().is_some_and(|n: &Count| n.get() != 1) {
                find.rule(&at("success_threshold"), "must be 1 for startup and liveness probes");
            }
        }
        ProbeKind::Readiness => {}
    }
    Some(Timing {
        initial_delay: delay.or(standard.initial_delay).option()?,
        period: period.or(standard.period).option()?,
        timeout: timeout.or(standard.timeout).option()?,
        failures: failures.or(standard.failures).option()?,
        successes: successes.or(standard.successes).option()?,
    })
}

/// The ports that a handler may name.
struct Ports<'a> {
    declared: &'a Declared,
}

impl Ports<'_> {
    fn read(&self, given: &Attr<String>, path: &Path, find: &mut Findings) -> Option<ProbePort> {
        let port = find.text(given, path);
        let port = find.required(port, path).option()?;
        if let ProbePort::Name(name) = &port
            && !self.may_have(name)
        {
            find.rule(path, format!("must be {}; {}", ProbePort::ALLOWED, self.listed()));
            return None;
        }
        Some(port)
    }

    fn may_have(&self, name: &PortName) -> bool {
        match self.declared {
            Attr::Null => false,
            Attr::Unknown => true,
            Attr::Known(ports) => ports.contains_key(name.as_str()),
        }
    }

    fn listed(&self) -> String {
        let names: Vec<_> =
            self.declared.known().into_iter().flatten().map(|(n, _)| format!("`{n}`")).collect();
        if names.is_empty() {
            "no port is declared".to_owned()
        } else {
            format!("declared: {}", names.join(", "))
        }
    }

    /// The number behind a port; `None` where the declaration's number is not known yet.
    fn number(&self, port: ProbePort) -> Option<PortNumber> {
        match port {
            ProbePort::Number(number) => Some(number),
            ProbePort::Name(name) => self.declared.known()?.get(name.as_str())?.known().copied(),
        }
    }
}

fn http_get(
    given: &Attr<HttpGetModel>,
    ports: &Ports<'_>,
    path: &Path,
    find: &mut Findings,
) -> Option<Handler> {
    let path = path.attribute("http_get");
    let model = find.seen(given)?;
    let asked = find.text(&model.path, &path.attribute("path")).or(HttpPath::root());
    let scheme = find.text(&model.scheme, &path.attribute("scheme")).or(Scheme::Http);
    let port = ports.read(&model.port, &path.attribute("port"), find);
    Some(Handler::HttpGet { path: asked.option()?, port: port?, scheme: scheme.option()? })
}

fn tcp_socket(
    given: &Attr<TcpSocketModel>,
    ports: &Ports<'_>,
    path: &Path,
    find: &mut Findings,
) -> Option<Handler> {
    let path = path.attribute("tcp_socket");
    let model = find.seen(given)?;
    let port = ports.read(&model.port, &path.attribute("port"), find)?;
    Some(Handler::TcpSocket { port })
}

fn grpc(given: &Attr<GrpcModel>, ports: &Ports<'_>, path: &Path, find: &mut Findings) -> Option<Handler> {
    let path = path.attribute("grpc");
    let model = find.seen(given)?;
    let port = ports.read(&model.port, &path.attribute("port"), find);
    // The server stores an absent service as an empty one.
    let service = find.plain(&model.service).option().filter(|service| !service.is_empty());
    Some(Handler::Grpc { port: ports.number(port?)?, service })
}

fn exec(given: &Attr<ExecModel>, path: &Path, find: &mut Findings) -> Option<Handler> {
    let path = path.attribute("exec").attribute("command");
    let model = find.seen(given)?;
    let command = find.texts(&model.command, &path);
    let command = find.required(command, &path).option()?;
    if command.is_empty() {
        find.rule(&path, "must have at least one element: the program");
    }
    Some(Handler::Exec { command })
}
