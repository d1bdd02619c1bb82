//! GetFunctions, CallFunction: what a configuration can compute with. A function has no diagnostics: what is wrong is one
//! text, with the argument that it is about.

use std::collections::BTreeMap;

use acme_schema::{Diagnostic, Diagnostics, Function, Parameter, Type, Value};

use super::{
    answer::Refuse,
    diagnostics::has_no,
    dynamic::{decode, encode},
    server::Server,
};
use crate::{
    FunctionError,
    proto::tfplugin6::{self as wire, DynamicValue, StringKind, call_function, get_functions},
};

pub(super) async fn list(
    server: &Server,
    _: get_functions::Request,
) -> Result<get_functions::Response, Diagnostics> {
    Ok(get_functions::Response {
        functions: all(&server.provider.schemas().functions),
        ..get_functions::Response::default()
    })
}

/// The signatures of these functions.
pub(super) fn all(functions: &BTreeMap<String, Function>) -> BTreeMap<String, wire::Function> {
    functions.iter().map(|(name, declared)| (name.clone(), function(declared))).collect()
}

fn function(function: &Function) -> wire::Function {
    wire::Function {
        parameters: function.parameters.iter().map(parameter).collect(),
        variadic_parameter: function.variadic.as_ref().map(parameter),
        r#return: Some(wire::function::Return { r#type: type_name(&function.returns) }),
        summary: function.summary.clone(),
        description: function.description.clone(),
        description_kind: StringKind::Markdown.into(),
        deprecation_message: String::new(),
    }
}

fn parameter(parameter: &Parameter) -> wire::function::Parameter {
    wire::function::Parameter {
        name: parameter.name.clone(),
        r#type: type_name(&parameter.ty),
        allow_null_value: parameter.allow_null,
        allow_unknown_values: parameter.allow_unknown,
        description: parameter.description.clone(),
        description_kind: StringKind::Markdown.into(),
    }
}

fn type_name(ty: &Type) -> Vec<u8> {
    ty.to_json().to_string().into_bytes()
}

pub(super) async fn call(
    server: &Server,
    request: call_function::Request,
) -> Result<call_function::Response, Diagnostics> {
    tracing::Span::current().record("tf_function_name", &request.name);
    let function = server.provider.schemas().functions.get(&request.name);
    let function = function.ok_or_else(|| has_no("function", &request.name))?;
    let given = request.arguments.len();
    let arguments = match arguments(&request.name, function, request.arguments) {
        Ok(arguments) => arguments,
        Err(error) => return Ok(refused(error)),
    };
    if must_wait(function, &arguments) {
        let result = encode("result", &Value::unknown(), &function.returns)?;
        return Ok(call_function::Response { result, error: None });
    }
    match server.provider.call_function(&request.name, arguments).await {
        Ok(result) => {
            Ok(call_function::Response { result: encode("result", &result, &function.returns)?, error: None })
        }
        Err(error) => Ok(refused(of_an_argument(error, given))),
    }
}

fn refused(FunctionError { text, argument }: FunctionError) -> call_function::Response {
    call_function::Response {
        result: None,
        error: Some(wire::FunctionError { text, function_argument: argument }),
    }
}

/// A client looks up the argument that an error names, and may not look whether there is one.
fn of_an_argument(error: FunctionError, given: usize) -> FunctionError {
    let there = |argument: &i64| usize::try_from(*argument).is_ok_and(|argument| argument < given);
    FunctionError { argument: error.argument.filter(there), ..error }
}

/// Reads the arguments, each by its parameter's type.
fn arguments(name: &str, function: &Function, given: Vec<DynamicValue>) -> Result<Vec<Value>, FunctionError> {
    let (least, count) = (function.parameters.len(), given.len());
    if count < least || (count > least && function.variadic.is_none()) {
        let expected = if function.variadic.is_some() { "at least " } else { "" };
        let text = format!("The function \"{name}\" takes {expected}{least} arguments, not {count}");
        return Err(FunctionError::new(text));
    }
    let each = given.into_iter().enumerate();
    // Every position has a parameter now.
    each.filter_map(|(position, value)| {
        let parameter = function.parameter(position)?;
        let error = |text| FunctionError { text, argument: i64::try_from(position).ok() };
        Some(argument(parameter, value).map_err(error))
    })
    .collect()
}

fn argument(parameter: &Parameter, given: DynamicValue) -> Result<Value, String> {
    let name = &parameter.name;
    // OpenTofu sends a null argument without any bytes.
    let given = Some(given).filter(|given| *given != DynamicValue::default());
    let value = decode(&format!("argument `{name}`"), given, &parameter.ty).map_err(text)?;
    if is_null(&value) && !parameter.allow_null {
        return Err(format!("The argument `{name}` must not be null"));
    }
    Ok(value)
}

/// A null that carries its own type is null too.
fn is_null(value: &Value) -> bool {
    match value {
        Value::Dynamic(inner) => is_null(&inner.1),
        other => other.is_null(),
    }
}

/// Whether an argument holds what is unknown where its parameter does not take that: then so is the result.
fn must_wait(function: &Function, arguments: &[Value]) -> bool {
    let waits = |(position, value): (usize, &Value)| {
        !value.is_wholly_known() && function.parameter(position).is_some_and(|p| !p.allow_unknown)
    };
    arguments.iter().enumerate().any(waits)
}

/// All that diagnostics say, as there is no other place for it.
fn text(diagnostics: Diagnostics) -> String {
    let whole = |Diagnostic { summary, detail, .. }| {
        if detail.is_empty() { summary } else { format!("{summary}\n{detail}") }
    };
    diagnostics.into_iter().map(whole).collect::<Vec<_>>().join("\n")
}

impl Refuse for call_function::Response {
    fn refuse(&mut self, diagnostics: Diagnostics) {
        *self = refused(FunctionError::new(text(diagnostics)));
    }
}
