//! What holds for values of every type: both encodings give back what went in, and no bytes make a decoder panic.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_assert_eq, prop_oneof, proptest};
use proptest::strategy::BoxedStrategy;

use super::literal;
use crate::{Number, Path, Refinements, Type, Value, json, msgpack};

/// Whether unknown values are among those generated.
#[derive(Clone, Copy, Debug)]
enum Unknowns {
    Some,
    None,
}

fn types() -> BoxedStrategy<Type> {
    let leaf = prop_oneof![Just(Type::Bool), Just(Type::Number), Just(Type::String), Just(Type::Dynamic)];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(Type::list),
            inner.clone().prop_map(Type::set),
            inner.clone().prop_map(Type::map),
            vec(inner.clone(), 0..4).prop_map(Type::Tuple),
            btree_map("[a-z_]{1,6}", inner, 0..4).prop_map(Type::Object),
        ]
    })
    .boxed()
}

fn numbers() -> BoxedStrategy<Number> {
    prop_oneof![
        any::<i64>().prop_map(Number::from),
        any::<u64>().prop_map(Number::from),
        any::<f64>().prop_filter_map("finite", Number::from_f64),
        "-?[0-9]{1,60}(\\.[0-9]{1,60})?(e-?[0-9]{1,3})?".prop_map(|text| text.parse().expect("a number")),
    ]
    .boxed()
}

fn refinements() -> BoxedStrategy<Refinements> {
    let bound = || option::of((numbers(), any::<bool>()));
    let length = || option::of(0..i64::MAX);
    (any::<bool>(), option::of(".{0,20}"), bound(), bound(), length(), length())
        .prop_map(|(not_null, string_prefix, number_min, number_max, length_min, length_max)| Refinements {
            not_null,
            string_prefix,
            number_min,
            number_max,
            length_min,
            length_max,
        })
        .boxed()
}

fn values(ty: &Type, unknowns: Unknowns) -> BoxedStrategy<Value> {
    let known: BoxedStrategy<Value> = match ty {
        Type::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Type::Number => numbers().prop_map(Value::Number).boxed(),
        Type::String => any::<String>().prop_map(Value::String).boxed(),
        Type::List(element) => vec(values(element, unknowns), 0..4).prop_map(Value::List).boxed(),
        Type::Set(element) => vec(values(element, unknowns), 0..4).prop_map(Value::Set).boxed(),
        Type::Map(element) => {
            btree_map(".{0,8}", values(element, unknowns), 0..4).prop_map(Value::Map).boxed()
        }
        Type::Tuple(types) => {
            types.iter().map(|ty| values(ty, unknowns)).collect::<Vec<_>>().prop_map(Value::Tuple).boxed()
        }
        Type::Object(types) => {
            let names = types.keys().cloned().collect::<Vec<_>>();
            let values = types.values().map(|ty| values(ty, unknowns)).collect::<Vec<_>>();
            values
                .prop_map(move |v| Value::Object(names.iter().cloned().zip(v).collect::<BTreeMap<_, _>>()))
                .boxed()
        }
        Type::Dynamic => {
            prop_oneof![Just(Type::Bool), Just(Type::list(Type::Number)), Just(Type::map(Type::String))]
                .prop_flat_map(move |ty| {
                    values(&ty, unknowns).prop_map(move |v| Value::Dynamic(Box::new((ty.clone(), v))))
                })
                .boxed()
        }
    };
    match unknowns {
        Unknowns::Some => {
            prop_oneof![6 => known, 1 => Just(Value::Null), 1 => refinements().prop_map(Value::Unknown)]
                .boxed()
        }
        Unknowns::None => prop_oneof![6 => known, 1 => Just(Value::Null)].boxed(),
    }
}

fn typed(unknowns: Unknowns) -> impl Strategy<Value = (Type, Value)> {
    types().prop_flat_map(move |ty| values(&ty, unknowns).prop_map(move |value| (ty.clone(), value)))
}

proptest! {
    #[test]
    fn type_json_gives_back_the_type(ty in types()) {
        prop_assert_eq!(Type::from_json(&ty.to_json()), Ok(ty));
    }

    #[test]
    fn number_text_gives_back_the_number(number in numbers()) {
        prop_assert_eq!(number.to_string().parse(), Ok(number));
    }

    #[test]
    fn msgpack_gives_back_the_value((ty, value) in typed(Unknowns::Some)) {
        let bytes = msgpack::encode(&value, &ty).expect("a value of its type");
        prop_assert_eq!(msgpack::decode(&bytes, &ty), Ok(value));
    }

    #[test]
    fn json_gives_back_the_value((ty, value) in typed(Unknowns::None)) {
        let bytes = json::encode(&value, &ty).expect("a known value of its type");
        prop_assert_eq!(json::decode(&bytes, &ty), Ok(value));
    }

    #[test]
    fn no_bytes_make_a_decoder_panic(ty in types(), bytes in vec(any::<u8>(), 0..64)) {
        // What is accepted must be writable again.
        if let Ok(value) = msgpack::decode(&bytes, &ty) {
            prop_assert_eq!(msgpack::encode(&value, &ty).map(drop), Ok(()));
        }
        if let Ok(value) = json::decode(&bytes, &ty) {
            prop_assert_eq!(json::encode(&value, &ty).map(drop), Ok(()));
        }
    }

    #[test]
    fn no_damage_makes_a_decoder_panic(
        (ty, value) in typed(Unknowns::Some),
        damage in vec((any::<usize>(), any::<u8>()), 1..4),
        cut in any::<usize>(),
    ) {
        let mut bytes = msgpack::encode(&value, &ty).expect("a value of its type");
        for (place, byte) in damage {
            let length = bytes.len();
            bytes[place % length] = byte;
        }
        bytes.truncate(cut % (2 * bytes.len()));
        if let Ok(value) = msgpack::decode(&bytes, &ty) {
            prop_assert_eq!(msgpack::encode(&value, &ty).map(drop), Ok(()));
        }
    }
}

fn sample() -> Value {
    let elements = Value::List(vec![Value::Bool(true), Value::unknown()]);
    let labels = Value::Map([("a b".to_owned(), elements)].into());
    Value::Object(
        [("labels".to_owned(), labels), ("name".to_owned(), Value::String("x\"y".to_owned()))].into(),
    )
}

#[test]
fn a_path_leads_to_a_value_or_nowhere() {
    let check = |path: &Path, expect: Option<&Value>| assert_eq!(sample().at(path), expect, "{path}");
    let element = Path::of("labels").key("a b").index(0);
    check(&Path::root(), Some(&sample()));
    check(&element, Some(&Value::Bool(true)));
    check(&Path::of("labels").key("a b").index(2), None);
    check(&element.attribute("deeper"), None);
    check(&Path::of("labels").attribute("a b"), None);
}

#[test]
fn known_means_wholly_known() {
    assert!(!sample().is_wholly_known());
    assert!(Value::Dynamic(Box::new((Type::Bool, Value::Null))).is_wholly_known());
}

#[test]
fn literals_read_as_hcl() {
    assert_eq!(literal(&sample()), r#"{ labels = { "a b" = [true, (known after apply)] }, name = "x\"y" }"#);
    assert_eq!(literal(&Value::Map(BTreeMap::new())), "{}");
}
