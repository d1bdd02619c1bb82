//! Environment variables. No message shows a value: it may be one that should have been a secret.

use std::collections::BTreeMap;

use acme_schema::{Attr, Map, Path};

use crate::shared::{EnvName, Findings, Text};

/// The most that a ConfigMap or a Secret holds: keys and values, bytes.
pub(super) const MOST_BYTES: usize = 1024 * 1024;

/// Reads the variables at `path`.
pub(super) fn read(
    given: &Attr<Map<String>>,
    path: &Path,
    find: &mut Findings,
) -> Option<BTreeMap<EnvName, String>> {
    let Some(given) = find.seen(given) else { return Some(BTreeMap::new()) };
    let mut env = BTreeMap::new();
    for (name, value) in given {
        let value = find.plain(value);
        match (EnvName::parse(name), value) {
            (None, _) => find.rule(&path.key(name), format!("the key must be {}", EnvName::ALLOWED)),
            (Some(name), Attr::Known(value)) => {
                env.insert(name, value);
            }
            // A variable that is null is not given: modules write `condition ? value : null`.
            (Some(_), Attr::Null | Attr::Unknown) => {}
        }
    }
    if env.iter().map(|(name, value)| name.as_str().len() + value.len()).sum::<usize>() > MOST_BYTES {
        find.rule(path, "must not be larger than 1 MiB in all, names and values");
    }
    Some(env)
}
