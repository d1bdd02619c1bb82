//! What live objects say about who the pods are.

use acme_schema::Attr;
use serde_json::Value;

use super::super::expand::ROLE_ARN;
use super::super::model::ServiceAccountModel;
use super::text;

/// Null where it is the service's own, and nothing special about it.
pub(super) fn service_account(pod: &Value, account: &Value, service: &str) -> Attr<ServiceAccountModel> {
    let existing = pod["serviceAccountName"].as_str().filter(|name| *name != service);
    let model = match existing {
        Some(name) => ServiceAccountModel {
            name: Attr::Known(name.to_owned()),
            role_arn: Attr::Null,
            automount_token: Attr::Known(pod["automountServiceAccountToken"] != false),
        },
        None => ServiceAccountModel {
            name: Attr::Null,
            role_arn: text(&account["metadata"]["annotations"][ROLE_ARN]),
            automount_token: Attr::Known(account["automountServiceAccountToken"] == true),
        },
    };
    let plain = ServiceAccountModel { automount_token: Attr::Known(false), ..ServiceAccountModel::default() };
    if model == plain { Attr::Null } else { Attr::Known(model) }
}
