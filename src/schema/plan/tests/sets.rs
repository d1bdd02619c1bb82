//! Nested objects in a set, which have no place.

use super::{
    Attribute, Json, Nesting, Port, Presence, Rules, Schema, Shape, json, prepare, requires_replace, shown,
    value,
};
use crate::Model;

fn schema() -> Schema {
    let shape = Shape::Nested { nesting: Nesting::Set, attributes: Port::attributes() };
    let ports = Attribute {
        name: "ports".to_owned(),
        shape,
        presence: Presence::Optional,
        description: String::new(),
        sensitive: false,
        write_only: false,
        deprecation: None,
        rules: Rules::default(),
    };
    Schema { version: 0, description: String::new(), attributes: vec![ports] }
}

fn planned(prior: &Json, config: &Json, proposed: &Json) -> Json {
    let ty = schema().ty();
    shown(&prepare(&schema(), &value(prior, &ty), &value(config, &ty), &value(proposed, &ty)))
}

#[test]
fn elements_are_told_apart_by_what_is_configured() {
    let prior = json!({"ports": [{"port": 2, "protocol": "udp", "address": "a", "stable": "s"}]});
    let config = json!({"ports": [{"port": 1}, {"port": 2, "protocol": "udp"}]});
    let proposed = json!({"ports": [prior["ports"][0], {"port": 1}]});
    let expect = json!({"ports": [
        {"port": 2, "protocol": "udp", "address": "?", "stable": "s"},
        {"port": 1, "protocol": "tcp", "address": "?", "stable": "?"},
    ]});
    assert_eq!(planned(&prior, &config, &proposed), expect);
}

#[test]
fn a_changed_set_replaces_only_if_an_element_could() {
    let ty = schema().ty();
    let (one, two) =
        (value(&json!({"ports": [{"port": 1}]}), &ty), value(&json!({"ports": [{"port": 2}]}), &ty));
    assert_eq!(requires_replace(&schema(), &one, &two), Vec::new());
    let mut replacing = schema();
    if let Shape::Nested { attributes, .. } = &mut replacing.attributes[0].shape {
        attributes[0].rules.replace = true;
    }
    assert_eq!(requires_replace(&replacing, &one, &two), vec![crate::Path::of("ports")]);
    assert_eq!(requires_replace(&replacing, &one, &one), Vec::new());
}
