//! Going a course to its end: look, take the step, look again. Knows how AWS answers late: what was asked for may show only
//! after a while, and what is being changed cannot be changed.

use std::time::Duration;

use serde_json::{Value, json};

use super::instance::{Step, Stuck};
use super::{Action, Aws, AwsError, Request};
use crate::{ChildId, CloudError};

/// How long an accepted call may have no visible effect before it is made again.
const PATIENCE: Duration = Duration::from_secs(90);

/// How often a call is made again that has no effect.
const MOST_TIMES: u32 = 3;

/// What a step is taken for.
#[derive(Clone, Copy)]
pub(super) struct Task<'a> {
    pub(super) aws: &'a dyn Aws,
    pub(super) id: &'a ChildId,
    pub(super) region: Option<&'a str>,
    pub(super) timeout: Duration,
}

/// How far a wait has come.
#[derive(Debug, Default)]
pub(super) struct Progress {
    waited: Duration,
    looks: u32,
    last: Option<Request>,
    again: u32,
    /// When the last call was made.
    since: Duration,
    /// Whether the password has been given on the way.
    pub(super) has_sent_password: bool,
    /// Whether the server has been restarted on the way.
    pub(super) has_rebooted: bool,
    /// Whether a server has been deleted on the way.
    pub(super) has_deleted: bool,
}

impl Progress {
    /// Whether nothing has been done yet.
    pub(super) fn is_fresh(&self) -> bool {
        self.last.is_none() && self.looks == 0
    }

    /// The same call has been made just before this wait began.
    pub(super) fn has_been_asked(&mut self, request: &Request) {
        self.last = Some(request.clone());
    }

    /// Whether this run has asked for this already, and not all of it shows yet.
    fn is_repeated(&self, request: &Request) -> bool {
        let is_part = |last: &Request| {
            let fields = request.parameters.as_object().into_iter().flatten();
            last.action == request.action
                && last.password == request.password
                && fields.into_iter().all(|(field, value)| last.parameters[field] == *value)
        };
        self.last.as_ref().is_some_and(is_part) && self.waited.saturating_sub(self.since) < PATIENCE
    }

    /// How often a call like this has been made with nothing to show for it.
    fn asks_again(&mut self, request: &Request) -> u32 {
        let is_same = self
            .last
            .as_ref()
            .is_some_and(|last| last.action == request.action && last.parameters == request.parameters);
        self.again = if is_same { self.again + 1 } else { 0 };
        self.again
    }
}

impl Task<'_> {
    /// Makes the first call. One that has been made before is as good.
    pub(super) async fn begin(&self, request: Request) -> Result<Value, CloudError> {
        let action = request.action;
        match self.aws.call(self.region, request).await {
            Ok(answer) => Ok(answer),
            Err(error) if comes_late(&error, action) => Ok(Value::Null),
            Err(error) => Err(error.about(self.id)),
        }
    }

    /// Makes a call, or waits where the same one was made just now or cannot be made yet.
    pub(super) async fn call(&self, request: Request, progress: &mut Progress) -> Result<(), CloudError> {
        let fields = changed(&request);
        if progress.is_repeated(&request) {
            return self.rest(&format!("the change of {fields} to show"), progress).await;
        }
        if progress.asks_again(&request) > MOST_TIMES {
            let stuck = Stuck {
                who: self.id.in_region().0.to_owned(),
                status: format!("RDS accepts the change of {fields}, and does not make it"),
                chain: Vec::new(),
                hint: "see the events; the values may contradict each other, or mean what is there already in other words",
            };
            return Err(self.stuck(stuck).await);
        }
        match self.aws.call(self.region, request.clone()).await {
            Ok(_) => {
                progress.has_sent_password |= request.password.is_some();
                progress.has_rebooted |= request.action == Action::RebootDbInstance;
                progress.has_deleted |= request.action == Action::DeleteDbInstance;
                progress.last = Some(request);
                progress.since = progress.waited;
                progress.looks = 0;
                // Nothing is asked for without a look at the time, and a moment for AWS to take it in.
                self.rest(&format!("the change of {fields} to show"), progress).await
            }
            Err(error) if comes_late(&error, request.action) => self.rest(&error.to_string(), progress).await,
            Err(error) => Err(error.about(self.id)),
        }
    }

    /// Waits before the next look, or gives up.
    pub(super) async fn rest(&self, what: &str, progress: &mut Progress) -> Result<(), CloudError> {
        if progress.waited >= self.timeout {
            let name = self.id.in_region().0;
            let mut chain = vec![format!("waited for: {what}")];
            chain.extend(events(self.aws, self.region, name).await);
            return Err(CloudError::TimedOut {
                id: self.id.clone(),
                what: "as wanted",
                seconds: self.timeout.as_secs(),
                chain,
            });
        }
        progress.waited += self.aws.pause(progress.looks).await;
        progress.looks = progress.looks.saturating_add(1);
        Ok(())
    }

    /// The error about one that is stuck, with its own events.
    pub(super) async fn stuck(&self, stuck: Stuck) -> CloudError {
        let Stuck { who, status, mut chain, hint } = stuck;
        chain.extend(events(self.aws, self.region, &who).await);
        if who != self.id.in_region().0 {
            chain.insert(0, format!("instance {who}"));
        }
        CloudError::Failed { id: self.id.clone(), reason: status, chain, hint: hint.to_owned() }
    }

    /// Takes one step. `true`: there is none any more.
    pub(super) async fn take(&self, step: Step, progress: &mut Progress) -> Result<bool, CloudError> {
        match step {
            Step::Call(request) => self.call(request, progress).await?,
            Step::Await { who, what } => self.rest(&format!("{who}: {what}"), progress).await?,
            // Who goes the course knows what to run.
            Step::Verify { .. } => {}
            Step::Done => return Ok(true),
        }
        Ok(false)
    }
}

/// The fields that a call is about.
fn changed(request: &Request) -> String {
    let fields = request.parameters.as_object().into_iter().flatten().map(|(field, _)| field.as_str());
    let is_name = |field: &&str| ["DBInstanceIdentifier", "ApplyImmediately", "ResourceName"].contains(field);
    let fields: Vec<_> = fields.filter(|field| !is_name(field)).collect();
    if fields.is_empty() { "the server".to_owned() } else { fields.join(", ") }
}

/// The last events of a server, newest last. That there are none to be had is no error of its own.
async fn events(aws: &dyn Aws, region: Option<&str>, name: &str) -> Vec<String> {
    const MOST: usize = 8;
    let parameters = json!({ "SourceIdentifier": name, "SourceType": "db-instance", "Duration": 120 });
    let answer =
        aws.call(region, Request::new(Action::DescribeEvents, parameters)).await.unwrap_or(Value::Null);
    let events = answer.as_array().cloned().unwrap_or_default();
    let text = |event: &Value| {
        Some(format!("event {}: {}", event["Date"].as_str().unwrap_or("?"), event["Message"].as_str()?))
    };
    let texts: Vec<_> = events.iter().filter_map(text).collect();
    texts[texts.len().saturating_sub(MOST)..].to_vec()
}

/// Whether a refusal only means that AWS is not there yet: it has just been asked for the same, is still at work, or does not
/// know yet what it has just made.
fn comes_late(error: &AwsError, action: Action) -> bool {
    let is_making = [
        Action::CreateDbInstance,
        Action::CreateDbInstanceReadReplica,
        Action::RestoreDbInstanceFromDbSnapshot,
        Action::RestoreDbInstanceToPointInTime,
        Action::CreateBlueGreenDeployment,
    ]
    .contains(&action);
    // A role that has just been made is not known everywhere.
    if matches!(error, AwsError::Refused { message, .. } if message.contains("ENHANCED_MONITORING")) {
        return true;
    }
    let codes: &[&str] = if is_making {
        &["InvalidDBInstanceState", "DBInstanceAlreadyExists", "BlueGreenDeploymentAlreadyExists"]
    } else {
        &[
            "InvalidDBInstanceState",
            "InvalidBlueGreenDeploymentState",
            "DBInstanceAlreadyExists",
            "DBInstanceNotFound",
        ]
    };
    codes.iter().any(|code| error.is(code))
}
