//! The data source `acme_recovery_posture`: what a backup plan promises beside what is so, in numbers that `check` blocks can
//! compare. It measures; what is promised is read back from the plan as an import reads it.

use std::collections::{BTreeMap, BTreeSet};

use acme_children::aws::{KEPT_UNTIL, is_selected};
use acme_children::{ChildId, Children, Kind, Location, Observed, tag};
use acme_schema::{Attr, Diagnostic, Diagnostics, List, Model, Path, Schema, Value};
use serde_json::{Value as Json, json};

use crate::backup_plan::history::{Drill, drills, instant, least_loss, points};
use crate::backup_plan::{BackupPlan, BackupPlanModel, PlanName};
use crate::registry::{DataSource, Facts, Resource, Target};
use crate::shared::{Instant, RegionName, Span, Text, missing, place_of_data, text};

const TYPE_NAME: &str = "acme_recovery_posture";

/// The child under which plans and databases of the whole region are looked at.
const COVERAGE: &str = "all";

/// The data source.
pub(crate) struct RecoveryPostureData;

/// The data source's attributes.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct PostureModel {
    /// The name of the backup plan.
    #[model(required, validate = text::<PlanName>)]
    pub(crate) name: Attr<String>,
    /// The AWS region of the plan. Defaults to the provider's.
    #[model(optional, validate = text::<RegionName>)]
    pub(crate) region: Attr<String>,
    /// What the plan loses at most, as a span of time such as `5m` or `26h`. Null where the plan has rules that `acme_backup_plan`
    /// could not have.
    #[model(computed)]
    pub(crate) rpo: Attr<String>,
    /// What would be lost now: how old the newest backup is, of the resource for which that is longest. A continuous backup that
    /// goes on counts as 5 minutes old: AWS Backup does not say it more exactly. Null where a resource that the plan selects has no
    /// backup, and where nothing is known to be selected.
    ///
    /// What counts are resources that the plan names and databases that it selects. Of the others that it selects by tags or `*`, only
    /// those count that have a backup already. What the plan does not select any more, and databases that are gone, do not count.
    #[model(computed)]
    pub(crate) rpo_actual: Attr<String>,
    /// The same as `rpo_actual`, in minutes.
    #[model(computed)]
    pub(crate) rpo_actual_minutes: Attr<i64>,
    /// Whether `rpo_actual` is no more than `rpo`: false where `rpo_actual` is null, null where `rpo` is.
    #[model(computed)]
    pub(crate) meets_rpo: Attr<bool>,
    /// What the copies lose at most, without the time that copying takes; null without copies.
    #[model(computed)]
    pub(crate) copy_rpo: Attr<String>,
    /// What would be lost now if there were only the copies: as `rpo_actual`, with the newest copy of each resource, in whatever
    /// region it is. Only vaults that `acme_backup_plan` has made are looked into: not those of other accounts.
    #[model(computed)]
    pub(crate) copy_rpo_actual: Attr<String>,
    /// The same as `copy_rpo_actual`, in minutes.
    #[model(computed)]
    pub(crate) copy_rpo_actual_minutes: Attr<i64>,
    /// How long a restore may take (`objectives.rto`); null where the plan does not say.
    #[model(computed)]
    pub(crate) rto: Attr<String>,
    /// How long the newest successful restore test took, of the resource for which that is longest, as a span of time such as
    /// `25m`; null where there is none. A test is successful if its restore is complete, and its validation, if there is
    /// one, has not failed.
    #[model(computed)]
    pub(crate) rto_measured: Attr<String>,
    /// The same as `rto_measured`, in minutes.
    #[model(computed)]
    pub(crate) rto_measured_minutes: Attr<i64>,
    /// Whether `rto_measured` is no more than `rto`: false where nothing was measured, null where there is no `rto`.
    #[model(computed)]
    pub(crate) meets_rto: Attr<bool>,
    /// The newest restore test that has come to its end; null before the first one.
    #[model(computed)]
    pub(crate) last_drill: Attr<DrillModel>,
    /// How many minutes ago the newest successful restore test has ended; null where there is none.
    #[model(computed)]
    pub(crate) last_drill_age_minutes: Attr<i64>,
    /// The ARNs of what has a backup in the plan's vault.
    #[model(computed)]
    pub(crate) protected_resources: Attr<List<String>>,
    /// The ARNs of what the plan names without `*` and what has no backup.
    #[model(computed)]
    pub(crate) unprotected_resources: Attr<List<String>>,
    /// The ARNs of the databases of `acme_database` in the region that no backup plan selects, whoever made it. Replicas and
    /// former servers are not listed.
    #[model(computed)]
    pub(crate) unprotected_databases: Attr<List<String>>,
}

/// A restore test.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct DrillModel {
    /// How the restore has ended: `COMPLETED`, `FAILED` or `ABORTED`.
    #[model(computed)]
    pub(crate) status: Attr<String>,
    /// How the validation has ended: `SUCCESSFUL`, `FAILED` or `TIMED_OUT`, or `VALIDATING` while it goes on; null where there is none.
    #[model(computed)]
    pub(crate) validation: Attr<String>,
    /// When the restore has ended (RFC 3339, UTC).
    #[model(computed)]
    pub(crate) at: Attr<String>,
    /// The ARN of what was backed up; null where AWS does not tell.
    #[model(computed)]
    pub(crate) resource_arn: Attr<String>,
    /// How long the restore took, as a span of time.
    #[model(computed)]
    pub(crate) duration: Attr<String>,
    /// What AWS says of it; null where there is nothing to say.
    #[model(computed)]
    pub(crate) message: Attr<String>,
}

impl DataSource for RecoveryPostureData {
    fn type_name(&self) -> &'static str {
        TYPE_NAME
    }

    fn schema(&self) -> Schema {
        let description = "Says whether one could come back: what a backup plan promises, what would be lost now, how long a restore \
                           took when it was tried last, and which databases nobody backs up. Made for `check` blocks.";
        Schema { version: 0, description: description.to_owned(), attributes: PostureModel::attributes() }
    }

    fn locate(&self, config: &Value, facts: &Facts) -> Result<Target, Diagnostics> {
        let model = PostureModel::from_value(config)
            .map_err(|error| Diagnostic::error("The configuration cannot be read").because(&error))?;
        let (region, name): (_, PlanName) = place_of_data(TYPE_NAME, ("name", &model.name), &model.region)?;
        let mut target = BackupPlan.locate(name.as_str(), facts)?;
        target.location = Location::Aws(region);
        target.ids.insert(ChildId::new(Kind::BackupCoverage, COVERAGE));
        Ok(target)
    }

    fn also(&self, target: &Target, observed: &Children<Observed>) -> Vec<ChildId> {
        BackupPlan.also(target, observed)
    }

    fn report(
        &self,
        config: &Value,
        target: &Target,
        observed: &Children<Observed>,
    ) -> Result<Value, Diagnostics> {
        let name = config.attribute("name").and_then(Value::as_str).unwrap_or_default();
        let Some(mut plan) = BackupPlan.recover(target, observed, &Facts::default()) else {
            return Err(missing("backup plan", ("name", name), &target.location.describe()).into());
        };
        BackupPlan.reflect(&mut plan, observed);
        let plan = BackupPlanModel::from_value(&plan).map_err(|error| {
            Diagnostic::error("The backup plan cannot be read").because(&error).at(Path::of("name"))
        })?;
        let mut value = posture(&plan, observed).to_value();
        for name in ["name", "region"] {
            value.set_attribute(name, config.attribute(name).cloned().unwrap_or(Value::Null));
        }
        Ok(value)
    }
}

/// What is so, beside what is promised.
fn posture(plan: &BackupPlanModel, observed: &Children<Observed>) -> PostureModel {
    let vaults: Vec<_> = observed.iter().filter(|(id, _)| id.kind == Kind::BackupVault).collect();
    let now = vaults.iter().find_map(|(_, vault)| instant(&vault.live["Now"]));
    let (home, copies): (Vec<_>, Vec<_>) = vaults.into_iter().partition(|(id, _)| id.in_region().1.is_none());
    let resources = selected(plan, observed);
    let reached = reached(observed);
    let rpo_actual = loss(&home, &resources, (now, &reached));
    let copy_rpo_actual = loss(&copies, &resources, (now, &BTreeMap::new()));
    let rpo = readable(&plan.rpo);
    let rto = plan.objectives.known().map_or(Attr::Null, |objectives| objectives.rto.clone());
    let testing = observed.iter().find(|(id, _)| id.kind == Kind::RestoreTestingPlan);
    let drills = testing.map(|(_, testing)| drills(&testing.live)).unwrap_or_default();
    let sources = sources(&home);
    let measured = slowest(&drills, &sources, &resources);
    let success = drills.iter().find(|drill| drill.is_success());
    let age = success.zip(now).map(|(drill, now)| now.since(drill.ended));
    PostureModel {
        meets_rpo: is_within(rpo_actual, &rpo),
        rpo,
        rpo_actual: spelled(rpo_actual),
        rpo_actual_minutes: minutes(rpo_actual),
        copy_rpo: readable(&plan.copy_rpo),
        copy_rpo_actual: spelled(copy_rpo_actual),
        copy_rpo_actual_minutes: minutes(copy_rpo_actual),
        meets_rto: is_within(measured, &rto),
        rto,
        rto_measured: spelled(measured),
        rto_measured_minutes: minutes(measured),
        last_drill: drills.first().map(|drill| shown(drill, &sources)).into(),
        last_drill_age_minutes: minutes(age),
        protected_resources: plan.protected_resources.clone(),
        unprotected_resources: plan.unprotected_resources.clone(),
        unprotected_databases: Attr::Known(uncovered(observed)),
        ..PostureModel::default()
    }
}

/// What follows from rules is not known of rules that cannot be read, such as those without a retention.
fn readable(promised: &Attr<String>) -> Attr<String> {
    promised.known().cloned().into()
}

/// What must have a backup: what the plan names, and what it selects otherwise, as far as that is known. What is in the vault
/// because it was selected in former times, or was there in former times, is not asked for.
fn selected(plan: &BackupPlanModel, observed: &Children<Observed>) -> BTreeSet<String> {
    let name = plan.name.known().map_or("", String::as_str);
    let selection = observed.get(&ChildId::new(Kind::BackupSelection, name));
    let selection = selection.map_or(&Json::Null, |found| &found.live);
    let databases: Option<BTreeMap<_, _>> = coverage(observed).map(|coverage| {
        let all = coverage["Databases"].as_array().into_iter().flatten();
        all.filter_map(|database| Some((database["DBInstanceArn"].as_str()?, &database["Tags"]))).collect()
    });
    let patterns: Vec<_> =
        selection["Resources"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    let named = || patterns.iter().copied().filter(|arn| !arn.contains('*'));
    let protected = plan.protected_resources.known().into_iter().flatten();
    let protected: BTreeSet<_> = protected.filter_map(Attr::known).map(String::as_str).collect();
    // What has which tags is known of databases alone.
    let by_arn = json!({ "Resources": patterns, "NotResources": selection["NotResources"] });
    let by_tags_alone = patterns.is_empty();
    let is_gone = |arn: &str| databases.is_some() && is_instance(arn);
    let is_asked_for = |arn: &&str| match databases.as_ref().and_then(|all| all.get(arn)) {
        Some(tags) => is_selected(selection, arn, tags),
        None => {
            named().any(|named| named == *arn)
                || protected.contains(arn)
                    && (by_tags_alone || is_selected(&by_arn, arn, &Json::Null))
                    && !is_gone(arn)
        }
    };
    let all = databases.iter().flat_map(|all| all.keys().copied());
    let all: BTreeSet<_> = all.chain(named()).chain(protected.iter().copied()).collect();
    all.into_iter().filter(is_asked_for).map(str::to_owned).collect()
}

/// Whether it is the ARN of a DB instance.
fn is_instance(arn: &str) -> bool {
    let parts: Vec<_> = arn.splitn(6, ':').collect();
    matches!(parts[..], [_, _, "rds", _, _, resource] if resource.starts_with("db:"))
}

/// What is lost where there are only these vaults: of the resource that loses most. `None` where one would not come back.
fn loss(
    vaults: &[(&ChildId, &Observed)],
    resources: &BTreeSet<String>,
    (now, reached): (Option<Instant>, &BTreeMap<&str, Instant>),
) -> Option<Span> {
    let now = now?;
    let points: Vec<_> = vaults.iter().flat_map(|(_, vault)| points(&vault.live)).collect();
    let losses: Option<Vec<_>> = resources
        .iter()
        .map(|of| least_loss(&points, of, (now, reached.get(of.as_str()).copied())))
        .collect();
    losses?.into_iter().max()
}

/// Up to when the logs of each database have been shipped, as RDS says it.
fn reached(observed: &Children<Observed>) -> BTreeMap<&str, Instant> {
    let databases =
        coverage(observed).into_iter().flat_map(|all| all["Databases"].as_array().into_iter().flatten());
    let latest = |database| -> Option<(&str, Instant)> {
        let database: &Json = database;
        Some((database["DBInstanceArn"].as_str()?, instant(&database["LatestRestorableTime"])?))
    };
    databases.filter_map(latest).collect()
}

/// What each recovery point is of.
fn sources<'a>(vaults: &[(&'a ChildId, &'a Observed)]) -> BTreeMap<&'a str, &'a str> {
    let points = vaults.iter().flat_map(|(_, vault)| points(&vault.live));
    points.map(|point| (point.arn, point.resource)).collect()
}

/// What a drill has restored: it says so itself, or the vault does.
fn source<'a>(drill: &Drill<'a>, sources: &BTreeMap<&str, &'a str>) -> Option<&'a str> {
    let point = drill.live["RecoveryPointArn"].as_str();
    drill.live["SourceResourceArn"].as_str().or_else(|| sources.get(point?).copied())
}

/// How long restoring takes at most, by the newest success of each resource that counts. Drills are newest first.
fn slowest(
    drills: &[Drill<'_>],
    sources: &BTreeMap<&str, &str>,
    resources: &BTreeSet<String>,
) -> Option<Span> {
    let mut newest = BTreeMap::new();
    for drill in drills.iter().filter(|drill| drill.is_success()) {
        let of = source(drill, sources);
        if of.is_none_or(|of| resources.contains(of)) {
            newest.entry(of).or_insert(drill.duration);
        }
    }
    newest.into_values().flatten().max()
}

/// Null where nothing is promised.
fn is_within(actual: Option<Span>, promised: &Attr<String>) -> Attr<bool> {
    let promised = promised.known().and_then(|text| Span::parse(text));
    promised.map(|promised| actual.is_some_and(|actual| actual <= promised)).into()
}

fn spelled(span: Option<Span>) -> Attr<String> {
    span.map(|span| span.to_string()).into()
}

fn minutes(span: Option<Span>) -> Attr<i64> {
    span.and_then(|span| i64::try_from(span.minutes()).ok()).into()
}

fn shown<'a>(drill: &Drill<'a>, sources: &BTreeMap<&str, &'a str>) -> DrillModel {
    let text = |field: &str| drill.live[field].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    DrillModel {
        status: Attr::Known(drill.status.to_owned()),
        validation: text("ValidationStatus").into(),
        at: Attr::Known(drill.ended.to_string()),
        resource_arn: source(drill, sources).map(str::to_owned).into(),
        duration: spelled(drill.duration),
        message: text("StatusMessage").or_else(|| text("ValidationStatusMessage")).into(),
    }
}

/// The plans and databases of the region.
fn coverage(observed: &Children<Observed>) -> Option<&Json> {
    observed.get(&ChildId::new(Kind::BackupCoverage, COVERAGE)).map(|found| &found.live)
}

/// The databases of `acme_database` that no plan of the region selects.
fn uncovered(observed: &Children<Observed>) -> List<String> {
    let coverage = coverage(observed).unwrap_or(&Json::Null);
    let list = |field: &str| coverage[field].as_array().into_iter().flatten();
    let selections: Vec<_> =
        list("Plans").flat_map(|plan| plan["Selections"].as_array().into_iter().flatten()).collect();
    // A replica has the data of its source, and a former server is only kept for a while.
    let is_own = |database: &&Json| {
        database["Tags"][tag::RESOURCE] == "acme_database"
            && database["Tags"][KEPT_UNTIL].is_null()
            && database["ReadReplicaSourceDBInstanceIdentifier"].is_null()
    };
    let databases = list("Databases").filter(is_own);
    let arns = databases.filter_map(|database| {
        let arn = database["DBInstanceArn"].as_str()?;
        let is_covered = selections.iter().any(|selection| is_selected(selection, arn, &database["Tags"]));
        (!is_covered).then(|| arn.to_owned())
    });
    arns.collect::<BTreeSet<_>>().into_iter().map(Attr::Known).collect()
}
