//! The provider block, as data: what is written, what the environment adds, what follows.

use acme_plugin::ConfigureRequest;
use acme_resources::DefaultCluster;
use acme_schema::{Attr, Model, Value};
use tokio_util::sync::CancellationToken;

use super::{Connection, Environment, KubernetesModel, ProviderModel, settle, validate};

fn settled(model: &ProviderModel, offline: Option<&str>) -> Result<(String, DefaultCluster), String> {
    let request = ConfigureRequest { terraform_version: "1.11.4".to_owned(), config: model.to_value() };
    let environment = Environment { offline: offline.map(str::to_owned), ..Environment::default() };
    match settle(&request, &environment, None, &CancellationToken::new()) {
        Ok(settings) => {
            let connection = match settings.connection {
                Connection::Online(_) => "online",
                Connection::Offline => "offline",
                Connection::Unknown => "unknown",
            };
            Ok((connection.to_owned(), settings.facts.cluster))
        }
        Err(diagnostics) => Err(diagnostics.iter().map(|d| d.summary.clone()).collect()),
    }
}

fn known(text: &str) -> Attr<String> {
    Attr::Known(text.to_owned())
}

#[test]
fn an_empty_block_takes_its_connection_from_the_environment() {
    assert_eq!(
        settled(&ProviderModel::default(), None),
        Ok(("online".to_owned(), DefaultCluster::Configured))
    );
}

#[test]
fn a_cluster_is_the_default_of_resources() {
    let model = ProviderModel { cluster: known("production"), ..ProviderModel::default() };
    let expected = DefaultCluster::Eks("production".to_owned());
    assert_eq!(settled(&model, None), Ok(("online".to_owned(), expected.clone())));
    assert_eq!(settled(&model, Some("true")), Ok(("offline".to_owned(), expected)));
}

#[test]
fn a_connection_goes_before_a_cluster_name() {
    let model = ProviderModel {
        cluster: known("production"),
        kubernetes: Attr::Known(KubernetesModel {
            host: known("https://10.0.0.1"),
            ..KubernetesModel::default()
        }),
        ..ProviderModel::default()
    };
    assert_eq!(settled(&model, None), Ok(("online".to_owned(), DefaultCluster::Configured)));
}

#[test]
fn unknown_settings_never_become_a_default_endpoint() {
    let model = ProviderModel {
        kubernetes: Attr::Known(KubernetesModel { host: Attr::Unknown, ..KubernetesModel::default() }),
        ..ProviderModel::default()
    };
    assert_eq!(settled(&model, None), Ok(("unknown".to_owned(), DefaultCluster::Configured)));
    let model = ProviderModel { cluster: Attr::Unknown, ..ProviderModel::default() };
    assert_eq!(settled(&model, None), Ok(("unknown".to_owned(), DefaultCluster::Unknown)));
}

#[test]
fn the_block_goes_before_the_environment() {
    let model = ProviderModel { offline: Attr::Known(false), ..ProviderModel::default() };
    assert_eq!(settled(&model, Some("true")).map(|(connection, _)| connection), Ok("online".to_owned()));
    let message = settled(&ProviderModel::default(), Some("maybe"));
    assert_eq!(message, Err("ACME_OFFLINE is neither true nor false".to_owned()));
}

#[test]
fn contradictions_are_found_on_their_attribute() {
    let cases: [(KubernetesModel, &str); 3] = [
        (
            KubernetesModel {
                host: known("https://a"),
                config_path: known("b"),
                ..KubernetesModel::default()
            },
            "kubernetes.host",
        ),
        (
            KubernetesModel { client_certificate: known("a"), ..KubernetesModel::default() },
            "kubernetes.client_key",
        ),
        (
            KubernetesModel { client_key: Attr::Unknown, ..KubernetesModel::default() },
            "kubernetes.client_certificate",
        ),
    ];
    for (kubernetes, at) in cases {
        let model = ProviderModel { kubernetes: Attr::Known(kubernetes), ..ProviderModel::default() };
        let paths: Vec<_> =
            validate(&model.to_value()).iter().filter_map(|d| Some(d.path.as_ref()?.to_string())).collect();
        assert_eq!(paths, [at]);
    }
    assert!(validate(&ProviderModel::default().to_value()).is_empty());
    assert!(validate(&Value::unknown()).is_empty());
}
