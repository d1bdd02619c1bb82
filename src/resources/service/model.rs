//! `acme_service` as written. The doc comments are the registry's documentation.

use acme_schema::{Attr, List, Map, Model};

use super::spec::{Exposure, Percent, Replicas, ScaledReplicas};
use crate::shared::probe::ProbeModel;
use crate::shared::{
    ClusterName, ImageModel, Label, ObjectName, PortName, PortNumber, Protocol, RoutePath, ServiceName,
    WaitTime, text,
};
use acme_children::Quantity;

/// A container that runs on Kubernetes, reachable as far as `exposure` says.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ServiceModel {
    /// The name of the service and of its Kubernetes objects, unique in its namespace. It is short enough for names that
    /// are derived from it to be DNS labels.
    #[model(required, replace, validate = text::<ServiceName>)]
    pub(crate) name: Attr<String>,
    /// The name of the EKS cluster that the service runs on. Defaults to the provider's `cluster`; null where the
    /// provider has none, which means the cluster of its `kubernetes` settings.
    #[model(optional, computed, keep, replace, validate = text::<ClusterName>)]
    pub(crate) cluster: Attr<String>,
    /// The namespace of the service's objects.
    #[model(default = "default", replace, validate = text::<Label>)]
    pub(crate) namespace: Attr<String>,
    /// Whether to create the namespace where it does not exist. It is deleted with the last service in it that asked
    /// for it, and never with objects of others inside.
    #[model(default = false)]
    pub(crate) create_namespace: Attr<bool>,
    /// Who can reach the service's ports: `cluster` (pods of the same cluster), `internal` (also private addresses,
    /// RFC 1918, so the VPC and networks connected to it) or `public` (also the internet).
    #[model(default = "cluster", validate = text::<Exposure>)]
    pub(crate) exposure: Attr<String>,
    /// The container image. It runs as a user other than root, on a read-only file system with a writable `/tmp`.
    #[model(required)]
    pub(crate) image: Attr<ImageModel>,
    /// The program to run instead of the image's entry point, with its first arguments. No shell is involved.
    pub(crate) command: Attr<List<String>>,
    /// The arguments to run the program with, instead of the image's.
    pub(crate) args: Attr<List<String>>,
    /// The ports that the container listens on, by name (RFC 6335: at most 15 lower-case letters, digits and `-`). The
    /// default readiness probe uses the one named `http`, else the first TCP port by name. Renaming a port interrupts
    /// its traffic until the change is rolled out; changing its number does not.
    pub(crate) ports: Attr<Map<PortModel>>,
    /// What each replica is given of a node's CPU and memory.
    pub(crate) resources: Attr<ResourcesModel>,
    /// How many replicas run; 0 pauses the service. Conflicts with `scaling`. Where neither is given, 2 with
    /// `exposure = "public"`, so that the loss of a node is survived, else 1.
    #[model(optional, computed, validate = Replicas::validator)]
    pub(crate) replicas: Attr<i64>,
    /// How many replicas run, by load. Conflicts with `replicas`.
    pub(crate) scaling: Attr<ScalingModel>,
    /// Environment variables by name. Values are stored in the state and in a ConfigMap: not the place for secrets. A
    /// change starts new pods; those that run keep their values. At most 1 MiB in all.
    pub(crate) env: Attr<Map<String>>,
    /// When the container has started. Until then the other probes wait.
    pub(crate) startup_probe: Attr<ProbeModel>,
    /// When a replica gets requests. Defaults to a TCP connection every 5 seconds to the port named `http`, else the
    /// first TCP port by name; without TCP ports, to none.
    pub(crate) readiness_probe: Attr<ProbeModel>,
    /// When a running container must be restarted.
    pub(crate) liveness_probe: Attr<ProbeModel>,
    /// Host names that lead to the service by HTTPS. Needs `exposure` to be `public` or `internal`, and a TCP port.
    pub(crate) route: Attr<RouteModel>,
    /// How long each operation may take.
    pub(crate) timeouts: Attr<TimeoutsModel>,
    /// The namespace and name: `NAMESPACE/NAME`.
    #[model(computed, keep)]
    pub(crate) id: Attr<String>,
    /// The HTTPS URL of the first host in `route.hosts` that is no wildcard, with the path (no `/` at its end); null
    /// without one.
    #[model(computed)]
    pub(crate) url: Attr<String>,
    /// The host name inside the cluster, e.g. `api.product.svc.cluster.local`; null without ports.
    #[model(computed)]
    pub(crate) internal_host: Attr<String>,
    /// The Kubernetes objects that the service consists of, as `KIND/NAME`, each with a digest that changes with it.
    #[model(computed)]
    pub(crate) children: Attr<Map<String>>,
}

/// A port that the container listens on.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct PortModel {
    /// The number that the container listens on.
    #[model(required, validate = PortNumber::validator)]
    pub(crate) port: Attr<i64>,
    /// The transport protocol.
    #[model(default = "TCP", validate = text::<Protocol>)]
    pub(crate) protocol: Attr<String>,
    /// The number under which other pods reach the port by the service's host name. Defaults to `port`.
    #[model(validate = PortNumber::validator)]
    pub(crate) service_port: Attr<i64>,
}

/// CPU and memory of one replica.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ResourcesModel {
    /// What is set aside for each replica. A node without it is not chosen.
    pub(crate) requests: Attr<AmountsModel>,
    /// What a replica can use at most. Beyond it, CPU is throttled; a container that takes more memory is restarted.
    pub(crate) limits: Attr<AmountsModel>,
}

/// An amount of CPU and memory.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct AmountsModel {
    /// CPU in cores, e.g. `250m` (a quarter) or `2`.
    #[model(validate = text::<Quantity>)]
    pub(crate) cpu: Attr<String>,
    /// Memory in bytes, e.g. `256Mi` or `1Gi`.
    #[model(validate = text::<Quantity>)]
    pub(crate) memory: Attr<String>,
}

/// A number of replicas that follows the load.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ScalingModel {
    /// The number of replicas without load.
    #[model(required, validate = ScaledReplicas::validator)]
    pub(crate) min_replicas: Attr<i64>,
    /// The number of replicas that is never exceeded; at least `min_replicas`.
    #[model(required, validate = ScaledReplicas::validator)]
    pub(crate) max_replicas: Attr<i64>,
    /// The CPU use to keep to, in percent of `resources.requests.cpu`, averaged over the replicas. Where neither target
    /// is given, 80.
    #[model(validate = Percent::validator)]
    pub(crate) target_cpu_utilization_percentage: Attr<i64>,
    /// The memory use to keep to, in percent of `resources.requests.memory`, averaged over the replicas.
    #[model(validate = Percent::validator)]
    pub(crate) target_memory_utilization_percentage: Attr<i64>,
}

/// A way to the service from outside the cluster.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct RouteModel {
    /// Host names (RFC 1123) such as `www.acme.com`, or wildcards such as `*.acme.com`; at least one, none twice.
    #[model(required)]
    pub(crate) hosts: Attr<List<String>>,
    /// The first part of the paths that lead to the service.
    #[model(default = "/", validate = text::<RoutePath>)]
    pub(crate) path: Attr<String>,
    /// The name of the TCP port in `ports` that gets the requests. Defaults to `http`, or the only one; needed where
    /// there are several and none is named `http`.
    #[model(validate = text::<PortName>)]
    pub(crate) port: Attr<String>,
    /// The IngressClass that serves the hosts. Classes whose name begins with `alb` get the annotations of the AWS Load
    /// Balancer Controller.
    #[model(default = "alb", validate = text::<ObjectName>)]
    pub(crate) ingress_class: Attr<String>,
    /// The name of a Secret of type `kubernetes.io/tls` in the service's namespace with the certificate for the hosts.
    /// Not needed with the AWS Load Balancer Controller, which finds certificates in ACM by host.
    #[model(validate = text::<ObjectName>)]
    pub(crate) tls_secret: Attr<String>,
}

/// How long each operation may take: hours, minutes and seconds such as `90s`, `10m` or `1h30m`.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct TimeoutsModel {
    /// Until a new service is ready. Defaults to `10m`.
    #[model(validate = text::<WaitTime>)]
    pub(crate) create: Attr<String>,
    /// Until a changed service is ready and its old pods are gone. Defaults to `10m`.
    #[model(validate = text::<WaitTime>)]
    pub(crate) update: Attr<String>,
    /// Until a deleted service is gone. Defaults to `10m`.
    #[model(validate = text::<WaitTime>)]
    pub(crate) delete: Attr<String>,
}
