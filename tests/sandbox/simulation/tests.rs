//! Every promised way to fail has its stages, and the nodes stand in three zones.

use super::{ZONES, node, stages};
use std::collections::BTreeSet;

#[test]
fn every_tag_that_fails_has_a_stage_of_its_own() {
    let all = stages::all();
    let names: BTreeSet<_> =
        all.iter().map(|stage| stage["metadata"]["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names.len(), all.len(), "a name is used twice");
    for tag in ["image-pull", "crash", "readiness", "config", "oom"] {
        assert!(names.contains(&format!("fail-{tag}-start")), "{tag}");
    }
    for tag in ["image-pull", "crash", "oom"] {
        assert!(names.contains(&format!("fail-{tag}-backoff")), "{tag}");
    }
}

#[test]
fn every_stage_does_something_to_something() {
    for stage in stages::all() {
        let name = &stage["metadata"]["name"];
        assert!(!stage["spec"]["selector"]["matchExpressions"].as_array().unwrap().is_empty(), "{name}");
        assert!(!stage["spec"]["steps"].as_array().unwrap().is_empty(), "{name}");
    }
}

#[test]
fn the_nodes_stand_in_three_zones_of_the_region() {
    let zones: BTreeSet<_> = (0..ZONES.len())
        .map(|index| {
            node(index)["metadata"]["labels"]["topology.kubernetes.io/zone"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(zones.into_iter().collect::<Vec<_>>(), ["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
}
