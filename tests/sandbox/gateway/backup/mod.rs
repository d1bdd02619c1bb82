//! AWS Backup, answered here from memory, with real snapshots of the database servers behind RDS. Nothing is passed on: the
//! general emulator knows no locks, copies, restores and restore tests, and a vault, its recovery points and the jobs that
//! make them must agree with each other and with those servers. Each region has a state of its own; the account is one.
//! Backs up RDS instances; a job for anything else fails and says so. A continuous rule takes a snapshot, too. There is no
//! clock: rules and restore tests run when they are told to (see [`run`]), and nothing is deleted for its age.

mod backups;
mod call;
mod copies;
mod database;
mod jobs;
mod lock;
mod paging;
mod plans;
mod points;
mod restores;
mod role;
mod rules;
pub(crate) mod run;
mod select;
mod state;
mod tags;
mod testing;
mod vaults;

use super::{Body, Gateway, credentials, reply};
use crate::aws::REGION;
use bytes::Bytes;
use call::{Answer, Call, Refusal};
use http::{HeaderValue, Response, StatusCode, header, request::Parts};
use serde_json::json;
use state::{Region, now};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

pub(super) const SERVICE: &str = "backup";

/// How long a job stays in each state that a client should see.
const PAUSE: Duration = Duration::from_millis(500);

/// The Backup of every region.
#[derive(Default)]
pub(super) struct Backup(Mutex<HashMap<String, Region>>);

impl Backup {
    /// Looks at a region, or changes it; nobody else does meanwhile.
    fn region<T>(&self, name: &str, act: impl FnOnce(&mut Region) -> T) -> T {
        let mut regions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        act(regions.entry(name.to_owned()).or_insert_with(|| Region::new(name)))
    }
}

impl Gateway {
    pub(super) async fn backup(self: &Arc<Self>, parts: Parts, body: Bytes) -> Response<Body> {
        let authorization = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let region = authorization.and_then(credentials::region).unwrap_or(REGION);
        let answer = match Call::parse(&parts.method, &parts.uri, &body, region) {
            Ok(call) => self.backup_answer(&call).await,
            Err(refusal) => Err(refusal),
        };
        match answer {
            Ok(answer) => reply(StatusCode::OK, &answer),
            Err(refusal) => refused(&refusal),
        }
    }

    async fn backup_answer(self: &Arc<Self>, call: &Call) -> Answer {
        let (method, path) = call.route();
        match (method, &path[..]) {
            ("PUT", ["backup-jobs"]) => self.start_backup(call).await,
            ("PUT", ["copy-jobs"]) => self.start_copy(call).await,
            ("PUT", ["restore-jobs"]) => self.start_restore(call).await,
            ("DELETE", ["backup-vaults", vault, "recovery-points", arn]) => {
                self.delete_point(&call.region, vault, arn)
            }
            ("PUT", ["backup", "plans", _, "selections"]) => {
                self.check_role(call::text(&call.body["BackupSelection"], "IamRoleArn")).await?;
                self.backup.region(&call.region, |region| plans::answer(region, call, now()))
            }
            _ => self.backup.region(&call.region, |region| answer(region, call, now())),
        }
    }
}

/// What needs nothing but the state of a region.
fn answer(region: &mut Region, call: &Call, now: f64) -> Answer {
    let (_, path) = call.route();
    match path[..] {
        ["backup-vaults", ..] => vaults::answer(region, call, now),
        ["backup", "plans", ..] => plans::answer(region, call, now),
        ["restore-testing", "plans", ..] => testing::answer(region, call, now),
        ["backup-jobs" | "copy-jobs" | "restore-jobs", ..] => jobs::answer(region, call),
        ["resources", ..] => points::resources(region, call),
        ["tags" | "untag", _] => tags::answer(region, call),
        _ => Err(call.unknown()),
    }
}

fn refused(refusal: &Refusal) -> Response<Body> {
    let body = json!({ "Code": refusal.code, "Message": refusal.message, "Type": "client" });
    let mut response = reply(StatusCode::BAD_REQUEST, &body);
    response.headers_mut().insert("x-amzn-errortype", HeaderValue::from_static(refusal.code));
    response
}

#[cfg(test)]
mod tests;
