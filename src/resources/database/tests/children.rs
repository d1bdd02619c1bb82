//! The objects that databases consist of. Each has two files in `children/`: `x.json`, the configuration; `x.txt`, what we
//! own of the objects that follow, and the orders that say how to come there.

use acme_children::{Kind, Manifest, SecretSource};
use expect_test::{ExpectFile, expect_file};
use serde_json::{Value as Json, json};

use super::super::Database;
use super::{PASSWORD, changed, config, expanded, planned};
use crate::registry::{Facts, Resource};

/// The least; everything at once; a restored one.
pub(super) const DATABASES: [&str; 3] = [
    include_str!("children/minimal.json"),
    include_str!("children/everything.json"),
    include_str!("children/restored.json"),
];

pub(super) fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

#[test]
fn manifests() {
    let expected = [
        expect_file!["children/minimal.txt"],
        expect_file!["children/everything.txt"],
        expect_file!["children/restored.txt"],
    ];
    for (database, expect) in DATABASES.into_iter().zip(expected) {
        check(&json(database), &expect);
    }
}

fn check(json: &Json, expect: &ExpectFile) {
    let expansion = expanded(&config(json));
    let mut text = format!(
        "# What we own of the children; rewritten by UPDATE_EXPECT=1.\n# In {:?}.\n",
        expansion.location
    );
    for (id, manifest) in expansion.desired.iter() {
        text.push_str(&format!("\n{id}\n{:#}\n", manifest.json()));
        if !manifest.orders().is_null() {
            text.push_str(&format!("orders: {:#}\n", manifest.orders()));
        }
        for (name, source) in manifest.secrets() {
            text.push_str(&format!("secret {name}: {source:?}\n"));
        }
    }
    expect.assert_eq(&text);
}

/// A password is in the place for secrets and nowhere else.
#[test]
fn no_password_is_shown() {
    let text = DATABASES[1];
    assert!(text.contains(PASSWORD));
    let config = config(&json(text));
    let expansion = expanded(&config);
    assert!(!format!("{expansion:?}").contains(PASSWORD));
    let given: Vec<_> = expansion.desired.iter().flat_map(|(_, manifest)| manifest.secrets()).collect();
    let [(name, SecretSource::Given(secret))] = given.as_slice() else { panic!("{given:?}") };
    assert_eq!((name.as_str(), secret.expose()), ("MasterUserPassword", PASSWORD));
    for (_, manifest) in expansion.desired.iter() {
        assert!(
            !manifest.json().to_string().contains(PASSWORD)
                && !manifest.orders().to_string().contains(PASSWORD)
        );
    }
    let planned = planned(&config, &Facts::default());
    assert!(!format!("{planned:?}").contains(PASSWORD));
}

/// Neither the text nor its absence makes a difference that a plan could show: the version does.
#[test]
fn only_the_version_of_a_password_counts() {
    let digest = |password: Json, version: i64| {
        let credentials =
            json!({ "mode": "write_only", "password_wo": password, "password_wo_version": version });
        let expansion = expanded(&config(&changed(&json!({ "credentials": credentials }))));
        instance(&expansion.desired).digest()
    };
    assert_eq!(digest(json!(PASSWORD), 1), digest(json!("another-password"), 1));
    assert_eq!(digest(json!(PASSWORD), 1), digest(Json::Null, 1));
    assert_ne!(digest(json!(PASSWORD), 1), digest(json!(PASSWORD), 2));
}

/// A stored database has no password any more; what it consists of is the same.
#[test]
fn without_the_password_a_secret_is_gone() {
    let config = config(&json(DATABASES[1]));
    let facts = Facts::default();
    let stored = Database.expand(&planned(&config, &facts), &facts).unwrap();
    let applied = expanded(&config);
    let secrets: Vec<_> =
        stored.desired.iter().flat_map(|(_, manifest)| manifest.secrets().values()).collect();
    assert!(matches!(secrets.as_slice(), [SecretSource::Gone]), "{secrets:?}");
    for (id, manifest) in applied.desired.iter() {
        assert_eq!(stored.desired.get(id).map(Manifest::digest), Some(manifest.digest()), "{id}");
    }
}

/// What is written in another order is the same.
#[test]
fn the_order_of_ids_means_nothing() {
    let one = json!({ "subnet_ids": ["subnet-0a1b", "subnet-0b2c"], "security_group_ids": ["sg-0a1b", "sg-0b2c"], "log_exports": ["postgresql", "upgrade"] });
    let other = json!({ "subnet_ids": ["subnet-0b2c", "subnet-0a1b"], "security_group_ids": ["sg-0b2c", "sg-0a1b"], "log_exports": ["upgrade", "postgresql"] });
    let digests = |change: &Json| {
        let desired = expanded(&config(&changed(change))).desired;
        desired.iter().map(|(id, manifest)| (id.clone(), manifest.digest())).collect::<Vec<_>>()
    };
    assert_eq!(digests(&one), digests(&other));
}

pub(super) fn instance(desired: &acme_children::Children<Manifest>) -> &Manifest {
    desired.iter().find(|(id, _)| id.kind == Kind::DbInstance).map(|(_, manifest)| manifest).unwrap()
}
