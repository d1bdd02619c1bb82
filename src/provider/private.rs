//! What is kept beside a state, where no user sees it: what the last refresh saw of the world, and that there is a resource. A plan is computed from this and never from a look of its own, because Terraform plans twice, the second time
//! while it applies, and both plans must say the same.

use std::collections::BTreeMap;

use acme_children::DatabaseAddress;
use acme_children::Kind;
use acme_resources::Facts;
use serde_json::{Value, json};

/// The content of the private bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Private {
    /// Current versions of secrets by ARN.
    pub(super) secret_versions: BTreeMap<String, String>,
    /// How databases are connected to, by their ids.
    pub(super) databases: BTreeMap<String, DatabaseAddress>,
    /// Which custom kinds the cluster knows.
    pub(super) custom: BTreeMap<Kind, bool>,
    /// There is a resource. So a plan that begins from nothing and has this is the second half of a replacement.
    pub(super) exists: bool,
}

impl Private {
    /// Reads the bytes. Those of another version of the provider are as good as none: what they say is looked up again.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let json: Value = serde_json::from_slice(bytes).unwrap_or(Value::Null);
        let entries = |name: &str| json[name].as_object().into_iter().flatten();
        let kind = |name: &str| Kind::ALL.into_iter().find(|kind| kind.name() == name);
        Self {
            secret_versions: entries("secret_versions")
                .filter_map(|(arn, version)| Some((arn.clone(), version.as_str()?.to_owned())))
                .collect(),
            custom: entries("custom")
                .filter_map(|(name, known)| Some((kind(name)?, known.as_bool()?)))
                .collect(),
            databases: entries("databases")
                .filter_map(|(id, address)| Some((id.clone(), address_of(address)?)))
                .collect(),
            exists: json["exists"] == true,
        }
    }

    /// The bytes; none where there is nothing to keep.
    pub(super) fn write(&self) -> Vec<u8> {
        if *self == Self::default() {
            return Vec::new();
        }
        let custom: BTreeMap<_, _> = self.custom.iter().map(|(kind, known)| (kind.name(), known)).collect();
        let json = json!({
            "secret_versions": self.secret_versions,
            "databases": self.databases.iter().map(|(id, address)| (id.clone(), written(address))).collect::<BTreeMap<_, _>>(),
            "custom": custom,
            "exists": self.exists,
        });
        json.to_string().into_bytes()
    }

    /// The bytes beside a resource that has been applied.
    pub(super) fn applied(bytes: &[u8]) -> Vec<u8> {
        Self { exists: true, ..Self::read(bytes) }.write()
    }

    /// What a plan may know: the provider block's facts, and what the last refresh saw.
    pub(super) fn facts(&self, settings: &Facts) -> Facts {
        let seen = Facts {
            secret_versions: self.secret_versions.clone(),
            custom: self.custom.clone(),
            databases: self.databases.clone(),
            ..Facts::default()
        };
        seen.within(settings)
    }

    /// Takes over what was looked up.
    pub(super) fn note(&mut self, facts: &Facts) {
        self.secret_versions.extend(facts.secret_versions.clone());
        self.databases.extend(facts.databases.clone());
        self.custom.extend(facts.custom.clone());
    }
}

fn written(address: &DatabaseAddress) -> Value {
    let DatabaseAddress { url, host, port, database_name, username, secret_arn, version } = address;
    json!({
        "url": url,
        "host": host,
        "port": port,
        "database_name": database_name,
        "username": username,
        "secret_arn": secret_arn,
        "version": version,
    })
}

fn address_of(json: &Value) -> Option<DatabaseAddress> {
    let text = |name: &str| json[name].as_str().map(str::to_owned);
    Some(DatabaseAddress {
        url: text("url")?,
        host: text("host")?,
        port: json["port"].as_i64()?,
        database_name: text("database_name"),
        username: text("username")?,
        secret_arn: text("secret_arn"),
        version: text("version")?,
    })
}

#[cfg(test)]
mod tests;
