//! GetFunctions, CallFunction: the provider has no functions yet.

use acme_schema::Diagnostics;

use super::{answer::Refuse, diagnostics::has_no, server::Server};
use crate::proto::tfplugin6::{FunctionError, call_function, get_functions};

pub(super) async fn list(
    _: &Server,
    _: get_functions::Request,
) -> Result<get_functions::Response, Diagnostics> {
    Ok(get_functions::Response::default())
}

pub(super) async fn call(
    _: &Server,
    request: call_function::Request,
) -> Result<call_function::Response, Diagnostics> {
    Err(has_no("function", &request.name))
}

impl Refuse for call_function::Response {
    fn refuse(&mut self, diagnostics: Diagnostics) {
        let text = diagnostics.into_iter().map(|d| d.summary).collect::<Vec<_>>().join("\n");
        self.error = Some(FunctionError { text, function_argument: None });
    }
}
