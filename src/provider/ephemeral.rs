//! Values for the time of one run: asked of the cloud when they are opened, and kept nowhere.

use acme_children::CloudError;
use acme_plugin::OpenResponse;
use acme_resources::{Answer, Ephemeral, Question};
use acme_schema::{Diagnostic, Diagnostics, Value};

use super::config::{Connection, Settings};
use super::diagnose::{self, Subject};

/// Opens an ephemeral resource.
pub(super) async fn open(ephemeral: &dyn Ephemeral, settings: &Settings, config: Value) -> OpenResponse {
    match answer(ephemeral, settings, &config).await {
        Ok(result) => OpenResponse { result, ..OpenResponse::default() },
        Err(diagnostics) => OpenResponse { diagnostics, ..OpenResponse::default() },
    }
}

async fn answer(
    ephemeral: &dyn Ephemeral,
    settings: &Settings,
    config: &Value,
) -> Result<Value, Diagnostics> {
    let question = ephemeral.question(config)?;
    let subject = Subject::named(ephemeral.type_name(), question.database_id());
    let cloud = match &settings.connection {
        Connection::Online(cloud) => cloud,
        Connection::Offline | Connection::Unknown => {
            return Err(Diagnostic::error(format!("{subject} cannot be opened without AWS"))
                .hint("unset `offline` in the provider block and ACME_OFFLINE in the environment")
                .into());
        }
    };
    let failed = |error: CloudError| Diagnostics::from(diagnose::cloud(&error, &subject));
    let answer = match &question {
        Question::Credentials { database_id } => {
            let (address, secret) = cloud.credentials(database_id).await.map_err(failed)?;
            Answer { username: address.username.clone(), address, secret }
        }
        Question::Token { database_id, username } => {
            let token = cloud.iam_token(database_id, username.as_deref()).await.map_err(failed)?;
            Answer { address: token.address, username: token.username, secret: token.token }
        }
    };
    Ok(ephemeral.answer(config, &answer))
}
