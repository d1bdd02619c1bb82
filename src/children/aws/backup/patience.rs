//! Waiting for AWS Backup: how long there was, and what was last seen. Knows nothing of what is waited for.

use std::time::Duration;

use serde_json::Value;

use super::made;
use crate::CloudError;
use crate::aws::reach::At;
use crate::aws::{Action, AwsError};

/// How long a role that has just been made may be unknown to AWS Backup.
const PROPAGATION: Duration = Duration::from_secs(180);

/// A wait.
pub(super) struct Patience<'a> {
    at: &'a At<'a>,
    timeout: Duration,
    waited: Duration,
    looks: u32,
    last: Option<String>,
}

impl<'a> Patience<'a> {
    pub(super) fn new(at: &'a At<'a>, timeout: Duration) -> Self {
        Self { at, timeout, waited: Duration::ZERO, looks: 0, last: None }
    }

    /// Keeps something that was seen, for the error if there will be one.
    pub(super) fn note(&mut self, seen: &str) {
        self.last = Some(seen.to_owned());
    }

    /// Waits before the next look, or gives up. `what`: what the child is not yet.
    pub(super) async fn rest(&mut self, what: &'static str, seen: &str) -> Result<(), CloudError> {
        if self.waited >= self.timeout {
            let chain = [Some(seen.to_owned()), self.last.take()].into_iter().flatten().collect();
            let seconds = self.timeout.as_secs();
            return Err(CloudError::TimedOut { id: self.at.id.clone(), what, seconds, chain });
        }
        self.waited += self.at.aws.pause(self.looks).await;
        self.looks = self.looks.saturating_add(1);
        Ok(())
    }
}

/// Makes a call that names a role; one that has just been made is not known everywhere.
pub(super) async fn with_role(at: &At<'_>, action: Action, parameters: Value) -> Result<Value, CloudError> {
    let mut patience = Patience::new(at, PROPAGATION);
    loop {
        match at.call(action, parameters.clone()).await {
            Err(error) if is_about_role(&error) => {
                let seen = error.to_string();
                if patience.waited >= PROPAGATION {
                    return Err(error.about(at.id));
                }
                patience.rest("accepted", &seen).await?;
            }
            other => return made(other).map_err(|error| error.about(at.id)),
        }
    }
}

fn is_about_role(error: &AwsError) -> bool {
    match error {
        AwsError::Refused { code, message } => {
            // What a policy that has just been put allows is not known everywhere either.
            let words = ["cannot be assumed", "is not authorized to call"];
            code.starts_with("InvalidParameterValue") && words.iter().any(|words| message.contains(words))
        }
        AwsError::Cloud(_) => false,
    }
}
