//! `acme_service` as written. The doc comments are the registry's documentation.

mod connection;
mod metrics;
mod patches;
mod placement;
mod pre_deploy;
mod rollout;
mod scaling;
mod secrets;
mod service_account;
mod sidecars;
mod volumes;

use acme_schema::{Attr, List, Map, Model};

use super::spec::{Delay, Drain, Exposure, Generation, Grace, Replicas};
use crate::Disruption;
use crate::shared::probe::ProbeModel;
use crate::shared::{
    ClusterName, ImageModel, Label, ObjectName, PortName, PortNumber, Protocol, RoutePath, ServiceName,
    WaitTime, text,
};
use acme_children::Quantity;

pub(crate) use connection::ConnectionModel;
pub(crate) use metrics::MetricsModel;
pub(crate) use patches::PatchModel;
pub(crate) use placement::{PlacementModel, TolerationModel};
pub(crate) use pre_deploy::PreDeployModel;
pub(crate) use rollout::{BudgetModel, RolloutModel};
pub(crate) use scaling::{MetricModel, ScaleDownModel, ScaleUpModel, ScalingModel};
pub(crate) use secrets::SecretModel;
pub(crate) use service_account::ServiceAccountModel;
pub(crate) use sidecars::SidecarModel;
pub(crate) use volumes::{EmptyDirModel, PersistentClaimModel, VolumeModel};

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
    /// its traffic until the change is rolled out; changing its number does not, where `service_port` stays.
    pub(crate) ports: Attr<Map<PortModel>>,
    /// What each replica is given of a node's CPU and memory.
    pub(crate) resources: Attr<ResourcesModel>,
    /// How many replicas run; 0 pauses the service. Conflicts with `scaling`. Where neither is given, 2 with
    /// `exposure = "public"`, so that the loss of a node is survived, else 1.
    #[model(optional, computed, validate = Replicas::validator)]
    pub(crate) replicas: Attr<i64>,
    /// How many replicas run, by load. Conflicts with `replicas`.
    pub(crate) scaling: Attr<ScalingModel>,
    /// How an update replaces replicas.
    pub(crate) rollout: Attr<RolloutModel>,
    /// How many replicas may be evicted at once, e.g. while nodes are drained. Defaults to `max_unavailable = "1"` where at
    /// least two replicas run, else to none.
    pub(crate) disruption_budget: Attr<BudgetModel>,
    /// Seconds until every load balancer and node knows that a replica is leaving: the one value behind the three below,
    /// which together let no request fall into a stopped process. Only a service with `ports` drains; of others it says how
    /// long they may take to stop.
    #[model(default = Drain::DEFAULT.get(), validate = Drain::validator)]
    pub(crate) drain_seconds: Attr<i64>,
    /// Seconds between a replica's leaving and the signal to its process to stop (`preStop`): it goes on serving until nobody
    /// sends it requests any more. Defaults to `drain_seconds`; below it, requests may be lost. Needs `ports`.
    #[model(validate = Delay::validator)]
    pub(crate) pre_stop_delay_seconds: Attr<i64>,
    /// Seconds that the load balancer leaves open connections to a replica that is leaving; at most
    /// `termination_grace_period_seconds`. Defaults to `drain_seconds`. Needs a `route` by the AWS Load Balancer Controller.
    #[model(validate = Delay::validator)]
    pub(crate) deregistration_delay_seconds: Attr<i64>,
    /// Seconds until a replica that is leaving is killed; at least `pre_stop_delay_seconds` and `drain_seconds` together.
    /// Defaults to `pre_stop_delay_seconds` and three times `drain_seconds`: 40, and 30 without `ports`.
    #[model(validate = Grace::validator)]
    pub(crate) termination_grace_period_seconds: Attr<i64>,
    /// Which nodes the replicas run on.
    pub(crate) placement: Attr<PlacementModel>,
    /// What the replicas may connect to, by a name of your choice. Everything else is refused, but for DNS (port 53,
    /// anywhere).
    pub(crate) connects_to: Attr<Map<ConnectionModel>>,
    /// Environment variables by name. Values are stored in the state and in a ConfigMap: not the place for secrets. A
    /// change starts new pods; those that run keep their values. At most 1 MiB in all.
    pub(crate) env: Attr<Map<String>>,
    /// Environment variables by name whose values are in AWS Secrets Manager. The provider copies them into a Secret when
    /// the configuration is applied; they are in no state and no plan. A new version starts new pods.
    pub(crate) secrets: Attr<Map<SecretModel>>,
    /// Environment variables by name whose values are given here and kept in a Secret, e.g. from an ephemeral resource.
    /// Needs `secrets_wo_version`. What is given is only looked at when that changes, names included.
    #[model(write_only)]
    pub(crate) secrets_wo: Attr<Map<String>>,
    /// A number to be changed whenever `secrets_wo` is, which starts new pods.
    #[model(validate = Generation::validator)]
    pub(crate) secrets_wo_version: Attr<i64>,
    /// Folders that are mounted into the container, by name.
    pub(crate) volumes: Attr<Map<VolumeModel>>,
    /// Containers that run beside the service's own in each replica, by name.
    pub(crate) sidecars: Attr<Map<SidecarModel>>,
    /// What must succeed before new replicas start: a Job, which runs to its end once for each state of all that it consists
    /// of (image, command, environment, secrets, volumes and so on). Where it fails, the replicas stay as they are.
    pub(crate) pre_deploy: Attr<PreDeployModel>,
    /// The identity of the service's pods.
    pub(crate) service_account: Attr<ServiceAccountModel>,
    /// Where Prometheus finds the service's metrics.
    pub(crate) metrics: Attr<MetricsModel>,
    /// A number whose change starts new pods, one after the other.
    #[model(validate = Generation::validator)]
    pub(crate) restart_generation: Attr<i64>,
    /// Changes to the Kubernetes objects that the service consists of, for what no attribute says; applied in order. Names,
    /// the provider's labels, selectors and the content of ConfigMaps and Secrets stay as they are. An import does not find
    /// them.
    pub(crate) patches: Attr<List<PatchModel>>,
    /// When the container has started. Until then the other probes wait.
    pub(crate) startup_probe: Attr<ProbeModel>,
    /// When a replica gets requests. Defaults to a TCP connection every 5 seconds to the port named `http`, else the
    /// first TCP port by name; without TCP ports, to none.
    pub(crate) readiness_probe: Attr<ProbeModel>,
    /// When a running container must be restarted.
    pub(crate) liveness_probe: Attr<ProbeModel>,
    /// Host names that lead to the service by HTTPS. Needs `exposure` to be `public` or `internal`, and a TCP port.
    pub(crate) route: Attr<RouteModel>,
    /// The most that a change may be felt: a plan with a worse `planned_impact` is refused, also one that replaces the
    /// service. A destroy is not, nor the replacement of a tainted service, of which Terraform does not tell. Defaults to
    /// the provider's `max_disruption`.
    #[model(validate = text::<Disruption>)]
    pub(crate) max_disruption: Attr<String>,
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
    /// How much the last planned change is felt: `none` (nobody notices), `rolling` (replicas are replaced one after the
    /// other, no request is lost), `failover` (seconds without an answer), `outage` (no answer until it is done, or for
    /// good where something is taken away) or `replace` (another service in the place of this one).
    #[model(computed)]
    pub(crate) planned_impact: Attr<String>,
    /// Why, and because of which attribute.
    #[model(computed)]
    pub(crate) planned_impact_reason: Attr<String>,
    /// The versions of the secrets that are referred to without `version_id`, by ARN or `database_id`; null without any.
    #[model(computed, keep)]
    pub(crate) secret_versions: Attr<Map<String>>,
    /// The URLs of the databases that are referred to, without passwords, by `database_id`; null without any.
    #[model(computed, keep)]
    pub(crate) database_urls: Attr<Map<String>>,
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
