//! The release is written in two places, which must agree.

use super::{EKS_VERSION, VERSION};

#[test]
fn the_release_is_the_one_of_the_module() {
    let module = include_str!("go.mod");
    assert!(module.contains(&format!("k8s.io/kubernetes {VERSION}")));
    assert!(VERSION.starts_with(&format!("v{EKS_VERSION}.")));
}
