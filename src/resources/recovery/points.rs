//! The data source `acme_recovery_points`: what is in a vault, newest first, for who restores.

use acme_children::{ChildId, Children, Kind, Location, Observed};
use acme_schema::{Attr, Diagnostic, Diagnostics, List, Model, Schema, Value};
use serde_json::Value as Json;

use crate::backup_plan::PlanName;
use crate::backup_plan::history::{Point, instant, points};
use crate::registry::{DataSource, Facts, Target};
use crate::shared::{RegionName, Span, missing, place_of_data, text};

const TYPE_NAME: &str = "acme_recovery_points";

/// The data source.
pub(crate) struct RecoveryPointsData;

/// The data source's attributes.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct PointsModel {
    /// The name of the vault (AWS Backup: `BackupVaultName`), which is that of the backup plan: `acme_backup_plan.main.name`.
    #[model(required, validate = text::<PlanName>)]
    pub(crate) vault_name: Attr<String>,
    /// The AWS region of the vault, such as one that backups are copied to. Defaults to the provider's.
    #[model(optional, validate = text::<RegionName>)]
    pub(crate) region: Attr<String>,
    /// The ARN of what was backed up, to have the recovery points of nothing else. What was backed up may be gone.
    pub(crate) resource_arn: Attr<String>,
    /// The recovery points, newest first.
    #[model(computed)]
    pub(crate) recovery_points: Attr<List<PointModel>>,
    /// The ARN of the newest recovery point that is complete and not continuous: what `restore.recovery_point_arn` of a database
    /// takes. Null where there is none. Where the vault has several resources in it, say which by `resource_arn`.
    #[model(computed)]
    pub(crate) latest_recovery_point_arn: Attr<String>,
}

/// A recovery point.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct PointModel {
    /// Its ARN.
    #[model(computed)]
    pub(crate) recovery_point_arn: Attr<String>,
    /// The ARN of what was backed up.
    #[model(computed)]
    pub(crate) resource_arn: Attr<String>,
    /// The kind of that, e.g. `RDS`.
    #[model(computed)]
    pub(crate) resource_type: Attr<String>,
    /// Its status: `COMPLETED` or `AVAILABLE` where it can be restored; else `CREATING`, `PARTIAL`, `DELETING`, `EXPIRED` or `STOPPED`.
    #[model(computed)]
    pub(crate) status: Attr<String>,
    /// Whether it is a continuous one, from which any moment can be restored. A database takes that by
    /// `restore.point_in_time`.
    #[model(computed)]
    pub(crate) is_continuous: Attr<bool>,
    /// When it was begun (RFC 3339, UTC): what it holds is of that time.
    #[model(computed)]
    pub(crate) created_at: Attr<String>,
    /// When it was complete (RFC 3339, UTC); null until then.
    #[model(computed)]
    pub(crate) completed_at: Attr<String>,
    /// When it will be deleted (RFC 3339, UTC); null where that is never.
    #[model(computed)]
    pub(crate) delete_at: Attr<String>,
    /// How old what it holds is, as a span of time such as `3h20m`: `5m` for a continuous one that goes on, null for one that does
    /// not.
    #[model(computed)]
    pub(crate) age: Attr<String>,
    /// Its size in bytes; null where AWS does not tell.
    #[model(computed)]
    pub(crate) size_bytes: Attr<i64>,
}

impl DataSource for RecoveryPointsData {
    fn type_name(&self) -> &'static str {
        TYPE_NAME
    }

    fn schema(&self) -> Schema {
        let description = "Lists the recovery points in a vault of AWS Backup, whoever made them: what can be restored, and how old \
                           it is.";
        Schema { version: 0, description: description.to_owned(), attributes: PointsModel::attributes() }
    }

    fn locate(&self, config: &Value, _facts: &Facts) -> Result<Target, Diagnostics> {
        let model = PointsModel::from_value(config)
            .map_err(|error| Diagnostic::error("The configuration cannot be read").because(&error))?;
        let (region, name): (_, PlanName) =
            place_of_data(TYPE_NAME, ("vault_name", &model.vault_name), &model.region)?;
        let vault = ChildId::new(Kind::BackupVault, name.as_str());
        Ok(Target { location: Location::Aws(region), ids: [vault].into() })
    }

    fn report(
        &self,
        config: &Value,
        target: &Target,
        observed: &Children<Observed>,
    ) -> Result<Value, Diagnostics> {
        let Some(vault) = target.ids.first().and_then(|id| observed.get(id)) else {
            let name = config.attribute("vault_name").and_then(Value::as_str).unwrap_or_default();
            return Err(missing("backup vault", ("vault_name", name), &target.location.describe()).into());
        };
        let wanted = config.attribute("resource_arn").and_then(Value::as_str);
        let now = instant(&vault.live["Now"]);
        let points: Vec<_> = points(&vault.live)
            .into_iter()
            .filter(|point| wanted.is_none_or(|wanted| wanted == point.resource))
            .collect();
        let latest = points.iter().find(|point| point.is_usable() && !point.is_continuous());
        let list = points.iter().map(|point| {
            // When a continuous one has stopped is not told.
            let is_told = point.is_usable() || !point.is_continuous();
            let age = now.filter(|_| is_told).and_then(|now| point.age(now)).as_ref().map(Span::to_string);
            Attr::Known(PointModel { age: age.into(), ..shown(point) })
        });
        let mut value = PointsModel {
            recovery_points: Attr::Known(list.collect()),
            latest_recovery_point_arn: latest.map(|point| point.arn.to_owned()).into(),
            ..PointsModel::default()
        }
        .to_value();
        for name in ["vault_name", "region", "resource_arn"] {
            value.set_attribute(name, config.attribute(name).cloned().unwrap_or(Value::Null));
        }
        Ok(value)
    }
}

fn shown(point: &Point<'_>) -> PointModel {
    let text = |value: &Json| Attr::from(value.as_str().map(str::to_owned));
    PointModel {
        recovery_point_arn: Attr::Known(point.arn.to_owned()),
        resource_arn: Attr::Known(point.resource.to_owned()),
        resource_type: text(&point.live["ResourceType"]),
        status: text(&point.live["Status"]),
        is_continuous: Attr::Known(point.is_continuous()),
        created_at: text(&point.live["CreationDate"]),
        completed_at: text(&point.live["CompletionDate"]),
        delete_at: text(&point.live["CalculatedLifecycle"]["DeleteAt"]),
        age: Attr::Null,
        size_bytes: point.live["BackupSizeInBytes"].as_i64().into(),
    }
}
