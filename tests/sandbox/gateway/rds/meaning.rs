//! What a call that the emulator has accepted means for the servers. Pure: call and answer in, steps out.

use super::{
    answer::{Instance, instances, text},
    call::Call,
};
use crate::databases::{Key, Origin, Password, Step};

/// The steps, in order.
pub(super) fn steps(call: &Call, region: &str, answer: &str) -> Vec<Step> {
    let named = |parameter: &str| call.get(parameter).map(|name| Key::of(name, region));
    let instance = named("DBInstanceIdentifier");
    let steps = match call.action() {
        "CreateDBInstance" => created(instance, answer),
        "RestoreDBInstanceFromDBSnapshot" => {
            derived(instance, named("DBSnapshotIdentifier").map(from_snapshot))
        }
        "RestoreDBInstanceToPointInTime" => derived(
            named("TargetDBInstanceIdentifier"),
            named("SourceDBInstanceIdentifier").map(Origin::Instance),
        ),
        "CreateDBInstanceReadReplica" => {
            derived(instance, named("SourceDBInstanceIdentifier").map(Origin::Replica))
        }
        "ModifyDBInstance" => instance.zip(call.get("NewDBInstanceIdentifier")).map(|(from, name)| {
            let to = from.renamed(name);
            if from == to { Vec::new() } else { vec![Step::Rename { from, to }] }
        }),
        "PromoteReadReplica" => instance.map(|instance| vec![Step::Promote(instance)]),
        "StartDBInstance" => instance.map(|instance| vec![Step::Start(instance)]),
        "StopDBInstance" => {
            let snapshot = taken(instance.as_ref(), named("DBSnapshotIdentifier"));
            instance.map(|instance| snapshot.into_iter().chain([Step::Stop(instance)]).collect())
        }
        "RebootDBInstance" => instance.map(|instance| vec![Step::Restart(instance)]),
        "DeleteDBInstance" => {
            let wanted =
                if call.says("SkipFinalSnapshot") { None } else { named("FinalDBSnapshotIdentifier") };
            let snapshot = taken(instance.as_ref(), wanted);
            instance.map(|instance| snapshot.into_iter().chain([Step::Remove(instance)]).collect())
        }
        "CreateDBSnapshot" => {
            taken(instance.as_ref(), named("DBSnapshotIdentifier")).map(|snapshot| vec![snapshot])
        }
        "CopyDBSnapshot" => named("SourceDBSnapshotIdentifier")
            .zip(named("TargetDBSnapshotIdentifier"))
            .map(|(from, to)| vec![Step::CopySnapshot { from, to }]),
        "DeleteDBSnapshot" => {
            named("DBSnapshotIdentifier").map(|snapshot| vec![Step::RemoveSnapshot(snapshot)])
        }
        "CreateBlueGreenDeployment" => members(answer, ("Source", "Target"), region)
            .map(|(blue, green)| vec![Step::Create(green, Origin::Replica(blue))]),
        "SwitchoverBlueGreenDeployment" => members(answer, ("SourceMember", "TargetMember"), region)
            .map(|(blue, green)| switched(blue, green)),
        _ => None,
    };
    steps.unwrap_or_default()
}

/// The name that an instance would get, which no other may have; the emulator would let the other one go.
pub(super) fn target(call: &Call, region: &str) -> Option<Key> {
    let rename = call.action() == "ModifyDBInstance";
    let from = call.get("DBInstanceIdentifier").filter(|_| rename)?;
    let to = Key::new(region, call.get("NewDBInstanceIdentifier")?);
    (to != Key::of(from, region)).then_some(to)
}

/// A step that leaves only these instances of a region.
pub(super) fn keep(region: &str, names: &[String]) -> Step {
    Step::Keep { region: region.to_owned(), names: names.iter().map(|name| name.to_lowercase()).collect() }
}

/// The password that the call itself gives to a master user.
pub(super) fn password(call: &Call, region: &str, instances: &[Instance]) -> Option<(Key, Password)> {
    let password = call.get("MasterUserPassword")?.to_owned();
    let instance = instances.first()?;
    let password = Password { master: instance.master.clone(), password, version: None };
    Some((Key::new(region, &instance.name), password))
}

fn created(instance: Option<Key>, answer: &str) -> Option<Vec<Step>> {
    let made = instances(answer).into_iter().next()?;
    if made.engine != "postgres" || made.cluster.is_some() {
        return None;
    }
    Some(vec![Step::Create(instance?, Origin::Empty { master: made.master, database: made.database })])
}

fn derived(instance: Option<Key>, origin: Option<Origin>) -> Option<Vec<Step>> {
    Some(vec![Step::Create(instance?, origin?)])
}

fn taken(instance: Option<&Key>, snapshot: Option<Key>) -> Option<Step> {
    Some(Step::Snapshot { instance: instance?.clone(), snapshot: snapshot? })
}

/// `rds:NAME-YYYY-MM-DD-HH-MM` is a snapshot that the emulator takes by itself; of it there is no copy, and the instance as
/// it is now stands in.
fn from_snapshot(snapshot: Key) -> Origin {
    let instance = snapshot.name().strip_prefix("rds:").map(|name| {
        let parts: Vec<_> = name.split('-').collect();
        parts.get(..parts.len().saturating_sub(5)).unwrap_or_default().join("-")
    });
    match instance {
        Some(instance) => Origin::Instance(snapshot.renamed(&instance)),
        None => Origin::Snapshot(snapshot),
    }
}

/// Both instances of a deployment, from the elements that hold their ARNs.
fn members(answer: &str, elements: (&str, &str), region: &str) -> Option<(Key, Key)> {
    let key = |element| text(answer, element).map(|arn| Key::of(arn, region));
    Some((key(elements.0)?, key(elements.1)?))
}

/// Clients cannot reach the blue instance any more; the green one has followed it until then, and takes its name.
fn switched(blue: Key, green: Key) -> Vec<Step> {
    let old = blue.renamed(&format!("{}-old1", blue.name()));
    vec![
        Step::Rename { from: blue.clone(), to: old },
        Step::Promote(green.clone()),
        Step::Rename { from: green, to: blue },
    ]
}

#[cfg(test)]
mod tests;
