//! The data source `acme_database`: a database that another configuration made, or another tool, as RDS has it.

use acme_children::{Children, Kind, Observed};
use acme_schema::{Attr, Diagnostic, Diagnostics, Map, Model, Schema, Value};
use serde_json::Value as Json;

use super::spec::Identifier;
use super::{TYPE_NAME, locate};
use crate::registry::{DataSource, Facts, Target};
use crate::shared::{RegionName, missing, place_of_data, text};

/// The data source.
pub(crate) struct DatabaseData;

/// The data source's attributes.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct DataModel {
    /// The identifier of the DB instance.
    #[model(required, validate = text::<Identifier>)]
    pub(crate) name: Attr<String>,
    /// The AWS region. Defaults to the provider's.
    #[model(optional, validate = text::<RegionName>)]
    pub(crate) region: Attr<String>,
    /// The `name`: what `database_id` of a service takes.
    #[model(computed)]
    pub(crate) id: Attr<String>,
    /// The ARN of the DB instance.
    #[model(computed)]
    pub(crate) arn: Attr<String>,
    /// The status, e.g. `available`.
    #[model(computed)]
    pub(crate) status: Attr<String>,
    /// The name of the host to connect to.
    #[model(computed)]
    pub(crate) host: Attr<String>,
    /// The port.
    #[model(computed)]
    pub(crate) port: Attr<i64>,
    /// The database that was created with the server; null without one.
    #[model(computed)]
    pub(crate) database_name: Attr<String>,
    /// The master user's name.
    #[model(computed)]
    pub(crate) username: Attr<String>,
    /// The ARN of the secret with `username` and `password`; null where RDS does not manage the password.
    #[model(computed)]
    pub(crate) secret_arn: Attr<String>,
    /// The engine.
    #[model(computed)]
    pub(crate) engine: Attr<String>,
    /// The version that runs.
    #[model(computed)]
    pub(crate) engine_version_actual: Attr<String>,
    /// The instance class.
    #[model(computed)]
    pub(crate) instance_class: Attr<String>,
    /// The storage in GiB.
    #[model(computed)]
    pub(crate) allocated_storage: Attr<i64>,
    /// Whether there is a standby in another availability zone.
    #[model(computed)]
    pub(crate) multi_az: Attr<bool>,
    /// How many days automated backups are kept.
    #[model(computed)]
    pub(crate) backup_retention_days: Attr<i64>,
    /// The latest moment (RFC 3339) that can be restored; null without automated backups.
    #[model(computed)]
    pub(crate) latest_restorable_time: Attr<String>,
    /// Changes that wait for the maintenance window, by the names that RDS has for them.
    #[model(computed)]
    pub(crate) pending_modified_values: Attr<Map<String>>,
    /// The tags, but for the provider's notes.
    #[model(computed)]
    pub(crate) tags: Attr<Map<String>>,
}

impl DataSource for DatabaseData {
    fn type_name(&self) -> &'static str {
        TYPE_NAME
    }

    fn schema(&self) -> Schema {
        Schema {
            version: 0,
            description: "Reads a DB instance of Amazon RDS, whoever made it. No password is in it."
                .to_owned(),
            attributes: DataModel::attributes(),
        }
    }

    fn locate(&self, config: &Value, _facts: &Facts) -> Result<Target, Diagnostics> {
        let model = DataModel::from_value(config)
            .map_err(|error| Diagnostic::error("The configuration cannot be read").because(&error))?;
        let (region, name) = place_of_data(TYPE_NAME, ("name", &model.name), &model.region)?;
        Ok(locate::target(region, &name))
    }

    fn report(
        &self,
        config: &Value,
        target: &Target,
        observed: &Children<Observed>,
    ) -> Result<Value, Diagnostics> {
        let found = target.ids.iter().find(|id| id.kind == Kind::DbInstance).and_then(|id| observed.get(id));
        let name = config.attribute("name").and_then(Value::as_str).unwrap_or_default();
        let Some(found) = found else {
            return Err(missing("database", ("name", name), &target.location.describe()).into());
        };
        let mut value = data(&found.live).to_value();
        for name in ["name", "region"] {
            value.set_attribute(name, config.attribute(name).cloned().unwrap_or(Value::Null));
        }
        value.set_attribute("id", Value::String(name.to_owned()));
        Ok(value)
    }
}

fn data(live: &Json) -> DataModel {
    let text = |value: &Json| Attr::from(value.as_str().map(str::to_owned));
    let entries = |value: &Json| -> Map<String> {
        let entries = value.as_object().into_iter().flatten().filter(|(name, _)| !name.starts_with("acme:"));
        let written = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        entries.map(|(name, value)| (name.clone(), Attr::Known(written(value)))).collect()
    };
    DataModel {
        arn: text(&live["DBInstanceArn"]),
        status: text(&live["DBInstanceStatus"]),
        host: text(&live["Endpoint"]["Address"]),
        port: live["Endpoint"]["Port"].as_i64().into(),
        database_name: text(&live["DBName"]),
        username: text(&live["MasterUsername"]),
        secret_arn: text(&live["MasterUserSecret"]["SecretArn"]),
        engine: text(&live["Engine"]),
        engine_version_actual: text(&live["EngineVersion"]),
        instance_class: text(&live["DBInstanceClass"]),
        allocated_storage: live["AllocatedStorage"].as_i64().into(),
        multi_az: Attr::Known(live["MultiAZ"] == true),
        backup_retention_days: live["BackupRetentionPeriod"].as_i64().into(),
        latest_restorable_time: text(&live["LatestRestorableTime"]),
        pending_modified_values: Attr::Known(entries(&live["PendingModifiedValues"])),
        tags: Attr::Known(entries(&live["Tags"])),
        ..DataModel::default()
    }
}
