//! Tags of AWS objects: the provider's own, what a resource gives, and AWS' limits.

use std::collections::BTreeMap;

use acme_schema::{Attr, Map, Path, Validator, Value};
use serde_json::Value as Json;

use super::Findings;

/// Tags as AWS takes them.
pub(crate) fn tags() -> Validator {
    let allowed = "at most 40 tags: keys of 1 to 128 characters that do not begin with `aws:` or `acme:`, values of at most 256 \
                   letters, digits, spaces and `_.:/=+-@`";
    Validator::new(allowed, |value| {
        let Value::Map(tags) = value else { return false };
        let is_text = |text: &str| text.chars().all(|c| c.is_alphanumeric() || " _.:/=+-@".contains(c));
        let is_key = |key: &str| {
            (1..=128).contains(&key.chars().count())
                && is_text(key)
                && !key.starts_with("aws:")
                && !key.starts_with("acme:")
        };
        let is_value =
            |value: &Value| value.as_str().is_none_or(|text| text.chars().count() <= 256 && is_text(text));
        tags.len() <= 40 && tags.iter().all(|(key, value)| is_key(key) && is_value(value))
    })
}

/// Those of `tags_all` once they are settled, which hold the provider's own, too; before, those of `tags`.
pub(crate) fn all_tags(
    (given, settled): (&Attr<Map<String>>, &Attr<Map<String>>),
    find: &mut Findings,
) -> BTreeMap<String, String> {
    let allowed = tags();
    if given.known().is_some() && !allowed.accepts(&given.encode()) {
        find.limit(&Path::of("tags"), allowed.allowed());
    }
    let given = if settled.is_null() { given } else { settled };
    let entries = find.seen(given).into_iter().flatten();
    let mut tags = BTreeMap::new();
    for (name, value) in entries {
        if let Attr::Known(value) = find.plain(value) {
            tags.insert(name.clone(), value);
        }
    }
    tags
}

/// The tags of users on a live object: not the provider's notes, not AWS' own, nor `defaults`, which the provider block gives
/// everything.
pub(crate) fn user_tags(live: &Json, defaults: &Attr<BTreeMap<String, String>>) -> Map<String> {
    let defaults = defaults.known();
    let is_default = |name: &String, value: &Json| {
        defaults.is_some_and(|d| d.get(name).map(String::as_str) == value.as_str())
    };
    let is_own = |name: &str| name.starts_with("aws:") || name.starts_with("acme:");
    let entries = live.as_object().into_iter().flatten();
    let tags = entries.filter(|(name, value)| !is_own(name) && !is_default(name, value));
    tags.map(|(name, value)| (name.clone(), value.as_str().map(str::to_owned).into())).collect()
}

/// What `tags_all` is planned as: the provider block's tags, and the resource's over them.
pub(crate) fn settled_tags(
    given: &Attr<Map<String>>,
    defaults: &Attr<BTreeMap<String, String>>,
) -> Attr<Map<String>> {
    let (Attr::Known(_) | Attr::Null, Attr::Known(_) | Attr::Null) = (defaults, given) else {
        return Attr::Unknown;
    };
    let defaults = defaults.known().into_iter().flatten();
    let mut all: Map<String> =
        defaults.map(|(name, value)| (name.clone(), Attr::Known(value.clone()))).collect();
    all.extend(given.known().cloned().unwrap_or_default());
    all.retain(|_, value| !value.is_null());
    Attr::Known(all)
}
