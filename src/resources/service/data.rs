//! The data source `acme_service`: a service that another configuration made, or another tool, as found in the cluster.

use std::collections::BTreeMap;

use acme_children::{ChildId, Children, Cluster, Observed, Place};
use acme_schema::{Attr, Diagnostic, Diagnostics, Map, Model, Path, Schema, Value};

use super::model::{PortModel, ScalingModel, ServiceModel};
use super::{Service, TYPE_NAME, locate, outputs, recover};
use crate::registry::{DataSource, DefaultCluster, Facts, Resource, Target};
use crate::shared::{ClusterName, Findings, Given, ImageModel, Label, ServiceName, text};

/// The data source.
pub(crate) struct ServiceData;

/// The data source's attributes.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct DataModel {
    /// The name of the service, which is that of its Deployment.
    #[model(required, validate = text::<ServiceName>)]
    pub(crate) name: Attr<String>,
    /// The name of the EKS cluster that the service runs on. Defaults to the provider's `cluster`; null where the
    /// provider has none, which means the cluster of its `kubernetes` settings.
    #[model(optional, computed, validate = text::<ClusterName>)]
    pub(crate) cluster: Attr<String>,
    /// The namespace of the service's objects.
    #[model(default = "default", validate = text::<Label>)]
    pub(crate) namespace: Attr<String>,
    /// Who can reach the service's ports: `cluster`, `internal` or `public`.
    #[model(computed)]
    pub(crate) exposure: Attr<String>,
    /// The container image that new pods get.
    #[model(computed)]
    pub(crate) image: Attr<ImageData>,
    /// How many replicas run; null where `scaling` is not.
    #[model(computed)]
    pub(crate) replicas: Attr<i64>,
    /// How the number of replicas follows the load; null where it is fixed, or follows what `acme_service` cannot.
    #[model(computed)]
    pub(crate) scaling: Attr<ScalingData>,
    /// The ports that the container listens on, by name.
    #[model(computed)]
    pub(crate) ports: Attr<Map<PortData>>,
    /// The namespace and name: `NAMESPACE/NAME`.
    #[model(computed)]
    pub(crate) id: Attr<String>,
    /// The HTTPS URL of the first host that is no wildcard; null without one.
    #[model(computed)]
    pub(crate) url: Attr<String>,
    /// The host name inside the cluster, e.g. `api.product.svc.cluster.local`; null without ports.
    #[model(computed)]
    pub(crate) internal_host: Attr<String>,
    /// The Kubernetes objects that the service consists of, as `KIND/NAME`, each with a digest that changes with it.
    #[model(computed)]
    pub(crate) children: Attr<Map<String>>,
}

/// The image as found.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ImageData {
    /// The repository, without tag and digest.
    #[model(computed)]
    pub(crate) repository: Attr<String>,
    /// The tag; null where the image is named by digest.
    #[model(computed)]
    pub(crate) tag: Attr<String>,
    /// The digest; null where the image is named by tag.
    #[model(computed)]
    pub(crate) digest: Attr<String>,
}

/// The autoscaler's limits as found.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ScalingData {
    /// The number of replicas without load.
    #[model(computed)]
    pub(crate) min_replicas: Attr<i64>,
    /// The number of replicas that is never exceeded.
    #[model(computed)]
    pub(crate) max_replicas: Attr<i64>,
    /// The CPU use to keep to, in percent of what is requested.
    #[model(computed)]
    pub(crate) target_cpu_utilization_percentage: Attr<i64>,
    /// The memory use to keep to, in percent of what is requested.
    #[model(computed)]
    pub(crate) target_memory_utilization_percentage: Attr<i64>,
}

/// A port as found.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct PortData {
    /// The number that the container listens on.
    #[model(computed)]
    pub(crate) port: Attr<i64>,
    /// The transport protocol, `TCP` or `UDP`.
    #[model(computed)]
    pub(crate) protocol: Attr<String>,
    /// The number under which other pods reach the port by the service's host name.
    #[model(computed)]
    pub(crate) service_port: Attr<i64>,
}

impl DataSource for ServiceData {
    fn type_name(&self) -> &'static str {
        TYPE_NAME
    }

    fn schema(&self) -> Schema {
        Schema {
            version: 0,
            description: "Reads a service that runs in a cluster, whoever made it.".to_owned(),
            attributes: DataModel::attributes(),
        }
    }

    fn locate(&self, config: &Value, facts: &Facts) -> Result<Target, Diagnostics> {
        let model = DataModel::from_value(config).map_err(|error| unreadable(&error))?;
        let mut find = Findings::default();
        let at = |name: &str| Path::of(name);
        let name = find.text(&model.name, &at("name"));
        let name = find.required(name, &at("name"));
        let namespace = find.text(&model.namespace, &at("namespace")).or(Label::default_namespace());
        let cluster = find.text::<ClusterName>(&model.cluster, &at("cluster"));
        let read = name.option().zip(namespace.option());
        let (name, namespace) =
            find.finish(read).map_err(|wrong| wrong.unwrap_or_else(|| not_yet("the configuration")))?;
        let cluster = match cluster.option() {
            Some(name) => Cluster::Eks(name.as_str().to_owned()),
            None => facts.cluster.known().ok_or_else(|| not_yet("the provider's `cluster`"))?,
        };
        Ok(locate::target(Place { cluster, namespace: namespace.to_string() }, &name))
    }

    fn also(&self, _target: &Target, observed: &Children<Observed>) -> Vec<ChildId> {
        locate::contents(observed)
    }

    fn report(
        &self,
        config: &Value,
        target: &Target,
        observed: &Children<Observed>,
    ) -> Result<Value, Diagnostics> {
        let given = DataModel::from_value(config).map_err(|error| unreadable(&error))?;
        let Some(model) = recover::recover(target, observed) else {
            let name = given.name.option().unwrap_or_default();
            let namespace = target.location.place().map_or("?", |place| &place.namespace);
            return Err(Diagnostic::error(format!(
                "There is no service `{name}` in namespace `{namespace}`"
            ))
            .at(Path::of("name"))
            .detail("The namespace has no Deployment of that name.")
            .into());
        };
        let mut value = data(&model, digests(&model, observed)).to_value();
        for (name, output) in outputs::outputs(&model) {
            value.set_attribute(name, output);
        }
        Ok(value)
    }
}

/// Child → digest, as the resource itself would have it.
fn digests(model: &ServiceModel, observed: &Children<Observed>) -> Map<String> {
    // What was found need not be something that can be written, e.g. with a name of two sidecars' ports.
    let facts = Facts { cluster: DefaultCluster::Configured, ..Facts::default() };
    let desired =
        Service.expand(&model.to_value(), &facts).map(|expansion| expansion.desired).unwrap_or_default();
    observed.digests(&desired).into_iter().map(|(id, digest)| (id, Attr::Known(digest))).collect()
}

fn data(model: &ServiceModel, children: Map<String>) -> DataModel {
    let model = model.clone();
    DataModel {
        name: model.name,
        cluster: model.cluster,
        namespace: model.namespace,
        exposure: model.exposure,
        image: model.image.map(image),
        replicas: model.replicas,
        scaling: model.scaling.map(scaling),
        ports: model
            .ports
            .or(BTreeMap::new())
            .map(|ports| ports.into_iter().map(|(name, found)| (name, found.map(port))).collect()),
        children: Attr::Known(children),
        ..DataModel::default()
    }
}

fn image(model: ImageModel) -> ImageData {
    ImageData { repository: model.repository, tag: model.tag, digest: model.digest }
}

fn scaling(model: ScalingModel) -> ScalingData {
    ScalingData {
        min_replicas: model.min_replicas,
        max_replicas: model.max_replicas,
        target_cpu_utilization_percentage: model.target_cpu_utilization_percentage,
        target_memory_utilization_percentage: model.target_memory_utilization_percentage,
    }
}

fn port(model: PortModel) -> PortData {
    let service_port = if model.service_port.is_null() { model.port.clone() } else { model.service_port };
    PortData { port: model.port, protocol: model.protocol, service_port }
}

fn unreadable(error: &acme_schema::ConversionError) -> Diagnostics {
    Diagnostic::error("The configuration cannot be read").because(error).into()
}

fn not_yet(what: &str) -> Diagnostics {
    Diagnostic::error(format!("{TYPE_NAME} cannot be read yet: {what} is known only after apply")).into()
}
