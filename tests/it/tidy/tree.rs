//! The checkout as texts by path, what a rule is, and which files a rule may be told about.

use std::fs;
use std::path::Path;

/// Generated code: a test of its own regenerates and compares it.
const GENERATED: &[&str] = &["src/plugin/proto/plugin.rs", "src/plugin/proto/tfplugin6.rs"];

/// Folders and files that git ignores.
const IGNORED: &[&str] = &[".git", ".terraform", ".terraform.lock.hcl", "crash.log", "target"];

/// Every text file, by its path from the top with `/` between names.
pub(super) struct Tree {
    pub(super) files: Vec<File>,
}

/// One text file.
pub(super) struct File {
    pub(super) path: String,
    pub(super) text: String,
}

/// A rule of the house.
#[derive(Debug)]
pub(super) struct Rule {
    /// What must hold.
    pub(super) name: &'static str,
    /// Every place where it does not.
    pub(super) check: fn(&Tree) -> Vec<String>,
    /// Trees that break it.
    pub(super) refuses: &'static [Sample],
    /// Trees that look as if they broke it.
    pub(super) accepts: &'static [Sample],
}

/// Paths with their texts.
pub(super) type Sample = &'static [(&'static str, &'static str)];

impl Tree {
    pub(super) fn of(sample: Sample) -> Self {
        let file = |(path, text): &(&str, &str)| File { path: (*path).to_owned(), text: (*text).to_owned() };
        Self { files: sample.iter().map(file).collect() }
    }

    pub(super) fn of_this_checkout() -> Self {
        let top = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        read(top, top, &mut files);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        assert!(files.len() > 50, "only {} files were found in {}", files.len(), top.display());
        Self { files }
    }

    /// Rust that people write.
    pub(super) fn rust(&self) -> impl Iterator<Item = &File> {
        self.files
            .iter()
            .filter(|file| file.path.ends_with(".rs") && !GENERATED.contains(&file.path.as_str()))
    }

    /// Rust that people write and that is not a test.
    pub(super) fn production(&self) -> impl Iterator<Item = &File> {
        self.rust().filter(|file| !file.is_test())
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.files.iter().any(|file| file.path == path)
    }
}

impl File {
    /// Unit tests (`tests.rs`, `tests/`) and the integration tests; the sandbox is a program.
    pub(super) fn is_test(&self) -> bool {
        let (folder, name) = self.path.rsplit_once('/').unwrap_or(("", &self.path));
        name == "tests.rs"
            || self.path.starts_with("tests/it/")
            || folder.split('/').skip(1).any(|part| part == "tests")
    }

    /// Every line that a test finds wrong, as `path:line`.
    pub(super) fn lines(&self, is_wrong: impl Fn(&str) -> bool) -> Vec<String> {
        let wrong = self.text.lines().enumerate().filter(|(_, line)| is_wrong(line));
        wrong.map(|(number, line)| format!("{}:{}: {}", self.path, number + 1, line.trim())).collect()
    }
}

fn read(top: &Path, folder: &Path, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).expect("the checkout can be read") {
        let path = entry.expect("the checkout can be read").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if IGNORED.contains(&name) || name.contains(".tfstate") || name.ends_with(".tfplan") {
            continue;
        }
        if path.is_dir() {
            read(top, &path, files);
        } else if let Ok(text) = fs::read_to_string(&path) {
            let path = path.strip_prefix(top).expect("below the top").to_string_lossy().replace('\\', "/");
            files.push(File { path, text });
        }
    }
}
