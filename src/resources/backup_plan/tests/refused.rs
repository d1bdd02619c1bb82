//! What must not happen to a backup plan, and what cannot.

use acme_schema::{Diagnostic, Diagnostics, Value};
use serde_json::{Value as Json, json};

use super::super::BackupPlan;
use super::{changed, config, planned};
use crate::registry::{Ending, Facts, Resource};
use crate::tests::UNKNOWN;

fn value(change: &Json) -> Value {
    planned(&config(&changed(change)), &Facts::default())
}

/// A plan whose vaults hold so many recovery points.
fn state(change: &Json, (count, locked_until): (i64, Option<&str>)) -> Value {
    let mut state = value(change);
    state.set_attribute("recovery_points", Value::Number(count.into()));
    let until = locked_until.map_or(Value::Null, |until| Value::String(until.to_owned()));
    state.set_attribute("locked_until", until);
    state
}

fn path(said: &Diagnostic) -> String {
    said.path.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn paths(said: &Diagnostics) -> Vec<String> {
    said.iter().map(path).collect()
}

fn compliance() -> Json {
    json!({ "mode": "compliance", "acknowledge_irreversible": true, "min_retention_days": 7, "max_retention_days": 365 })
}

const UNTIL: &str = "2027-03-01T03:00:00Z";

#[test]
fn what_keeps_backups_ends_no_way() {
    let force = json!({ "vault": { "force_destroy": true } });
    let governance = json!({ "vault": { "force_destroy": true, "lock": { "mode": "governance" } } });
    let locked = json!({ "vault": { "force_destroy": true, "lock": compliance() } });
    let cases = [
        (json!({}), (0, None), None),
        (json!({}), (1, None), Some(("vault.force_destroy", "the recovery point in its vaults"))),
        (json!({}), (17, None), Some(("vault.force_destroy", "the 17 recovery points in its vaults"))),
        (
            json!({ "vault": {} }),
            (17, None),
            Some(("vault.force_destroy", "set `vault.force_destroy = true`")),
        ),
        (force, (17, None), None),
        (governance.clone(), (0, None), None),
        (governance, (17, None), Some(("vault.lock", "remove `vault.lock` and apply"))),
        // The lock can still be taken back.
        (locked.clone(), (17, None), Some(("vault.lock", "remove `vault.lock` and apply"))),
        (
            locked.clone(),
            (17, Some(UNTIL)),
            Some(("vault.lock", "the last one stays until 2027-03-01T03:00:00Z")),
        ),
        // Nothing is kept: an empty vault can be deleted.
        (locked, (0, Some(UNTIL)), None),
    ];
    for (change, seen, expected) in cases {
        for (ending, verb) in [(Ending::Destroy, "destroyed"), (Ending::Replace, "replaced")] {
            let said = BackupPlan.guard(&state(&change, seen), ending);
            let (Some(said), Some((at, words))) = (&said, expected) else {
                assert!(said.is_none() && expected.is_none(), "{change} {seen:?}: {said:?}");
                continue;
            };
            assert_eq!(path(said), at, "{change}");
            let summary = format!("acme_backup_plan `orders` keeps backups, and cannot be {verb}");
            assert_eq!(said.summary, summary);
            assert!(said.detail.contains(words), "{}", said.detail);
            assert!(
                said.detail.contains("terraform state rm") || ending == Ending::Replace,
                "{}",
                said.detail
            );
        }
    }
}

/// Of a replacement, only the new plan may be known: what the old vaults hold is not.
#[test]
fn a_replacement_is_not_taken_for_granted() {
    assert!(BackupPlan.guard(&value(&json!({})), Ending::Replace).is_some());
    assert!(
        BackupPlan.guard(&value(&json!({ "vault": { "force_destroy": true } })), Ending::Replace).is_none()
    );
    assert!(BackupPlan.guard(&value(&json!({})), Ending::Destroy).is_none());
}

#[test]
fn a_final_lock_stays_as_it_is() {
    let with = |change: Json| {
        let mut lock = compliance();
        crate::table::merge(&mut lock, &change);
        json!({ "vault": { "lock": lock } })
    };
    let before = with(json!({}));
    let cases = [
        (with(json!({})), ""),
        (json!({}), "vault.lock"),
        (json!({ "vault": { "force_destroy": true } }), "vault.lock"),
        (
            json!({ "vault": { "lock": { "mode": "governance", "min_retention_days": 7, "max_retention_days": 365 } } }),
            "vault.lock.mode",
        ),
        (with(json!({ "min_retention_days": 1 })), "vault.lock.min_retention_days"),
        (with(json!({ "min_retention_days": 14 })), "vault.lock.min_retention_days"),
        (with(json!({ "min_retention_days": null })), "vault.lock.min_retention_days"),
        (with(json!({ "max_retention_days": 366 })), "vault.lock.max_retention_days"),
        (with(json!({ "changeable_for_days": 30 })), ""),
        (with(json!({ "min_retention_days": UNKNOWN })), ""),
        (json!({ "vault": UNKNOWN }), ""),
    ];
    for (after, expected) in cases {
        let expected: Vec<_> = Some(expected).filter(|path| !path.is_empty()).into_iter().collect();
        let said = BackupPlan.refuse(&state(&before, (17, Some(UNTIL))), &value(&after));
        assert_eq!(paths(&said), expected, "{after}");
        // In its first days, everything is possible.
        assert!(BackupPlan.refuse(&state(&before, (17, None)), &value(&after)).is_empty(), "{after}");
    }
}

#[test]
fn a_vault_keeps_its_key() {
    let key = |id: Option<&str>| {
        let arn = id.map(|id| {
            if id == UNKNOWN { id.to_owned() } else { format!("arn:aws:kms:us-west-2:123456789012:key/{id}") }
        });
        json!({ "copy_actions": [{ "region": "eu-north-1" }, { "region": "us-west-2", "kms_key_arn": arn }] })
    };
    let cases = [
        (key(Some("1")), key(Some("1")), false),
        (key(Some("1")), key(Some("2")), true),
        (key(Some("1")), key(None), true),
        (key(None), key(Some("1")), true),
        (key(Some("1")), key(Some(UNKNOWN)), false),
        (json!({}), key(Some("1")), false),
        (key(Some("1")), json!({}), false),
    ];
    for (before, after, is_refused) in cases {
        let said = BackupPlan.refuse(&value(&before), &value(&after));
        let expected: &[&str] = if is_refused { &["copy_actions[1].kms_key_arn"] } else { &[] };
        assert_eq!(paths(&said), expected, "{before} => {after}");
    }
}

/// A vault for copies goes with its copy action: not while it holds something that was not given up.
#[test]
fn a_region_with_copies_is_not_left() {
    let copies = |regions: &[&str]| {
        let actions: Vec<_> = regions.iter().map(|region| json!({ "region": region })).collect();
        json!({ "copy_actions": actions })
    };
    let forced = |regions: &[&str]| {
        let mut change = copies(regions);
        change["vault"] = json!({ "force_destroy": true });
        change
    };
    let both = ["us-west-2", "eu-north-1"];
    let held = |change: &Json, held: Json| {
        let mut state = value(change);
        state.set_attribute("copied_recovery_points", written_map(&held));
        state
    };
    let foreign = json!({ "copy_actions": [
        { "region": "us-west-2", "account_id": "210987654321" }, { "region": "eu-north-1" },
    ] });
    let one = json!({ "us-west-2": 1, "eu-north-1": 12 });
    let cases = [
        (copies(&both), one.clone(), copies(&["eu-north-1", "us-west-2"]), vec![]),
        (copies(&both), one.clone(), copies(&["eu-north-1"]), vec![("us-west-2", "holds a recovery point,")]),
        (
            copies(&both),
            one.clone(),
            json!({}),
            vec![("eu-north-1", "holds 12 recovery points,"), ("us-west-2", "holds a recovery point,")],
        ),
        (copies(&both), one.clone(), foreign, vec![("us-west-2", "holds a recovery point,")]),
        (copies(&both), json!({ "us-west-2": 0, "eu-north-1": 12 }), copies(&["eu-north-1"]), vec![]),
        (copies(&both), json!(null), json!({}), vec![]),
        // What is written only now has not been applied yet.
        (copies(&both), one.clone(), forced(&["eu-north-1"]), vec![("us-west-2", "or was not")]),
        (forced(&both), one.clone(), forced(&["eu-north-1"]), vec![]),
        (forced(&both), one.clone(), copies(&["eu-north-1"]), vec![("us-west-2", "is not true")]),
        (copies(&both), one.clone(), json!({ "copy_actions": UNKNOWN }), vec![]),
        (copies(&both), one, json!({ "copy_actions": [{ "region": UNKNOWN }] }), vec![]),
    ];
    for (before, seen, after, expected) in cases {
        let said = BackupPlan.refuse(&held(&before, seen), &value(&after));
        assert_eq!(paths(&said), vec!["copy_actions"; expected.len()], "{before} => {after}");
        for (said, (region, words)) in said.iter().zip(expected) {
            let summary =
                format!("acme_backup_plan `orders` keeps copies in `{region}`, and cannot leave it");
            assert_eq!(said.summary, summary);
            let detail = &said.detail;
            assert!(detail.contains(words) && detail.contains(&format!("take `{region}` out")), "{detail}");
        }
    }
}

fn written_map(counts: &Json) -> Value {
    let all = json!({ "copied_recovery_points": counts });
    let value = crate::tests::written(&BackupPlan.schema(), &all);
    value.attribute("copied_recovery_points").cloned().unwrap_or_default()
}

#[test]
fn a_generation_that_falls_makes_no_backup() {
    let generation = |number: &Json| value(&json!({ "backup_generation": number }));
    for (before, after, is_said) in [
        (json!(2), json!(2), false),
        (json!(2), json!(3), false),
        (json!(2), json!(1), true),
        (json!(2), json!(null), false),
        (json!(null), json!(1), false),
        (json!(2), json!(UNKNOWN), false),
    ] {
        let said = BackupPlan.refuse(&generation(&before), &generation(&after));
        assert_eq!(!said.is_empty(), is_said, "{before} => {after}");
        assert!(!said.has_errors(), "{before} => {after}");
    }
    // It is said once, and again where it is raised too little.
    let mut fallen = generation(&json!(1));
    fallen.set_attribute("highest_generation", Value::Number(3_i64.into()));
    for (after, is_said) in [(1, false), (2, true), (3, true), (4, false)] {
        let said = BackupPlan.refuse(&fallen, &generation(&json!(after)));
        let hints: Vec<_> = said.iter().map(|said| said.detail.contains("set it to 4")).collect();
        assert_eq!(hints, vec![true; usize::from(is_said)], "{after}");
    }
    // A new plan refuses nothing.
    assert!(BackupPlan.refuse(&Value::Null, &generation(&json!(1))).is_empty());
}

/// A replacement that takes away `force_destroy` at the same time does not delete what it would have allowed.
#[test]
fn a_replacement_needs_to_be_allowed_by_both() {
    let kept = |change: Json| {
        let mut state = value(&change);
        state.set_attribute("recovery_points", Value::Number(4_i64.into()));
        state
    };
    let (forced, plain) = (json!({ "vault": { "force_destroy": true } }), json!({}));
    for (before, after, is_refused) in
        [(&forced, &forced, false), (&forced, &plain, true), (&plain, &forced, true), (&plain, &plain, true)]
    {
        let said = BackupPlan.guard_replacement(&kept(before.clone()), &value(after));
        assert_eq!(said.is_some(), is_refused, "{before} => {after}: {said:?}");
    }
}
