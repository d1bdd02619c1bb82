//! Rules about who may know whom: the dependencies of each room and the paths that its code names.
//! The argument for each door is in docs/development/architecture.md.

use super::tree::{File, Rule, Tree};

/// What a room may not depend on or name. A name that ends in `*` stands for every name that begins so.
struct Door {
    room: &'static str,
    crates: &'static [&'static str],
    paths: &'static [&'static str],
}

/// Whatever runs, waits, or tells the time.
const WORLD: &[&str] =
    &["tokio*", "aws-*", "kube*", "hyper*", "reqwest", "tonic*", "chrono", "rand*", "getrandom"];
/// Calendars and time zones: schedules need them, and nothing else does. The clock that comes with them is the world's.
const CALENDARS: &[&str] = &["jiff", "croner"];
const WORLD_PATHS: &[&str] = &[
    "tokio::",
    "aws_",
    "kube::",
    "std::env",
    "std::fs",
    "std::net::Tcp",
    "std::net::Udp",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "TimeZone::system",
    "TimeZone::get",
    "tz::db",
];

const DOORS: &[Door] = &[
    Door { room: "src/schema", crates: WORLD, paths: WORLD_PATHS },
    Door { room: "src/schema", crates: CALENDARS, paths: &[] },
    Door {
        room: "src/schema",
        crates: &["acme-children", "acme-resources", "acme-cloud", "acme-plugin"],
        paths: &[],
    },
    Door { room: "src/children", crates: WORLD, paths: WORLD_PATHS },
    Door { room: "src/children", crates: CALENDARS, paths: &[] },
    Door {
        room: "src/children",
        crates: &["acme-schema", "acme-resources", "acme-cloud", "acme-plugin"],
        paths: &[],
    },
    Door { room: "src/resources", crates: WORLD, paths: WORLD_PATHS },
    Door { room: "src/resources", crates: &["acme-cloud", "acme-plugin"], paths: &[] },
    Door {
        room: "src/plugin",
        crates: &["acme-resources", "acme-children", "acme-cloud", "aws-*", "kube*"],
        paths: &["acme_service"],
    },
    Door {
        room: "src/cloud",
        crates: &["acme-resources", "acme-schema", "acme-plugin", "tonic*"],
        paths: &["acme_service"],
    },
    Door { room: "src/derive", crates: &["acme-*", "tokio*"], paths: &["std::env", "std::fs"] },
    Door {
        room: "src",
        crates: &["anyhow", "eyre", "openssl*", "native-tls", "aws-sdk-ec2", "sandbox"],
        paths: &[],
    },
];

pub(super) const RULES: &[&Rule] = &[
    &Rule {
        name: "a room depends on what its door lets in",
        check: dependencies,
        refuses: &[
            &[("src/schema/Cargo.toml", "[dependencies]\ntokio.workspace = true\n")],
            &[("src/children/Cargo.toml", "[dependencies]\nkube = { workspace = true }\n")],
            &[("src/children/Cargo.toml", "[dependencies]\njiff.workspace = true\n")],
            &[("src/resources/Cargo.toml", "[dependencies]\naws-sdk-eks.workspace = true\n")],
            &[("src/plugin/Cargo.toml", "[dependencies.acme-resources]\nworkspace = true\n")],
            &[(
                "src/cloud/Cargo.toml",
                "[target.'cfg(unix)'.dependencies]\nacme-resources.workspace = true\n",
            )],
            &[("src/plugin/Cargo.toml", "[dependencies]\nanyhow = \"1\"\n")],
            &[("Cargo.toml", "[dependencies]\nsandbox.workspace = true\n")],
        ],
        accepts: &[&[
            (
                "src/schema/Cargo.toml",
                "[dependencies]\nserde_json.workspace = true\n[dev-dependencies]\ntokio = \"1\"\n",
            ),
            ("src/resources/Cargo.toml", "[dependencies]\njiff.workspace = true\n"),
            ("src/cloud/Cargo.toml", "[dependencies]\nkube.workspace = true\n"),
            (
                "Cargo.toml",
                "[workspace.dependencies]\nsandbox = 1\n[dependencies]\n[dev-dependencies]\nsandbox = 1\n",
            ),
        ]],
    },
    &Rule {
        name: "a room's code names only what its door lets in",
        check: paths,
        refuses: &[
            &[("src/schema/a.rs", "use std::env;\n")],
            &[("src/resources/service/a.rs", "let now = std::time::SystemTime::now();\n")],
            &[("src/resources/shared/a.rs", "let now = jiff::Timestamp::now();\n")],
            &[("src/children/a.rs", "tokio::time::sleep(second).await;\n")],
            &[("src/children/a.rs", "use std::{env, fmt};\n")],
            &[("src/plugin/protocol6/a.rs", "if name == \"acme_service\" {}\n")],
            &[("src/cloud/a.rs", "const ONLY_FOR: &str = \"acme_service\";\n")],
        ],
        accepts: &[&[
            (
                "src/schema/a.rs",
                "//! No tokio::runtime may enter.\nuse std::{collections, fmt, net::IpAddr};\n",
            ),
            ("src/plugin/a.rs", "/// As in `acme_service`.\n"),
            ("src/children/a/tests.rs", "tokio::time::pause();\n"),
            ("src/cloud/a.rs", "tokio::time::sleep(second).await;\n"),
        ]],
    },
];

fn dependencies(tree: &Tree) -> Vec<String> {
    let manifests = tree.files.iter().filter(|file| file.path.ends_with("Cargo.toml"));
    manifests
        .flat_map(|manifest| {
            let room = manifest.path.strip_suffix("/Cargo.toml").unwrap_or("src");
            let named = dependencies_of(manifest);
            let refused = move |door: &Door| {
                let stands_for = |pattern: &&str, name: &String| match pattern.strip_suffix('*') {
                    Some(start) => name.starts_with(start),
                    None => name == pattern,
                };
                let found = named.iter().filter(|name| door.crates.iter().any(|p| stands_for(p, name)));
                found.map(|name| format!("{} depends on {name}", manifest.path)).collect::<Vec<_>>()
            };
            DOORS.iter().filter(|door| is_in(room, door.room)).flat_map(refused).collect::<Vec<_>>()
        })
        .collect()
}

/// The names in `[dependencies]` and its kin; development and workspace-wide ones are no doors.
fn dependencies_of(manifest: &File) -> Vec<String> {
    let mut named = Vec::new();
    let mut open = false;
    for line in manifest.text.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            let (table, name) = match section.rsplit_once("dependencies.") {
                Some((table, name)) => (format!("{table}dependencies"), Some(name)),
                None => (section.to_owned(), None),
            };
            let counts =
                table == "dependencies" || table.starts_with("target.") && table.ends_with(".dependencies");
            open = counts && name.is_none();
            named.extend(name.filter(|_| counts).map(str::to_owned));
        } else if open && line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let end = line.find(|c: char| ". =".contains(c)).unwrap_or(line.len());
            named.push(line[..end].to_owned());
        }
    }
    named
}

fn paths(tree: &Tree) -> Vec<String> {
    let in_room = |door: &Door| {
        let files = tree.production().filter(|file| is_in(&file.path, door.room));
        files.flat_map(|file| file.lines(|line| names_one(line, door.paths))).collect::<Vec<_>>()
    };
    DOORS.iter().flat_map(in_room).collect()
}

fn names_one(line: &str, paths: &[&str]) -> bool {
    let code = if line.trim_start().starts_with("//") { "" } else { line };
    let grouped = code.trim_start().strip_prefix("use std::{").unwrap_or_default();
    let grouped = |path: &str| {
        path.strip_prefix("std::")
            .is_some_and(|module| grouped.split([',', '}', '{', ':', ' ', ';']).any(|part| part == module))
    };
    paths.iter().any(|path| code.contains(path) || grouped(path))
}

fn is_in(path: &str, room: &str) -> bool {
    path == room || path.strip_prefix(room).is_some_and(|rest| rest.starts_with('/'))
}
