//! The four calls about values that live for one run: the provider has none yet.

use acme_schema::Diagnostics;

use super::{diagnostics::has_no, server::Server};
use crate::proto::tfplugin6::{
    close_ephemeral_resource, open_ephemeral_resource, renew_ephemeral_resource,
    validate_ephemeral_resource_config,
};

const KIND: &str = "ephemeral resource type";

pub(super) async fn validate(
    _: &Server,
    request: validate_ephemeral_resource_config::Request,
) -> Result<validate_ephemeral_resource_config::Response, Diagnostics> {
    Err(has_no(KIND, &request.type_name))
}

pub(super) async fn open(
    _: &Server,
    request: open_ephemeral_resource::Request,
) -> Result<open_ephemeral_resource::Response, Diagnostics> {
    Err(has_no(KIND, &request.type_name))
}

pub(super) async fn renew(
    _: &Server,
    request: renew_ephemeral_resource::Request,
) -> Result<renew_ephemeral_resource::Response, Diagnostics> {
    Err(has_no(KIND, &request.type_name))
}

pub(super) async fn close(
    _: &Server,
    request: close_ephemeral_resource::Request,
) -> Result<close_ephemeral_resource::Response, Diagnostics> {
    Err(has_no(KIND, &request.type_name))
}
