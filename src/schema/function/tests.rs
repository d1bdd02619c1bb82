//! Functions: which parameter takes which argument.

use super::{Function, Parameter};
use crate::Type;

fn function(variadic: Option<&str>) -> Function {
    let parameter = |name: &str| Parameter {
        name: name.to_owned(),
        ty: Type::String,
        description: String::new(),
        allow_null: false,
        allow_unknown: false,
    };
    Function {
        summary: String::new(),
        description: String::new(),
        parameters: Vec::from([parameter("first"), parameter("second")]),
        variadic: variadic.map(parameter),
        returns: Type::String,
    }
}

#[test]
fn an_argument_belongs_to_a_parameter() {
    let check = |variadic: Option<&str>, position: usize, expect: Option<&str>| {
        let function = function(variadic);
        assert_eq!(function.parameter(position).map(|p| p.name.as_str()), expect);
    };
    check(None, 0, Some("first"));
    check(None, 1, Some("second"));
    check(None, 2, None);
    check(Some("rest"), 1, Some("second"));
    check(Some("rest"), 2, Some("rest"));
    check(Some("rest"), 9, Some("rest"));
}
