//! What runs before a new version does, as written.

use acme_schema::{Attr, List, Model};

use crate::service::spec::Retries;
use crate::shared::{PlainImageModel, WaitTime, text};

/// A container that must succeed before new replicas start, e.g. a migration. It has the service's environment, secrets,
/// volumes, sidecars, resources, identity and placement, but no ports and no probes.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct PreDeployModel {
    /// The container image, pulled with the service's `image.pull_secret`. Defaults to the service's.
    pub(crate) image: Attr<PlainImageModel>,
    /// The program to run, with its first arguments. Needed where `image` is not given: the service's own program would
    /// not come to an end.
    pub(crate) command: Attr<List<String>>,
    /// The arguments to run the program with.
    pub(crate) args: Attr<List<String>>,
    /// How long it may take, retries included; not part of `timeouts`.
    #[model(default = "10m", validate = text::<WaitTime>)]
    pub(crate) timeout: Attr<String>,
    /// How often it is tried again after a failure. What it does must bear that.
    #[model(default = 0, validate = Retries::validator)]
    pub(crate) retries: Attr<i64>,
}
