//! Who the service's pods are.

use acme_schema::Path;

use super::super::model::ServiceModel;
use crate::shared::{Findings, Given, ObjectName, RoleArn};

/// The identity of the service's pods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Account {
    /// An existing ServiceAccount; `None`: the service's own.
    pub(crate) existing: Option<ObjectName>,
    /// Only of the service's own.
    pub(crate) role_arn: Option<RoleArn>,
    pub(crate) has_token: bool,
}

pub(super) fn read(model: &ServiceModel, find: &mut Findings) -> Account {
    let path = Path::of("service_account");
    let at = |name: &str| path.attribute(name);
    let Some(given) = find.seen(&model.service_account) else { return Account::default() };
    if given.name.known().is_some() && given.role_arn.known().is_some() {
        find.rule(
            &at("role_arn"),
            "must not be set beside `name`: an existing ServiceAccount is left as it is",
        );
    }
    if given.name.known().is_some() && given.name == model.name {
        find.rule(
            &at("name"),
            "must differ from the service's name; without it, the service has one of its own",
        );
    }
    Account {
        existing: find.text(&given.name, &at("name")).option(),
        role_arn: find.text(&given.role_arn, &at("role_arn")).option(),
        has_token: find.plain(&given.automount_token).or(false).option().unwrap_or(false),
    }
}
