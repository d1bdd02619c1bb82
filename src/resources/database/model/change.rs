//! How a database is changed, as written.

use acme_schema::{Attr, Model};

use super::super::spec::{Hours, Strategy, Switchover, SwitchoverSeconds};
use crate::shared::text;

/// How changes are made that restart the server.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct UpdateStrategyModel {
    /// The way: `in_place`, or `blue_green`: a copy of the server gets a new `engine_version` or `instance_class` first, catches up,
    /// and takes over in about a minute. All other changes, such as those of a password or of `parameters`, are made in place. RDS
    /// makes no such copies of servers whose password it manages, so this needs `credentials.mode = "write_only"`, and automated
    /// backups.
    #[model(rename = "type", default = "in_place", validate = text::<Strategy>)]
    pub(crate) kind: Attr<String>,
    /// When the copy takes over: `automatic` (as soon as it has caught up), `window` (with the first apply in the
    /// `maintenance_window`) or `manual` (once this is changed to `automatic`, and applied).
    #[model(default = "automatic", validate = text::<Switchover>)]
    pub(crate) switchover: Attr<String>,
    /// How many seconds the switchover may take, 30 to 3600. Beyond that, everything stays as it was.
    #[model(default = 300, validate = SwitchoverSeconds::validator)]
    pub(crate) switchover_timeout: Attr<i64>,
    /// How many hours the former server is kept. It is deleted by the first apply after that, with a last snapshot unless
    /// `skip_final_snapshot` is true.
    #[model(default = 24, validate = Hours::validator)]
    pub(crate) keep_old: Attr<i64>,
}
