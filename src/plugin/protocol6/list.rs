//! ListResource, ValidateListResourceConfig: the provider lists nothing yet.

use acme_schema::Diagnostics;

use super::{
    answer::Refuse,
    diagnostics::{has_no, to_wire},
    server::Server,
};
use crate::proto::tfplugin6::{
    list_resource::{Event, Request},
    validate_list_resource_config,
};

const KIND: &str = "list resource type";

pub(super) async fn list(_: &Server, request: Request) -> Result<Event, Diagnostics> {
    Err(has_no(KIND, &request.type_name))
}

pub(super) async fn validate(
    _: &Server,
    request: validate_list_resource_config::Request,
) -> Result<validate_list_resource_config::Response, Diagnostics> {
    Err(has_no(KIND, &request.type_name))
}

impl Refuse for Event {
    fn refuse(&mut self, diagnostics: Diagnostics) {
        self.diagnostic = to_wire(diagnostics);
    }
}
