//! ValidateActionConfig, PlanAction, InvokeAction: the provider has no actions yet.

use acme_schema::Diagnostics;

use super::{
    answer::Refuse,
    diagnostics::{has_no, to_wire},
    server::Server,
};
use crate::proto::tfplugin6::{
    invoke_action::{
        self, Event,
        event::{Completed, Type},
    },
    plan_action, validate_action_config,
};

const KIND: &str = "action";

pub(super) async fn validate(
    _: &Server,
    request: validate_action_config::Request,
) -> Result<validate_action_config::Response, Diagnostics> {
    Err(has_no(KIND, &request.action_type))
}

pub(super) async fn plan(
    _: &Server,
    request: plan_action::Request,
) -> Result<plan_action::Response, Diagnostics> {
    Err(has_no(KIND, &request.action_type))
}

pub(super) async fn invoke(_: &Server, request: invoke_action::Request) -> Result<Event, Diagnostics> {
    Err(has_no(KIND, &request.action_type))
}

impl Refuse for Event {
    fn refuse(&mut self, diagnostics: Diagnostics) {
        self.r#type = Some(Type::Completed(Completed { diagnostics: to_wire(diagnostics) }));
    }
}
