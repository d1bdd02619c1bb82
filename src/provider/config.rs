//! The provider block: what can be written, what the environment adds, and what follows from both.
//! The only file that reads the environment.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use acme_children::Cloud;
use acme_cloud::{AssumeRole, Endpoints, Kubernetes, Live};
use acme_plugin::ConfigureRequest;
use acme_resources::{DefaultCluster, Disruption, Facts};
use acme_schema::{Attr, Diagnostic, Diagnostics, Map, Model, Path, Schema, Value};
use tokio_util::sync::CancellationToken;

/// The provider block as written.
#[derive(Clone, Debug, Default, Model)]
pub(super) struct ProviderModel {
    /// AWS region of the clusters and databases, e.g. `eu-west-1`. Default: `AWS_REGION`, then the profile's.
    pub(super) region: Attr<String>,
    /// Profile of the shared AWS configuration files to take credentials from. Default: `AWS_PROFILE`.
    pub(super) profile: Attr<String>,
    /// IAM role to assume with the credentials found.
    pub(super) assume_role: Attr<AssumeRoleModel>,
    /// Name of the EKS cluster of every resource that names none. It is described, and reached with a token presigned
    /// by the provider itself: no kubeconfig, no exec plugin.
    pub(super) cluster: Attr<String>,
    /// Connection to a cluster that is not EKS, for resources that name no `cluster`. Default: the file in
    /// `KUBECONFIG`, where no `cluster` is given either.
    pub(super) kubernetes: Attr<KubernetesModel>,
    /// URLs to use in place of the AWS services' own: VPC endpoints, FIPS endpoints, emulators.
    pub(super) endpoints: Attr<EndpointsModel>,
    /// Tags of every AWS object that the provider makes. A resource's own `tags` go before these.
    pub(super) default_tags: Attr<Map<String>>,
    /// Plan without asking any cluster: no credentials, network or existing cluster needed. Default: `ACME_OFFLINE`,
    /// then false.
    pub(super) offline: Attr<bool>,
    /// The most that a plan may do to those who use a resource: a plan with a greater `planned_impact` is refused. From the
    /// least to the most: `none`, `rolling` (replicas are replaced one after the other, no request is lost), `failover`
    /// (seconds without an answer), `outage`, `replace`, `irreversible` (nobody can take it back). A resource's own
    /// `max_disruption` goes before this one. Default: no limit.
    #[model(one_of = Disruption::WORDS)]
    pub(super) max_disruption: Attr<String>,
    /// How often a throttled or interrupted call to AWS or Kubernetes is repeated. Default: 5.
    #[model(range = 0..=100)]
    pub(super) max_retries: Attr<i64>,
}

/// `assume_role`.
#[derive(Clone, Debug, Default, Model)]
pub(super) struct AssumeRoleModel {
    /// ARN of the role.
    #[model(required)]
    pub(super) role_arn: Attr<String>,
    /// Name of the session, as CloudTrail shows it. Default: `terraform-provider-acme`.
    pub(super) session_name: Attr<String>,
    /// External id that the role's trust policy asks for.
    pub(super) external_id: Attr<String>,
}

/// `kubernetes`.
#[derive(Clone, Debug, Default, Model)]
pub(super) struct KubernetesModel {
    /// URL of the API server, e.g. `https://10.0.0.1:6443`.
    pub(super) host: Attr<String>,
    /// Certificate of the authority that signed the API server's certificate, in PEM.
    pub(super) cluster_ca_certificate: Attr<String>,
    /// Bearer token.
    #[model(sensitive)]
    pub(super) token: Attr<String>,
    /// Client certificate, in PEM.
    pub(super) client_certificate: Attr<String>,
    /// Key of the client certificate, in PEM.
    #[model(sensitive)]
    pub(super) client_key: Attr<String>,
    /// Path of a kubeconfig file, instead of `host` and the rest.
    pub(super) config_path: Attr<String>,
    /// Context in the kubeconfig file. Default: its current context.
    pub(super) config_context: Attr<String>,
}

/// `endpoints`.
#[derive(Clone, Debug, Default, Model)]
pub(super) struct EndpointsModel {
    /// AWS Backup.
    pub(super) backup: Attr<String>,
    /// EKS.
    pub(super) eks: Attr<String>,
    /// IAM.
    pub(super) iam: Attr<String>,
    /// RDS.
    pub(super) rds: Attr<String>,
    /// Secrets Manager.
    pub(super) secretsmanager: Attr<String>,
    /// STS: assuming roles, and the URL that tokens for EKS clusters are presigned for.
    pub(super) sts: Attr<String>,
}

/// What the provider takes from its process's environment.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// `ACME_OFFLINE`.
    pub offline: Option<String>,
    /// `KUBECONFIG`.
    pub kubeconfig: Option<String>,
    /// `AWS_REGION`, or `AWS_DEFAULT_REGION`.
    pub region: Option<String>,
}

/// How the cloud is reached.
pub enum Connection {
    /// Through this door.
    Online(Arc<dyn Cloud>),
    /// Not at all, as asked.
    Offline,
    /// The settings are known only after apply of something else.
    Unknown,
}

/// What every call needs to know of the provider block.
pub struct Settings {
    /// How the cloud is reached.
    pub connection: Connection,
    /// What expansion may know.
    pub facts: Facts,
    /// The greatest impact that a plan may have; `None`: any.
    pub max_disruption: Option<Disruption>,
    warned: Mutex<BTreeSet<Topic>>,
}

/// What a run warns about once, however many resources would.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Topic {
    /// A plan could not be checked, though there is a cluster.
    Check,
    /// There is no cluster to be asked.
    Cluster,
    /// Secrets, or what kinds the cluster knows, could not be looked up.
    Facts,
}

impl Settings {
    /// Settings with this connection and these facts.
    #[must_use]
    pub fn new(connection: Connection, facts: Facts) -> Self {
        Self { connection, facts, max_disruption: None, warned: Mutex::default() }
    }

    /// Before the provider is configured nothing can be reached.
    pub(super) fn unconfigured() -> Self {
        Self::new(Connection::Unknown, Facts { cluster: DefaultCluster::Unknown, ..Facts::default() })
    }

    /// A warning that a run shows once, however many resources would.
    pub(super) fn warn_once(&self, topic: Topic, warning: impl FnOnce() -> Diagnostic) -> Option<Diagnostic> {
        let mut warned = self.warned.lock().unwrap_or_else(PoisonError::into_inner);
        warned.insert(topic).then(warning)
    }

    /// Whether the run has warned about this.
    pub(super) fn has_warned(&self, topic: Topic) -> bool {
        self.warned.lock().unwrap_or_else(PoisonError::into_inner).contains(&topic)
    }
}

impl Environment {
    /// The process's own.
    #[must_use]
    pub fn of_process() -> Self {
        let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
        Self { offline: variable("ACME_OFFLINE"), kubeconfig: variable("KUBECONFIG"), region }
    }
}

/// The schema of the provider block.
pub(super) fn schema() -> Schema {
    Schema {
        version: 0,
        description: "Services, databases and backups on AWS and Kubernetes, from a few lines each."
            .to_owned(),
        attributes: ProviderModel::attributes(),
    }
}

/// Rules between attributes. Unknown values are given the benefit of the doubt.
pub(super) fn validate(config: &Value) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let Ok(model) = ProviderModel::from_value(config) else { return diagnostics };
    let Some(kubernetes) = model.kubernetes.known() else { return diagnostics };
    let at = Path::of("kubernetes");
    let by_file = !kubernetes.config_path.is_null() || !kubernetes.config_context.is_null();
    if by_file && !kubernetes.host.is_null() {
        let error = Diagnostic::error("Two ways to reach one cluster")
            .detail("`config_path` and `config_context` name a kubeconfig file, `host` names a server.")
            .hint("give one of them");
        diagnostics.push(error.at(at.attribute("host")));
    }
    let pairs = [
        ("client_key", &kubernetes.client_certificate, &kubernetes.client_key),
        ("client_certificate", &kubernetes.client_key, &kubernetes.client_certificate),
    ];
    for (missing, given, other) in pairs {
        if !given.is_null() && other.is_null() {
            let error = Diagnostic::error(format!("`{missing}` is missing"))
                .detail("A client certificate and its key are given together or not at all.");
            diagnostics.push(error.at(at.attribute(missing)));
        }
    }
    diagnostics
}

/// What the block and the environment mean. Opens no connection: the cloud does at its first call.
pub(super) fn settle(
    request: &ConfigureRequest,
    environment: &Environment,
    cloud: Option<Arc<dyn Cloud>>,
    cancel: &CancellationToken,
) -> Result<Settings, Diagnostics> {
    let model = ProviderModel::from_value(&request.config).map_err(|error| {
        Diagnostics::from(Diagnostic::error("The provider block cannot be read").because(&error))
    })?;
    let facts = Facts {
        cluster: default_cluster(&model),
        default_tags: default_tags(&model),
        region: region(&model, environment),
        ..Facts::default()
    };
    let connection = if is_offline(&model, environment)? {
        Connection::Offline
    } else if !request.config.is_wholly_known() {
        Connection::Unknown
    } else {
        Connection::Online(cloud.unwrap_or_else(|| {
            let settings = live_settings(&model, environment, &request.terraform_version);
            Arc::new(Live::new(settings, cancel.clone()))
        }))
    };
    let max_disruption = model.max_disruption.known().and_then(|word| Disruption::parse(word));
    Ok(Settings { max_disruption, ..Settings::new(connection, facts) })
}

/// The region, where it is known here. A profile may say another one than none.
fn region(model: &ProviderModel, environment: &Environment) -> Option<String> {
    match &model.region {
        Attr::Known(region) => Some(region.clone()),
        Attr::Null => environment.region.clone(),
        Attr::Unknown => None,
    }
}

fn is_offline(model: &ProviderModel, environment: &Environment) -> Result<bool, Diagnostics> {
    match (&model.offline, environment.offline.as_deref()) {
        (Attr::Known(offline), _) => Ok(*offline),
        (Attr::Unknown, _) | (Attr::Null, None | Some("0" | "false")) => Ok(false),
        (Attr::Null, Some("1" | "true")) => Ok(true),
        (Attr::Null, Some(_)) => Err(Diagnostic::error("ACME_OFFLINE is neither true nor false")
            .hint("set it to `true`, `1`, `false` or `0`, or unset it")
            .into()),
    }
}

/// Those that are known; unknown as soon as one is not.
fn default_tags(model: &ProviderModel) -> Attr<BTreeMap<String, String>> {
    let tags = match &model.default_tags {
        Attr::Null => return Attr::Null,
        Attr::Unknown => return Attr::Unknown,
        Attr::Known(tags) => tags,
    };
    if tags.values().any(Attr::is_unknown) {
        return Attr::Unknown;
    }
    Attr::Known(
        tags.iter().filter_map(|(name, value)| Some((name.clone(), value.known()?.clone()))).collect(),
    )
}

/// A connection of its own goes before the name of an EKS cluster: who gives both means the name for DescribeCluster
/// by single resources only.
fn default_cluster(model: &ProviderModel) -> DefaultCluster {
    match (&model.kubernetes, &model.cluster) {
        (Attr::Known(_), _) | (Attr::Null, Attr::Null) => DefaultCluster::Configured,
        (Attr::Unknown, _) | (Attr::Null, Attr::Unknown) => DefaultCluster::Unknown,
        (Attr::Null, Attr::Known(name)) => DefaultCluster::Eks(name.clone()),
    }
}

fn live_settings(
    model: &ProviderModel,
    environment: &Environment,
    terraform_version: &str,
) -> acme_cloud::Settings {
    let text = |attr: &Attr<String>| attr.known().cloned();
    acme_cloud::Settings {
        region: text(&model.region),
        profile: text(&model.profile),
        assume_role: model.assume_role.known().map(|role| AssumeRole {
            role_arn: text(&role.role_arn).unwrap_or_default(),
            session_name: text(&role.session_name),
            external_id: text(&role.external_id),
        }),
        endpoints: model.endpoints.known().map_or_else(Endpoints::default, |endpoints| Endpoints {
            backup: text(&endpoints.backup),
            eks: text(&endpoints.eks),
            iam: text(&endpoints.iam),
            rds: text(&endpoints.rds),
            secretsmanager: text(&endpoints.secretsmanager),
            sts: text(&endpoints.sts),
        }),
        kubernetes: model.kubernetes.known().map(|kubernetes| Kubernetes {
            host: text(&kubernetes.host),
            cluster_ca_certificate: text(&kubernetes.cluster_ca_certificate),
            token: text(&kubernetes.token),
            client_certificate: text(&kubernetes.client_certificate),
            client_key: text(&kubernetes.client_key),
            config_path: text(&kubernetes.config_path),
            config_context: text(&kubernetes.config_context),
        }),
        kubeconfig: environment.kubeconfig.clone(),
        max_retries: model.max_retries.known().and_then(|retries| u32::try_from(*retries).ok()),
        user_agent: format!(
            "terraform-provider-acme/{} (terraform {terraform_version})",
            env!("CARGO_PKG_VERSION")
        ),
    }
}

#[cfg(test)]
mod tests;
