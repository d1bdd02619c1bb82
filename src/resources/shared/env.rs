//! Names of environment variables, as every supported Kubernetes takes them from a ConfigMap.

use super::text_type;

text_type!(
    /// The name of an environment variable that is also a key of a ConfigMap.
    EnvName,
    "the name of an environment variable: at most 253 letters, digits, `_`, `-` and `.`, not beginning with a digit or \
     `..`",
    |text| {
        (1..=253).contains(&text.len())
            && text != "."
            && !text.starts_with("..")
            && !text.starts_with(|c: char| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
    }
);
