//! What `#[derive(Model)]` makes of a struct: the declared attributes, and values both ways.

use expect_test::expect;

use super::{Attr, AttributeType, List, Map};
use crate::{Attribute, Model, Number, Path, Shape, Type, Validator, Value};

const SIZES: &[&str] = &["s", "m"];

/// Everything the derive can be told.
#[derive(Clone, Debug, Default, PartialEq, Model)]
struct Everything {
    /// A name that is
    /// told on two lines.
    ///
    /// - one
    /// - two
    ///   continued
    ///
    /// ```hcl
    /// a = 1
    ///   b = 2
    /// ```
    #[model(required, replace, validate = label, validate = short)]
    name: Attr<String>,
    /// Raw.
    #[model(one_of = ["a", "b"])]
    r#type: Attr<String>,
    /// Text default.
    #[model(default = "small")]
    text: Attr<String>,
    /// Number default.
    #[model(default = -5, range = -10..=10)]
    number: Attr<i64>,
    /// Bool default.
    #[model(default = true, keep)]
    bool: Attr<bool>,
    /// List default.
    #[model(default = vec![Attr::Known("a".to_owned())])]
    list: Attr<List<String>>,
    /// Words in a constant.
    #[model(one_of = SIZES, optional, computed)]
    size: Attr<String>,
    /// Whole by its type.
    whole: Attr<i64>,
    /// No upper bound.
    #[model(range = 1.., rename = "count")]
    how_many: Attr<i64>,
    /// Secret.
    #[model(sensitive, write_only, deprecated = "use `vault`")]
    secret: Attr<String>,
    /// Computed.
    #[model(computed)]
    id: Attr<String>,
    /// One.
    one: Attr<Inner>,
    /// Many.
    many: Attr<Map<Inner>>,
    /// Ordered.
    ordered: Attr<List<Inner>>,
    /// Plain.
    plain: Attr<Map<List<bool>>>,
}

#[derive(Clone, Debug, Default, PartialEq, Model)]
struct Inner {
    /// Port.
    #[model(required)]
    port: Attr<i64>,
}

fn label() -> Validator {
    Validator::text("a label", str::is_ascii)
}

fn short() -> Validator {
    Validator::text("short", |text| text.len() < 9)
}

fn line(attribute: &Attribute) -> String {
    let Attribute { name, shape, presence, description, sensitive, write_only, deprecation, rules } =
        attribute;
    let shape = match shape {
        Shape::Plain(ty) => ty.to_json().to_string(),
        Shape::Nested { nesting, attributes } => format!("{nesting:?} of {}", attributes.len()),
    };
    let set = [
        (*sensitive, "sensitive"),
        (*write_only, "write_only"),
        (rules.replace, "replace"),
        (rules.keep, "keep"),
    ];
    let set = set.iter().filter(|(set, _)| *set).map(|(_, name)| *name).collect::<Vec<_>>();
    let allowed = rules.validators.iter().map(Validator::allowed).collect::<Vec<_>>();
    let default = rules.default.as_ref().map(crate::value::literal);
    format!("{name}: {shape} {presence:?} {set:?} {allowed:?} {default:?} {deprecation:?}\n{description}\n")
}

#[test]
fn the_declaration() {
    let lines = Everything::attributes().iter().map(line).collect::<String>();
    expect![[r#"
        name: "string" Required ["replace"] ["a label", "short"] None None
        A name that is told on two lines.

        - one
        - two continued

        ```hcl
        a = 1
          b = 2
        ```
        type: "string" Optional [] ["one of `a`, `b`"] None None
        Raw.
        text: "string" OptionalComputed [] [] Some("\"small\"") None
        Text default.
        number: "number" OptionalComputed [] ["a whole number from -10 to 10"] Some("-5") None
        Number default.
        bool: "bool" OptionalComputed ["keep"] [] Some("true") None
        Bool default.
        list: ["list","string"] OptionalComputed [] [] Some("[\"a\"]") None
        List default.
        size: "string" OptionalComputed [] ["one of `s`, `m`"] None None
        Words in a constant.
        whole: "number" Optional [] ["a whole number"] None None
        Whole by its type.
        count: "number" Optional [] ["a whole number, at least 1"] None None
        No upper bound.
        secret: "string" Optional ["sensitive", "write_only"] [] None Some("use `vault`")
        Secret.
        id: "string" Computed [] [] None None
        Computed.
        one: Single of 1 Optional [] [] None None
        One.
        many: Map of 1 Optional [] [] None None
        Many.
        ordered: List of 1 Optional [] [] None None
        Ordered.
        plain: ["map",["list","bool"]] Optional [] [] None None
        Plain.
    "#]]
    .assert_eq(&lines);
}

fn everything() -> Everything {
    let inner = Attr::Known(Inner { port: Attr::Known(1) });
    Everything {
        name: Attr::Known("x".to_owned()),
        r#type: Attr::Unknown,
        how_many: Attr::Known(3),
        bool: Attr::Known(false),
        one: inner.clone(),
        many: Attr::Known(Map::from([("a".to_owned(), inner), ("b".to_owned(), Attr::Unknown)])),
        ordered: Attr::Known(vec![Attr::Null]),
        plain: Attr::Known(Map::from([(
            "a".to_owned(),
            Attr::Known(vec![Attr::Known(true), Attr::Unknown]),
        )])),
        ..Everything::default()
    }
}

#[test]
fn a_struct_becomes_a_value_of_its_type_and_returns() {
    let value = everything().to_value();
    let ty = Everything::shape().ty();
    let bytes = crate::msgpack::encode(&value, &ty).expect("a value of the declared type");
    let value = crate::msgpack::decode(&bytes, &ty).expect("the same");
    assert_eq!(Everything::from_value(&value), Ok(everything()));
    assert_eq!(value.attribute("count"), Some(&Value::Number(Number::from(3_i64))));
    assert_eq!(value.attribute("type"), Some(&Value::unknown()));
    assert_eq!(value.attribute("text"), Some(&Value::Null));
}

#[test]
fn what_is_missing_is_null() {
    assert_eq!(Everything::from_value(&Value::Object([].into())), Ok(Everything::default()));
}

#[test]
fn a_value_of_another_type_is_refused_at_its_place() {
    let check = |place: &str, wrong: Value, expect: &str| {
        let mut value = everything().to_value();
        value.set_attribute(place, wrong);
        assert_eq!(Everything::from_value(&value).unwrap_err().to_string(), expect);
    };
    let port = |value: Value| Value::Object([("port".to_owned(), value)].into());
    let half = Value::Number("0.5".parse().expect("a number"));
    check("name", Value::Bool(true), "`name` must be a string, not a bool");
    check("bool", Value::String(String::new()), "`bool` must be a bool, not a string");
    check("count", half.clone(), "`count` must be a whole number of 64 bits, not a number");
    check("one", Value::Map([].into()), "`one` must be an object, not a map");
    check("one", port(half.clone()), "`one.port` must be a whole number of 64 bits, not a number");
    check("many", Value::List(vec![]), "`many` must be a map, not a list");
    let many = Value::Map([("k".to_owned(), port(Value::Bool(true)))].into());
    check("many", many, "`many[\"k\"].port` must be a number, not a bool");
    check("ordered", Value::List(vec![Value::Null, half]), "`ordered[1]` must be an object, not a number");
    check("list", Value::Set(vec![]), "`list` must be a list, not a set");
    let error = Everything::from_value(&Value::Null).unwrap_err();
    assert_eq!((error.path, error.found), (Path::root(), "null"));
}

#[test]
fn attr_says_what_it_holds() {
    let check = |attr: &Attr<i64>, known: Option<&i64>, null: bool| {
        assert_eq!(
            (attr.known(), attr.is_null(), attr.is_unknown()),
            (known, null, known.is_none() && !null)
        );
    };
    check(&Attr::from(Some(1)), Some(&1), false);
    check(&Attr::from(None), None, true);
    check(&Attr::Unknown, None, false);
}

#[test]
fn collections_nest_only_single_objects() {
    assert_eq!(format!("{:?}", <List<Map<String>>>::shape()), "Plain(List(Map(String)))");
    assert_eq!(<Map<Map<Inner>>>::shape().ty(), Type::map(Type::map(Inner::shape().ty())));
    assert!(
        matches!(<Map<Map<Inner>>>::shape(), Shape::Plain(_)),
        "the protocol has no map of maps of nested objects"
    );
}
