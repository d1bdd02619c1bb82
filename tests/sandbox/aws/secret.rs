//! A secret in AWS Secrets Manager, made and rotated by its API as the team that owns it would. The sandbox's own calls, so
//! that nothing of the provider is tested by itself.

use super::{REGION, call, signed::Endpoint};
use crate::{Error, Running};
use serde_json::{Value, json};

const SERVICE: &str = "secretsmanager";
const VARIABLE: &str = "AWS_ENDPOINT_URL_SECRETS_MANAGER";

/// A secret that is a JSON object with one key, `value`.
#[derive(Clone, Debug)]
pub struct Secret {
    endpoint: String,
    arn: String,
}

impl Secret {
    /// Makes a secret of this name with this value.
    ///
    /// # Errors
    /// The emulator does not answer, or there is a secret of the name.
    pub fn create(running: &Running, name: &str, value: &str) -> Result<Self, Error> {
        let mut secret = Self::of(running, "");
        let body = json!({ "Name": name, "SecretString": string(value) });
        let answer = secret.call("CreateSecret", &body)?;
        let arn = answer.get("ARN").and_then(Value::as_str);
        let absent = || Error::Answer { doing: "create the secret", answer: answer.to_string() };
        secret.arn = arn.ok_or_else(absent)?.to_owned();
        Ok(secret)
    }

    /// The secret that has this ARN.
    #[must_use]
    pub fn of(running: &Running, arn: &str) -> Self {
        let endpoint = running.env().iter().find(|(name, _)| name == VARIABLE);
        Self { endpoint: endpoint.map(|(_, url)| url.clone()).unwrap_or_default(), arn: arn.to_owned() }
    }

    /// What it holds: a JSON document.
    ///
    /// # Errors
    /// The emulator does not answer, or there is no such secret.
    pub fn value(&self) -> Result<String, Error> {
        let answer = self.call("GetSecretValue", &json!({ "SecretId": self.arn }))?;
        let value = answer.get("SecretString").and_then(Value::as_str);
        let absent = || Error::Answer { doing: "read the secret", answer: "it has no text".to_owned() };
        value.map(str::to_owned).ok_or_else(absent)
    }

    /// Gives it another value.
    ///
    /// # Errors
    /// The emulator does not answer.
    pub fn rotate(&self, value: &str) -> Result<(), Error> {
        let body = json!({ "SecretId": self.arn, "SecretString": string(value) });
        self.call("PutSecretValue", &body).map(drop)
    }

    /// Its ARN.
    #[must_use]
    pub fn arn(&self) -> &str {
        &self.arn
    }

    fn call(&self, operation: &str, body: &Value) -> Result<Value, Error> {
        let failed = |answer: String| Error::Answer { doing: "call Secrets Manager", answer };
        let body = body.to_string();
        // A secret that is not there yet has no ARN.
        let region = self.arn.split(':').nth(3).unwrap_or(REGION);
        let endpoint = Endpoint { url: &self.endpoint, region, service: SERVICE };
        let request = endpoint
            .post(&body)
            .header(http::header::CONTENT_TYPE, "application/x-amz-json-1.1")
            .header("x-amz-target", format!("{SERVICE}.{operation}"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| failed(error.to_string()))?;
        let answer = runtime.block_on(call::send(request, body)).map_err(failed)?;
        serde_json::from_str(&answer).map_err(|error| failed(error.to_string()))
    }

    #[cfg(test)]
    pub(crate) fn known(arn: &str) -> Self {
        Self { endpoint: String::new(), arn: arn.to_owned() }
    }
}

/// A secret is a document with named values, as the console of AWS makes it.
fn string(value: &str) -> String {
    json!({ "value": value }).to_string()
}
