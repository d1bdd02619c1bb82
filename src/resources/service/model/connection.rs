//! What the replicas may connect to, as written.

use acme_schema::{Attr, Model};

use super::super::spec::ServiceId;
use crate::shared::{Cidr, DatabaseId, PortNumber, Protocol, text};

/// Something to connect to. Exactly one of `service_id`, `database_id` and `cidr` is given.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct ConnectionModel {
    /// The `id` of another `acme_service` on the same cluster: `NAMESPACE/NAME`.
    #[model(validate = text::<ServiceId>)]
    pub(crate) service_id: Attr<String>,
    /// The `id` of an `acme_database`. Its addresses change, so connections to `port` of any private address are let through:
    /// who may connect to the database is up to its security groups.
    #[model(validate = text::<DatabaseId>)]
    pub(crate) database_id: Attr<String>,
    /// A range of IP addresses, e.g. that of a database's subnets. Needs `port`.
    #[model(validate = text::<Cidr>)]
    pub(crate) cidr: Attr<String>,
    /// The number that the other side listens on; of a service the container's, not its `service_port`. Without it, every
    /// port that the other service declares, and 5432 of a database.
    #[model(validate = PortNumber::validator)]
    pub(crate) port: Attr<i64>,
    /// The transport protocol of `port`.
    #[model(default = "TCP", validate = text::<Protocol>)]
    pub(crate) protocol: Attr<String>,
}
