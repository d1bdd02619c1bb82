//! Who can reach the server, and what the right client finds.

use std::{collections::BTreeSet, fs, os::unix::fs::PermissionsExt, path::Path};

use acme_plugin::client::{
    Certificate, Client,
    health::{HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient},
    wire::{get_metadata, get_provider_schema},
};

use super::plugin;

fn socket(client: &Client) -> &Path {
    Path::new(client.line().split('|').nth(3).unwrap())
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn the_socket_is_the_users_alone_and_goes_with_the_process() {
    let folder = tempfile::tempdir().unwrap();
    let client = plugin().env("PLUGIN_UNIX_SOCKET_DIR", folder.path()).start().await.unwrap();
    assert!(client.line().starts_with("1|6|unix|/"), "{}", client.line());
    let socket = socket(&client);
    assert!(socket.starts_with(folder.path()));
    assert_eq!((mode(socket), mode(socket.parent().unwrap())), (0o600, 0o700));

    assert!(client.shut_down().await.unwrap().success());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn nobody_else_is_let_in() {
    for network in ["unix", "tcp"] {
        let client = plugin().env("ACME_PLUGIN_NETWORK", network).start().await.unwrap();
        assert!(client.intrude(Certificate::Foreign).await.is_err(), "a certificate of its own, {network}");
        assert!(client.intrude(Certificate::None).await.is_err(), "no certificate, {network}");
        let metadata = client.provider().get_metadata(get_metadata::Request {}).await;
        assert!(metadata.is_ok(), "the server lives on, {network}");
        assert!(client.shut_down().await.unwrap().success());
    }
}

#[tokio::test]
async fn a_port_is_one_of_the_clients() {
    let ports = [("PLUGIN_MIN_PORT", "18400"), ("PLUGIN_MAX_PORT", "18499")];
    let start = async || {
        let [min, max] = ports;
        let command = plugin().env("ACME_PLUGIN_NETWORK", "tcp").env(min.0, min.1).env(max.0, max.1);
        command.start().await.unwrap()
    };
    let (one, other) = (start().await, start().await);
    let mut used = BTreeSet::new();
    for client in [one, other] {
        let port =
            client.line().strip_prefix("1|6|tcp|127.0.0.1:").unwrap().split('|').next().unwrap().to_owned();
        assert!((18400..18500).contains(&port.parse().unwrap()), "{port}");
        used.insert(port);
        assert!(client.shut_down().await.unwrap().success());
    }
    assert_eq!(used.len(), 2, "two processes share no port");
}

#[tokio::test]
async fn the_client_finds_the_provider() {
    let client = plugin().start().await.unwrap();
    let schema =
        client.provider().get_provider_schema(get_provider_schema::Request {}).await.unwrap().into_inner();
    assert!(schema.diagnostics.is_empty());
    let metadata = client.provider().get_metadata(get_metadata::Request {}).await.unwrap().into_inner();
    let named: Vec<_> = metadata.resources.into_iter().map(|resource| resource.type_name).collect();
    assert_eq!(named, schema.resource_schemas.into_keys().collect::<Vec<_>>());
    assert!(named.contains(&"acme_service".to_owned()));

    let request = HealthCheckRequest { service: "plugin".to_owned() };
    let health = HealthClient::new(client.channel()).check(request).await.unwrap().into_inner();
    assert_eq!(health.status(), ServingStatus::Serving);
    assert!(client.stderr().is_empty(), "nothing is logged unless asked for: {:?}", client.stderr());
    assert!(client.shut_down().await.unwrap().success());
}
