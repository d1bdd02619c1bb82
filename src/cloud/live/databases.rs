//! Databases, as the port looks them up: where they are, and the password that RDS manages.

use std::sync::Arc;

use acme_children::aws as reach;
use acme_children::{CloudError, DatabaseAddress, SecretText};

use super::{FAILED, Live};
use crate::aws::{self, Api};
use crate::once::Keep;

impl Live {
    pub(super) async fn api(&self) -> Result<Arc<Api>, CloudError> {
        let keep = |api: &Result<_, _>| if api.is_ok() { Keep::Always } else { Keep::For(FAILED) };
        let api =
            self.api.get(keep, async { self.session().await.map(|session| Arc::new(Api::new(session))) });
        api.await.map_err(aws::no_aws)
    }

    /// How a database is connected to, with the current version of its password.
    pub(super) async fn address(&self, database_id: &str) -> Result<DatabaseAddress, CloudError> {
        let address = reach::address(self.api().await?.as_ref(), database_id).await?;
        let Some(arn) = &address.secret_arn else { return Ok(address) };
        let session = self.session().await.map_err(|failure| aws::no_session(failure, arn))?;
        let version = self.secrets.version(&session, arn).await?;
        Ok(DatabaseAddress { version, ..address })
    }

    /// This version of a database's password; empty where it has none.
    pub(super) async fn password(
        &self,
        database_id: &str,
        version_id: &str,
    ) -> Result<SecretText, CloudError> {
        if version_id == DatabaseAddress::IAM {
            return Ok(SecretText::new(""));
        }
        let address = reach::address(self.api().await?.as_ref(), database_id).await?;
        let arn = address.secret_arn.ok_or_else(|| aws::no_password(database_id))?;
        let session = self.session().await.map_err(|failure| aws::no_session(failure, &arn))?;
        self.secrets.value(&session, (&arn, version_id), Some("password")).await
    }
}
