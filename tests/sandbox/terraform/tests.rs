//! The configuration says where each provider comes from, and a user's own mirrors are found in theirs.

use super::{Mirror, holds, named_mirrors, render};
use expect_test::expect;
use std::{
    fs,
    path::{Path, PathBuf},
};

#[test]
fn the_provider_is_overridden_mirrored_for_init_and_never_looked_for_in_a_registry() {
    let mirror = Mirror {
        folder: PathBuf::from("/mirror"),
        addresses: vec!["registry.terraform.io/hashicorp/aws".to_owned()],
    };
    let text = render(Path::new("/target/debug"), Path::new("/sandbox/providers"), &[mirror]);
    expect![[r#"
        # Written by the sandbox.
        provider_installation {
          dev_overrides {
            "registry.terraform.io/acme/acme" = "/target/debug"
            "registry.opentofu.org/acme/acme" = "/target/debug"
          }
          filesystem_mirror {
            path    = "/sandbox/providers"
            include = ["registry.terraform.io/acme/acme", "registry.opentofu.org/acme/acme"]
          }
          filesystem_mirror {
            path    = "/mirror"
            include = ["registry.terraform.io/hashicorp/aws"]
          }
          direct {
            exclude = ["registry.terraform.io/acme/acme", "registry.opentofu.org/acme/acme", "registry.terraform.io/hashicorp/aws"]
          }
        }
    "#]]
    .assert_eq(&text);
}

#[test]
fn mirrors_are_read_from_a_configuration() {
    let check = |config: &str, expect: &[&str]| {
        assert_eq!(named_mirrors(config), expect.iter().map(PathBuf::from).collect::<Vec<_>>(), "{config}");
    };
    check("", &[]);
    check(
        "provider_installation {\n  filesystem_mirror {\n    path = \"/a\"\n    include = [\"x\"]\n  }\n}",
        &["/a"],
    );
    check(
        "provider_installation { filesystem_mirror { path = \"/a\" }\n filesystem_mirror {\n path=\"/b\" } }",
        &["/a", "/b"],
    );
    check("provider_installation {\n  filesystem_mirror {\n    include = [\"x\"]\n  }\n}", &[]);
    check("provider_installation {\n  filesystem_mirror {\n    path = \"relative\"\n  }\n}", &[]);
}

#[test]
fn a_mirror_holds_providers_three_folders_deep() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("registry.terraform.io/hashicorp/aws/5.0.0")).unwrap();
    fs::create_dir_all(dir.path().join("notes/a/b")).unwrap();
    assert_eq!(holds(dir.path()), ["registry.terraform.io/hashicorp/aws"]);
    assert!(holds(Path::new("/nonexistent")).is_empty());
}
