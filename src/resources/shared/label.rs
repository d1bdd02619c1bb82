//! Labels, as Kubernetes limits them: what pods, nodes and metrics are selected by.

use std::collections::BTreeMap;

use acme_schema::{Attr, Map, Path};

use super::dns::is_subdomain;
use super::{Findings, Text, text_type};

text_type!(
    /// The key of a label or a taint.
    LabelKey,
    "the key of a label: at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends, after an \
     optional RFC 1123 subdomain and `/`",
    |text| match text.split_once('/') {
        Some((prefix, name)) => is_subdomain(prefix) && is_name(name),
        None => is_name(text),
    }
);

text_type!(
    /// The value of a label or a taint.
    LabelValue,
    "the value of a label: empty, or at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends",
    |text| text.is_empty() || is_name(text)
);

fn is_name(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

/// Labels by key.
pub(crate) type Labels = BTreeMap<LabelKey, LabelValue>;

/// Reads labels; none where none are given.
pub(crate) fn labels(given: &Attr<Map<String>>, path: &Path, find: &mut Findings) -> Labels {
    let mut labels = Labels::new();
    for (key, value) in find.seen(given).into_iter().flatten() {
        let path = path.key(key);
        let name = LabelKey::parse(key);
        if name.is_none() {
            find.rule(&path, format!("the key must be {}", LabelKey::ALLOWED));
        }
        let value = match find.plain(value) {
            Attr::Known(value) => LabelValue::parse(&value),
            Attr::Unknown => continue,
            Attr::Null => {
                find.rule(&path, "must not be null");
                continue;
            }
        };
        match (name, value) {
            (Some(name), Some(value)) => {
                labels.insert(name, value);
            }
            (_, None) => find.rule(&path, format!("must be {}", LabelValue::ALLOWED)),
            (None, Some(_)) => {}
        }
    }
    labels
}
