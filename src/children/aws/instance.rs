//! Database servers: what differs, which step comes next, and going the way to its end. Reading order: `changes` (wanted ×
//! found), `seen` (what is there, told apart), `course` (the next step), `birth` (making and ending), `blue_green`.

mod birth;
mod blue_green;
mod changes;
mod course;
mod parameters;
mod seen;
mod status;
mod step;
mod version;

use std::time::Duration;

use serde_json::{Value, json};

pub use birth::PASSWORD_VERSION;
pub(crate) use changes::{EXPIRED, changes, restarts, tag_changes, value};
pub use changes::{pending_reboot, port};
pub use parameters::is_static;
pub use seen::{GENERATION, KEPT_UNTIL, PARAMETERS};
pub(crate) use seen::{Look, VERIFIED, notes};
pub(crate) use step::{Step, Stuck};
pub use version::{at_least, is_within, window_contains};

use super::wait::{Progress, Task};
use super::{Action, Aws, AwsError, Request, listing, parameter_group};
use crate::{ChildId, CloudError, Manifest, Observed};

/// What is found of a server; `None` where there is none of the name.
pub(super) fn observed(aws: &dyn Aws, name: &str, look: &Look) -> Option<Observed> {
    let moments = (aws.moment(0), String::new());
    seen::seen(look, name, None, moments).main.map(|live| Observed { live })
}

/// Asks for a server that is not there, so that there is something to wait for.
pub(super) async fn apply(task: Task<'_>, manifest: &Manifest) -> Result<Observed, CloudError> {
    let progress = Progress::default();
    let manifest = resolved(task, manifest).await?;
    let (step, live) = look(task, &manifest, &progress).await?;
    let Ok(Step::Call(request)) = step else { return Ok(Observed { live: known(live, &manifest) }) };
    if !live.is_null() {
        return Ok(Observed { live });
    }
    let made = task.begin(request).await?;
    Ok(Observed { live: known(made, &manifest) })
}

/// What is known of a server that does not show yet: whose it is.
fn known(live: Value, manifest: &Manifest) -> Value {
    if live.is_null() { json!({ "Tags": manifest.json()["Tags"] }) } else { live }
}

/// Goes the whole way.
pub(super) async fn ready(task: Task<'_>, manifest: &Manifest) -> Result<Observed, CloudError> {
    let mut progress = Progress::default();
    let manifest = resolved(task, manifest).await?;
    loop {
        let (step, live) = look(task, &manifest, &progress).await?;
        let step = match step {
            Ok(step) => step,
            Err(stuck) => return Err(task.stuck(stuck).await),
        };
        if let (Step::Call(request), true) = (&step, live.is_null() && progress.is_fresh()) {
            progress.has_been_asked(request);
        }
        if let Step::Verify { who } = &step {
            verify(task, &manifest, who).await?;
            task.rest("its verification to be noted", &mut progress).await?;
            continue;
        }
        if task.take(step, &mut progress).await? {
            if progress.has_deleted {
                parameter_group::sweep(task, &manifest).await;
            }
            return Ok(Observed { live });
        }
    }
}

/// Deletes a server and its former ones, and waits until none is left.
pub(super) async fn delete(task: Task<'_>, last: Option<&Manifest>) -> Result<(), CloudError> {
    let (name, _) = task.id.in_region();
    let orders = last.map_or(&Value::Null, Manifest::orders);
    let mut progress = Progress::default();
    loop {
        let look = listing::look(task.aws, task.region).await.map_err(|error| error.about(task.id))?;
        let seen = seen::seen(&look, name, last, (task.aws.moment(0), String::new()));
        let former = seen.kept.first().map(|(former, _)| *former);
        let Some(instance) = seen.main.as_ref().or(seen.fresh).or(former) else {
            if let Some(last) = last {
                parameter_group::sweep(task, last).await;
            }
            return Ok(());
        };
        refuse_promoted(task.id, orders, instance)?;
        // A deployment would keep its servers from being deleted.
        let deployment = seen.deployment.filter(|deployment| deployment["Status"] != "DELETING");
        let step = deployment.map_or_else(|| birth::end(instance, orders, &seen.now), blue_green::end);
        task.take(step, &mut progress).await?;
    }
}

/// A replica that was promoted has data of its own, which no last snapshot of a replica holds.
fn refuse_promoted(id: &ChildId, orders: &Value, instance: &Value) -> Result<(), CloudError> {
    let was_replica = id.kind == crate::Kind::DbReplica || orders["Replica"].is_object();
    if !was_replica || instance["ReadReplicaSourceDBInstanceIdentifier"].is_string() {
        return Ok(());
    }
    let is_moving = matches!(
        status::meaning(instance["DBInstanceStatus"].as_str().unwrap_or_default()),
        status::Status::Moving
    );
    if is_moving {
        return Ok(());
    }
    Err(CloudError::Failed {
        id: id.clone(),
        reason: "no replica any more".to_owned(),
        chain: Vec::new(),
        hint: "it was promoted and has data of its own: delete the instance by hand, then apply again"
            .to_owned(),
    })
}

/// Looks, and says which step comes next, with what is found of the server itself.
async fn look(
    task: Task<'_>,
    manifest: &Manifest,
    progress: &Progress,
) -> Result<(Result<Step, Stuck>, Value), CloudError> {
    let (name, _) = task.id.in_region();
    let mut look = listing::look(task.aws, task.region).await.map_err(|error| error.about(task.id))?;
    if let Some(source) = manifest.orders()["Replica"]["Source"].as_str() {
        let home = manifest.orders()["Replica"]["SourceRegion"].as_str();
        look.source =
            listing::instance(task.aws, home, source).await.map_err(|error| error.about(task.id))?;
    }
    let hours = manifest.orders()["KeepHours"].as_u64().and_then(|hours| u32::try_from(hours).ok());
    let moments = (task.aws.moment(0), task.aws.moment(hours.unwrap_or(0)).text);
    let mut seen = seen::seen(&look, name, Some(manifest), moments);
    seen.may_retry = progress.is_fresh();
    (seen.has_sent_password, seen.has_rebooted) = (progress.has_sent_password, progress.has_rebooted);
    let step = course::next(name, manifest, &seen);
    let live = seen.live().clone();
    Ok((step, live))
}

/// The manifest with the ARN of a role in place of its name.
async fn resolved(task: Task<'_>, manifest: &Manifest) -> Result<Manifest, CloudError> {
    let role = manifest.json()[changes::MONITORING_ROLE].as_str();
    let Some(name) = role.filter(|role| !role.starts_with("arn:")) else { return Ok(manifest.clone()) };
    let request = Request::new(Action::GetRole, json!({ "RoleName": name }));
    let role = task.aws.call(task.region, request).await.map_err(|error| error.about(task.id))?;
    let arn = role["Arn"].clone();
    manifest.clone().try_map(|json| {
        json[changes::MONITORING_ROLE] = arn;
        Ok::<_, CloudError>(())
    })
}

/// Runs the SQL that tells whether a restored server has what it should have, and notes that it has.
async fn verify(task: Task<'_>, manifest: &Manifest, who: &str) -> Result<(), CloudError> {
    let sql = manifest.orders()["Restore"]["VerifySql"].as_str().unwrap_or_default();
    let found = listing::instance(task.aws, task.region, who).await.map_err(|error| error.about(task.id))?;
    let instance = found.unwrap_or(Value::Null);
    let password = birth::password(manifest);
    let failed = |error: AwsError| {
        match error {
        AwsError::Cloud(error) => error,
        AwsError::Refused { .. } => CloudError::Failed {
            id: task.id.clone(),
            reason: "the restored database is not what `restore.verify_sql` asks for".to_owned(),
            chain: vec![format!("instance {who}"), error.to_string()],
            hint: "the database runs as before, with its old data. Look into the restored one; to try another source, change \
                   `restore` and raise its `generation`"
                .to_owned(),
        },
    }
    };
    task.aws.query(task.region, &instance, password.as_ref(), sql).await.map_err(failed)?;
    let Step::Call(request) = course::tag(&instance, &json!({ VERIFIED: task.aws.moment(0).text })) else {
        return Ok(());
    };
    task.aws.call(task.region, request).await.map(drop).map_err(|error| error.about(task.id))
}

/// The former servers that are kept: until when, by name.
#[must_use]
pub fn kept(live: &Value) -> Vec<(String, Option<String>)> {
    let kept = live["Kept"].as_object().into_iter().flatten();
    kept.map(|(name, until)| (name.clone(), until.as_str().map(str::to_owned))).collect()
}

/// Whether nothing is under way with a server.
pub(crate) fn is_at_rest(live: &Value) -> bool {
    let status = live["DBInstanceStatus"].as_str().unwrap_or_default();
    let deployment = live[blue_green::DEPLOYMENT]["Status"].as_str();
    status::meaning(status) == status::Status::Settled
        && deployment.is_none_or(|status| status == "AVAILABLE")
}

/// The longest that a change of a server is waited for where nobody says.
pub(super) const DEFAULT_WAIT: Duration = Duration::from_secs(3600);
