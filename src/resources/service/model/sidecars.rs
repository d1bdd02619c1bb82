//! Containers beside the service's own, as written.

use acme_schema::{Attr, List, Map, Model};

use super::ResourcesModel;
use crate::shared::PlainImageModel;

/// A container that starts before the service's and ends after it (Kubernetes: an init container that is restarted always).
/// It runs under the same restrictions, with a `/tmp` of its own.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct SidecarModel {
    /// The container image, pulled with the service's `image.pull_secret`.
    #[model(required)]
    pub(crate) image: Attr<PlainImageModel>,
    /// The program to run instead of the image's entry point, with its first arguments. No shell is involved.
    pub(crate) command: Attr<List<String>>,
    /// The arguments to run the program with, instead of the image's.
    pub(crate) args: Attr<List<String>>,
    /// Environment variables by name, kept in the state and in the Deployment: not the place for secrets. In a value,
    /// `$(NAME)` stands for another of them.
    pub(crate) env: Attr<Map<String>>,
    /// What it is given of a node's CPU and memory, beside the service's container.
    pub(crate) resources: Attr<ResourcesModel>,
    /// Where it finds which of `volumes`: folder by name of the volume, e.g. `{ conf = "/etc/proxy" }`.
    pub(crate) mounts: Attr<Map<String>>,
}
