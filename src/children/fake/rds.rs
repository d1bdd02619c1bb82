//! The calls of RDS and IAM, in memory, and database servers that come into being after a while.

use serde_json::{Map, Value, json};

use super::aws::{ACCOUNT, REGION, Region, State, refused};
use super::changes;
use crate::aws::{Action, AwsError, Request};

/// How long things take, in seconds.
pub(super) const CHANGE: u64 = 40;
/// Until a change begins to show.
pub(super) const LAG: u64 = 10;

/// When the next change of an object is due, and what it is. Nobody sees these two.
const DUE: &str = "~due";
pub(super) const THEN: &str = "~then";

/// An object without what nobody sees.
pub(super) fn shown(object: &Value) -> Value {
    let fields = object.as_object().into_iter().flatten().filter(|(name, _)| !name.starts_with('~'));
    fields.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>().into()
}

/// Parameters that are too much for a line.
const HIDDEN: [&str; 10] = [
    "Tags",
    "ApplyImmediately",
    "PolicyDocument",
    "BackupPlan",
    "BackupSelection",
    "RestoreTestingPlan",
    "RestoreTestingSelection",
    "IdempotencyToken",
    "RecoveryPointTags",
    "IamRoleArn",
];

/// A call in a line.
pub(super) fn said(region: Option<&str>, request: &Request) -> String {
    let parameters = &request.parameters;
    let names = [
        "TargetDBInstanceIdentifier",
        "DBInstanceIdentifier",
        "BlueGreenDeploymentName",
        "BlueGreenDeploymentIdentifier",
        "DBSubnetGroupName",
        "DBParameterGroupName",
        "RoleName",
        "ResourceName",
        "SourceDBInstanceArn",
        "BackupVaultName",
        "RestoreTestingSelectionName",
        "RestoreTestingPlanName",
        "BackupPlanId",
        "ResourceArn",
    ];
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let name = names.iter().find_map(|name| parameters[*name].as_str()).unwrap_or("");
    let name = name.rsplit(':').next().unwrap_or(name);
    let place = region.filter(|region| *region != REGION).map(|r| format!("@{r}")).unwrap_or_default();
    let hidden = |field: &str| names.contains(&field) || HIDDEN.contains(&field);
    let is_creation = format!("{:?}", request.action).starts_with("Create");
    let fields =
        parameters.as_object().into_iter().flatten().filter(|(field, _)| !hidden(field) && !is_creation);
    let mut line = format!("{:?} {name}{place}", request.action);
    for (field, value) in fields.filter(|(_, value)| !value.is_null()) {
        line.push_str(&format!(" {field}={}", text(value)));
    }
    if request.action == Action::AddTagsToResource {
        for (tag, value) in parameters["Tags"].as_object().into_iter().flatten() {
            line.push_str(&format!(" {tag}={}", text(value)));
        }
    }
    if request.password.is_some() {
        line.push_str(" (password)");
    }
    if parameters["ApplyImmediately"] == false {
        line.push_str(" in the window");
    }
    line
}

/// Lets happen what is due.
pub(super) fn advance(region: &mut Region, clock: u64) {
    let due = |object: &Value| object[DUE].as_u64().is_some_and(|due| due <= clock);
    let names: Vec<_> =
        region.instances.iter().filter(|(_, i)| due(i)).map(|(name, _)| name.clone()).collect();
    for name in names {
        let Some(mut instance) = region.instances.remove(&name) else { continue };
        let then = instance[THEN].take();
        instance[DUE] = Value::Null;
        if then == "gone" {
            continue;
        }
        merge(&mut instance, &then);
        if instance[THEN].is_object() {
            instance[DUE] = json!(clock + CHANGE);
        }
        let name = instance["DBInstanceIdentifier"].as_str().unwrap_or_default().to_owned();
        region.instances.insert(name, instance);
    }
    let names: Vec<_> =
        region.deployments.iter().filter(|(_, d)| due(d)).map(|(name, _)| name.clone()).collect();
    for name in names {
        super::blue_green::advance(region, &name);
    }
}

pub(super) fn merge(object: &mut Value, patch: &Value) {
    for (field, value) in patch.as_object().into_iter().flatten() {
        object[field] = value.clone();
    }
}

/// Sets what an object becomes, and when.
pub(super) fn later(object: &mut Value, due: u64, then: Value) {
    object[DUE] = json!(due);
    object[THEN] = then;
}

/// Makes a call.
pub(super) fn call(state: &mut State, region: Option<&str>, request: &Request) -> Result<Value, AwsError> {
    let p = &request.parameters;
    match request.action {
        Action::DescribeDbInstances => Ok(described(state.region(region), p)),
        Action::CreateDbInstance => {
            let created = create(state, region, (name(p, "DBInstanceIdentifier"), p))?;
            if let Some(password) = &request.password {
                let name = name(p, "DBInstanceIdentifier").to_owned();
                state.passwords.insert(name, password.expose().to_owned());
            }
            Ok(created)
        }
        Action::CreateDbInstanceReadReplica => {
            let source = name(p, "SourceDBInstanceIdentifier");
            let home = source.split(':').nth(3).map(str::to_owned);
            let source_name = source.rsplit(':').next().unwrap_or(source).to_owned();
            let settings = source_of(state, home.as_deref(), &source_name)?;
            let mut fields = p.clone();
            inherit(&mut fields, &settings);
            fields["ReadReplicaSourceDBInstanceIdentifier"] = json!(source);
            create(state, region, (name(p, "DBInstanceIdentifier"), &fields))
        }
        Action::RestoreDbInstanceFromDbSnapshot => {
            create(state, region, (name(p, "DBInstanceIdentifier"), p))
        }
        Action::RestoreDbInstanceToPointInTime => {
            let settings = match p["SourceDBInstanceIdentifier"].as_str() {
                Some(source) => source_of(state, region, source)?,
                None => Value::Null,
            };
            let mut fields = p.clone();
            inherit(&mut fields, &settings);
            create(state, region, (name(p, "TargetDBInstanceIdentifier"), &fields))
        }
        Action::ModifyDbInstance => changes::modify(state, region, request),
        Action::RebootDbInstance => {
            let clock = state.clock;
            let instance = changes::settled(state.region(region), name(p, "DBInstanceIdentifier"))?;
            instance["DBInstanceStatus"] = json!("rebooting");
            instance["DBParameterGroups"][0]["ParameterApplyStatus"] = json!("in-sync");
            later(instance, clock + CHANGE, json!({ "DBInstanceStatus": "available" }));
            Ok(Value::Null)
        }
        Action::DeleteDbInstance => changes::delete(state, region, p),
        Action::DescribeEvents => {
            let events = state.region(region).events.iter();
            Ok(events.filter(|event| event["SourceIdentifier"] == p["SourceIdentifier"]).cloned().collect())
        }
        Action::AddTagsToResource | Action::RemoveTagsFromResource => changes::tag(state, region, request),
        Action::CreateBlueGreenDeployment
        | Action::DescribeBlueGreenDeployments
        | Action::SwitchoverBlueGreenDeployment
        | Action::DeleteBlueGreenDeployment => super::blue_green::call(state, region, request),
        Action::StartDbInstanceAutomatedBackupsReplication
        | Action::StopDbInstanceAutomatedBackupsReplication
        | Action::DescribeDbInstanceAutomatedBackups => backups(state, region, request),
        Action::DescribeDbEngineVersions | Action::DescribeOrderableDbInstanceOptions => Ok(json!([])),
        Action::CreateDbParameterGroup
        | Action::CreateDbSubnetGroup
        | Action::CreateRole
        | Action::DeleteDbParameterGroup
        | Action::DeleteDbSubnetGroup
        | Action::DeleteRole
        | Action::DescribeDbParameterGroup
        | Action::DescribeDbSubnetGroup
        | Action::GetRole
        | Action::AttachRolePolicy
        | Action::DetachRolePolicy
        | Action::TagRole
        | Action::ModifyDbParameterGroup
        | Action::ResetDbParameterGroup
        | Action::PutRolePolicy
        | Action::DeleteRolePolicy
        | Action::ModifyDbSubnetGroup => super::groups::call(state, region, request),
        _ => super::backup::call(state, region, request),
    }
}

/// Copies of automated backups.
fn backups(state: &mut State, region: Option<&str>, request: &Request) -> Result<Value, AwsError> {
    let p = &request.parameters;
    if request.action == Action::DescribeDbInstanceAutomatedBackups {
        let backups = state.region(region).backups.iter();
        return Ok(backups.filter(|backup| backup["DbiResourceId"] == p["DbiResourceId"]).cloned().collect());
    }
    let arn = name(p, "SourceDBInstanceArn").to_owned();
    if request.action == Action::StopDbInstanceAutomatedBackupsReplication {
        state.region(region).backups.retain(|backup| backup["DBInstanceArn"] != arn);
        return Ok(Value::Null);
    }
    let home = arn.split(':').nth(3).map(str::to_owned);
    let source = source_of(state, home.as_deref(), arn.rsplit(':').next().unwrap_or(""))?;
    let mut backup = p.clone();
    backup["DBInstanceArn"] = json!(arn);
    backup["DbiResourceId"] = source["DbiResourceId"].clone();
    state.region(region).backups.push(backup);
    Ok(Value::Null)
}

pub(super) fn name<'a>(parameters: &'a Value, field: &str) -> &'a str {
    parameters[field].as_str().unwrap_or_default()
}

fn described(region: &Region, p: &Value) -> Value {
    let wanted = p["DBInstanceIdentifier"].as_str();
    let is_meant = |(name, instance): &(&String, &Value)| {
        wanted.is_none_or(|wanted| wanted == *name) && instance["~hidden"].is_null()
    };
    region.instances.iter().filter(is_meant).map(|(_, instance)| shown(instance)).collect()
}

fn source_of(state: &mut State, region: Option<&str>, name: &str) -> Result<Value, AwsError> {
    let found = state.region(region).instances.get(name).cloned();
    found.ok_or_else(|| refused("DBInstanceNotFound", format!("DBInstance {name} not found.")))
}

/// What a restore or a replica has from its source where nothing else is said.
fn inherit(fields: &mut Value, source: &Value) {
    for field in [
        "EngineVersion",
        "MasterUsername",
        "DBName",
        "AllocatedStorage",
        "Engine",
        "StorageType",
        "DBInstanceClass",
    ] {
        if fields[field].is_null() {
            fields[field] = source[field].clone();
        }
    }
}

pub(super) fn arn(region: Option<&str>, name: &str) -> String {
    format!("arn:aws:rds:{}:{ACCOUNT}:db:{name}", region.unwrap_or(REGION))
}

impl State {
    /// An instance as it is when it has just been asked for.
    pub(super) fn newborn(&mut self, region: Option<&str>, name: &str, fields: &Value) -> Value {
        self.created += 1;
        let mut instance = json!({
            "DBInstanceArn": arn(region, name),
            "DbiResourceId": format!("db-{}", self.created),
            "DBParameterGroups": [{ "DBParameterGroupName": "default", "ParameterApplyStatus": "in-sync" }],
            "CertificateDetails": { "CAIdentifier": "rds-ca-rsa2048-g1" },
            "PreferredBackupWindow": "01:00-01:30",
            "PreferredMaintenanceWindow": "sun:05:00-sun:05:30",
            "StorageType": "gp2",
            "Tags": {},
        });
        changes::set(&mut instance, fields);
        instance["DBInstanceIdentifier"] = json!(name);
        let version = instance["EngineVersion"].as_str().unwrap_or("16").to_owned();
        if !version.contains('.') {
            instance["EngineVersion"] = json!(format!("{version}.4"));
        }
        endpoint(&mut instance, region);
        instance
    }
}

pub(super) fn endpoint(instance: &mut Value, region: Option<&str>) {
    let name = name(instance, "DBInstanceIdentifier").to_owned();
    instance["DBInstanceArn"] = json!(arn(region, &name));
    let port = instance["Endpoint"]["Port"].as_i64().unwrap_or(5432);
    let host = format!("{name}.c1.{}.rds.amazonaws.com", region.unwrap_or(REGION));
    instance["Endpoint"] = json!({ "Address": host, "Port": port });
}

fn create(
    state: &mut State,
    region: Option<&str>,
    (name, fields): (&str, &Value),
) -> Result<Value, AwsError> {
    if state.region(region).instances.contains_key(name) {
        return Err(refused("DBInstanceAlreadyExists", format!("DB instance already exists: {name}")));
    }
    if let Some(group) = fields["DBParameterGroupName"].as_str()
        && !state.region(region).parameter_groups.contains_key(group)
    {
        return Err(refused("DBParameterGroupNotFound", format!("DBParameterGroup not found: {group}")));
    }
    let mut instance = state.newborn(region, name, fields);
    instance["DBInstanceStatus"] = json!("creating");
    // A new one does not show at once.
    instance["~hidden"] = json!(true);
    let then = json!({ "DBInstanceStatus": "available" });
    let clock = state.clock;
    later(&mut instance, clock + LAG, json!({ "~hidden": null, THEN: then }));
    let answer = shown(&instance);
    state.region(region).instances.insert(name.to_owned(), instance);
    Ok(answer)
}
