//! Paths as a person reads them.

use super::{Path, Step};

#[test]
fn reads_like_hcl() {
    let check = |path: &Path, expect: &str| assert_eq!(path.to_string(), expect);
    check(&Path::root(), "");
    check(&Path::of("ports"), "ports");
    check(&Path::of("ports").key("http").attribute("port"), "ports[\"http\"].port");
    check(&Path::of("steps").index(2).attribute("size"), "steps[2].size");
    check(&Path::of("labels").key("a\"b"), "labels[\"a\\\"b\"]");
}

#[test]
fn a_step_can_be_put_before() {
    let inner = Path::root().index(1).attribute("size");
    assert_eq!(
        inner.inside(Step::Attribute("steps".to_owned())),
        Path::of("steps").index(1).attribute("size")
    );
}
