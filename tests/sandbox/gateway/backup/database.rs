//! RDS instances and snapshots, as Backup sees them: read and made by calls of RDS that go the way of everybody's, so that the
//! servers follow. The XML is taken apart here; no jobs.

use super::{
    call::{text, texts},
    state::Arn,
};
use crate::gateway::{Gateway, rds};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

/// What may be given back when an instance is restored.
const RESTORED: [&str; 8] = [
    "DBInstanceClass",
    "MultiAZ",
    "DBSubnetGroupName",
    "Port",
    "PubliclyAccessible",
    "StorageType",
    "AutoMinorVersionUpgrade",
    "DBParameterGroupName",
];
const GIB: i64 = 1 << 30;

/// An RDS instance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Instance {
    pub(super) arn: String,
    /// Bytes of its storage, which is what a snapshot counts as.
    pub(super) size: i64,
    pub(super) is_encrypted: bool,
    /// What a restore needs to make the like of it.
    pub(super) metadata: Value,
    pub(super) tags: Map<String, Value>,
}

/// The instances in an answer of RDS.
pub(super) fn instances(xml: &str) -> Vec<Instance> {
    let elements = xml.split("<DBInstance>").skip(1).filter_map(|rest| rest.split("</DBInstance>").next());
    elements.map(instance).collect()
}

fn instance(element: &str) -> Instance {
    let get = |name: &str| rds::text(element, name).unwrap_or_default().to_owned();
    let mut metadata: Map<String, Value> = ["Engine", "AllocatedStorage", "DBName"]
        .iter()
        .chain(&RESTORED)
        .map(|name| ((*name).to_owned(), json!(get(name))))
        .filter(|(_, value)| *value != "")
        .collect();
    let endpoint = rds::text(element, "Endpoint").and_then(|endpoint| rds::text(endpoint, "Port"));
    metadata.insert("Port".to_owned(), json!(endpoint.unwrap_or("5432")));
    let groups: Vec<_> =
        element.split("<VpcSecurityGroupId>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    metadata.insert("VpcSecurityGroupIds".to_owned(), json!(json!(groups).to_string()));
    let tags = element.split("<Tag>").skip(1).filter_map(|tag| {
        Some((rds::text(tag, "Key")?.to_owned(), json!(rds::text(tag, "Value").unwrap_or_default())))
    });
    Instance {
        arn: get("DBInstanceArn"),
        size: get("AllocatedStorage").parse::<i64>().unwrap_or_default() * GIB,
        is_encrypted: get("StorageEncrypted") == "true",
        metadata: Value::Object(metadata),
        tags: tags.filter(|(key, _)| !key.starts_with("aws:")).collect(),
    }
}

/// The name in the ARN of an RDS instance; else why there can be no backup of it.
pub(super) fn name(arn: &str) -> Result<&str, String> {
    let name = Arn::parse(arn).filter(|arn| arn.service == "rds").and_then(|arn| arn.name("db"));
    name.ok_or_else(|| "the sandbox backs up RDS instances only".to_owned())
}

/// The parameters with which an instance is made from a snapshot.
pub(super) fn restoration(metadata: &Value, snapshot: &str) -> Result<Vec<(String, String)>, String> {
    let name = text(metadata, "DBInstanceIdentifier");
    if name.is_empty() {
        return Err("The restore metadata have no DBInstanceIdentifier".to_owned());
    }
    let mut parameters = vec![
        ("DBInstanceIdentifier".to_owned(), name.to_owned()),
        ("DBSnapshotIdentifier".to_owned(), snapshot.to_owned()),
    ];
    for field in RESTORED {
        let value = text(metadata, field);
        // The emulator gives every instance the port of its engine; another one is refused there.
        if !value.is_empty() && field != "Port" {
            parameters.push((field.to_owned(), value.to_owned()));
        }
    }
    let groups: Value = serde_json::from_str(text(metadata, "VpcSecurityGroupIds")).unwrap_or_default();
    for (position, group) in texts(&json!({ "Ids": groups }), "Ids").iter().enumerate() {
        let field = format!("VpcSecurityGroupIds.VpcSecurityGroupId.{}", position + 1);
        parameters.push((field, (*group).to_owned()));
    }
    Ok(parameters)
}

/// Tags as RDS takes them.
pub(super) fn tag_parameters(tags: &Map<String, Value>) -> Vec<(String, String)> {
    let tags = tags.iter().enumerate();
    tags.flat_map(|(position, (key, value))| {
        let field = |part: &str| format!("Tags.Tag.{}.{part}", position + 1);
        [(field("Key"), key.clone()), (field("Value"), value.as_str().unwrap_or_default().to_owned())]
    })
    .collect()
}

impl Gateway {
    /// Calls RDS in a region; what it says when it refuses.
    pub(super) async fn rds_call(
        &self,
        region: &str,
        action: &str,
        parameters: &[(String, String)],
    ) -> Result<String, String> {
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let mut form = format!("Action={action}&Version=2014-10-31");
        for (name, value) in parameters {
            form.push_str(&format!("&{name}={}", encode(value)));
        }
        self.rds_own(region, form).await
    }

    pub(super) async fn instance(&self, region: &str, name: &str) -> Result<Instance, String> {
        let named = [("DBInstanceIdentifier".to_owned(), name.to_owned())];
        let xml = self.rds_call(region, "DescribeDBInstances", &named).await?;
        instances(&xml).into_iter().next().ok_or_else(|| format!("DB instance {name} does not exist"))
    }

    pub(super) async fn all_instances(&self, region: &str) -> Result<Vec<Instance>, String> {
        let most = [("MaxRecords".to_owned(), "100".to_owned())];
        Ok(instances(&self.rds_call(region, "DescribeDBInstances", &most).await?))
    }

    /// Deletes an instance that nobody needs, whatever protects the one that it was made from.
    pub(super) async fn discard_instance(&self, region: &str, name: &str) -> Result<(), String> {
        let named = ("DBInstanceIdentifier".to_owned(), name.to_owned());
        let parameter = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let unprotected =
            [named.clone(), parameter("DeletionProtection", "false"), parameter("ApplyImmediately", "true")];
        self.rds_call(region, "ModifyDBInstance", &unprotected).await?;
        let gone = [named, parameter("SkipFinalSnapshot", "true")];
        self.rds_call(region, "DeleteDBInstance", &gone).await.map(drop)
    }
}
