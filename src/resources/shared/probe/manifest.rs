//! A probe in a container (core/v1 Probe), and back. Written as the API server stores it, so that a comparison with the
//! live object is empty; read as any tool may have written it.

use acme_schema::{Attr, List};
use serde_json::{Value, json};

use super::model::{ExecModel, GrpcModel, HttpGetModel, ProbeModel, TcpSocketModel};
use super::spec::{Count, Delay, Handler, Probe, ProbePort, Seconds};

/// The probe as Kubernetes spells it.
pub(crate) fn manifest(probe: &Probe) -> Value {
    let Probe { handler, timing } = probe;
    let (kind, handler) = match handler {
        Handler::HttpGet { path, port, scheme } => (
            "httpGet",
            json!({ "path": path.as_str(), "port": port_manifest(port), "scheme": scheme.as_str() }),
        ),
        Handler::TcpSocket { port } => ("tcpSocket", json!({ "port": port_manifest(port) })),
        Handler::Grpc { port, service } => ("grpc", json!({ "port": port.get(), "service": service })),
        Handler::Exec { command } => ("exec", json!({ "command": command })),
    };
    // A delay of 0 is not stored.
    let delay = (timing.initial_delay.get() > 0).then_some(timing.initial_delay.get());
    json!({
        kind: handler,
        "initialDelaySeconds": delay,
        "periodSeconds": timing.period.get(),
        "timeoutSeconds": timing.timeout.get(),
        "failureThreshold": timing.failures.get(),
        "successThreshold": timing.successes.get(),
    })
}

fn port_manifest(port: &ProbePort) -> Value {
    match port {
        ProbePort::Name(name) => json!(name.as_str()),
        ProbePort::Number(number) => json!(number.get()),
    }
}

/// The probe of a live container; null where it has none, or one of a kind that cannot be written here.
pub(crate) fn recover(live: &Value) -> Attr<ProbeModel> {
    let number = |field: &str, default: i64| Attr::Known(live[field].as_i64().unwrap_or(default));
    let model = ProbeModel {
        http_get: part(&live["httpGet"], |http| HttpGetModel {
            path: Attr::Known(http["path"].as_str().unwrap_or("/").to_owned()),
            port: port(&http["port"]),
            scheme: Attr::Known(http["scheme"].as_str().unwrap_or("HTTP").to_owned()),
        }),
        tcp_socket: part(&live["tcpSocket"], |tcp| TcpSocketModel { port: port(&tcp["port"]) }),
        grpc: part(&live["grpc"], |grpc| GrpcModel {
            port: port(&grpc["port"]),
            service: grpc["service"].as_str().filter(|s| !s.is_empty()).map(str::to_owned).into(),
        }),
        exec: part(&live["exec"], |exec| ExecModel { command: Attr::Known(texts(&exec["command"])) }),
        initial_delay_seconds: number("initialDelaySeconds", Delay::DEFAULT.get()),
        period_seconds: number("periodSeconds", Seconds::PERIOD.get()),
        timeout_seconds: number("timeoutSeconds", Seconds::TIMEOUT.get()),
        failure_threshold: number("failureThreshold", Count::FAILURES.get()),
        success_threshold: number("successThreshold", Count::SUCCESSES.get()),
    };
    let has_handler =
        [model.http_get.is_null(), model.tcp_socket.is_null(), model.grpc.is_null(), model.exec.is_null()]
            .contains(&false);
    if has_handler { Attr::Known(model) } else { Attr::Null }
}

fn part<T>(live: &Value, read: impl FnOnce(&Value) -> T) -> Attr<T> {
    if live.is_object() { Attr::Known(read(live)) } else { Attr::Null }
}

fn port(live: &Value) -> Attr<String> {
    match live {
        Value::String(name) => Attr::Known(name.clone()),
        Value::Number(number) => Attr::Known(number.to_string()),
        _ => Attr::Null,
    }
}

fn texts(live: &Value) -> List<String> {
    live.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|t| Attr::Known(t.to_owned()))
        .collect()
}
