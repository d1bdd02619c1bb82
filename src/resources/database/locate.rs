//! Where an existing database is, and which objects it may consist of.

use std::collections::BTreeSet;

use acme_children::{ChildId, Children, Kind, Location, Observed};
use acme_schema::Diagnostic;
use serde_json::Value;

use super::expand::is_own_role;
use super::spec::Identifier;
use crate::registry::Target;
use crate::shared::place_of_id;

/// The database that an import names.
pub(super) fn by_id(id: &str) -> Result<Target, Diagnostic> {
    let (region, name) = place_of_id(id, "a database")?;
    Ok(target(region, &name))
}

/// What is looked at first: the server and its subnets.
pub(super) fn target(region: Option<String>, name: &Identifier) -> Target {
    let ids = [Kind::DbInstance, Kind::DbSubnetGroup].map(|kind| ChildId::new(kind, name.as_str()));
    Target { location: Location::Aws(region), ids: BTreeSet::from(ids) }
}

/// What the server leads to: its settings, its replicas, its role, the copies of its backups.
pub(super) fn contents(observed: &Children<Observed>) -> Vec<ChildId> {
    let servers = observed.iter().filter(|(id, _)| id.kind == Kind::DbInstance);
    servers
        .flat_map(|(id, server)| {
            let live = &server.live;
            let group = live["DBParameterGroups"][0]["DBParameterGroupName"].as_str();
            let ours = group.filter(|group| group.starts_with(&format!("{}-", id.name)));
            let mut ids: Vec<_> =
                ours.map(|group| ChildId::new(Kind::DbParameterGroup, group)).into_iter().collect();
            let role = live["MonitoringRoleArn"].as_str().and_then(|arn| arn.split_once(":role/"));
            let role = role.map(|(_, name)| name).filter(|role| is_own_role(&id.name, role));
            ids.extend(role.map(|role| ChildId::new(Kind::Role, role)));
            for replica in replicas(&id.name, live) {
                if let Some(region) = replica.in_region().1 {
                    let there = |name: &str| format!("{name}@{region}");
                    ids.push(ChildId::new(Kind::DbSubnetGroup, there(&id.name)));
                    ids.extend(ours.map(|group| ChildId::new(Kind::DbParameterGroup, there(group))));
                }
                ids.push(replica);
            }
            ids.extend(backups(&id.name, live));
            ids
        })
        .collect()
}

/// Replicas go by name in the server's region, by ARN elsewhere.
fn replicas(name: &str, live: &Value) -> Vec<ChildId> {
    let found = live["ReadReplicaDBInstanceIdentifiers"].as_array().into_iter().flatten();
    let child = |replica: &str| {
        let parts: Vec<_> = replica.split(':').collect();
        let (region, replica) = match parts.as_slice() {
            ["arn", _, _, region, .., replica] => (Some(*region), *replica),
            _ => (None, replica),
        };
        let is_ours = replica.strip_prefix(name).is_some_and(|rest| rest.starts_with('-'));
        is_ours.then(|| {
            ChildId::new(Kind::DbReplica, region.map_or(replica.to_owned(), |r| format!("{replica}@{r}")))
        })
    };
    found.filter_map(Value::as_str).filter_map(child).collect()
}

fn backups(name: &str, live: &Value) -> Vec<ChildId> {
    let copies = live["DBInstanceAutomatedBackupsReplications"].as_array().into_iter().flatten();
    let region = |arn: &str| arn.split(':').nth(3).map(str::to_owned);
    copies
        .filter_map(Value::as_str)
        .filter_map(region)
        .map(|region| ChildId::new(Kind::DbBackupReplication, format!("{name}@{region}")))
        .collect()
}
