//! Changes to what a service consists of, as written.

use acme_schema::{Attr, Model};

use crate::service::spec::{JsonPointer, JsonText, Operation, PatchTarget};
use crate::shared::text;

/// One operation of a JSON Patch (RFC 6902) on a Kubernetes object of the service.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct PatchModel {
    /// The object, by kind or kind and name, e.g. `deployment` or `service/api`. A kind alone stands for all of it.
    #[model(required, validate = text::<PatchTarget>)]
    pub(crate) target: Attr<String>,
    /// What to do: `add` (a field, replacing one that is there, or a list's element), `replace` or `remove`.
    #[model(required, validate = text::<Operation>)]
    pub(crate) op: Attr<String>,
    /// The field, as a JSON Pointer (RFC 6901), e.g. `/spec/template/spec/priorityClassName`; `/-` at the end is the place
    /// after a list's last element.
    #[model(required, validate = text::<JsonPointer>)]
    pub(crate) path: Attr<String>,
    /// The new value as JSON, e.g. `jsonencode("high")`. Not for `remove`.
    #[model(validate = text::<JsonText>)]
    pub(crate) value: Attr<String>,
}
