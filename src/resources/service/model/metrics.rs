//! What Prometheus reads from the service, as written.

use acme_schema::{Attr, Model};

use crate::service::spec::Discovery;
use crate::shared::{PortName, RoutePath, WaitTime, text};

/// Where Prometheus finds the service's metrics. Needs a TCP port.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct MetricsModel {
    /// The path that answers with metrics.
    #[model(default = "/metrics", validate = text::<RoutePath>)]
    pub(crate) path: Attr<String>,
    /// The name of a TCP port in `ports`. Defaults to the one named `http`, else the first TCP port by name.
    #[model(validate = text::<PortName>)]
    pub(crate) port: Attr<String>,
    /// The time between two reads. Defaults to that of Prometheus. Only a ServiceMonitor can say it.
    #[model(validate = text::<WaitTime>)]
    pub(crate) interval: Attr<String>,
    /// How Prometheus is told: `service_monitor`, by a ServiceMonitor (Prometheus Operator); `annotations`, by the
    /// annotations `prometheus.io/scrape`, `prometheus.io/path` and `prometheus.io/port` of the pods. Defaults to the first
    /// where the cluster knows ServiceMonitors, else to the second.
    #[model(optional, computed, keep, validate = text::<Discovery>)]
    pub(crate) discovery: Attr<String>,
}
