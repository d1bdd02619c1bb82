//! Write-only values decide about nothing, and are shown nowhere.

use acme_children::{Children, Desired, Kind, SecretSource};
use acme_schema::{Attr, Map, Model, Value};
use proptest::prelude::*;
use serde_json::json;

use super::super::Service;
use super::super::model::ServiceModel;
use super::super::spec::Spec;
use super::{arbitrary, config, expanded, planned, world};
use crate::registry::{Expansion, Resource};
use crate::shared::Findings;

const SECRET: &str = "hunter2";

/// What is applied: the plan, with write-only values as the configuration gives them.
fn applied(config: &Value, write_only: Value) -> Expansion {
    let facts = world(config);
    let mut whole = planned(config, &facts);
    whole.set_attribute("secrets_wo", write_only);
    Service.expand(&whole, &facts).expect("the configuration is valid")
}

fn values(text: &str) -> Value {
    let values = Map::from([("TOKEN_W".to_owned(), Attr::Known(text.to_owned()))]);
    Attr::Known(values).encode()
}

fn secret(children: &Children<Desired>) -> &Desired {
    let secret = children.iter().find(|(id, _)| id.kind == Kind::Secret && id.name.contains("-secrets-"));
    secret.expect("there is a Secret").1
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn names_and_digests_never_depend_on_write_only_values(model in arbitrary::service()) {
        let model = ServiceModel { secrets_wo: Attr::Null, secrets_wo_version: Attr::Known(3), ..model };
        let config = model.to_value();
        let known = applied(&config, values(SECRET)).desired;
        for other in [values("another"), Value::Null, Value::unknown()] {
            let other = applied(&config, other).desired;
            prop_assert_eq!(known.digests(), other.digests());
            prop_assert_eq!(secret(&known).json(), secret(&other).json());
        }
    }

    #[test]
    fn no_debug_output_shows_a_write_only_value(model in arbitrary::service()) {
        let model = ServiceModel { secrets_wo_version: Attr::Known(3), ..model };
        let expansion = applied(&model.to_value(), values(SECRET));
        let shown = format!("{expansion:?}");
        prop_assert!(shown.contains("(sensitive)") && !shown.contains(SECRET));
        let given = Map::from([("TOKEN_W".to_owned(), Attr::Known(SECRET.to_owned()))]);
        let mut find = Findings::default();
        let spec = Spec::read(&ServiceModel { secrets_wo: Attr::Known(given), ..model }, &mut find);
        let shown = format!("{spec:?} {find:?}");
        prop_assert!(!shown.contains(SECRET));
        for (_, manifest) in expansion.desired.iter() {
            prop_assert!(!manifest.json().to_string().contains(SECRET));
        }
    }
}

/// A Secret is never written without the values that nobody has any more.
#[test]
fn what_is_gone_is_not_left_out() {
    let json = json!({
        "name": "api",
        "image": { "repository": "acme/api", "tag": "1" },
        "secrets_wo": { "TOKEN_W": SECRET },
        "secrets_wo_version": 1,
    });
    let children = expanded(&config(&json)).desired;
    let sources: Vec<_> = secret(&children).secrets().values().collect();
    assert_eq!(sources, [&SecretSource::Gone]);
    let children = applied(&config(&json), values(SECRET)).desired;
    let names: Vec<_> = secret(&children).secrets().keys().collect();
    assert_eq!(names, ["TOKEN_W"]);
}

/// To pin the version that is the current one anyway starts no pods.
#[test]
fn pinning_the_current_version_changes_no_name() {
    let children = |version: Option<&str>| {
        let reference = json!({
            "secret_arn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:api",
            "version_id": version,
        });
        let image = json!({ "repository": "acme/api", "tag": "1" });
        expanded(&config(&json!({ "name": "api", "image": image, "secrets": { "KEY": reference } }))).desired
    };
    let (open, pinned) = (children(None), children(Some("0123456789abcdef0123456789abcdef")));
    assert_eq!(open.id_set(), pinned.id_set());
    assert_ne!(open, children(Some("ffffffffffffffffffffffffffffffff")));
    let deployment = |children: &Children<Desired>| {
        children.iter().find(|(id, _)| id.kind == Kind::Deployment).map(|(_, child)| child.digest())
    };
    assert_eq!(deployment(&open), deployment(&pinned));
    assert_ne!(deployment(&open), deployment(&children(Some("ffffffffffffffffffffffffffffffff"))));
}
