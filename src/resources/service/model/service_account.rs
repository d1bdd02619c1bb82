//! Who the service's pods are, as written.

use acme_schema::{Attr, Model};

use crate::shared::{ObjectName, RoleArn, text};

/// The identity of the service's pods.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ServiceAccountModel {
    /// The name of an existing ServiceAccount in the service's namespace, which is left as it is. Without it, the service
    /// has one of its own, of its name.
    #[model(validate = text::<ObjectName>)]
    pub(crate) name: Attr<String>,
    /// The IAM role that the pods act as (IAM roles for service accounts: the annotation `eks.amazonaws.com/role-arn`). Not
    /// allowed beside `name`. The pods reach AWS only where `connects_to` says so: port 443 of its addresses, or of the
    /// VPC endpoints of STS and of what else they call.
    #[model(validate = text::<RoleArn>)]
    pub(crate) role_arn: Attr<String>,
    /// Whether the pods get a token for the Kubernetes API. The token for `role_arn` does not need it. The
    /// API server's address and port must be in `connects_to`.
    #[model(default = false)]
    pub(crate) automount_token: Attr<bool>,
}
