//! The course of a database server: from what is seen to the next step towards what is wanted, and nothing else. Pure, and
//! without memory: a run that is killed anywhere is continued by the next one, from what is there.

use serde_json::{Map, Value, json};

use super::changes::{EXPIRED, MONITORING_ROLE, PENDING, REBOOT, changes};
use super::seen::{
    GENERATION, KEPT_UNTIL, PARAMETERS, Seen, VERIFIED, fresh_name, generation, identifier, old_name,
};
use super::status::{Status, meaning};
use super::step::{Step, Stuck};
use super::{birth, blue_green};
use crate::Manifest;
use crate::aws::{Action, Request};
use crate::tag::NAME;

/// The step that comes next for the server `main`.
pub(crate) fn next(main: &str, manifest: &Manifest, seen: &Seen<'_>) -> Result<Step, Stuck> {
    if let Some(step) = swap(main, manifest, seen)? {
        return Ok(step);
    }
    let Some(live) = &seen.main else {
        // An empty database in the place of one whose data is beside it is what nobody wants.
        return match seen.kept.first() {
            Some((former, _)) => Err(interrupted(main, identifier(former))),
            None => birth::step(main, manifest, seen),
        };
    };
    if let Some(step) = followed(live, manifest, seen)? {
        return Ok(step);
    }
    let changes = changes(manifest, live);
    if let Some(step) = moving(live, &changes)? {
        return Ok(step);
    }
    if let Some(step) = noted(seen) {
        return Ok(step);
    }
    if let Some(step) = unverified(main, manifest, live) {
        return Ok(step);
    }
    if let Some(step) = blue_green::next(main, manifest, &changes, seen)? {
        return Ok(step);
    }
    Ok(change((live, seen), manifest, changes).or_else(|| farewell(manifest, seen)).unwrap_or(Step::Done))
}

/// Restoring side by side, and the exchange of names.
fn swap(main: &str, manifest: &Manifest, seen: &Seen<'_>) -> Result<Option<Step>, Stuck> {
    let Some(wanted) = generation(manifest) else { return Ok(None) };
    let (fresh, old) = (fresh_name(main, wanted), old_name(main, wanted));
    if let Some(stranger) = seen.stranger.filter(|_| seen.live()["Tags"][GENERATION] != wanted) {
        return Err(Stuck {
            who: identifier(stranger).to_owned(),
            status: "somebody else has a name that the restore needs".to_owned(),
            chain: Vec::new(),
            hint: "rename or delete that DB instance, or raise `restore.generation` by one more",
        });
    }
    match (&seen.main, seen.fresh) {
        (Some(live), _) if live["Tags"][GENERATION] == wanted => Ok(None),
        // Without anything to take the place of, it is restored to its own name.
        (None, None) => Ok(seen.old.map(|_| await_of(main, "it is getting its name"))),
        (Some(live), None) if is_renaming(live) => Ok(Some(await_of(main, "it is getting its new name"))),
        (Some(_), None) => birth::restored(&fresh, manifest, seen).map(Some),
        (main_live, Some(found)) => {
            if let Some(step) = prepared(&fresh, manifest, (found, seen))? {
                return Ok(Some(step));
            }
            Ok(Some(match main_live {
                Some(live) if is_renaming(live) => await_of(main, "it is getting its new name"),
                Some(live) => match moving(live, &Map::new()) {
                    Ok(Some(step)) => step,
                    // One that is stuck is what a restore is for.
                    Ok(None) | Err(_) => rename(main, &old),
                },
                None if is_renaming(found) => await_of(&fresh, "it is getting its name"),
                None => rename(&fresh, main),
            }))
        }
    }
}

/// The server has no name, and a former one has the data.
fn interrupted(main: &str, former: &str) -> Stuck {
    Stuck {
        who: main.to_owned(),
        status: format!("there is no server of this name, and `{former}` was one"),
        chain: Vec::new(),
        hint: "a restore was interrupted between its two renames: apply again with `restore` as it was then, and it goes on. Or give \
               the former server its name back (`aws rds modify-db-instance --new-db-instance-identifier`)",
    }
}

/// The restored server, until it could take the other one's place.
fn prepared(
    fresh: &str,
    manifest: &Manifest,
    (found, seen): (&Value, &Seen<'_>),
) -> Result<Option<Step>, Stuck> {
    if is_renaming(found) {
        return Ok(None);
    }
    let wanted = changes(&birth::at_once(manifest), found);
    if let Some(step) = moving(found, &wanted)? {
        return Ok(Some(step));
    }
    if let Some(step) = change((found, seen), &birth::at_once(manifest), wanted) {
        return Ok(Some(step));
    }
    Ok(unverified(fresh, manifest, found))
}

/// A restored server whose SQL has not been run yet.
fn unverified(name: &str, manifest: &Manifest, found: &Value) -> Option<Step> {
    let must_verify = generation(manifest).is_some() && manifest.orders()["Restore"]["VerifySql"].is_string();
    (must_verify && found["Tags"][VERIFIED].is_null()).then(|| Step::Verify { who: name.to_owned() })
}

/// A replica that follows another server than it should.
fn followed(live: &Value, manifest: &Manifest, seen: &Seen<'_>) -> Result<Option<Step>, Stuck> {
    let Some(wanted) = manifest.orders()["Replica"]["Source"].as_str() else { return Ok(None) };
    let name = identifier(live);
    let Some(follows) = live["ReadReplicaSourceDBInstanceIdentifier"].as_str() else {
        if meaning(live["DBInstanceStatus"].as_str().unwrap_or_default()) == Status::Moving {
            return Ok(None);
        }
        return Err(Stuck {
            who: name.to_owned(),
            status: "no replica any more".to_owned(),
            chain: Vec::new(),
            hint: "it was promoted: it is a database of its own, with data that nothing else has. Give the replica another key \
                   in `replicas`, or delete the instance by hand",
        });
    };
    let follows = follows.rsplit(':').next().unwrap_or(follows);
    let source = seen.source.map_or(wanted, identifier);
    if follows == source {
        return Ok(None);
    }
    // What it follows has lost its name to a restored server; a replica has nothing that its source has not.
    Ok(Some(birth::end(live, &Value::Null, &seen.now)))
}

/// Waits while AWS is at work. A server that is stuck may still be changed, where something is to change.
fn moving(live: &Value, changes: &Map<String, Value>) -> Result<Option<Step>, Stuck> {
    let (name, status) = (identifier(live), live["DBInstanceStatus"].as_str().unwrap_or_default());
    match meaning(status) {
        Status::Moving => return Ok(Some(await_of(name, &format!("its status is `{status}`")))),
        Status::Stuck { hint } if changes.keys().all(|field| field == "Tags" || field == EXPIRED) => {
            return Err(Stuck { who: name.to_owned(), status: status.to_owned(), chain: Vec::new(), hint });
        }
        Status::Stuck { .. } | Status::Settled => {}
    }
    if is_renaming(live) {
        return Ok(Some(await_of(name, "it is getting another name")));
    }
    let secret = live["MasterUserSecret"]["SecretStatus"].as_str();
    Ok(secret.filter(|status| *status == "creating").map(|_| await_of(name, "its password is being made")))
}

/// Writes down until when a former server is kept, as soon as it is one.
fn noted(seen: &Seen<'_>) -> Option<Step> {
    let (former, _) = seen.kept.iter().find(|(_, until)| until.is_none())?;
    Some(tag(former, &json!({ KEPT_UNTIL: seen.kept_until })))
}

/// The next call that changes the server in place.
fn change(
    (live, seen): (&Value, &Seen<'_>),
    manifest: &Manifest,
    mut changes: Map<String, Value>,
) -> Option<Step> {
    changes.remove(EXPIRED);
    let tags = changes.remove("Tags");
    // That the group has other settings may not show in the server yet.
    let has_others =
        tags.as_ref().is_some_and(|tags| tags.get(PARAMETERS).is_some()) && !live["Tags"][NAME].is_null();
    let reboots = changes.remove(REBOOT).is_some() || (has_others && !seen.has_rebooted);
    let waits = manifest.orders()["ApplyImmediately"] != true;
    if !changes.is_empty() {
        // RDS gives up a password that it manages only for another one.
        let password = (changes.get("ManageMasterUserPassword") == Some(&json!(false)))
            .then(|| birth::password(manifest))
            .flatten();
        return Some(Step::Call(Request { password, ..modify(live, manifest, changes) }));
    }
    if reboots && !waits {
        let failover = live["MultiAZ"] == true;
        let mut parameters = json!({ "DBInstanceIdentifier": live["DBInstanceIdentifier"] });
        if failover {
            parameters["ForceFailover"] = json!(true);
        }
        return Some(Step::Call(Request::new(Action::RebootDbInstance, parameters)));
    }
    let Some(Value::Object(tags)) = tags else { return None };
    let (gone, set): (Vec<_>, Vec<_>) = tags.into_iter().partition(|(_, value)| value.is_null());
    if !set.is_empty() {
        return Some(
            password((live, seen), manifest, &set)
                .unwrap_or_else(|| tag(live, &Value::Object(set.into_iter().collect()))),
        );
    }
    let keys: Vec<_> = gone.into_iter().map(|(name, _)| name).collect();
    let parameters = json!({ "ResourceName": live["DBInstanceArn"], "TagKeys": keys });
    Some(Step::Call(Request::new(Action::RemoveTagsFromResource, parameters)))
}

fn modify(live: &Value, manifest: &Manifest, changes: Map<String, Value>) -> Request {
    let mut parameters = json!({
        "DBInstanceIdentifier": live["DBInstanceIdentifier"],
        "ApplyImmediately": manifest.orders()["ApplyImmediately"] == true,
    });
    for (field, value) in changes {
        match field.as_str() {
            "EngineVersion" => {
                parameters["AllowMajorVersionUpgrade"] = json!(true);
                parameters[&field] = value;
            }
            "EnableCloudwatchLogsExports" => {
                parameters["CloudwatchLogsExportConfiguration"] = exports(live, &value);
            }
            MONITORING_ROLE => parameters["MonitoringRoleArn"] = value,
            _ => parameters[&field] = value,
        }
    }
    // The two are one setting to AWS: it takes neither alone.
    for (field, with) in
        [("Iops", "AllocatedStorage"), ("StorageThroughput", "Iops"), ("MonitoringInterval", MONITORING_ROLE)]
    {
        let wanted = &manifest.json()[with];
        let with = if with == MONITORING_ROLE { "MonitoringRoleArn" } else { with };
        if !parameters[field].is_null() && parameters[with].is_null() && !wanted.is_null() {
            // Storage that has grown by itself does not shrink.
            let has = live[with].as_i64().max(wanted.as_i64());
            parameters[with] = has.map_or_else(|| wanted.clone(), |has| json!(has));
        }
    }
    Request::new(Action::ModifyDbInstance, parameters)
}

fn exports(live: &Value, wanted: &Value) -> Value {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (wanted, has) = (list(wanted), list(&live["EnabledCloudwatchLogsExports"]));
    let less = |one: &[Value], other: &[Value]| -> Vec<Value> {
        one.iter().filter(|log| !other.contains(log)).cloned().collect()
    };
    json!({ "EnableLogTypes": less(&wanted, &has), "DisableLogTypes": less(&has, &wanted) })
}

/// A password of a newer version than the server has. The tag that says so follows.
fn password(
    (live, seen): (&Value, &Seen<'_>),
    manifest: &Manifest,
    tags: &[(String, Value)],
) -> Option<Step> {
    if !tags.iter().any(|(name, _)| name == birth::PASSWORD_VERSION) || seen.has_sent_password {
        return None;
    }
    let password = birth::password(manifest)?;
    let parameters =
        json!({ "DBInstanceIdentifier": live["DBInstanceIdentifier"], "ApplyImmediately": true });
    Some(Step::Call(Request {
        password: Some(password),
        ..Request::new(Action::ModifyDbInstance, parameters)
    }))
}

/// Former servers whose time is over. Their data stays in a snapshot, unless none is wanted.
fn farewell(manifest: &Manifest, seen: &Seen<'_>) -> Option<Step> {
    let is_over = |until: &Option<&str>| until.is_some_and(|until| until <= seen.now.text.as_str());
    let (former, _) = seen.kept.iter().find(|(_, until)| is_over(until))?;
    Some(birth::end(former, manifest.orders(), &seen.now))
}

fn rename(from: &str, to: &str) -> Step {
    let parameters =
        json!({ "DBInstanceIdentifier": from, "NewDBInstanceIdentifier": to, "ApplyImmediately": true });
    Step::Call(Request::new(Action::ModifyDbInstance, parameters))
}

/// Sets tags on a server.
pub(super) fn tag(instance: &Value, tags: &Value) -> Step {
    let parameters = json!({ "ResourceName": instance["DBInstanceArn"], "Tags": tags });
    Step::Call(Request::new(Action::AddTagsToResource, parameters))
}

fn is_renaming(live: &Value) -> bool {
    live["DBInstanceStatus"] == "renaming" || live[PENDING]["DBInstanceIdentifier"].is_string()
}

/// Looking again after a while.
pub(super) fn await_of(who: &str, what: &str) -> Step {
    Step::Await { who: who.to_owned(), what: what.to_owned() }
}
