//! How vaults are protected, and whether what the rules keep fits their lock.

use acme_schema::{Attr, Path};
use serde_json::Value;

use super::super::model::{BackupPlanModel, LockModel, NotificationsModel};
use super::arns::Arn;
use super::names::{DEFAULT_EVENTS, EVENTS, RETIRED_EVENTS};
use super::rules::{Lifecycle, days};
use super::{ChangeableDays, Days, KeyArn, LockMode, Spec, TopicArn};
use crate::shared::{Findings, Given, Text};

/// The vaults that are made.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Vault {
    pub(crate) key: Option<KeyArn>,
    pub(crate) policy: Option<Value>,
    pub(crate) force_destroy: bool,
    pub(crate) lock: Option<Lock>,
}

/// Their lock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Lock {
    pub(crate) mode: LockMode,
    pub(crate) least: Option<Days>,
    pub(crate) most: Option<Days>,
    /// Only of compliance locks.
    pub(crate) changeable: Option<ChangeableDays>,
}

/// Where the events of the vault are reported to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Notifications {
    pub(crate) topic: TopicArn,
    /// In the order of their text.
    pub(crate) events: Vec<String>,
}

pub(super) fn read(model: &BackupPlanModel, home: Option<&str>, find: &mut Findings) -> Option<Vault> {
    let path = Path::of("vault");
    if model.vault.is_null() {
        return Some(Vault::default());
    }
    let given = find.seen(&model.vault)?;
    let at = |name: &str| path.attribute(name);
    let key: Attr<KeyArn> = find.text(&given.kms_key_arn, &at("kms_key_arn"));
    is_in(key.known().map(KeyArn::as_str), home, (&at("kms_key_arn"), "key"), find);
    let policy = match find.plain(&given.access_policy) {
        Attr::Known(text) => match serde_json::from_str(&text) {
            Ok(Value::Object(policy)) => Some(Value::Object(policy)),
            Ok(_) | Err(_) => {
                find.rule(
                    &at("access_policy"),
                    "must be a JSON object with the policy, such as `jsonencode` makes",
                );
                None
            }
        },
        Attr::Null | Attr::Unknown => None,
    };
    let force_destroy = find.plain(&given.force_destroy).or(false);
    let lock = find.seen(&given.lock).map(|given| lock(given, &at("lock"), find));
    Some(Vault {
        key: key.option(),
        policy,
        force_destroy: force_destroy.option()?,
        lock: match lock {
            Some(lock) => Some(lock?),
            None => None,
        },
    })
}

/// A key or topic must be where the plan is.
fn is_in(arn: Option<&str>, home: Option<&str>, (path, what): (&Path, &str), find: &mut Findings) {
    if let (Some(arn), Some(home)) = (arn.and_then(Arn::parse), home)
        && arn.region() != home
    {
        find.rule(path, format!("must be a {what} in `{home}`, the region of the plan"));
    }
}

fn lock(given: &LockModel, path: &Path, find: &mut Findings) -> Option<Lock> {
    let at = |name: &str| path.attribute(name);
    let mode: Attr<LockMode> = find.text(&given.mode, &at("mode"));
    let mode = find.required(mode, &at("mode"));
    let least: Attr<Days> = find.whole(&given.min_retention_days, &at("min_retention_days"));
    let most: Attr<Days> = find.whole(&given.max_retention_days, &at("max_retention_days"));
    let changeable: Attr<ChangeableDays> = find.whole(&given.changeable_for_days, &at("changeable_for_days"));
    let acknowledged = find.plain(&given.acknowledge_irreversible);
    if let (Some(least), Some(most)) = (least.known(), most.known())
        && most < least
    {
        find.rule(&at("max_retention_days"), "must not be less than `min_retention_days`");
    }
    match mode.known() {
        Some(LockMode::Compliance) if acknowledged.known() != Some(&true) && !acknowledged.is_unknown() => {
            let days = changeable.known().map_or(3, |days| days.get());
            let allowed = format!(
                "must be true with `mode = \"compliance\"`: {days} days after it is turned on, nobody can take the lock away any more, \
                 neither you nor AWS, and every recovery point is kept, and paid for, until its time. `mode = \"governance\"` can be \
                 taken back"
            );
            find.rule(&at("acknowledge_irreversible"), allowed);
        }
        Some(LockMode::Governance) if changeable.known().is_some() => {
            let allowed = "must not be set with `mode = \"governance\"`: that can always be changed by who has the right to";
            find.rule(&at("changeable_for_days"), allowed);
        }
        Some(LockMode::Compliance | LockMode::Governance) | None => {}
    }
    let mode = mode.option()?;
    let changeable = match mode {
        LockMode::Compliance => changeable.or(ChangeableDays::clamped(DEFAULT_LOCK_DAYS)).option(),
        LockMode::Governance => None,
    };
    Some(Lock { mode, least: least.option(), most: most.option(), changeable })
}

/// The days of the cooling-off time of a compliance lock where none are given: the least that AWS takes.
pub(crate) const DEFAULT_LOCK_DAYS: i64 = 3;

/// What is kept in a locked vault must fit its lock: AWS would make no backup.
pub(super) fn fits(spec: &Spec, find: &mut Findings) {
    let Some(lock) = &spec.vault.lock else { return };
    if lock.least.zip(lock.most).is_some_and(|(least, most)| most < least) {
        return;
    }
    for (name, rule) in &spec.rules {
        let path = match &spec.objectives {
            Some(_) => Path::of("objectives"),
            None => Path::of("rules").key(name.as_str()).attribute("lifecycle").attribute("delete_after"),
        };
        let what = format!("rule `{name}` keeps them");
        let derived = spec.objectives.is_some();
        bounds(lock, (&rule.lifecycle, &what), (&path, derived.then_some(())), find);
        let Some(copied) = &rule.copies else { continue };
        for action in spec.copies.iter().filter(|action| action.lifecycle.is_none()) {
            if let Some((region, _)) = action.made()
                && *copied != rule.lifecycle
            {
                let what = format!("rule `{name}` keeps copies in `{region}`");
                bounds(lock, (copied, &what), (&path, derived.then_some(())), find);
            }
        }
    }
    for (position, action) in spec.copies.iter().enumerate() {
        if let (Some(lifecycle), Some(_)) = (&action.lifecycle, action.made()) {
            let path =
                Path::of("copy_actions").index(position).attribute("lifecycle").attribute("delete_after");
            bounds(lock, (lifecycle, "the copy"), (&path, None), find);
        }
    }
}

fn bounds(
    lock: &Lock,
    (lifecycle, what): (&Lifecycle, &str),
    (path, derived): (&Path, Option<()>),
    find: &mut Findings,
) {
    let kept = lifecycle.delete_after;
    let limit = match (lock.least, lock.most) {
        (Some(least), _) if kept < least => ("at least", "min_retention_days", least),
        (_, Some(most)) if kept > most => ("at most", "max_retention_days", most),
        (_, _) => return,
    };
    let (word, attribute, limit) = limit;
    let allowed = match derived {
        Some(()) => format!(
            "must lead to rules that keep recovery points for {word} {}, as `vault.lock.{attribute}` says: {what} for {}",
            days(limit),
            days(kept)
        ),
        None => format!("must be {word} {}, as `vault.lock.{attribute}` says", limit.get()),
    };
    find.rule(path, allowed);
}

pub(super) fn notifications(
    model: &BackupPlanModel,
    home: Option<&str>,
    find: &mut Findings,
) -> Option<Notifications> {
    let path = Path::of("notifications");
    let given: &NotificationsModel = find.seen(&model.notifications)?;
    let at = |name: &str| path.attribute(name);
    let topic: Attr<TopicArn> = find.text(&given.sns_topic_arn, &at("sns_topic_arn"));
    let topic = find.required(topic, &at("sns_topic_arn"));
    is_in(topic.known().map(TopicArn::as_str), home, (&at("sns_topic_arn"), "topic"), find);
    let mut events = match find.texts(&given.events, &at("events")) {
        Attr::Known(events) => events,
        Attr::Null => DEFAULT_EVENTS.map(str::to_owned).to_vec(),
        Attr::Unknown => return None,
    };
    for (position, event) in events.iter().enumerate() {
        self::event(event, &at("events").index(position), find);
    }
    if events.is_empty() {
        find.rule(&at("events"), "must not be empty: without `notifications`, nothing is reported");
    }
    events.sort();
    events.dedup();
    Some(Notifications { topic: topic.option()?, events })
}

/// An event that AWS sends, or at least takes.
fn event(event: &str, path: &Path, find: &mut Findings) {
    if EVENTS.contains(&event) {
        return;
    }
    let Some((_, instead)) = RETIRED_EVENTS.iter().find(|(retired, _)| *retired == event) else {
        return find.rule(path, format!("must be one of `{}`: AWS sends no others", EVENTS.join("`, `")));
    };
    let (said, hint) = match instead {
        Some(sent) => (
            format!(
                "AWS Backup does not send `{event}` any more: it sends `{sent}`, which says how the job has ended"
            ),
            format!("write `{sent}` in its place"),
        ),
        None => (
            format!("AWS Backup does not send `{event}` any more, nor anything in its place"),
            "take it out".to_owned(),
        ),
    };
    find.warn(path, &said, &hint);
}
