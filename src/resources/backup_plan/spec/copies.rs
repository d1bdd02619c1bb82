//! Where backups are copied to.

use std::collections::BTreeSet;

use acme_schema::{Attr, Path};

use super::super::model::{BackupPlanModel, CopyActionModel};
use super::rules::{Lifecycle, optional_lifecycle};
use super::{AccountId, KeyArn, VaultArn, arns::Arn};
use crate::shared::{Findings, Given, RegionName, Text};

/// A place for copies.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CopyAction {
    pub(crate) to: Destination,
    /// `None`: as the rule says.
    pub(crate) lifecycle: Option<Lifecycle>,
}

/// Which vault it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Destination {
    /// One that is made, in another region.
    Made { region: RegionName, key: Option<KeyArn> },
    /// One of the plan's name that another account has.
    Foreign { region: RegionName, account: AccountId },
    /// Some other that exists.
    Vault(VaultArn),
}

impl CopyAction {
    /// The region of a vault that is made.
    pub(crate) fn made(&self) -> Option<(&RegionName, Option<&KeyArn>)> {
        match &self.to {
            Destination::Made { region, key } => Some((region, key.as_ref())),
            Destination::Foreign { .. } | Destination::Vault(_) => None,
        }
    }
}

pub(super) fn read(
    model: &BackupPlanModel,
    home: Option<&str>,
    find: &mut Findings,
) -> Option<Vec<CopyAction>> {
    if model.copy_actions.is_unknown() {
        find.unknown();
        return None;
    }
    let mut actions = Vec::new();
    let mut taken = BTreeSet::new();
    let mut is_complete = true;
    for (position, given) in model.copy_actions.known().into_iter().flatten().enumerate() {
        let path = Path::of("copy_actions").index(position);
        if given.is_null() {
            find.rule(&path, "must not be null");
        }
        let Some(given) = find.seen(given) else {
            is_complete = false;
            continue;
        };
        let key = (given.region.known(), given.account_id.known(), given.destination_vault_arn.known());
        let is_known = !given.region.is_unknown() && !given.account_id.is_unknown();
        if key != (None, None, None) && is_known && !taken.insert(key) {
            find.rule(&path, "must not be there twice: there is one copy in each place");
        }
        match action(given, (&path, home), find) {
            Some(action) => actions.push(action),
            None => is_complete = false,
        }
    }
    is_complete.then_some(actions)
}

fn action(
    given: &CopyActionModel,
    (path, home): (&Path, Option<&str>),
    find: &mut Findings,
) -> Option<CopyAction> {
    let at = |name: &str| path.attribute(name);
    let region: Attr<RegionName> = find.text(&given.region, &at("region"));
    let account: Attr<AccountId> = find.text(&given.account_id, &at("account_id"));
    let vault: Attr<VaultArn> = find.text(&given.destination_vault_arn, &at("destination_vault_arn"));
    let key: Attr<KeyArn> = find.text(&given.kms_key_arn, &at("kms_key_arn"));
    let lifecycle = optional_lifecycle(&given.lifecycle, &at("lifecycle"), find);
    match (&given.region, &given.destination_vault_arn) {
        (Attr::Null, Attr::Null) => {
            find.rule(path, "must have exactly one of `region` and `destination_vault_arn`");
        }
        (Attr::Known(_), Attr::Known(_)) => {
            find.rule(
                &at("destination_vault_arn"),
                "must not be set with `region`: it says where the vault is",
            );
        }
        (_, _) => {}
    }
    if given.account_id.known().is_some() && given.region.is_null() {
        find.rule(
            &at("account_id"),
            "must not be set without `region`, where that account has a vault of the plan's name",
        );
    }
    if given.kms_key_arn.known().is_some() && (given.region.is_null() || given.account_id.known().is_some()) {
        find.rule(
            &at("kms_key_arn"),
            "must not be set where no vault is made: the one that exists has its key",
        );
    }
    if given.account_id.is_null() && region.known().is_some_and(|region| Some(region.as_str()) == home) {
        let allowed = "must be another region than the plan's: the backups are there already. For a copy in the same region, name \
                       another account with `account_id`, or another vault with `destination_vault_arn`";
        find.rule(&at("region"), allowed);
    }
    if let (Some(region), Some(key)) = (region.known(), key.known())
        && Arn::parse(key.as_str()).is_some_and(|key| key.region() != region.as_str())
    {
        find.rule(&at("kms_key_arn"), format!("must be a key in `{region}`, where the vault is"));
    }
    let to = match (region.option(), account.option(), vault.option()) {
        (Some(region), None, None) => Destination::Made { region, key: key.option() },
        (Some(region), Some(account), None) => Destination::Foreign { region, account },
        (None, None, Some(vault)) => Destination::Vault(vault),
        (_, _, _) => return None,
    };
    Some(CopyAction { to, lifecycle })
}
