//! Where an existing backup plan is, and which objects it may consist of.

use std::collections::BTreeSet;

use acme_children::{ChildId, Children, Kind, Location, Observed};
use acme_schema::Diagnostic;
use serde_json::Value;

use super::expand::{role_name, testing_name, testing_role_name};
use super::spec::{Arn, KINDS, PlanName};
use crate::registry::Target;
use crate::shared::{Text, place_of_id};

/// The plan that an import names.
pub(super) fn by_id(id: &str) -> Result<Target, Diagnostic> {
    let (region, name) = place_of_id::<PlanName>(id, "a backup plan")?;
    let name = name.as_str();
    let named =
        [Kind::BackupPlan, Kind::BackupSelection, Kind::BackupVault].map(|kind| ChildId::new(kind, name));
    let mut ids = BTreeSet::from(named);
    ids.insert(ChildId::new(Kind::RestoreTestingPlan, testing_name(name)));
    Ok(Target { location: Location::Aws(region), ids })
}

/// What the plan leads to: its roles, the vaults of its copies, and what is tried of each kind. Which selections for restore tests
/// there are, and so what they act as, is not seen yet: a plan that has made a role of its own to back up has one to restore.
pub(super) fn contents(observed: &Children<Observed>) -> Vec<ChildId> {
    let find = |kind: Kind| observed.iter().find(|(id, _)| id.kind == kind);
    let mut ids = Vec::new();
    if let Some((id, plan)) = find(Kind::BackupPlan) {
        ids.extend(
            made(&plan.live, &id.name)
                .into_iter()
                .map(|region| ChildId::new(Kind::BackupVault, format!("{}@{region}", id.name))),
        );
    }
    if let Some((id, selection)) = find(Kind::BackupSelection) {
        let role = role_name(&id.name);
        let is_own =
            selection.live["IamRoleArn"].as_str().is_some_and(|arn| arn.ends_with(&format!(":role/{role}")));
        ids.extend(is_own.then(|| ChildId::new(Kind::Role, role)));
        if let Some((testing, _)) = find(Kind::RestoreTestingPlan) {
            ids.extend(is_own.then(|| ChildId::new(Kind::Role, testing_role_name(&id.name))));
            let selected = references(&selection.live);
            let is_selected =
                |word: &str| selected.iter().any(|arn| arn.kind().is_some_and(|kind| kind.word == word));
            let kinds = KINDS.iter().filter(|kind| is_selected(kind.word));
            ids.extend(kinds.map(|kind| {
                ChildId::new(Kind::RestoreTestingSelection, format!("{}.{}", testing.name, kind.word))
            }));
        }
    }
    ids
}

/// What a selection names.
pub(super) fn references(selection: &Value) -> Vec<Arn> {
    let named = selection["Resources"].as_array().into_iter().flatten();
    named.filter_map(Value::as_str).filter_map(Arn::parse).collect()
}

/// The copies of a plan's rules: the ARN of each vault, once.
pub(super) fn destinations(plan: &Value) -> BTreeSet<&str> {
    let rules = plan["Rules"].as_array().into_iter().flatten();
    let copies = rules.flat_map(|rule| rule["CopyActions"].as_array().into_iter().flatten());
    copies.filter_map(|copy| copy["DestinationBackupVaultArn"].as_str()).collect()
}

/// The regions in which the plan has vaults of its own for copies: those of its name, in its account.
pub(super) fn made(plan: &Value, name: &str) -> BTreeSet<String> {
    let own = plan["BackupPlanArn"].as_str().and_then(Arn::parse);
    let account = own.as_ref().map_or("", |arn| arn.account());
    let is_own =
        |arn: &Arn| arn.account() == account && arn.resource().strip_prefix("backup-vault:") == Some(name);
    let vaults = destinations(plan).into_iter().filter_map(Arn::parse);
    vaults.filter(is_own).map(|arn| arn.region().to_owned()).collect()
}
