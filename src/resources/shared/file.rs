//! Names of files and folders in a container, as Kubernetes takes them.

use super::text_type;

text_type!(
    /// The name of a file that is also a key of a ConfigMap or Secret.
    FileName,
    "the name of a file: at most 253 letters, digits, `_`, `-` and `.`, not `.` and not beginning with `..`",
    |text| {
        (1..=253).contains(&text.len())
            && text != "."
            && !text.starts_with("..")
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
    }
);

text_type!(
    /// A folder in a container.
    MountPath,
    "an absolute path such as `/etc/app`, not `/` itself, without `:`, `//`, `.` and `..` segments and `/` at its end",
    |text| {
        text.strip_prefix('/').is_some_and(|rest| {
            rest.split('/').all(|part| !matches!(part, "" | "." | ".."))
                && rest.chars().all(|c| c != ':' && !c.is_control())
        })
    }
);

impl MountPath {
    /// Whether this folder is inside another.
    pub(crate) fn is_inside(&self, other: &Self) -> bool {
        self.as_str().strip_prefix(other.as_str()).is_some_and(|rest| rest.starts_with('/'))
    }
}
