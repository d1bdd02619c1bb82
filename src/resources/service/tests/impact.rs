//! What changes do, as a table: `impact.txt` has a change on each line with `=>`, from one configuration to another (each
//! laid over the base), and below it what it does. A new case is a new line there.

use acme_children::{ChildId, Kind};
use acme_schema::{Model, Value};
use expect_test::expect_file;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::super::impact::TABLE;
use super::super::model::ServiceModel;
use super::super::{Service, spec};
use super::{arbitrary, config, expanded, planned};
use crate::impact::{Disruption, Impact};
use crate::registry::{Facts, Resource};
use crate::table::{felt, merge};

const CHANGES: &str = include_str!("impact.txt");

fn base() -> Json {
    json!({
        "name": "api",
        "exposure": "public",
        "image": { "repository": "acme/api", "tag": "1" },
        "ports": { "http": { "port": 8080 } },
        "replicas": 3,
        "route": { "hosts": ["api.acme.com"] },
    })
}

fn value(change: &str) -> Value {
    let mut json = base();
    let change: Json = serde_json::from_str(change).unwrap_or_else(|error| panic!("{change}: {error}"));
    merge(&mut json, &change);
    planned(&config(&json), &Facts::default())
}

#[test]
fn changes_do_what_the_table_says() {
    let mut text = String::new();
    for line in CHANGES.lines().filter(|line| !line.starts_with("  ")) {
        text.push_str(line);
        text.push('\n');
        if let Some((prior, planned)) = line.split_once(" => ") {
            text.push_str(&format!("  {}", felt(&Service.impact(&value(prior), &value(planned)))));
        }
    }
    expect_file!["impact.txt"].assert_eq(&text);
}

#[test]
fn every_attribute_has_a_row_in_the_order_of_the_schema() {
    let attributes: Vec<_> =
        Service.schema().attributes.into_iter().map(|attribute| attribute.name).collect();
    let rows: Vec<_> = TABLE.iter().map(|row| row.attribute).collect();
    assert_eq!(rows, attributes);
}

#[test]
fn every_attribute_that_can_be_written_is_changed_in_the_examples() {
    for attribute in Service.schema().attributes {
        let is_changed = CHANGES.contains(&format!("\"{}\":", attribute.name));
        assert!(is_changed || !attribute.presence.is_configurable(), "{}", attribute.name);
    }
}

#[test]
fn what_replaces_is_what_the_schema_replaces() {
    for attribute in Service.schema().attributes.iter().filter(|attribute| attribute.rules.replace) {
        let (prior, mut planned) = (value("{}"), value("{}"));
        planned.set_attribute(&attribute.name, Value::String("other".to_owned()));
        assert_eq!(Service.impact(&prior, &planned).level, Disruption::Replace, "{}", attribute.name);
    }
}

#[test]
fn reasons_go_on_in_a_sentence() {
    for reason in
        CHANGES.lines().filter(|line| line.starts_with("  ")).filter_map(|line| line.split_once(": "))
    {
        assert!(!reason.1.ends_with('.') && !reason.1.is_empty(), "{}", reason.1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_changed_is_not_felt(model in arbitrary::service()) {
        let planned = planned(&model.to_value(), &Facts::default());
        prop_assert_eq!(Service.impact(&planned, &planned), Impact::none());
    }

    /// No attribute makes new pods behind the table's back.
    #[test]
    fn new_pods_are_always_felt(one in arbitrary::service(), other in arbitrary::service()) {
        let other = ServiceModel { name: one.name.clone(), namespace: one.namespace.clone(), cluster: one.cluster.clone(), ..other };
        let id = ChildId::new(Kind::Deployment, one.name.known().unwrap().clone());
        let template = |model: &ServiceModel| {
            expanded(&model.to_value()).desired.get(&id).unwrap().json()["spec"]["template"].clone()
        };
        let runs = |model: &ServiceModel| spec::capacity(model).is_none_or(|capacity| capacity.least() > 0);
        if template(&one) != template(&other) && runs(&one) && runs(&other) {
            let facts = Facts::default();
            let impact = Service.impact(&planned(&one.to_value(), &facts), &planned(&other.to_value(), &facts));
            prop_assert!(impact.level >= Disruption::Rolling, "{impact:?}");
        }
    }
}
