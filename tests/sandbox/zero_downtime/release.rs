//! One state of the service as a user would write it, and what its pods then answer. Pure.

use crate::Secret;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub(super) const NAME: &str = "web";
pub(super) const NAMESPACE: &str = "zero-downtime";
pub(super) const HOST: &str = "app.acme.test";
/// What the autoscaler keeps to.
pub(super) const MIN_REPLICAS: u32 = 2;

#[derive(Clone, Debug)]
pub(super) struct Release {
    pub(super) tag: String,
    pub(super) greeting: String,
    pub(super) token: Option<Token>,
    pub(super) capacity: Capacity,
    /// Holds the certificate of the host; none without an ingress controller.
    pub(super) tls_secret: Option<String>,
}

/// A secret, and the value that is expected of it.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) secret: Secret,
    pub(super) value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Capacity {
    Fixed(u32),
    Scaled,
}

impl Release {
    /// The configuration, in the JSON that Terraform reads as it reads HCL: nothing to escape.
    pub(super) fn configuration(&self) -> Value {
        json!({
            "terraform": { "required_providers": { "acme": { "source": "acme/acme" } } },
            "provider": { "acme": {} },
            "resource": { "acme_service": { NAME: self.attributes() } },
        })
    }

    fn attributes(&self) -> Value {
        let mut service = json!({
            "name": NAME,
            "namespace": NAMESPACE,
            "cluster": "production",
            "exposure": "public",
            "image": { "repository": "sandbox.test/httpd", "tag": self.tag },
            "ports": { "http": { "port": 8080, "service_port": 80 } },
            "env": { "GREETING": self.greeting },
            "resources": {
                "requests": { "cpu": "100m", "memory": "16Mi" },
                "limits": { "memory": "64Mi" },
            },
            "readiness_probe": { "http_get": { "path": "/healthz", "port": "http" }, "period_seconds": 1 },
            "timeouts": { "create": "3m", "update": "3m" },
        });
        let (name, value) = match self.capacity {
            Capacity::Fixed(replicas) => ("replicas", json!(replicas)),
            Capacity::Scaled => (
                "scaling",
                json!({
                    "min_replicas": MIN_REPLICAS,
                    "max_replicas": 4,
                    "target_cpu_utilization_percentage": 60,
                }),
            ),
        };
        service[name] = value;
        if let Some(token) = &self.token {
            service["secrets"] = json!({ "TOKEN": { "secret_arn": token.secret.arn(), "key": "value" } });
        }
        if let Some(secret) = &self.tls_secret {
            service["route"] = json!({ "hosts": [HOST], "ingress_class": "traefik", "tls_secret": secret });
        }
        service
    }

    /// How every answer of its pods begins.
    pub(super) fn answer(&self) -> String {
        let token = self.token.as_ref().map_or_else(|| "-".to_owned(), |token| digest(&token.value));
        format!("version={} greeting={} token={token} ", self.tag, digest(&self.greeting))
    }
}

/// As the server in the image shows a value.
fn digest(value: &str) -> String {
    hex::encode(Sha256::digest(value)).chars().take(8).collect()
}

#[cfg(test)]
mod tests;
