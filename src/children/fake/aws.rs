//! AWS in memory: the calls of `Action` on objects that take a while to become what was asked for, on a clock that moves when
//! somebody waits. Faults come on script, and a run can be killed before any call. It refuses what RDS is known to refuse,
//! so that a course which would not work there does not work here.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use serde_json::{Value, json};

use super::backup::{self, Backup};
use super::rds;
use crate::aws::{Action, Aws, AwsError, Moment, Request};
use crate::{CloudError, SecretText};

/// The provider's region.
pub(super) const REGION: &str = "eu-west-1";
/// The account.
pub(super) const ACCOUNT: &str = "123456789012";

/// AWS in memory.
#[derive(Default)]
pub struct FakeAws {
    state: Mutex<State>,
}

/// Everything there is.
#[derive(Default)]
pub(super) struct State {
    pub(super) regions: BTreeMap<String, Region>,
    pub(super) roles: BTreeMap<String, Value>,
    pub(super) calls: Vec<String>,
    /// Seconds since the start.
    pub(super) clock: u64,
    pub(super) created: u64,
    faults: VecDeque<Fault>,
    /// Regions that do not answer.
    lost: Vec<String>,
    /// How many calls that change something may be made before the run is killed.
    left: Option<u64>,
    /// What SQL fails.
    pub(super) bad_sql: Option<String>,
    /// Passwords that were set, by instance: nobody else may know them.
    pub(super) passwords: BTreeMap<String, String>,
}

/// One region.
#[derive(Default)]
pub(super) struct Region {
    pub(super) instances: BTreeMap<String, Value>,
    pub(super) subnet_groups: BTreeMap<String, Value>,
    pub(super) parameter_groups: BTreeMap<String, Value>,
    pub(super) deployments: BTreeMap<String, Value>,
    pub(super) backups: Vec<Value>,
    pub(super) snapshots: Vec<String>,
    pub(super) events: Vec<Value>,
    pub(super) backup: Backup,
}

struct Fault {
    action: Action,
    error: AwsError,
}

impl FakeAws {
    /// The next call of this kind is refused with this code.
    pub fn refuse(&self, action: Action, code: &str, message: &str) {
        let error = AwsError::Refused { code: code.to_owned(), message: message.to_owned() };
        self.state().faults.push_back(Fault { action, error });
    }

    /// The run is killed when it wants to make the call after so many that change something. `None`: it is not.
    pub fn kill_after(&self, calls: Option<u64>) {
        self.state().left = calls;
    }

    /// A region does not answer any more.
    pub fn lose(&self, region: &str) {
        self.state().lost.push(region.to_owned());
    }

    /// The calls that changed something, since this was asked last: `CreateDBInstance product`.
    pub fn calls(&self) -> Vec<String> {
        std::mem::take(&mut self.state().calls)
    }

    /// Time passes.
    pub fn pass(&self, time: Duration) {
        self.state().pass(time.as_secs());
    }

    /// What is there of an instance.
    #[must_use]
    pub fn instance(&self, name: &str) -> Option<Value> {
        self.state().region(None).instances.get(name).map(rds::shown)
    }

    /// The names of all instances with their statuses, region by region, and of the snapshots and other objects.
    #[must_use]
    pub fn inventory(&self) -> Vec<String> {
        let state = self.state();
        let mut names: Vec<_> = state.roles.keys().map(|name| format!("role {name}")).collect();
        for (region, there) in &state.regions {
            let at = |what: &str, name: &str| {
                let place = if region == REGION { String::new() } else { format!("@{region}") };
                format!("{what} {name}{place}")
            };
            names.extend(there.instances.iter().map(|(name, instance)| {
                format!("{} {}", at("instance", name), instance["DBInstanceStatus"].as_str().unwrap_or("?"))
            }));
            names.extend(there.parameter_groups.keys().map(|name| at("parameters", name)));
            names.extend(there.subnet_groups.keys().map(|name| at("subnets", name)));
            names.extend(there.deployments.values().map(|deployment| {
                let text = |field: &str| deployment[field].as_str().unwrap_or("?").to_owned();
                format!("{} {}", at("deployment", &text("BlueGreenDeploymentName")), text("Status"))
            }));
            names.extend(
                there
                    .backups
                    .iter()
                    .map(|backup| at("backups", backup["DbiResourceId"].as_str().unwrap_or("?"))),
            );
            names.extend(there.snapshots.iter().map(|name| at("snapshot", name)));
            names.extend(backup::inventory(&there.backup).iter().map(|(what, name)| at(what, name)));
        }
        names
    }

    /// Changes one field (JSON pointer) of an instance, as somebody else would.
    pub fn edit(&self, name: &str, pointer: &str, value: Value) -> bool {
        let mut state = self.state();
        let Some(instance) = state.region(None).instances.get_mut(name) else { return false };
        let Some((parent, field)) = pointer.rsplit_once('/') else { return false };
        match instance.pointer_mut(parent) {
            Some(parent) => {
                parent[field] = value;
                true
            }
            None => false,
        }
    }

    /// Puts an instance there that somebody else has made.
    pub fn put_instance(&self, name: &str, fields: &Value) {
        let mut state = self.state();
        let mut instance = state.newborn(None, name, fields);
        instance["DBInstanceStatus"] = json!("available");
        state.region(None).instances.insert(name.to_owned(), instance);
    }

    /// An event of an instance, as RDS keeps them.
    pub fn note(&self, name: &str, message: &str) {
        let event = json!({ "SourceIdentifier": name, "Date": "2026-11-24T12:00:00Z", "Message": message });
        self.state().region(None).events.push(event);
    }

    /// Deletes an instance, as somebody else would.
    pub fn forget(&self, name: &str) {
        self.state().region(None).instances.remove(name);
    }

    /// SQL that begins so answers `false` from now on.
    pub fn fail_sql(&self, sql: &str) {
        self.state().bad_sql = Some(sql.to_owned());
    }

    /// The write-only password that an instance was given.
    #[must_use]
    pub fn password(&self, name: &str) -> Option<String> {
        self.state().passwords.get(name).cloned()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    pub(super) fn region(&mut self, region: Option<&str>) -> &mut Region {
        self.regions.entry(region.unwrap_or(REGION).to_owned()).or_default()
    }

    /// Moves the clock, and everything whose time has come.
    pub(super) fn pass(&mut self, seconds: u64) {
        self.clock += seconds;
        let clock = self.clock;
        for (name, region) in &mut self.regions {
            rds::advance(region, clock);
            backup::advance(&mut region.backup, (name, clock));
        }
    }

    fn call(&mut self, region: Option<&str>, request: &Request) -> Result<Value, AwsError> {
        let is_read = is_read(request.action);
        if self.left == Some(0) {
            return Err(CloudError::Stopped("killed".to_owned()).into());
        }
        if region.is_some_and(|region| self.lost.iter().any(|lost| lost == region)) {
            let endpoint = format!("https://backup.{}.amazonaws.com", region.unwrap_or_default());
            return Err(CloudError::Unreachable { endpoint, source: "timed out".into() }.into());
        }
        if let Some(position) = self.faults.iter().position(|fault| fault.action == request.action)
            && let Some(fault) = self.faults.remove(position)
        {
            return Err(fault.error);
        }
        if !is_read {
            self.left = self.left.map(|left| left - 1);
            self.calls.push(rds::said(region, request));
        }
        rds::call(self, region, request)
    }
}

fn is_read(action: Action) -> bool {
    let name = format!("{action:?}");
    ["Describe", "Get", "List"].iter().any(|verb| name.starts_with(verb))
}

/// The same refusal as RDS'.
pub(super) fn refused(code: &str, message: impl Into<String>) -> AwsError {
    AwsError::Refused { code: code.to_owned(), message: message.into() }
}

#[async_trait]
impl Aws for FakeAws {
    async fn call(&self, region: Option<&str>, request: Request) -> Result<Value, AwsError> {
        self.state().call(region, &request)
    }

    async fn query(
        &self,
        _region: Option<&str>,
        instance: &Value,
        _password: Option<&SecretText>,
        sql: &str,
    ) -> Result<(), AwsError> {
        let mut state = self.state();
        if state.left == Some(0) {
            return Err(CloudError::Stopped("killed".to_owned()).into());
        }
        let name = instance["DBInstanceIdentifier"].as_str().unwrap_or("?").to_owned();
        state.calls.push(format!("query {name}: {sql}"));
        match &state.bad_sql {
            Some(bad) if sql.starts_with(bad.as_str()) => {
                Err(refused("VerificationFailed", "the last statement has answered false"))
            }
            Some(_) | None => Ok(()),
        }
    }

    fn region(&self) -> Option<String> {
        Some(REGION.to_owned())
    }

    fn moment(&self, hours_ahead: u32) -> Moment {
        let minutes = self.state().clock / 60 + 12 * 60 + u64::from(hours_ahead) * 60;
        let (day, minute) = (minutes / (24 * 60), minutes % (24 * 60));
        let weekdays = ["tue", "wed", "thu", "fri", "sat", "sun", "mon"];
        Moment {
            text: format!("{}T{:02}:{:02}:00Z", backup::date(day), minute / 60, minute % 60),
            weekday: weekdays[usize::try_from(day % 7).unwrap_or(0)],
            minute: u16::try_from(minute).unwrap_or(0),
        }
    }

    async fn pause(&self, _looks: u32) -> Duration {
        let time = Duration::from_secs(15);
        self.pass(time);
        time
    }
}
