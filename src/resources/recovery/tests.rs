//! The data sources over vaults, plans and restore tests as they were found. No test calls the code in between.

mod points;
mod posture;

use acme_children::{ChildId, Children, Observed};
use acme_schema::{Attr, Diagnostics, List, Value};
use serde_json::{Value as Json, json};

use crate::registry::{DataSource, Facts};

const NOW: &str = "2026-11-28T04:00:00Z";
const DATABASE: &str = "arn:aws:rds:eu-west-1:123456789012:db:orders";
const OTHER: &str = "arn:aws:rds:eu-west-1:123456789012:db:bills";
/// One that does not exist any more.
const GONE: &str = "arn:aws:rds:eu-west-1:123456789012:db:former";
const VOLUME: &str = "arn:aws:ec2:eu-west-1:123456789012:volume/vol-0a1b2c3d";

/// What a data source says of live objects.
fn read(source: &dyn DataSource, config: &Json, live: &[(&str, Json)]) -> Result<Value, Diagnostics> {
    let config = crate::tests::written(&source.schema(), config);
    let target = source.locate(&config, &Facts::default())?;
    let mut observed = Children::new();
    for (id, live) in live {
        observed.insert(id.parse::<ChildId>().unwrap(), Observed { live: live.clone() });
    }
    // What nobody looks for is not seen.
    let also = source.also(&target, &observed);
    for id in observed.ids().into_iter().cloned().collect::<Vec<_>>() {
        if !target.ids.contains(&id) && !also.contains(&id) {
            observed.remove(&id);
        }
    }
    source.report(&config, &target, &observed)
}

fn refused(source: &dyn DataSource, config: &Json, live: &[(&str, Json)]) -> String {
    let said = read(source, config, live).unwrap_err();
    let line = |said: &acme_schema::Diagnostic| {
        let path = said.path.as_ref().map_or_else(String::new, ToString::to_string);
        format!("{path}: {} | {}", said.summary, said.detail.replace('\n', " | "))
    };
    said.iter().map(line).collect()
}

/// A snapshot that is complete, or `CREATING` where it has no end.
fn snapshot(name: &str, resource: &str, (made, done): (&str, Option<&str>)) -> Json {
    json!({
        "RecoveryPointArn": format!("arn:aws:rds:eu-west-1:123456789012:snapshot:awsbackup:{name}"),
        "ResourceArn": resource,
        "ResourceType": "RDS",
        "Status": if done.is_some() { "COMPLETED" } else { "CREATING" },
        "CreationDate": made,
        "CompletionDate": done,
    })
}

fn continuous(resource: &str, status: &str) -> Json {
    json!({
        "RecoveryPointArn": "arn:aws:backup:eu-west-1:123456789012:recovery-point:continuous:db-1-2",
        "ResourceArn": resource,
        "ResourceType": "RDS",
        "Status": status,
        "CreationDate": "2026-11-01T03:00:00Z",
    })
}

fn vault(points: &[Json]) -> Json {
    json!({ "Now": NOW, "NumberOfRecoveryPoints": points.len(), "RecoveryPoints": points })
}

fn text(text: &str) -> Attr<String> {
    Attr::Known(text.to_owned())
}

fn list(texts: &[&str]) -> Attr<List<String>> {
    Attr::Known(texts.iter().copied().map(text).collect())
}
