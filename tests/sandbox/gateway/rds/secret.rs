//! Passwords that RDS manages: what the secret says, the server is told. The emulator fills every such secret with the same
//! placeholder and empties it by a rotation; both are replaced by what RDS would have written.

use super::{Behind, answer::Instance};
use crate::{
    Error,
    aws::{authorization, call},
    databases::{Key, Password},
    error::file,
    gateway::Gateway,
};
use http::header;
use serde_json::{Value, json};
use std::{fs::File, io::Read};

pub(crate) const SERVICE: &str = "secretsmanager";
/// The operations that give a secret another value.
pub(crate) const CHANGES: [&str; 4] =
    ["RotateSecret", "PutSecretValue", "UpdateSecret", "UpdateSecretVersionStage"];

/// What the emulator says of a secret that it has emptied.
const EMPTIED: &str = "can't find the specified secret value";
const PLACEHOLDER: &str = "P@55w0rd!";
/// What RDS leaves out (`/`, `@`, `"`, space) is left out; what must be encoded in a URL is in.
const ALPHABET: &[u8; 64] = b"abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789#%?:+&$";
const LENGTH: usize = 28;

impl Gateway {
    /// Gives the master users of these instances the passwords in their secrets, where those are new.
    pub(super) async fn sync(
        &self,
        behind: &Behind,
        region: &str,
        instances: &[Instance],
    ) -> Result<(), String> {
        for instance in instances {
            let Some(arn) = &instance.secret else { continue };
            let key = Key::new(region, &instance.name);
            let Some(known) = behind.databases.secret(&key) else { continue };
            let Some(password) = self.password(arn, &instance.master, known.as_deref()).await? else {
                continue;
            };
            behind.work(move |databases| databases.set_password(&key, &password)).await?;
        }
        Ok(())
    }

    /// The same for every instance of a region, after something was done to a secret.
    pub(in crate::gateway) async fn sync_region(&self, region: &str) {
        let Some(behind) = &self.behind else { return };
        let _turn = behind.turn.lock().await;
        if let Ok(instances) = self.instances(region).await {
            // The next description of the instance tries again, and says what is wrong.
            let _ = self.sync(behind, region, &instances).await;
        }
    }

    /// The password in a secret, unless it is of the version that is known.
    async fn password(
        &self,
        arn: &str,
        master: &str,
        known: Option<&str>,
    ) -> Result<Option<Password>, String> {
        let secret = match self.secrets(arn, "GetSecretValue", &json!({ "SecretId": arn })).await {
            Err(problem) if problem.contains(EMPTIED) => Value::Null,
            // The emulator lets replicas share a secret, which goes with the first of them.
            Err(problem) if problem.contains("ResourceNotFoundException") => return Ok(None),
            secret => secret?,
        };
        let version = secret.get("VersionId").and_then(Value::as_str);
        let document: Value = secret
            .get("SecretString")
            .and_then(Value::as_str)
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let value = |name: &str| document.get(name).and_then(Value::as_str);
        let whole =
            value("username") == Some(master) && value("password").is_some_and(|text| text != PLACEHOLDER);
        if whole {
            let password = value("password").unwrap_or_default().to_owned();
            let version = version.map(str::to_owned);
            let is_new = version.as_deref() != known;
            return Ok(is_new.then(|| Password { master: master.to_owned(), password, version }));
        }
        let password = generate().map_err(|error| error.chain())?;
        let document = json!({ "username": master, "password": password }).to_string();
        let body = json!({ "SecretId": arn, "SecretString": document });
        let put = self.secrets(arn, "PutSecretValue", &body).await?;
        let version = put.get("VersionId").and_then(Value::as_str).map(str::to_owned);
        Ok(Some(Password { master: master.to_owned(), password, version }))
    }

    /// Calls Secrets Manager in the region of a secret.
    async fn secrets(&self, arn: &str, operation: &str, body: &Value) -> Result<Value, String> {
        let region = arn.split(':').nth(3).unwrap_or_default();
        let request = http::Request::post(format!("http://{}/", self.upstreams.databases))
            .header(header::AUTHORIZATION, authorization(region, SERVICE))
            .header(header::CONTENT_TYPE, "application/x-amz-json-1.1")
            .header("x-amz-target", format!("{SERVICE}.{operation}"));
        let answer = call::send(request, body.to_string()).await?;
        serde_json::from_str(&answer).map_err(|error| error.to_string())
    }
}

/// A password as RDS makes them.
fn generate() -> Result<String, Error> {
    let source = "/dev/urandom";
    let mut bytes = [0_u8; LENGTH];
    File::open(source).and_then(|mut file| file.read_exact(&mut bytes)).map_err(file("read", source))?;
    let letter = |byte: &u8| {
        ALPHABET.get(usize::from(*byte) % ALPHABET.len()).map_or('a', |letter| char::from(*letter))
    };
    Ok(bytes.iter().map(letter).collect())
}
