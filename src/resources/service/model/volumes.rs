//! What can be mounted into a container, as written.

use acme_children::Quantity;
use acme_schema::{Attr, Map, Model};

use super::SecretModel;
use crate::service::spec::Medium;
use crate::shared::{MountPath, ObjectName, text};

/// A folder in the container. Exactly one of `config`, `secret`, `empty_dir` and `persistent_claim` is given.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct VolumeModel {
    /// Where the container finds it. A volume at `/tmp` takes the place of the writable one that is there otherwise.
    #[model(required, validate = text::<MountPath>)]
    pub(crate) mount_path: Attr<String>,
    /// Text files by name, read-only, kept in the state and in a ConfigMap: not the place for secrets. A change starts new
    /// pods. At most 1 MiB in all.
    pub(crate) config: Attr<Map<String>>,
    /// Files from AWS Secrets Manager by name, read-only, kept in a Secret. A new version starts new pods.
    pub(crate) secret: Attr<Map<SecretModel>>,
    /// A folder that is empty when a replica starts, and gone with it.
    pub(crate) empty_dir: Attr<EmptyDirModel>,
    /// Storage that outlives the replicas.
    pub(crate) persistent_claim: Attr<PersistentClaimModel>,
}

/// A folder that lives as long as a replica.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct EmptyDirModel {
    /// The most that it can hold, in bytes, e.g. `1Gi`: a replica that writes more is replaced.
    #[model(validate = text::<Quantity>)]
    pub(crate) size_limit: Attr<String>,
    /// Where it is: `Memory` for a file system in memory, which counts as the container's. Without it, the node's disk.
    #[model(validate = text::<Medium>)]
    pub(crate) medium: Attr<String>,
}

/// Storage that outlives the replicas. Group 65532, which the containers are in, may write to it.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct PersistentClaimModel {
    /// The name of an existing PersistentVolumeClaim in the service's namespace. While a change is rolled out, old and
    /// new replicas use it at the same time: its access mode must allow that.
    #[model(required, validate = text::<ObjectName>)]
    pub(crate) claim_name: Attr<String>,
    /// Whether the files can only be read.
    #[model(default = false)]
    pub(crate) read_only: Attr<bool>,
}
