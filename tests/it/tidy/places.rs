//! Rules about which files exist: the top level, dead files, modules without a subject, and what each resource needs.

use std::collections::BTreeSet;

use acme_resources::{DATA_SOURCES, REGISTRY};

use super::tree::{File, Rule, Tree};

const TOP: &[&str] = &[
    ".goreleaser.yml",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "docs",
    "examples",
    "src",
    "terraform",
    "tests",
];

/// Names that say nothing: whatever lies in such a module belongs to a subject.
const EMPTY_NAMES: &[&str] = &["common", "helper", "helpers", "misc", "util", "utils"];

pub(super) const RULES: &[&Rule] = &[
    &Rule {
        name: "the top level holds what it always holds",
        check: top_level,
        refuses: &[&[("scripts/a.sh", "")], &[("Makefile", "")], &[("NOTES.md", "")]],
        accepts: &[&[(".ci/run", ""), ("src/main.rs", ""), (".gitignore", ""), ("README.md", "")]],
    },
    &Rule {
        name: "every Rust file is reachable from a `mod` list",
        check: reachable,
        refuses: &[
            &[("tests/it/main.rs", "mod a;\n"), ("tests/it/a.rs", ""), ("tests/it/b.rs", "")],
            &[("tests/it/main.rs", "mod a;\n"), ("tests/it/a.rs", ""), ("tests/it/a/b.rs", "")],
            &[("src/x/lib.rs", "// mod a;\n"), ("src/x/a.rs", "")],
        ],
        accepts: &[&[
            ("tests/it/main.rs", "mod a;\n"),
            ("tests/it/a.rs", "#[cfg(test)]\npub(crate) mod b;\n"),
            ("tests/it/a/b.rs", ""),
            ("src/x/lib.rs", "pub mod c;\n"),
            ("src/x/c/mod.rs", "mod d;\n"),
            ("src/x/c/d.rs", ""),
        ]],
    },
    &Rule {
        name: "a module is named after a subject",
        check: subjects,
        refuses: &[
            &[("src/cloud/utils.rs", "")],
            &[("tests/it/common/mod.rs", "")],
            &[("src/a/helpers/b.rs", "")],
        ],
        accepts: &[&[("src/resources/shared/image.rs", "")]],
    },
    &Rule {
        name: "every resource has a page, an example, an import and a scenario; every data source a page and an example",
        check: complete,
        refuses: &[&[("docs/resources/service.md", "")]],
        accepts: &[],
    },
];

fn top_level(tree: &Tree) -> Vec<String> {
    let entries: BTreeSet<&str> = tree.files.iter().filter_map(|file| file.path.split('/').next()).collect();
    let stray = entries.into_iter().filter(|name| !name.starts_with('.') && !TOP.contains(name));
    stray.map(|name| format!("`{name}` does not belong there")).collect()
}

fn reachable(tree: &Tree) -> Vec<String> {
    let modules: Vec<&File> = tree.files.iter().filter(|file| file.path.ends_with(".rs")).collect();
    let declared: BTreeSet<String> = modules.iter().flat_map(|file| declared_in(file)).collect();
    let dead = modules.iter().filter(|file| !is_root(&file.path) && !declared.contains(&file.path));
    dead.map(|file| format!("{} is in no `mod` list", file.path)).collect()
}

/// What Cargo itself starts from: `[lib]`, `[[bin]]`, `[[test]]`.
fn is_root(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    matches!(name, "lib.rs" | "main.rs" | "build.rs") || path == "tests/sandbox/demo.rs"
}

/// The files that the `mod name;` lines of a file may stand for.
fn declared_in(file: &File) -> Vec<String> {
    let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
    let base = if is_root(&file.path) || name == "mod.rs" {
        folder.to_owned()
    } else {
        file.path.trim_end_matches(".rs").to_owned()
    };
    let names = file.text.lines().filter_map(|line| {
        let line = line.trim().strip_suffix(';')?;
        let (before, name) = line.rsplit_once("mod ")?;
        (before.is_empty() || before.starts_with("pub")).then_some(name)
    });
    names.flat_map(|name| [format!("{base}/{name}.rs"), format!("{base}/{name}/mod.rs")]).collect()
}

fn subjects(tree: &Tree) -> Vec<String> {
    let is_empty_name =
        |path: &str| path.trim_end_matches(".rs").split('/').any(|part| EMPTY_NAMES.contains(&part));
    tree.files.iter().filter(|file| is_empty_name(&file.path)).map(|file| file.path.clone()).collect()
}

fn complete(tree: &Tree) -> Vec<String> {
    let short = |name: &'static str| name.strip_prefix("acme_").unwrap_or(name);
    let resources = REGISTRY.iter().map(|resource| resource.type_name()).flat_map(|name| {
        [
            format!("docs/resources/{}.md", short(name)),
            format!("examples/resources/{name}/resource.tf"),
            format!("examples/resources/{name}/import.sh"),
            format!("tests/scenarios/{}.txt", short(name)),
        ]
    });
    let data = DATA_SOURCES.iter().map(|source| source.type_name()).flat_map(|name| {
        [
            format!("docs/data-sources/{}.md", short(name)),
            format!("examples/data-sources/{name}/data-source.tf"),
        ]
    });
    resources.chain(data).filter(|path| !tree.has(path)).map(|path| format!("{path} is missing")).collect()
}
