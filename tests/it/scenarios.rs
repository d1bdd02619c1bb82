//! The life of a resource as text: every file in tests/scenarios is a list of commands with what came of them, run through
//! the provider on the in-memory cloud. `UPDATE_EXPECT=1 cargo test scenarios` writes the answers anew.

mod aws;
pub(crate) mod config;
mod core;
mod faults;
mod script;
mod show;
mod world;

use std::fs;
use std::path::Path;

use expect_test::expect_file;

use script::Script;
use world::World;

#[test]
fn scenarios() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut files: Vec<_> =
        fs::read_dir(&folder).expect("tests/scenarios").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    assert!(!files.is_empty(), "there is no scenario in {}", folder.display());
    for file in files {
        let text = fs::read_to_string(&file).expect("a scenario");
        let mut script = Script::parse(&text);
        let mut world = World::new(&script.resource);
        for step in &mut script.steps {
            step.output = world.run(&step.command, &step.input);
        }
        expect_file![file].assert_eq(&script.to_string());
    }
}
