//! What is seen of a database server and of those that take or took its place, told apart by name and tags. A killed run
//! leaves nothing behind but this, so everything that is to be known later is written into tags.

use serde_json::{Map, Value, json};

use super::{blue_green, changes};
use crate::aws::Moment;
use crate::{Manifest, tag};

/// The tag of a server that was restored: which `generation` of `restore` it is.
pub const GENERATION: &str = "acme:restore-generation";
/// The tag of a former server: until when it is kept (RFC 3339).
pub const KEPT_UNTIL: &str = "acme:kept-until";
/// The tag of a digest of the settings that only a restart brings.
pub const PARAMETERS: &str = "acme:parameters";
/// The tag of a restored server whose SQL has been run.
pub(crate) const VERIFIED: &str = "acme:verified";

/// The servers of a region and the deployments there, as they are at one moment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Look {
    pub(crate) instances: Vec<Value>,
    pub(crate) deployments: Vec<Value>,
    /// Of a replica: the server that it follows.
    pub(crate) source: Option<Value>,
}

/// One server's part of a look.
#[derive(Clone, Debug)]
pub(crate) struct Seen<'a> {
    /// The server of the name, with what belongs to it ([`assembled`]).
    pub(crate) main: Option<Value>,
    /// The one that is being restored to take its place.
    pub(crate) fresh: Option<&'a Value>,
    /// The one whose place was taken by the restored one.
    pub(crate) old: Option<&'a Value>,
    /// One that has a name which a restore needs, and is not ours.
    pub(crate) stranger: Option<&'a Value>,
    /// This run has given the password, which nobody can read back.
    pub(crate) has_sent_password: bool,
    /// This run has restarted the server.
    pub(crate) has_rebooted: bool,
    /// The blue/green deployment.
    pub(crate) deployment: Option<&'a Value>,
    /// Former servers, each with the time until when it is kept.
    pub(crate) kept: Vec<(&'a Value, Option<&'a str>)>,
    /// Of a replica: the server that it follows.
    pub(crate) source: Option<&'a Value>,
    pub(crate) now: Moment,
    /// Until when one that becomes a former server now is kept.
    pub(crate) kept_until: String,
    /// Nothing has been done yet in this run.
    pub(crate) may_retry: bool,
}

impl Seen<'_> {
    /// The server of the name; null where there is none.
    pub(crate) fn live(&self) -> &Value {
        self.main.as_ref().unwrap_or(&Value::Null)
    }
}

/// The name of a server that is restored to take another one's place.
pub(crate) fn fresh_name(main: &str, generation: &str) -> String {
    format!("{main}-restored-{generation}")
}

/// The name of a server whose place was taken.
pub(crate) fn old_name(main: &str, generation: &str) -> String {
    format!("{main}-old-{generation}")
}

/// The generation of `restore` that a manifest wants.
pub(crate) fn generation(manifest: &Manifest) -> Option<&str> {
    manifest.json()["Tags"][GENERATION].as_str()
}

/// What of a look has to do with the server `main`.
///
/// `manifest`: what is wanted, where that is known. Only then is a restored server that nobody waits for told from one that is
/// on its way.
pub(crate) fn seen<'a>(
    look: &'a Look,
    main: &str,
    manifest: Option<&Manifest>,
    (now, kept_until): (Moment, String),
) -> Seen<'a> {
    let generation = manifest.and_then(generation);
    let find = |name: &str| look.instances.iter().find(|instance| identifier(instance) == name);
    let deployment = look.deployments.iter().find(|deployment| is_of(deployment, main));
    let fresh = generation.map(|generation| fresh_name(main, generation));
    let old = generation.map(|generation| old_name(main, generation));
    let is_abandoned = |instance: &Value| {
        manifest.is_some() && was_restored(instance, main) && fresh.as_deref() != Some(identifier(instance))
    };
    let kept = look.instances.iter().filter_map(|instance| {
        let abandoned = || is_abandoned(instance).then(|| instance["Tags"][KEPT_UNTIL].as_str());
        Some((instance, former(instance, main, deployment).or_else(abandoned)?))
    });
    let kept = kept.collect();
    let is_ours = |instance: &&Value| is_noted(instance, main);
    let is_fresh = |instance: &&Value| was_restored(instance, main);
    let (fresh, old) = (fresh.as_deref().and_then(find), old.as_deref().and_then(find));
    let strangers = [fresh.filter(|found| !is_fresh(found)), old.filter(|found| !is_ours(found))];
    let mut seen = Seen {
        main: None,
        fresh: fresh.filter(is_fresh),
        old: old.filter(is_ours),
        stranger: strangers.into_iter().flatten().next(),
        has_sent_password: false,
        has_rebooted: false,
        deployment,
        kept,
        source: look.source.as_ref(),
        now,
        kept_until,
        may_retry: true,
    };
    seen.main = find(main).map(|instance| assembled(instance, &seen));
    seen
}

/// What DescribeDBInstances says of a server, and of what belongs to it: the former ones that are kept, with the time of
/// each, those whose time is over, and the blue/green deployment.
fn assembled(instance: &Value, seen: &Seen<'_>) -> Value {
    let mut live = instance.clone();
    let mut kept = Map::new();
    let mut expired = Vec::new();
    for (former, until) in &seen.kept {
        let name = identifier(former);
        kept.insert(name.to_owned(), json!(until));
        if until.is_some_and(|until| until <= seen.now.text.as_str()) {
            expired.push(json!(name));
        }
    }
    live["Kept"] = Value::Object(kept);
    live[changes::EXPIRED] = Value::Array(expired);
    if let Some(deployment) = seen.deployment {
        live[blue_green::DEPLOYMENT] = deployment.clone();
    }
    live["IsInWindow"] = json!(blue_green::is_in_window(instance, &seen.now));
    live
}

/// The identifier of a server.
pub(crate) fn identifier(instance: &Value) -> &str {
    instance["DBInstanceIdentifier"].as_str().unwrap_or_default()
}

/// The notes about whose an object is, among the tags that a manifest wants.
pub(crate) fn notes(manifest: &Manifest) -> Value {
    let tags = manifest.json()["Tags"].as_object().into_iter().flatten();
    let notes = tags.filter(|(name, _)| [tag::NAME, tag::RESOURCE, tag::MANAGED_BY].contains(&name.as_str()));
    notes.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>().into()
}

fn is_of(deployment: &Value, main: &str) -> bool {
    let ends_so = |arn: &Value| arn.as_str().is_some_and(|arn| arn.ends_with(&format!(":db:{main}")));
    deployment["Tags"][tag::NAME] == main
        && (ends_so(&deployment["Source"]) || ends_so(&deployment["Target"]))
}

/// Whether a server's tags say that it is ours, and has to do with this name.
fn is_noted(instance: &Value, main: &str) -> bool {
    let tags = &instance["Tags"];
    tags[tag::NAME] == main && tags[tag::MANAGED_BY] == crate::MANAGER && tags[tag::RESOURCE].is_string()
}

/// Whether a server was restored to take the place of the one of this name: its own name and tags say which generation.
fn was_restored(instance: &Value, main: &str) -> bool {
    let rest = identifier(instance).strip_prefix(main);
    let generation = rest.and_then(|rest| rest.strip_prefix("-restored-"));
    is_noted(instance, main)
        && generation.is_some_and(|generation| instance["Tags"][GENERATION] == generation)
}

/// Whether a server is a former one of the name: `Some` with the time until when it is kept, where that is noted already.
fn former<'a>(instance: &'a Value, main: &str, deployment: Option<&Value>) -> Option<Option<&'a str>> {
    let name = identifier(instance);
    let tags = &instance["Tags"];
    // Whoever restores one of our snapshots may get its tags, but not one of these names.
    let is_named =
        name.strip_prefix(main).is_some_and(|rest| rest.starts_with("-old")) || was_restored(instance, main);
    if !is_noted(instance, main) || !is_named {
        return None;
    }
    let until = tags[KEPT_UNTIL].as_str();
    let was_switched = deployment.is_some_and(|deployment| {
        let source = deployment["Source"].as_str().unwrap_or_default();
        deployment["Status"] == "SWITCHOVER_COMPLETED" && source.ends_with(&format!(":db:{name}"))
    });
    let was_renamed = name.strip_prefix(main).is_some_and(|rest| rest.starts_with("-old-"));
    (until.is_some() || was_switched || was_renamed).then_some(until)
}
