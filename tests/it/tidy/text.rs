//! Rules about files as text: how they open, how long they are, what must not be written in them.

use super::tree::{Rule, Tree};

pub(super) const RULES: &[&Rule] = &[
    &Rule {
        name: "a file opens by saying why it exists",
        check: opens_with_why,
        refuses: &[
            &[("src/a.rs", "use std::fmt;\n")],
            &[("src/a.rs", "// A comment is not the file's own.\n")],
            &[("tests/sandbox/a/main.go", "package main\n")],
            &[(".ci/run", "#!/bin/sh\nset -e\n")],
        ],
        accepts: &[&[
            ("src/a.rs", "//! Why.\n"),
            ("src/plugin/proto/tfplugin6.rs", "pub struct Generated;\n"),
            ("tests/sandbox/a/main.go", "//go:build linux\n\n// Package main does it.\npackage main\n"),
            (".ci/run", "#!/bin/sh\n# Why.\n"),
        ]],
    },
    &Rule {
        name: "the file's reason takes at most six lines (the map of src/lib.rs may be longer)",
        check: short_reason,
        refuses: &[&[("src/a.rs", "//! 1\n//! 2\n//! 3\n//! 4\n//! 5\n//! 6\n//! 7\n")]],
        accepts: &[&[("src/a.rs", "//! 1\n//!\n//! 3\n//! 4\n//! 5\n//! 6\n//! 7\n\nuse b::c;\n")]],
    },
    &Rule {
        name: "work that is left is an issue, not a remark",
        check: no_remarks,
        refuses: &[
            &[("src/a.rs", concat!("// TO", "DO: later\n"))],
            &[("terraform/main.tf", concat!("# FIX", "ME\n"))],
            &[("src/a.rs", concat!("fn a() { to", "do!() }\n"))],
        ],
        accepts: &[&[("src/a.rs", concat!("// TO", "DO(#12): later\n// TODOS is another word\n"))]],
    },
    &Rule {
        name: "no test is skipped, no lint is silenced without a reason",
        check: no_silence,
        refuses: &[
            &[("src/a/tests.rs", concat!("#[ign", "ore]\nfn a() {}\n"))],
            &[("src/a/tests.rs", concat!("#[ign", "ore = \"slow\"]\nfn a() {}\n"))],
            &[("src/a.rs", concat!("#[al", "low(dead_code)]\nfn a() {}\n"))],
            &[("src/a.rs", concat!("#![al", "low(dead_code)]\n"))],
        ],
        accepts: &[&[("src/a.rs", "#[expect(dead_code, reason = \"read by the debugger\")]\nfn a() {}\n")]],
    },
    &Rule {
        name: "nothing names the machine that it was written on",
        check: no_machine,
        refuses: &[
            &[("docs/a.md", concat!("see /ro", "ot/.cargo\n"))],
            &[("src/a.rs", concat!("const A: &str = \"/ho", "me/me/x\";\n"))],
            &[("README.md", concat!("cd /wo", "rk/main\n"))],
            &[(".cargo/config.toml", concat!("index = \"sparse+https://x/arti", "factory/api\"\n"))],
            &[("tests/a.sh", concat!("ls /o", "pt/tf-plugins\n"))],
        ],
        accepts: &[&[("src/a.rs", "const A: &str = \"https://example.com/work/root/home\"; // a/home/b\n")]],
    },
];

fn opens_with_why(tree: &Tree) -> Vec<String> {
    let rust = tree.rust().filter(|file| !file.text.starts_with("//! "));
    let after_build_tags = |text: &str| {
        text.lines().find(|line| !line.is_empty() && !line.starts_with("//go:")).map(str::to_owned)
    };
    let says_why = |text: &str| after_build_tags(text).is_some_and(|line| line.starts_with("// "));
    let go = tree.files.iter().filter(|file| file.path.ends_with(".go") && !says_why(&file.text));
    let is_script = |text: &str| text.starts_with("#!/");
    let explained = |text: &str| text.lines().nth(1).is_some_and(|line| line.starts_with("# "));
    let scripts = tree.files.iter().filter(|file| is_script(&file.text) && !explained(&file.text));
    rust.chain(go).chain(scripts).map(|file| file.path.clone()).collect()
}

fn short_reason(tree: &Tree) -> Vec<String> {
    let lines = |text: &str| {
        text.lines().take_while(|line| line.starts_with("//!")).filter(|line| line.trim() != "//!").count()
    };
    tree.rust()
        .filter(|file| file.path != "src/lib.rs" && lines(&file.text) > 6)
        .map(|file| file.path.clone())
        .collect()
}

fn no_remarks(tree: &Tree) -> Vec<String> {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("to", "do!(")];
    let is_remark = |line: &str| {
        marks.iter().any(|mark| {
            line.match_indices(mark).any(|(at, _)| {
                let rest = &line[at + mark.len()..];
                let has_issue = rest
                    .strip_prefix("(#")
                    .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
                !has_issue && !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
            })
        })
    };
    tree.files.iter().flat_map(|file| file.lines(is_remark)).collect()
}

fn no_silence(tree: &Tree) -> Vec<String> {
    let marks = [concat!("#[ign", "ore"), concat!("#[al", "low("), concat!("#![al", "low(")];
    tree.rust().flat_map(|file| file.lines(|line| marks.iter().any(|mark| line.contains(mark)))).collect()
}

fn no_machine(tree: &Tree) -> Vec<String> {
    let folders = [concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/wo", "rk/"), concat!("/o", "pt/")];
    let hosts = [concat!("arti", "factory")];
    let starts_a_path = |line: &str, folder: &str| {
        line.match_indices(folder)
            .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || "._-~$}".contains(c)))
    };
    let is_wrong = |line: &str| {
        folders.iter().any(|folder| starts_a_path(line, folder))
            || hosts.iter().any(|host| line.contains(host))
    };
    tree.files.iter().flat_map(|file| file.lines(is_wrong)).collect()
}
